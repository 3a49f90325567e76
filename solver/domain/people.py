"""People and their employers: authorities, employers, persons, experts, qualifications, service, relations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.vocabulary import (
    EmployerKind,
    ExpertStatus,
    Level,
    PostLink,
    RecusalMode,
    RelationKind,
    RelationSource,
    Tier,
)

Extra = tuple[tuple[str, str], ...]
"""Columns of a row that Pingwei does not know, kept and handed back: (heading, text) pairs."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An HR authority (人社部门) or the personnel department of a central body."""

    id: str
    name: str
    tier: Tier
    parent: str = ""
    region: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer (用人单位); employers with one ``parent`` form a group.

    ``vacancies`` are vacant posts by level, for post-linked employers.
    """

    id: str
    name: str
    parent: str = ""
    region: str = ""
    kind: EmployerKind = EmployerKind.CITY
    post_link: PostLink = PostLink.FREE
    vacancies: tuple[tuple[Level, int], ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Anybody who is named; ``identity_no`` is text of 18 characters and never shown whole."""

    id: str
    name: str
    identity_no: str = ""
    employer: str = ""
    department: str = ""
    born: date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Expert:
    """A person in the expert pool (专家库); limits of ``None`` mean the register's."""

    id: str
    person: str
    in_post: bool = True
    frontline: bool = False
    official: bool = False
    can_chair: bool = False
    status: ExpertStatus = ExpertStatus.ACTIVE
    district: str = ""
    remote: bool = False
    max_sessions: int | None = None
    max_days: int | None = None
    max_cases: int | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Qualification:
    """A title an expert holds, granted on ``since``; ``strength`` in [0, 1] says how well the specialty fits."""

    expert: str
    series: str
    specialty: str
    level: Level
    since: date | None = None
    strength: float = 1.0
    primary: bool = False
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class PoolTerm:
    """Membership of an expert in a committee's pool (入库), ``start`` to ``end`` inclusive."""

    expert: str
    committee: str
    start: date
    end: date
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Employment:
    """Past employment of a person; open where ``end`` is None."""

    person: str
    employer: str
    start: date
    end: date | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Service of an expert on a committee in a past ``year``."""

    expert: str
    committee: str
    year: int
    sessions: int = 0
    cases: int = 0
    absent: int = 0
    rating: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Unavailability:
    """Half-days, ``start`` to ``end`` inclusive, in which a person cannot sit."""

    person: str
    start: HalfDay
    end: HalfDay
    reason: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of two persons; for directed kinds it reads "a has b as kind" (see RelationKind)."""

    a: str
    b: str
    kind: RelationKind
    start: date | None = None
    end: date | None = None
    source: RelationSource = RelationSource.DECLARED
    mode: RecusalMode | None = None
    extra: Extra = ()
