"""The season as one JSON document: an object per table row, codes instead of Chinese words, ISO dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.season_files.codecs import Json, UnreadableError
from data.season_files.columns import ALL_TABLES, SEASON, table_named
from data.season_files.entities import extra_headings
from data.season_files.fault_list import FaultList
from data.season_files.json_shape import no_text_at
from data.season_files.places import PointerOrigin
from data.season_files.strangers import is_plan, stray_table
from data.season_files.table import Column, Table
from data.season_files.table_text import MOST_UNKNOWN, TableText, extra_of, frame_of, is_example, too_many
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError

MOST_STRANGERS = 100
"""Members that are no table and yet compared with the names of tables."""


def write_json(season: Season, path: Path) -> None:
    """Write a season as JSON, one table row per line."""
    parts = [f'"{SEASON.name}": {_dumped(json_row(SEASON, season.header))}']
    for table in ALL_TABLES:
        if table is not SEASON:
            rows = ",\n  ".join(_dumped(json_row(table, row)) for row in getattr(season, table.name))
            parts.append(f'"{table.name}": [' + (f"\n  {rows}\n ]" if rows else "]"))
    path.write_text("{\n " + ",\n ".join(parts) + "\n}\n", encoding="utf-8")


def _dumped(row: Json) -> str:
    return json.dumps(row, ensure_ascii=False)


def json_row(table: Table, row: Any) -> dict[str, Json]:  # any of the entities of the domain
    """The JSON object of a row, without what is empty."""
    values = ((column, getattr(row, column.field)) for column in table.columns)
    made: dict[str, Json] = {
        column.field: column.codec.json_value(value) for column, value in values if not _is_empty(value)
    }
    return made | ({"extra": dict(row.extra)} if row.extra else {})


def _is_empty(value: object) -> bool:
    return value is None or value in ("", ())


def read_json(path: Path) -> tuple[list[TableText], list[Fault]]:
    """Tables of a season in JSON, as text, and every fault of form; raises InputError if it is no JSON object."""
    document = json_document(path)
    if not isinstance(document, dict):
        raise InputError([Fault("json_type", place="/", value=_dumped(document), facts=(("expected", "{…}"),))])
    if is_plan(document):
        raise InputError([Fault("plan_not_season", place=path.name)])
    tables: dict[str, TableText] = {}
    faults = FaultList()
    strangers = 0
    for key, raw in document.items():
        table = table_named(key)
        if table is None:
            strangers += 1
            compared = strangers <= MOST_STRANGERS and not key.startswith("$")
            faults += stray_table(key, f"/{key}", ()) if compared else []
        elif table.name in tables:
            faults.append(Fault("table_twice", table.name, place=f"/{key}", value=key))
        else:
            tables[table.name] = _table(table, key, raw, faults)
    return list(tables.values()), faults


def read_rows(table: Table, rows: Sequence[Mapping[str, Json]]) -> tuple[TableText, list[Fault]]:
    """Rows of one table given as JSON objects, as text, and every fault of form."""
    faults = FaultList()
    return _texts(table, rows, PointerOrigin(table.name), faults), faults


def json_document(path: Path) -> Json:
    """What a JSON file says; raises InputError if it is no JSON, or gives a member twice."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
        if (at := no_text_at(raw)) is not None:
            raise json.JSONDecodeError(raw[at : at + 6].decode(), text, len(raw[:at].decode("utf-8-sig")))
        document: Json = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_member_twice)
    except UnicodeDecodeError:
        raise InputError([Fault("encoding", place=path.name)]) from None
    except json.JSONDecodeError as error:
        code = "json_syntax" if text.strip() else "empty_file"
        raise InputError([Fault(code, place=f"{path.name}:{error.lineno}:{error.colno}", value=error.msg)]) from None
    except (ValueError, RecursionError) as error:
        raise InputError([Fault("json_syntax", place=path.name, value=str(error))]) from None
    return document


def _no_member_twice(pairs: list[tuple[str, Json]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(next(f"“{name}” ×{names.count(name)}" for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> Json:
    raise ValueError(name)


def _table(table: Table, key: str, raw: Json, faults: list[Fault]) -> TableText:
    """One table: a list of objects, or one object for the season itself."""
    single = table is SEASON and isinstance(raw, dict)
    rows = [raw] if single else raw
    origin = PointerOrigin(key, single)
    if not isinstance(rows, list):
        faults.append(Fault("json_type", table.name, place=f"/{key}", value=str(raw), facts=(("expected", "[…]"),)))
        rows = []
    objects: list[Mapping[str, Json]] = []
    for index, row in enumerate(rows):
        if isinstance(row, dict):
            objects.append(row)
            continue
        place = origin.place(index, "")
        faults.append(Fault("json_type", table.name, index, place=place, value=str(row), facts=(("expected", "{…}"),)))
        objects.append({})
    return _texts(table, objects, origin, faults)


def _texts(table: Table, rows: Sequence[Mapping[str, Json]], origin: PointerOrigin, faults: list[Fault]) -> TableText:
    columns: dict[str, list[str]] = {}
    empty = TableText(table, frame_of(table, {}, 0), (), origin)
    for column in table.columns:
        columns[column.field] = [_text(column, row, index, empty, faults) for index, row in enumerate(rows)]
    extra = [_extra(table, row, index, empty, faults) for index, row in enumerate(rows)]
    headings = extra_headings([tuple(row.items()) for row in extra])
    faults += too_many(table, origin.place(None, ""), len(headings))
    headings = headings[:MOST_UNKNOWN]
    unknown = extra_of({name: [row.get(name, "") for row in extra] for name in headings}, len(rows))
    read = TableText(table, frame_of(table, columns, len(rows)), unknown, origin)
    first = table.columns[0].field
    faults += [
        read.fault("reserved_mark", row, first, one) for row, one in enumerate(columns[first]) if is_example(one)
    ]
    return read


def _text(column: Column, row: Mapping[str, Json], index: int, table: TableText, faults: list[Fault]) -> str:
    raw = row.get(column.field, row.get(column.heading))
    if raw is None:
        return ""
    try:
        return str(column.codec.json_text(raw)).strip()
    except UnreadableError as error:
        faults.append(table.fault(error.code, index, column.field, _dumped(raw), **error.facts))
        return ""


def _extra(
    table: Table, row: Mapping[str, Json], index: int, texts: TableText, faults: list[Fault]
) -> Mapping[str, str]:
    """Unknown members of a row: those of its ``extra`` object and any other that no column claims."""
    known = {name for column in table.columns for name in (column.field, column.heading)} | {"extra"}
    inner = row.get("extra") or {}
    if not isinstance(inner, dict):
        faults.append(texts.fault("json_type", index, value=_dumped(inner), expected="{…}"))
        inner = {}
    found: dict[str, str] = {}
    for name, raw in (*inner.items(), *((name, raw) for name, raw in row.items() if name not in known)):
        if isinstance(raw, dict | list):
            faults.append(texts.fault("json_type", index, value=_dumped(raw), expected="text"))
        elif raw is not None:
            found[name] = raw.strip() if isinstance(raw, str) else _dumped(raw)
    return found
