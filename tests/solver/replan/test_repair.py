"""Repairs of small plans: every rule kept, the change the least there is, and the bound never above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import pytest

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Declined, RoomLost, Suspended, Unavailable, Withdrawn
from solver.domain.people import Person, Relation, Unavailability
from solver.domain.plan import Alternate, PanelSeat, Plan, PlannedSession
from solver.domain.vocabulary import RelationKind, Role, Selection
from solver.model.objective import score, total
from solver.replan.account import Effect, account, weight_of
from solver.replan.ground import Fixed
from solver.replan.prices import prices_for
from solver.replan.repair import Repair, changed_brief, repair
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.rule import Matter
from tests.solver.replan.small_repairs import (
    ASKED,
    CALLED,
    LOST,
    MONDAY,
    NAMED,
    OFFICE,
    ROLE,
    STANDBY_ASKED,
    STANDBY_LOST,
    TOLD,
    TUESDAY,
    experts,
    junior_plan,
    junior_season,
    one_session,
    session,
)

FIRST = HalfDay(MONDAY, 1)
SEATED = tuple(rule for rule in RULES if rule.matters & {Matter.PANEL, Matter.STANDBY})


def declined(*experts_of_s1: str) -> Changes:
    return Changes(declined=tuple(Declined(one, "S1") for one in experts_of_s1))


def sound(made: Repair) -> None:
    """No hard rule is broken, findings and score are those of the whole plan, and the bound holds."""
    assert not hard(check(made.brief, made.plan))
    assert not made.unresolved
    assert made.plan.findings == check(made.brief, replace(made.plan, findings=()))
    assert made.bound <= made.weight == weight_of(made.differences)


def test_the_plan_to_be_repaired_keeps_every_rule() -> None:
    brief, plan = one_session()
    assert not hard(check(brief, plan))


def test_the_weights_are_those_of_the_register() -> None:
    brief, plan = one_session()
    prices = prices_for(brief, plan)
    assert (prices.told, prices.lost, prices.office, prices.role) == (TOLD, LOST, OFFICE, ROLE)
    assert (prices.called, prices.asked, prices.standby_lost) == (CALLED, ASKED, STANDBY_LOST)
    assert prices.moves(plan.sessions[0]) == TOLD * NAMED


WEIGHTS = {
    # an ordinary member: the seat, an alternate called up, another one asked to wait
    ("E05",): LOST * TOLD + CALLED + STANDBY_ASKED,
    # the chair: the office as well; the vice-chair or a member who may chair takes it
    ("E01",): (LOST + OFFICE) * TOLD + CALLED + STANDBY_ASKED + ROLE,
    # an alternate: only the list
    ("E07",): STANDBY_LOST * TOLD + STANDBY_ASKED,
    ("E04", "E05"): 2 * (LOST * TOLD + CALLED + STANDBY_ASKED),
}


@pytest.mark.parametrize("gone", WEIGHTS, ids="-".join)
def test_a_drop_out_weighs_what_its_parts_weigh(gone: tuple[str, ...]) -> None:
    made = repair(*one_session(), declined(*gone))
    sound(made)
    assert (made.weight, made.bound) == (WEIGHTS[gone], WEIGHTS[gone])
    assert {one.expert for one in made.differences if one.effect is Effect.SEAT_LOST} == set(gone) - {"E07"}


def test_nothing_changes_where_nobody_is_concerned() -> None:
    brief, plan = one_session()
    away = Changes(unavailable=(Unavailable("E05", HalfDay(TUESDAY, 1), HalfDay(TUESDAY, 2)),))
    made = repair(brief, plan, away)
    sound(made)
    assert (made.differences, made.weight, made.plan.sessions) == ((), 0, plan.sessions)


def panels(plan: Plan, pool: list[str]) -> Iterator[PlannedSession]:
    """Every panel of five with every chair and vice-chair, and every list of three, in the place of the first session.

    Lists are told apart by who is on them: the order in which they wait weighs nothing.
    """
    row = plan.sessions[0]
    for members in combinations(pool, 5):
        for chair, vice in permutations([one for one in members if one in experts(1, 2, 3, 4)], 2):
            roles = {chair: Role.CHAIR, vice: Role.VICE_CHAIR}
            panel = tuple(PanelSeat(one, roles.get(one, Role.MEMBER)) for one in members)
            for waiting in combinations([one for one in pool if one not in members], 3):
                alternates = tuple(Alternate(one, "", rank) for rank, one in enumerate(waiting, start=1))
                yield replace(row, panel=panel, alternates=alternates)


def least_by_trying(brief: Brief, plan: Plan, pool: list[str]) -> int:
    """Weight of the lightest plan that keeps the rules: all of them, by weight, until one does. Readers apart."""
    prices = prices_for(brief, plan)
    tried = (replace(plan, sessions=(one,)) for one in panels(plan, pool))
    weighed = sorted(((weight_of(account(plan, one, prices)), number, one) for number, one in enumerate(tried)))
    for weight, _, one in weighed:
        if not hard(check(brief, one, SEATED)):
            return weight
    raise AssertionError


@pytest.mark.parametrize(
    ("gone", "kin"),
    [
        (experts(5), ()),
        (experts(1), ()),
        (experts(1, 2), ()),
        (experts(3, 6), ()),
        (experts(5), (("E03", "E06"), ("E03", "E07"), ("E04", "E08"))),
        (experts(2, 5), (("E01", "E06"), ("E09", "E07"))),
    ],
)
def test_no_plan_is_lighter(gone: list[str], kin: tuple[tuple[str, str], ...]) -> None:
    brief, plan = one_session(9 if len(gone) == 1 and not kin else 11 if kin and len(gone) == 2 else 10)
    brief = with_kin(brief, kin)
    changes = declined(*gone)
    made = repair(brief, plan, changes)
    sound(made)
    pool = [row.id for row in brief.season.experts if row.id not in gone]
    assert made.weight == least_by_trying(changed_brief(brief, plan, changes), plan, pool)


def with_kin(brief: Brief, pairs: tuple[tuple[str, str], ...]) -> Brief:
    """``brief`` in which some experts are siblings."""
    person = {row.id: row.person for row in brief.season.experts}
    rows = tuple(Relation(person[one], person[other], RelationKind.SIBLING) for one, other in pairs)
    return brief_for(replace(brief.season, relations=rows))


def test_somebody_is_freed_elsewhere_where_nobody_else_can_sit() -> None:
    """S1 loses its chair; only E01…E04 may chair, three of them sit in S2 at the same time, one must come over."""
    season = junior_season(18, 2)
    season = replace(
        season,
        experts=tuple(replace(row, can_chair=row.id in experts(1, 2, 8, 9, 10)) for row in season.experts),
    )
    first = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 16), ["D01"], FIRST)
    second = session("S2", experts(8, 9, 10, 11, 12), experts(13, 14, 15), ["D02"], FIRST, "R2")
    brief, plan = brief_for(season), junior_plan(season, first, second)
    assert not hard(check(brief, plan))
    made = repair(brief, plan, declined("E01"))
    sound(made)
    came = made.plan.session["S1"].seated() & set(experts(8, 9, 10))
    assert came == {"E10"}  # the one who holds no office there
    # in S1 the chair's seat, and E10 new in it; in S2 a seat, somebody called up, one asked
    there = LOST * TOLD + CALLED + STANDBY_ASKED
    assert made.weight == (LOST + OFFICE) * TOLD + ASKED + there
    assert made.bound == made.weight


def test_who_cannot_come_that_day_makes_room_but_a_pin_stays() -> None:
    brief, plan = one_session()
    away = Changes(unavailable=(Unavailable("E05", FIRST, FIRST),))
    assert "E05" not in repair(brief, plan, away).plan.sessions[0].seated()
    fixed = Fixed(sessions=frozenset({"S1"}), seats=frozenset({("S1", "E04")}))
    assert "E04" in repair(brief, plan, away, fixed).plan.sessions[0].seated()


def test_a_session_that_was_held_stays_as_it_was() -> None:
    brief, plan = one_session()
    made = repair(brief, plan, declined("E05"), Fixed(before=TUESDAY))
    assert made.plan.sessions == plan.sessions


def test_the_score_is_that_of_the_whole_plan() -> None:
    brief, plan = one_session()
    plan = replace(plan, score=score(brief, plan))
    made = repair(brief, plan, declined("E01", "E05", "E07"))
    assert made.plan.score == score(made.brief, made.plan)
    assert made.plan.total == pytest.approx(total(made.plan.score))


def test_nobody_left_to_ask_is_said_and_nothing_else_is_touched() -> None:
    season = junior_season(8)
    cases = [row.id for row in season.applications]
    row = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), cases, FIRST)
    away = tuple(
        Unavailability(one.person, HalfDay(season.header.first_day, 1), HalfDay(season.header.last_day, 2))
        for one in season.experts[4:5]
    )
    brief, plan = brief_for(season), junior_plan(season, row)
    made = repair(brief_for(replace(season, unavailability=away)), plan, declined("E05"))
    assert brief.season.unavailability == ()
    assert not made.plan.sessions
    assert {(one.kind, one.subject) for one in made.plan.unplaced} == {
        ("session", "S1"),
        *(("application", case) for case in cases),
    }


def test_a_session_that_cannot_stay_moves_with_its_people() -> None:
    """Both rooms are lost for the half-day: the session moves, nobody is exchanged, and no plan does with less."""
    brief, plan = one_session()
    made = repair(brief, plan, Changes(room_lost=tuple(RoomLost(one, FIRST, FIRST) for one in ("R1", "R2"))))
    sound(made)
    (moved,) = made.differences
    assert (moved.effect, made.weight, made.bound) == (Effect.SESSION_MOVED, TOLD * NAMED, TOLD * NAMED)
    assert made.plan.sessions[0].panel == plan.sessions[0].panel


def test_a_suspended_committee_sits_after_its_suspension() -> None:
    brief, plan = one_session()
    made = repair(brief, plan, Changes(suspended=(Suspended("C1", MONDAY, date(2026, 10, 16)),)))
    sound(made)
    start = made.plan.sessions[0].start
    assert start is not None
    assert not MONDAY <= start.day <= date(2026, 10, 16)
    assert made.weight == made.bound == TOLD * NAMED


def test_a_committee_suspended_for_good_leaves_its_applications_to_be_routed() -> None:
    brief, plan = one_session()
    made = repair(brief, plan, Changes(suspended=(Suspended("C1"),)))
    assert not hard(check(made.brief, made.plan))
    assert not made.plan.sessions
    assert not [one for one in made.plan.routes if one.committee]
    assert made.weight == made.bound


def test_a_withdrawn_application_leaves_and_a_new_one_comes() -> None:
    brief, plan = one_session()
    row = brief.season.applications[0]
    new = replace(row, id="D99", applicant="A99")
    changes = Changes(
        persons=(Person("A99", "新申报人", employer="V01"),),
        applications=(new,),
        withdrawn=(Withdrawn("D01"),),
    )
    made = repair(brief, plan, changes)
    sound(made)
    assert {case.application for case in made.plan.sessions[0].cases} == {"D02", "D99"}
    assert {one.effect for one in made.differences if one.application} == {Effect.CASE_ADDED, Effect.CASE_DROPPED}
    assert made.weight == 0


def test_a_relation_that_is_reported_takes_its_expert_from_the_panel() -> None:
    brief, plan = one_session()
    made = repair(brief, plan, Changes(relations=(Relation("A01", "P05", RelationKind.SPOUSE),)))
    sound(made)
    assert "E05" not in made.plan.sessions[0].seated()
    assert made.weight == LOST * TOLD + CALLED + STANDBY_ASKED


def test_a_case_relation_only_changes_who_leaves_the_room() -> None:
    brief, plan = one_session()
    made = repair(brief, plan, Changes(relations=(Relation("A01", "P01", RelationKind.COAUTHOR),)))
    sound(made)
    case = next(one for one in made.plan.sessions[0].cases if one.application == "D01")
    assert case.recused == ("E01",)
    assert made.weight == 0
    assert {one.effect for one in made.differences} == {Effect.READINGS_CHANGED}


def test_a_drawn_panel_is_refilled_from_its_list_in_order_and_nobody_is_added_to_it() -> None:
    brief, plan = one_session()
    drawn = replace(plan, sessions=(replace(plan.sessions[0], selection=Selection.DRAWN, draw="X"),))
    made = repair(brief, drawn, declined("E05", "E06"))
    row = made.plan.sessions[0]
    assert row.seated() == set(experts(1, 2, 3, 4, 7))  # E06 declined as well, E07 is next
    assert [one.expert for one in row.alternates] == ["E08"]
    sound(made)
