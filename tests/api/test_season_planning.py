"""Large seasons in parts: the same plan whoever works on it, and a run outlives the death of a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from api.executors import ClusterFlag, FileFlag, SturdyPool, crew_of
from api.season_planning import Limits, PartPlanner, planned
from data.briefing import brief_for
from data.samples.province import synthesise_province
from solver.check import check, hard
from solver.domain.plan import Plan
from solver.planning.budget import never
from solver.planning.components import parts_of
from solver.planning.cutting import Cut
from solver.planning.progress import Progress, silent
from solver.planning.rejoining import joined
from solver.rules.brief import Brief

ROOT = Path(__file__).parents[2]
FINE = Cut(applications=120, rooms=4, apart=1)
QUICK = Limits(None, 1, 1)
PATIENCE = 120.0


@pytest.fixture(scope="module")
def brief() -> Brief:
    """Two cities that share a few experts, so that parts are cut where these sit in both."""
    return brief_for(synthesise_province(2, 12, 300, 500, 5))


@pytest.fixture(scope="module")
def alone(brief: Brief) -> Plan:
    """The plan of the parts one after the other, in this process."""
    parts = parts_of(brief, FINE)
    planner = PartPlanner(QUICK, 1, FileFlag(Path("never")))
    return joined(brief, parts, [planner(part) for part in parts])


def test_one_or_two_processes_make_the_same_plan(brief: Brief, alone: Plan) -> None:
    heard: list[Progress] = []
    assert any(part.scope.elsewhere for part in parts_of(brief, FINE))
    for workers in (1, 2):
        assert planned(brief, QUICK, heard.append, never, workers=workers, cut=FINE) == replace(
            alone, effort="effort=1"
        )
    assert [step.percent for step in heard if step.phase == "parts"][-1] == pytest.approx(100.0)


def test_a_season_that_is_not_worth_cutting_is_planned_as_a_whole(brief: Brief) -> None:
    phases: list[str] = []
    plan = planned(brief, QUICK, lambda step: phases.append(step.phase), never)
    assert "parts" not in phases
    assert plan.effort == "effort=1"


def test_asked_to_stop_a_run_in_parts_ends_with_what_it_has(brief: Brief) -> None:
    plan = planned(brief, Limits(600.0, None, 1), silent, lambda: True, workers=2, cut=FINE)
    assert hard(check(brief, plan)) == ()


def die_once(marker: Path, answer: int) -> int:
    """Kill the process that does this, the first time."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return answer


def die(_: int) -> int:
    """Kill whatever process does this."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_what_a_killed_process_was_doing_is_begun_again(tmp_path: Path) -> None:
    with SturdyPool(2) as pool:
        told = [pool.submit(die_once, tmp_path / "died", 1), *(pool.submit(abs, -number) for number in range(5))]
        assert [one.result(PATIENCE) for one in told] == [1, 0, 1, 2, 3, 4]


def test_what_kills_every_process_ends_with_an_error() -> None:
    with SturdyPool(1) as pool, pytest.raises(Exception, match="terminated abruptly"):
        pool.submit(die, 0).result(PATIENCE)


def test_errors_of_a_task_are_told() -> None:
    with SturdyPool(1) as pool, pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 1, 0).result(PATIENCE)


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that has to come."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@contextmanager
def dask(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Dask process, killed at the end."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3"}
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with two workers of one thread each: its address, and the workers."""
    file = folder / "scheduler.json"
    here = ("--host", "127.0.0.1")
    with dask("scheduler", *here, "--port", "0", "--scheduler-file", str(file)):
        until(lambda: file.exists() and file.stat().st_size > 0)
        address = str(json.loads(file.read_text(encoding="utf-8"))["address"])
        worker = ("worker", address, *here, "--nthreads", "1", "--no-nanny")
        with dask(*worker) as first, dask(*worker) as second:
            yield address, [first, second]


def workers_of(address: str) -> int:
    """How many workers the scheduler knows."""
    from distributed import Client

    with Client(address) as client:  # type: ignore[no-untyped-call] # distributed types none of it
        return len(client.scheduler_info()["workers"])


def begin(marker: Path, part: object, planner: PartPlanner) -> Plan:
    """Say that a part is begun, then plan it."""
    (marker / str(os.getpid())).touch()
    time.sleep(1.0)
    return planner(part)  # type: ignore[arg-type] # a part, as the executor hands it on


def test_a_cluster_makes_the_same_plan_also_when_a_worker_is_killed(brief: Brief, alone: Plan, tmp_path: Path) -> None:
    with cluster(tmp_path) as (address, workers):
        until(lambda: workers_of(address) == 2)
        assert planned(brief, QUICK, silent, never, address, cut=FINE) == replace(alone, effort="effort=1")
        begun = tmp_path / "begun"
        begun.mkdir()
        victim = workers[0]

        def kill() -> None:
            until((begun / str(victim.pid)).exists)
            victim.kill()

        killer = Thread(target=kill)
        killer.start()
        with crew_of(address) as crew:
            assert (crew.workers, isinstance(crew.flag, ClusterFlag)) == (2, True)
            work = partial(begin, begun, planner=PartPlanner(QUICK, 2, crew.flag))
            parts = parts_of(brief, FINE)
            made = [one.result(PATIENCE) for one in [crew.executor.submit(work, part) for part in parts]]
        killer.join()
        assert victim.wait() == -signal.SIGKILL
        assert joined(brief, parts, made) == alone


def test_a_raised_flag_is_seen_on_the_cluster(tmp_path: Path) -> None:
    with cluster(tmp_path) as (address, _):
        until(lambda: workers_of(address) == 2)
        with crew_of(address) as crew:
            assert crew.executor.submit(crew.flag.is_raised).result(PATIENCE) is False
            crew.flag.raise_()
            assert crew.executor.submit(crew.flag.is_raised).result(PATIENCE) is True
