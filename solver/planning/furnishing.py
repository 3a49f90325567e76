"""Panels, readers and alternates for sessions whose dates and rooms are known, and what the result is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from solver.domain.plan import Plan, PlannedSession, Status, Unplaced
from solver.model.highs import Limits
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.planning.alternates import rank_alternates
from solver.planning.budget import Allowance
from solver.planning.cases import assign_readers
from solver.planning.panels import seat_panels
from solver.planning.progress import Report, silent


@dataclass(frozen=True)
class Furnished:
    """A plan with panels, readers and alternates, what fell out on the way, and its worth.

    ``placed`` applications come before ``value``, the score.
    """

    plan: Plan
    lost: tuple[Unplaced, ...]
    status: Status
    placed: int
    value: float

    @property
    def rank(self) -> tuple[int, float]:
        """The order in which plans are preferred."""
        return self.placed, self.value

    def lost_sessions(self) -> frozenset[str]:
        """Sessions that fell out."""
        return frozenset(one.subject for one in self.lost if one.kind == "session")


def furnish(
    merits: Merits, plan: Plan, allowance: Allowance, only: frozenset[str] | None = None, report: Report = silent
) -> Furnished:
    """Seat, read and stand by; a session that loses one of the three, and its cases, is left out with the reason.

    Parameters
    ----------
    only
        Sessions whose panels are decided anew; None: all.
    """
    brief = merits.brief
    seated = seat_panels(brief, plan, allowance, only=only, merits=merits, report=report)
    lost = list(seated.unfilled)
    if seated.status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Furnished(replace(plan, sessions=()), tuple(lost), seated.status, 0, 0.0)
    readings = assign_readers(brief, seated.plan, merits)
    lost.extend(readings.unread)
    standing = rank_alternates(brief, readings.plan, limits_of(allowance), merits=merits)
    lost.extend(standing.short)
    return furnished(merits, standing.plan, tuple(lost), seated.status)


def furnished(merits: Merits, plan: Plan, lost: tuple[Unplaced, ...], status: Status) -> Furnished:
    """A plan that is complete as it stands, with its worth."""
    return Furnished(plan, lost, status, cases_in(plan.sessions), total(score(merits.brief, plan, merits)))


def limits_of(allowance: Allowance) -> Limits:
    """The allowance as limits of a linear program: HiGHS is never cut by time where runs must repeat themselves."""
    if allowance.seconds_left() is None:
        return Limits()
    return Limits(seconds_left=lambda: allowance.seconds_left() or 0.0)


def cases_in(sessions: Iterable[PlannedSession]) -> int:
    """Applications placed in ``sessions``."""
    return sum(len(session.cases) for session in sessions)
