"""The store: one database, SQLite by a file or PostgreSQL by a URL, behind the same transactions.

One writer at a time on both: SQLite has one write lock anyway, and on PostgreSQL an advisory lock gives the trail its
order. On SQLite changes that wait for their turn share a commit (:mod:`data.store.group_commit`). A change that was
told about is on the disk (SQLite: WAL with ``synchronous=FULL``), and so is its anchor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import get_ident
from typing import TypeVarTuple

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from data.store import dialects
from data.store.anchors import AnchorFile
from data.store.errors import BusyError
from data.store.group_commit import GroupCommit, Made
from data.store.ready_statements import ReadyQuery
from data.store.trail import Head
from data.store.transaction import Actor, Change, Reader, end_of_trail
from data.store.turns import Turns
from data.store.vault import Vault

Clock = Callable[[], datetime]
Ts = TypeVarTuple("Ts")
BUSY_SECONDS = 30
"""How long a writer waits for its turn."""


def utc_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def open_store(url: str, key: str, anchors: Path | None = None, clock: Clock = utc_now) -> Store:
    """The store at ``url`` (``sqlite:///file`` or ``postgresql://…``).

    Parameters
    ----------
    key
        Seals identity numbers (:func:`data.store.vault.new_key`).
    anchors
        File for the anchors of the trail; None keeps none, and a cut tail will not be seen.
    """
    return Store(dialects.known(make_url(url)), Vault(key), AnchorFile(anchors) if anchors else None, clock)


class Store:
    """A database with its key, its anchors and its clock; threads may share it."""

    def __init__(self, url: URL, vault: Vault, anchors: AnchorFile | None, clock: Clock) -> None:
        self.url = url
        self.vault = vault
        self.anchors = anchors
        self.clock = clock
        self.engine: Engine = dialects.prepared(create_engine(url, **dialects.options(url, BUSY_SECONDS)))
        self._turns = Turns(BUSY_SECONDS)
        self._groups = GroupCommit(self._turns, self._begun, anchors)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    def migrate(self) -> None:
        """Bring the tables to this version; on PostgreSQL also the rights of the service's role."""
        from data.store.schema import upgrade

        upgrade(self.url)

    def revision(self) -> tuple[str, str]:
        """Revision of the tables as they are, ``""`` for none, and the one this version needs."""
        from data.store.schema import needed_revision, revision_of

        with self.engine.connect() as connection:
            return revision_of(connection), needed_revision()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A transaction that only reads, and sees one state throughout."""
        with self.engine.connect() as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield Reader(connection, self.vault, self.clock())

    def look(self, query: ReadyQuery[*Ts], **given: object) -> Sequence[tuple[*Ts]]:
        """Every row of one ready SELECT, which needs no transaction to see one state.

        On SQLite it takes about 0.03 ms and waits for nobody: a reader of a write-ahead log never does.
        """
        if not self.is_sqlite:
            with self.read() as reader:
                return reader.ask(query, **given)
        borrowed = self.engine.raw_connection()
        try:
            return query.sqlite_rows(borrowed.driver_connection, given)
        finally:
            borrowed.close()

    @contextmanager
    def change(self, actor: Actor, reason: str = "", request_id: str = "", apart: bool = False) -> Iterator[Change]:
        """A transaction that writes, alone; all of it is kept when the block ends, or nothing if it raises.

        Parameters
        ----------
        apart
            For what takes long: on SQLite no other change waits for it to have its own commit.

        Raises
        ------
        BusyError
            If another writer does not let go for 30 seconds.
        NotKeptError
            If it could not be committed (SQLite).
        EngineError
            If the block is entered inside another one of the same thread.
        """

        def made(connection: Connection, began: Head) -> Change:
            return Change(connection, self.vault, self.clock(), actor, reason, request_id, began)

        with self._groups.change(made, apart) if self.is_sqlite else self._alone(made) as change:
            yield change

    def close(self) -> None:
        """Close every connection and the anchors."""
        self.engine.dispose()
        if self.anchors:
            self.anchors.close()

    @contextmanager
    def _alone(self, made: Made) -> Iterator[Change]:
        with self._turns.turn(get_ident()):
            connection = self._begun()
            with closing(connection), connection.get_transaction() or connection.begin():
                change = made(connection, end_of_trail(connection))
                yield change
                change.flush()
                if self.anchors and change.head != change.began:
                    self.anchors.prepare(change.began.seq + 1, change.head.seq, change.head.hash, change.now)
        if self.anchors and change.head != change.began:
            self.anchors.keep(change.began.seq + 1, change.head.seq, change.head.hash, change.now)

    def _begun(self) -> Connection:
        """A connection in a transaction that has the write lock."""
        connection = self.engine.connect().execution_options(pingwei_writes=True)
        try:
            connection.begin()
            dialects.take_write_lock(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, OperationalError):
                raise BusyError(seconds=BUSY_SECONDS) from error
            raise
        return connection
