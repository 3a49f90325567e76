"""Faults as they are found: the first of them are kept, the rest are counted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Self

from solver.domain.faults import Fault

MOST_KEPT = 10_000
"""Nobody corrects more before sending the file again, and a file of a million faults must not fill the memory."""


class FaultList(list[Fault]):
    """A list that keeps the first ``MOST_KEPT`` faults and counts those beyond in ``more``."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        super().__init__()
        self.more = 0
        self.extend(faults)

    def append(self, fault: Fault, /) -> None:
        """Keep one fault, or count it."""
        if len(self) < MOST_KEPT:
            super().append(fault)
        else:
            self.more += 1

    def extend(self, faults: Iterable[Fault], /) -> None:
        """Keep or count each; the ``more`` of another such list is counted too."""
        if isinstance(faults, FaultList):
            self.more += faults.more
        for fault in faults:
            self.append(fault)

    def __iadd__(self, faults: Iterable[Fault], /) -> Self:  # type: ignore[misc, override]  # list has no += of its own and is taken to promise that of +
        self.extend(faults)
        return self

    def take(self, count: int, faults: Iterable[Fault]) -> None:
        """Keep what there is room for of ``count`` faults, and count the others without making them."""
        before = len(self)
        super().extend(islice(faults, MOST_KEPT - before))
        self.more += count - (len(self) - before)


def more_of(faults: Iterable[Fault]) -> int:
    """How many faults were found beyond those that are kept."""
    return faults.more if isinstance(faults, FaultList) else 0
