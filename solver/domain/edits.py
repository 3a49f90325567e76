"""Edits of a season as values: rows added, changed, removed or moved in time; what-if and remedies are made of them.

An edit says what differs, not how a season came to be; :func:`edited` applies edits in order and gives a new season.
The codes of tables and fields are those of :class:`solver.domain.season.Season`, so that an edit can stand in a file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from solver.domain.calendar import HalfDay
from solver.domain.season import Season

Pairs = tuple[tuple[str, object], ...]
"""Fields of a row with their values, in a fixed order."""

TABLES: tuple[str, ...] = tuple(one.name for one in fields(Season) if one.name != "header")
"""The tables that edits may speak of: all of a season but its one header row."""


@dataclass(frozen=True, slots=True)
class Add:
    """A further row of ``table``, an entity of that table."""

    table: str
    row: object


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of ``table`` whose fields are as in ``where`` (empty: all) get the values in ``to``."""

    table: str
    where: Pairs
    to: Pairs


@dataclass(frozen=True, slots=True)
class Remove:
    """Rows of ``table`` whose fields are as in ``where`` (empty: all) go."""

    table: str
    where: Pairs


@dataclass(frozen=True, slots=True)
class Shift:
    """Dates of ``names`` in rows of ``table`` that are as in ``where`` move by ``days`` (negative: earlier)."""

    table: str
    where: Pairs
    names: tuple[str, ...]
    days: int


Edit = Add | Change | Remove | Shift


def pairs(**values: object) -> Pairs:
    """Fields with their values."""
    return tuple(values.items())


def edited(season: Season, edits: Iterable[Edit]) -> Season:
    """``season`` with ``edits`` made in order; an edit whose ``where`` fits no row changes nothing."""
    tables: dict[str, tuple[object, ...]] = {}
    for alike, run in groupby(edits, lambda edit: (type(edit), edit.table)):
        rows = tables.get(alike[1])
        tables[alike[1]] = tuple(_run(tuple(run), getattr(season, alike[1]) if rows is None else rows))
    return season.with_tables(tables) if tables else season


def fitting(season: Season, edit: Edit) -> int:
    """How many rows of ``season`` an edit concerns; 1 for a row added."""
    if isinstance(edit, Add):
        return 1
    return sum(_fits(row, edit.where) for row in getattr(season, edit.table))


def _run(edits: tuple[Edit, ...], rows: tuple[object, ...]) -> Iterable[object]:
    """``rows`` after ``edits`` of one kind; rows removed, or added, are so in one pass."""
    first = edits[0]
    if isinstance(first, Add):
        return (*rows, *(edit.row for edit in edits if isinstance(edit, Add)))
    if isinstance(first, Remove):
        gone: defaultdict[tuple[str, ...], set[tuple[object, ...]]] = defaultdict(set)
        for edit in edits:
            where = edit.where if isinstance(edit, Remove) else ()
            gone[tuple(name for name, _ in where)].add(tuple(value for _, value in where))
        return (row for row in rows if not any(_values(row, names) in values for names, values in gone.items()))
    for edit in edits:
        rows = tuple(_made(edit, rows)) if isinstance(edit, Change | Shift) else rows
    return rows


def _values(row: object, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in names)


def _made(edit: Change | Shift, rows: tuple[object, ...]) -> Iterator[object]:
    match edit:
        case Change():
            yield from (_with(row, dict(edit.to)) if _fits(row, edit.where) else row for row in rows)
        case Shift():
            yield from (_moved(row, edit) if _fits(row, edit.where) else row for row in rows)


def _fits(row: object, where: Pairs) -> bool:
    return all(getattr(row, name) == value for name, value in where)


def _with(row: object, to: Mapping[str, object]) -> object:
    if not is_dataclass(row) or isinstance(row, type):
        raise TypeError(row)  # rows of a season are entities
    return replace(row, **to)


def _moved(row: object, edit: Shift) -> object:
    return _with(row, {name: later(getattr(row, name), edit.days) for name in edit.names})


def later(value: object, days: int) -> object:
    """A date, half-day or tuple of them moved by ``days``; what is not set stays unset."""
    match value:
        case date():
            return value + timedelta(days=days)
        case HalfDay():
            return replace(value, day=value.day + timedelta(days=days))
        case tuple():
            return tuple(later(one, days) for one in value)
        case _:
            return value
