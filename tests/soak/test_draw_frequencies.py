"""Many draws from one lottery come out as often as it states (chi-square, one in a thousand)."""

from __future__ import annotations

from tests.soak.counts import SEED, count, keep
from tests.solver.draw.instances import quota_problem, small_instance
from tests.solver.draw.test_frequencies import LEVEL, deviates
from tests.solver.draw.test_lottery import drawn


def test_frequencies_over_many_draws() -> None:
    lottery, draws = drawn(quota_problem(*small_instance(3))), count("draws", 10_000, 100_000)
    balls, panels = deviates(lottery, draws, f"seed {SEED}")
    keep("draw-frequencies", {"draws": draws, "level": LEVEL, "deviate_of_balls": balls, "deviate_of_panels": panels})
    assert abs(balls) < LEVEL
    assert abs(panels) < LEVEL
