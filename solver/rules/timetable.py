"""When a session may be: working half-days, the published window, acceptance, and time left for notice and filing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from solver.domain.calendar import WorkingCalendar
from solver.domain.committees import SessionRequest
from solver.domain.plan import Plan, PlannedSession, SessionDates
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement, StartWithin, Subject
from solver.rules.rulebook import Provision
from solver.rules.scope import case_subject, planned
from solver.rules.starts import ONE_DAY, Window, starts_within
from solver.rules.year_end import bound_to_year, days_of_year, filing_provision, latest_end


def _session(session: PlannedSession) -> Subject:
    return (("session", session.id), ("committee", session.committee))


def working_half_days(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A session runs on working half-days of the season, from first to last."""
    halves, header = brief.season_half_days, brief.season.header
    season = _range((header.first_day, header.last_day))
    for session in plan.sessions:
        starts = frozenset(halves[: max(0, len(halves) - session.length + 1)])
        yield StartWithin(provision.id, _session(session), session.id, starts, season)


def published_window(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A session lies in its committee's published timetable, and where the season wants it (2024年意见 二(八))."""
    for session in plan.sessions:
        row = brief.season.timetable_of.get(session.committee)
        if row is not None:
            window = row.earliest, row.latest
            starts = starts_within(brief, session, (window,))
            yield StartWithin(provision.id, _session(session), session.id, starts, _range(window))
        wanted = brief.season.session_request.get(session.id)
        if wanted is not None:
            yield from _as_wanted(brief, session, wanted, provision)


def _as_wanted(
    brief: Brief, session: PlannedSession, wanted: SessionRequest, provision: Provision
) -> Iterator[Requirement]:
    if wanted.fixed_start is not None:
        needed = f"{wanted.fixed_start.day}/{wanted.fixed_start.half}"
        yield StartWithin(provision.id, _session(session), session.id, frozenset({wanted.fixed_start}), needed)
    elif wanted.earliest is not None or wanted.latest is not None:
        window = wanted.earliest or date.min, wanted.latest or date.max
        yield StartWithin(
            provision.id, _session(session), session.id, starts_within(brief, session, (window,)), _range(window)
        )


def after_acceptance(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A session begins after acceptance closed, and takes only what was accepted by then (40号令 第15条)."""
    for session in plan.sessions:
        row = brief.season.timetable_of.get(session.committee)
        if row is None:
            continue
        window = row.acceptance_deadline + ONE_DAY, date.max
        starts = starts_within(brief, session, (window,))
        yield StartWithin(provision.id, _session(session), session.id, starts, f"> {row.acceptance_deadline}")
        for application in planned(brief, session):
            accepted = application.accepted_on
            if accepted is not None and accepted > row.acceptance_deadline:
                subject, needed = case_subject(session, application), f"≤ {row.acceptance_deadline}"
                yield Holds(provision.id, subject, False, accepted.isoformat(), needed)


def notice_and_filing(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Notice (≥ 5 working days) and filing fit in the working days after the review ends (2024年意见 二(八))."""
    notice, filing = provision.whole("notice_workdays"), provision.whole("filing_workdays")
    dates = {row.session: row for row in plan.dates}
    for session in plan.sessions:
        subject = _session(session)
        yield Holds(provision.id, subject, notice < filing, str(notice + 1), f"≤ {filing}")
        row, halves = dates.get(session.id), brief.span(session)
        if row is not None and halves:
            yield from _dates_kept(brief.calendar, row, halves[-1].day, subject, provision)


def _dates_kept(
    calendar: WorkingCalendar, row: SessionDates, end: date, subject: Subject, provision: Provision
) -> Iterator[Requirement]:
    """The dates written into a plan: notice long enough and after the end, filing in time."""
    notice, filing = provision.whole("notice_workdays"), provision.whole("filing_workdays")
    posted = working_days_after(calendar, row.notice_start, row.notice_end)
    yield Holds(provision.id, subject, row.notice_start >= end, row.notice_start.isoformat(), f"≥ {end}")
    yield Holds(provision.id, subject, posted >= notice, str(posted), f"≥ {notice}")
    filed = working_days_after(calendar, end, row.filing_last)
    yield Holds(provision.id, subject, filed <= filing, str(filed), f"≤ {filing}")
    yield Holds(
        provision.id, subject, row.notice_end < row.filing_last, row.notice_end.isoformat(), f"< {row.filing_last}"
    )


def same_year(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A review ends early enough that notice and filing end in the same year (原则上不跨年度, 2024年意见 二(八))."""
    if not provision.flag("same_year"):
        return
    window = date(brief.season.header.year, 1, 1), latest_end(brief)
    for session in plan.sessions:
        starts = starts_within(brief, session, (window,))
        yield StartWithin(provision.id, _session(session), session.id, starts, f"≤ {window[1]}")


def session_dates(brief: Brief, session: PlannedSession) -> SessionDates | None:
    """Dates that follow from the end of ``session``; None while its start is undecided.

    The notice is posted on the working day after the end, or on the last day itself where the year leaves no other way;
    its own day is not counted (民法典 201). Filing is due so many working days after the end, in the same year where
    the register says so. Raises UnknownYearError where filing falls into a year the calendar does not know.
    """
    halves = brief.span(session)
    if not halves:
        return None
    end, calendar, provision = halves[-1].day, brief.calendar, filing_provision(brief)
    notice, year_last = provision.whole("notice_workdays"), days_of_year(brief)[-1]
    tight = bound_to_year(brief) and working_days_after(calendar, end, year_last) <= notice + 1
    posted = end if tight else calendar.add_working_days(end, 1)
    return SessionDates(
        session.id, posted, _add(brief, posted, notice), _add(brief, end, provision.whole("filing_workdays")), year_last
    )


def _add(brief: Brief, day: date, count: int) -> date:
    """``count`` working days after ``day``, but never beyond the year where filing must end in it."""
    year_last = days_of_year(brief)[-1]
    if bound_to_year(brief) and working_days_after(brief.calendar, day, year_last) <= count:
        return year_last
    return brief.calendar.add_working_days(day, count)


def working_days_after(calendar: WorkingCalendar, day: date, last: date) -> int:
    """Working days after ``day`` up to ``last``; the first day is not counted (民法典 201)."""
    days = calendar.working_days
    return max(0, bisect_right(days, last) - bisect_right(days, day))


def _range(window: Window) -> str:
    first, last = window
    return f"{'' if first == date.min else first}/{'' if last == date.max else last}"
