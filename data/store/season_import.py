"""A whole season written over the one in the store: only rows that differ are touched, each with its trail row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import bindparam, delete, insert, update

from data.season_files.codecs import Json
from data.season_files.columns import SEASON, TABLES
from data.season_files.row_json import row_key
from data.season_files.season_json import json_row
from data.season_files.table import Table
from data.store.season_rows import StoredRow, all_rows, laid_out, row_id, same
from data.store.seasons import StoredSeason, change_header, counted, create_season, one_season, season_at
from data.store.tables import SeasonRows
from data.store.trail import Entry
from data.store.transaction import Batch, Change, Reader, Write
from solver.domain.season import Season, SeasonHeader

LAID = ("position", "version", "body", "identity_sealed", "identity_digest")
"""Columns of a row other than its key."""


@dataclass
class Difference:
    """What an import changes: rows added, changed (before, after), moved, and removed; the header, if another."""

    added: list[StoredRow] = field(default_factory=list)
    changed: list[tuple[StoredRow, StoredRow]] = field(default_factory=list)
    moved: list[StoredRow] = field(default_factory=list)
    removed: list[StoredRow] = field(default_factory=list)
    header: SeasonHeader | None = None

    def counts(self) -> dict[str, int]:
        """Number of rows of each sort; moving within a table is no change."""
        return {"added": len(self.added), "changed": len(self.changed), "removed": len(self.removed)}


def import_season(
    change: Change,
    season: str,
    whole: Season,
    if_version: int | None = None,
    accept: Callable[[Difference], None] = lambda _: None,
) -> Difference:
    """Make the stored season equal to ``whole``, which has no faults.

    Raises
    ------
    AbsentError, StaleError
        If there is no such season, or another version of it.
    Exception
        Whatever ``accept`` raises, which sees what would change before anything of a row is written.
    """
    stored = season_at(change, season, if_version)
    version = stored.version + (1 if _same_header(stored, whole) else 2)  # the header is a version of its own
    difference = difference_from(change, season, whole, version)
    accept(difference)
    if difference.header:
        change_header(change, season, difference.header, None)
    if any(difference.counts().values()) or difference.moved:
        _write(change, season, difference, version)
    return difference


def create_from(change: Change, season: str, whole: Season) -> StoredSeason:
    """Make a season with all its rows; raises ExistsError."""
    made = create_season(change, season, whole.header)
    import_season(change, season, whole)
    return season_at(change, made.id, None)


def difference_from(reader: Reader, season: str, whole: Season, version: int) -> Difference:
    """What would have to change; new and changed rows carry ``version``."""
    found = Difference()
    if not _same_header(one_season(reader, season), whole):
        found.header = whole.header
    for table in TABLES:
        there = {row.key: row for row in all_rows(reader, season, table.name)}
        for row in _rows(table, getattr(whole, table.name), version):
            _compare(there.pop(row.key, None), row, found)
        found.removed += there.values()
    return found


def _same_header(stored: StoredSeason, whole: Season) -> bool:
    return same(json_row(SEASON, stored.header), json_row(SEASON, whole.header))


def _rows(table: Table, entities: Iterable[object], version: int) -> Iterator[StoredRow]:
    met: Counter[str] = Counter()
    for position, entity in enumerate(entities):
        key = row_key(table, entity)
        met[key] += 1
        free = key if met[key] == 1 else f"{key}~{met[key]}"
        yield StoredRow(table.name, free, position, version, json_row(table, entity))


def _compare(before: StoredRow | None, after: StoredRow, found: Difference) -> None:
    if before is None:
        found.added.append(after)
    elif not same(before.body, after.body):
        found.changed.append((before, after))
    elif before.position != after.position:
        found.moved.append(replace(before, position=after.position))


def _write(change: Change, season: str, difference: Difference, version: int) -> None:
    where = (
        SeasonRows.season == season,
        SeasonRows.table_name == bindparam("of_table"),
        SeasonRows.key == bindparam("of_key"),
    )
    gone = [{"of_table": row.table, "of_key": row.key} for row in difference.removed]
    moved = [{"of_table": row.table, "of_key": row.key, "position": row.position} for row in difference.moved]
    new = [laid_out(change.vault, season, row) for row in difference.added]
    now = [_addressed(laid_out(change.vault, season, row)) for _, row in difference.changed]
    writes: tuple[Write | Batch, ...] = (
        Batch(delete(SeasonRows).where(*where), gone),
        Batch(update(SeasonRows).where(*where).values(position=bindparam("position")), moved),
        Batch(update(SeasonRows).where(*where).values({name: bindparam(name) for name in LAID}), now),
        Batch(insert(SeasonRows), new),
        counted(season, version),
    )
    change.record_all(tuple(_entries(season, difference)), *writes)


def _addressed(laid: Mapping[str, Json]) -> dict[str, Json]:
    return {name: laid[name] for name in LAID} | {"of_table": laid["table_name"], "of_key": laid["key"]}


def _entries(season: str, difference: Difference) -> Iterator[Entry]:
    yield Entry("import", "season", season, None, dict(difference.counts()))
    for row in difference.removed:
        yield Entry("delete", row.table, row_id(season, row.table, row.key), dict(row.body), None)
    for before, after in difference.changed:
        yield Entry("change", after.table, row_id(season, after.table, after.key), dict(before.body), dict(after.body))
    for row in difference.added:
        yield Entry("create", row.table, row_id(season, row.table, row.key), None, dict(row.body))
