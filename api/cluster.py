"""A Dask cluster by the address of its scheduler: as an executor, and a flag that its tasks see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, field
from functools import partial
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from api.crew_errors import ClusterDesertedError, ClusterUnreachableError, PartDiedError

if TYPE_CHECKING:
    from solver.planning.progress import Progress

ASK_SECONDS = 1.0
"""How often a task asks whether it is to stop, and the coordinator who is there: a message to the scheduler."""
DESERTED_SECONDS = 30.0
"""How long a cluster may be without any worker: one that was killed is often started again."""


@dataclass(slots=True)
class ClusterFlag:
    """A named event of the scheduler, as :class:`api.executors.Flag`: for tasks on any machine of a cluster."""

    name: str
    _asked: float = field(default=float("-inf"), init=False, repr=False)
    _known: bool = field(default=False, init=False, repr=False)

    def is_raised(self) -> bool:
        """Whether tasks are to stop with the best they have."""
        if not self._known and time.monotonic() - self._asked >= ASK_SECONDS:
            from distributed import Event as Named

            self._asked = time.monotonic()
            self._known = bool(Named(self.name).is_set())  # type: ignore[no-untyped-call] # distributed types none of it
        return self._known

    def raise_(self) -> None:
        """Ask every task to stop; Dask's own cancel does not stop a task that runs."""
        from distributed import Event as Named

        Named(self.name).set()  # type: ignore[no-untyped-call] # distributed types none of it


@dataclass(frozen=True, slots=True)
class ClusterBoard:
    """A topic of the scheduler's events, as :class:`api.part_progress.Board`."""

    name: str

    def write(self, part: int, step: Progress) -> None:
        """Put down, in a task, that ``part`` has come to ``step``."""
        from distributed import get_worker

        get_worker().log_event(self.name, [part, *astuple(step)])

    def read(self) -> Mapping[int, Progress]:
        """The last step of each part that has told any; nothing where the scheduler is lost."""
        from distributed import get_client

        from solver.planning.progress import Progress

        try:
            events = get_client().get_events(self.name)
        except Exception:  # whatever a client says that is closing, or cannot reach anybody
            return {}
        return {int(part): Progress(*step) for _, (part, *step) in events}


class Cluster(Executor):
    """The workers of the cluster at ``scheduler``, whose ``client`` is open.

    A task whose worker is killed is begun again by another one, as often as the scheduler's ``allowed-failures`` says.
    Tasks that nobody is left to do end with an error instead of never.
    """

    def __init__(self, client: Any, scheduler: str) -> None:
        self._client, self._scheduler = client, scheduler
        self._inner = client.get_executor(pure=False)  # pure: it would work out a digest of every part
        self._lock = Lock()
        self._waiting: set[Future[Any]] = set()
        self._over = Event()
        self._watcher = Thread(target=self._watch, daemon=True)
        self._watcher.start()

    @property
    def at_once(self) -> int:
        """How many tasks it does at once now, at least 1."""
        return max(1, sum(int(row["nthreads"]) for row in self._workers()))

    @property
    def memory(self) -> int | None:
        """Bytes that a task may take on the smallest of its workers; None where they have no limit."""
        known = [int(row["memory_limit"] // row["nthreads"]) for row in self._workers() if row["memory_limit"]]
        return min(known, default=None)

    def _workers(self) -> list[dict[str, Any]]:
        return list(self._client.scheduler_info()["workers"].values())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See :class:`concurrent.futures.Executor`; a CrewError where the cluster leaves the task undone."""
        told: Future[Any] = Future()
        with self._lock:
            self._waiting.add(told)
        self._inner.submit(fn, *args, **kwargs).add_done_callback(partial(self._ended, told))
        return told

    def _ended(self, told: Future[Any], inner: Future[Any]) -> None:
        from distributed import KilledWorker

        with self._lock:
            self._waiting.discard(told)
        with suppress(InvalidStateError):  # given up before
            if inner.cancelled():
                told.set_exception(ClusterUnreachableError(scheduler=self._scheduler))
            elif (error := inner.exception()) is None:
                told.set_result(inner.result())
            elif isinstance(error, KilledWorker):
                told.set_exception(PartDiedError(tries=error.allowed_failures + 1))
            else:
                told.set_exception(error)

    def _watch(self) -> None:
        """Give up whatever waits once there has been no worker for too long."""
        seen = time.monotonic()
        while not self._over.wait(ASK_SECONDS):
            if self._has_workers():
                seen = time.monotonic()
            elif time.monotonic() - seen > DESERTED_SECONDS:
                self._give_up()

    def _has_workers(self) -> bool:
        """Whether there is anybody; a lost scheduler ends the tasks by itself."""
        try:
            return bool(self._client.nthreads())
        except Exception:  # whatever a client says that is closing, or cannot reach anybody
            return True

    def _give_up(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, set()
        for told in waiting:
            with suppress(InvalidStateError):
                told.set_exception(ClusterDesertedError(scheduler=self._scheduler, seconds=round(DESERTED_SECONDS)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See :class:`concurrent.futures.Executor`; tasks that run are asked by their flag alone."""
        del wait, cancel_futures  # whoever planned in parts has waited for every part, or does not want it any more
        self._over.set()
        self._inner.shutdown(wait=False)
        self._watcher.join()


@contextmanager
def connected(scheduler: str) -> Iterator[Cluster]:
    """The cluster at ``scheduler``, while open.

    Raises
    ------
    ClusterUnreachableError
        If nothing answers there.
    """
    from distributed import Client

    try:
        client = Client(scheduler, set_as_default=True)  # type: ignore[no-untyped-call] # distributed types none of it
    except (OSError, ValueError) as error:  # ValueError: no address at all
        raise ClusterUnreachableError(scheduler=scheduler) from error
    with client, Cluster(client, scheduler) as cluster:
        yield cluster
