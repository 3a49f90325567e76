"""Stores on both databases, for every test that needs one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store.engine import Store, open_store
from tests.postgresql import Databases, name_of, running_server

KEY = "cGluZ3dlaS10ZXN0cy1rZXktb2YtMzItYnl0ZXMhISE="
"""Key of identity numbers in tests: 32 bytes in base 64."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Databases]:
    """A PostgreSQL server that lasts as long as the tests."""
    with running_server() as databases:
        yield databases


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Databases) -> str:
    """Name of a database with the tables of this version, to be copied."""
    url = postgresql.create()
    migrated(url)
    return name_of(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables of this version, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrated(f"sqlite:///{path}")
    return path


def migrated(url: str) -> None:
    """Bring a database to this version and leave nobody connected to it."""
    store = open_store(url, KEY)
    store.migrate()
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a fresh database with the tables of this version."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "pingwei.db")
        yield f"sqlite:///{tmp_path / 'pingwei.db'}"
        return
    databases: Databases = request.getfixturevalue("postgresql")
    url = databases.create(request.getfixturevalue("postgresql_template"))
    yield url
    databases.drop(url)


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    """File for the anchors of ``store``."""
    return tmp_path / "anchors.jsonl"


@pytest.fixture
def store(database_url: str, anchors: Path) -> Iterator[Store]:
    """An empty store, on each database in turn."""
    opened = open_store(database_url, KEY, anchors)
    yield opened
    opened.close()
