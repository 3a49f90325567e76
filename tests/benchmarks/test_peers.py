"""Peers: the mixed-integer program agrees with CP-SAT, and everybody is judged by one score and one check."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks.peers.answers import PEERS, Answer, Watch, joined
from benchmarks.peers.given import Given, judged
from benchmarks.peers.mip import as_program
from benchmarks.peers.run import line
from benchmarks.peers.solve import told
from benchmarks.peers.table import BEGIN, END, inserted, tables
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
    answers = {name: PEERS[name](given, 60.0, Watch()) for name in ("cpsat", "highs")}
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
    held = PEERS["dated-cpsat"](given, 60.0, Watch())
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
    assert "status out_of_time · score none · placed none · hard none" in line(row)
    died = row | {"exit": -14, "ended_while": "searching", "seconds": {"model": 70.0}}
    assert line(died) == "highs: no answer, ended with exit code -14 while searching (model 70.0 s), 9.0 MiB"


OVERSTAYS = """
import sys, time
from pathlib import Path
from benchmarks.peers import solve
solve.GIVE_UP, solve.MARGIN = 1, 1
watch = solve.watched(0.0, Path(sys.argv[1]))
if sys.argv[2] == "searching":
    watch.lap("model")
time.sleep(30)
"""


@pytest.mark.parametrize("step", ["building", "searching"])
def test_a_peer_that_overstays_is_ended_and_leaves_a_row(step: str, tmp_path: Path) -> None:
    output = tmp_path / "found.json"
    ended = subprocess.run([sys.executable, "-c", OVERSTAYS, str(output), step], check=False, timeout=20)
    row = json.loads(output.read_text())
    assert ended.returncode == -signal.SIGALRM
    assert (row["status"], row["ended_while"]) == ("out_of_time", step)
    assert ("model" in row["seconds"]) == (step == "searching")


def test_the_table_has_a_line_for_every_peer_whatever_became_of_it(tmp_path: Path) -> None:
    common = {"limit": 60.0, "load_average": [0.1, 0.2], "peak_rss_mib": 100.0}
    dated = {"value": 9.0, "bound": 9.0, "status": "optimal", "exit": 0}
    rows = [
        {"peer": "pingwei", "exit": 0, "status": "feasible", "score": 200.0, "bound": 202.0, "placed": 7},
        {"peer": "timefold", "exit": 0, "status": "out_of_time", "missing": "no Java development kit", "seconds": {}},
        {"peer": "highs", "exit": -14, "ended_while": "building", "status": "out_of_time", "seconds": {}},
        {"peer": "dated-highs", "seconds": {"model": 1.0, "search": 4.0, "search cpu": 4.0}, **dated},
        {"peer": "dated-parts", "seconds": {"model": 1.0, "search": 1.0, "search cpu": 2.0}, **dated},
    ]
    raw = tmp_path / "peers-x.json"
    raw.write_text(json.dumps({"instance": {"name": "x"}, "commit": "c", "peers": [row | common for row in rows]}))
    lines = list(tables([raw]))
    assert len([one for one in lines if one.startswith("| `x` |")]) == len(rows)
    assert "| pingwei 60 s | feasible | 200.0 | 7 | 202.0 | 1.00% |" in lines[2]
    assert "not run: no Java development kit" in lines[3]
    assert "no answer: ended while building (exit code -14)" in lines[4]
    assert "| 4.00 (4.00) |  |" in lines[-2]
    assert "| 1.00 (2.00) | 25% |" in lines[-1]


def test_tables_take_the_place_of_those_that_stood_between_the_marks() -> None:
    page = f"before\n{BEGIN}old\n{END}after\n"
    once = inserted(page, ["new", "lines"])
    assert once == f"before\n{BEGIN}new\nlines\n{END}after\n"
    assert inserted(once, ["new", "lines"]) == once
    with pytest.raises(ValueError, match="not found"):
        inserted("nothing marked", [])
