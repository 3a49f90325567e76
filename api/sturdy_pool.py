"""Processes of this machine that a run outlives: what a killed one was doing is begun again in another."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from threading import Lock, Thread
from types import TracebackType
from typing import Any

from api.crew_errors import PartDiedError

TRIES = 3
"""How often a part is begun: one that kills its process each time is a defect, or lacks memory, and ends the run."""
ORPHANED = 75
"""Exit code of a process whose parent is gone (EX_TEMPFAIL)."""


@dataclass(frozen=True, slots=True)
class _Call:
    """What was submitted, so that it can be submitted again."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]


class SturdyPool(Executor):
    """A process pool that outlives its processes: what they were doing is begun again in new ones.

    Leaving its ``with`` block with an exception ends the processes at once, whatever they are doing.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._lock = Lock()
        self._context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
        self._theirs, self._ours = self._context.Pipe(duplex=False)
        self._left = False
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, self._context, initializer=stand_by, initargs=(self._theirs,))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See :class:`concurrent.futures.Executor`; PartDiedError where the task kills its process each time."""
        told: Future[Any] = Future()
        self._begin(_Call(fn, args, kwargs), told, TRIES)
        return told

    def _begin(self, call: _Call, told: Future[Any], tries: int) -> None:
        with self._lock:
            pool = self._pool
        try:
            with _deaf():  # a process may be started
                inner = pool.submit(call.function, *call.arguments, **call.named)
        except BrokenProcessPool:
            if self._renew(pool):
                self._begin(call, told, tries)
            else:
                told.cancel()
            return
        except RuntimeError as error:  # shut down meanwhile
            told.set_exception(error)
            return
        inner.add_done_callback(partial(self._ended, call, told, pool, tries))

    def _ended(self, call: _Call, told: Future[Any], pool: ProcessPoolExecutor, tries: int, inner: Future[Any]) -> None:
        if inner.cancelled() or self._left:
            told.cancel()
            return
        error = inner.exception()
        if not isinstance(error, BrokenProcessPool):
            _hand_over(told, inner, error)
        elif tries == 1:
            told.set_exception(PartDiedError(tries=TRIES))
        else:
            self._renew(pool)
            self._begin(call, told, tries - 1)

    def _renew(self, broken: ProcessPoolExecutor) -> bool:
        """Put a new pool in the place of a ``broken`` one, once; False where the processes were sent away."""
        with self._lock:
            if self._pool is broken and not self._left:
                self._pool = self._made()
            return not self._left

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See :class:`concurrent.futures.Executor`."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for what was submitted; after an exception send the processes away instead."""
        if kind is not None:
            with self._lock:
                self._left = True
            self._ours.close()
        self.shutdown(cancel_futures=kind is not None)
        self._ours.close()
        self._theirs.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Inside, this thread does not take Ctrl-C, nor does a process that it starts."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _hand_over(told: Future[Any], inner: Future[Any], error: BaseException | None) -> None:
    if error is not None:
        told.set_exception(error)
    else:
        told.set_result(inner.result())


def stand_by(parent: Connection) -> None:
    """Begin a process of the pool: it ends as soon as its parent closes ``parent``, or dies.

    A pool of its own notices no death. Ctrl-C, which a terminal sends to every process started from it, is left to the
    parent: see :func:`_deaf`.
    """
    Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: Connection) -> None:
    try:
        parent.recv_bytes()
    except (EOFError, OSError):
        os._exit(ORPHANED)  # the solver may be deep in a search that asks nobody
