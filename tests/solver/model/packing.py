"""Packing programs of chance, whose relaxations are fractional."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from solver.model.program import INFINITE, Arrays, Program


@dataclass(frozen=True)
class Packing:
    """Yes/no columns worth 1 to ``worth``; a row lets some of ``few`` columns, weighing 1 to ``weight``, in."""

    columns: int
    rows: int
    worth: int
    few: int
    weight: int
    room: tuple[int, int]

    def program(self, seed: int) -> Arrays:
        """The program of a seed."""
        rng, program = Random(seed), Program()
        for _ in range(self.columns):
            program.column(0.0, 1.0, float(rng.randint(1, self.worth)), integer=True)
        for _ in range(self.rows):
            some = rng.sample(range(self.columns), self.few)
            weights = [float(rng.randint(1, self.weight)) for _ in some]
            program.row(some, weights, -INFINITE, float(rng.randint(*self.room)), "x")
        return program.freeze()


SMALL = Packing(columns=10, rows=6, worth=9, few=4, weight=3, room=(2, 5))
"""Small enough to try every solution."""
LARGE = Packing(columns=60, rows=25, worth=99, few=8, weight=9, room=(5, 15))
