"""``pingwei worker``: takes planning runs from the queue of a PostgreSQL store, on as many machines as wanted.

Two queues are served beside each other, so that a long run never keeps the sweep from coming round: every ten seconds
some worker puts back what a dead one held, and makes jobs for operations that wait without one.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

from procrastinate import App, PsycopgConnector
from rich.console import Console

from api.exits import Exit
from api.job_queue import RUN, RUNS, Jobs, address, jobs_of, role
from api.logs import install_logs
from api.runs import Run, claimed, worker_name
from api.serving import opened_store, read_settings
from api.settings import Settings
from api.texts import Lang, word
from data.store import operations
from data.store.engine import Store
from data.store.vault import key_in

SWEEP, SWEEPS = "pingwei.sweep", "sweeps"
EVERY_TEN_SECONDS = "* * * * * */10"
"""The sixth column of procrastinate's cron is that of seconds, behind the five of minutes to weekdays."""
LOOK_SECONDS = 2.0
"""How often the queue is looked at beside its notifications."""


@dataclass
class Worker:
    """Carries out runs of ``store`` until it is asked to stop; what it has not finished by then goes to others."""

    store: Store
    settings: Settings
    jobs: Jobs
    _closing: Event = field(init=False, default_factory=Event)

    @property
    def stale(self) -> timedelta:
        """How long a worker may be silent before its run goes to another."""
        return timedelta(seconds=self.settings.run_stale_seconds)

    def run(self, operation: str) -> None:
        """Carry out an operation, unless somebody else does or it is over."""
        name = f"{worker_name()}-{os.getpid()}"
        found = claimed(self.store, name, self.stale, operation)
        if found is None:
            return
        Run(
            self.store,
            key_in(self.settings.keys),
            found,
            name,
            self._closing.is_set,
            scheduler=self.settings.dask_scheduler,
            seals=self.settings.seals,
            niceness=self.settings.run_niceness,
        ).carry_out()
        with self.store.read() as reader:
            left = operations.one_operation(reader, operation).state == "queued"
        if left:  # its child died, or this worker ends
            self.jobs.tell(operation)

    def sweep(self) -> None:
        """Make a job for every operation that waits, or whose worker fell silent."""
        with self.store.read() as reader:
            unfinished = operations.season_operations(reader, states=operations.UNFINISHED)
            now = reader.now
        for one in unfinished:
            if one.state == "queued" or one.beat_at is None or now - one.beat_at > self.stale:
                self.jobs.tell(one.id)

    def stop(self) -> None:
        """End the child of each run; the runs go back into the queue."""
        self._closing.set()


def _app(worker: Worker) -> App:
    """The tasks of ``worker`` on its store's queue."""
    app = App(connector=PsycopgConnector(conninfo=address(worker.store), kwargs={"options": role()}))
    app.task(name=RUN, queue=RUNS)(worker.run)
    stale = worker.settings.run_stale_seconds

    @app.periodic(cron=EVERY_TEN_SECONDS)
    @app.task(name=SWEEP, queue=SWEEPS, queueing_lock=SWEEP)
    async def sweep(timestamp: int) -> None:
        del timestamp
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stale):
            await app.job_manager.retry_job(job)
        await asyncio.to_thread(worker.sweep)

    return app


async def _served(worker: Worker) -> None:
    """Serve both queues until a signal asks to stop."""
    settings, app = worker.settings, _app(worker)
    beat = max(1.0, settings.run_stale_seconds / 3)
    loop = asyncio.get_running_loop()
    async with app.open_async():
        served = [
            asyncio.create_task(
                app.run_worker_async(
                    queues=[queue],
                    name=queue,
                    concurrency=at_once,
                    fetch_job_polling_interval=LOOK_SECONDS,
                    update_heartbeat_interval=beat,
                    stalled_worker_timeout=settings.run_stale_seconds,
                    delete_jobs="always",
                    install_signal_handlers=False,
                )
            )
            for queue, at_once in ((RUNS, settings.runs_at_once), (SWEEPS, 1))
        ]

        def stop() -> None:
            worker.stop()
            for one in served:
                one.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*served)
        await asyncio.gather(*served, return_exceptions=True)


def work(environment: Mapping[str, str], lang: Lang, out: Console, err: Console) -> Exit:
    """Work until stopped; a store that is no PostgreSQL has no queue, because its service does the runs itself."""
    settings = read_settings(environment, lang, err)
    if settings is None:
        return Exit.BAD_INPUT
    install_logs(settings.log_level)
    with closing(opened_store(settings)) as store:
        if store.is_sqlite:
            err.print(word("worker_needs_postgresql", lang), markup=False)
            return Exit.BAD_INPUT
        with jobs_of(store) as jobs:
            out.print(word("working", lang, value=settings.runs_at_once), markup=False)
            asyncio.run(_served(Worker(store, settings, jobs)))
    return Exit.FINE
