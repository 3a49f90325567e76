"""Edits of a season as JSON: what remedies are handed out as, and what-if asks with.

An edit is one object: ``{"add": table, "row": {…}}``, ``{"change": table, "where": {…}, "set": {…}}``, ``{"remove":
table, "where": {…}}`` or ``{"shift": table, "where": {…}, "fields": […], "days": n}``. Values are those of the JSON
form of a season; ``null`` empties a field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.season_files.codecs import Json, UnreadableError
from data.season_files.columns import BY_NAME
from data.season_files.entities import tables_of
from data.season_files.row_json import entity_of
from data.season_files.season_file import season_from
from data.season_files.season_json import json_row
from data.season_files.table import Table
from solver.domain.edits import TABLES, Add, Change, Edit, Pairs, Remove, Shift, edited, fitting
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError, PingweiError

VERBS = ("add", "change", "remove", "shift")
MOST_DAYS = 3660
"""Days by which dates are shifted at most: ten years."""


def edit_json(edit: Edit) -> dict[str, Json]:
    """The JSON object of an edit."""
    table = BY_NAME[edit.table]
    match edit:
        case Add():
            return {"add": edit.table, "row": json_row(table, edit.row)}
        case Change():
            return {"change": edit.table, "where": _written(table, edit.where), "set": _written(table, edit.to)}
        case Remove():
            return {"remove": edit.table, "where": _written(table, edit.where)}
        case Shift():
            where: Json = _written(table, edit.where)
            return {"shift": edit.table, "where": where, "fields": list(edit.names), "days": edit.days}


def _written(table: Table, values: Pairs) -> dict[str, Json]:
    return {name: None if _is_empty(value) else table.column[name].codec.json_value(value) for name, value in values}


def _is_empty(value: object) -> bool:
    return value is None or value in ("", ())


def read_edits(path: Path) -> tuple[Edit, ...]:
    """The edits of a JSON file; raises InputError with every fault, each at its JSON pointer, and OSError."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError([Fault("json_syntax", place=path.name, value=str(error))]) from None
    return edits_of(raw)


def edits_of(raw: Json, at: str = "") -> tuple[Edit, ...]:
    """Edits given as a JSON list at the pointer ``at``; raises InputError with every fault, each at its pointer."""
    if not isinstance(raw, list):
        raise InputError([Fault("json_type", place="/", value=json.dumps(raw), facts=(("expected", "[…]"),))])
    faults: list[Fault] = []
    found = [_Reading(f"{at}/{number}", one, faults).edit() for number, one in enumerate(raw)]
    if faults:
        raise InputError(faults)
    return tuple(one for one in found if one is not None)


def season_after(season: Season, edits: Sequence[Edit], at: str = "") -> Season:
    """``season`` with ``edits`` made, held against everything that a season file is held against.

    Raises
    ------
    InputError
        With every edit that concerns no row, and every fault of the season as it would be, at the edit that made the
        row where there is one.
    """
    now, idle = season, []
    made: dict[int, tuple[int, object]] = {}  # by id(row): the edit that made it last, and the row, so that it lives
    for number, edit in enumerate(edits):
        if not fitting(now, edit):
            idle.append(Fault("edit_fits_no_row", edit.table, place=f"{at}/{number}/where", value=_shown(edit)))
        former = {id(row) for row in getattr(now, edit.table)}
        try:
            after = edited(now, (edit,))
            made |= {id(row): (number, row) for row in getattr(after, edit.table) if id(row) not in former}
            now = after
        except (PingweiError, ValueError, OverflowError) as error:  # a date moved beyond the calendar
            idle.append(Fault("edit_value", edit.table, place=f"{at}/{number}", value=str(error)))
    whole, faults = season_from(tables_of(now), (), "season")
    if idle or whole is None:
        raise InputError((*idle, *(_at_edit(one, now, edits, made, at) for one in faults)))
    return whole


