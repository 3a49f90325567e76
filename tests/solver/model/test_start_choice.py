"""Whole starts: what they allow is what the best dates allow, and no plan beats them."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache

import pytest

from data.briefing import brief_for
from data.samples.synthesis.recipe import Tightness
from data.samples.synthetic import synthesise
from solver.domain.plan import Plan, PlannedSession, Status
from solver.model.bounds import Ceilings
from solver.model.dated import OpenProgram
from solver.model.highs import Limits, solve
from solver.model.merits import Merits
from solver.model.start_choice import with_starts
from solver.model.times import open_times
from solver.planning.batches import batch_cases
from solver.planning.budget import Budget
from solver.planning.furnishing import furnish
from solver.planning.halls import housed
from solver.planning.parts import panel_parts
from solver.planning.timetable import set_timetable
from solver.routing import route_applications

EXACT = Limits(gap=1e-9)
SEASONS: list[tuple[int, Tightness]] = [(2, "easy"), (7, "tight")]


@cache
def batched(seed: int, tightness: Tightness) -> tuple[Merits, Plan]:
    merits = Merits(brief_for(synthesise(4, 140, 160, seed, tightness)))
    return merits, batch_cases(merits.brief, route_applications(merits.brief))


def best_dated(program: OpenProgram, session: PlannedSession) -> float | None:
    """Best value of a session by itself over every start and district, each relaxed and by itself."""
    merits, found = program.merits, []
    rooms = {room.district: room.id for room in merits.brief.season.rooms}
    spans = open_times(merits.brief, program.plan, program.requirements).spans[session.id]
    for start in (min(span) for span in spans if program.masks.within(span)):
        for room in rooms.values():
            plan = replace(program.plan, sessions=(housed(replace(session, start=start), (room,)),))
            relaxed = solve(program.dated(plan), Limits(), relaxed=True)
            if relaxed.value is not None:
                found.append(relaxed.value + Ceilings(merits).beside_panels(plan, dates_open=False))
    return max(found, default=None)


@pytest.mark.parametrize(("number", "bites"), [(0, False), (2, True)])
def test_a_session_by_itself_is_worth_what_its_best_start_and_district_are(number: int, bites: bool) -> None:
    merits, shaped = batched(7, "tight")
    (part,) = panel_parts(merits, replace(shaped, sessions=(shaped.sessions[number],)))
    program, beside = part.program, Ceilings(merits).beside_panels(part.program.plan, dates_open=True)
    found, each = solve(with_starts(program), EXACT), solve(program.held(), Limits(), relaxed=True)
    assert found.value is not None
    assert each.value is not None
    assert found.value + beside == pytest.approx(best_dated(program, part.program.plan.sessions[0]), abs=1e-6)
    assert (found.value < each.value - 0.1) == bites


@pytest.mark.parametrize(("seed", "tightness"), SEASONS)
def test_no_plan_beats_whole_starts_and_they_never_beat_starts_of_each_seat(seed: int, tightness: Tightness) -> None:
    merits, shaped = batched(seed, tightness)
    bounds = []
    for part in panel_parts(merits, shaped):
        beside = Ceilings(merits).beside_panels(part.program.plan, dates_open=True)
        found, each = solve(with_starts(part.program), EXACT), solve(part.program.held(), Limits(), relaxed=True)
        assert found.status is Status.OPTIMAL
        assert found.bound is not None
        assert each.value is not None
        assert found.bound <= each.value + 1e-6
        bounds.append(found.bound + beside)
    for chance in range(3):
        plan = set_timetable(merits, shaped, Budget(None, 1, time.monotonic).start(), seed=chance).plan
        made = furnish(merits, plan, Budget(None, 1, time.monotonic).start())
        if not made.lost and len(plan.sessions) == len(shaped.sessions):
            assert made.value <= sum(bounds) + 1e-6
