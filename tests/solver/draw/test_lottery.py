"""Fair lotteries against plain enumeration: chances, proof, rounding, nobody left without a chance."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from solver.draw.entities import PARTS, Lottery, Method, Problem, Step
from solver.draw.lottery import fair_lottery, replaced
from solver.draw.proof import bound, ceiling, departure
from tests.solver.draw.instances import lawful_panels, leximin_by_enumeration, quota_problem, small_instance

SEEDS = tuple(range(24))
CLOSE = 1e-6


def drawn(problem: Problem, method: Method = Method.LEXIMIN, balls: int = 1000) -> Lottery:
    """The lottery of a problem that has one."""
    found = fair_lottery(problem, method, balls)
    assert found is not None
    return found


def published(women: int, size: int, least: int) -> Problem:
    """The public instance of two features: one conservative woman, ``women`` liberal ones, as many conservative men."""
    persons = 2 * women + 2
    female = frozenset(range(women + 1))
    conservative = frozenset((0, *range(women + 1, persons)))
    everybody = frozenset(range(persons))
    quotas = [(one, least, size) for one in (female, everybody - female, conservative, everybody - conservative)]
    return quota_problem(persons, size, quotas)


@pytest.mark.parametrize("seed", SEEDS)
def test_chances_are_the_leximin_of_all_lawful_panels(seed: int) -> None:
    persons, size, quotas, apart = small_instance(seed)
    panels = lawful_panels(persons, size, quotas, apart)
    found = fair_lottery(quota_problem(persons, size, quotas, apart), balls=60)
    if not panels:
        assert found is None
        return
    assert found is not None
    expected = leximin_by_enumeration(persons, panels)
    assert [float(one.before) for one in found.chances] == pytest.approx(expected, abs=CLOSE)
    assert {frozenset(int(one[1:]) for one in panel.experts()) for panel in found.panels} <= set(panels)
    left_out = {f"E{one:04d}" for one in range(persons) if not any(one in panel for panel in panels)}
    assert set(found.without_chance) == left_out


@pytest.mark.parametrize("seed", SEEDS)
def test_the_proof_holds_for_every_lawful_panel_and_leaves_no_gap(seed: int) -> None:
    persons, size, quotas, apart = small_instance(seed)
    problem = quota_problem(persons, size, quotas, apart)
    found = fair_lottery(problem, balls=60)
    if found is None:
        return
    chance = {number: _chance(found, members[0]) for number, members in enumerate(problem.types)}
    settled: dict[int, Fraction] = {}
    for step in found.steps:
        most = bound(found.problem, found.problem.limits, step)
        for panel in lawful_panels(persons, size, quotas, apart):
            assert _worth(problem, step, panel) <= most
        value = ceiling(found.problem, found.problem.limits, step, settled)
        assert value == step.value
        assert all(abs(float(chance[number] - value)) < CLOSE for number in step.settled)
        settled |= {number: chance[number] for number in step.settled}
    assert len(settled) + len({found.problem.type_of[one] for one in found.without_chance}) == len(problem.types)


def _chance(lottery: Lottery, expert: str) -> Fraction:
    return next(one.before for one in lottery.chances if one.expert == expert)


def _worth(problem: Problem, step: Step, panel: frozenset[int]) -> Fraction:
    weights = dict(step.weights)
    return Fraction(sum(weights.get(problem.type_of[f"E{one:04d}"], 0) for one in panel), PARTS)


def test_a_proof_with_another_weight_proves_less() -> None:
    problem = published(99, 20, 9)
    found = drawn(problem)
    step = found.steps[0]
    assert float(step.value) == pytest.approx(0.1, abs=CLOSE)
    short = Step(step.value, step.settled, step.weights, step.multipliers[:-1])
    assert ceiling(found.problem, found.problem.limits, short, {}) > step.value + Fraction(1, 1000)


@pytest.mark.parametrize(("women", "size", "least"), [(99, 20, 9), (999, 200, 99)])
def test_the_public_instances_reach_their_published_optimum(women: int, size: int, least: int) -> None:
    found = drawn(published(women, size, least), balls=100)
    assert [float(one.before) for one in found.chances] == pytest.approx([0.1] * (2 * women + 2), abs=CLOSE)
    assert float(found.steps[0].value) == pytest.approx(0.1, abs=CLOSE)
    assert {one.balls for one in found.chances} == {10}


def test_every_ball_is_a_lawful_panel_and_the_stored_error_is_what_rounding_changed() -> None:
    persons, size, quotas, apart = small_instance(3)
    lawful = set(lawful_panels(persons, size, quotas, apart))
    found = drawn(quota_problem(persons, size, quotas, apart), balls=1000)
    assert len(found.panels) == 1000
    assert all(frozenset(int(one[1:]) for one in panel.experts()) in lawful for panel in found.panels)
    counted = Counter(expert for panel in found.panels for expert in panel.experts())
    for one in found.chances:
        assert one.balls == counted[one.expert]
        assert one.error(1000) == Fraction(counted[one.expert], 1000) - one.before
        assert abs(one.error(1000)) <= Fraction(2, 1000)


def test_weights_are_whole_parts_and_give_the_stated_chances() -> None:
    found = drawn(published(99, 20, 9))
    assert sum(one.weight for one in found.mixture) == PARTS
    conservative_woman = found.problem.type_of["E0000"]
    place = next(n for n, one in enumerate(found.problem.places) if one.type == conservative_woman)
    on = sum(one.weight for one in found.mixture if dict(one.counts).get(place))
    assert _chance(found, "E0000") == Fraction(on, PARTS)


def test_maximin_raises_only_the_smallest_and_uniform_departs_least() -> None:
    persons, quotas = 12, [(frozenset(range(3)), 2, 3), (frozenset(range(2, 7)), 1, 2)]
    problem = quota_problem(persons, 5, quotas)
    least = drawn(problem).least
    assert abs(float(drawn(problem, Method.MAXIMIN).least - least)) < CLOSE
    even = drawn(problem, Method.UNIFORM)
    (step,) = even.steps
    # the first three have 2/3 of a seat each at least where 5/12 would be even: 3 · (2/3 − 5/12) = 3/4 too much, which
    # the others lack
    assert float(step.value) == pytest.approx(1.5, abs=CLOSE)
    assert departure(even.problem, even.problem.limits, step) == step.value
    assert float(sum(abs(one.before - Fraction(5, 12)) for one in even.chances)) == pytest.approx(1.5, abs=CLOSE)


def test_no_lawful_panel_is_told_as_none() -> None:
    assert fair_lottery(quota_problem(6, 3, [(frozenset({0, 1}), 0, 3)], [(0, 1)])) is not None
    assert fair_lottery(quota_problem(6, 3, [(frozenset({0, 1}), 2, 3)], [(0, 1)])) is None


def test_a_refused_panel_gives_its_ball_to_those_who_lack_most() -> None:
    found = drawn(published(9, 4, 1), balls=20)
    kept = [None if number < 5 else panel for number, panel in enumerate(found.panels)]
    mended = replaced(found, kept)
    assert mended is not None
    assert (mended.refused, len(mended.panels)) == (5, 20)
    assert set(mended.panels) <= set(found.panels[5:])
    assert sum(one.balls for one in mended.chances) == 20 * 4
    assert replaced(found, [None] * 20) is None


ONE = "from tests.solver.draw.test_lottery import fingerprint; print(fingerprint())"


def fingerprint() -> str:
    """A digest of everything stored about one lottery."""
    persons, size, quotas, apart = small_instance(5)
    return sha256(repr(drawn(quota_problem(persons, size, quotas, apart))).encode()).hexdigest()


def test_the_same_lottery_whatever_the_process_looks_like() -> None:
    around = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/New_York", "LC_ALL": "POSIX", "OMP_NUM_THREADS": "2"},
    ]
    found = {
        subprocess.run(
            [sys.executable, "-c", ONE],
            env={**os.environ, **variables},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for variables in around
    }
    assert found == {fingerprint() + "\n"}
