"""Turns: the writers of one process wait for each other here, in the order they came, not at the database."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from data.store.errors import BusyError
from solver.errors import EngineError


class Turns:
    """Lets one thread in at a time; first come, first served, since a database that is polled serves at random.

    Only the thread whose turn has come is woken: waking all of them costs more than what they are waiting to do.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._queue: deque[tuple[int, Event]] = deque()

    @contextmanager
    def turn(self, thread: int) -> Iterator[None]:
        """Wait for the turn of ``thread``.

        Raises
        ------
        BusyError
            If it does not come in time.
        EngineError
            If the thread has the turn already: it would wait for itself.
        """
        mine = (thread, Event())
        with self._lock:
            if any(other == thread for other, _ in self._queue):
                raise EngineError(why="a change inside a change")
            self._queue.append(mine)
            self._call_first()
        if not mine[1].wait(self._seconds):
            self._leave(mine)
            raise BusyError(seconds=self._seconds)
        try:
            yield
        finally:
            self._leave(mine)

    def _leave(self, mine: tuple[int, Event]) -> None:
        with self._lock:
            self._queue.remove(mine)
            self._call_first()

    def _call_first(self) -> None:
        if self._queue:
            self._queue[0][1].set()
