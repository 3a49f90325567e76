"""Who carries out the parts of a large run: processes of this machine, or a Dask cluster by its address.

Both are a ``concurrent.futures.Executor``; a worker that dies costs a part another try, never the run.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Protocol
from uuid import uuid4

TRIES = 3
"""How often a part is begun: one that kills its process each time is a defect and ends the run."""
ORPHANED = 75
"""Exit code of a process whose parent is gone (EX_TEMPFAIL)."""
ASK_SECONDS = 1.0
"""How often a task on a cluster asks whether it is to stop: each time is a message to the scheduler."""


class Flag(Protocol):
    """Seen by every task of a run, wherever it runs, once it is raised; picklable."""

    def is_raised(self) -> bool:
        """Whether tasks are to stop with the best they have."""

    def raise_(self) -> None:
        """Ask every task to stop; Dask's own cancel does not stop a task that runs."""


@dataclass(frozen=True, slots=True)
class FileFlag:
    """A file that is there or not: for processes of one machine."""

    path: Path

    def is_raised(self) -> bool:
        """See :class:`Flag`."""
        return self.path.exists()

    def raise_(self) -> None:
        """See :class:`Flag`."""
        self.path.touch()


@dataclass(slots=True)
class ClusterFlag:
    """A named event of the scheduler: for tasks on any machine of a cluster."""

    name: str
    _asked: float = field(default=float("-inf"), init=False, repr=False)
    _known: bool = field(default=False, init=False, repr=False)

    def is_raised(self) -> bool:
        """See :class:`Flag`."""
        if not self._known and time.monotonic() - self._asked >= ASK_SECONDS:
            from distributed import Event

            self._asked = time.monotonic()
            self._known = bool(Event(self.name).is_set())  # type: ignore[no-untyped-call] # distributed types none of it
        return self._known

    def raise_(self) -> None:
        """See :class:`Flag`."""
        from distributed import Event

        Event(self.name).set()  # type: ignore[no-untyped-call] # distributed types none of it


@dataclass(frozen=True, slots=True)
class Crew:
    """An executor, how many tasks it does at once, and the flag that its tasks watch."""

    executor: Executor
    workers: int
    flag: Flag


@contextmanager
def crew_of(scheduler: str = "", workers: int = 0) -> Iterator[Crew]:
    """The cluster of ``scheduler``; without one, ``workers`` processes of this machine (0: one per core)."""
    with _cluster(scheduler) if scheduler else _processes(workers or os.cpu_count() or 1) as crew:
        yield crew


@contextmanager
def _processes(workers: int) -> Iterator[Crew]:
    with tempfile.TemporaryDirectory(prefix="pingwei-") as folder, SturdyPool(workers) as pool:
        yield Crew(pool, workers, FileFlag(Path(folder) / "stop"))


@contextmanager
def _cluster(scheduler: str) -> Iterator[Crew]:
    from distributed import Client

    with Client(scheduler, set_as_default=True) as client:  # type: ignore[no-untyped-call] # distributed types none of it
        threads = sum(client.nthreads().values())
        yield Crew(client.get_executor(retries=TRIES - 1), max(1, threads), ClusterFlag(f"pingwei-{uuid4().hex}"))


@dataclass(frozen=True, slots=True)
class _Call:
    """What was submitted, so that it can be submitted again."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]


class SturdyPool(Executor):
    """A process pool that outlives its processes: what they were doing is begun again in new ones."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._lock = Lock()
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
        return ProcessPoolExecutor(self._workers, context, initializer=leave_with_parent)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See :class:`concurrent.futures.Executor`."""
        told: Future[Any] = Future()
        self._begin(_Call(fn, args, kwargs), told, TRIES)
        return told

    def _begin(self, call: _Call, told: Future[Any], tries: int) -> None:
        with self._lock:
            pool = self._pool
        try:
            inner = pool.submit(call.function, *call.arguments, **call.named)
        except BrokenProcessPool:
            self._renew(pool)
            self._begin(call, told, tries)
            return
        except RuntimeError as error:  # shut down meanwhile
            told.set_exception(error)
            return
        inner.add_done_callback(partial(self._ended, call, told, pool, tries))

    def _ended(self, call: _Call, told: Future[Any], pool: ProcessPoolExecutor, tries: int, inner: Future[Any]) -> None:
        if inner.cancelled():
            told.cancel()
            return
        error = inner.exception()
        if isinstance(error, BrokenProcessPool) and tries > 1:
            self._renew(pool)
            self._begin(call, told, tries - 1)
        elif error is not None:
            told.set_exception(error)
        else:
            told.set_result(inner.result())

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """Put a new pool in the place of a ``broken`` one, once."""
        with self._lock:
            if self._pool is broken:
                self._pool = self._made()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See :class:`concurrent.futures.Executor`."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


def leave_with_parent() -> None:
    """End this process as soon as its parent is gone: a pool of its own notices nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_follow, args=(parent.join,), daemon=True).start()


def _follow(until_gone: Callable[[], None]) -> None:
    until_gone()
    os._exit(ORPHANED)  # the solver may be deep in a search that asks nobody
