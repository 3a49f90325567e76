"""The process of one run as its parent sees it: what it says, and how it is brought to an end."""

from __future__ import annotations

import multiprocessing
from enum import Enum

from api.run_child import POLITE, Message, Work, run

KILL_SECONDS = 5.0
"""How long a terminated process may take to go before it is killed."""


class Silence(Enum):
    """What is heard when nothing is said."""

    NOTHING_YET = "nothing yet"
    GONE = "gone"  # the process has ended without a result


class RunProcess:
    """A child that does ``task``; leaving the ``with`` block ends it, whatever it is doing."""

    def __init__(self, task: Work, niceness: int = POLITE) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads of the service hold
        self._channel, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(task, theirs, niceness))
        self._process.start()
        theirs.close()  # so that its end is heard

    def __enter__(self) -> RunProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join(KILL_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()
        self._channel.close()

    @property
    def pid(self) -> int | None:
        """Id of the process."""
        return self._process.pid

    def hear(self, seconds: float) -> Message | Silence:
        """What the child says next, waiting for it up to ``seconds``."""
        try:
            if not self._channel.poll(seconds):
                return Silence.NOTHING_YET
            heard: Message = self._channel.recv()
        except (EOFError, ConnectionResetError):
            return Silence.GONE
        return heard

    def ask_to_stop(self) -> None:
        """Ask for the best plan so far; a child that is gone already is heard of by :meth:`hear`."""
        try:
            self._channel.send("stop")
        except (BrokenPipeError, ConnectionResetError):
            return
