"""Runs of a service that has one machine: threads that take waiting operations and carry them out, one child each."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from api.run_child import POLITE
from api.runs import Pace, Run, claimed, worker_name
from data.store import operations
from data.store.engine import Store
from data.store.errors import StoreError
from data.store.transaction import SYSTEM

LOG = logging.getLogger("pingwei.runs")
IDLE_SECONDS = 1.0
"""How often a thread without work looks for some that nobody told it of."""


@dataclass
class Supervisor:
    """Carries out the operations of ``store`` while started, ``children`` at a time, on a cluster if one is named.

    There is one service on a SQLite file, so a run that is being done when it starts was left by one that died.
    """

    store: Store
    key: str
    children: int = 1
    pace: Pace = field(default_factory=Pace)
    scheduler: str = ""
    seals: Path = Path("seal.key")
    niceness: int = POLITE
    _closing: Event = field(init=False, default_factory=Event)
    _news: Event = field(init=False, default_factory=Event)
    _threads: list[Thread] = field(init=False, default_factory=list)

    def start(self) -> None:
        """Begin; unfinished runs are taken up again."""
        self._threads = [
            Thread(target=self._work, args=(f"{worker_name()}-{n}",), name=f"pingwei-runs-{n}", daemon=True)
            for n in range(self.children)
        ]
        self._take_over()
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that there is work."""
        self._news.set()

    def stop(self) -> None:
        """End every child; their runs wait for the next start."""
        self._closing.set()
        self._news.set()
        for thread in self._threads:
            thread.join()

    def _take_over(self) -> None:
        """Put back what a service that is gone was doing."""
        with self.store.read() as reader:
            left = operations.season_operations(reader, states=("running",))
        for one in left:
            with self.store.change(SYSTEM) as change:
                operations.give_back(change, one.id, one.worker, counts=True)

    def _work(self, worker: str) -> None:
        while not self._closing.is_set():
            self._news.clear()
            if not self._done(worker):
                self._news.wait(IDLE_SECONDS)

    def _done(self, worker: str) -> bool:
        """Carry out one run; False if there is none, or the store cannot be written now."""
        try:
            operation = claimed(self.store, worker)
            if operation is None:
                return False
            given = (self._closing.is_set, self.pace, self.scheduler, self.seals, self.niceness)
            Run(self.store, self.key, operation, worker, *given).carry_out()
        except StoreError:
            LOG.exception("run_interrupted")
            return False
        return True
