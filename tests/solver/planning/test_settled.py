"""A season planned again around sessions that were drawn: they stay as they are, and the whole keeps every rule."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay, days_of
from solver.domain.people import Unavailability
from solver.domain.plan import Plan, PlannedSession
from solver.domain.season import Season
from solver.draw.season import SeasonDraws
from solver.planning.budget import Budget
from solver.planning.cases import assign_readers
from solver.planning.season_plan import plan_season
from solver.planning.settled import beside, drawn_sessions, joined
from tests.api.drawn_season import drawn_plan, drawn_season, sessions


@pytest.fixture(scope="module")
def former() -> Plan:
    """The season's plan with its first session drawn."""
    draws = SeasonDraws(brief_for(drawn_season()), drawn_plan())
    lottery = draws.prepare(sessions()[0], balls=10).lottery
    assert lottery is not None
    panel = next(one for one in lottery.panels if one.experts() != drawn_plan().session[sessions()[0]].seated())
    return assign_readers(draws.brief, draws.settle(sessions()[0], panel, f"{sessions()[0]}-1")).plan


def again(season: Season, former: Plan) -> Plan:
    """``season`` planned around what is drawn in ``former``."""
    brief = brief_for(season)
    rest = beside(brief, drawn_sessions(former))
    return joined(brief, plan_season(rest, Budget(None, 1, time.monotonic), 2), former)


def both(plan: Plan) -> tuple[PlannedSession, PlannedSession]:
    """The drawn session and the other."""
    first = plan.session[sessions()[0]]
    (other,) = (one for one in plan.sessions if one.id != first.id)
    return first, other


def test_a_drawn_session_stays_as_it_is_and_the_rest_is_planned_around_it(former: Plan) -> None:
    season = drawn_season()
    listed = former.session[sessions()[0]]
    away = min(
        drawn_plan().session[sessions()[1]].seated() - listed.seated() - {one.expert for one in listed.alternates}
    )
    header = season.header
    gone = Unavailability(season.expert[away].person, HalfDay(header.first_day, 1), HalfDay(header.last_day, 2))
    changed = replace(season, unavailability=(*season.unavailability, gone))
    made = again(changed, former)
    drawn, other = both(made)
    assert drawn == former.session[drawn.id]
    assert hard(check(brief_for(changed), made)) == ()
    assert away not in other.seated()
    assert made.placed == len(season.applications)
    span = brief_for(changed).span
    assert other.seated().isdisjoint(drawn.seated()) or not set(days_of(span(drawn))) & set(days_of(span(other)))


def test_the_rooms_of_a_drawn_session_are_taken(former: Plan) -> None:
    """One room, open on the days of the drawn session and the next one alone: the other session has to be on that."""
    season, drawn = drawn_season(), former.session[sessions()[0]]
    assert drawn.start is not None
    calendar = brief_for(season).calendar
    room = replace(season.room[drawn.rooms[0]], start=drawn.start, end=calendar.span(drawn.start, drawn.length + 2)[-1])
    used = {one for group in drawn.groups if (one := group.room)} | set(drawn.rooms)
    kept = tuple(room if one.id == room.id else one for one in season.rooms if one.id in used)
    made = again(replace(season, rooms=kept), former)
    assert hard(check(brief_for(replace(season, rooms=kept)), made)) == ()
    assert both(made)[0].rooms == drawn.rooms


def test_what_experts_sit_in_drawn_sessions_counts(former: Plan) -> None:
    season = drawn_season()
    once = replace(season, experts=tuple(replace(one, max_sessions=1) for one in season.experts))
    drawn, other = both(again(once, former))
    assert drawn.seated().isdisjoint(other.seated())
    assert len(other.panel) == other.size


def test_a_withdrawn_application_leaves_its_drawn_session(former: Plan) -> None:
    season, case = drawn_season(), former.session[sessions()[0]].cases[0].application
    rows = tuple(replace(one, withdrawn=one.id == case) for one in season.applications)
    made = again(replace(season, applications=rows), former)
    drawn = both(made)[0]
    assert case not in {one.application for one in drawn.cases}
    assert drawn.panel == former.session[drawn.id].panel
    assert hard(made.findings) == ()


def test_who_was_drawn_and_cannot_come_any_more_is_found_and_not_replaced(former: Plan) -> None:
    season, drawn = drawn_season(), former.session[sessions()[0]]
    assert drawn.start is not None
    ill = drawn.panel[0].expert
    row = Unavailability(season.expert[ill].person, drawn.start, drawn.start)
    made = again(replace(season, unavailability=(*season.unavailability, row)), former)
    assert both(made)[0].panel == drawn.panel
    assert {dict(one.subject)["expert"] for one in hard(made.findings)} == {ill}
