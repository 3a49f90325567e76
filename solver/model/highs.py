"""Linear programs solved by HiGHS through MathOpt; every outcome is a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from solver.domain.plan import Status
from solver.model.program import Arrays, Reals

if TYPE_CHECKING:
    from ortools.math_opt import model_parameters_pb2, model_pb2, result_pb2

TINY = 1e-9
"""Seconds left below which a solve is not started."""


@dataclass(frozen=True)
class Limits:
    """What a solve may spend: ``seconds_left`` (None: HiGHS runs to its end and so repeats itself), ``nodes``, ``gap``.

    ``gap`` is relative; ``nodes`` counts branch-and-bound nodes.
    """

    seconds_left: Callable[[], float] | None = None
    nodes: int | None = None
    gap: float = 1e-4


@dataclass(frozen=True)
class Solution:
    """Outcome of a solve: ``values`` per column (None where nothing was found), ``bound`` ≥ every legal value.

    ``reduced`` are reduced costs of a continuous program: how much the objective gains per unit of a column.
    """

    status: Status
    value: float | None = None
    bound: float | None = None
    values: Reals | None = None
    reduced: Reals | None = None


def solve(program: Arrays, limits: Limits, relaxed: bool = False) -> Solution:
    """Maximise ``program``; with ``relaxed`` without the integrality of its columns.

    An impossible program and a search cut short are statuses, never exceptions.
    """
    if len(program.lower) == 0:
        fine = bool(np.all(program.row_low <= TINY) and np.all(program.row_high >= -TINY))
        empty = np.zeros(0)
        if not fine:
            return Solution(Status.IMPOSSIBLE)
        return Solution(Status.OPTIMAL, program.constant, program.constant, empty, empty)
    from ortools.math_opt import callback_pb2, parameters_pb2
    from ortools.math_opt.core.python import solver
    from ortools.math_opt.python import mathopt

    seconds = limits.seconds_left() if limits.seconds_left is not None else None
    if seconds is not None and seconds <= TINY:
        return Solution(Status.OUT_OF_TIME)
    parameters = mathopt.SolveParameters(
        relative_gap_tolerance=None if relaxed else limits.gap,
        node_limit=None if relaxed else limits.nodes,
        time_limit=None if seconds is None else timedelta(seconds=seconds),
    )
    result = solver.solve(
        _model(program, relaxed),
        mathopt.SolverType.HIGHS.value,
        parameters_pb2.SolverInitializerProto(),
        parameters.to_proto(),
        _wanted(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )  # as mathopt.solve does, without an object of Python for every column and row, there and back
    return _solution(program, result, relaxed)


def _wanted() -> model_parameters_pb2.ModelSolveParametersProto:
    """Values and reduced costs of all columns; no values of rows."""
    from ortools.math_opt import model_parameters_pb2

    asked = model_parameters_pb2.ModelSolveParametersProto()
    asked.dual_values_filter.filter_by_ids = True
    return asked


def _model(program: Arrays, relaxed: bool) -> model_pb2.ModelProto:
    from ortools.math_opt import model_pb2

    proto = model_pb2.ModelProto()
    columns, rows = proto.variables, proto.linear_constraints
    columns.ids.extend(range(len(program.lower)))
    columns.lower_bounds.extend(program.lower)
    columns.upper_bounds.extend(program.upper)
    columns.integers.extend([False] * len(program.lower) if relaxed else program.integer.tolist())
    proto.objective.maximize = True
    proto.objective.offset = program.constant
    paid = np.flatnonzero(program.cost)
    proto.objective.linear_coefficients.ids.extend(paid.tolist())
    proto.objective.linear_coefficients.values.extend(program.cost[paid])
    rows.ids.extend(range(len(program.row_low)))
    rows.lower_bounds.extend(program.row_low)
    rows.upper_bounds.extend(program.row_high)
    entry_row, entry_column, entry_value = _merged(program)
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(entry_row.tolist())
    matrix.column_ids.extend(entry_column.tolist())
    matrix.coefficients.extend(entry_value)
    return proto


def _merged(program: Arrays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Entries in row-major order, those of one row and column added up: MathOpt takes each place once."""
    key = program.entry_row * len(program.lower) + program.entry_column
    places, inverse = np.unique(key, return_inverse=True)
    values = np.bincount(inverse, program.entry_value, len(places))
    return places // len(program.lower), places % len(program.lower), values


def _solution(program: Arrays, result: result_pb2.SolveResultProto, relaxed: bool) -> Solution:
    from ortools.math_opt import result_pb2, solution_pb2

    reason = result.termination.reason
    if reason in (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED):
        return Solution(Status.IMPOSSIBLE)
    bound = result.termination.objective_bounds.dual_bound
    known = bound if np.isfinite(bound) else None
    first = result.solutions[0] if result.solutions else None
    if first is None or first.primal_solution.feasibility_status != solution_pb2.SOLUTION_STATUS_FEASIBLE:
        return Solution(Status.OUT_OF_TIME, bound=known)
    best = reason == result_pb2.TERMINATION_REASON_OPTIMAL
    value = first.primal_solution.objective_value
    reduced = None
    if relaxed and best:
        reduced = np.fromiter(first.dual_solution.reduced_costs.values, np.float64, len(program.lower))
        known = value
    values = np.fromiter(first.primal_solution.variable_values.values, np.float64, len(program.lower))
    return Solution(Status.OPTIMAL if best else Status.FEASIBLE, value, known, values, reduced)
