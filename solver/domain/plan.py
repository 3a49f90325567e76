"""The plan: all that is answered; before panels exist, also the structure on which rules are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from solver.domain.calendar import HalfDay
from solver.domain.vocabulary import Fairness, Level, Role, Selection, Severity


class RouteKind(StrEnum):
    """Where an application goes."""

    COMMITTEE = "committee"
    DELEGATED = "delegated"
    NEEDS_AUTHORISATION = "needs_authorisation"
    NOT_FOR_COMMITTEE = "not_for_committee"


class Status(StrEnum):
    """Why the search stopped; never merged, never an exception."""

    OPTIMAL = "optimal"  # proved best
    FEASIBLE = "feasible"  # found, not proved best
    IMPOSSIBLE = "impossible"  # proved that nothing can be planned
    OUT_OF_TIME = "out_of_time"  # nothing found in the budget; says nothing about possibility


class PlanState(StrEnum):
    """A plan is a draft until a person publishes it."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application is not taken directly: the ``dimension``, the provision, and the facts of the sentence.

    ``dimension`` is one of series, specialty, level, region, employer, dates, state, provincial_list, exam_only,
    certificate, recognition, duplicate, delegation; delegation_act and committee_measure where an act is refused.
    """

    dimension: str
    rule: str
    committee: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Where one application goes.

    ``committee`` is set for COMMITTEE and DELEGATED, ``delegation`` for DELEGATED; ``candidates`` are the committees
    that an authorisation could make competent and ``authority`` the one to ask, for NEEDS_AUTHORISATION.
    """

    application: str
    kind: RouteKind
    committee: str = ""
    delegation: str = ""
    candidates: tuple[str, ...] = ()
    authority: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelSeat:
    """An expert on a panel; ``group`` is ``""`` where the session has no groups."""

    expert: str
    role: Role = Role.MEMBER
    group: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """An alternate (候补) for a group, ``rank`` from 1."""

    expert: str
    group: str
    rank: int


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A discipline group: what it covers, its seats, and its room (``""`` = the plenary room)."""

    id: str
    specialties: tuple[str, ...]
    seats: int
    room: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """An application in a session: its group, its readers (主审) and the panel members who leave the room for it."""

    application: str
    group: str = ""
    readers: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session (评审会): ``length`` half-days from ``start`` (None while undecided); ``rooms[0]`` is the plenary room.

    ``draw`` names the draw a drawn panel came from; without one the panel of a drawn session is only a witness (拟定).
    """

    id: str
    committee: str
    levels: tuple[Level, ...]
    length: int
    start: HalfDay | None = None
    rooms: tuple[str, ...] = ()
    size: int = 0
    groups: tuple[PlannedGroup, ...] = ()
    panel: tuple[PanelSeat, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    cases: tuple[PlannedCase, ...] = ()
    selection: Selection = Selection.DRAWN
    draw: str = ""

    def seated(self) -> frozenset[str]:
        """Experts on the panel."""
        return frozenset(seat.expert for seat in self.panel)

    def group_ids(self) -> tuple[str, ...]:
        """Group ids, or the one nameless group ``("",)`` where there are none."""
        return tuple(group.id for group in self.groups) or ("",)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An application (or wanted session) that could not be placed, and the rules in its way with the facts."""

    subject: str
    kind: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A named term of the score: ``value = weight · count`` (score units; higher is better)."""

    name: str
    count: float
    weight: float
    value: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the provision, its severity, the subject, and found against needed (texts with units).

    ``by`` names the rule of the catalogue: several rules may stand on one provision, and each is worded for itself.
    """

    rule: str
    severity: Severity
    subject: tuple[tuple[str, str], ...]
    found: str
    needed: str
    facts: tuple[tuple[str, str], ...] = ()
    overridden: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class SessionDates:
    """Dates that follow from a session's end: result notice, last filing day, last day of the year rule."""

    session: str
    notice_start: date
    notice_end: date
    filing_last: date
    year_last: date


@dataclass(frozen=True, slots=True)
class Fair:
    """What was made as fair as can be before the score counted: ``level`` is in days, or a strength from 0 to 1.

    ``proved``: no plan with the same cases, dates and rooms has a better level.
    """

    first: Fairness
    level: float
    proved: bool


@dataclass(frozen=True)
class Plan:
    """An answer to a season. ``score`` is maximised; ``placed``, the applications placed, goes before it.

    ``gap`` = |score − bound| / max(|score|, 1e-9) at that number placed; None where no bound was proved.
    ``dated_bound`` and ``dated_gap`` are the same with cases, dates and rooms as they are in the plan.
    """

    season_digest: str = ""
    register_digest: str = ""
    engine: str = ""
    seed: int = 0
    effort: str = ""
    state: PlanState = PlanState.DRAFT
    status: Status = Status.OUT_OF_TIME
    routes: tuple[Route, ...] = ()
    sessions: tuple[PlannedSession, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    score: tuple[Term, ...] = ()
    placed: int = 0
    placed_bound: int = 0
    total: float = 0.0
    bound: float | None = None
    gap: float | None = None
    bound_basis: str = ""
    findings: tuple[Finding, ...] = ()
    dates: tuple[SessionDates, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    dated_bound: float | None = None
    dated_gap: float | None = None
    fair: Fair | None = None

    @cached_property
    def session(self) -> Mapping[str, PlannedSession]:
        """Session by id."""
        return {row.id: row for row in self.sessions}

    @cached_property
    def route(self) -> Mapping[str, Route]:
        """Route by application."""
        return {row.application: row for row in self.routes}
