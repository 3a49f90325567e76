"""What a conflict is made of: rules, and facts of the season, each with the edit that takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from solver.domain.calendar import HalfDay
from solver.domain.committees import Filing
from solver.domain.edits import Add, Change, Edit, Remove, edited, pairs
from solver.domain.plan import RouteKind
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState, DelegationState, Level
from solver.explain.whynot.question import SEATS, Question, experts_added, rooms_added
from solver.relations.conflicts import conflicts_of
from solver.rules.brief import Brief


class Kind(StrEnum):
    """Kinds of element, in the order in which an explanation does without them: the first are given up first."""

    RELATION = "relation"  # an expert's reported relations
    LIMIT = "limit"  # how much an expert is willing to do
    AVAILABILITY = "availability"  # when an expert cannot come
    PAPERS = "papers"  # dates and papers of an application
    LETTER = "letter"  # dates of a delegation
    REQUEST = "request"  # what a session was wanted with: dates, room, size
    ROOM = "room"  # seats and opening of a room
    WINDOW = "window"  # the published timetable of a committee
    STATE = "state"  # the state of a committee
    FILING = "filing"  # what a committee is approved for
    ROOMS = "rooms"  # there are no other rooms
    POOL = "pool"  # nobody else is in the pool of a committee
    RULE = "rule"  # a provision of the register
    DEMAND = "demand"  # a session or application that is to be held


class Element(NamedTuple):
    """A rule (by provision id) or a fact (by the id of its row's subject)."""

    kind: Kind
    id: str


ROWS = tuple(kind for kind in Kind if kind not in {Kind.ROOMS, Kind.POOL, Kind.RULE, Kind.DEMAND})
"""Kinds that are rows of the season, which an edit takes away."""


def facts_of(question: Question) -> Iterator[Element]:
    """Every fact of the season that a question could turn on."""
    season = question.brief.season
    related = {person for row in season.relations for person in (row.a, row.b)}
    for expert in question.experts:
        person = season.expert[expert].person
        if person in season.unavailability_of:
            yield Element(Kind.AVAILABILITY, expert)
        if person in related:
            yield Element(Kind.RELATION, expert)
        row = season.expert[expert]
        if (row.max_sessions, row.max_days, row.max_cases) != (None, None, None):
            yield Element(Kind.LIMIT, expert)
    for committee in question.committees:
        yield from _of_committee(season, committee)
    for session in question.plan.sessions:
        if session.id in season.session_request:
            yield Element(Kind.REQUEST, session.id)
    yield from (Element(Kind.PAPERS, one) for one in question.applications)
    yield from (Element(Kind.LETTER, one) for one in letters(question))
    if season.rooms:
        yield Element(Kind.ROOMS, "")
        yield from (Element(Kind.ROOM, room.id) for room in season.rooms)


def _of_committee(season: Season, committee: str) -> Iterator[Element]:
    yield Element(Kind.POOL, committee)
    yield Element(Kind.FILING, committee)
    if committee in season.timetable_of:
        yield Element(Kind.WINDOW, committee)
    if season.committee[committee].state is not CommitteeState.ACTIVE:
        yield Element(Kind.STATE, committee)


def letters(question: Question) -> tuple[str, ...]:
    """Delegations by which applications of the question are routed."""
    routes = (question.plan.route.get(one) for one in question.applications)
    return tuple(dict.fromkeys(row.delegation for row in routes if row and row.kind is RouteKind.DELEGATED))


def without_fact(question: Question, element: Element) -> tuple[Edit, ...]:
    """The edits of the season that take a fact away."""
    season, one = question.brief.season, element.id
    match element.kind:
        case Kind.AVAILABILITY:
            return (Remove("unavailability", pairs(person=season.expert[one].person)),)
        case Kind.RELATION:
            person = season.expert[one].person
            return Remove("relations", pairs(a=person)), Remove("relations", pairs(b=person))
        case Kind.LIMIT:
            return (Change("experts", pairs(id=one), pairs(max_sessions=None, max_days=None, max_cases=None)),)
        case Kind.POOL:
            return experts_added(season, one, question.team(one))
        case Kind.ROOMS:
            return rooms_added(season, question.rooms_needed())
        case _:
            return _without_row(question, element)


def _without_row(question: Question, element: Element) -> tuple[Edit, ...]:
    season, one = question.brief.season, element.id
    header = season.header
    first, last = HalfDay(header.first_day, 1), HalfDay(header.last_day, header.half_days)
    match element.kind:
        case Kind.WINDOW:
            return (Remove("timetable", pairs(committee=one)),)
        case Kind.STATE:
            to = pairs(state=CommitteeState.ACTIVE, state_from=None, state_to=None)
            return (Change("committees", pairs(id=one), to),)
        case Kind.REQUEST:
            to = pairs(earliest=None, latest=None, fixed_start=None, fixed_room="", panel_size=None)
            return (Change("sessions", pairs(id=one), to),)
        case Kind.ROOM:
            return (Change("rooms", pairs(id=one), pairs(seats=SEATS, start=first, end=last)),)
        case Kind.FILING:
            return (Add("filings", whole_filing(question, one)),)
        case Kind.LETTER:
            to = pairs(start=header.first_day, end=header.last_day, state=DelegationState.ACCEPTED)
            return (Change("delegations", pairs(id=one), to),)
        case Kind.PAPERS:
            return (Change("applications", pairs(id=one), pairs(**UNSAID)),)
        case _:
            return ()


UNSAID: dict[str, object] = {
    "accepted_on": None,
    "notice_start": None,
    "notice_end": None,
    "commitments": None,
    "papers_checked": None,
    "team_size": None,
    "approval_document": "—",
}
"""Fields of an application that rules about its papers read, as if nothing were said against them."""


def whole_filing(question: Question, committee: str) -> Filing:
    """A filing for everything that ``committee`` is asked here, for the season: any level, region and employer."""
    season = question.brief.season
    header = season.header
    series, specialties = season.committee[committee].series, question.specialties(committee)
    return Filing(f"+{committee}", committee, "+", series, tuple(Level), header.first_day, header.last_day, specialties)


def brief_after(brief: Brief, edits: tuple[Edit, ...]) -> Brief:
    """The brief of the season after ``edits`` that leave register and calendar as they are."""
    season = edited(brief.season, edits)
    related = any(edit.table == "relations" for edit in edits)
    return brief.changed(season, conflicts_of(season, brief.rulebook) if related else None)
