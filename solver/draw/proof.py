"""The proof that chances cannot be fairer, in whole numbers, and what it proves.

Read :class:`solver.draw.entities.Step` for the argument. It needs additions and multiplications only, holds for every
panel within the limits of the problem, listed or not, and so bounds every lottery there could be. What a stranger has
to believe beside it is that the limits are those of the rules, and the limits marked ``searched``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from solver.draw.counting import Counting, Reals, is_counted
from solver.draw.entities import PARTS, Limit, Problem, Step
from solver.draw.profile import Level


def bound(problem: Problem, limits: Sequence[Limit], step: Step) -> Fraction:
    """B of ``step``: no panel within the limits is worth more by its weights. Exact."""
    multipliers = dict(step.multipliers)
    weights = dict(step.weights)
    left = [weights.get(place.type, 0) if is_counted(place) else 0 for place in problem.places]
    total = 0
    for number, value in multipliers.items():
        limit = limits[number]
        side = limit.high if value > 0 else limit.low
        if side is None:
            raise ValueError(f"limit {number} is open on the side of its multiplier")
        total += value * side
        for place, coefficient in limit.terms:
            left[place] -= value * coefficient
    rest = sum(max(0, one) * len(problem.types[place.type]) for one, place in zip(left, problem.places, strict=True))
    return Fraction(total + rest, PARTS)


def ceiling(problem: Problem, limits: Sequence[Limit], step: Step, settled: dict[int, Fraction]) -> Fraction:
    """The most that the smallest chance of the types not in ``settled`` can be while those keep theirs. Exact.

    Parameters
    ----------
    settled
        Chance by type of those settled in earlier steps.
    """
    due, open_weight = Fraction(0), 0
    for number, value in step.weights:
        members = len(problem.types[number])
        if number in settled:
            due += value * members * settled[number]
        else:
            open_weight += value * members
    if not open_weight:
        raise ValueError("a step without weight on an open type proves nothing")
    return (bound(problem, limits, step) * PARTS - due) / open_weight


def departure(problem: Problem, limits: Sequence[Limit], step: Step) -> Fraction:
    """The least sum over experts of what chances depart from one chance for all of ``step.settled``. Exact.

    With weights between −1 and 1 a departure is at least weight · (even − chance), and the weighted chances of a
    lottery add up to at most B.
    """
    if any(abs(value) > PARTS for _, value in step.weights):
        raise ValueError("a weight beyond 1 proves nothing about departures")
    able = frozenset(step.settled)
    even = Fraction(problem.size, sum(len(problem.types[number]) for number in able))
    due = sum(value * len(problem.types[number]) for number, value in step.weights if number in able)
    return max(Fraction(0), even * Fraction(due, PARTS) - bound(problem, limits, step))


def steps_of(
    counting: Counting, limits: Sequence[Limit], levels: Sequence[Level], chances: Sequence[Fraction]
) -> tuple[Step, ...]:
    """The steps that ``levels`` of floors amount to, rounded to whole parts and then bounded exactly."""
    found, settled = list[Step](), dict[int, Fraction]()
    for level in levels:
        step = _step(level, limits, np.clip(level.weights, 0.0, None))
        found.append(replace(step, value=ceiling(counting.problem, limits, step, settled)))
        settled.update({number: chances[number] for number in level.settled})
    return tuple(found)


def departure_step(counting: Counting, limits: Sequence[Limit], level: Level) -> Step:
    """The step that the ``level`` of a departure amounts to."""
    step = _step(level, limits, np.clip(level.weights, -1.0, 1.0))
    return replace(step, value=departure(counting.problem, limits, step))


def _step(level: Level, limits: Sequence[Limit], weights: Reals) -> Step:
    multipliers = ((number, value) for number, value in _parts(level.multipliers) if _is_closed(limits[number], value))
    return Step(Fraction(0), level.settled, _parts(weights), tuple(multipliers))


def _parts(values: Reals) -> tuple[tuple[int, int], ...]:
    rounded = np.round(values * PARTS).astype(np.int64)
    return tuple((int(number), int(rounded[number])) for number in np.flatnonzero(rounded))


def _is_closed(limit: Limit, multiplier: int) -> bool:
    return (limit.high if multiplier > 0 else limit.low) is not None
