"""Who carries out the parts of a large run: processes of this machine, or a Dask cluster by its address.

Both are a ``concurrent.futures.Executor``; a worker that dies costs a part another try, never the run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from api.cluster import ClusterBoard, ClusterFlag, connected
from api.memory import free_memory
from api.part_progress import Board, FileBoard
from api.sturdy_pool import SturdyPool


class Flag(Protocol):
    """Seen by every task of a run, wherever it runs, once it is raised; picklable."""

    def is_raised(self) -> bool:
        """Whether tasks are to stop with the best they have."""

    def raise_(self) -> None:
        """Ask every task to stop."""


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


@dataclass(frozen=True, slots=True)
class Crew:
    """An executor, how many tasks it does at once, the flag that its tasks watch and the board that they write on.

    ``memory`` are bytes that each of them may take, None where nothing is told of it.
    """

    executor: Executor
    workers: int
    flag: Flag
    board: Board
    memory: int | None = None


@contextmanager
def crew_of(scheduler: str = "", workers: int = 0, memory: int = 0) -> Iterator[Crew]:
    """The cluster of ``scheduler``; without one, ``workers`` processes of this machine (0: one per core).

    Leaving it with an exception ends what is going on: processes here at once, tasks of a cluster by the flag.

    Parameters
    ----------
    memory
        Bytes that a task may need: there are fewer processes where not so many of them have that much.

    Raises
    ------
    ClusterUnreachableError
        If nothing answers at ``scheduler``.
    """
    with _cluster(scheduler) if scheduler else _processes(workers or os.cpu_count() or 1, memory) as crew:
        yield crew


@contextmanager
def _processes(workers: int, memory: int) -> Iterator[Crew]:
    free = free_memory()
    if free is not None and memory:
        workers = max(1, min(workers, free // memory))
    with tempfile.TemporaryDirectory(prefix="pingwei-") as folder, SturdyPool(workers) as pool:
        each = None if free is None else free // workers
        yield Crew(pool, workers, FileFlag(Path(folder) / "stop"), FileBoard(Path(folder)), each)


@contextmanager
def _cluster(scheduler: str) -> Iterator[Crew]:
    name = f"pingwei-{uuid4().hex}"
    flag, board = ClusterFlag(name), ClusterBoard(name)
    with connected(scheduler) as cluster:
        try:
            yield Crew(cluster, cluster.at_once, flag, board, cluster.memory)
        except BaseException:
            with suppress(Exception):  # nobody may be left to see it
                flag.raise_()
            raise
