"""A Dask cluster of real processes on this machine, and waiting for what has to come."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0


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


def running_on(address: str) -> Callable[[], bool]:
    """Whether any worker of the cluster is doing something."""

    def holds() -> bool:
        from distributed import Client

        with Client(address) as client:  # type: ignore[no-untyped-call] # distributed types none of it
            return any(client.processing().values())

    return holds
