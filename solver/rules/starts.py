"""The days on which a committee could sit, and the starts that keep a whole session inside given days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

from solver.domain.calendar import HalfDay
from solver.domain.committees import Committee
from solver.domain.plan import PlannedSession
from solver.domain.vocabulary import CommitteeState
from solver.rules.brief import Brief
from solver.rules.year_end import bound_to_year, latest_end

Window = tuple[date, date]
"""First and last day, both counted."""

ALWAYS: Window = (date.min, date.max)
ONE_DAY = timedelta(days=1)


def starts_within(brief: Brief, session: PlannedSession, windows: Iterable[Window]) -> frozenset[HalfDay]:
    """Starts from which every day of ``session`` lies in one of ``windows``.

    Starts are working half-days of the season; the session's own start is judged by its days even where it is none of
    these, so that a session on a Sunday breaks the rule about working days and no other.
    """
    halves = brief.season_half_days
    own = brief.span(session)
    found: set[HalfDay] = set()
    for first, last in windows:
        low = bisect_left(halves, first, key=_day)
        high = bisect_right(halves, last, key=_day) - session.length + 1
        found.update(halves[low : max(low, high)])
        if own and first <= own[0].day and own[-1].day <= last:
            found.add(own[0])
    return frozenset(found)


def sitting_window(brief: Brief, committee: str) -> Window:
    """First and last day on which ``committee`` may sit: season, timetable, acceptance closed, time left to file."""
    header = brief.season.header
    row = brief.season.timetable_of.get(committee)
    last = min(header.last_day, latest_end(brief) if bound_to_year(brief) else brief.last_day())
    first = header.first_day
    if row is None:
        return first, last
    return max(first, row.earliest, row.acceptance_deadline + ONE_DAY), min(last, row.latest)


def active_windows(committee: Committee) -> tuple[Window, ...]:
    """The days on which ``committee`` is active: outside the term of any other state (人社部发〔2024〕56号)."""
    if committee.state is CommitteeState.ACTIVE:
        return (ALWAYS,)
    windows = []
    if committee.state_from is not None:
        windows.append((date.min, committee.state_from - ONE_DAY))
    if committee.state_to is not None:
        windows.append((committee.state_to + ONE_DAY, date.max))
    return tuple(windows)


def working_days(brief: Brief, window: Window) -> tuple[date, ...]:
    """Working days in ``window``, ascending."""
    days = brief.calendar.working_days
    return days[bisect_left(days, window[0]) : bisect_right(days, window[1])]


def open_days(brief: Brief, committee: Committee) -> tuple[date, ...]:
    """Working days in the window of ``committee`` on which it is active, ascending."""
    windows = active_windows(committee)
    days = working_days(brief, sitting_window(brief, committee.id))
    return tuple(day for day in days if any(first <= day <= last for first, last in windows))


def _day(half: HalfDay) -> date:
    return half.day
