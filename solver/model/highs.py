"""Linear programs solved by HiGHS; every outcome is a value.

HiGHS (Huangfu & Hall 2018, "Parallelizing the dual revised simplex method", Mathematical Programming Computation 10)
takes the arrays as they are, and goes on from the basis of a program much like the one to solve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from solver.domain.plan import Status
from solver.errors import EngineError
from solver.model.program import Arrays, Flags, Reals

if TYPE_CHECKING:
    from highspy import HighsBasis
    from highspy._core import _Highs

Places = npt.NDArray[np.int32]

TINY = 1e-9
"""Seconds left below which a solve is not started."""
ROW_WISE = 2
"""HiGHS's number for entries that come row by row."""
MAXIMISE = -1
"""HiGHS's number for a program that is maximised."""
FEASIBLE = 2
"""HiGHS's number for a solution that keeps every bound and row."""


@dataclass(frozen=True)
class Limits:
    """What a solve may spend: ``seconds_left`` (None: HiGHS runs to its end and so repeats itself), ``nodes``, ``gap``.

    ``gap`` is relative; ``nodes`` counts branch-and-bound nodes.
    """

    seconds_left: Callable[[], float] | None = None
    nodes: int | None = None
    gap: float = 1e-4


@dataclass(frozen=True)
class Basis:
    """Where the simplex method ended: which columns and rows are basic, which at a bound."""

    found: HighsBasis

    def fitted(self, rows: int) -> HighsBasis:
        """The basis for the same columns and ``rows`` rows: those that are missing basic, those too many left out."""
        from highspy import HighsBasis, HighsBasisStatus

        known = self.found.row_status
        fitted = HighsBasis()
        fitted.col_status = self.found.col_status
        fitted.row_status = [*known[:rows], *[HighsBasisStatus.kBasic] * (rows - len(known))]
        fitted.valid = fitted.alien = True  # HiGHS mends what does not fit
        return fitted


@dataclass(frozen=True)
class Solution:
    """Outcome of a solve: ``values`` per column (None where nothing was found), ``bound`` ≥ every legal value.

    ``reduced`` are reduced costs of a continuous program: how much the objective gains per unit of a column; ``basis``
    is where its optimum lies.
    """

    status: Status
    value: float | None = None
    bound: float | None = None
    values: Reals | None = None
    reduced: Reals | None = None
    basis: Basis | None = None


def solve(program: Arrays, limits: Limits, relaxed: bool = False, near: Basis | None = None) -> Solution:
    """Maximise ``program``; with ``relaxed`` without the integrality of its columns.

    An impossible program and a search cut short are statuses, never exceptions.

    Parameters
    ----------
    near
        A basis of a program with the same columns and much the same rows, the common ones first: a relaxation goes on
        from there. It may lead to another of several optima.

    Raises
    ------
    EngineError
        If HiGHS refuses the program: a defect of Pingwei.
    """
    if len(program.lower) == 0:
        fine = bool(np.all(program.row_low <= TINY) and np.all(program.row_high >= -TINY))
        empty = np.zeros(0)
        if not fine:
            return Solution(Status.IMPOSSIBLE)
        return Solution(Status.OPTIMAL, program.constant, program.constant, empty, empty)
    seconds = limits.seconds_left() if limits.seconds_left is not None else None
    if seconds is not None and seconds <= TINY:
        return Solution(Status.OUT_OF_TIME)
    whole = not relaxed and bool(program.integer.any())
    solver = _solver(limits, seconds)
    _pass(solver, program, program.integer if whole else None)
    if near is not None and not whole:
        solver.setBasis(near.fitted(len(program.row_low)))
    solver.run()
    return _solution(solver, relaxed, whole)


def _solver(limits: Limits, seconds: float | None) -> _Highs:
    """HiGHS on one thread: parts are solved side by side, and it repeats itself.

    The solver itself, not ``Highs`` around it, which prints a line and calls into Python while it solves.
    """
    from highspy._core import _Highs

    solver = _Highs()
    options: dict[str, bool | int | float] = {"output_flag": False, "threads": 1, "mip_rel_gap": limits.gap}
    if seconds is not None:
        options["time_limit"] = seconds
    if limits.nodes is not None:
        options["mip_max_nodes"] = limits.nodes
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _pass(solver: _Highs, program: Arrays, integer: Flags | None) -> None:
    from highspy import HighsStatus

    start, column, value = _merged(program)
    sizes = (len(program.lower), len(program.row_low), len(value))
    bounds = (program.cost, program.lower, program.upper, program.row_low, program.row_high)
    kinds = np.zeros(len(program.lower), dtype=np.int32) if integer is None else integer.astype(np.int32)
    told = solver.passModel(*sizes, ROW_WISE, MAXIMISE, program.constant, *bounds, start, column, value, kinds)
    if told == HighsStatus.kError:
        raise EngineError(stage="highs", sizes=sizes)


def _merged(program: Arrays) -> tuple[Places, Places, Reals]:
    """Entries row by row, those of one row and column added up: first entry of each row, columns, values."""
    key = program.entry_row * len(program.lower) + program.entry_column
    places, inverse = np.unique(key, return_inverse=True)
    values = np.bincount(inverse, program.entry_value, len(places))
    per_row = np.bincount(places // len(program.lower), minlength=len(program.row_low))
    start = np.concatenate([[0], np.cumsum(per_row)]).astype(np.int32)
    return start, (places % len(program.lower)).astype(np.int32), values.astype(np.float64)


def _solution(solver: _Highs, relaxed: bool, whole: bool) -> Solution:
    from highspy import HighsModelStatus

    reason, info = solver.getModelStatus(), solver.getInfo()
    if reason in (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible):
        return Solution(Status.IMPOSSIBLE)
    bound = info.mip_dual_bound if whole else np.inf
    known = float(bound) if np.isfinite(bound) else None
    if info.primal_solution_status != FEASIBLE:
        return Solution(Status.OUT_OF_TIME, bound=known)
    best = reason == HighsModelStatus.kOptimal
    value, found = float(info.objective_function_value), solver.getSolution()
    if best and not whole:
        known = value
    values = np.array(found.col_value, dtype=np.float64)
    status = Status.OPTIMAL if best else Status.FEASIBLE
    if not (relaxed and best):
        return Solution(status, value, known, values)
    reduced = np.array(found.col_dual, dtype=np.float64)
    return Solution(status, value, known, values, reduced, Basis(solver.getBasis()))
