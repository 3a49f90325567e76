"""The real service, forked from a process that has imported it already: to be started and killed many times."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, cast

from benchmarks.service_process import ServiceProcess
from tests.soak.nursery import READY


class Forked:
    """A process that is a grandchild: like ``subprocess.Popen``, but its exit code is nobody's to know."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)

    def kill(self) -> None:
        """kill -9; nothing where it has ended."""
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Send a signal; nothing where it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it may end, and be buried, in the moment between
                signal.pidfd_send_signal(self._handle, signal.Signals(number))

    def poll(self) -> int | None:
        """0 once it has ended."""
        return 0 if self._ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended; raises TimeoutExpired."""
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return 0

    def _ended(self, seconds: float | None) -> bool:
        if self._handle >= 0 and select.select([self._handle], [], [], seconds)[0]:
            os.close(self._handle)
            self._handle = -1
        return self._handle < 0


@dataclass
class Nursery:
    """The process that forks."""

    process: subprocess.Popen[str]

    def born(self, words: list[str], environment: Mapping[str, str], told: str) -> Forked:
        """A new process of the service."""
        asked, answered = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        asked.write(json.dumps({"words": words, "environment": dict(environment), "told": told}) + "\n")
        asked.flush()
        return Forked(int(answered.readline()))


@contextmanager
def nursery() -> Iterator[Nursery]:
    """One, as long as the block lasts."""
    words = [sys.executable, "-m", "tests.soak.nursery"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert cast("IO[str]", process.stdout).readline().strip() == READY
            yield Nursery(process)
        finally:
            process.kill()


@dataclass
class ForkedService(ServiceProcess):
    """A service whose starts are forks of ``nursery``."""

    nursery: Nursery = field(kw_only=True)

    def launched(self, words: list[str], environment: Mapping[str, str]) -> Forked:
        """Started."""
        self.told.touch()
        return self.nursery.born(words, environment, str(self.told))
