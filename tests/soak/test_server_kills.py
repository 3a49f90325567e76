"""kill -9 of the server at random moments under write load through HTTP: nothing acknowledged is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.service_process import SERVE
from data.store.engine import open_store
from data.store.vault import key_in
from tests.data.store.crashing import Aftermath, crash
from tests.postgresql import Databases
from tests.soak.counts import SEED, count, keep
from tests.soak.forked_service import ForkedService, Nursery, nursery
from tests.soak.server_killing import HASTY, prepared

KILLS = count("kills", 3, 200)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a database without tables: ``""`` for the SQLite file that the service makes for itself."""
    if request.param == "sqlite":
        yield ""
        return
    databases: Databases = request.getfixturevalue("postgresql")
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def births() -> Iterator[Nursery]:
    """Where the services of this module come from."""
    with nursery() as found:
        yield found


@contextmanager
def killed(service: ForkedService, words: Sequence[str], kills: int, until_lost: bool = False) -> Iterator[Aftermath]:
    """What is left after some kills of ``service``."""
    kill = prepared(service, words)
    data, url = service.folder / "data", service.database_url
    store = open_store(url or f"sqlite:///{data / 'pingwei.db'}", key_in(data / "identity.key"), service.anchors)
    try:
        yield crash(store, service.anchors, kills, kill, SEED, until_lost)
    finally:
        store.close()


def test_nothing_acknowledged_is_lost(tmp_path: Path, new_url: str, births: Nursery) -> None:
    with killed(ForkedService(tmp_path, new_url, nursery=births), SERVE, KILLS) as left:
        keep(
            f"kills-{'postgresql' if new_url else 'sqlite'}",
            {
                "kills": left.kills,
                "acknowledged": len(left.acknowledged),
                "lost": len(left.lost),
                "without_their_trail_row": len(left.unmatched),
                "faults_of_the_chain": len(left.faults),
            },
        )
        assert left.kills == KILLS
        assert len(left.acknowledged) >= KILLS
        assert (left.lost, left.unmatched, left.faults) == (set(), set(), ())


def test_a_build_that_acknowledges_before_it_commits_is_caught(tmp_path: Path, new_url: str, births: Nursery) -> None:
    with killed(ForkedService(tmp_path, new_url, nursery=births), HASTY, kills=40, until_lost=True) as left:
        assert left.lost
        assert left.unmatched == set()
