"""The fairest chances the limits allow, type by type: smallest first, each proved by the duals of a linear program.

Ogryczak & Śliwiński, "Lexicographic max-min optimization for efficient and fair bandwidth allocation" (2005): the
largest possible smallest chance is found, the types that a positive dual holds there are settled, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from solver.draw.counting import Counting, Reals
from solver.draw.entities import Limit
from solver.draw.oracle import add_row, linear_solver
from solver.errors import EngineError

SLACK = 1e-9
"""Seats that what is settled may give way: the simplex knows no more exact equality."""
HELD = 1e-7
"""Dual from which on a type is held where it is."""


@dataclass(frozen=True)
class Level:
    """A step: open types cannot all be above ``value``; duals by type and by limit, and the types settled with it."""

    value: float
    settled: tuple[int, ...]
    weights: Reals
    multipliers: Reals


@dataclass(frozen=True)
class Profile:
    """The fairest chances by type within the limits, and the levels that prove it."""

    chances: Reals
    levels: tuple[Level, ...]


class _Ladder:
    """The linear program of one step: raise the floor of the open types while the settled ones keep their chance."""

    def __init__(self, counting: Counting, limits: Iterable[Limit], closed: frozenset[int]) -> None:
        self.counting, self.closed = counting, closed
        self.solver = linear_solver()
        self.columns = [self.solver.NumVar(0.0, float(high), "") for high in counting.most.tolist()]
        self.limits = [add_row(self.solver, self.columns, limit) for limit in limits]
        self.floor = self.solver.NumVar(0.0, self.solver.infinity(), "floor")
        self.rows = [self._row(number) for number in range(len(counting.members))]
        self.solver.Objective().SetCoefficient(self.floor, 1.0)
        self.solver.Objective().SetMaximization()

    def _row(self, number: int) -> pywraplp.Constraint:
        row = self.solver.Constraint(0.0, self.solver.infinity())
        for place in np.flatnonzero(self.counting.type_of == number).tolist():
            row.SetCoefficient(self.columns[place], 1.0)
        if number not in self.closed:
            row.SetCoefficient(self.floor, -float(self.counting.members[number]))
        return row

    def rise(self) -> tuple[float, Reals, Reals]:
        """The largest floor, with the duals by type and by limit."""
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise EngineError(stage="draw", status="floor")
        weights = np.array([-row.dual_value() for row in self.rows])
        return self.floor.solution_value(), weights, np.array([row.dual_value() for row in self.limits])

    def stay_even(self, even: Reals, departure: float) -> None:
        """Let seats by type depart from ``even`` by no more than ``departure`` in sum."""
        infinite, total = self.solver.infinity(), self.solver.Constraint(-self.solver.infinity(), departure)
        for number, seats in enumerate(even.tolist()):
            over, under = (self.solver.NumVar(0.0, infinite, "") for _ in range(2))
            row = self.solver.Constraint(seats, seats)
            for place in np.flatnonzero(self.counting.type_of == number).tolist():
                row.SetCoefficient(self.columns[place], 1.0)
            row.SetCoefficient(over, -1.0)
            row.SetCoefficient(under, 1.0)
            total.SetCoefficient(over, 1.0)
            total.SetCoefficient(under, 1.0)

    def settle(self, number: int, chance: float) -> None:
        """From now on the type keeps at least ``chance``."""
        self.rows[number].SetCoefficient(self.floor, 0.0)
        self.rows[number].SetLb(max(0.0, chance * float(self.counting.members[number]) - SLACK))


def fairest(counting: Counting, limits: Iterable[Limit], closed: frozenset[int], first_only: bool = False) -> Profile:
    """The leximin chances by type under ``limits``, whole numbers apart.

    Parameters
    ----------
    closed
        Types that cannot be on any panel; they get no floor.
    first_only
        Stop after the smallest chance (maximin): every open type is then due that chance.
    """
    return _climbed(_Ladder(counting, limits, closed), first_only)


def evenest(counting: Counting, limits: Sequence[Limit], closed: frozenset[int]) -> Profile:
    """The chances that depart least, in sum over experts, from one chance for all; the leximin ones of these.

    Its one level proves the departure: duals by type are between −1 and 1, ``value`` is the sum.
    """
    even = even_seats(counting, closed)
    solver = linear_solver()
    columns = [solver.NumVar(0.0, float(high), "") for high in counting.most.tolist()]
    rows = [add_row(solver, columns, limit) for limit in limits]
    balances = []
    for number, seats in enumerate(even.tolist()):
        balances.append(solver.Constraint(seats, seats))
        for place in np.flatnonzero(counting.type_of == number).tolist():
            balances[-1].SetCoefficient(columns[place], 1.0)
        for sign in (1.0, -1.0):
            slack = solver.NumVar(0.0, solver.infinity(), "")
            balances[-1].SetCoefficient(slack, sign)
            solver.Objective().SetCoefficient(slack, -1.0)
    solver.Objective().SetMaximization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        raise EngineError(stage="draw", status="departure")
    departure = max(0.0, -solver.Objective().Value())
    weights = np.array([-row.dual_value() for row in balances])
    ladder = _Ladder(counting, limits, closed)
    ladder.stay_even(even, departure + SLACK)
    settled = tuple(number for number in range(len(even)) if number not in closed)
    level = Level(departure, settled, weights, np.array([row.dual_value() for row in rows]))
    return Profile(_climbed(ladder, False).chances, (level,))


def even_seats(counting: Counting, closed: frozenset[int]) -> Reals:
    """Seats by type if everybody who can be drawn had the same chance."""
    able = np.array([0 if number in closed else int(one) for number, one in enumerate(counting.members)])
    seats: Reals = able * (counting.problem.size / max(1, int(able.sum())))
    return seats


def _climbed(ladder: _Ladder, first_only: bool) -> Profile:
    members = ladder.counting.members
    chances = np.zeros(len(members))
    unsettled = [number for number in range(len(chances)) if number not in ladder.closed]
    levels = []
    while unsettled:
        value, weights, multipliers = ladder.rise()
        settled = tuple(number for number in unsettled if weights[number] > HELD / members[number])
        if not settled:
            raise EngineError(stage="draw", status="nothing settled", value=value)
        levels.append(Level(value, tuple(unsettled) if first_only else settled, weights, multipliers))
        for number in levels[-1].settled:
            chances[number] = value
            ladder.settle(number, value)
        held = frozenset(levels[-1].settled)
        unsettled = [number for number in unsettled if number not in held]
    return Profile(chances, tuple(levels))
