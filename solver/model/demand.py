"""What fairness demands of panels whose dates are known: nobody sits too many days, nobody too weak has to read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from solver.domain.plan import Plan
from solver.model.dated import OpenProgram
from solver.model.program import INFINITE, Arrays, Program
from solver.model.reading import Reading

FAIRNESS = "fairness"
"""Owner of the rows that a demand adds."""


@dataclass(frozen=True, slots=True)
class Demand:
    """``most_days`` an expert may sit in the sessions planned (None: no limit), ``least_strength`` (0–1) of a reader.

    The strength is that in the specialty of the application read.
    """

    most_days: int | None = None
    least_strength: float = 0.0


NOTHING = Demand()


def dated(program: OpenProgram, plan: Plan, demand: Demand = NOTHING) -> Arrays:
    """``program`` with the dates of ``plan``, and rows that every plan keeping ``demand`` satisfies.

    Days are exact. Readings are added up where the program adds them up (:mod:`solver.model.reading`), so whether cases
    can be read by the strong alone is known only when readers are assigned; that they cannot is proved by the program.
    """
    arrays = program.dated(plan)
    if demand == NOTHING:
        return arrays
    lower, upper, cost = arrays.lower.tolist(), arrays.upper.tolist(), arrays.cost.tolist()
    more = Program(lower, upper, cost, arrays.integer.tolist())
    if demand.most_days is not None:
        _days(program, plan, more, demand.most_days)
    reading = Reading(program.merits, more, 0.0)
    for session in plan.sessions if demand.least_strength > 0 else ():
        reading.add_strong(session, program.seated[session.id], demand.least_strength, FAIRNESS)
    columns = Arrays(
        np.array(more.lower), np.array(more.upper), np.array(more.cost), np.array(more.integer, dtype=np.bool_),
        arrays.row_low, arrays.row_high, arrays.entry_row, arrays.entry_column, arrays.entry_value, arrays.constant,
    )  # fmt: skip
    return columns.with_rows(more.rows())


def _days(program: OpenProgram, plan: Plan, more: Program, most: int) -> None:
    """Nobody sits more than ``most`` days."""
    sitting: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for session in plan.sessions:
        days = program.merits.days(session)
        for _, expert, column in program.seated[session.id]:
            sitting[expert].append((column, days))
    for seats in sitting.values():
        for column, days in seats:
            if days > most:
                more.upper[column] = 0.0
        if sum(days for _, days in seats) > most:
            columns, values = [column for column, _ in seats], [float(days) for _, days in seats]
            more.row(columns, values, -INFINITE, float(most), FAIRNESS)
