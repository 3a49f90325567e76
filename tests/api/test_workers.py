"""Runs outlive whoever does them: two real workers on a real PostgreSQL, and the real service on SQLite, killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from procrastinate.periodic import PeriodicTask

from api.job_queue import install, jobs_of
from api.run_queue import running
from api.settings import Settings
from api.worker import EVERY_TEN_SECONDS
from benchmarks.service_process import ServiceProcess
from data.samples.synthetic import synthesise
from data.store import operations, plans
from data.store.engine import Store, open_store
from data.store.operations import Operation
from data.store.vault import key_in, new_key
from solver.domain.season import Season
from tests.api.planning import MAKER, SEASON, plannable, stored, until
from tests.postgresql import Databases

LONG = {"seconds": 12, "seed": 1}
"""Long enough to be killed in the middle, on a season that cannot be proved best meanwhile."""
QUICK = {"effort": 1, "seed": 1}
STALE = 5


def long_season() -> Season:
    """A season that keeps a run busy for all of its time."""
    return synthesise(8, 300, 800, 3, 0.8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Folder of an installation, with its key."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "identity.key").write_text(new_key(), encoding="utf-8")
    return tmp_path / "data"


@pytest.fixture
def queue_store(postgresql: Databases, postgresql_template: str, folder: Path) -> Iterator[Store]:
    """A store on PostgreSQL with the tables of the queue."""
    url = postgresql.create(postgresql_template)
    store = open_store(url, key_in(folder / "identity.key"), folder / "anchors.jsonl")
    install(store)
    install(store)  # a second start finds them there
    yield store
    store.close()
    postgresql.drop(url)


Workers = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def new_worker(queue_store: Store, folder: Path) -> Iterator[Workers]:
    """Starts ``pingwei worker`` processes; whatever becomes of the test, none of them is left."""
    begun: list[subprocess.Popen[bytes]] = []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PINGWEI_")} | {
        "PINGWEI_FOLDER": str(folder),
        "PINGWEI_DATABASE_URL": queue_store.url.set(drivername="postgresql").render_as_string(hide_password=False),
        "PINGWEI_RUN_STALE_SECONDS": str(STALE),
        "PINGWEI_LOG_LEVEL": "warning",
    }

    def start() -> subprocess.Popen[bytes]:
        begun.append(subprocess.Popen([sys.executable, "-m", "api.cli", "worker"], env=environment))
        return begun[-1]

    yield start
    for one in begun:
        one.kill()
        one.wait()


def asked(store: Store, season: Season, request: dict[str, int]) -> None:
    """An operation that waits, on a stored season."""
    stored(store, season)
    with store.change(MAKER) as change:
        operations.queue(change, "op-1", "solve", SEASON, dict(request))


def now(store: Store) -> Operation:
    """How the operation stands."""
    with store.read() as reader:
        return operations.one_operation(reader, "op-1")


def made(store: Store) -> list[str]:
    """Ids of the plans there are."""
    with store.read() as reader:
        return [one.id for one in plans.season_plans(reader, SEASON)]


def holder(store: Store) -> int:
    """Id of the process that holds the run, 0 for nobody."""
    found = now(store)
    return int(found.worker.rpartition("-")[2]) if found.state == "running" else 0


def test_the_sweep_comes_round_every_ten_seconds_of_the_day() -> None:
    begun = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    reading = PeriodicTask(task=None, cron=EVERY_TEN_SECONDS, periodic_id="", configure_kwargs={}).croniter
    reading.set_current(begun)
    moments = [reading.get_next(float) - begun for _ in range(24 * 60 * 6)]
    assert moments == [10.0 * number for number in range(1, len(moments) + 1)]


def test_a_run_whose_worker_is_killed_ends_once_with_another(queue_store: Store, new_worker: Workers) -> None:
    workers = {one.pid: one for one in (new_worker(), new_worker())}
    asked(queue_store, long_season(), LONG)
    with jobs_of(queue_store) as jobs:
        jobs.tell("op-1")
    first = until(lambda: holder(queue_store))
    until(lambda: now(queue_store).best is not None)
    workers[first].kill()
    second = until(lambda: (held := holder(queue_store)) != first and held, seconds=150)
    assert second in workers
    over = until(lambda: (one := now(queue_store)).state not in operations.UNFINISHED and one, seconds=150)
    assert (over.state, over.problem, [over.result]) == ("succeeded", None, made(queue_store))
    assert over.attempts == 2


def test_an_operation_whose_job_was_lost_is_found_by_the_sweep(queue_store: Store, new_worker: Workers) -> None:
    asked(queue_store, plannable(), QUICK)
    worker = new_worker()
    over = until(lambda: (one := now(queue_store)).state not in operations.UNFINISHED and one, seconds=150)
    assert (over.state, over.attempts, [over.result]) == ("succeeded", 1, made(queue_store))
    worker.terminate()
    assert worker.wait(120) == 0


def test_a_worker_that_is_stopped_gives_its_run_back(queue_store: Store, new_worker: Workers) -> None:
    asked(queue_store, long_season(), LONG)
    worker = new_worker()
    until(lambda: holder(queue_store), seconds=150)
    worker.terminate()
    assert worker.wait(120) == 0
    assert (now(queue_store).state, now(queue_store).attempts, made(queue_store)) == ("queued", 0, [])


def test_the_service_hands_its_runs_to_the_queue_only_once(queue_store: Store, folder: Path) -> None:
    with running(Settings(folder=folder), queue_store) as tell:
        tell("op-1")
        tell("op-1")
    with queue_store.engine.connect() as connection:
        counted = connection.exec_driver_sql("SELECT count(*) FROM procrastinate_jobs").scalar()
    assert counted == 1


def test_a_killed_service_takes_its_run_up_again_and_brings_one_plan(tmp_path: Path) -> None:
    service = ServiceProcess(tmp_path)
    service.start()
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'pingwei.db'}", key_in(tmp_path / "data" / "identity.key"))
    try:
        stored(store, long_season())
        administrator = service.administrator()
        someone = service.person(administrator, "secretary", "secretariat", ["*"])
        where = f"/v1/operations/{service.call('POST', f'/v1/seasons/{SEASON}/plans:solve', LONG, someone)['id']}"
        until(lambda: service.call("GET", where, token=someone)["best"] is not None, seconds=150)
        service.kill()
        assert made(store) == []
        service.start()
        until(lambda: service.call("GET", where, token=someone)["state"] not in operations.UNFINISHED, seconds=150)
        over = service.call("GET", where, token=someone)
        assert (over["state"], over["attempts"], [over["result"]]) == ("succeeded", 2, made(store))
    finally:
        service.kill()
        store.close()
