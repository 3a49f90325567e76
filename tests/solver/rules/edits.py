"""Edits of a season and a plan, as case tables write them: ``{ edit = "experts", where = { id = "E01" }, … }``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from enum import IntEnum, StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from solver.domain.calendar import HalfDay
from solver.domain.plan import (
    Alternate,
    PanelSeat,
    Plan,
    PlannedCase,
    PlannedGroup,
    PlannedSession,
    Route,
    SessionDates,
    Unplaced,
)
from solver.domain.season import Season

Row = Any  # any of the frozen entities: edits are generic over them
Written = Mapping[str, Any]  # what a TOML table holds
OF_PLAN: Mapping[str, type] = {"sessions": PlannedSession, "routes": Route, "dates": SessionDates, "unplaced": Unplaced}
OF_SESSION: Mapping[str, type] = {
    "panel": PanelSeat,
    "groups": PlannedGroup,
    "cases": PlannedCase,
    "alternates": Alternate,
}
VERBS = ("edit", "add", "copy", "remove")


def convert(kind: Any, value: Any) -> Any:
    """A TOML value as ``kind``: vocabularies by code, half-days as ``"2026-10-12/1"``, lists as tuples."""
    if get_origin(kind) in (Union, UnionType):
        if value == "":
            return None if type(None) in get_args(kind) and str not in get_args(kind) else value
        return convert(next(one for one in get_args(kind) if one is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(convert(get_args(kind)[0], one) for one in value)
    if kind is HalfDay:
        day, half = value.split("/")
        return HalfDay(date.fromisoformat(day), int(half))
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return kind[value.upper()]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return value


def _values(kind: type, written: Written) -> dict[str, Any]:
    hints = get_type_hints(kind)
    unknown = written.keys() - hints.keys()
    assert not unknown, f"{kind.__name__} has no {sorted(unknown)}"
    return {name: convert(hints[name], value) for name, value in written.items()}


def _matches(row: Row, where: Written) -> bool:
    for name, wanted in where.items():
        has = convert(get_type_hints(type(row))[name], wanted) if not isinstance(wanted, list) else None
        among = [convert(get_type_hints(type(row))[name], one) for one in wanted] if isinstance(wanted, list) else [has]
        if getattr(row, name) not in among:
            return False
    return True


def _edited(rows: tuple[Row, ...], kind: type, verb: str, where: Written, written: Written) -> tuple[Row, ...]:
    """``rows`` after one edit; an edit that finds no row is a mistake of the table and fails."""
    values = _values(kind, written)
    if verb == "add":
        return (*rows, kind(**values))
    hit = [row for row in rows if _matches(row, where)]
    assert hit, f"no row of {kind.__name__} where {dict(where)}"
    if verb == "remove":
        return tuple(row for row in rows if row not in hit)
    if verb == "copy":
        return (*rows, *(replace(row, **values) for row in hit))
    return tuple(replace(row, **values) if row in hit else row for row in rows)


def apply(season: Season, plan: Plan, change: Written) -> tuple[Season, Plan]:
    """The season and plan after ``change``: a verb with its table, ``where``, and the new values."""
    written = dict(change)
    verb = next(one for one in VERBS if one in written)
    table, where = written.pop(verb), written.pop("where", {})
    if table == "header":
        return replace(season, header=replace(season.header, **_values(type(season.header), written))), plan
    if table == "plan":
        return season, replace(plan, **_values(Plan, written))
    if not table.startswith("plan."):
        kind = get_args(get_type_hints(Season)[table])[0]
        return replace(season, **{table: _edited(getattr(season, table), kind, verb, where, written)}), plan
    name = table.removeprefix("plan.")
    if name in OF_PLAN:
        return season, replace(plan, **{name: _edited(getattr(plan, name), OF_PLAN[name], verb, where, written)})
    return season, _in_sessions(
        plan, name, lambda rows, rest: _edited(rows, OF_SESSION[name], verb, rest, written), where
    )


def _in_sessions(
    plan: Plan, name: str, edit: Callable[[tuple[Row, ...], Written], tuple[Row, ...]], where: Written
) -> Plan:
    """``plan`` with a table inside its sessions edited: in the session that ``where`` names, else in the first."""
    rest = dict(where)
    wanted = rest.pop("session", plan.sessions[0].id)
    assert wanted in plan.session, f"no session {wanted}"
    assert name in {field.name for field in fields(PlannedSession)}
    return replace(
        plan,
        sessions=tuple(
            replace(one, **{name: edit(getattr(one, name), rest)}) if one.id == wanted else one for one in plan.sessions
        ),
    )
