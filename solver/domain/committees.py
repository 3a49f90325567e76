"""Committees, what they are approved for, and what they want to hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.people import Extra
from solver.domain.vocabulary import (
    Basis,
    Channel,
    CommitteeKind,
    CommitteeState,
    DelegationState,
    EmployerKind,
    Grade,
    Level,
    Selection,
)


@dataclass(frozen=True, slots=True)
class Committee:
    """A review committee (评委会).

    ``forming_unit`` is an employer or authority id (组建单位); ``state`` holds from ``state_from`` to ``state_to``
    (open where None), outside these days the committee is active; ``size`` is the filed panel size (None: the
    register's minimum); ``selection_basis`` is the document that allows a chosen panel.
    """

    id: str
    name: str
    forming_unit: str
    authority: str
    series: str
    kind: CommitteeKind = CommitteeKind.REGIONAL
    grade: Grade = Grade.SENIOR
    basis: Basis = Basis.SPECIALTY
    size: int | None = None
    selection: Selection = Selection.DRAWN
    selection_basis: str = ""
    state: CommitteeState = CommitteeState.ACTIVE
    state_from: date | None = None
    state_to: date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """One approved scope (核准备案). Empty ``specialties``/``regions``/``employers``+``employer_kinds`` mean "all".

    An employer is covered if it is listed, or its kind is, or both lists are empty.
    """

    id: str
    committee: str
    document_no: str
    series: str
    levels: tuple[Level, ...]
    start: date
    end: date
    specialties: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    employer_kinds: tuple[EmployerKind, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Timetable:
    """The published plan (时间计划): sessions from ``earliest`` to ``latest``, after ``acceptance_deadline``."""

    committee: str
    earliest: date
    latest: date
    acceptance_deadline: date
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class GroupRequest:
    """A discipline group (评议组) wanted in a session: what it covers and how many seats it has."""

    specialties: tuple[str, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """A session wanted (评审会). Empty or None fields are derived by the register's defaults."""

    id: str
    committee: str
    levels: tuple[Level, ...]
    half_days: int | None = None
    earliest: date | None = None
    latest: date | None = None
    panel_size: int | None = None
    groups: tuple[GroupRequest, ...] = ()
    fixed_start: HalfDay | None = None
    fixed_room: str = ""
    preferred_days: tuple[date, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A room (会场) of a ``place`` (building), open from ``start`` to ``end`` inclusive, ``closed`` spans apart."""

    id: str
    place: str
    district: str
    seats: int
    start: HalfDay
    end: HalfDay
    closed: tuple[tuple[HalfDay, HalfDay], ...] = ()
    extra: Extra = ()

    def is_open(self, half: HalfDay) -> bool:
        """Whether the room can be used in ``half``."""
        return self.start <= half <= self.end and not any(first <= half <= last for first, last in self.closed)


@dataclass(frozen=True, slots=True)
class Application:
    """An application (申报) of a person for a title.

    ``region`` is the region applied from; ``notice_*`` the employer's internal notice (单位公示); ``commitments`` the
    number of signed undertakings (双承诺: 2); ``papers_checked`` whether papers were verified (None: not said);
    ``team_size`` the size of a talent-plan team; ``withdrawn`` that another of the person's applications was picked.
    """

    id: str
    applicant: str
    region: str
    series: str
    specialty: str
    level: Level
    channel: Channel = Channel.NORMAL
    minutes: int | None = None
    preferred_committee: str = ""
    accepted_on: date | None = None
    notice_start: date | None = None
    notice_end: date | None = None
    commitments: int | None = None
    papers_checked: bool | None = None
    certificate: str = ""
    talent_plan: str = ""
    team_size: int | None = None
    approval_document: str = ""
    withdrawn: bool = False
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Recommender:
    """A person who recommends an application, with the level of their title."""

    application: str
    person: str
    level: Level
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Delegation:
    """An entrusted scope (委托代评) from a committee or unit to ``to_committee``.

    Empty ``applications`` means all that fit ``series``, ``specialties`` (empty: all) and ``levels``.
    """

    id: str
    entrusting: str
    to_committee: str
    series: str
    levels: tuple[Level, ...]
    authority: str
    start: date
    end: date
    specialties: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    letter_no: str = ""
    issued_on: date | None = None
    accepted_on: date | None = None
    state: DelegationState = DelegationState.DRAFT
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A number that differs in this season (参数); ``value`` is JSON text."""

    rule: str
    parameter: str
    value: str
    reason: str = ""
    approved_by: str = ""
    extra: Extra = ()
