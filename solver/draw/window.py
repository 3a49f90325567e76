"""When a panel may be drawn: some working days before its session, neither sooner nor later (PD-03; SERVICE.md, Draws).

Too soon, and it is known for long who will decide; too late, and nobody who declines can be replaced in time.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from solver.domain.plan import PlannedSession
from solver.errors import RegisterError
from solver.rules.brief import Brief
from solver.rules.rulebook import Provision

PROVISION, PARAMETER = "PD-03", "workdays_before"


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day on which a draw may be held, both counted; ``least`` and ``most`` working days before."""

    first: date
    last: date
    least: int
    most: int


def draw_window(brief: Brief, session: PlannedSession) -> Window | None:
    """The window of the draw of a dated ``session``; None where no provision sets one.

    The working days after the day of the draw are counted up to the first day of the session, so that a draw on the
    Sunday before a Monday is one working day before it.

    Raises
    ------
    RegisterError
        If the parameter is no pair of whole numbers from 0.
    """
    provision = brief.rulebook.active(PROVISION)
    if provision is None or session.start is None:
        return None
    least, most = _bounds(provision)
    days = brief.calendar.working_days
    at = bisect_left(days, session.start.day)
    last = days[max(0, at - least + 1)] - timedelta(days=1) if least else session.start.day
    return Window(days[max(0, at - most)], last, least, most)


def _bounds(provision: Provision) -> tuple[int, int]:
    value = provision.raw(PARAMETER)
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(one, int) for one in value):
        least, most = sorted(int(one) for one in value)
        if least >= 0:
            return least, most
    raise RegisterError(rule=provision.id, parameter=PARAMETER, value=value)
