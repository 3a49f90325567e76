"""Transactions: a :class:`Reader` sees one state of the store; a :class:`Change` alters it, and always tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, TypeVarTuple

from sqlalchemy import Connection, Delete, Insert, Row, Select, Update, insert, select

from data.season_files.codecs import Json
from data.season_files.identity import masked
from data.store import dialects
from data.store.column_types import canonical, stamp
from data.store.ready_statements import ReadyQuery, ReadyWrite
from data.store.tables import HOUSEKEEPING, Trail
from data.store.trail import Entry, Head, row_hash
from data.store.vault import Vault
from solver.errors import EngineError

Ts = TypeVarTuple("Ts")
Write: TypeAlias = Insert | Update | Delete


_END = ReadyQuery(select(Trail.seq, Trail.hash).order_by(Trail.seq.desc()).limit(1))
_PUT = ReadyWrite(insert(Trail))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which role."""

    id: str
    role: str


SYSTEM = Actor("system", "system")
"""Pingwei itself: migrations, sweeps, runs that it takes up again."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One statement for many rows."""

    statement: Write | ReadyWrite
    rows: Sequence[Mapping[str, object]]


class Reader:
    """One consistent state of the store, to read from; ``now`` is the moment it was opened."""

    def __init__(self, connection: Connection, vault: Vault, now: datetime) -> None:
        self._connection = connection
        self.vault = vault
        self.now = now

    def rows(self, statement: Select[*Ts]) -> Sequence[Row[*Ts]]:
        """Every row of a SELECT."""
        return self._connection.execute(statement).all()

    def first(self, statement: Select[*Ts]) -> Row[*Ts] | None:
        """The first row of a SELECT, if there is one."""
        return self._connection.execute(statement).first()

    def ask(self, query: ReadyQuery[*Ts], **given: object) -> Sequence[tuple[*Ts]]:
        """Every row of a ready SELECT, for the values ``given``."""
        return query.rows(self._connection, given)

    def stream(self, statement: Select[*Ts], rows_at_once: int) -> Iterator[Row[*Ts]]:
        """Rows of a SELECT, some of them in memory at a time."""
        yield from self._connection.execution_options(yield_per=rows_at_once).execute(statement)

    def end_of_trail(self) -> Head:
        """The end of the hash chain as it stands."""
        return end_of_trail(self._connection)


def end_of_trail(connection: Connection) -> Head:
    """The end of the hash chain in a transaction."""
    found = _END.rows(connection, {})
    return Head(*found[0]) if found else Head()


class Change(Reader):
    """A transaction that writes. A write is an argument of :meth:`record`: there is no way to write and not tell.

    Trail rows are put at the end of the transaction, in the order of the calls.
    """

    def __init__(
        self,
        connection: Connection,
        vault: Vault,
        now: datetime,
        actor: Actor,
        reason: str,
        request_id: str,
        began: Head,
    ) -> None:
        super().__init__(connection, vault, now)
        self.actor = actor
        self.reason = reason
        self.request_id = request_id
        self.began = began
        self.head: Head = began
        self._told: list[dict[str, Json]] = []

    def record(self, action: str, kind: str, object_id: str, before: Json, after: Json, *writes: Write | Batch) -> None:
        """Write, and put down what was changed: ``before`` is None for what is new, ``after`` for what is gone."""
        self.record_all((Entry(action, kind, object_id, before, after),), *writes)

    def record_all(self, entries: Sequence[Entry], *writes: Write | Batch) -> None:
        """Write, and put down one row per entry.

        Raises
        ------
        EngineError
            If there are writes and no entries.
        """
        if writes and not entries:
            raise EngineError(why="a write without a trail row")
        for write in writes:
            self._write(write)
        for entry in entries:
            self._tell(entry)

    def keep_house(self, write: Write | Batch) -> None:
        """Write to a table that is no business of the trail; raises EngineError for any other table."""
        statement = write.statement if isinstance(write, Batch) else write
        table = (statement.statement if isinstance(statement, ReadyWrite) else statement).table
        if getattr(table, "name", "") not in HOUSEKEEPING:
            raise EngineError(why="a write without a trail row", table=str(table))
        self._write(write)

    def flush(self) -> None:
        """Put the trail rows that are still held; the store does this before it commits."""
        if self._told:
            dialects.need_transaction(self._connection)
            _PUT.write(self._connection, self._told)
            self._told = []

    def _write(self, write: Write | Batch) -> None:
        dialects.need_transaction(self._connection)
        if not isinstance(write, Batch):
            self._connection.execute(write)
        elif not write.rows:
            return
        elif isinstance(write.statement, ReadyWrite):
            write.statement.write(self._connection, write.rows)
        else:
            self._connection.execute(write.statement, list(write.rows))

    def _tell(self, entry: Entry) -> None:
        values: dict[str, Json] = {
            "seq": self.head.seq + 1,
            "at": stamp(self.now),
            "actor": self.actor.id,
            "role": self.actor.role,
            "action": entry.action,
            "kind": entry.kind,
            "object": masked(entry.object),
            "before": canonical(self.vault.told(entry.before)),
            "after": canonical(self.vault.told(entry.after)),
            "reason": masked(self.reason),
            "request_id": self.request_id,
            "previous": self.head.hash,
        }
        told = row_hash(values)
        self._told.append({**values, "hash": told})
        self.head = replace(self.head, seq=self.head.seq + 1, hash=told)
