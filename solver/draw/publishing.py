"""A lottery as it is published: every expert by the number of a leaf, every ratio as a text, everything in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from solver.draw.entities import Chance, DrawnPanel, Problem, Step
from solver.draw.transcript import PublishedLimit, PublishedPanel, PublishedProblem, PublishedStep

LeafNumbers = Mapping[str, int]
"""Leaf of each expert of a pool."""


def published_problem(problem: Problem, numbers: LeafNumbers) -> PublishedProblem:
    """``problem`` by leaves; the order of types, places and limits stays, as they refer to each other by it."""
    return PublishedProblem(
        size=problem.size,
        groups=problem.groups,
        types=tuple(tuple(sorted(numbers[one] for one in members)) for members in problem.types),
        places=tuple((one.type, one.group, one.role, one.later) for one in problem.places),
        limits=tuple(PublishedLimit(one.rule, one.terms, one.low, one.high, one.searched) for one in problem.limits),
        apart=tuple(sorted((min(pair), max(pair)) for pair in ((numbers[a], numbers[b]) for a, b in problem.apart))),
    )


def published_panels(panels: Iterable[DrawnPanel], numbers: LeafNumbers) -> tuple[PublishedPanel, ...]:
    """Panels by leaves, in the order of the balls; seats by leaf, alternates by group and rank."""
    return tuple(
        PublishedPanel(
            tuple(sorted((numbers[seat.expert], seat.group, seat.role) for seat in panel.seats)),
            tuple(sorted(((numbers[one.expert], one.group, one.rank) for one in panel.alternates), key=_by_rank)),
        )
        for panel in panels
    )


def _by_rank(one: tuple[int, str, int]) -> tuple[str, int]:
    return one[1], one[2]


def published_chances(chances: Iterable[Chance], numbers: LeafNumbers) -> tuple[tuple[int, str, int], ...]:
    """Chances by leaf."""
    return tuple(sorted((numbers[one.expert], ratio(one.before), one.balls) for one in chances))


def published_proof(steps: Iterable[Step]) -> tuple[PublishedStep, ...]:
    """The steps of the proof of fairness."""
    return tuple(PublishedStep(ratio(one.value), one.settled, one.weights, one.multipliers) for one in steps)


def ratio(value: Fraction) -> str:
    """A ratio in lowest terms, ``3/11``; whole numbers as ``1/1``."""
    return f"{value.numerator}/{value.denominator}"
