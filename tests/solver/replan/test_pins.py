"""Pins in a repair: what people fixed is brought about with the least change, and stays though it breaks a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.briefing import brief_for
from solver.check import hard
from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Declined, RoomLost, Unavailable
from solver.domain.hand_edits import everything_in, numbered
from solver.domain.people import Relation
from solver.domain.pins import Pin
from solver.domain.plan import Plan
from solver.domain.vocabulary import PinKind, PinMatter, RelationKind, Role
from solver.model.kept import judged, pins_of
from solver.model.merits import Merits
from solver.planning.yielding import explained
from solver.replan.account import Effect
from solver.replan.ground import Fixed
from solver.replan.repair import Repair, repair
from solver.rules.brief import Brief
from tests.solver.replan.small_repairs import (
    ASKED,
    CASE,
    LOST,
    MONDAY,
    ROOM,
    TOLD,
    TUESDAY,
    experts,
    grouped,
    junior_plan,
    junior_season,
    one_session,
    session,
)

KEEP, FORBID = PinKind.KEEP, PinKind.FORBID
FIRST, NEXT = HalfDay(MONDAY, 1), HalfDay(TUESDAY, 1)
NOTHING = Changes()


def pin(what: PinMatter, kind: PinKind = KEEP, **fields: object) -> Pin:
    """A pin of session S1 without an id."""
    return Pin("", kind, what, "S1", **fields)  # type: ignore[arg-type] # fields of a pin


def pinned(brief: Brief, *pins: Pin) -> Brief:
    """The brief of the season with pins Z001, Z002, …"""
    return brief.changed(brief.season.with_tables({"pins": numbered(pins, ())}))


def repaired(brief: Brief, plan: Plan, *pins: Pin, changes: Changes = NOTHING, fixed: Fixed | None = None) -> Repair:
    """The plan repaired; the checker of the whole plan finds nothing hard but what pins bring about."""
    made = repair(pinned(brief, *pins), plan, changes, fixed)
    if fixed is None:
        broken = hard(explained(Merits(made.brief), made.plan, judged(made.brief, made.plan)))
        assert [one for one in broken if not pins_of(one)] == []
        assert {(one.by, one.subject) for one in broken} == {(one.by, one.subject) for one in made.unresolved}
    return made


def test_a_plan_that_keeps_its_pins_is_left_alone() -> None:
    brief, plan = one_session()
    made = repaired(brief, plan, *everything_in(plan))
    assert made.plan.sessions == plan.sessions
    assert (made.weight, made.unresolved) == (0, ())


def test_a_seat_that_was_fixed_afterwards_is_given_and_one_that_was_forbidden_is_taken() -> None:
    brief, plan = one_session()
    comes, goes = "E11", "E05"
    assert comes not in plan.sessions[0].seated() | {one.expert for one in plan.sessions[0].alternates}
    made = repaired(brief, plan, pin(PinMatter.SEAT, expert=comes), pin(PinMatter.SEAT, FORBID, expert=goes))
    session = made.plan.sessions[0]
    assert session.seated() == plan.sessions[0].seated() - {goes} | {comes}
    assert {(one.effect, one.expert) for one in made.differences if one.effect is not Effect.READINGS_CHANGED} == {
        (Effect.SEAT_LOST, goes),
        (Effect.SEAT_GIVEN, comes),
    }
    assert made.weight == LOST * TOLD + ASKED
    assert {one.kind for one in made.causes["S1"]} == {"pinned"}


def test_a_start_and_a_room_that_were_fixed_afterwards_are_taken() -> None:
    brief, plan = one_session()
    made = repaired(brief, plan, pin(PinMatter.START, start=NEXT), pin(PinMatter.ROOM, room="R2"))
    assert (made.plan.sessions[0].start, made.plan.sessions[0].rooms) == (NEXT, ("R2",))
    assert made.plan.sessions[0].seated() == plan.sessions[0].seated()


@pytest.mark.parametrize(("kind", "room"), [(KEEP, "R2"), (FORBID, "R1")])
def test_another_room_that_a_pin_forces_is_in_the_bound(kind: PinKind, room: str) -> None:
    brief, plan = one_session()
    made = repaired(brief, plan, pin(PinMatter.ROOM, kind, room=room))
    assert made.plan.sessions[0].rooms == ("R2",)
    assert (made.weight, made.bound) == (ROOM * TOLD, ROOM * TOLD)


@pytest.mark.parametrize(("kind", "application"), [(KEEP, "D03"), (FORBID, "D01")])
def test_a_case_that_a_pin_moves_is_in_the_bound(kind: PinKind, application: str) -> None:
    season = junior_season(12, applications=4)
    people = experts(1, 2, 3, 4, 5), experts(6, 7, 8)
    first = session("S1", *people, ["D01", "D02"], FIRST)
    other = session("S2", *people, ["D03", "D04"], NEXT, "R2")
    made = repaired(
        brief_for(season), junior_plan(season, first, other), pin(PinMatter.CASE, kind, application=application)
    )
    moved = [one for one in made.differences if one.effect is Effect.CASE_MOVED]
    assert [one.application for one in moved] == [application]
    assert (made.weight, made.bound) == (CASE * TOLD, CASE * TOLD)


def test_a_session_that_stands_where_another_is_fixed_makes_way() -> None:
    """S2 holds the room and the people at the time that S1 is fixed to."""
    season = junior_season(11)
    rows = (
        session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D01"], FIRST),
        session("S2", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D02"], NEXT),
    )
    plan = junior_plan(season, *rows)
    made = repaired(brief_for(season), plan, pin(PinMatter.START, start=NEXT), pin(PinMatter.ROOM, room="R1"))
    now = made.plan.session
    assert (now["S1"].start, now["S1"].rooms) == (NEXT, ("R1",))
    assert now["S2"].start not in (None, NEXT)
    assert [now[one].seated() for one in ("S1", "S2")] == [row.seated() for row in rows]
    assert made.unresolved == ()


def test_who_is_kept_stays_though_they_cannot_come_and_the_finding_says_so() -> None:
    """Before, the session moved or was left out."""
    brief, plan = one_session()
    away = Changes(unavailable=(Unavailable("E05", FIRST, HalfDay(MONDAY, 2)),))
    made = repaired(brief, plan, pin(PinMatter.SEAT, expert="E05"), changes=away)
    assert made.plan.sessions[0].start == plan.sessions[0].start
    assert made.plan.sessions[0].panel == plan.sessions[0].panel
    assert [(one.by, pins_of(one)) for one in made.unresolved] == [("available", ("Z001",))]


def test_the_same_holds_for_a_seat_that_is_fixed_for_this_repair_alone() -> None:
    brief, plan = one_session()
    away = Changes(unavailable=(Unavailable("E05", FIRST, HalfDay(MONDAY, 2)),))
    made = repaired(brief, plan, changes=away, fixed=Fixed(seats=frozenset({("S1", "E05")})))
    assert made.plan.sessions[0].panel == plan.sessions[0].panel
    assert [(one.by, pins_of(one)) for one in made.unresolved] == [("available", ("S1/E05",))]
    assert made.brief.season.pins == ()


def test_two_who_are_kept_and_turn_out_to_be_kin_both_stay() -> None:
    brief, plan = one_session()
    kin = Changes(relations=(Relation("P04", "P05", RelationKind.SIBLING),))
    pins = [pin(PinMatter.SEAT, expert=one) for one in ("E04", "E05")]
    made = repaired(brief, plan, *pins, changes=kin)
    assert {"E04", "E05"} <= made.plan.sessions[0].seated()
    assert [(one.by, pins_of(one)) for one in made.unresolved] == [("kin_apart", ("Z001", "Z002"))]


def test_a_room_that_is_lost_is_kept_where_room_and_start_are_fixed() -> None:
    brief, plan = one_session()
    lost = Changes(room_lost=(RoomLost("R1", FIRST, HalfDay(MONDAY, 2)),))
    free = repaired(brief, plan, changes=lost)
    assert free.plan.sessions[0].rooms == ("R2",)
    made = repaired(brief, plan, pin(PinMatter.START, start=FIRST), pin(PinMatter.ROOM, room="R1"), changes=lost)
    assert made.plan.sessions[0].rooms == ("R1",)
    assert [one.by for one in made.unresolved] == ["room_open"]


def test_pins_that_only_together_break_a_rule_are_all_kept_and_all_named() -> None:
    """All five seats are fixed for members, so that nobody is left to preside."""
    brief, plan = one_session()
    pins = [pin(PinMatter.SEAT, expert=one, role=Role.MEMBER) for one in sorted(plan.sessions[0].seated())]
    made = repaired(brief, plan, *pins)
    assert made.plan.sessions[0].seated() == plan.sessions[0].seated()
    assert {seat.role for seat in made.plan.sessions[0].panel} == {Role.MEMBER}
    assert {one.by for one in made.unresolved} >= {"chair_and_vice"}


@pytest.mark.parametrize("seat", ["E03", "E04", "E05"])
def test_one_seat_is_filled_and_all_the_rest_stays(seat: str) -> None:
    """All is kept but one seat whose holder declined: the first of the list is called, nobody else moves."""
    brief, plan = one_session()
    session = plan.sessions[0]
    rest = replace(session, panel=tuple(one for one in session.panel if one.expert != seat), alternates=())
    rest = replace(rest, cases=tuple(replace(case, readers=()) for case in rest.cases))
    pins = everything_in(replace(plan, sessions=(rest,)))
    made = repaired(brief, plan, *pins, changes=Changes(declined=(Declined(seat, "S1"),)))
    now = made.plan.sessions[0]
    assert now.seated() - session.seated() == {session.alternates[0].expert}
    assert session.seated() - now.seated() == {seat}
    assert {one.expert: one.role for one in now.panel if one.expert in session.seated()} == {
        one.expert: one.role for one in session.panel if one.expert != seat
    }
    assert made.unresolved == ()


def test_an_alternate_who_is_kept_and_one_who_is_forbidden() -> None:
    brief, plan = one_session()
    waits = plan.sessions[0].alternates[-1].expert
    made = repaired(brief, plan, pin(PinMatter.STANDBY, expert="E11"), pin(PinMatter.STANDBY, FORBID, expert=waits))
    lists = {one.expert for one in made.plan.sessions[0].alternates}
    assert "E11" in lists
    assert waits not in lists
    assert made.plan.sessions[0].panel == plan.sessions[0].panel


def test_a_reader_who_is_fixed_reads() -> None:
    brief, plan = one_session()
    reads = {"E01", "E02", "E03", "E04", "E05"} - set(plan.sessions[0].cases[0].readers)
    one = min(reads)
    made = repaired(brief, plan, pin(PinMatter.READER, application="D01", expert=one))
    assert one in next(case for case in made.plan.sessions[0].cases if case.application == "D01").readers


def test_a_case_that_is_forbidden_where_it_is_goes_to_another_session() -> None:
    """S1 is longer, so that it would be the emptier one: the case does not come back to it."""
    season = junior_season(12, applications=3)
    people = experts(1, 2, 3, 4, 5), experts(6, 7, 8)
    first = replace(session("S1", *people, ["D01", "D02"], FIRST), length=2)
    other = session("S2", *people, ["D03"], NEXT, "R2")
    made = repaired(
        brief_for(season), junior_plan(season, first, other), pin(PinMatter.CASE, FORBID, application="D01")
    )
    assert {one.id: {case.application for case in one.cases} for one in made.plan.sessions} == {
        "S1": {"D02"},
        "S2": {"D01", "D03"},
    }
    assert made.unresolved == ()


@pytest.mark.parametrize("in_groups", [True, False])
@pytest.mark.parametrize("group", ["", "G9"])
def test_more_are_kept_on_a_list_than_it_needs_whatever_group_is_said(group: str, in_groups: bool) -> None:
    """Three are needed; four are kept, in no group or in one that the session does not have."""
    season = junior_season(12)
    plain = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D01", "D02"], FIRST)
    row = grouped(plain, "机械工程") if in_groups else plain
    kept = [pin(PinMatter.STANDBY, expert=one, group=group) for one in experts(6, 7, 9, 10)]
    made = repair(pinned(brief_for(season), *kept), junior_plan(season, row), NOTHING)
    now = made.plan.session["S1"]
    assert now.panel == row.panel
    assert {*experts(6, 7, 9, 10)} <= {one.expert for one in now.alternates}


def test_more_readers_than_a_case_needs_come_and_one_who_must_be_recused_is_named() -> None:
    brief, plan = one_session()
    case = plan.sessions[0].cases[0]
    readers = {*case.readers, "E04", "E05"}
    assert len(readers) > len(case.readers)
    pins = [pin(PinMatter.READER, application=case.application, expert=one) for one in sorted(readers)]
    made = repaired(brief, plan, *pins)
    assert (made.unresolved, set(made.plan.sessions[0].cases[0].readers)) == ((), readers)
    applicant = next(one.applicant for one in brief.season.applications if one.id == case.application)
    related = Changes(relations=(Relation(applicant, "P05", RelationKind("COA")),))
    made = repaired(brief, plan, *pins, changes=related)
    assert {one.by for one in made.unresolved} == {"readers_not_recused"}
    assert set(made.plan.sessions[0].cases[0].readers) == readers
