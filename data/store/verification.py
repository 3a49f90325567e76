"""Does the trail still say what it once said: the chain from its first row to its last, held against the anchors.

The chain alone shows an edit, a row taken out, put in or swapped, as long as the hashes after it were not made anew.
The anchors show the rest: a chain cut short, made anew from some row on, or continued by somebody else's hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from data.store.anchors import Anchor, anchors_in
from data.store.engine import Store
from data.store.trail import GENESIS, row_hash
from data.store.trail_reading import TrailRow, trail_rows

Wrong = Literal[
    "edited",  # the row's hash is not that of its values
    "broken",  # the row does not name the hash of the row before it
    "gap",  # the row's number is not the one after the row before it
    "rewritten",  # the row is whole, and not the one that was anchored
    "cut",  # rows that were anchored are not there
    "forged",  # rows are there that no commit has announced
]


@dataclass(frozen=True, slots=True)
class TrailFault:
    """Rows ``seq`` to ``until`` of the trail are not what was written."""

    wrong: Wrong
    seq: int
    until: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: rows read, the head they end in, anchors held against them, and all faults."""

    rows: int
    head: str
    anchors: int
    faults: tuple[TrailFault, ...]


@dataclass
class _Anchored:
    """The anchors by row: hashes announced for it, each with the first row of its commit, and the one that was kept."""

    announced: dict[int, set[tuple[str, int]]] = field(default_factory=dict)
    kept: dict[int, set[str]] = field(default_factory=dict)
    count: int = 0

    def add(self, anchor: Anchor) -> None:
        self.count += 1
        self.announced.setdefault(anchor.last, set()).add((anchor.hash, anchor.first))
        if anchor.phase == "kept":
            self.kept.setdefault(anchor.last, set()).add(anchor.hash)


def verify(rows: Iterable[TrailRow], anchors: Iterable[Anchor], promised: int | None = None) -> Verified:
    """Hold the trail against itself and against its anchors; with no anchor at all, against itself only.

    ``promised`` is the number of the last row that must be there, where ``anchors`` may be younger than ``rows``; None
    where they are not. Memory grows with the number of commits, not of rows.
    """
    anchored = _Anchored()
    for anchor in anchors:
        anchored.add(anchor)
    faults: list[TrailFault] = []
    reached, end, covered, count = 0, GENESIS, 0, 0
    for row in rows:
        faults += _chained(row, reached, end)
        reached, end, count = row.seq, row.hash, count + 1
        if anchored.count:
            faults += _held(row, anchored)
            covered = _covered(row, anchored, covered)
    if anchored.count:
        last = max(anchored.kept, default=0) if promised is None else promised
        faults += _ends(reached, covered, last)
    return Verified(count, end, anchored.count, tuple(faults))


def verify_store(store: Store, files: Sequence[Path]) -> Verified:
    """Verify the trail of a store against anchors in ``files``, also while others write.

    What had been kept before the rows are read must be among them; what is among them has been announced by then.

    Raises
    ------
    OSError, AnchorFormatError
        If a file cannot be read, or has a line that is no anchor.
    """
    promised = max((anchor.last for anchor in anchors_in(files) if anchor.phase == "kept"), default=0)
    with store.read() as reader:
        reader.end_of_trail()  # the first look: from here on the reader sees one state
        return verify(trail_rows(reader), anchors_in(files), promised)


def _chained(row: TrailRow, before: int, end: str) -> Iterator[TrailFault]:
    if row.seq != before + 1:
        yield TrailFault("gap", before + 1, row.seq)
    elif row.previous != end:
        yield TrailFault("broken", row.seq, row.seq)
    if row.hash != row_hash(asdict(row)):
        yield TrailFault("edited", row.seq, row.seq)


def _held(row: TrailRow, anchored: _Anchored) -> Iterator[TrailFault]:
    kept = anchored.kept.get(row.seq)
    if kept is not None and kept != {row.hash}:
        yield TrailFault("rewritten", row.seq, row.seq)


def _covered(row: TrailRow, anchored: _Anchored, covered: int) -> int:
    """The last row up to which every row belongs to an announced commit, now that ``row`` has been read."""
    for announced, first in anchored.announced.get(row.seq, ()):
        if announced == row.hash and first <= covered + 1:
            return row.seq
    return covered


def _ends(reached: int, covered: int, last: int) -> Iterator[TrailFault]:
    if last > reached:
        yield TrailFault("cut", reached + 1, last)
    if covered < reached:
        yield TrailFault("forged", covered + 1, reached)
