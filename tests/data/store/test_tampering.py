"""Every tampering with the trail is found; the full count runs in ``make soak``."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from data.store.anchors import AnchorFile, anchors_in
from data.store.engine import Store
from data.store.trail_reading import trail_rows
from data.store.verification import verify, verify_store
from tests.data.store.tampering import CLASSES, Rows, cut, honest_trail, missed, rechained, rewrite
from tests.soak.counts import SEED, count, keep

TRIES = count("tries", 60, 1000)


def rows_of(store: Store) -> Rows:
    with store.read() as reader:
        return list(trail_rows(reader))


def test_every_class_is_found(store: Store, anchors: Path) -> None:
    honest_trail(store, 15, random.Random(1))
    made, unfound = missed(store, anchors, TRIES, SEED)
    keep(f"tampering-{store.engine.dialect.name}", {"forgeries": dict(made), "not_found": unfound.total()})
    assert made == dict.fromkeys(CLASSES, TRIES)
    assert unfound.total() == 0


def test_without_anchors_some_is_not_found(store: Store) -> None:
    """What the anchors are for: a chain cut short or made anew is whole in itself."""
    honest_trail(store, 5, random.Random(1))
    rows = rows_of(store)
    assert verify(cut(rows, random.Random(1)), ()).faults == ()
    assert verify(rewrite(rows, random.Random(1)), ()).faults == ()


def test_each_fault_is_told_by_name(store: Store, anchors: Path) -> None:
    for _ in range(3):
        honest_trail(store, 1, random.Random(4))  # 1 row each
    rows, kept = rows_of(store), list(anchors_in([anchors]))
    assert [row.seq for row in rows] == [1, 2, 3]

    def wrongs(forged: Rows) -> list[tuple[str, int, int]]:
        return [(fault.wrong, fault.seq, fault.until) for fault in verify(forged, kept).faults]

    one, two, three = rows
    assert wrongs(rows) == []
    assert wrongs([one, rechained([one, two], 1)[1], three]) == []
    changed = [replace(two, reason="x")]
    assert wrongs([one, *changed, three]) == [("edited", 2, 2)]
    assert wrongs([*rechained([one, *changed], 1), three]) == [("rewritten", 2, 2), ("broken", 3, 3), ("forged", 2, 3)]
    assert wrongs([one, three]) == [("gap", 2, 3), ("forged", 2, 3)]
    assert wrongs([one, two]) == [("cut", 3, 3)]
    assert wrongs(rechained([one, two, three, one], 3)) == [("forged", 4, 4)]


def test_a_commit_that_was_only_prepared_is_no_fault(store: Store, anchors: Path) -> None:
    """A process killed before its commit leaves a prepared line without rows; one killed after it, no kept line."""
    honest_trail(store, 2, random.Random(1))
    rows = rows_of(store)
    file = AnchorFile(anchors)
    file.prepare(len(rows) + 1, len(rows) + 2, "f" * 64, store.clock())
    assert verify_store(store, [anchors]).faults == ()
    lines = anchors.read_text(encoding="ascii").splitlines(keepends=True)
    anchors.write_text("".join(lines[:-2]) + '["kept", 1', encoding="ascii")  # killed while it wrote the line
    assert verify_store(store, [anchors]).faults == ()
    file.close()
