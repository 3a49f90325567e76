"""HiGHS as the planner calls it: statuses as values, bases near the optimum, silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.domain.plan import Status
from solver.errors import EngineError
from solver.model.highs import Limits, solve
from solver.model.program import INFINITE, Rows
from tests.solver.model.packing import LARGE

EXACT = Limits(gap=1e-9)


def row(columns: list[int], high: float) -> Rows:
    entries = np.array(columns, dtype=np.int64)
    ends = np.array([-INFINITE]), np.array([high])
    return Rows(*ends, np.zeros(len(columns), dtype=np.int64), entries, np.ones(len(columns)))


@pytest.mark.parametrize("seed", range(10))
def test_a_basis_nearby_leads_to_the_same_optimum(seed: int) -> None:
    program = LARGE.program(seed)
    first = solve(program, EXACT, relaxed=True)
    assert first.basis is not None
    assert first.values is not None
    upper = program.upper.copy()
    upper[np.argsort(first.values)[-5:]] = 0.0
    more = program.bounded(program.lower, upper).with_rows(row(list(range(10)), 2.0)).with_rows(row([3, 4], 1.0))
    cold, near = solve(more, EXACT, relaxed=True), solve(more, EXACT, relaxed=True, near=first.basis)
    assert near.status is Status.OPTIMAL
    assert near.value == pytest.approx(cold.value)
    assert near.value is not None
    assert first.value is not None
    assert near.value < first.value
    fewer = solve(program, EXACT, relaxed=True, near=near.basis)  # two rows less than the basis has
    assert fewer.value == pytest.approx(first.value)


def test_a_search_for_whole_numbers_needs_no_basis() -> None:
    program = LARGE.program(1)
    relaxed, whole = solve(program, EXACT, relaxed=True), solve(program, EXACT)
    assert whole.status is Status.OPTIMAL
    assert whole.values is not None
    assert whole.value == pytest.approx(float(program.cost @ np.round(whole.values)))
    assert relaxed.value is not None
    assert whole.value is not None
    assert relaxed.value > whole.value + 1e-3
    assert solve(program, EXACT, near=relaxed.basis).value == pytest.approx(whole.value)
    cut = solve(program, Limits(nodes=1))
    assert cut.bound is not None
    assert cut.bound >= whole.value - 1e-6


def test_what_is_impossible_or_too_late_is_a_status() -> None:
    program = LARGE.program(2)
    never = program.with_rows(replace(row([0, 1], INFINITE), low=np.array([3.0])))
    assert solve(never, EXACT).status is solve(never, EXACT, relaxed=True).status is Status.IMPOSSIBLE
    assert solve(program, Limits(seconds_left=lambda: 0.0)).status is Status.OUT_OF_TIME


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    solve(LARGE.program(3), EXACT)
    solve(LARGE.program(3), EXACT, relaxed=True)
    assert capfd.readouterr() == ("", "")


def test_a_program_that_highs_refuses_is_a_defect() -> None:
    program = LARGE.program(4)
    with pytest.raises(EngineError, match="highs"):
        solve(replace(program, entry_value=np.full(len(program.entry_value), 1e20)), EXACT)
