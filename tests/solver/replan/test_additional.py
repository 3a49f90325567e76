"""Applications that come when every session is full: additional sessions, as few as can be; who was told stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Withdrawn
from solver.domain.committees import Application
from solver.domain.people import Person, Relation, Unavailability
from solver.domain.pins import Pin
from solver.domain.plan import Plan, PlannedSession, PlanState
from solver.domain.season import Season
from solver.domain.vocabulary import Level, PinKind, PinMatter, RelationKind
from solver.replan.account import Effect, weight_of
from solver.replan.repair import Repair, repair
from solver.rules.brief import Brief
from tests.builders import small_season
from tests.solver.replan.small_repairs import (
    ASKED,
    CASE,
    MONDAY,
    SIZE,
    STANDBY_ASKED,
    TUESDAY,
    experts,
    grouped,
    junior_plan,
    junior_season,
    session,
)

FIRST = HalfDay(MONDAY, 1)
PANEL = SIZE * ASKED + 3 * STANDBY_ASKED
"""Everybody on a further panel of five and its list of three is asked."""


def full() -> tuple[Brief, Plan]:
    """S1 on Monday morning with two cases of 85 minutes: with four of the plenary each, 178 of its 180."""
    season = junior_season(12)
    season = replace(season, applications=tuple(replace(row, minutes=85) for row in season.applications))
    row = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D01", "D02"], FIRST)
    return brief_for(season), junior_plan(season, row)


def two_specialties(season: Season) -> Season:
    """Everybody holds a second specialty, for which the committee is filed."""
    second = tuple(replace(row, specialty="电气工程", primary=False) for row in season.qualifications)
    filing = replace(season.filings[0], specialties=("机械工程", "电气工程"))
    return replace(season, qualifications=(*season.qualifications, *second), filings=(filing,))


def late(brief: Brief, count: int = 1, **facts: object) -> Changes:
    """``count`` new applicants, each with an application like the first one but for ``facts``."""
    row = brief.season.applications[0]
    rows = [replace(row, id=f"L{n}", applicant=f"B{n}", **facts) for n in range(1, count + 1)]  # type: ignore[arg-type]
    persons = tuple(Person(one.applicant, f"新申报人{one.id}", employer="V01") for one in rows)
    return Changes(persons=persons, applications=tuple[Application, ...](rows))


def sound(made: Repair) -> None:
    assert not hard(check(made.brief, made.plan))
    assert not made.unresolved
    assert made.plan.findings == check(made.brief, replace(made.plan, findings=()))
    assert made.bound <= made.weight == weight_of(made.differences)


def test_there_is_no_room_to_begin_with() -> None:
    brief, plan = full()
    assert not hard(check(brief, plan))


def held(made: Repair) -> PlannedSession:
    """The one session beside S1."""
    (one,) = (row for row in made.plan.sessions if row.id != "S1")
    return one


def test_where_no_session_has_room_one_more_is_held() -> None:
    """It weighs what its panel weighs, and no plan does with less: a case that moved out would have nowhere to go."""
    brief, plan = full()
    made = repair(brief, plan, late(brief))
    sound(made)
    assert made.plan.session["S1"] == plan.session["S1"]
    one = held(made)
    assert [case.application for case in one.cases] == ["L1"]
    assert (len(one.panel), len(one.alternates)) == (SIZE, 3)
    assert made.weight == made.bound == PANEL
    assert {row.effect for row in made.differences} == {
        Effect.SESSION_ADDED,
        Effect.SEAT_GIVEN,
        Effect.STANDBY_GIVEN,
        Effect.CASE_ADDED,
    }
    assert [cause.kind for cause in made.causes[one.id]] == ["applications"]


def test_where_no_session_is_of_the_level_one_more_is_held() -> None:
    """S1 sits for associate senior titles; panels of 11 have six in wait."""
    season = small_season(20, 2, 20)
    season = replace(season, rooms=tuple(replace(season.rooms[0], id=one) for one in ("R1", "R2")))
    row = session("S1", experts(*range(1, 12)), experts(*range(12, 18)), ["D01", "D02"], FIRST)
    brief, plan = brief_for(season), junior_plan(season, replace(row, levels=(Level.ASSOCIATE_SENIOR,)))
    made = repair(brief, plan, late(brief, level=Level.FULL_SENIOR))
    sound(made)
    assert made.plan.session["S1"] == plan.session["S1"]
    assert held(made).levels == (Level.FULL_SENIOR,)
    assert made.weight == made.bound == 11 * ASKED + 6 * STANDBY_ASKED


def test_where_no_group_is_of_the_specialty_one_more_session_is_held() -> None:
    season = two_specialties(junior_season(12))
    row = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D01", "D02"], FIRST)
    brief, plan = brief_for(season), junior_plan(season, grouped(row, "机械工程"))
    assert not hard(check(brief, plan))
    made = repair(brief, plan, late(brief, specialty="电气工程"))
    sound(made)
    assert [case.application for case in held(made).cases] == ["L1"]
    assert made.weight == made.bound == PANEL


def test_as_few_sessions_are_held_as_the_volume_asks_for() -> None:
    """Five cases need 445 minutes: a session of three half-days, not three of one."""
    brief, plan = full()
    made = repair(brief, plan, late(brief, 5))
    sound(made)
    one = held(made)
    assert (len(one.cases), one.length) == (5, 3)
    assert made.weight == made.bound == PANEL


def test_room_that_is_given_back_is_used_before_a_session_is_held() -> None:
    brief, plan = full()
    came = replace(late(brief), withdrawn=(Withdrawn("D02"),))
    made = repair(brief, plan, came)
    sound(made)
    assert [row.id for row in made.plan.sessions] == ["S1"]
    assert made.weight == 0


def crowded() -> tuple[Brief, Plan]:
    """Only S1 takes electrics and is full; one of its cases fits in S2. Nobody was told yet: a move weighs little."""
    season = two_specialties(junior_season(12))
    rows = tuple(replace(row, minutes=minutes) for row, minutes in zip(season.applications, (100, 60), strict=True))
    brief = brief_for(replace(season, applications=rows))
    people = experts(1, 2, 3, 4, 5), experts(6, 7, 8)
    first = grouped(session("S1", *people, ["D01"], FIRST), "机械工程", "电气工程")
    other = grouped(session("S2", *people, ["D02"], HalfDay(TUESDAY, 1), "R2"), "机械工程")
    return brief, replace(junior_plan(brief.season, first, other), state=PlanState.DRAFT)


def test_a_case_moves_where_that_weighs_less_than_a_panel() -> None:
    brief, plan = crowded()
    assert not hard(check(brief, plan))
    made = repair(brief, plan, late(brief, specialty="电气工程"))
    sound(made)
    assert {one.id: {case.application for case in one.cases} for one in made.plan.sessions} == {
        "S1": {"L1"},
        "S2": {"D01", "D02"},
    }
    assert made.weight == made.bound == CASE


@pytest.mark.parametrize(("kind", "where"), [(PinKind.KEEP, "S1"), (PinKind.FORBID, "S2")])
def test_a_case_that_pins_keep_makes_no_room_and_one_they_forbid_comes_into_none(kind: PinKind, where: str) -> None:
    brief, plan = crowded()
    pin = Pin("Z001", kind, PinMatter.CASE, where, application="D01")
    brief = brief.changed(brief.season.with_tables({"pins": (pin,)}))
    assert not hard(check(brief, plan))
    made = repair(brief, plan, late(brief, specialty="电气工程"))
    sound(made)
    assert [made.plan.session[one].cases for one in ("S1", "S2")] == [plan.session[one].cases for one in ("S1", "S2")]
    assert [case.application for one in made.plan.sessions[2:] for case in one.cases] == ["L1"]
    assert made.weight == PANEL


def test_who_cannot_be_placed_is_left_out_with_the_reason_and_nothing_else_is_touched() -> None:
    """Five of the twelve come on Monday morning only, when all of S1 sit: seven are left, eight would be needed."""
    brief, plan = full()
    season = brief.season
    before = Unavailability("", HalfDay(season.header.first_day, 1), HalfDay(MONDAY - timedelta(days=1), 2))
    after = Unavailability("", HalfDay(MONDAY, 2), HalfDay(season.header.last_day, 2))
    away = tuple(replace(row, person=one.person) for one in season.experts[:5] for row in (before, after))
    brief = brief_for(replace(season, unavailability=away))
    made = repair(brief, plan, late(brief))
    assert not hard(check(made.brief, made.plan))
    assert made.plan.sessions == plan.sessions
    ((subject, reason),) = ((one.subject, one.reasons[0]) for one in made.plan.unplaced)
    assert subject == "L1"
    assert (reason.dimension, dict(reason.facts)) == ("staff", {"found": "7", "needed": str(SIZE)})
    assert made.weight == made.bound == 0


def with_room(away: tuple[str, ...], **limits: int) -> tuple[Brief, Plan]:
    """S1 with room left, in a pool of fifteen; ``away`` cannot come on Monday, S1's first eight keep to ``limits``."""
    season = junior_season(15)
    person = {one.id: one.person for one in season.experts}
    first = frozenset(experts(*range(1, 9)))
    season = replace(
        season,
        experts=tuple(
            replace(row, can_chair=row.id in experts(1, 2, 9, 10), **(limits if row.id in first else {}))  # type: ignore[arg-type] # by name
            for row in season.experts
        ),
        applications=tuple(replace(row, minutes=30) for row in season.applications),
        unavailability=tuple(Unavailability(person[one], FIRST, HalfDay(MONDAY, 2)) for one in away),
    )
    row = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D01", "D02"], FIRST)
    return brief_for(season), junior_plan(season, row)


