"""Anchors: what the chain's head was at each commit, in a file outside the database.

Two lines per commit. ``prepared`` is written before it and says which rows are about to come; ``kept`` is written, and
forced to the disk, after it and before anybody is told that the change was made. So a row without a prepared line was
put there by somebody else, a kept line without its row tells of a cut tail, and a prepared line alone is a commit that
may not have happened: a process killed in between leaves nothing that looks like tampering.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Literal

from data.store.column_types import stamp

Phase = Literal["prepared", "kept"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Rows ``first`` to ``last`` of one commit, and the hash of the last."""

    phase: Phase
    first: int
    last: int
    hash: str
    at: str


class AnchorFormatError(ValueError):
    """A line of an anchors file that is none; its number and text."""


@dataclass
class AnchorFile:
    """Appends anchors to ``path``; many threads, and processes on one machine, may share the file."""

    path: Path
    _handle: int = field(init=False, repr=False)
    _syncing: Lock = field(init=False, repr=False, default_factory=Lock)
    _counting: Lock = field(init=False, repr=False, default_factory=Lock)
    _written: int = field(init=False, repr=False, default=0)
    _synced: int = field(init=False, repr=False, default=0)

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def prepare(self, first: int, last: int, head: str, at: datetime) -> None:
        """Say, before the commit, which rows are about to be written."""
        self._append(Anchor("prepared", first, last, head, stamp(at)))

    def keep(self, first: int, last: int, head: str, at: datetime) -> None:
        """Say, after the commit, that the rows are there; on the disk when this returns."""
        mine = self._append(Anchor("kept", first, last, head, stamp(at)))
        with self._syncing:  # whoever waited here may find that another thread's fsync has carried its line too
            if self._synced < mine:
                reached = self._written
                os.fsync(self._handle)
                self._synced = reached

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)

    def _append(self, anchor: Anchor) -> int:
        with self._counting:
            os.write(
                self._handle, line_of(anchor).encode("ascii")
            )  # one append of a short line is never torn by another writer
            self._written += 1
            return self._written


def line_of(anchor: Anchor) -> str:
    """The line of a file that :func:`anchors_in` reads back."""
    return json.dumps([anchor.phase, anchor.first, anchor.last, anchor.hash, anchor.at]) + "\n"


def anchors_in(paths: Sequence[Path]) -> Iterator[Anchor]:
    """Anchors of some files; raises AnchorFormatError for a line that is none, but for a last one cut short."""
    for path in paths:
        lines = path.read_text(encoding="ascii").split("\n")
        unfinished = lines.pop()  # "" after a whole last line; else a write that a crash cut short
        for number, line in enumerate(lines, 1):
            yield _anchor(line, f"{path.name}:{number}")
        if unfinished:
            yield from _perhaps(unfinished)


def _anchor(line: str, place: str) -> Anchor:
    try:
        phase, first, last, head, at = json.loads(line)
        if phase in ("prepared", "kept"):
            return Anchor(phase, int(first), int(last), str(head), str(at))
    except (ValueError, TypeError) as error:
        raise AnchorFormatError(place, line) from error
    raise AnchorFormatError(place, line)


def _perhaps(line: str) -> Iterator[Anchor]:
    try:
        yield _anchor(line, "")
    except AnchorFormatError:
        return  # half a line promises nothing
