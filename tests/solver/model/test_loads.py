"""Load in a panel program: the n-th day of an expert costs n, within the limits of PD-06 (4 sessions, 10 days)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from data.briefing import brief_for
from solver.model.highs import Limits, solve
from solver.model.loads import MOST_COUNTS, Loads, Sitting
from solver.model.merits import Merits
from solver.model.program import Program
from tests.builders import small_season

WEIGHT = -2.0
SESSIONS, DAYS = 4, 10
"""The limits of PD-06 for the year."""


def triangular(days: int) -> int:
    return days * (days + 1) // 2


def best(worth: list[float], lengths: list[int], relaxed: bool) -> float:
    """The best value of a program with one expert, who is worth ``worth`` in sessions of ``lengths`` days."""
    program = Program()
    seats: list[Sitting] = [
        (f"S{number}", program.column(0.0, 1.0, value, integer=True), length)
        for number, (value, length) in enumerate(zip(worth, lengths, strict=True))
    ]
    Loads(Merits(brief_for(small_season())), program, WEIGHT).add("E01", seats, 0)
    found = solve(program.freeze(), Limits(gap=1e-9), relaxed)
    assert found.value is not None
    return found.value


def by_hand(worth: list[float], lengths: list[int]) -> float:
    """The same by trying every set of sessions."""
    return max(
        sum(worth[one] for one in chosen) + WEIGHT * triangular(sum(lengths[one] for one in chosen))
        for count in range(SESSIONS + 1)
        for chosen in combinations(range(len(worth)), count)
        if sum(lengths[one] for one in chosen) <= DAYS
    )


@pytest.mark.parametrize("lengths", [[3], [1, 1], [3, 3, 3, 3], [3, 4, 4], [2, 3, 4, 3, 2], [1, 1, 2, 5, 6, 11]])
def test_whole_seats_cost_what_their_days_cost_within_the_limits(lengths: list[int]) -> None:
    rng = np.random.default_rng(len(lengths))
    for _ in range(8):
        worth = [float(one) for one in rng.integers(1, 60, len(lengths))]
        assert best(worth, lengths, relaxed=False) == pytest.approx(by_hand(worth, lengths))


@pytest.mark.parametrize("lengths", [[3] * 6, [1] * 5, [3, 4], [2, 5, 5]])
def test_half_seats_gain_nothing(lengths: list[int]) -> None:
    """Sessions of one length, and a single one beside them, leave no gap at all."""
    rng = np.random.default_rng(sum(lengths))
    for _ in range(8):
        worth = [float(one) for one in rng.integers(1, 60, len(lengths))]
        assert best(worth, lengths, relaxed=True) == pytest.approx(by_hand(worth, lengths))


def test_what_an_expert_allows_limits_the_days() -> None:
    season = small_season()
    experts = (replace(season.experts[0], max_days=2), *season.experts[1:])
    program = Program()
    seats = [(f"S{number}", program.column(0.0, 1.0, 100.0), 1) for number in range(4)]
    Loads(Merits(brief_for(replace(season, experts=experts))), program, WEIGHT).add("E01", seats, 0)
    assert solve(program.freeze(), Limits(), relaxed=True).value == pytest.approx(2 * 100 + WEIGHT * triangular(2))


def test_too_many_counts_are_added_up_instead() -> None:
    """Without limits eight lengths twice make 3⁸ counts; the cost of whole seats is the same."""
    lengths = [length for length in range(1, 9) for _ in range(2)]
    assert MOST_COUNTS < 3**8
    program = Program()
    seats = [(f"S{number}", program.column(1.0, 1.0), length) for number, length in enumerate(lengths)]
    brief = brief_for(small_season())
    provisions = {**brief.rulebook.provisions, "PD-06": replace(brief.rulebook.provisions["PD-06"], in_force=False)}
    free = replace(brief, rulebook=replace(brief.rulebook, provisions=provisions))
    Loads(Merits(free), program, WEIGHT).add("E01", seats, 0)
    assert solve(program.freeze(), Limits(), relaxed=True).value == pytest.approx(WEIGHT * triangular(sum(lengths)))
