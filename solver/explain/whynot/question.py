"""A question of why not: sessions that are to be held, and newcomers that stand for what the season does not have.

A session wanted is held in one of several *ways* (sizes, committees), each a session of the question's plan without
date, rooms and panel. Where the pool or the rooms are what is short, no row of the season is in the way: the fact is
that there is nobody else. Newcomers make it a fact like any other: ideal experts and rooms that may not be used as
long as the fact holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count as naturals
from itertools import islice

from solver.domain.calendar import HalfDay
from solver.domain.committees import Room
from solver.domain.edits import Add, Edit, edited
from solver.domain.people import Employer, Expert, Person, PoolTerm, Qualification
from solver.domain.plan import Alternate, Plan, PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import Level
from solver.rules.attendance import alternates_needed
from solver.rules.brief import Brief

SPARE = "PD-04"
"""The provision about alternates."""
SEATS = 9_999
"""Seats of a room that is never too small."""


@dataclass(frozen=True)
class Wanted:
    """Something that is to be held: ``kind`` (``session`` or ``application``) and id, in one of the ``ways``."""

    kind: str
    id: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Why can ``wanted`` not be held, all of it?

    ``plan`` has the ways as bare sessions, with their cases, groups and sizes, and the routes of the season; ``alike``
    are further applications in the very same position, which are not asked about but helped as well. ``brief`` is the
    part of the season that the answer can turn on; ``season`` all of it, None: the same.
    """

    brief: Brief
    plan: Plan
    wanted: tuple[Wanted, ...]
    alike: tuple[str, ...] = ()
    season: Season | None = None

    @property
    def whole(self) -> Season:
        """The season as it was handed in."""
        return self.season or self.brief.season

    @cached_property
    def committees(self) -> tuple[str, ...]:
        """Committees that a way belongs to."""
        return tuple(dict.fromkeys(row.committee for row in self.plan.sessions))

    @cached_property
    def applications(self) -> tuple[str, ...]:
        """Applications that a way has."""
        return tuple(dict.fromkeys(case.application for row in self.plan.sessions for case in row.cases))

    @cached_property
    def experts(self) -> tuple[str, ...]:
        """Experts of the pools concerned."""
        return tuple(dict.fromkeys(one for row in self.plan.sessions for one in self.brief.candidates(row)))

    @cached_property
    def concerned(self) -> tuple[str, ...]:
        """Every application that an answer concerns."""
        return tuple(dict.fromkeys((*self.applications, *self.alike)))

    def plan_of(self, ways: Collection[str]) -> Plan:
        """The plan with some of the ways only."""
        return replace(self.plan, sessions=tuple(row for row in self.plan.sessions if row.id in ways))

    def newcomers(self, committee: str) -> int:
        """Experts who could fill the largest ways of ``committee`` at once, and one more to draw from."""
        sizes = {row.id: row.size + self.spares(row) for row in self.plan.sessions if row.committee == committee}
        return 1 + sum(max((sizes.get(way, 0) for way in one.ways), default=0) for one in self.wanted)

    def spares(self, session: PlannedSession) -> int:
        """Alternates that ``session`` needs."""
        provision = self.brief.rulebook.active(SPARE)
        return sum(alternates_needed(provision, session).values()) if provision else 0

    def specialties(self, committee: str) -> tuple[str, ...]:
        """Specialties that a newcomer to ``committee`` holds: those of its cases, groups and filings here."""
        found: dict[str, None] = {}
        for row in self.plan.sessions:
            if row.committee == committee:
                found |= dict.fromkeys(one for group in row.groups for one in group.specialties)
                cases = (self.brief.application(case.application) for case in row.cases)
                found |= dict.fromkeys(case.specialty for case in cases if case)
        for filing in self.brief.season.filings_of.get(committee, ()):
            found |= dict.fromkeys(filing.specialties)
        return tuple(found)

    def rooms_needed(self) -> int:
        """Rooms that all wanted could need at once."""
        rooms = {row.id: 1 + len(row.groups) for row in self.plan.sessions}
        return sum(max((rooms[way] for way in one.ways), default=0) for one in self.wanted)

    @cached_property
    def everybody(self) -> Brief:
        """The season with every newcomer."""
        edits = [edit for one in self.committees for edit in experts_added(self.brief.season, one, self.team(one))]
        if self.brief.season.rooms:
            edits += rooms_added(self.brief.season, self.rooms_needed())
        return self.brief.changed(edited(self.brief.season, edits))

    def team(self, committee: str) -> Team:
        """The newcomers to ``committee``: able to take every seat of every way."""
        return Team(self.newcomers(committee), self.specialties(committee), Level.FULL_SENIOR)

    def benched(self, brief: Brief) -> Plan:
        """The plan with everybody of the pools of ``brief`` named as an alternate, so that rules speak of the lists."""
        if self.brief.rulebook.active(SPARE) is None:
            return self.plan
        return replace(self.plan, sessions=tuple(_benched(brief, row) for row in self.plan.sessions))


@dataclass(frozen=True, slots=True)
class Team:
    """``count`` experts who hold ``specialties`` at ``level``; ``district`` where they live (``""``: anywhere)."""

    count: int
    specialties: tuple[str, ...]
    level: Level


def _benched(brief: Brief, session: PlannedSession) -> PlannedSession:
    names = brief.pool.get(session.committee, ())
    listed = (Alternate(one, group, rank) for group in session.group_ids() for rank, one in enumerate(names, start=1))
    return replace(session, alternates=tuple(listed))


def experts_added(season: Season, committee: str, team: Team) -> tuple[Edit, ...]:
    """Experts who join the pool of ``committee`` for the season, each of an employer of their own, without relations.

    They are in post, on the front line, of middle age and may chair; their titles are ten years old.
    """
    series = season.committee[committee].series
    year = season.header.year
    start, end = date(year - 1, 1, 1), date(year + 1, 6, 30)
    edits: list[Edit] = []
    for one in newcomers_to(season, committee, team.count):
        person, unit = f"{one}.P", f"{one}.U"
        edits += [
            Add("employers", Employer(unit, unit)),
            Add("persons", Person(person, one, employer=unit, born=date(year - 45, 1, 1))),
            Add("experts", Expert(one, person, in_post=True, frontline=True, can_chair=True)),
            Add("pools", PoolTerm(one, committee, start, end)),
        ]
        for specialty in team.specialties or ("",):
            since = date(year - 10, 1, 1)
            edits.append(Add("qualifications", Qualification(one, series, specialty, team.level, since, 1.0)))
    return tuple(edits)


def rooms_added(season: Season, count: int, seats: int = SEATS) -> tuple[Edit, ...]:
    """``count`` rooms, open all season, with ``seats`` each, of one place and no district."""
    first, last = HalfDay(season.header.first_day, 1), HalfDay(season.header.last_day, season.header.half_days)
    names = islice((name for name in (f"+R{n}" for n in naturals(1)) if name not in season.room), count)
    return tuple(Add("rooms", Room(name, "+", "", seats, first, last)) for name in names)


def newcomers_to(season: Season, committee: str, number: int) -> tuple[str, ...]:
    """Ids of ``number`` experts who are not in ``season``."""
    names = (f"+{committee}.{n}" for n in naturals(1))
    return tuple(islice((name for name in names if name not in season.expert), number))


def strangers(question: Question) -> Mapping[str, str]:
    """Newcomers by id, with the committee they would join."""
    return {
        name: one
        for one in question.committees
        for name in newcomers_to(question.brief.season, one, question.newcomers(one))
    }
