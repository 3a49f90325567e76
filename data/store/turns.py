"""Turns: the writers of one process wait for each other here, in the order they came, not at the database."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

from data.store.errors import BusyError
from solver.errors import EngineError


@dataclass(eq=False, slots=True)
class Turn:
    """The place of a thread in the queue; ``apart``: nobody may share what it does in its turn."""

    thread: int
    apart: bool = False
    called: Event = field(default_factory=Event)


class Turns:
    """Lets one thread in at a time; first come, first served, since a database that is polled serves at random.

    Only the thread whose turn has come is woken: waking all of them costs more than what they are waiting to do.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._queue: deque[Turn] = deque()

    @contextmanager
    def turn(self, thread: int, apart: bool = False) -> Iterator[Turn]:
        """Wait for the turn of ``thread``.

        Raises
        ------
        BusyError
            If it does not come in time.
        EngineError
            If the thread has the turn already: it would wait for itself.
        """
        mine = Turn(thread, apart)
        with self._lock:
            if any(other.thread == thread for other in self._queue):
                raise EngineError(why="a change inside a change")
            self._queue.append(mine)
            self._call_first()
        if not mine.called.wait(self._seconds) and self._gave_up(mine):
            raise BusyError(seconds=self._seconds)
        try:
            yield mine
        finally:
            self._leave(mine)

    def hand_over(self, mine: Turn) -> bool:
        """Give the turn to the next in the queue, if somebody is there who does not want to be apart.

        Where this is False the caller still has the turn. Whoever was called comes: nobody gives up after that.
        """
        with self._lock:
            if mine.apart or len(self._queue) < 2 or self._queue[1].apart:
                return False
            self._queue.remove(mine)
            self._call_first()
            return True

    def _gave_up(self, mine: Turn) -> bool:
        with self._lock:
            if mine.called.is_set():  # in the moment between
                return False
            self._queue.remove(mine)
            return True

    def _leave(self, mine: Turn) -> None:
        with self._lock:
            if mine in self._queue:
                self._queue.remove(mine)
                self._call_first()

    def _call_first(self) -> None:
        if self._queue:
            self._queue[0].called.set()
