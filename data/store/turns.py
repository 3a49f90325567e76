"""Turns: the writers of one process wait for each other here, in the order they came, not at the database."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from data.store.errors import BusyError
from solver.errors import EngineError


class Turns:
    """Lets one thread in at a time; first come, first served, since a database that is polled serves at random."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._changed = Condition()
        self._queue: deque[int] = deque()

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
        with self._changed:
            if thread in self._queue:
                raise EngineError(why="a change inside a change")
            self._queue.append(thread)
            if not self._changed.wait_for(lambda: self._queue[0] == thread, self._seconds):
                self._queue.remove(thread)
                raise BusyError(seconds=self._seconds)
        try:
            yield
        finally:
            with self._changed:
                self._queue.popleft()
                self._changed.notify_all()
