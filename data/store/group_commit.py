"""Group commit on SQLite: changes that wait for the one write lock share a transaction, and its way to the disk.

Each change has a savepoint of its own inside it, so that one that raises takes nothing of the others with it, and each
sees what those before it did, exactly as if they had been committed one by one. Nobody is told of anything, be it an
error, before the transaction is on the disk; if it cannot be brought there, all of them are refused
(:class:`data.store.errors.NotKeptError`). Decision 8 says why.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, get_ident
from typing import cast

from sqlalchemy import Connection

from data.store import dialects
from data.store.anchors import AnchorFile
from data.store.errors import NotKeptError
from data.store.trail import Head
from data.store.transaction import Change, end_of_trail
from data.store.turns import Turn, Turns

MOST = 64
"""How many changes share a transaction at most."""

LONGEST_SECONDS = 0.05
"""After how long a transaction lets nobody join any more: the first of it has waited that long for its answer."""

Made = Callable[[Connection, Head], Change]
"""A change on a connection, with the end of the trail before it."""


class Group:
    """One transaction, the trail as it stands in it, and whoever waits for it to be kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        self._began = self._head = end_of_trail(connection)
        self._now: datetime | None = None
        self._deadline = time.monotonic() + LONGEST_SECONDS
        self._members = 0
        self._failed: BaseException | None = None
        self._committed = False
        self._ended = Event()

    @property
    def open(self) -> bool:
        """Whether another change may join."""
        return self._failed is None and self._members < MOST and time.monotonic() < self._deadline

    @contextmanager
    def member(self, made: Made) -> Iterator[Change]:
        """One change, in its savepoint; all of it stays when the block ends, or nothing if it raises."""
        self._members += 1
        self._driver.execute("SAVEPOINT one")
        try:
            change = made(self._connection, self._head)
            yield change
            change.flush()
            self._driver.execute("RELEASE one")
        except BaseException as error:
            self._undo(error)
            if dialects.could_not_keep(error):
                raise NotKeptError(changes=1) from error
            raise
        self._head, self._now = change.head, change.now

    def commit(self, anchors: AnchorFile | None) -> None:
        """End the transaction: kept as a whole, or not at all."""
        try:
            if self._failed is None:
                self._tell(anchors.prepare if anchors else None)
                self._driver.commit()
                self._committed = True
        except BaseException as error:  # whatever it was, nobody must be told that a change was kept
            self._failed = error
        finally:
            if self._driver.in_transaction:
                self._driver.rollback()
            self._connection.close()

    def keep(self, anchors: AnchorFile | None) -> None:
        """Bring the anchor of what was committed to the disk, and call whoever waits."""
        try:
            if self._committed:
                self._tell(anchors.keep if anchors else None)
        except BaseException as error:
            self._failed = error
        finally:
            self._ended.set()

    def wait(self) -> None:
        """Until it is kept.

        Raises
        ------
        NotKeptError
            If it could not be committed.
        OSError
            If it was, but its anchor could not be written.
        """
        self._ended.wait()
        if not self._committed:
            raise NotKeptError(changes=self._members) from self._failed
        if self._failed is not None:
            raise self._failed

    def _tell(self, anchor: Callable[[int, int, str, datetime], None] | None) -> None:
        if anchor and self._now and self._head != self._began:
            anchor(self._began.seq + 1, self._head.seq, self._head.hash, self._now)

    def _undo(self, error: BaseException) -> None:
        """Back to the savepoint; a full disk may have ended the transaction by itself, and then it is lost for all."""
        try:
            self._driver.execute("ROLLBACK TO one")
            self._driver.execute("RELEASE one")
        except sqlite3.Error:
            self._failed = error


class GroupCommit:
    """Changes of many threads, in the order they came, as few transactions as that takes."""

    def __init__(self, turns: Turns, begun: Callable[[], Connection], anchors: AnchorFile | None) -> None:
        self._turns = turns
        self._begun = begun
        self._anchors = anchors
        self._group: Group | None = None

    @contextmanager
    def change(self, made: Made, apart: bool) -> Iterator[Change]:
        """A change; kept when this returns. ``apart``: in a transaction of its own.

        Raises
        ------
        NotKeptError
            If its transaction could not be committed, also where the block has raised something else: what it saw
            may have been of that transaction.
        """
        failed: BaseException | None = None
        with self._turns.turn(get_ident(), apart) as turn:
            group = self._group = self._group or Group(self._begun())
            try:
                with group.member(made) as change:
                    yield change
            except BaseException as error:  # told below, when the group has ended
                failed = error
            last = not self._goes_on(group, turn)
            if last:
                self._group = None
                group.commit(self._anchors)
        if last:
            group.keep(self._anchors)
        group.wait()
        if failed is not None:
            raise failed

    def _goes_on(self, group: Group, turn: Turn) -> bool:
        return group.open and self._turns.hand_over(turn)
