"""Forgers at work: each class of tampering with the trail in many random ways, and whether it is found.

A forger owns the database: the walls are down, and hashes can be made anew from any row on. Only the anchors are out of
reach. Every try is made on the real table, read back, verified and rolled back.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, delete, insert, text
from sqlalchemy.pool import NullPool

from data.store.anchors import Anchor, anchors_in
from data.store.engine import Store
from data.store.tables import Trail
from data.store.trail import GENESIS, row_hash
from data.store.trail_reading import TrailRow, trail_rows
from data.store.transaction import Actor, Reader
from data.store.vault import Vault, new_key
from data.store.verification import Verified, verify

COLUMNS = ("at", "actor", "role", "action", "kind", "object", "before", "after", "reason", "request_id")
Rows = list[TrailRow]


def honest_trail(store: Store, commits: int, chance: random.Random) -> None:
    """Write ``commits`` changes of one to three rows each."""
    for number in range(commits):
        with store.change(Actor(f"a{number % 3}", "secretariat"), reason=f"reason {number}") as change:
            for part in range(chance.randint(1, 3)):
                change.record("change", "experts", f"s/experts/E{number}", {"n": part}, {"n": part + 1})


def rechained(rows: Sequence[TrailRow], start: int) -> Rows:
    """The rows with numbers, links and hashes made anew from index ``start`` on."""
    made = list(rows[:start])
    for row in rows[start:]:
        previous = made[-1].hash if made else GENESIS
        linked = replace(row, seq=len(made) + 1, previous=previous)
        made.append(replace(linked, hash=row_hash(asdict(linked))))
    return made


def _maybe_rechained(rows: Rows, start: int, chance: random.Random) -> Rows:
    return rechained(rows, start) if chance.random() < 0.5 else rows


def edit(rows: Rows, chance: random.Random) -> Rows:
    """Another value in one column of one row; its own hash, or all from it on, perhaps made anew."""
    index = chance.randrange(len(rows))
    column = chance.choice(COLUMNS)
    edited = replace(rows[index], **{column: f"{getattr(rows[index], column)}x"})
    if chance.random() < 0.5:
        edited = replace(edited, hash=row_hash(asdict(edited)))
    return _maybe_rechained([*rows[:index], edited, *rows[index + 1 :]], index, chance)


def drop(rows: Rows, chance: random.Random) -> Rows:
    """One row gone that is not the last; a gap left, or all after it made anew."""
    index = chance.randrange(len(rows) - 1)
    return _maybe_rechained([*rows[:index], *rows[index + 1 :]], index, chance)


def put_in(rows: Rows, chance: random.Random) -> Rows:
    """A row of the forger's between two others or after the last, all after it made anew; at the end perhaps not."""
    index = chance.randint(0, len(rows))
    forged = replace(chance.choice(rows), actor="eve", seq=index + 1)
    whole = [*rows[:index], forged, *rows[index:]]
    return rechained(whole, index) if index < len(rows) else _maybe_rechained(whole, index, chance)


def swap(rows: Rows, chance: random.Random) -> Rows:
    """Two rows in each other's place, under each other's number; all from the first on perhaps made anew."""
    first, second = sorted(chance.sample(range(len(rows)), 2))
    made = list(rows)
    made[first], made[second] = (
        replace(rows[second], seq=rows[first].seq),
        replace(rows[first], seq=rows[second].seq),
    )
    return _maybe_rechained(made, first, chance)


def cut(rows: Rows, chance: random.Random) -> Rows:
    """The last rows gone, from one to all of them."""
    return rows[: -chance.randint(1, len(rows))]


def rewrite(rows: Rows, chance: random.Random) -> Rows:
    """A whole other history, valid in itself, as long or longer or shorter."""
    made = [replace(row, reason=f"{row.reason}{chance.randint(0, 9)}") for row in rows]
    longer = [*made, *made[: chance.randint(0, 3)]]
    return rechained(longer[: chance.randint(1, len(longer))], 0)


CLASSES: Mapping[str, Callable[[Rows, random.Random], Rows]] = {
    "edit": edit,
    "delete": drop,
    "insert": put_in,
    "swap": swap,
    "cut": cut,
    "rewrite": rewrite,
}


def missed(store: Store, anchors: Path, tries: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """How many forgeries of each class were made, and how many of them were not found; the store stays as it was."""
    chance, made, unfound = random.Random(seed), Counter[str](), Counter[str]()
    with store.read() as reader:
        rows = list(trail_rows(reader))
    kept = tuple(anchors_in([anchors]))
    with forger(store) as connection:
        assert verified(connection, kept).faults == ()
        for name, tamper in CLASSES.items():
            for _ in range(tries):
                forged = tamper(rows, chance)
                assert forged != rows
                made[name] += 1
                unfound[name] += not found(connection, forged, kept)
        assert verified(connection, kept).faults == ()
    return made, unfound


@contextmanager
def forger(store: Store) -> Iterator[Connection]:
    """A connection of the database's owner with the walls around the trail taken down until it is rolled back."""
    engine = create_engine(store.url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin() as transaction:
        for statement in _takes_walls_down(connection):
            connection.execute(text(statement))
        yield connection
        transaction.rollback()
    engine.dispose()


def _takes_walls_down(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        return ["ALTER TABLE trail DISABLE TRIGGER USER"]
    walls = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    return [f"DROP TRIGGER {wall}" for wall in walls]


def found(connection: Connection, forged: Rows, kept: tuple[Anchor, ...]) -> bool:
    """Whether a trail made of ``forged`` is seen to be wrong."""
    with connection.begin_nested() as attempt:
        connection.execute(delete(Trail))
        if forged:
            connection.execute(insert(Trail), [asdict(row) for row in forged])
        faults = verified(connection, kept).faults
        attempt.rollback()
    return faults != ()


def verified(connection: Connection, kept: tuple[Anchor, ...]) -> Verified:
    """What is found on the trail as the connection sees it."""
    return verify(trail_rows(Reader(connection, Vault(new_key()), datetime.now(UTC))), kept)
