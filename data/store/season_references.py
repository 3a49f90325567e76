"""What a row of a season points to, and what points to it; and every fault that a row would have among the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import select

from data.season_files.codecs import Json
from data.season_files.columns import BY_NAME, SEASON, TABLES
from data.season_files.entities import WRONG, ReadTable, read_values
from data.season_files.pin_faults import PINS
from data.season_files.row_json import entity_of, row_key
from data.season_files.season_json import json_row, read_rows
from data.season_files.table import Table
from data.season_files.validate import cross_faults, half_days_that_are_not_used
from data.store.season_rows import Body, laid_rows, opened, person_with
from data.store.seasons import one_season
from data.store.tables import SeasonRows
from data.store.transaction import Reader
from solver.domain.faults import Fault
from solver.domain.pins import derived
from solver.domain.season import SeasonHeader
from solver.errors import InputError

MOST_ASKED = 500
"""Keys in one question: databases limit the parameters of a statement."""

Sees = Callable[[str, Body], bool]

MENTIONED = {"sessions": {"pins": "session"}}
"""By table: tables that name its rows where they exist, and else what is no row (a session that planning derives)."""

FETCHED_BY = {"pools": ("qualifications", "expert"), "experts": ("experts", "person")}
"""Further rows that a row's checks look at: of which table, by which of its fields, equal to the row's own."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A row that names another one: its table and key, and the field that does."""

    table: str
    key: str
    field: str


def rows_with(reader: Reader, season: str, table: str, keys: Iterable[str]) -> dict[str, Body]:
    """Bodies of the rows that have one of ``keys``, by key."""
    wanted = sorted(set(keys))
    found: dict[str, Body] = {}
    for start in range(0, len(wanted), MOST_ASKED):
        asked = laid_rows(season, table).where(SeasonRows.key.in_(wanted[start : start + MOST_ASKED]))
        found |= {row.key: row.body for row in (opened(reader, table, laid) for laid in reader.rows(asked))}
    return found


def bare_rows(reader: Reader, season: str, table: str) -> Iterator[tuple[str, Body]]:
    """Key and body of every row of a table in their order, without identity numbers."""
    asked = select(SeasonRows.key, SeasonRows.body).where(SeasonRows.season == season, SeasonRows.table_name == table)
    for key, body in reader.rows(asked.order_by(SeasonRows.position)):
        if isinstance(body, dict):
            yield key, body


def referring(reader: Reader, season: str, table: str, key: str) -> list[Reference]:
    """Rows that name the row with ``key`` as an id: at most one per table and field, which is enough to keep it."""
    found: list[Reference] = []
    for other in TABLES:
        fields = [column.field for column in other.columns if table in column.refers]
        fields += [field for name, field in MENTIONED.get(table, {}).items() if name == other.name]
        if fields:
            found += _first_naming(other, fields, key, bare_rows(reader, season, other.name))
    return [*found, *islice(_pins_of_derived(reader, season, key), 1)] if table == "committees" else found


def _pins_of_derived(reader: Reader, season: str, committee: str) -> Iterator[Reference]:
    """Pins in sessions that planning derives for a committee: without it there are none."""
    for key, body in bare_rows(reader, season, PINS):
        session = str(body.get("session"))
        parts = derived(session)
        if parts is not None and parts.committee == committee and not rows_with(reader, season, "sessions", (session,)):
            yield Reference(PINS, key, "session")


def _first_naming(
    other: Table, fields: Iterable[str], key: str, rows: Iterator[tuple[str, Body]]
) -> Iterator[Reference]:
    left = set(fields)
    for one, body in rows:
        for field in sorted(left):
            value = body.get(field)
            if value == key or (isinstance(value, list) and key in value):
                left.discard(field)
                yield Reference(other.name, one, field)
        if not left:
            return


def check_row(
    reader: Reader,
    season: str,
    table: Table,
    body: Mapping[str, Json],
    key: str | None,
    sees: Sees,
    beside: Mapping[str, Sequence[Body]] | None = None,
) -> None:
    """Look for every fault of a row, alone and among the others.

    Parameters
    ----------
    key
        Key of the row that it replaces, None for a new one.
    sees
        Whether a row of a table, by its body, is visible to whoever asks: what is hidden is as if it were not there.
    beside
        By table, rows that are taken as there though they are not stored.

    Raises
    ------
    InputError
        With every fault, each at the JSON pointer of its field.
    """
    read, faults = _read(table, [body])
    rows = _neighbours(reader, season, table, read, key, sees)
    for name, others in (beside or {}).items():
        rows.setdefault(name, []).extend(others)
    own = rows.setdefault(table.name, [])
    tables = {name: _read(BY_NAME[name], bodies)[0] for name, bodies in rows.items() if name != table.name}
    tables[table.name] = _read(table, [*own, body])[0]
    found = [
        fault
        for fault in cross_faults(tables)
        if fault.table == table.name and (fault.code == "cycle" or fault.row == len(own))
    ]
    if faults or found:
        raise InputError([replace(fault, row=None, place=_pointer(fault)) for fault in (*faults, *found)])


