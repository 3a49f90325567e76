"""Whether part of a panel can still be completed to a lawful one: exactly, with a completion or a proof that none is.

A proof is a sum of limits that no numbers within the bounds can keep (Farkas), checked in whole numbers by additions
alone; where only whole numbers fail, a tree of cases with such a sum at each end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from solver.draw.counting import OPEN, Counting, Reals, Wholes
from solver.draw.entities import Problem
from solver.draw.oracle import WHOLE, add_row, linear_solver
from solver.errors import EngineError
from solver.model.searches import repeating_search

BROKEN = 1e-6
"""Sum of what limits are broken by from which on a relaxation counts as without solution."""
MULTIPLES = (1, 60, 10**4, 10**8)
"""Parts in which multipliers are tried as whole numbers: the smallest that still prove it."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """Proof that no whole numbers within bounds keep all limits.

    Either the limits ``by`` (index, multiplier; above 0: upper side, below: lower side) added up ask for less than the
    bounds allow; or, at ``split`` (place, number), the two ``parts`` prove it for at most that number and for more.
    """

    by: tuple[tuple[int, int], ...] = ()
    split: tuple[int, ...] = ()
    parts: tuple[Refutation, ...] = ()


class Completing:
    """Completions of partial panels of ``problem``, each asked for with bounds by place."""

    def __init__(self, problem: Problem) -> None:
        self.counting = Counting(problem)
        self._matrix = self.counting.matrix
        self._linear = linear_solver()
        self._columns = [self._linear.NumVar(0.0, float(most), "") for most in self.counting.most.tolist()]
        self._rows = [add_row(self._linear, self._columns, limit) for limit in problem.limits]
        goal = self._linear.Objective()
        for limit, row in zip(problem.limits, self._rows, strict=True):
            for side, sign in ((limit.low, 1.0), (limit.high, -1.0)):
                if side is not None:
                    slack = self._linear.NumVar(0.0, self._linear.infinity(), "")
                    row.SetCoefficient(slack, sign)
                    goal.SetCoefficient(slack, 1.0)
        goal.SetMinimization()

    def complete(self, low: Wholes, high: Wholes) -> Wholes | Refutation:
        """A lawful panel with numbers by place within ``low`` and ``high``, or the proof that there is none."""
        broken, given, duals = self._relaxed(low, high)
        if broken > BROKEN:
            by = self._summed(duals, low, high)
            return Refutation(by) if by else self._in_cases(low, high, given)
        rounded = np.round(given).astype(np.int64)
        if np.abs(given - rounded).max(initial=0.0) < WHOLE and self.counting.keeps(rounded):
            return rounded
        found = self._searched(low, high)
        return self._in_cases(low, high, given) if found is None else found

    def _relaxed(self, low: Wholes, high: Wholes) -> tuple[float, Reals, Reals]:
        """By how much limits are broken at least, numbers aside, the numbers that do so, and the duals of limits."""
        for column, least, most in zip(self._columns, low.tolist(), high.tolist(), strict=True):
            column.SetBounds(float(least), float(most))
        if self._linear.Solve() != pywraplp.Solver.OPTIMAL:
            raise EngineError(stage="draw", status="completion")
        given = np.array([one.solution_value() for one in self._columns])
        return self._linear.Objective().Value(), given, np.array([one.dual_value() for one in self._rows])

    def _summed(self, duals: Reals, low: Wholes, high: Wholes) -> tuple[tuple[int, int], ...]:
        """Multipliers in whole numbers, as small as they prove it; empty where none do."""
        for parts in MULTIPLES:
            by = tuple((int(row), -int(value)) for row, value in enumerate(np.round(duals * parts)) if value)
            if by and refutes(self.counting, by, low, high):
                return by
        return ()

    def _searched(self, low: Wholes, high: Wholes) -> Wholes | None:
        model = cp_model.CpModel()
        numbers = [model.new_int_var(a, b, "") for a, b in zip(low.tolist(), high.tolist(), strict=True)]
        for limit in self.counting.problem.limits:
            total = sum(value * numbers[place] for place, value in limit.terms)
            model.add_linear_constraint(
                total, -OPEN if limit.low is None else limit.low, OPEN if limit.high is None else limit.high
            )
        solver = repeating_search()
        if solver.solve(model) == cp_model.INFEASIBLE:
            return None
        return np.array([solver.value(one) for one in numbers], dtype=np.int64)

    def _in_cases(self, low: Wholes, high: Wholes, given: Reals) -> Refutation:
        """A proof by cases: split where the relaxation is least whole, else where there is most room."""
        off = np.abs(given - np.round(given))
        place = int(np.argmax(off)) if off.max(initial=0.0) > WHOLE else int(np.argmax(high - low))
        at = min(max(int(np.floor(given[place])), int(low[place])), int(high[place]) - 1)
        fewer, more = high.copy(), low.copy()
        fewer[place], more[place] = at, at + 1
        parts = [self.complete(low, fewer), self.complete(more, high)]
        proved = tuple(one for one in parts if isinstance(one, Refutation))
        if len(proved) < 2:
            raise EngineError(stage="draw", status="a completion was overlooked")
        return Refutation((), (place, at), proved)


def refutes(counting: Counting, by: tuple[tuple[int, int], ...], low: Wholes, high: Wholes) -> bool:
    """Whether the limits ``by`` added up prove that no numbers within the bounds keep them. Exact."""
    total, sums = 0, np.zeros(len(low), dtype=np.int64)
    for row, value in by:
        limit = counting.problem.limits[row]
        side = limit.high if value > 0 else limit.low
        if side is None:
            return False
        total += value * side
        sums += value * counting.matrix[row]
    return int(np.where(sums > 0, sums * low, sums * high).sum()) > total
