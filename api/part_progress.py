"""How far the parts of a run are, told by the tasks that plan them to whoever waits for the whole."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from solver.planning.progress import Progress, Report

TELL_SECONDS = 1.0
"""How often a task tells how far it is, and the coordinator looks: on a cluster each time is a message."""


class Board(Protocol):
    """Where tasks put down how far they are; picklable."""

    def write(self, part: int, step: Progress) -> None:
        """Put down that ``part`` has come to ``step``."""

    def read(self) -> Mapping[int, Progress]:
        """The last step of each part that has told any."""


@dataclass(frozen=True, slots=True)
class FileBoard:
    """A file for each part in ``folder``: for processes of one machine."""

    folder: Path

    def write(self, part: int, step: Progress) -> None:
        """See :class:`Board`."""
        draft = self.folder / f"{part}.draft"
        draft.write_text(json.dumps(astuple(step)), encoding="ascii")
        draft.replace(self.folder / f"{part}.step")

    def read(self) -> Mapping[int, Progress]:
        """See :class:`Board`."""
        from solver.planning.progress import Progress

        files = self.folder.glob("*.step")
        return {int(file.stem): Progress(*json.loads(file.read_text(encoding="ascii"))) for file in files}


@dataclass
class Teller:
    """Tells ``board`` the steps of ``part``: each new phase, else one a second."""

    board: Board
    part: int
    _phase: str = field(default="", init=False)
    _told: float = field(default=0.0, init=False)

    def __call__(self, step: Progress) -> None:
        """Tell ``step``, unless the last one of its phase was told just now."""
        now = time.monotonic()
        if step.phase != self._phase or step.percent >= 100.0 or now - self._told >= TELL_SECONDS:
            self._phase, self._told = step.phase, now
            self.board.write(self.part, step)


@contextmanager
def telling(board: Board, shares: Mapping[int, float], report: Report) -> Iterator[Report]:
    """While open, tell ``report`` how far the parts on ``board`` are; gives the report for whoever joins them.

    It is called by one thread at a time, and its percent never goes back while parts are planned.
    """
    from solver.planning.part_progress import together

    lock, over, most = Lock(), Event(), [0.0]

    def tell(step: Progress) -> None:
        with lock:
            if step.phase == "parts":
                most[0] = max(most[0], step.percent)
                step = replace(together(board.read(), shares), percent=most[0])
            report(step)

    def watch() -> None:
        last = None
        while not over.wait(TELL_SECONDS):
            step = together(board.read(), shares)
            if step != last:
                tell(step)
            last = step

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield tell
    finally:
        over.set()
        watcher.join()
