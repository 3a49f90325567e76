"""The lawful panels of a problem, asked for one by one: which is worth most, if members of types have a worth each.

First the relaxation, which a warm simplex answers in about a millisecond and which is often whole already; where it is
not, CP-SAT searches the whole panels nearest to it, and where a proof is wanted, all of them: with one worker and whole
worths, so that it repeats itself and its answer is exact.
"""

from __future__ import annotations

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from solver.draw.counting import Counting, Reals, Wholes, is_personal, whole
from solver.draw.entities import Limit, Problem
from solver.errors import EngineError
from solver.model.searches import repeating_search

WHOLE = 1e-6
"""How far from a whole number a value still counts as one."""
SPARE = 40
"""Unused places, cheapest first, that a rounding may use besides those of the relaxation."""
EFFORT = 0.05
"""Deterministic seconds of one rounding."""


class Oracle:
    """Lawful panels of ``problem`` on demand."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.counting = problem, Counting(problem)
        self._linear = linear_solver()
        self._columns = [self._linear.NumVar(0.0, float(most), "") for most in self.counting.most.tolist()]
        for limit in problem.limits:
            if not is_personal(limit):
                add_row(self._linear, self._columns, limit)
        self._everything = np.arange(len(self._columns))

    def tighten(self, limit: Limit) -> None:
        """Sharpen the relaxation by a limit that every lawful panel keeps."""
        add_row(self._linear, self._columns, limit)

    def panel(self, worth: Reals) -> Wholes:
        """A panel worth much by ``worth`` per seat of a type; mostly, but not provably, worth most."""
        given, loss = self._relaxed(worth)
        rounded = np.round(given).astype(np.int64)
        if np.abs(given - rounded).max(initial=0.0) < WHOLE and self.counting.keeps(rounded):
            return rounded
        loss[given > WHOLE] = -np.inf
        near = np.sort(np.argsort(loss, kind="stable")[: int((given > WHOLE).sum()) + SPARE])
        found = self._search(whole(worth), near, EFFORT) or self._search(whole(worth), self._everything)
        if found is None:
            raise EngineError(stage="draw", session=self.problem.session, status="no lawful panel")
        return found[0]

    def exact(self, worth: Wholes) -> tuple[Wholes, int] | None:
        """A panel worth most by whole ``worth`` per seat of a type, and that worth; None if no panel is lawful."""
        return self._search(worth, self._everything)

    def _relaxed(self, worth: Reals) -> tuple[Reals, Reals]:
        """The best point of the relaxation, and what moving each place off its bound loses."""
        goal = self._linear.Objective()
        for column, value in zip(self._columns, self.counting.by_place(worth).tolist(), strict=True):
            goal.SetCoefficient(column, value)
        goal.SetMaximization()
        if self._linear.Solve() != pywraplp.Solver.OPTIMAL:
            raise EngineError(stage="draw", session=self.problem.session, status="no relaxation")
        given = np.array([column.solution_value() for column in self._columns])
        return given, np.array([-column.reduced_cost() for column in self._columns])

    def _search(self, worth: Wholes, used: Wholes, effort: float | None = None) -> tuple[Wholes, int] | None:
        """The best whole panel over the places ``used``; with an ``effort`` whatever is found in it."""
        model, counting = cp_model.CpModel(), self.counting
        numbers = {place: model.new_int_var(0, int(counting.most[place]), "") for place in used.tolist()}
        matrix = counting.matrix[:, used]
        for row in np.flatnonzero(_binding(matrix, counting, used)).tolist():
            terms = [int(matrix[row, at]) * numbers[int(used[at])] for at in np.flatnonzero(matrix[row]).tolist()]
            model.add_linear_constraint(sum(terms), int(counting.low[row]), int(counting.high[row]))
        goal = counting.by_place(worth.astype(np.float64)).astype(np.int64)
        model.maximize(sum(int(goal[place]) * number for place, number in numbers.items()))
        solver = repeating_search(effort)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        given = np.zeros(len(goal), dtype=np.int64)
        given[used] = [solver.value(number) for number in numbers.values()]
        return given, round(solver.objective_value)


def _binding(matrix: Wholes, counting: Counting, used: Wholes) -> np.ndarray:
    """Rows that places ``used`` alone could break."""
    most = np.maximum(matrix, 0) @ counting.most[used]
    least = np.minimum(matrix, 0) @ counting.most[used]
    broken: np.ndarray = (most > counting.high) | (least < counting.low)
    return broken


def linear_solver() -> pywraplp.Solver:
    """An empty linear program for a warm simplex."""
    return pywraplp.Solver("draw", pywraplp.Solver.GLOP_LINEAR_PROGRAMMING)


def add_row(solver: pywraplp.Solver, columns: list[pywraplp.Variable], limit: Limit) -> pywraplp.Constraint:
    """Add ``limit`` to a linear program; its row."""
    infinite = solver.infinity()
    row = solver.Constraint(
        -infinite if limit.low is None else float(limit.low), infinite if limit.high is None else float(limit.high)
    )
    for place, value in limit.terms:
        row.SetCoefficient(columns[place], float(value))
    return row
