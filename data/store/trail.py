"""The trail: one hash-chained row per change, and how it is read: who, when, what before, what after, why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from data.season_files.codecs import Json
from data.store.column_types import canonical
from data.store.tables import Trail

if TYPE_CHECKING:
    from data.store.transaction import Reader

GENESIS = "0" * 64
"""What the first row names as the hash before it."""

CHUNK = 5_000
"""Rows of the trail that are held in memory at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one object: ``before`` is None for what is new, ``after`` None for what is gone."""

    action: str
    kind: str
    object: str
    before: Json = None
    after: Json = None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """A row of the trail; ``before`` and ``after`` are JSON text (``null`` where there is nothing)."""

    seq: int
    at: str
    actor: str
    role: str
    action: str
    kind: str
    object: str
    before: str
    after: str
    reason: str
    request_id: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many rows there are, and the hash of the last."""

    seq: int = 0
    hash: str = GENESIS


def row_hash(values: Mapping[str, Json]) -> str:
    """SHA-256 of the canonical JSON of a row's columns other than ``hash``; anybody can compute it again."""
    covered = {name: value for name, value in values.items() if name != "hash"}
    return sha256(canonical(covered).encode("utf-8")).hexdigest()


def head(reader: Reader) -> Head:
    """The end of the chain as it stands."""
    found = reader.first(select(Trail.seq, Trail.hash).order_by(Trail.seq.desc()).limit(1))
    return Head(found.seq, found.hash) if found else Head()


def trail_rows(reader: Reader, after: int = 0, limit: int | None = None) -> Iterator[TrailRow]:
    """Rows with a number above ``after`` in their order, ``limit`` of them at most; never all in memory."""
    left = limit
    while left is None or left > 0:
        size = CHUNK if left is None else min(CHUNK, left)
        rows = reader.rows(_columns().where(Trail.seq > after).order_by(Trail.seq).limit(size))
        yield from (TrailRow(*row) for row in rows)
        if len(rows) < size:
            return
        after = rows[-1][0]
        left = None if left is None else left - len(rows)


def trail_page(
    reader: Reader, after: int = 0, limit: int = 100, kind: str = "", object_prefix: str = "", actor: str = ""
) -> Sequence[TrailRow]:
    """One page of the trail in its order, of a kind, of objects whose name begins so, or of an actor."""
    statement = _columns().where(Trail.seq > after)
    if kind:
        statement = statement.where(Trail.kind == kind)
    if object_prefix:
        statement = statement.where(Trail.object.startswith(object_prefix, autoescape=True))
    if actor:
        statement = statement.where(Trail.actor == actor)
    return [TrailRow(*row) for row in reader.rows(statement.order_by(Trail.seq).limit(limit))]


def _columns() -> Select[*tuple[Any, ...]]:  # one of TrailRow's fields each, in their order
    return select(*Trail.__table__.columns)
