"""Where the facts of a conflict stand in the season: rows by table and number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from solver.explain.whynot.elements import Element, Kind
from solver.explain.whynot.question import Question

Row = Any  # any of the entities of a season
Place = tuple[str, int]
"""A table and the number of a row in it, from 0."""

TABLES: dict[Kind, str] = {
    Kind.RELATION: "relations",
    Kind.LIMIT: "experts",
    Kind.AVAILABILITY: "unavailability",
    Kind.PAPERS: "applications",
    Kind.LETTER: "delegations",
    Kind.REQUEST: "sessions",
    Kind.ROOM: "rooms",
    Kind.WINDOW: "timetable",
    Kind.STATE: "committees",
    Kind.FILING: "filings",
    Kind.POOL: "pools",
    Kind.ROOMS: "rooms",
}
"""The table in which the rows of a fact stand."""


def places_of(question: Question, element: Element) -> tuple[Place, ...]:
    """The rows that an element rests on, in table order; none for rules, and for what is not there."""
    return tuple((table, number) for table, number, _ in _found(question, element))


def rows_of(question: Question, element: Element) -> tuple[Row, ...]:
    """The same rows themselves."""
    return tuple(row for _, _, row in _found(question, element))


def _found(question: Question, element: Element) -> Iterator[tuple[str, int, Row]]:
    if element.kind is Kind.DEMAND:
        wanted = {one.id: one.kind for one in question.wanted}
        table = "applications" if wanted.get(element.id) == "application" else "sessions"
    else:
        table = TABLES.get(element.kind, "")
    fits = _test(question, element)
    for number, row in enumerate(getattr(question.whole, table) if table else ()):
        if fits(row):
            yield table, number, row


def _test(question: Question, element: Element) -> Callable[[Row], bool]:
    one = element.id
    match element.kind:
        case Kind.AVAILABILITY | Kind.RELATION:
            person = question.brief.season.expert[one].person
            if element.kind is Kind.AVAILABILITY:
                return lambda row: bool(row.person == person)
            return lambda row: person in (row.a, row.b)
        case Kind.WINDOW | Kind.FILING | Kind.POOL:
            return lambda row: bool(row.committee == one)
        case Kind.ROOMS:
            return lambda row: True  # noqa: ARG005 - every room there is
        case _:
            return lambda row: bool(row.id == one)