def _at_edit(
    fault: Fault, now: Season, edits: Sequence[Edit], made: Mapping[int, tuple[int, object]], at: str
) -> Fault:
    """``fault`` of the season ``now`` at the edit that made its row; as it is where no edit did."""
    rows = getattr(now, fault.table) if fault.table in TABLES else ()
    if fault.row is None or fault.row >= len(rows) or id(rows[fault.row]) not in made:
        return fault
    number = made[id(rows[fault.row])][0]
    match edits[number]:
        case Add():
            member = f"row/{fault.field}" if fault.field else "row"
        case Change(to=to):
            member = f"set/{fault.field}" if fault.field in dict(to) else "set"
        case Shift():
            member = "days"
        case Remove():
            return fault  # makes no row
    return replace(fault, row=None, place=f"{at}/{number}/{member}")


def _shown(edit: Edit) -> str:
    return json.dumps(edit_json(edit).get("where", {}), ensure_ascii=False)


class _Reading:
    """One edit being read; faults are added to the list that is handed in."""

    def __init__(self, place: str, raw: Json, faults: list[Fault]) -> None:
        self.place, self.raw, self.faults = place, raw if isinstance(raw, dict) else {}, faults

    def edit(self) -> Edit | None:
        """The edit, None if it has faults."""
        before = len(self.faults)
        made = self._made()
        return made if len(self.faults) == before else None

    def _made(self) -> Edit | None:
        verbs = [verb for verb in VERBS if verb in self.raw]
        if len(verbs) != 1:
            self._fault("edit_verb", "", json.dumps(self.raw, ensure_ascii=False))
            return None
        (verb,) = verbs
        name = str(self.raw[verb])
        if name not in TABLES:
            self._fault("edit_table", f"/{verb}", name, known="、".join(TABLES))
            return None
        table = BY_NAME[name]
        if verb == "add":
            return self._added(table)
        where = self._values(table, "where")
        if verb == "remove":
            return Remove(name, where)
        return Change(name, where, self._values(table, "set")) if verb == "change" else self._shifted(table, where)

    def _added(self, table: Table) -> Edit | None:
        row = self.raw.get("row")
        if not isinstance(row, dict):
            self._fault("json_type", "/row", json.dumps(row, ensure_ascii=False), expected="{…}")
            return None
        try:
            return Add(table.name, entity_of(table, row))
        except InputError as error:
            for one in error.faults:
                place = f"{self.place}/row/{one.field}" if one.field else f"{self.place}/row"
                self.faults.append(Fault(one.code, one.table, None, one.field, place, one.value, one.facts))
            return None

    def _shifted(self, table: Table, where: Pairs) -> Edit | None:
        names, days = self.raw.get("fields"), self.raw.get("days")
        if not isinstance(names, list) or not all(isinstance(one, str) and one in table.column for one in names):
            self._fault("edit_field", "/fields", json.dumps(names, ensure_ascii=False), known=_known(table))
            return None
        if not isinstance(days, int) or isinstance(days, bool) or abs(days) > MOST_DAYS:
            self._fault("edit_value", "/days", json.dumps(days, ensure_ascii=False))
            return None
        return Shift(table.name, where, tuple(str(one) for one in names), days)

    def _values(self, table: Table, member: str) -> Pairs:
        raw = self.raw.get(member, {} if member == "where" else None)
        if not isinstance(raw, dict):
            self._fault("json_type", f"/{member}", json.dumps(raw, ensure_ascii=False), expected="{…}")
            return ()
        return tuple(self._cells(table, member, raw))

    def _cells(self, table: Table, member: str, raw: Mapping[str, Json]) -> Iterator[tuple[str, Any]]:
        for name, value in raw.items():
            if name not in table.column:
                self._fault("edit_field", f"/{member}/{name}", name, known=_known(table))
                continue
            codec = table.column[name].codec
            try:
                yield name, table.defaults.get(name) if value in (None, "") else codec.parse(codec.json_text(value))
            except UnreadableError as error:
                self._fault(error.code, f"/{member}/{name}", json.dumps(value, ensure_ascii=False), **error.facts)

    def _fault(self, code: str, at: str, value: str, **facts: str) -> None:
        self.faults.append(Fault(code, place=self.place + at, value=value, facts=tuple(facts.items())))


def _known(table: Table) -> str:
    return "、".join(table.column)
