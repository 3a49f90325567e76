"""Whole files as JSON bodies: a season and a plan, described by the schemas that their files are read by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from api.schemas.repairs import CHANGES_FILE
from api.schemas.season_rows import described, told_column
from api.season_tables import RESOURCES
from data.change_files.change_tables import CHANGE_TABLES
from data.change_files.changes_json import changes_schema
from data.plan_files.plan_json import plan_schema
from data.season_files.columns import BY_NAME, SEASON, TABLES

Described = dict[str, Any]  # JSON Schema
COMPONENTS = "#/components/schemas/"
SEASON_FILE, PLAN_FILE = "SeasonFile", "PlanFile"
HEADER_ROW = "SeasonHeaderRow"
ROWS: Mapping[str, str] = {one.name: f"{one.one}Row" for one in RESOURCES} | {
    SEASON.name: HEADER_ROW,
    "delegations": "DelegationRow",
}
"""By table: what its rows are called in the contract."""


def reference(name: str) -> Described:
    """Where the contract describes ``name``."""
    return {"$ref": COMPONENTS + name}


def file_schemas() -> dict[str, Described]:
    """The schemas of a season and of a plan in JSON, by their names in the contract."""
    rows = {ROWS[one]: described(BY_NAME[one], ROWS[one]) for one in (SEASON.name, "delegations")}
    return {SEASON_FILE: _season(), **rows, **_plan(), **_changes()}


def _changes() -> dict[str, Described]:
    """``changes.json``: rows of the season's own tables as there, the others as ``DeclinedChange``, …."""
    made = changes_schema()
    lists: Described = dict(made["properties"])  # type: ignore[arg-type] # an object of JSON Schema
    rows: dict[str, Described] = {}
    for table in CHANGE_TABLES:
        name = ROWS.get(table.name, "")
        if table is not BY_NAME.get(table.name):
            name = "".join(part.capitalize() for part in table.name.split("_")) + "Change"
            row = lists[table.name]["items"]
            told = {field: told_column(one) for field, one in row["properties"].items()}
            rows[name] = {**row, "title": name, "description": table.sheet, "properties": told}
        lists[table.name] = {"type": "array", "items": reference(name)}
    whole = {"title": CHANGES_FILE, "description": str(made["title"]), "type": "object", "properties": lists}
    return {CHANGES_FILE: whole | {"additionalProperties": False, "minProperties": 1}, **rows}


def _season() -> Described:
    tables = {one.name: {"type": "array", "items": reference(ROWS[one.name])} for one in TABLES}
    return {
        "title": SEASON_FILE,
        "description": "评审年度，如 JSON 导出 / a season, as its JSON export",
        "type": "object",
        "properties": {SEASON.name: reference(HEADER_ROW), **tables},
        "required": [SEASON.name, *(one.name for one in TABLES if not one.optional)],
    }


def _plan() -> dict[str, Described]:
    """``plan.json``, and what it is made of: ``PlanFileRoute``, ``PlanFilePanelSeat``, …"""
    text = json.dumps(plan_schema()["$defs"]).replace("#/$defs/", f"{COMPONENTS}{PLAN_FILE}")
    defs = json.loads(text, object_hook=_without_bare_items)
    named = {PLAN_FILE + name: {"title": PLAN_FILE + name, **schema} for name, schema in defs.items()}
    whole = named.pop(f"{PLAN_FILE}Plan")
    return {PLAN_FILE: whole | {"title": PLAN_FILE}, **named}


def _without_bare_items(schema: Described) -> Described:
    """``items: false`` behind ``maxItems`` says nothing more, and generators cannot read it."""
    return {name: value for name, value in schema.items() if (name, value) != ("items", False)}
