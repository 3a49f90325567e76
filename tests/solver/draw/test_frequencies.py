"""Draws from a lottery come out as often as it states."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from math import sqrt

from solver.draw.entities import Lottery
from tests.solver.draw.instances import quota_problem, small_instance
from tests.solver.draw.test_lottery import drawn

DRAWS = 10_000
LEVEL = 3.09
"""One in a thousand: the quantile of the normal distribution that Wilson & Hilferty's cube root is compared with."""


def excess(counts: list[int], expected: list[float], freedom: int) -> float:
    """Chi-square of ``counts`` as a normal deviate (Wilson & Hilferty 1931)."""
    square = sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True))
    spread = 2 / (9 * freedom)
    return ((square / freedom) ** (1 / 3) - (1 - spread)) / sqrt(spread)


def balls_drawn(lottery: Lottery, draws: int, seed: str) -> list[int]:
    """Balls of ``draws`` draws by hash, numbers beyond the last whole multiple thrown away."""
    balls, found, number = len(lottery.panels), list[int](), 0
    while len(found) < draws:
        value = int.from_bytes(sha256(f"{seed}/{number}".encode()).digest()[:8], "big")
        number += 1
        if value < 2**64 - 2**64 % balls:
            found.append(value % balls)
    return found


def deviates(lottery: Lottery, draws: int, seed: str) -> tuple[float, float]:
    """Deviate of the balls drawn, and of how often panels (by who sits on them) came."""
    found = balls_drawn(lottery, draws, seed)
    balls = len(lottery.panels)
    each = Counter(found)
    of_balls = excess([each[ball] for ball in range(balls)], [draws / balls] * balls, balls - 1)
    times = Counter(panel.experts() for panel in lottery.panels)
    came = Counter(lottery.panels[ball].experts() for ball in found)
    panels = sorted(times, key=sorted)
    expected = [draws * times[panel] / balls for panel in panels]
    return of_balls, excess([came[panel] for panel in panels], expected, len(panels) - 1)


def test_frequencies_agree_with_the_stated_chances() -> None:
    lottery = drawn(quota_problem(*small_instance(3)), balls=100)
    assert all(abs(one) < LEVEL for one in deviates(lottery, DRAWS, "first"))
    came = Counter(expert for ball in balls_drawn(lottery, DRAWS, "first") for expert in lottery.panels[ball].experts())
    for one in lottery.chances:
        stated = one.balls / 100
        assert abs(came[one.expert] - DRAWS * stated) <= 4 * sqrt(DRAWS * stated * (1 - stated)) + 1e-9


def test_a_loaded_draw_is_noticed() -> None:
    lottery = drawn(quota_problem(*small_instance(3)), balls=100)
    found = [ball if ball >= 10 else ball + 10 for ball in balls_drawn(lottery, DRAWS, "first")]
    each = Counter(found)
    assert excess([each[ball] for ball in range(100)], [DRAWS / 100] * 100, 99) > LEVEL
