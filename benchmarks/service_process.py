"""The real service in a process of its own: started from an empty folder as its users start it, and killed at will."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Protocol

PASSWORD = "a long enough password"
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
START_SECONDS = 60
"""How long a start may take before it counts as failed."""
SERVE = ("-m", "api.cli", "serve")


class Launched(Protocol):
    """What is needed of a process; ``subprocess.Popen`` has it."""

    @property
    def pid(self) -> int: ...
    def kill(self) -> None: ...
    def send_signal(self, number: int, /) -> None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


class ServiceError(RuntimeError):
    """The service did not start, or did not answer as it should; what it said."""


@dataclass
class ServiceProcess:
    """``pingwei serve`` in ``folder`` on a free port of this machine; ``database_url`` empty stands for SQLite.

    ``words`` is what Python is told to run: another module than the service's own for a build with a defect.
    """

    folder: Path
    database_url: str = ""
    words: Sequence[str] = SERVE
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    port_as_argument: bool = False
    process: Launched | None = None

    def start(self) -> ServiceProcess:
        """Start it, and wait until it is ready; raises ServiceError with its words if it does not get there."""
        self.port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PINGWEI_")}
        environment |= {
            "PINGWEI_FOLDER": str(self.folder / "data"),
            "PINGWEI_PORT": str(self.port),
            "PINGWEI_DATABASE_URL": self.database_url,
            "PINGWEI_LOG_LEVEL": "error",
            **self.settings,
        }
        self.process = self.launched([*self.words, *([str(self.port)] if self.port_as_argument else [])], environment)
        self._wait()
        return self

    def launched(self, words: list[str], environment: Mapping[str, str]) -> Launched:
        """Python told to run ``words``, what it prints in :attr:`told`."""
        with self.told.open("ab") as told:
            return subprocess.Popen([sys.executable, *words], env=environment, stdout=told, stderr=subprocess.STDOUT)

    @property
    def told(self) -> Path:
        """File of all that the process has printed."""
        return self.folder / "printed.txt"

    @property
    def anchors(self) -> Path:
        """File of the trail's anchors."""
        return self.folder / "data" / "anchors.jsonl"

    @property
    def running(self) -> Launched:
        """The process; raises ServiceError if it was not started."""
        if self.process is None:
            raise ServiceError("not started")
        return self.process

    def kill(self) -> None:
        """End it at once, as a power cut would (kill -9)."""
        self.running.kill()
        self.running.wait()

    def stop(self) -> int:
        """Ask it to end (Ctrl-C), and return its exit code."""
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGINT)
        return self.running.wait(START_SECONDS)

    def administrator(self, login: str = "admin") -> str:
        """Token of the first administrator, by the one-time secret that was printed."""
        secrets = SECRET.findall(self.told.read_text(encoding="utf-8"))
        if not secrets:
            raise ServiceError("no one-time secret was printed")
        asked = {"secret": secrets[-1], "login": login, "password": PASSWORD}
        return str(self.call("POST", "/v1/sign-in/secret", asked)["token"])

    def person(self, administrator: str, login: str, role: str, reach: Sequence[str] = ()) -> str:
        """Token of a new account that holds ``role``."""
        account = self.call("POST", "/v1/users", {"login": login, "name": login}, administrator)["id"]
        self.call("POST", "/v1/roles", {"account": account, "role": role, "reach": list(reach)}, administrator)
        secret = self.call("POST", f"/v1/users/{account}:secret", None, administrator)["secret"]
        asked = {"secret": secret, "login": login, "password": PASSWORD}
        return str(self.call("POST", "/v1/sign-in/secret", asked)["token"])

    def call(self, method: str, path: str, body: object = None, token: str = "") -> dict[str, object]:
        """One request, and the JSON object it is answered with; raises ServiceError for any answer above 299."""
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8")
        finally:
            connection.close()
        if answer.status > 299:
            raise ServiceError(f"{method} {path}: {answer.status} {text}")
        found: dict[str, object] = json.loads(text or "{}")
        return found

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.running.poll() is None:
            try:
                self.call("GET", "/readyz")
            except (OSError, HTTPException):
                time.sleep(0.02)
            else:
                return
        self.kill()
        raise ServiceError(self.told.read_text(encoding="utf-8"))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
