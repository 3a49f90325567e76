"""``changes.json``: what changed after a plan was made, read with every fault at once, each at its JSON pointer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from data.change_files.change_tables import CHANGE_TABLE, CHANGE_TABLES, ENDS, SPANNED
from data.season_files.codecs import Json
from data.season_files.entities import WRONG, read_values
from data.season_files.schema import row_schema
from data.season_files.season_json import json_document, read_rows
from data.season_files.table import Table
from solver.domain.changes import Changes, faults_in
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.errors import InputError

OWN_NAMES = {own: name for name, own in ENDS.items()}


def read_changes(path: Path, season: Season, plan: Plan) -> Changes:
    """Read what changed in ``season`` and ``plan``.

    Raises
    ------
    InputError
        With every fault of the file: form, unknown members, identifiers that nothing has.
    """
    return changes_of(json_document(path), season, plan)


def changes_of(document: Json, season: Season, plan: Plan) -> Changes:
    """The changes of a document that has been parsed; raises InputError as :func:`read_changes`."""
    if not isinstance(document, dict):
        raise InputError([Fault("json_type", place="/", value=_told(document), facts=(("expected", "{…}"),))])
    faults: list[Fault] = []
    rows: dict[str, tuple[Any, ...]] = {}
    cells: dict[str, Mapping[int, Mapping[str, object]]] = {}
    for key, raw in document.items():
        table = CHANGE_TABLE.get(key)
        if table is None:
            known = ", ".join(CHANGE_TABLE)
            faults.append(Fault("unknown_change", place=f"/{key}", value=key, facts=(("known", known),)))
        else:
            rows[key], cells[key] = _rows(table, raw, faults)
    changes = Changes(**rows)
    faults += (_renamed(fault) for fault in faults_in(cells, season, plan))
    if not faults and not len(changes):
        faults.append(Fault("no_changes", place="/"))
    if faults:
        raise InputError(faults)
    return changes


def _rows(table: Table, raw: Json, faults: list[Fault]) -> tuple[tuple[Any, ...], Mapping[int, Mapping[str, object]]]:
    """The entities of one list, none where any of its rows has a fault; and, by row, the values that could be read."""
    if not isinstance(raw, list):
        faults.append(Fault("json_type", place=f"/{table.name}", value=_told(raw), facts=(("expected", "[…]"),)))
        return (), {}
    before = len(faults)
    objects: dict[int, Mapping[str, Json]] = {}
    for number, row in enumerate(raw):
        place = f"/{table.name}/{number}"
        if not isinstance(row, dict):
            faults.append(Fault("json_type", place=place, value=_told(row), facts=(("expected", "{…}"),)))
            continue
        named = {_inside(table, name): value for name, value in row.items()}
        faults += (
            Fault("unknown_field", place=f"{place}/{name}", value=name, facts=(("schema", "changes"),))
            for name in row
            if _inside(table, name) not in table.column and not (name == "extra" and table.entity in EXTENDED)
        )
        objects[number] = named
    numbers = tuple(objects)
    texts, form = read_rows(table, list(objects.values()))
    read, cell_faults = read_values(texts)
    unread = {(fault.row, fault.field) for fault in form}
    wrong = [fault for fault in cell_faults if (fault.row, fault.field) not in unread]  # not missing, but unreadable
    faults += (_renamed(_at(fault, numbers)) for fault in (*form, *wrong))
    cells = {
        number: {
            field: values[at]
            for field, values in read.values.items()
            if values[at] is not WRONG and (at, field) not in unread
        }
        for at, number in enumerate(numbers)
    }
    if len(faults) > before:
        return (), cells
    extras = [(extra,) if table.entity in EXTENDED else () for extra in texts.extra]
    columns = [read.values[field] for field in table.order]
    return tuple(table.entity(*row, *extra) for *row, extra in zip(*columns, extras, strict=True)), cells


def _at(fault: Fault, numbers: tuple[int, ...]) -> Fault:
    """``fault`` at the number that its row has in the file, where rows that are no objects count as well."""
    if fault.row is None or not 0 <= fault.row < len(numbers) or numbers[fault.row] == fault.row:
        return fault
    old, new = (f"/{fault.table}/{number}" for number in (fault.row, numbers[fault.row]))
    return replace(fault, row=numbers[fault.row], place=new + fault.place.removeprefix(old))


EXTENDED = frozenset(CHANGE_TABLE[name].entity for name in ("persons", "relations", "applications"))
"""Entities of the season's own tables, which keep columns of their user's own."""


def _inside(table: Table, name: str) -> str:
    return ENDS.get(name, name) if table.name in SPANNED else name


def _renamed(fault: Fault) -> Fault:
    """``fault`` with its pointer as the file writes it, and its heading, which no table of seasons has."""
    table = CHANGE_TABLE.get(fault.table)
    column = table.column.get(fault.field) if table else None
    own = OWN_NAMES.get(fault.field) if fault.table in SPANNED else None
    told = replace(fault, facts=(*fault.facts, ("heading", column.heading))) if column else fault
    return replace(told, place=fault.place.removesuffix(fault.field) + own) if own else told


def _told(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]


def changes_schema() -> dict[str, Json]:
    """The JSON Schema (2020-12) of ``changes.json``."""
    lists: dict[str, Json] = {
        table.name: {"type": "array", "title": table.sheet, "items": _schema(table)} for table in CHANGE_TABLES
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "方案排定后的变化 / what changed after a plan was made",
        "type": "object",
        "properties": lists,
        "additionalProperties": False,
        "minProperties": 1,
    }


def _schema(table: Table) -> Json:
    made = row_schema(table)
    properties = cast("dict[str, Json]", made["properties"])
    required = cast("list[Json]", made["required"])
    if table.entity not in EXTENDED:
        properties = {_outside(table, name): value for name, value in properties.items() if name != "extra"}
    return cast(
        "Json",
        made
        | {
            "properties": properties,
            "required": [_outside(table, str(name)) for name in required],
            "additionalProperties": False,
        },
    )


def _outside(table: Table, name: str) -> str:
    return OWN_NAMES.get(name, name) if table.name in SPANNED else name
