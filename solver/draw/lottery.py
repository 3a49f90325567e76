"""A fair lottery over the lawful panels of a problem (MODEL.md, rule 14; SERVICE.md, Draws).

The fairest chances within the limits come first, with their proof (:mod:`solver.draw.profile`); lawful panels are then
mixed to have just these chances (:mod:`solver.draw.mixture`). Where no mixture has them, because panels are whole, that
is told by a limit of all lawful panels, and the chances are computed again within it. Flanigan, Gölz, Gupta, Hennig &
Procaccia, "Fair algorithms for selecting citizens' assemblies" (Nature, 2021), define the fairness; the way here, from
the chances to the panels and with types in place of persons, is what makes it fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.draw.balls import Naming, balls_of
from solver.draw.counting import Reals, Wholes
from solver.draw.entities import BALLS, PARTS, Chance, Composition, DrawnPanel, Limit, Lottery, Method, Problem
from solver.draw.mixture import Mixed, Panels, herd, mixture
from solver.draw.oracle import Oracle
from solver.draw.profile import Profile, evenest, fairest
from solver.draw.proof import departure_step, steps_of
from solver.errors import EngineError

HERDED = 1.3
"""Panels gathered by herding, per type: with so many the chances asked for mostly lie among them."""
ROUNDS = 200
"""Limits found by search at most."""


@dataclass(frozen=True)
class _Fair:
    """Chances reached, the panels and weights that have them, and the limits that were needed."""

    profile: Profile
    panels: Panels
    weights: Reals
    limits: tuple[Limit, ...]
    closed: frozenset[int]


def fair_lottery(problem: Problem, method: Method = Method.LEXIMIN, balls: int = BALLS) -> Lottery | None:
    """The fair lottery of ``problem``, None if no panel keeps its limits (proved).

    Parameters
    ----------
    balls
        Equally likely panels the distribution is rounded to.
    """
    oracle = Oracle(problem)
    if oracle.exact(np.zeros(len(problem.types), dtype=np.int64)) is None:
        return None
    fair = _fair(oracle, method)
    compositions = _compositions(fair)
    chances = _chances(oracle, compositions)
    levels = fair.profile.levels
    if method is Method.UNIFORM:
        steps = tuple(departure_step(oracle.counting, fair.limits, level) for level in levels)
    else:
        steps = steps_of(oracle.counting, fair.limits, levels, chances)
    panels, counts = _rounded(fair, balls)
    listed = tuple(
        Chance(expert, chances[number], counts.get(expert, 0)) for expert, number in sorted(problem.type_of.items())
    )
    barred = tuple(sorted(one for number in fair.closed for one in problem.types[number]))
    solved = replace(problem, limits=fair.limits)
    return Lottery(problem.session, method, solved, panels, compositions, listed, steps, (), barred)


def _fair(oracle: Oracle, method: Method) -> _Fair:
    limits = list(oracle.problem.limits)
    panels = Panels(oracle)
    closed = _closed(oracle, panels)
    for number in range(ROUNDS):
        profile = _profile(oracle, method, limits, closed)
        if not number and method is not Method.MAXIMIN:
            herd(panels, profile.chances, int(HERDED * len(oracle.problem.types)) + 10)
        mixed = mixture(panels, profile.chances)
        if isinstance(mixed, Mixed):
            return _Fair(profile, panels, mixed.weights, tuple(limits), closed)
        limits.append(mixed)
        oracle.tighten(mixed)
    raise EngineError(stage="draw", session=oracle.problem.session, status="too many limits")


def _profile(oracle: Oracle, method: Method, limits: Sequence[Limit], closed: frozenset[int]) -> Profile:
    if method is Method.UNIFORM:
        return evenest(oracle.counting, limits, closed)
    return fairest(oracle.counting, limits, closed, method is Method.MAXIMIN)


def _closed(oracle: Oracle, panels: Panels) -> frozenset[int]:
    """Types that are on no lawful panel; every other type is on one of ``panels`` afterwards."""
    types = len(oracle.problem.types)
    reached = np.zeros(types, dtype=np.bool_)
    while True:
        panels.add(oracle.panel(np.where(reached, 0.0, 1.0)))
        fresh = (panels.seats[-1] > 0) & ~reached
        reached |= panels.seats[-1] > 0
        if not fresh.any() or reached.all():
            break
    closed = set()
    for number in np.flatnonzero(~reached).tolist():
        if reached[number]:
            continue
        answer = oracle.exact(np.eye(1, types, number, dtype=np.int64)[0])
        if answer is None or not answer[1]:
            closed.add(number)
        else:
            panels.add(answer[0])
            reached |= panels.oracle.counting.seats(answer[0]) > 0
    return frozenset(closed)


def _compositions(fair: _Fair) -> tuple[Composition, ...]:
    """Panels with their weights in whole parts (largest remainders), in canonical order."""
    weights = np.maximum(fair.weights, 0.0)
    exact = weights / weights.sum() * PARTS
    parts = np.floor(exact).astype(np.int64)
    for number in np.argsort(parts - exact, kind="stable")[: PARTS - int(parts.sum())].tolist():
        parts[number] += 1
    found = (
        Composition(tuple((int(place), int(given[place])) for place in np.flatnonzero(given)), int(weight))
        for given, weight in zip(fair.panels.given, parts, strict=False)
        if weight
    )
    return tuple(sorted(found))


def _chances(oracle: Oracle, compositions: Sequence[Composition]) -> list[Fraction]:
    """Chance by type, exact."""
    type_of, total = oracle.counting.type_of.tolist(), [0] * len(oracle.problem.types)
    for one in compositions:
        for place, count in one.counts:
            if type_of[place] >= 0:
                total[type_of[place]] += count * one.weight
    return [Fraction(seats, PARTS * len(members)) for seats, members in zip(total, oracle.problem.types, strict=True)]


def _rounded(fair: _Fair, balls: int) -> tuple[tuple[DrawnPanel, ...], dict[str, int]]:
    """The equally likely panels, named, and how many of them each expert is on."""
    counting = fair.panels.oracle.counting
    used = np.flatnonzero(fair.weights > 1 / PARTS)
    used = np.array(sorted(used.tolist(), key=lambda one: tuple(fair.panels.given[one].tolist())), dtype=np.int64)
    seats = np.array([fair.panels.seats[one] for one in used])
    counts = balls_of(counting, seats, fair.weights[used], balls)
    naming, panels = Naming(counting), list[DrawnPanel]()
    for number in _spread(counts):
        panels.append(naming.panel(fair.panels.given[int(used[number])], len(panels)))
    return tuple(panels), dict(naming.named)


def _spread(counts: Wholes) -> list[int]:
    """Panels in the order of their balls, those of one panel spread over the whole list."""
    places = [
        ((2 * turn + 1) / (2 * int(count)), number) for number, count in enumerate(counts) for turn in range(int(count))
    ]
    return [number for _, number in sorted(places)]


def replaced(lottery: Lottery, kept: Sequence[DrawnPanel | None]) -> Lottery | None:
    """``lottery`` with the panels ``kept`` in place of its own; refused ones (None) give their ball to another.

    That one is chosen whose experts lack most of their chance. None where everything was refused.
    """
    given = [one for one in kept if one is not None]
    if not given:
        return None
    if len(given) == len(kept):
        return _with_panels(lottery, given, 0)
    left = list(dict.fromkeys(given))
    number = {one.expert: at for at, one in enumerate(lottery.chances)}
    due = np.array([float(one.before) for one in lottery.chances]) * len(kept)
    for one in given:
        np.add.at(due, [number[expert] for expert in one.experts()], -1.0)
    member = np.array([np.isin(np.arange(len(due)), [number[expert] for expert in one.experts()]) for one in left])
    panels = list[DrawnPanel]()
    for panel in kept:
        chosen = panel
        if chosen is None:
            best = int(np.argmax(member @ due))
            chosen = left[best]
            due -= member[best]
        panels.append(chosen)
    return _with_panels(lottery, panels, len(kept) - len(given))


def _with_panels(lottery: Lottery, panels: Sequence[DrawnPanel], refused: int) -> Lottery:
    found = replace(lottery, panels=tuple(panels), refused=refused)
    counts = found.count()
    chances = tuple(replace(one, balls=counts.get(one.expert, 0)) for one in lottery.chances)
    return replace(found, chances=chances)
