"""How the trail is read: who, when, what before, what after, why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from data.store.tables import Trail
from data.store.transaction import Reader

CHUNK = 5_000
"""Rows of the trail that are held in memory at once."""


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
