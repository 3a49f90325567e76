"""A season that is too large for the memory there is says so before its programs are built."""

from __future__ import annotations

import time

import pytest

from data.briefing import brief_for
from data.season_files.sentences import fault_sentence
from solver.errors import InputError
from solver.planning.batches import batch_cases
from solver.planning.budget import Budget
from solver.planning.extent import ENGINE, MIB, PER_SEAT, memory_for, seats_of
from solver.planning.progress import Progress
from solver.planning.season_plan import plan_season
from solver.routing import route_applications
from tests.builders import small_season

EXPERTS = 17
"""Of one committee with one session without groups: as many seats to choose from."""


def test_what_it_takes_grows_with_the_seats_there_are_to_choose_from() -> None:
    brief = brief_for(small_season(EXPERTS))
    batched = batch_cases(brief, route_applications(brief))
    assert seats_of(brief, batched) == EXPERTS
    assert memory_for(brief, batched) == ENGINE + EXPERTS * PER_SEAT


@pytest.mark.parametrize("short", [0, 1])
def test_too_little_memory_is_told_at_once_with_both_numbers(short: int) -> None:
    brief = brief_for(small_season(EXPERTS))
    budget = Budget(None, 1, time.monotonic, ENGINE + EXPERTS * PER_SEAT - short)
    steps: list[Progress] = []
    if not short:
        assert plan_season(brief, budget, 1).placed == len(brief.season.applications)
        return
    with pytest.raises(InputError) as caught:
        plan_season(brief, budget, 1, steps.append)
    (fault,) = caught.value.faults
    assert fault.code == "season_too_large"
    needed = -(-(ENGINE + EXPERTS * PER_SEAT) // MIB)
    assert f"{needed} MiB" in fault_sentence(fault, "zh")
    assert f"{needed - 1} MiB" in fault_sentence(fault, "en")
    assert {step.phase for step in steps} == {"routes", "batches"}
