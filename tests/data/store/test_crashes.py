"""kill -9 of a writer loses nothing that was acknowledged; the server itself is killed in tests/soak."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.engine import Store
from tests.data.store.crashing import crash, process_killed


def test_nothing_acknowledged_is_lost(store: Store, anchors: Path) -> None:
    left = crash(store, anchors, kills=5, kill=process_killed(store, anchors, "honest"), seed=1)
    assert left.kills == 5
    assert len(left.acknowledged) >= 5
    assert (left.lost, left.unmatched, left.faults) == (set(), set(), ())


def test_a_writer_that_acknowledges_before_it_commits_is_caught(store: Store, anchors: Path) -> None:
    left = crash(store, anchors, 60, process_killed(store, anchors, "early"), seed=1, until_lost=True)
    assert left.lost
    assert (left.unmatched, left.faults) == (set(), ())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_that_acknowledges_when_its_savepoint_is_done_is_caught(store: Store, anchors: Path) -> None:
    left = crash(store, anchors, 60, process_killed(store, anchors, "released"), seed=1, until_lost=True)
    assert left.lost
    assert (left.unmatched, left.faults) == (set(), ())
