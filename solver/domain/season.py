"""The season: all that is asked, as frozen tables, and the look-ups over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from solver.domain.committees import (
    Application,
    Committee,
    Delegation,
    Filing,
    PolicyChange,
    Recommender,
    Room,
    SessionRequest,
    Timetable,
)
from solver.domain.people import (
    Authority,
    Employer,
    Employment,
    Expert,
    Extra,
    Person,
    PoolTerm,
    Qualification,
    Relation,
    Service,
    Unavailability,
)
from solver.domain.pins import Pin, derived, seats_of_readers
from solver.domain.vocabulary import PinMatter

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class SeasonHeader:
    """The one row of the season sheet (评审年度); ``place`` names the profile (``沈阳``), ``half_days`` per day 1–3."""

    year: int
    place: str
    first_day: date
    last_day: date
    half_days: int = 2
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that differs from what the calendar knows (工作日历)."""

    day: date
    working: bool
    extra: Extra = ()


def _by(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[str, tuple[Row, ...]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {name: tuple(group) for name, group in found.items()}


@dataclass(frozen=True)
class Season:
    """All tables of a season. Identifiers are unique per table and refer to rows that exist (readers see to it)."""

    header: SeasonHeader
    calendar: tuple[CalendarDay, ...] = ()
    authorities: tuple[Authority, ...] = ()
    employers: tuple[Employer, ...] = ()
    persons: tuple[Person, ...] = ()
    experts: tuple[Expert, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    pools: tuple[PoolTerm, ...] = ()
    employments: tuple[Employment, ...] = ()
    service: tuple[Service, ...] = ()
    unavailability: tuple[Unavailability, ...] = ()
    committees: tuple[Committee, ...] = ()
    filings: tuple[Filing, ...] = ()
    timetable: tuple[Timetable, ...] = ()
    sessions: tuple[SessionRequest, ...] = ()
    rooms: tuple[Room, ...] = ()
    applications: tuple[Application, ...] = ()
    recommenders: tuple[Recommender, ...] = ()
    relations: tuple[Relation, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    policy: tuple[PolicyChange, ...] = ()
    pins: tuple[Pin, ...] = field(default=(), repr=False)  # digests of seasons without any stay what they were

    @cached_property
    def authority(self) -> Mapping[str, Authority]:
        """Authority by id."""
        return {row.id: row for row in self.authorities}

    @cached_property
    def employer(self) -> Mapping[str, Employer]:
        """Employer by id."""
        return {row.id: row for row in self.employers}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """Person by id."""
        return {row.id: row for row in self.persons}

    @cached_property
    def expert(self) -> Mapping[str, Expert]:
        """Expert by id."""
        return {row.id: row for row in self.experts}

    @cached_property
    def expert_of_person(self) -> Mapping[str, Expert]:
        """Expert by person id."""
        return {row.person: row for row in self.experts}

    @cached_property
    def committee(self) -> Mapping[str, Committee]:
        """Committee by id."""
        return {row.id: row for row in self.committees}

    @cached_property
    def room(self) -> Mapping[str, Room]:
        """Room by id."""
        return {row.id: row for row in self.rooms}

    @cached_property
    def application(self) -> Mapping[str, Application]:
        """Application by id."""
        return {row.id: row for row in self.applications}

    @cached_property
    def delegation(self) -> Mapping[str, Delegation]:
        """Delegation by id."""
        return {row.id: row for row in self.delegations}

    @cached_property
    def session_request(self) -> Mapping[str, SessionRequest]:
        """Wanted session by id."""
        return {row.id: row for row in self.sessions}

    @cached_property
    def timetable_of(self) -> Mapping[str, Timetable]:
        """Published timetable by committee."""
        return {row.committee: row for row in self.timetable}

    @cached_property
    def filings_of(self) -> Mapping[str, tuple[Filing, ...]]:
        """Filings by committee."""
        return _by(self.filings, lambda row: row.committee)

    @cached_property
    def pool_of(self) -> Mapping[str, tuple[PoolTerm, ...]]:
        """Pool terms by committee."""
        return _by(self.pools, lambda row: row.committee)

    @cached_property
    def terms_of(self) -> Mapping[str, tuple[PoolTerm, ...]]:
        """Pool terms by expert."""
        return _by(self.pools, lambda row: row.expert)

    @cached_property
    def qualifications_of(self) -> Mapping[str, tuple[Qualification, ...]]:
        """Qualifications by expert."""
        return _by(self.qualifications, lambda row: row.expert)

    @cached_property
    def service_of(self) -> Mapping[str, tuple[Service, ...]]:
        """Past service by expert."""
        return _by(self.service, lambda row: row.expert)

    @cached_property
    def unavailability_of(self) -> Mapping[str, tuple[Unavailability, ...]]:
        """Unavailable time by person."""
        return _by(self.unavailability, lambda row: row.person)

    @cached_property
    def recommenders_of(self) -> Mapping[str, tuple[Recommender, ...]]:
        """Recommenders by application."""
        return _by(self.recommenders, lambda row: row.application)

    @cached_property
    def applications_of(self) -> Mapping[str, tuple[Application, ...]]:
        """Applications by applicant (person id)."""
        return _by(self.applications, lambda row: row.applicant)

    @cached_property
    def pins_of(self) -> Mapping[str, tuple[Pin, ...]]:
        """Pins by session, the seats of readers who are kept among them."""
        return _by((*self.pins, *seats_of_readers(self.pins)), lambda row: row.session)

    @cached_property
    def pinned_case(self) -> Mapping[str, Pin]:
        """By application: the pin that keeps it, or else a reader of it, in a session; the first of several."""
        found: dict[str, Pin] = {}
        for what in (PinMatter.CASE, PinMatter.READER):
            for row in self.pins:
                if row.keeps and row.what is what:
                    found.setdefault(row.application, row)
        return found

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The topmost parent of every employer: the group that counts as one employer where a rule says so."""
        top: dict[str, str] = {}
        for row in self.employers:
            at, seen = row.id, set[str]()
            while at in self.employer and self.employer[at].parent in self.employer and at not in seen:
                seen.add(at)
                at = self.employer[at].parent
            top[row.id] = at
        return top

    def with_tables(self, tables: Mapping[str, tuple[object, ...]]) -> Season:
        """This season with some ``tables`` replaced; look-ups over the others are kept, not made again.

        Raises
        ------
        TypeError
            If a name is that of no table.
        """
        made = replace(self, **tables)  # type: ignore[arg-type] # rows of the table named
        for name, known in vars(self).items():
            if name in LOOKED_UP and tables.keys().isdisjoint(LOOKED_UP[name]):
                vars(made)[name] = known
        return made

    def looked_up(self) -> Season:
        """This season with every look-up made, so that seasons with a few other rows share them from the start."""
        for name in LOOKED_UP:
            getattr(self, name)
        return self

    def committee_of_session(self, session: str) -> str:
        """Committee id of a session that is wanted, or that planning derives; ``""`` if it is neither."""
        wanted, parts = self.session_request.get(session), derived(session)
        if wanted is not None:
            return wanted.committee
        return parts.committee if parts is not None and parts.committee in self.committee else ""

    def employer_of_expert(self, expert: str) -> str:
        """Employer id of an expert, ``""`` if unknown."""
        found = self.expert.get(expert)
        person = self.person.get(found.person) if found else None
        return person.employer if person else ""

    def employer_of_applicant(self, application: str) -> str:
        """Employer id of the applicant of an application, ``""`` if unknown."""
        person = self.person.get(self.application[application].applicant)
        return person.employer if person else ""


LOOKED_UP: Mapping[str, frozenset[str]] = {
    name: frozenset(tables)
    for name, tables in {
        "authority": ("authorities",),
        "employer": ("employers",),
        "person": ("persons",),
        "expert": ("experts",),
        "expert_of_person": ("experts",),
        "committee": ("committees",),
        "room": ("rooms",),
        "application": ("applications",),
        "delegation": ("delegations",),
        "session_request": ("sessions",),
        "timetable_of": ("timetable",),
        "filings_of": ("filings",),
        "pool_of": ("pools",),
        "terms_of": ("pools",),
        "qualifications_of": ("qualifications",),
        "service_of": ("service",),
        "unavailability_of": ("unavailability",),
        "recommenders_of": ("recommenders",),
        "applications_of": ("applications",),
        "pins_of": ("pins",),
        "pinned_case": ("pins",),
        "group_of": ("employers",),
    }.items()
}
"""Look-ups of a season and the tables each is made from; a test holds the list complete."""
