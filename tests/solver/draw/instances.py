"""Draw problems made for tests, and every lawful panel of the small ones by plain enumeration."""

from __future__ import annotations

from itertools import combinations
from random import Random

from ortools.linear_solver import pywraplp

from solver.draw.entities import Problem
from solver.draw.merging import Row, merged
from solver.rules.requirement import Seat

Quota = tuple[frozenset[int], int, int]
"""Persons by number, and how many of them a panel has at least and at most."""


def quota_problem(persons: int, size: int, quotas: list[Quota], apart: list[tuple[int, int]] | None = None) -> Problem:
    """Drawing ``size`` of ``persons`` (named E0000 …) with quotas, and pairs that do not sit together."""
    atoms = [Seat("S", "", f"E{number:04d}") for number in range(persons)]
    rows = [Row("size", tuple((number, 1) for number in range(persons)), size, size)]
    rows += [Row("quota", tuple((number, 1) for number in sorted(who)), low, high) for who, low, high in quotas]
    rows += [Row("kin", ((one, 1), (other, 1)), None, 1) for one, other in apart or []]
    return merged("S", size, (("", size),), atoms, rows)


def lawful_panels(
    persons: int, size: int, quotas: list[Quota], apart: list[tuple[int, int]] | None = None
) -> list[frozenset[int]]:
    """Every lawful panel, by trying all."""
    found = []
    for chosen in combinations(range(persons), size):
        panel = frozenset(chosen)
        within = all(low <= len(panel & who) <= high for who, low, high in quotas)
        if within and not any(one in panel and other in panel for one, other in apart or []):
            found.append(panel)
    return found


def small_instance(seed: int) -> tuple[int, int, list[Quota], list[tuple[int, int]]]:
    """Eight or nine persons, panels of three or four, two families of quotas and some pairs apart."""
    rng = Random(seed)
    persons, size = rng.choice((8, 9)), rng.choice((3, 4))
    quotas: list[Quota] = []
    for _ in range(2):
        who = frozenset(one for one in range(persons) if rng.random() < 0.45)
        low = rng.randint(0, min(2, len(who)))
        quotas.append((who, low, rng.randint(low, size)))
    pairs = {tuple(sorted(rng.sample(range(persons), 2))) for _ in range(rng.randint(0, 5))}
    return persons, size, quotas, [(one, other) for one, other in sorted(pairs)]


def leximin_by_enumeration(persons: int, panels: list[frozenset[int]]) -> list[float]:
    """The leximin chances by a linear program over all panels, one settled level after the other."""
    covered = [one for one in range(persons) if any(one in panel for panel in panels)]
    settled: dict[int, float] = {}
    while len(settled) < len(covered):
        floor = _floor(panels, covered, settled)
        raisable = {
            one for one in covered if one not in settled and _most(panels, covered, settled, floor, one) > floor + 1e-7
        }
        for one in covered:
            if one not in settled and one not in raisable:
                settled[one] = floor
    return [settled.get(one, 0.0) for one in range(persons)]


def _program(
    panels: list[frozenset[int]], covered: list[int], least: dict[int, float]
) -> tuple[pywraplp.Solver, dict[int, object]]:
    solver = pywraplp.Solver("all", pywraplp.Solver.GLOP_LINEAR_PROGRAMMING)
    weights = [solver.NumVar(0.0, 1.0, "") for _ in panels]
    solver.Add(solver.Sum(weights) == 1.0)
    chance = {one: solver.Sum([w for w, panel in zip(weights, panels, strict=True) if one in panel]) for one in covered}
    for one, low in least.items():
        solver.Add(chance[one] >= low - 1e-9)
    return solver, chance


def _floor(panels: list[frozenset[int]], covered: list[int], settled: dict[int, float]) -> float:
    solver, chance = _program(panels, covered, settled)
    floor = solver.NumVar(0.0, 1.0, "")
    for one in covered:
        if one not in settled:
            solver.Add(chance[one] >= floor)
    solver.Maximize(floor)
    solver.Solve()
    return float(floor.solution_value())


def _most(panels: list[frozenset[int]], covered: list[int], settled: dict[int, float], floor: float, one: int) -> float:
    solver, chance = _program(panels, covered, {**dict.fromkeys(covered, floor), **settled})
    solver.Maximize(chance[one])
    solver.Solve()
    return float(solver.Objective().Value())
