"""How far a season in parts is, by how far each of its parts is."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from solver.planning.progress import Progress

STAGES: Mapping[str, tuple[float, float]] = {
    "routes": (0.0, 1.0),
    "batches": (1.0, 1.0),
    "timetable": (2.0, 8.0),
    "panels": (10.0, 20.0),
    "bound": (30.0, 5.0),
    "improve": (35.0, 55.0),
    "fair": (90.0, 0.0),
    "check": (90.0, 10.0),
}
"""Percent of a part at which each phase begins, and how many it makes up, about."""


def together(told: Mapping[int, Progress], shares: Mapping[int, float]) -> Progress:
    """The progress of the whole.

    Best score and bound are those of the parts that have a plan so far, both of the same parts, so that their gap
    means something before all parts are there.

    Parameters
    ----------
    told
        The last step of each part that was begun, by its number.
    shares
        By number of the part: its part (0–1) of the whole.
    """
    percent = fsum(shares.get(number, 0.0) * _percent(step) for number, step in told.items())
    planned = [step for step in told.values() if step.best is not None]
    bounds = [step.bound for step in planned if step.bound is not None]
    return Progress(
        "parts",
        min(100.0, percent),
        fsum(step.best or 0.0 for step in planned) if planned else None,
        fsum(bounds) if planned and len(bounds) == len(planned) else None,
    )


def _percent(step: Progress) -> float:
    begin, length = STAGES.get(step.phase, (0.0, 0.0))
    return begin + length * step.percent / 100.0
