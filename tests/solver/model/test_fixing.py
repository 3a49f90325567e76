"""Programs as arrays, reduced-cost fixing against full enumeration, and flows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from solver.domain.plan import Status
from solver.model.fixing import ceiling, maximise
from solver.model.flow import SINK, SOURCE, Network
from solver.model.highs import Limits, solve
from solver.model.program import INFINITE, Arrays, Program
from tests.solver.model.packing import SMALL

EXACT = Limits(gap=1e-9)


def enumerated(program: Arrays) -> float:
    """Best value by trying everything."""
    best = -INFINITE
    for values in product((0.0, 1.0), repeat=len(program.lower)):
        x = np.array(values)
        rows = np.bincount(program.entry_row, program.entry_value * x[program.entry_column], len(program.row_low))
        if np.all(rows <= program.row_high + 1e-9) and np.all(rows >= program.row_low - 1e-9):
            best = max(best, float(program.cost @ x))
    return best


@pytest.mark.parametrize("seed", range(20))
def test_fixing_by_reduced_cost_finds_and_proves_the_best(seed: int) -> None:
    program = SMALL.program(seed)
    found = maximise(program, EXACT)
    assert found.status is Status.OPTIMAL
    assert found.value == pytest.approx(enumerated(program))
    assert found.bound == pytest.approx(found.value)


@pytest.mark.parametrize("seed", range(20))
def test_the_ceiling_lies_between_the_best_and_the_relaxation(seed: int) -> None:
    program = SMALL.program(seed)
    bound = ceiling(program, EXACT).bound
    relaxed = solve(program, EXACT, relaxed=True).value
    assert bound is not None
    assert relaxed is not None
    assert enumerated(program) - 1e-6 <= bound <= relaxed + 1e-6


def test_without_time_the_ceiling_is_the_relaxation_it_had_time_for() -> None:
    ticks = iter([10.0, *[0.0] * 50])
    program = SMALL.program(1)
    bound = ceiling(program, Limits(seconds_left=lambda: next(ticks))).bound
    assert bound == pytest.approx(solve(program, EXACT, relaxed=True).value)


def test_no_time_at_all_is_told_from_impossible() -> None:
    program = SMALL.program(1)
    assert maximise(program, Limits(seconds_left=lambda: 0.0)).status is Status.OUT_OF_TIME
    impossible = Program()
    one = impossible.column(0.0, 1.0, integer=True)
    impossible.row([one], [1.0], 2.0, INFINITE, "x")
    assert maximise(impossible.freeze(), EXACT).status is Status.IMPOSSIBLE


def test_a_program_whose_relaxation_is_possible_and_whose_whole_is_not_is_impossible() -> None:
    program = Program()
    columns = [program.column(0.0, 1.0, 1.0, integer=True) for _ in range(3)]
    program.row(columns, [2.0, 2.0, 2.0], 3.0, 3.0, "three is odd")
    assert solve(program.freeze(), EXACT, relaxed=True).status is Status.OPTIMAL
    assert maximise(program.freeze(), EXACT).status is Status.IMPOSSIBLE


def test_parts_are_columns_that_share_rows() -> None:
    program = Program()
    a, b, c, d, e = (program.column(0.0, 1.0) for _ in range(5))
    program.row([a, c], [1.0, 1.0], 0.0, 1.0, "x")
    program.row([c, e], [1.0, 1.0], 0.0, 1.0, "x")
    assert [sorted(part.tolist()) for part in program.freeze().parts()] == [[a, c, e], [b], [d]]


def test_fixed_columns_leave_the_program_and_move_into_bounds_and_constant() -> None:
    program = Program()
    a, b = program.column(1.0, 1.0, 5.0), program.column(0.0, 1.0, 2.0)
    program.row([a, b], [3.0, 1.0], 1.0, 4.0, "x")
    program.row([a], [1.0], 0.0, 1.0, "holds by itself")
    rest, columns = program.freeze().without_fixed()
    assert columns.tolist() == [b]
    assert (rest.constant, rest.row_low.tolist(), rest.row_high.tolist()) == (5.0, [-2.0], [1.0])


def test_a_row_that_fixed_columns_break_stays_and_is_impossible() -> None:
    program = Program()
    a = program.column(1.0, 1.0)
    program.row([a], [1.0], 2.0, INFINITE, "x")
    rest, _ = program.freeze().without_fixed()
    assert solve(rest, EXACT).status is Status.IMPOSSIBLE


def test_entries_of_one_place_add_up() -> None:
    program = Program()
    a = program.column(0.0, 10.0, 1.0)
    program.row([a, a], [1.0, 1.0], -INFINITE, 6.0, "2a ≤ 6")
    assert solve(program.freeze(), EXACT).value == pytest.approx(3.0)


def test_a_flow_is_as_large_as_it_can_be_and_then_cheap() -> None:
    network = Network()
    dear, cheap = network.arc(SOURCE, ("a",), 2, 5), network.arc(SOURCE, ("b",), 1, 1)
    network.arc(("a",), SINK, 3)
    network.arc(("b",), SINK, 3)
    flow = network.solve(4)  # three can flow: one cheaply, two dearly
    assert (flow[dear], flow[cheap]) == (2, 1)
    assert Network().solve(3) == ()
