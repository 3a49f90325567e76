"""Rows of a season as somebody may see and change them: whoever asks, however they ask, one place decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.access import Principal, Row
from api.access_table import Role
from api.paging import Page
from api.problems import Problem, body_fault
from api.season_reach import SeasonReach, need_whole, sees_all
from data.season_files.codecs import Json
from data.season_files.columns import BY_NAME
from data.season_files.identity import hidden
from data.season_files.row_json import entity_of, row_key
from data.season_files.season_json import json_row
from data.season_files.table import Table
from data.store.season_edits import add_row, delete_row, replace_row
from data.store.season_references import check_row, referring
from data.store.season_rows import Body, StoredRow, one_row, row_page
from data.store.seasons import one_season
from data.store.transaction import Change, Reader
from solver.domain.faults import Fault
from solver.domain.vocabulary import CommitteeState, RelationSource
from solver.errors import InputError

STATE_FIELDS: Mapping[str, Json] = {"state": CommitteeState.ACTIVE.value, "state_from": None, "state_to": None}
"""What a committee's row says of its state, with what an empty field means."""
FOR_ALL = frozenset({"calendar", "authorities", "policy"})
"""What holds for a whole city: only a role that reaches all of it changes these."""
CHUNK = 500
MOST_POSITION = 1 << 31
MOST_KEY = 300
"""Characters of a key: an index of a database takes no more than some 2,700 bytes."""
IDENTITY = ("identity_no", BY_NAME["persons"].column["identity_no"].heading)


def masked_body(body: Body) -> dict[str, Any]:
    """A body as it is answered: identity numbers hidden but for their ends."""
    return {name: hidden(str(value)) if name == "identity_no" and value else value for name, value in body.items()}


@dataclass(frozen=True, slots=True)
class SeasonTable:
    """One table of one season, in the eyes of ``who``."""

    season: str
    name: str
    who: Principal

    @property
    def table(self) -> Table:
        """The table's columns."""
        return BY_NAME[self.name]

    def page(self, reader: Reader, page: Page, wanted: Mapping[str, Json]) -> list[StoredRow]:
        """Visible rows after ``page.after`` whose fields are as ``wanted``, one more than are shown if there are more.

        The cursor is one more than the position of the row before; raises Problem for a hidden or absent season.
        """
        reach = open_season(reader, self.season, self.who)
        after = page.number - 1
        if after >= MOST_POSITION:
            raise Problem("cursor-unknown")
        sees, found = reach.sees(self.who), list[StoredRow]()
        for row in self._rows(reader, after, CHUNK if wanted or not sees_all(self.who, self.season) else page.ask):
            if all(row.body.get(field) == value for field, value in wanted.items()) and sees(self.name, row.body):
                found.append(row)
                if len(found) == page.ask:
                    break
        return found

    def _rows(self, reader: Reader, after: int, size: int) -> Iterator[StoredRow]:
        while rows := row_page(reader, self.season, self.name, after, size):
            yield from rows
            after = rows[-1].position

    def read(self, reader: Reader, key: str) -> StoredRow:
        """One row; raises Problem or AbsentError, both of which answer the same, if it is hidden or absent."""
        reach = open_season(reader, self.season, self.who)
        row = one_row(reader, self.season, self.name, key)
        self._admit(reach, row.body)
        return row

    def add(self, change: Change, body: Mapping[str, Json]) -> StoredRow:
        """Add a row; raises InputError with every fault of it, ExistsError, or Problem where it is out of reach."""
        reach = open_season(change, self.season, self.who)
        self._check(change, reach, body, None)
        return add_row(change, self.season, self.name, body)

    def replace(self, change: Change, key: str, body: Mapping[str, Json], seen: Callable[[int], None]) -> StoredRow:
        """Replace a row whose version ``seen`` accepts; raises as :meth:`add` and :meth:`read` do."""
        reach = open_season(change, self.season, self.who)
        before = one_row(change, self.season, self.name, key)
        self._admit(reach, before.body)
        seen(before.version)
        whole = _restored(body, before.body)
        self._check(change, reach, whole, before)
        return replace_row(change, self.season, self.name, key, whole, None)

    def remove(self, change: Change, key: str, seen: Callable[[int], None]) -> None:
        """Take out a row whose version ``seen`` accepts; raises Problem ``referred-to`` if another row names it."""
        before = self.read(change, key)
        seen(before.version)
        self._guard(None, before)
        found = referring(change, self.season, self.name, key) if "id" in self.table.column else []
        if found:
            tables = dict.fromkeys(one.table for one in found)
            raise Problem("referred-to", sheets="、".join(f"{BY_NAME[one].sheet} ({one})" for one in tables))
        delete_row(change, self.season, self.name, key, None)

    def _admit(self, reach: SeasonReach, body: Body) -> Row:
        row = Row(self.season, shared=True) if sees_all(self.who, self.season) else reach.row(self.name, body)
        self.who.acting(row)
        return row

    def _check(self, change: Change, reach: SeasonReach, body: Mapping[str, Json], before: StoredRow | None) -> None:
        key = before.key if before else None
        check_row(change, self.season, self.table, body, key, reach.sees(self.who))
        entity = entity_of(self.table, body)
        refuse_long_keys(self.table, (entity,))
        self._guard(entity, before)
        self._admit(reach, body)

    def _guard(self, entity: Any | None, before: StoredRow | None) -> None:
        if self.name in FOR_ALL:
            need_whole(self.who, self.season)
        guard = GUARDS.get(self.name)
        if guard:
            guard(self.who, entity, before)


