"""A season in parts: nothing that could meet is parted, everything is in one part, and the parts join into one plan."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.check import check, hard
from solver.domain.pins import Pin
from solver.domain.plan import Plan, RouteKind
from solver.domain.vocabulary import PinKind, PinMatter
from solver.planning.budget import Budget
from solver.planning.components import Part, parts_of, plan_in_parts
from solver.planning.cutting import Cut
from solver.planning.rejoining import joined
from solver.planning.season_plan import plan_season
from solver.routing import route_applications
from solver.rules.brief import Brief
from tests.builders import small_season

FINE = Cut(applications=60, rooms=2)


@pytest.fixture(scope="module")
def brief() -> Brief:
    """Twelve committees with eight rooms."""
    return brief_for(synthesise(12, 300, 500, 5, "easy"))


@pytest.fixture(scope="module")
def parts(brief: Brief) -> tuple[Part, ...]:
    return parts_of(brief, FINE)


@pytest.fixture
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def planned(part: Part) -> Plan:
    """A quick plan of a part, which repeats itself."""
    return plan_season(part.brief, Budget(None, 1, time.monotonic), 1)


def test_a_season_is_cut_and_every_committee_application_and_room_is_in_one_part(
    brief: Brief, parts: tuple[Part, ...]
) -> None:
    assert len(parts) > 2
    placeable = [one.application for one in route_applications(brief) if one.committee]
    assert sorted(one for part in parts for one in part.applications) == sorted(placeable)
    with_work = {one.committee for one in route_applications(brief) if one.committee}
    assert with_work <= frozenset().union(*(part.committees for part in parts))
    assert sum(part.share for part in parts) == pytest.approx(1.0)


def test_a_room_is_open_to_one_part_at_a_time_and_never_to_none(brief: Brief, parts: tuple[Part, ...]) -> None:
    """Open in each half-day to exactly one part, where it is open at all."""
    for room in brief.season.rooms:
        shares = [row for part in parts for row in part.scope.season.rooms if row.id == room.id]
        for half in brief.season_half_days:
            assert sum(row.is_open(half) for row in shares) == room.is_open(half)


def test_no_expert_and_no_applicant_is_in_two_parts(brief: Brief, parts: tuple[Part, ...]) -> None:
    experts = [one.expert for part in parts for one in {term.expert: term for term in part.brief.season.pools}.values()]
    assert len(experts) == len(set(experts))
    applicant = {one.id: one.applicant for one in brief.season.applications}
    people = [{applicant[one] for one in part.applications} for part in parts]
    assert sum(map(len, people)) == len(set().union(*people))


def test_a_part_routes_its_applications_as_the_whole_season_does(brief: Brief, parts: tuple[Part, ...]) -> None:
    whole = {one.application: one for one in route_applications(brief)}
    for part in parts:
        for route in route_applications(part.brief):
            if route.application in part.applications:
                assert (route.kind, route.committee) == (
                    whole[route.application].kind,
                    whole[route.application].committee,
                )


def test_parts_join_into_one_plan_that_keeps_every_rule(
    brief: Brief, parts: tuple[Part, ...], executor: Executor
) -> None:
    plan = plan_in_parts(brief, parts, planned, executor)
    assert hard(check(brief, plan)) == ()
    assert [one.application for one in plan.routes] == [one.id for one in brief.season.applications]
    asked = {one.application for one in plan.routes if one.kind in (RouteKind.COMMITTEE, RouteKind.DELEGATED)}
    held = {case.application for session in plan.sessions for case in session.cases}
    lost = {one.subject for one in plan.unplaced if one.kind == "application"}
    assert held | lost == asked
    assert held.isdisjoint(lost)
    assert plan.placed == len(held)
    assert plan.bound is None or plan.total <= plan.bound + 1e-6


def test_who_works_on_the_parts_and_in_which_order_changes_nothing(
    brief: Brief, parts: tuple[Part, ...], executor: Executor
) -> None:
    alone = joined(brief, parts, [planned(part) for part in parts])
    assert plan_in_parts(brief, parts, planned, executor) == alone


def test_with_rooms_enough_the_bound_of_the_parts_is_that_of_the_whole(brief: Brief) -> None:
    parts = parts_of(brief, Cut(applications=200, rooms=4))
    whole = plan_season(brief, Budget(None, 1, time.monotonic), 1)
    cut = joined(brief, parts, [planned(part) for part in parts])
    assert (len(parts), cut.placed_bound) == (2, whole.placed_bound)
    assert cut.bound == pytest.approx(whole.bound)


def test_what_cannot_be_cut_is_one_part() -> None:
    brief = brief_for(small_season())
    (part,) = parts_of(brief, Cut(1, 1))
    assert part.brief is brief
    assert (part.share, part.committees) == (1.0, frozenset(brief.season.committee))


def test_one_shared_expert_keeps_two_parts_together(brief: Brief, parts: tuple[Part, ...]) -> None:
    first, second = (sorted(part.committees)[0] for part in parts[:2])
    term = next(one for one in brief.season.pools if one.committee == first)
    season = replace(brief.season, pools=(*brief.season.pools, replace(term, committee=second)))
    again = parts_of(replace(brief, season=season), FINE)
    assert any({first, second} <= part.committees for part in again)


def test_a_small_season_is_not_cut(brief: Brief) -> None:
    assert len(parts_of(brief)) == 1


def test_pins_go_where_their_session_is_with_the_expert_and_the_room_they_keep(
    brief: Brief, parts: tuple[Part, ...]
) -> None:
    """An expert and a room of another part, kept for a session of the first, end up in its part, and only there."""
    here, there = sorted(parts[0].committees)[0], parts[1]
    expert, room = there.scope.season.pools[0].expert, brief.season.rooms[-1].id
    pins = (
        Pin("1", PinKind.KEEP, PinMatter.SEAT, f"{here}-3-1", expert=expert),
        Pin("2", PinKind.KEEP, PinMatter.ROOM, f"{here}-3-1", room=room),
    )
    again = parts_of(replace(brief, season=replace(brief.season, pins=pins)), FINE)
    (home,) = (part for part in again if here in part.committees)
    assert [part.scope.season.pins for part in again if part is not home] == [()] * (len(again) - 1)
    assert home.scope.season.pins == pins
    assert expert in home.scope.season.expert
    assert expert not in home.scope.elsewhere
    assert [part.number for part in again if room in part.scope.season.room] == [home.number]
    assert home.scope.season.room[room] == brief.season.room[room]
