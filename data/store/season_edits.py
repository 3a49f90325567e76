"""Single rows of a season: added, replaced, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from data.season_files.codecs import Json
from data.season_files.columns import BY_NAME
from data.season_files.row_json import entity_of, row_key
from data.season_files.season_json import json_row
from data.season_files.table import Table
from data.store.errors import ExistsError, StaleError, StateError
from data.store.season_rows import StoredRow, laid_out, one_row, row_id
from data.store.seasons import counted, season_at
from data.store.tables import SeasonRows
from data.store.transaction import Change, Reader


def add_row(change: Change, season: str, table: str, body: Mapping[str, Json]) -> StoredRow:
    """Add a row at the end of its table; its key is its id, or made from what it begins with.

    Raises
    ------
    InputError
        For faults of the row's cells; faults between rows are for the caller to look for.
    AbsentError, ExistsError
        If there is no such season, or a row with this id.
    """
    kind, found = BY_NAME[table], season_at(change, season, None)
    entity = entity_of(kind, body)
    key, last = _free_key(change, season, kind, row_key(kind, entity)), _last(change, season, table)
    row = StoredRow(table, key, last + 1, found.version + 1, json_row(kind, entity))
    writes = (insert(SeasonRows).values(**laid_out(change.vault, season, row)), counted(season, row.version))
    change.record("create", table, row_id(season, table, key), None, dict(row.body), *writes)
    return row


def replace_row(
    change: Change, season: str, table: str, key: str, body: Mapping[str, Json], if_version: int | None
) -> StoredRow:
    """Replace a row that has the version asked for (None: any); its key stays.

    Raises
    ------
    InputError
        For faults of the row's cells; faults between rows are for the caller to look for.
    AbsentError, StaleError
        If there is no such row, or another version of it.
    StateError
        If the row has another id: it would be another row.
    """
    kind, found = BY_NAME[table], season_at(change, season, None)
    before = row_at(change, season, table, key, if_version)
    entity = entity_of(kind, body)
    if "id" in kind.column and entity.id != key:
        raise StateError(kind=table, id=key, state=key, wanted=entity.id)
    after = replace(before, version=found.version + 1, body=json_row(kind, entity))
    written = update(SeasonRows).where(*at(season, table, key)).values(**laid_out(change.vault, season, after))
    writes = (written, counted(season, after.version))
    change.record("change", table, row_id(season, table, key), dict(before.body), dict(after.body), *writes)
    return after


def delete_row(change: Change, season: str, table: str, key: str, if_version: int | None) -> None:
    """Take out a row that has the version asked for (None: any); raises AbsentError, StaleError."""
    found = season_at(change, season, None)
    before = row_at(change, season, table, key, if_version)
    writes = (delete(SeasonRows).where(*at(season, table, key)), counted(season, found.version + 1))
    change.record("delete", table, row_id(season, table, key), dict(before.body), None, *writes)


def row_at(reader: Reader, season: str, table: str, key: str, if_version: int | None) -> StoredRow:
    """The row if it has the version asked for (None: any); raises AbsentError, StaleError."""
    found = one_row(reader, season, table, key)
    if if_version is not None and found.version != if_version:
        raise StaleError(kind=table, id=key, found=found.version, expected=if_version)
    return found


def at(season: str, table: str, key: str) -> tuple[ColumnElement[bool], ...]:
    """Where a row is."""
    return (SeasonRows.season == season, SeasonRows.table_name == table, SeasonRows.key == key)


def _free_key(reader: Reader, season: str, kind: Table, wanted: str) -> str:
    """``wanted``, or the first of ``wanted~2``, ``wanted~3`` … that is free; an id is free or it is a fault."""
    for number in count(1):
        key = wanted if number == 1 else f"{wanted}~{number}"
        if reader.first(select(SeasonRows.key).where(*at(season, kind.name, key))) is None:
            return key
        if "id" in kind.column:
            break
    raise ExistsError(kind=kind.name, id=wanted)


def _last(reader: Reader, season: str, table: str) -> int:
    where = (SeasonRows.season == season, SeasonRows.table_name == table)
    found = reader.first(select(func.max(SeasonRows.position)).where(*where))
    return -1 if found is None or found[0] is None else found[0]