def open_season(reader: Reader, season: str, who: Principal) -> SeasonReach:
    """What ``who`` reaches in a season; raises AbsentError or Problem ``not-found`` if it is absent or not theirs."""
    one_season(reader, season)
    if not who.sees(Row(season, shared=True)):
        raise Problem("not-found")
    return SeasonReach(reader, season)


def refuse_long_keys(table: Table, entities: Iterable[Any]) -> None:
    """Raise InputError for rows whose key is too long to be kept."""
    first = table.columns[0].field
    faults = [
        Fault("text_too_long", table.name, row, first, f"/{table.name}/{row}", key[:20], (("limit", str(MOST_KEY)),))
        for row, key in enumerate(row_key(table, entity) for entity in entities)
        if len(key) > MOST_KEY
    ]
    if faults:
        raise InputError(faults)


def _restored(body: Mapping[str, Json], before: Body) -> Mapping[str, Json]:
    """``body`` with the stored identity number where the masked one was sent back."""
    known = str(before.get("identity_no", ""))
    return {
        name: known if name in IDENTITY and known and value == hidden(known) else value for name, value in body.items()
    }


def state_fields(committee: Body | None) -> Mapping[str, Json]:
    """What a committee's row says of its state, the defaults where it says nothing; those of a new one for None."""
    found = committee or {}
    return {field: found.get(field) or default for field, default in STATE_FIELDS.items()}


def _state_kept(_: Principal, committee: Any | None, before: StoredRow | None) -> None:
    """A committee's state is set by decisions with reasons, never by editing its row."""
    if committee is None:
        return
    now = state_fields(json_row(BY_NAME["committees"], committee))
    kept = state_fields(before.body if before else None)
    changed = [field for field in STATE_FIELDS if now[field] != kept[field]]
    if changed:
        raise Problem("validation", [body_fault("state_by_decision", f"/{field}") for field in changed])


def _declared_only(who: Principal, relation: Any | None, before: StoredRow | None) -> None:
    """An expert says to whom they are related; what is derived or reported is for others to put down and to change."""
    sources = {relation.source.value} if relation else set()
    sources |= {before.body.get("source", RelationSource.DECLARED.value)} if before else set()
    only_expert = all(grant.role is Role.EXPERT for grant in who.admitted())
    if only_expert and sources != {RelationSource.DECLARED.value}:
        raise Problem("validation", [body_fault("declared_only", "/source")])


Guard = Callable[[Principal, Any | None, StoredRow | None], None]
GUARDS: Mapping[str, Guard] = {"committees": _state_kept, "relations": _declared_only}
"""What else is asked of a row of some tables before it is written: of the new one (None if it goes) and the old."""
