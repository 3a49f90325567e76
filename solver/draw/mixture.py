"""Chances by type as a mixture of lawful panels, or a limit that shows that no mixture has them.

Panels are first gathered by herding (each new one makes up for what its forerunners left behind), then by column
generation: the linear program that mixes them names what is still missing, and the oracle answers with panels that have
most of it. Where even the best one has too little, its worth is a limit that all lawful panels keep and the chances
asked for do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd

import numpy as np
from ortools.linear_solver import pywraplp

from solver.draw.counting import Reals, Wholes, whole
from solver.draw.entities import Limit
from solver.draw.oracle import Oracle, linear_solver
from solver.errors import EngineError

CLOSE = 1e-9
"""Shortfall of a chance that counts as none."""
ENOUGH = 1e-8
"""Shortfall that is left where no lawful panel is missing any more."""
PARTS_OF_WORTH = (60, 10**4, 10**6)
"""Parts in which worths are taken where a limit is made of them: as small numbers as will do."""
BATCH = 24
"""Panels gathered between two mixtures, at most; one per so many types."""
DAMPED = 0.5
"""What is left of the worth of a type within a batch once a panel of the batch has it."""


@dataclass
class Panels:
    """Lawful panels gathered so far, each once, as counts by place and as seats by type."""

    oracle: Oracle
    given: list[Wholes] = field(default_factory=list)
    seats: list[Wholes] = field(default_factory=list)
    _known: set[bytes] = field(default_factory=set)

    def add(self, given: Wholes) -> bool:
        """Take a panel in; False where it is known already."""
        key = given.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self.given.append(given)
        self.seats.append(self.oracle.counting.seats(given))
        return True


@dataclass(frozen=True)
class Mixed:
    """``weights`` of the panels gathered, and by how much the worst chance falls ``short`` of what was asked."""

    weights: Reals
    short: float


def herd(panels: Panels, chances: Reals, rounds: int) -> None:
    """Gather panels whose plain average comes close to ``chances``."""
    counting = panels.oracle.counting
    due = chances * counting.members
    given = np.zeros(len(due))
    for number in range(1, rounds + 1):
        found = panels.oracle.panel((due * number - given) / counting.members)
        panels.add(found)
        given += counting.seats(found)


class Mixer:
    """The linear program that mixes ``panels`` so that no chance falls short of ``chances`` by much."""

    def __init__(self, panels: Panels, chances: Reals) -> None:
        self.panels, self.due = panels, chances * panels.oracle.counting.members
        self.solver = linear_solver()
        self.solver.SetSolverSpecificParametersAsString("use_dual_simplex: true")  # 2–5 times faster on this program
        self.short = self.solver.NumVar(0.0, 1.0, "short")
        self.rows = [self.solver.Constraint(float(one), self.solver.infinity()) for one in self.due]
        for row, size in zip(self.rows, panels.oracle.counting.members.tolist(), strict=True):
            row.SetCoefficient(self.short, float(size))
        self.whole = self.solver.Constraint(1.0, 1.0)
        self.columns: list[pywraplp.Variable] = []
        self.solver.Objective().SetCoefficient(self.short, 1.0)
        self.solver.Objective().SetMinimization()

    def mix(self) -> Mixed:
        """The best mixture of the panels gathered by now."""
        for seats in self.panels.seats[len(self.columns) :]:
            column = self.solver.NumVar(0.0, self.solver.infinity(), "")
            self.whole.SetCoefficient(column, 1.0)
            for number in np.flatnonzero(seats).tolist():
                self.rows[number].SetCoefficient(column, float(seats[number]))
            self.columns.append(column)
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise EngineError(stage="draw", status="mixture")
        return Mixed(np.array([one.solution_value() for one in self.columns]), self.short.solution_value())

    def missing(self) -> Reals:
        """What the last mixture lacks, as a worth by type: its duals, none of them negative."""
        duals: Reals = np.array([row.dual_value() for row in self.rows])
        return np.clip(duals, 0.0, None)


def mixture(panels: Panels, chances: Reals) -> Mixed | Limit:
    """A mixture of lawful panels with ``chances`` by type, or a limit they do not keep and every lawful panel does."""
    mixer, oracle = Mixer(panels, chances), panels.oracle
    while True:
        mixed = mixer.mix()
        if mixed.short <= CLOSE:
            return mixed
        worth = mixer.missing()
        if _gather(panels, worth):
            continue
        if mixed.short <= ENOUGH:
            return mixed
        found = _limit(panels, mixer.due, worth)
        if isinstance(found, Limit):
            return found
        if not found:
            raise EngineError(stage="draw", session=oracle.problem.session, status="mixture", short=mixed.short)


def _gather(panels: Panels, worth: Reals) -> bool:
    """Take in panels that have much of what is missing, each next one of what its forerunners lack; whether any."""
    any_new, left = False, worth.copy()
    for _ in range(1 + len(worth) // BATCH):
        found = panels.oracle.panel(left)
        if not panels.add(found):
            break
        any_new = True
        left[panels.seats[-1] > 0] *= DAMPED
    return any_new


def _limit(panels: Panels, due: Reals, worth: Reals) -> Limit | bool:
    """A limit by ``worth`` that every lawful panel keeps and ``due`` does not, or whether a panel was new instead."""
    oracle = panels.oracle
    for parts in PARTS_OF_WORTH:
        rough = whole(worth, parts)
        answer = oracle.exact(rough)
        if answer is None:
            raise EngineError(stage="draw", session=oracle.problem.session, status="no lawful panel")
        if panels.add(answer[0]):
            return True
        if answer[1] + ENOUGH * parts < float(rough @ due):
            return _of_worths(oracle, rough, answer[1])
    return False


def _of_worths(oracle: Oracle, worth: Wholes, most: int) -> Limit:
    by_place = oracle.counting.by_place(worth.astype(np.float64)).astype(np.int64)
    common = gcd(most, *by_place.tolist())
    terms = tuple((place, int(by_place[place]) // common) for place in np.flatnonzero(by_place).tolist())
    return Limit("searched", terms, None, most // common, searched=True)
