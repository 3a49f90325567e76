"""Peers: the mixed-integer program agrees with CP-SAT, and everybody is judged by one score and one check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks.peers.answers import PEERS, Answer, Watch, joined
from benchmarks.peers.given import Given, judged
from benchmarks.peers.mip import as_program
from benchmarks.peers.run import line
from benchmarks.peers.solve import told
from solver.check import check
from solver.domain.plan import Status
from solver.model.highs import Limits, Solution, solve
from solver.model.merits import Merits
from solver.rules.timetable import session_dates
from tests.solver.planning.seating import unseated, varied

Add = Callable[[cp_model.CpModel, list[cp_model.IntVar]], object]

SHAPES: dict[str, Add] = {
    "clause": lambda model, x: model.add_bool_or([x[0].negated(), x[1].negated()]),
    "implication": lambda model, x: model.add_implication(x[0], x[2].negated()),
    "one": lambda model, x: model.add_exactly_one([x[0], x[1], x[2].negated()]),
    "at most one": lambda model, x: model.add_at_most_one([x[0], x[1].negated(), x[2]]),
    "at most": lambda model, x: model.add(3 * x[0] + 2 * x[1] + x[3] <= 4),
    "at most, if": lambda model, x: model.add(3 * x[0] + 2 * x[1] + x[3] <= 4).only_enforce_if(x[2]),
    "at least, unless": lambda model, x: model.add(x[0] - x[1] - x[3] >= -1).only_enforce_if(x[2].negated()),
    "equal, if both": lambda model, x: model.add(x[3] + 2 * x[1] == 4).only_enforce_if([x[0], x[2]]),
    "never": lambda model, x: model.add(x[0] == 0),
    "if held anyway": lambda model, x: (model.add(x[2] == 1), model.add(x[3] <= 1).only_enforce_if(x[2])),
    "unless held anyway": lambda model, x: (
        model.add(x[2] == 1),
        model.add(x[3] <= 1).only_enforce_if(x[2].negated()),
    ),
}
"""Constraints over three flags and a whole number of 0 to 3 that cost the sum of them all something."""


@pytest.mark.parametrize("worth", [(5, 4, 3, 2), (-2, 4, 6, -1), (1, 1, 1, 1)])
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_constraint_leaves_the_same_optimum(shape: str, worth: tuple[int, ...]) -> None:
    model = cp_model.CpModel()
    variables = [*(model.new_bool_var("") for _ in range(3)), model.new_int_var(0, 3, "")]
    SHAPES[shape](model, variables)
    model.maximize(sum(value * one for value, one in zip(worth, variables, strict=True)) + 7)
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    found = solve(as_program(model, 10.0), Limits(gap=0.0))
    assert found.value == pytest.approx(solver.objective_value / 10.0)


def test_a_model_that_minimises_or_counts_products_is_refused() -> None:
    model = cp_model.CpModel()
    one, other = model.new_bool_var(""), model.new_bool_var("")
    model.minimize(one)
    with pytest.raises(ValueError, match=r"1\.0|0\.0"):
        as_program(model, 1.0)
    model.maximize(one)
    model.add_multiplication_equality(other, [one, one])
    with pytest.raises(ValueError, match="int_prod"):
        as_program(model, 1.0)


@pytest.mark.parametrize(("seed", "sessions", "groups"), [(0, 1, 0), (1, 1, 3), (2, 2, 0)])
def test_on_a_tiny_season_both_peers_find_the_same_optimum_and_break_nothing(
    seed: int, sessions: int, groups: int
) -> None:
    brief, plan = unseated(varied(seed, experts=18), sessions, groups)
    given = Given(Merits(brief), plan)
    answers = {name: PEERS[name](given, 60.0) for name in ("cpsat", "highs")}
    values: list[float] = []
    for answer in answers.values():
        assert answer.status is Status.OPTIMAL
        assert answer.plan is not None
        assert answer.value is not None
        verdict = judged(given, answer.plan)
        assert verdict["hard_by_rule"] == {}
        assert verdict["score"] == pytest.approx(answer.value, abs=0.05)  # whole thousandths of each term
        values.append(answer.value)
    assert values[0] == pytest.approx(values[1], rel=1e-5)
    held = PEERS["dated-cpsat"](given, 60.0)
    assert held.plan is not None
    assert held.value is not None
    assert [row.start for row in held.plan.sessions] == [row.start for row in plan.sessions]
    assert held.value <= values[0] + 1e-6


def test_a_peer_is_told_no_date_panel_or_reader_and_only_lawful_starts() -> None:
    brief, plan = unseated(varied(0), 1)
    given = Given(Merits(brief), plan)
    assert [(row.start, row.panel) for row in given.undecided.sessions] == [(None, ())]
    assert plan.sessions[0].start in given.starts["S1"]
    assert set(given.starts["S1"]) < set(brief.season_half_days) | {None}


def test_the_judge_counts_what_a_plan_breaks_but_no_alternates() -> None:
    brief, plan = unseated(varied(0), 1)
    given = Given(Merits(brief), plan)
    empty = judged(given, plan)  # nobody sits
    assert empty["score"] == 0.0
    assert empty["placed"] == len(plan.sessions[0].cases)
    assert isinstance(empty["hard_by_rule"], dict)
    assert "PD-04" not in empty["hard_by_rule"]
    assert empty["hard_violations"] == sum(empty["hard_by_rule"].values()) > 0


def test_notice_and_filing_are_judged_by_the_dates_of_the_answer() -> None:
    brief, plan = unseated(varied(0), 1)
    session = plan.sessions[0]
    known = session_dates(brief, session)
    assert known is not None
    before = replace(known, notice_start=brief.season.header.first_day - timedelta(days=30))
    given = Given(Merits(brief), replace(plan, dates=(before,)))
    assert any(one.by == "notice_and_filing" for one in check(brief, given.plan))
    broken = judged(given, plan)["hard_by_rule"]
    assert isinstance(broken, dict)
    assert not {"SY24-15h", "PD-18"} & broken.keys()


def test_parts_are_one_answer_only_where_each_has_a_number() -> None:
    fine = Solution(Status.OPTIMAL, 2.0, 2.5, np.zeros(1))
    late = Solution(Status.OUT_OF_TIME, None, 4.0)
    assert joined([fine, fine], Watch()).value == 4.0
    both = joined([fine, late], Watch())
    assert (both.status, both.value, both.bound) == (Status.OUT_OF_TIME, None, 6.5)


def test_a_peer_without_an_answer_and_one_that_died_say_so() -> None:
    row = {"peer": "highs", "limit": 60.0, "exit": 0, "peak_rss_mib": 9.0, **told(Answer(Status.OUT_OF_TIME, {}))}
    assert "status out_of_time · score none · hard none" in line(row)
    assert line({"peer": "highs", "exit": -14, "peak_rss_mib": 9.0}) == "highs: ended with exit code -14, 9.0 MiB"
