"""Rounds of what becomes due as time goes by: a thread that sweeps at once, and then again and again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from solver.errors import PingweiError

LOG = logging.getLogger("pingwei.sweeps")


class Sweeping(Thread):
    """Sweeps at once and then every ``seconds``, until told to stop; several services may, as each act is once."""

    def __init__(self, name: str, sweep: Callable[[], object], seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self._sweep = sweep
        self._seconds = seconds
        self._stopped = Event()

    def run(self) -> None:
        """Sweep; what goes wrong in one round is logged, and tried again in the next."""
        while not self._stopped.is_set():
            try:
                self._sweep()
            except PingweiError as error:
                LOG.warning("%s not swept: %s", self.name, type(error).__name__)
            self._stopped.wait(self._seconds)

    def stop(self) -> None:
        """Stop after the round that is going on."""
        self._stopped.set()
        self.join()


@contextmanager
def swept(*rounds: Sweeping) -> Iterator[None]:
    """Each of ``rounds`` goes on as long as the block lasts."""
    for one in rounds:
        one.start()
    try:
        yield
    finally:
        for one in rounds:
            one.stop()
