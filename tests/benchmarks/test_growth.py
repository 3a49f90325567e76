"""Exponents are those of the law the costs were made by, and are fitted only where every season had the cost."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.growth import exponent, fitted

SEATS = (100.0, 1_000.0, 10_000.0, 100_000.0)


@pytest.mark.parametrize("power", [0.5, 1.0, 1.2, 2.0])
def test_the_exponent_of_a_power_law_is_its_power(power: float) -> None:
    slope, error = exponent(SEATS, [3.0 * seats**power for seats in SEATS])
    assert slope == pytest.approx(power)
    assert error == pytest.approx(0.0, abs=1e-9)


def test_a_cost_off_the_law_has_an_error_and_moves_the_exponent_towards_it() -> None:
    costs = list(SEATS)
    costs[-1] *= 10
    slope, error = exponent(SEATS, costs)
    assert 1.0 < slope < 2.0
    assert error > 0.0


def test_a_step_that_some_season_did_not_have_is_not_fitted() -> None:
    def row(seats: float, improved: float) -> dict[str, Any]:
        times = {"plan": seats, "phase improve": improved}
        return {"seats": seats, "wall": times, "processor": times, "memory": {"before": 50.0, "plan": seats}}

    found = fitted([row(seats, 0.0 if seats == SEATS[0] else seats) for seats in SEATS])
    assert found["processor: plan"] == {"exponent": 1.0, "error": 0.0}
    assert found["memory: plan"] == {"exponent": 1.0, "error": 0.0}
    assert "processor: phase improve" not in found
    assert "memory: before" not in found
