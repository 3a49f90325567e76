"""JSON Schema (2020-12) of a season in its JSON form, made from the columns."""

from __future__ import annotations

from data.season_files.codecs import Json
from data.season_files.columns import ALL_TABLES, SEASON, TABLES
from data.season_files.table import Column, Table


def season_schema() -> dict[str, Json]:
    """The schema that every JSON season written by Pingwei keeps."""
    tables: dict[str, Json] = {
        table.name: {"type": "array", "title": table.sheet, "items": {"$ref": f"#/$defs/{table.name}"}}
        for table in TABLES
    }
    properties: Json = {SEASON.name: {"$ref": f"#/$defs/{SEASON.name}"}, **tables}
    required: list[Json] = [table.name for table in ALL_TABLES if not table.optional]
    rows: dict[str, Json] = {table.name: row_schema(table) for table in ALL_TABLES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "评审年度 / a review season",
        "type": "object",
        "properties": properties,
        "required": required,
        "$defs": rows,
    }


def row_schema(table: Table) -> dict[str, Json]:
    """JSON Schema of one row of ``table``."""
    fields: dict[str, Json] = {column.field: _described(column) for column in table.columns}
    extra: Json = {"type": "object", "additionalProperties": {"type": "string"}, "description": "自加的列"}
    required: list[Json] = [column.field for column in table.columns if table.required(column.field)]
    row: dict[str, Json] = {"type": "object", "title": table.sheet, "properties": fields | {"extra": extra}}
    return row | {"required": required} | ({"description": table.note} if table.note else {})


def _described(column: Column) -> dict[str, Json]:
    note: dict[str, Json] = {"description": column.note} if column.note else {}
    return {"title": column.heading} | note | column.codec.schema()
