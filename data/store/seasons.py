"""Seasons in the store: which there are, their headers and versions, and each of them read as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, insert, select, update

from data.season_files.codecs import Json
from data.season_files.columns import SEASON, TABLES
from data.season_files.row_json import entities_of
from data.season_files.season_json import json_row
from data.store.errors import AbsentError, ExistsError, StaleError
from data.store.ready_statements import ReadyQuery
from data.store.season_rows import Body, all_rows
from data.store.tables import Seasons
from data.store.transaction import Change, Reader
from solver.domain.season import Season, SeasonHeader


@dataclass(frozen=True, slots=True)
class StoredSeason:
    """A season as a whole: ``version`` counts every change inside it and is its ETag."""

    id: str
    header: SeasonHeader
    version: int
    created_at: datetime


_ONE = ReadyQuery(
    select(Seasons.id, Seasons.header, Seasons.version, Seasons.created_at).where(Seasons.id == bindparam("season"))
)


def all_seasons(reader: Reader) -> tuple[StoredSeason, ...]:
    """Every season, by id."""
    columns = (Seasons.id, Seasons.header, Seasons.version, Seasons.created_at)
    found = reader.rows(select(*columns).order_by(Seasons.id))
    return tuple(StoredSeason(one, _header(header), version, made) for one, header, version, made in found)


def one_season(reader: Reader, season: str) -> StoredSeason:
    """One season; raises AbsentError."""
    found = next(iter(reader.ask(_ONE, season=season)), None)
    if found is None:
        raise AbsentError(kind="season", id=season)
    return StoredSeason(found[0], _header(found[1]), found[2], found[3])


def _header(body: Json) -> SeasonHeader:
    rows = [body] if isinstance(body, dict) else []
    (header,) = entities_of(SEASON, rows)
    return header  # type: ignore[no-any-return] # the entity of its table


def create_season(change: Change, season: str, header: SeasonHeader) -> StoredSeason:
    """Make an empty season of version 1; raises ExistsError."""
    if change.first(select(Seasons.id).where(Seasons.id == season)):
        raise ExistsError(kind="season", id=season)
    body = json_row(SEASON, header)
    made = insert(Seasons).values(id=season, header=body, version=1, created_at=change.now)
    change.record("create", "season", season, None, body, made)
    return StoredSeason(season, header, 1, change.now)


def change_header(change: Change, season: str, header: SeasonHeader, if_version: int | None) -> StoredSeason:
    """Replace the header; raises AbsentError, StaleError."""
    found = season_at(change, season, if_version)
    before, after = json_row(SEASON, found.header), json_row(SEASON, header)
    now = update(Seasons).where(Seasons.id == season).values(header=after, version=found.version + 1)
    change.record("change", "season", season, before, after, now)
    return replace(found, header=header, version=found.version + 1)


def season_at(reader: Reader, season: str, if_version: int | None) -> StoredSeason:
    """The season if it has the version asked for (None: any); raises AbsentError, StaleError."""
    found = one_season(reader, season)
    if if_version is not None and found.version != if_version:
        raise StaleError(kind="season", id=season, found=found.version, expected=if_version)
    return found


def counted(season: str, version: int) -> Update:
    """The write that gives a season its next ``version``: part of every change inside it."""
    return update(Seasons).where(Seasons.id == season).values(version=version)


def read_season(reader: Reader, season: str, sees: Callable[[str, Body], bool] = lambda _table, _body: True) -> Season:
    """The season, of each table the rows that ``sees`` lets through.

    Raises AbsentError, and WrongKeyError if its identity numbers were sealed with another key.
    """
    header = one_season(reader, season).header
    tables: dict[str, Any] = {  # each table has its own entity
        table.name: tuple(
            entities_of(table, (row.body for row in all_rows(reader, season, table.name) if sees(table.name, row.body)))
        )
        for table in TABLES
    }
    return Season(header, **tables)
