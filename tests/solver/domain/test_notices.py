"""Only those are told whose duty is not what they were told before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Declined, RoomLost
from solver.domain.notices import duties_in, notices
from solver.domain.plan import Plan
from solver.domain.vocabulary import Selection
from solver.replan.repair import repair
from solver.rules.publication import published_form
from tests.builders import with_session
from tests.solver.replan.small_repairs import MONDAY, experts, one_session


def told_about(former: Plan | None, plan: Plan) -> dict[str, tuple[int, int, int]]:
    """By expert: duties given, changed and lost."""
    return {one.expert: (len(one.given), len(one.changed), len(one.lost)) for one in notices(former, plan)}


def test_the_first_time_everybody_is_told() -> None:
    _, plan = one_session()
    assert told_about(None, plan) == dict.fromkeys(experts(*range(1, 9)), (1, 0, 0))


def test_nobody_is_told_what_they_know() -> None:
    _, plan = one_session()
    assert notices(plan, replace(plan, seed=9, total=1.0)) == ()


def test_a_drop_out_after_publication_is_told_to_exactly_those_concerned() -> None:
    """E05 reads nothing: E06 comes up for them, the others on the list move up a place, somebody is asked to wait."""
    brief, plan = one_session()
    made = repair(brief, plan, Changes(declined=(Declined("E05", "S1"),))).plan
    (asked,) = {one.expert for one in made.sessions[0].alternates} - set(experts(7, 8))
    assert told_about(plan, made) == {
        "E05": (0, 0, 1),
        "E06": (0, 1, 0),
        "E07": (0, 1, 0),
        "E08": (0, 1, 0),
        asked: (1, 0, 0),
    }


def test_a_reader_who_goes_leaves_readings_to_one_who_is_told() -> None:
    brief, plan = one_session()
    made = repair(brief, plan, Changes(declined=(Declined("E03", "S1"),))).plan
    found = {one.expert: one for one in notices(plan, made)}
    before, after = duties_in(plan), duties_in(made)
    read = {one for one in experts(1, 2, 4, 5) if before[one, "S1"].reads != after[one, "S1"].reads}
    assert read <= found.keys()
    assert not found.keys() & (set(experts(1, 2, 4, 5)) - read)


def test_all_are_told_of_another_room_or_day() -> None:
    brief, plan = one_session()
    half = HalfDay(MONDAY, 1)
    made = repair(brief, plan, Changes(room_lost=(RoomLost("R1", half, half),))).plan
    assert told_about(plan, made) == dict.fromkeys(experts(*range(1, 9)), (0, 1, 0))
    moved = with_session(plan, start=HalfDay(date(2026, 10, 20), 2))
    assert told_about(plan, moved) == dict.fromkeys(experts(*range(1, 9)), (0, 1, 0))


@pytest.mark.parametrize("draw", ["", "X"])
def test_who_is_only_a_witness_is_never_told(draw: str) -> None:
    _, plan = one_session()
    drawn = published_form(with_session(plan, selection=Selection.DRAWN, draw=draw))
    assert bool(notices(None, drawn)) is bool(draw)
