"""Panels, readers and alternates for sessions whose dates and rooms are known, and what the result is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from solver.domain.plan import Plan, PlannedSession, Reason, Status, Unplaced
from solver.model.ask import Asked
from solver.model.demand import Demand
from solver.model.highs import Basis, Limits
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.planning.alternates import rank_alternates
from solver.planning.budget import Allowance
from solver.planning.cases import assign_readers
from solver.planning.panels import Seated, seat_dated, seat_panels
from solver.planning.parts import PanelPart
from solver.planning.progress import Report, silent

TOO_LATE = "out_of_time"
"""Dimension of the reason of sessions for which no panel was found in time; it stands on no provision."""


@dataclass(frozen=True)
class Furnished:
    """A plan with panels, readers and alternates, what fell out on the way, and its worth.

    ``placed`` applications come before ``value``, the score; ``bound`` is what it cannot exceed with these dates. From
    ``basis`` a part is furnished sooner on other dates.
    """

    plan: Plan
    lost: tuple[Unplaced, ...]
    status: Status
    placed: int
    value: float
    bound: float | None = None
    basis: Basis | None = field(default=None, repr=False, compare=False)

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
    seated = seat_panels(merits.brief, plan, allowance, only=only, merits=merits, report=report)
    return _completed(merits, plan, seated, allowance)


def furnish_part(part: PanelPart, plan: Plan, allowance: Allowance, near: Basis | None = None) -> Furnished:
    """The same for the sessions of one part, by its own program where that can fill all of them.

    ``near`` is where the part was furnished before, on other dates; it saves time and may lead to another of several
    best panels.
    """
    if not plan.sessions:
        return furnished(part.merits, plan, (), Status.OPTIMAL)
    if part.program.knows(plan):
        seated = seat_dated(part.program, plan, allowance, near=near)
        if isinstance(seated, Seated):
            return _completed(part.merits, plan, seated, allowance, part.asked)
    return furnish(part.merits, plan, allowance)


def furnish_demanded(part: PanelPart, plan: Plan, allowance: Allowance, demand: Demand) -> Furnished | Status:
    """The same with all sessions and cases and within ``demand``; else why not."""
    seated = seat_dated(part.program, plan, allowance, demand)
    if not isinstance(seated, Seated):
        return seated
    found = _completed(part.merits, plan, seated, allowance, part.asked, demand.least_strength)
    return Status.OUT_OF_TIME if found.lost else found


def _completed(
    merits: Merits,
    plan: Plan,
    seated: Seated,
    allowance: Allowance,
    asked: Asked | None = None,
    least_strength: float = 0.0,
) -> Furnished:
    """Readers and alternates for panels that stand; nobody below ``least_strength`` reads."""
    if seated.status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Furnished(replace(plan, sessions=()), (*seated.unfilled, *_too_late(seated.plan)), seated.status, 0, 0.0)
    readings = assign_readers(merits.brief, seated.plan, merits, least_strength)
    standing = rank_alternates(merits.brief, readings.plan, limits_of(allowance), asked, merits)
    lost = (*seated.unfilled, *readings.unread, *standing.short)
    found = furnished(merits, standing.plan, lost, seated.status)
    whole = not (readings.unread or standing.short)
    return replace(found, bound=seated.bound if whole else None, basis=seated.basis)


def _too_late(plan: Plan) -> Iterator[Unplaced]:
    """Every session of ``plan`` with its applications: nobody was found for them before time was up."""
    for session in plan.sessions:
        reasons = (Reason(TOO_LATE, "", session.committee),)
        yield Unplaced(session.id, "session", reasons)
        yield from (Unplaced(case.application, "application", reasons) for case in session.cases)


def furnished(merits: Merits, plan: Plan, lost: tuple[Unplaced, ...], status: Status) -> Furnished:
    """A plan that is complete as it stands, with its worth."""
    return Furnished(plan, lost, status, cases_in(plan.sessions), total(score(merits.brief, plan, merits)))


def limits_of(allowance: Allowance) -> Limits:
    """The allowance as limits of a linear program: HiGHS is never cut by time where runs must repeat themselves."""
    if allowance.seconds_left() is None:
        return Limits()
    return Limits(seconds_left=lambda: max(allowance.grace, allowance.seconds_left() or 0.0))


def cases_in(sessions: Iterable[PlannedSession]) -> int:
    """Applications placed in ``sessions``."""
    return sum(len(session.cases) for session in sessions)
