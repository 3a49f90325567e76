"""Whoever carries out the parts of a run: a death costs a try, and what nobody can do ends with an error, not never."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from concurrent.futures import Future
from pathlib import Path

import dask
import pytest

from api import cluster as clusters
from api.crew_errors import ClusterDesertedError, ClusterUnreachableError, PartDiedError
from api.executors import crew_of
from api.sturdy_pool import SturdyPool
from tests.api.dask_cluster import PATIENCE, cluster, running_on, until, workers_of


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
    with SturdyPool(1) as pool, pytest.raises(PartDiedError) as caught:
        pool.submit(die, 0).result(PATIENCE)
    assert caught.value.parameters == {"tries": 3}


def interrupted(answer: int) -> int:
    """Hear Ctrl-C as every process of a terminal does."""
    signal.raise_signal(signal.SIGINT)
    return answer


def test_ctrl_c_is_left_to_whoever_planned() -> None:
    with SturdyPool(1) as pool:
        assert pool.submit(interrupted, 7).result(PATIENCE) == 7


def test_an_error_is_told_at_once_and_nothing_else_is_waited_for() -> None:
    told: list[Future[None]] = []

    def run() -> None:
        with SturdyPool(2) as pool:
            told.extend(pool.submit(time.sleep, PATIENCE) for _ in range(4))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run()
    assert [one.cancelled() for one in told] == [True] * 4


def test_errors_of_a_task_are_told() -> None:
    with SturdyPool(1) as pool, pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 1, 0).result(PATIENCE)


def test_a_cluster_that_loses_its_workers_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "DESERTED_SECONDS", 1.0)

    def run(address: str, workers: list[subprocess.Popen[bytes]]) -> None:
        with crew_of(address) as crew:
            running = crew.executor.submit(time.sleep, PATIENCE)
            until(running_on(address))
            for worker in workers:
                worker.kill()
            running.result(PATIENCE)

    with cluster(tmp_path) as (address, workers):
        until(lambda: workers_of(address) == 2)
        with pytest.raises(ClusterDesertedError) as caught:
            run(address, workers)
    assert caught.value.parameters == {"scheduler": address, "seconds": 1}


def test_an_address_where_nobody_answers_is_told() -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "100ms"}),
        pytest.raises(ClusterUnreachableError),
        crew_of("tcp://127.0.0.1:9"),
    ):
        pass


def test_a_raised_flag_is_seen_on_the_cluster(tmp_path: Path) -> None:
    with cluster(tmp_path) as (address, _):
        until(lambda: workers_of(address) == 2)
        with crew_of(address) as crew:
            assert crew.memory
            assert crew.executor.submit(crew.flag.is_raised).result(PATIENCE) is False
            crew.flag.raise_()
            assert crew.executor.submit(crew.flag.is_raised).result(PATIENCE) is True
