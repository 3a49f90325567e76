"""A program that is dated says the same as one built for its dates."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from data.briefing import brief_for
from data.samples.synthesis.recipe import Tightness
from data.samples.synthetic import synthesise
from solver.domain.plan import Plan, Status
from solver.model import reading
from solver.model.ask import ask
from solver.model.build import panel_program
from solver.model.dated import OpenProgram, open_program
from solver.model.fixing import maximise
from solver.model.highs import Limits, Solution, solve
from solver.model.merits import Merits
from solver.model.times import Masks, decided_times
from solver.planning.batches import batch_cases
from solver.planning.budget import Budget
from solver.planning.panels import all_held
from solver.planning.shortage import ALWAYS, OPEN_RULES, PANEL_RULES
from solver.planning.timetable import set_timetable
from solver.routing import route_applications

SEASONS = [(2, "easy"), (3, "tight"), (5, "tight")]


def opened(merits: Merits, shaped: Plan) -> OpenProgram:
    asked = ask(merits.brief, shaped, rules=OPEN_RULES, also=ALWAYS)
    return open_program(merits, shaped, asked.requirements, Masks(merits.brief.season_half_days))


def built(merits: Merits, plan: Plan) -> Solution:
    """Optimum of a program built for the dates of ``plan``."""
    asked = ask(merits.brief, plan, PANEL_RULES, also=ALWAYS).requirements
    program = panel_program(merits, plan, asked, decided_times(merits.brief, plan), frozenset(plan.session))
    return maximise(all_held(program), Limits(gap=1e-9))


@pytest.mark.parametrize(("seed", "tightness"), SEASONS)
def test_a_dated_program_has_the_optimum_of_one_built_for_its_dates(
    seed: int, tightness: Tightness, monkeypatch: pytest.MonkeyPatch
) -> None:
    # with fewer live seats cases could be told apart by recusals that are added up in the open program
    monkeypatch.setattr(reading, "EXACT_UP_TO", 10**9)
    merits = Merits(brief_for(synthesise(4, 140, 160, seed, tightness)))
    shaped = batch_cases(merits.brief, route_applications(merits.brief))
    program = opened(merits, shaped)
    seen = set[bool]()
    for chance in range(4):
        rng = np.random.default_rng(chance)
        timed = set_timetable(merits, shaped, Budget(None, 1, time.monotonic).start(), seed=chance).plan
        plan = replace(timed, sessions=tuple(row for row in timed.sessions if rng.random() < 0.8))
        assert program.knows(plan)
        found, expected = maximise(program.dated(plan), Limits(gap=1e-9)), built(merits, plan)
        assert found.status == expected.status
        seen.add(found.value is None)
        if found.value is not None:
            assert found.value == pytest.approx(expected.value, abs=1e-5)
    assert False in seen


@pytest.mark.parametrize(("seed", "tightness"), SEASONS)
def test_no_date_beats_the_open_program(seed: int, tightness: Tightness) -> None:
    merits = Merits(brief_for(synthesise(4, 140, 160, seed, tightness)))
    shaped = batch_cases(merits.brief, route_applications(merits.brief))
    program = opened(merits, shaped)
    bound = solve(program.held(), Limits(), relaxed=True)
    assert bound.status is Status.OPTIMAL
    assert bound.value is not None
    for chance in range(3):
        plan = set_timetable(merits, shaped, Budget(None, 1, time.monotonic).start(), seed=chance).plan
        found = solve(program.dated(plan), Limits(), relaxed=True)
        if found.value is not None and len(plan.sessions) == len(shaped.sessions):
            assert found.value <= bound.value + 1e-6


def test_programs_do_not_follow_the_order_of_sets_which_differs_from_process_to_process() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-m", "tests.solver.model.dated_arrays"],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("0", "1", "2")
    ]
    assert len(told[0]) > 10
    assert told[0] == told[1] == told[2]
