"""How far a planning run is, told to whoever watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: ``phase`` (a code such as ``timetable``), ``percent`` 0–100, best score and bound where known."""

    phase: str
    percent: float
    best: float | None = None
    bound: float | None = None


Report = Callable[[Progress], None]


def silent(step: Progress) -> None:
    """A :data:`Report` for runs that nobody watches."""
    del step
