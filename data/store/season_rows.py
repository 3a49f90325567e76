"""How a row of a season lies in the store: its body without the identity number, and the number sealed beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, Row, Select, bindparam, select

from data.season_files.codecs import Json
from data.store.errors import AbsentError
from data.store.ready_statements import ReadyQuery
from data.store.tables import SeasonRows
from data.store.transaction import Reader
from data.store.vault import FIELD, Vault

Body = Mapping[str, Json]
Laid = Row[str, int, int, Json, str] | tuple[str, int, int, Json, str]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row of a table of a season: ``version`` is its ETag, ``body`` its JSON, ``position`` its place in the table."""

    table: str
    key: str
    position: int
    version: int
    body: Body


def row_id(season: str, table: str, key: str) -> str:
    """What the trail calls a row: ``2026-shenyang/experts/E0001``."""
    return f"{season}/{table}/{key}"


_LAID = (
    select(SeasonRows.key, SeasonRows.position, SeasonRows.version, SeasonRows.body, SeasonRows.identity_sealed)
    .where(SeasonRows.season == bindparam("season"), SeasonRows.table_name == bindparam("table"))
    .order_by(SeasonRows.position, SeasonRows.key)
)
_PAGE = ReadyQuery(_LAID.where(SeasonRows.position > bindparam("after")).limit(bindparam("limit", type_=Integer)))
_ONE = ReadyQuery(_LAID.where(SeasonRows.key == bindparam("key")))


def laid_rows(season: str, table: str) -> Select[str, int, int, Json, str]:
    """SELECT of the rows of a table, in their order."""
    return _LAID.params(season=season, table=table)


def opened(reader: Reader, table: str, laid: Laid) -> StoredRow:
    """A row as it was given, its identity number opened."""
    key, position, version, body, sealed = laid
    whole = dict(body) if isinstance(body, dict) else {}
    if sealed:
        whole[FIELD] = reader.vault.open(sealed)
    return StoredRow(table, key, position, version, whole)


def all_rows(reader: Reader, season: str, table: str) -> tuple[StoredRow, ...]:
    """Every row of a table, in their order."""
    return tuple(opened(reader, table, one) for one in reader.rows(laid_rows(season, table)))


def row_page(reader: Reader, season: str, table: str, after: int = -1, limit: int = 100) -> tuple[StoredRow, ...]:
    """At most ``limit`` rows whose position is above ``after``, in their order."""
    found = reader.ask(_PAGE, season=season, table=table, after=after, limit=limit)
    return tuple(opened(reader, table, one) for one in found)


def one_row(reader: Reader, season: str, table: str, key: str) -> StoredRow:
    """One row; raises AbsentError."""
    found = reader.ask(_ONE, season=season, table=table, key=key)
    if not found:
        raise AbsentError(kind=table, id=key)
    return opened(reader, table, found[0])


def person_with(reader: Reader, season: str, identity_no: str) -> str:
    """Key of the person with an identity number, ``""`` if there is none."""
    digest = reader.vault.digest(identity_no)
    found = select(SeasonRows.key).where(SeasonRows.season == season, SeasonRows.identity_digest == digest)
    row = reader.first(found)
    return row[0] if row else ""


def laid_out(vault: Vault, season: str, row: StoredRow) -> dict[str, Json]:
    """The columns of a row: what is written."""
    number = row.body.get(FIELD, "")
    told = isinstance(number, str) and number != ""
    body = {**row.body, FIELD: ""} if told else dict(row.body)  # the member keeps its place
    return {
        "season": season,
        "table_name": row.table,
        "key": row.key,
        "position": row.position,
        "version": row.version,
        "body": body,
        "identity_sealed": vault.seal(str(number)) if told else "",
        "identity_digest": vault.digest(str(number)) if told else "",
    }


def same(one: Body, other: Body) -> bool:
    """Whether two bodies are the same to the letter, the order of unknown columns included."""
    return json.dumps(one) == json.dumps(other)
