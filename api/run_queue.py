"""Who carries out planning runs, one small interface for both ways.

On a SQLite file threads of the service itself do, each with a child process per run; with PostgreSQL a job goes to the
queue that ``pingwei worker`` processes take from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from api.settings import Settings
from api.supervisor import Supervisor
from data.store.engine import Store
from data.store.vault import key_in

RunQueue: TypeAlias = Callable[[str], None]
"""Told the id of an operation that waits, once its row is in the store."""


def nobody(operation: str) -> None:
    """A :data:`RunQueue` for a service beside which nothing runs."""
    del operation


@contextmanager
def running(settings: Settings, store: Store) -> Iterator[RunQueue]:
    """Runs are carried out, or handed to workers, while the block lasts; what is unfinished then is taken up later."""
    if not store.is_sqlite:
        from api.job_queue import jobs_of

        with jobs_of(store) as jobs:
            yield jobs.tell
        return
    supervisor = Supervisor(
        store,
        key_in(settings.keys),
        settings.runs_at_once,
        scheduler=settings.dask_scheduler,
        seals=settings.seals,
        niceness=settings.run_niceness,
    )
    supervisor.start()
    try:
        yield lambda _: supervisor.wake()
    finally:
        supervisor.stop()