def checked_header(reader: Reader, season: str | None, body: Mapping[str, Json], below: str) -> SeasonHeader:
    """The header of a season, new (None) or to be held against the rows that there are.

    Raises InputError with every fault, each at the JSON pointer of its field, which begins with ``below``.
    """
    read, faults = _read(SEASON, [body])
    sessions = [row for _, row in bare_rows(reader, season, "sessions")] if season else []
    tables = {SEASON.name: read, "sessions": _read(BY_NAME["sessions"], sessions)[0]}
    own = [fault for fault in cross_faults(tables) if fault.table == SEASON.name]
    found = [replace(fault, row=None, place=below + _pointer(fault)) for fault in (*faults, *own)]
    found += [replace(fault, row=None, place=f"{below}/half_days") for fault in half_days_that_are_not_used(tables)]
    if found:
        raise InputError(found)
    return entity_of(SEASON, body)  # type: ignore[no-any-return] # the entity of its table


def _pointer(fault: Fault) -> str:
    return f"/{fault.field}" if fault.field else "/"


def _read(table: Table, bodies: list[Body]) -> tuple[ReadTable, list[Fault]]:
    text, faults = read_rows(table, bodies)
    read, unreadable = read_values(text)
    return read, [*faults, *unreadable]


def _neighbours(
    reader: Reader, season: str, table: Table, read: ReadTable, key: str | None, sees: Sees
) -> dict[str, list[Body]]:
    """Rows that the checks need beside the row itself, by table."""
    keys: dict[str, set[str]] = {name: set() for column in table.columns for name in column.refers}
    for column in table.columns:
        (value,) = read.values[column.field]
        for one in value if isinstance(value, tuple) else (value,):
            if one is not WRONG and one:
                for name in column.refers:
                    keys[name].add(one)
    if table.name == PINS:
        keys |= _of_its_session(read)
    found = {
        name: {one: body for one, body in rows_with(reader, season, name, wanted).items() if sees(name, body)}
        for name, wanted in keys.items()
    }
    _climb(reader, season, table, found)
    own = found.setdefault(table.name, {})
    own |= _rivals(reader, season, table, read)
    own |= _pins_beside(reader, season, read) if table.name == PINS else {}
    if table.name in FETCHED_BY:
        other, field = FETCHED_BY[table.name]
        (wanted,) = read.values[field]
        alike = {one: body for one, body in bare_rows(reader, season, other) if body.get(field) == wanted}
        found.setdefault(other, {}).update(alike)
    own.pop(key or "", None)
    rows = {name: list(bodies.values()) for name, bodies in found.items()}
    return rows | {SEASON.name: [json_row(SEASON, one_season(reader, season).header)]}


def _of_its_session(read: ReadTable) -> dict[str, set[str]]:
    """The rows that the session of a pin may be: one that is wanted, or one that its committee derives."""
    session = read.text.cell(0, "session")
    parts = derived(session)
    return {"sessions": {session} - {""}, "committees": {parts.committee} if parts else set()}


def _pins_beside(reader: Reader, season: str, read: ReadTable) -> dict[str, Body]:
    """Pins that could exclude this one: those of its session, and of its application."""
    fields = ("session", "application")
    mine = {field: read.text.cell(0, field) for field in fields}
    rows = bare_rows(reader, season, PINS)
    return {key: body for key, body in rows if any(mine[one] and body.get(one) == mine[one] for one in fields)}


def _climb(reader: Reader, season: str, table: Table, found: dict[str, dict[str, Body]]) -> None:
    """Add the rows above: a row may not be, through its parents, above itself."""
    own = found.get(table.name, {})
    above = {str(body.get("parent", "")) for body in own.values()} - {""}
    while "parent" in table.column and above - own.keys():
        more = rows_with(reader, season, table.name, above - own.keys())
        if not more:
            return
        own |= more
        above = {str(body.get("parent", "")) for body in more.values()} - {""}


def _rivals(reader: Reader, season: str, table: Table, read: ReadTable) -> dict[str, Body]:
    """Rows that may have what only one row may: the same key, the same identity number."""
    if "id" in table.column:
        wanted = {read.text.cell(0, "id")}
    elif table.keys and not any(WRONG is read.values[field][0] for field in table.order):
        (values,) = (tuple(read.values[field][0] for field in table.order),)
        wanted = {row_key(table, table.entity(*values))}
    else:
        wanted = set()
    number = read.text.cell(0, "identity_no") if "identity_no" in table.column else ""
    if number:
        wanted.add(person_with(reader, season, number))
    return rows_with(reader, season, table.name, wanted)
