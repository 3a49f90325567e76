"""A CP-SAT model of clauses and linear rows as a mixed-integer program: the same variables, the same optimum.

Clauses become rows, and a row under enforcement literals is relaxed by the least M that its bounds allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

from solver.model.program import INFINITE, Arrays, Program

UNLIMITED = 1 << 62
"""Bounds of a row beyond this are CP-SAT's way of saying none."""
ROW = "row"


def as_program(model: cp_model.CpModel, scale: float) -> Arrays:
    """``model``, which maximises, as a program whose columns are its variables and whose objective is over ``scale``.

    Raises
    ------
    ValueError
        If the model has a constraint that is neither a clause nor linear, or a domain with holes.
    """
    return _Conversion(_proto_of(model), scale).program.freeze()


def _proto_of(model: cp_model.CpModel) -> cp_model_pb2.CpModelProto:
    """The model as a protocol buffer; by way of a file, as what ``CpModel.proto`` returns is none."""
    proto = cp_model_pb2.CpModelProto()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.pb"
        if not model.export_to_file(str(path)):
            raise OSError(path)
        proto.ParseFromString(path.read_bytes())
    return proto


class _Conversion:
    def __init__(self, proto: cp_model_pb2.CpModelProto, scale: float) -> None:
        self.program = Program()
        for variable in proto.variables:
            low, high = _interval(variable.domain)
            self.program.column(low, high, integer=True)
        goal = proto.objective
        if goal.scaling_factor >= 0:
            raise ValueError(goal.scaling_factor)  # a model that minimises would come out upside down
        for column, coefficient in zip(goal.vars, goal.coeffs, strict=True):
            self.program.cost[column] += coefficient * goal.scaling_factor / scale
        self.program.constant = goal.offset * goal.scaling_factor / scale
        rows = [one for one in proto.constraints if not self._fixes(one)]
        for one in rows:
            self._add(one)

    def _fixes(self, constraint: cp_model_pb2.ConstraintProto) -> bool:
        """Whether the constraint only bounds a variable; it is then done with."""
        linear = constraint.linear
        if constraint.WhichOneof("constraint") != "linear" or constraint.enforcement_literal or len(linear.vars) != 1:
            return False
        if linear.coeffs[0] != 1:
            return False
        low, high = _interval(linear.domain)
        lower, upper = self.program.lower, self.program.upper
        column = linear.vars[0]
        lower[column], upper[column] = max(lower[column], low), min(upper[column], high)
        return True

    def _add(self, constraint: cp_model_pb2.ConstraintProto) -> None:
        kind = constraint.WhichOneof("constraint")
        unless = [_not(one) for one in constraint.enforcement_literal if not self._holds(one)]
        if any(self._holds(one) for one in unless):
            return
        if kind == "bool_or":
            self._among([*unless, *constraint.bool_or.literals], 1, INFINITE)
        elif kind == "bool_and":
            for literal in constraint.bool_and.literals:
                self._among([*unless, literal], 1, INFINITE)
        elif kind == "exactly_one":
            self._among(constraint.exactly_one.literals, 1, 1)
        elif kind == "at_most_one":
            self._among(constraint.at_most_one.literals, -INFINITE, 1)
        elif kind == "linear":
            linear = constraint.linear
            self._linear(linear.vars, linear.coeffs, _interval(linear.domain), unless)
        else:
            raise ValueError(kind)

    def _holds(self, literal: int) -> bool:
        """Whether a literal is true whatever happens."""
        if literal >= 0:
            return self.program.lower[literal] >= 1
        return self.program.upper[_not(literal)] <= 0

    def _among(self, literals: Iterable[int], low: float, high: float) -> None:
        """The number of ``literals`` that hold; those that never do are left out."""
        live = [one for one in literals if not self._holds(_not(one))]
        if high == INFINITE and any(self._holds(one) for one in live):
            return
        columns = [one if one >= 0 else _not(one) for one in live]
        negated = sum(one < 0 for one in live)
        self.program.row(columns, [1.0 if one >= 0 else -1.0 for one in live], low - negated, high - negated, ROW)

    def _linear(
        self, columns: Sequence[int], values: Sequence[int], within: tuple[float, float], unless: Sequence[int]
    ) -> None:
        """``within`` holds unless one of the literals ``unless`` does."""
        low, high = within
        if not unless:
            self.program.row(columns, [float(one) for one in values], low, high, ROW)
            return
        ends = [
            (value * self.program.lower[column], value * self.program.upper[column])
            for column, value in zip(columns, values, strict=True)
        ]
        least, most = sum(min(one) for one in ends), sum(max(one) for one in ends)
        if most > high:
            self._relaxed(columns, values, (-INFINITE, high), unless, high - most)
        if least < low:
            self._relaxed(columns, values, (low, INFINITE), unless, low - least)

    def _relaxed(
        self,
        columns: Sequence[int],
        values: Sequence[int],
        within: tuple[float, float],
        unless: Sequence[int],
        enough: float,
    ) -> None:
        """One side of a row, to which each literal of ``unless`` that holds adds ``enough``."""
        negated = sum(one < 0 for one in unless)
        whole = [*columns, *(one if one >= 0 else _not(one) for one in unless)]
        signs = [enough if one >= 0 else -enough for one in unless]
        low, high = within
        self.program.row(whole, [*map(float, values), *signs], low - enough * negated, high - enough * negated, ROW)


def _not(literal: int) -> int:
    return -literal - 1


def _interval(domain: Sequence[int]) -> tuple[float, float]:
    if len(domain) != 2:
        raise ValueError(list(domain))
    low, high = domain
    return (-INFINITE if low <= -UNLIMITED else float(low)), (INFINITE if high >= UNLIMITED else float(high))