def test_who_would_empty_the_room_goes_to_another_session() -> None:
    """S1 has time for them, but all who can come on Monday wrote with the applicant; the other seven did not."""
    brief, plan = with_room(tuple(experts(*range(9, 16))))
    came = late(brief)
    ties = tuple(Relation(came.persons[0].id, f"P{number:02d}", RelationKind.COAUTHOR) for number in range(1, 9))
    made = repair(brief, plan, replace(came, relations=ties))
    sound(made)
    assert made.plan.session["S1"].panel == plan.session["S1"].panel
    assert [case.application for case in held(made).cases] == ["L1"]


def test_who_finds_no_readers_goes_to_another_session() -> None:
    """S1 has time for them, but three of its five read as many cases as they said they would; three are needed."""
    brief, plan = with_room(tuple(experts(*range(9, 16))), max_cases=2)
    many = replace(
        brief.season,
        experts=tuple(
            replace(row, max_cases=0) if row.id in experts(4, 5, 6, 7, 8) else row for row in brief.season.experts
        ),
    )
    made = repair(brief_for(many), plan, late(brief))
    sound(made)
    assert made.plan.session["S1"].panel == plan.session["S1"].panel
    assert [case.application for case in held(made).cases] == ["L1"]


def test_of_applications_that_come_together_one_makes_room_for_another_at_no_weight() -> None:
    """Mechanics and then electrics come; S1 takes both kinds but has room for one, S2 takes mechanics only."""
    season = two_specialties(junior_season(12))
    rows = tuple(replace(row, minutes=minutes) for row, minutes in zip(season.applications, (100, 60), strict=True))
    brief = brief_for(replace(season, applications=rows))
    people = experts(1, 2, 3, 4, 5), experts(6, 7, 8)
    first = grouped(session("S1", *people, ["D02"], FIRST), "机械工程", "电气工程")
    other = grouped(session("S2", *people, ["D01"], HalfDay(TUESDAY, 1), "R2"), "机械工程")
    plan = junior_plan(brief.season, first, other)
    mechanics, electrics = late(brief, minutes=60), late(brief, minutes=100, specialty="电气工程")
    second = replace(electrics.applications[0], id="L2", applicant="B2")
    persons = (*mechanics.persons, replace(mechanics.persons[0], id="B2"))
    made = repair(brief, plan, Changes(persons=persons, applications=(*mechanics.applications, second)))
    sound(made)
    assert {one.id: {case.application for case in one.cases} for one in made.plan.sessions} == {
        "S1": {"D02", "L2"},
        "S2": {"D01", "L1"},
    }
    assert made.weight == 0
