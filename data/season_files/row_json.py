"""One row of a table as a JSON object, and back: what the store keeps and what the service answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from data.season_files.codecs import Json
from data.season_files.entities import read_values
from data.season_files.season_json import json_row, read_rows
from data.season_files.table import Table
from solver.errors import InputError


def entity_of(table: Table, body: Mapping[str, Json]) -> Any:  # one of the entities of the domain
    """The entity of a row that comes from outside.

    Raises
    ------
    InputError
        With every fault of its cells, each at its JSON pointer. Faults between rows are not looked for.
    """
    text, faults = read_rows(table, [body])
    read, unreadable = read_values(text)
    if faults or unreadable:
        raise InputError((*faults, *unreadable))
    return table.entity(*(read.values[field][0] for field in table.order), read.text.extra[0])


def entities_of(table: Table, bodies: Iterable[Mapping[str, Json]]) -> Iterator[Any]:
    """Entities of rows that :func:`~data.season_files.season_json.json_row` made, without looking for faults."""
    fields = [(field, table.column[field].codec, table.defaults.get(field)) for field in table.order]
    known: dict[tuple[str, Json], Any] = {}  # a column repeats few values often

    def value(field: str, codec: Any, raw: Json) -> Any:
        if isinstance(raw, list | dict):
            return codec.parse(codec.json_text(raw))
        if (field, raw) not in known:
            known[field, raw] = codec.parse(codec.json_text(raw))
        return known[field, raw]

    for body in bodies:
        cells = [value(field, codec, body[field]) if field in body else default for field, codec, default in fields]
        yield table.entity(*cells, _extra(body))


def _extra(body: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    extra = body.get("extra")
    return tuple((name, str(text)) for name, text in extra.items()) if isinstance(extra, dict) else ()


def row_key(table: Table, entity: Any) -> str:
    """Key of a row: its ``id``, else what no two rows share, else what it begins with; joined by ``~``."""
    if "id" in table.column:
        return str(entity.id)
    fields = table.keys[0] if table.keys else tuple(column.field for column in table.columns[:3])
    body = json_row(table, entity)
    return "~".join(str(body.get(field, "")).replace("/", "-") for field in fields)
