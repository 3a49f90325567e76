"""The queue of planning runs on PostgreSQL: procrastinate jobs, which workers on any number of machines take.

A job only says that an operation waits. What a run is and how it stands is in the store; whoever takes a job claims the
operation there first, so that a job too many does no harm, and one that is lost is made again by the sweep.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.schema import SchemaManager

from data.store.dialects import SERVICE_ROLE, WRITE_LOCK
from data.store.engine import Store

RUN = "pingwei.run"
RUNS = "runs"
"""Name of the task, and of the queue, of planning runs."""


def address(store: Store) -> str:
    """How psycopg reaches the database of ``store``."""
    return store.url.set(drivername="postgresql").render_as_string(hide_password=False)


def role() -> str:
    """Option of a connection that works as the service's role, as every connection of the store does."""
    return f"-c role={SERVICE_ROLE}"


def install(store: Store) -> None:
    """Make the tables of the queue where there are none, as the user of the URL: their owner."""
    with psycopg.connect(address(store)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITE_LOCK,))  # services that start at once wait here
        known = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        if known == (None,):
            connection.execute(SchemaManager.get_schema())


class Jobs:
    """Puts jobs into the queue of a store; threads may share it."""

    def __init__(self, app: App) -> None:
        self._app = app

    def tell(self, operation: str) -> None:
        """Say that ``operation`` waits; nothing new if somebody has said so and nobody has taken it yet."""
        with suppress(AlreadyEnqueued):
            job = self._app.configure_task(RUN, queue=RUNS, queueing_lock=operation)
            job.defer(operation=operation)


@contextmanager
def jobs_of(store: Store) -> Iterator[Jobs]:
    """The queue of ``store`` while the block lasts."""
    app = App(connector=SyncPsycopgConnector(conninfo=address(store), kwargs={"options": role()}))
    with app.open():
        yield Jobs(app)
