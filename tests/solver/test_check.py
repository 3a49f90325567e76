"""Each shape of requirement on a plan that keeps it and on one that does not; and any plan at all can be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.briefing import brief_for
from solver.check import Facts, atoms_of, check, hard, violation
from solver.domain.calendar import HalfDay
from solver.domain.plan import Alternate, Finding, PanelSeat, Plan, PlannedCase, PlannedGroup, Route, RouteKind
from solver.domain.vocabulary import Role, Severity
from solver.rules.requirement import (
    AtMostOne,
    Between,
    Clear,
    Exclusive,
    Forbidden,
    Headcount,
    Holds,
    InRoom,
    Odd,
    Office,
    Reachable,
    Reading,
    Requirement,
    Seat,
    Share,
    Standby,
    StartWithin,
)
from tests.builders import grouped, small_plan, small_season, with_session

MORNING, AFTERNOON = HalfDay(date(2026, 10, 12), 1), HalfDay(date(2026, 10, 12), 2)
NEXT_MORNING = HalfDay(date(2026, 10, 13), 1)
SUBJECT = (("session", "S1"),)
E01, E02, E15 = Seat("S1", "", "E01"), Seat("S1", "", "E02"), Seat("S1", "", "E15")
ELEVEN = tuple(Seat("S1", "", f"E{n:02d}") for n in range(1, 12))


def facts_of(plan: Plan | None = None) -> Facts:
    """Facts of the small plan, S1 in R1 on the morning of 12 October with E01–E11, or of ``plan``."""
    season = small_season()
    second = replace(season.rooms[0], id="R9", district="铁西区")
    return Facts(brief_for(replace(season, rooms=(*season.rooms, second))), plan or small_plan(season))


def two_sessions(start: HalfDay, room: str = "R9", length: int = 1) -> Plan:
    """The small plan and a second session S2 of the same panel at ``start`` in ``room``."""
    plan = small_plan(small_season())
    second = replace(plan.sessions[0], id="S2", start=start, rooms=(room,), length=length, cases=())
    return replace(plan, sessions=(*plan.sessions, second))


KEPT_AND_BROKEN: tuple[tuple[Requirement, Requirement], ...] = (
    (Holds("X", SUBJECT, True, "1", "2"), Holds("X", SUBJECT, False, "1", "2")),
    (Forbidden("X", SUBJECT, E15), Forbidden("X", SUBJECT, E01)),
    (Forbidden("X", SUBJECT, Reading("S1", "D01", "E04")), Forbidden("X", SUBJECT, Reading("S1", "D01", "E01"))),
    (Forbidden("X", SUBJECT, Standby("S1", "", "E01")), Forbidden("X", SUBJECT, InRoom("S1", "", "R1"))),
    (
        Forbidden("X", SUBJECT, Office("S1", "", "E01", Role.VICE_CHAIR)),
        Forbidden("X", SUBJECT, Office("S1", "", "E01", Role.CHAIR)),
    ),
    (Between("X", SUBJECT, (*ELEVEN, E15), 11, 11), Between("X", SUBJECT, (*ELEVEN, E15), 12, None)),
    (Between("X", SUBJECT, (E01, E02, E15), None, 2), Between("X", SUBJECT, (E01, E02, E15), None, 1)),
    (Between("X", SUBJECT, (E01, E15), 0, 3, (3, -1)), Between("X", SUBJECT, (E01, E15), 0, 2, (3, -1))),
    # 11/3 = 3.67: three of eleven are within a third, four are not
    (
        Share("X", SUBJECT, (*ELEVEN[:3], E15), Headcount("S1"), Fraction(1, 3)),
        Share("X", SUBJECT, ELEVEN[:4], Headcount("S1"), Fraction(1, 3)),
    ),
    (
        Share("X", SUBJECT, ELEVEN[:4], Headcount("S1"), Fraction(1, 3), at_most=False),
        Share("X", SUBJECT, (*ELEVEN[:3], E15), Headcount("S1"), Fraction(1, 3), at_most=False),
    ),
    (Odd("X", SUBJECT, Headcount("S1")), Odd("X", SUBJECT, Headcount("S1", "G1"))),
    (AtMostOne("X", SUBJECT, (E01, E15)), AtMostOne("X", SUBJECT, (E01, E02))),
    (
        StartWithin("X", SUBJECT, "S1", frozenset({MORNING})),
        StartWithin("X", SUBJECT, "S1", frozenset({AFTERNOON})),
    ),
    (
        Clear("X", SUBJECT, E01, frozenset({AFTERNOON, NEXT_MORNING})),
        Clear("X", SUBJECT, E01, frozenset({MORNING})),
    ),
)


@pytest.mark.parametrize(("kept", "broken"), KEPT_AND_BROKEN, ids=lambda one: type(one).__name__)
def test_a_shape_tells_a_plan_that_keeps_it_from_one_that_does_not(kept: Requirement, broken: Requirement) -> None:
    facts = facts_of()
    assert violation(kept, facts) is None
    assert violation(broken, facts) is not None


def test_found_and_needed_are_counted_exactly() -> None:
    facts = facts_of()
    assert violation(Between("X", SUBJECT, ELEVEN, 12), facts) == ("11", "≥ 12", ())
    at_most = Share("X", SUBJECT, ELEVEN[:4], Headcount("S1"), Fraction(1, 3))
    assert violation(at_most, facts) == ("4", "≤ 3", ())
    at_least = Share("X", SUBJECT, ELEVEN[:3], Headcount("S1"), Fraction(1, 3), at_most=False)
    assert violation(at_least, facts) == ("3", "≥ 4", ())


def test_a_claim_is_clear_when_it_does_not_hold_or_the_session_is_elsewhere_in_time() -> None:
    blocked = frozenset({MORNING})
    assert violation(Clear("X", SUBJECT, E15, blocked), facts_of()) is None
    undated = facts_of(with_session(small_plan(small_season()), start=None))
    assert violation(Clear("X", SUBJECT, E01, blocked), undated) is None


@pytest.mark.parametrize(
    ("start", "length", "clash"),
    [(MORNING, 1, True), (AFTERNOON, 1, False), (NEXT_MORNING, 1, False), (HalfDay(date(2026, 10, 10), 2), 2, True)],
)
def test_two_claims_of_one_person_exclude_each_other_in_time(start: HalfDay, length: int, clash: bool) -> None:
    claims = (E01, Seat("S2", "", "E01"))
    facts = facts_of(two_sessions(start, length=length))
    assert (violation(Exclusive("X", SUBJECT, claims), facts) is not None) is clash


def test_a_person_has_one_place_in_a_session_and_does_not_stand_by_for_their_own_panel() -> None:
    season, plan = grouped(small_season(), small_plan(small_season()), 2)
    twice = replace(plan.sessions[0], panel=(*plan.sessions[0].panel, PanelSeat("E01", Role.MEMBER, "G2")))
    claims = (Seat("S1", "G1", "E01"), Seat("S1", "G2", "E01"))
    assert violation(Exclusive("X", SUBJECT, claims), Facts(brief_for(season), plan)) is None
    both = Facts(brief_for(season), replace(plan, sessions=(twice,)))
    assert violation(Exclusive("X", SUBJECT, claims), both) is not None
    alternate = facts_of(with_session(small_plan(small_season()), alternates=(Alternate("E01", "", 1),)))
    assert violation(Exclusive("X", SUBJECT, (E01, Standby("S1", "", "E01"))), alternate) is not None


def test_plenary_and_one_group_share_a_room_and_two_groups_do_not() -> None:
    season, plan = grouped(small_season(), small_plan(small_season()), 2)
    facts = Facts(brief_for(season), plan)
    claims = tuple(InRoom("S1", group, "R1") for group in ("", "G1", "G2"))
    assert violation(Exclusive("X", SUBJECT, claims), facts) is None
    together = tuple(replace(group, room="") for group in plan.sessions[0].groups)
    assert violation(Exclusive("X", SUBJECT, claims), Facts(facts.brief, with_session(plan, groups=together)))


@pytest.mark.parametrize(
    ("start", "room", "reached"),
    [(AFTERNOON, "R9", False), (AFTERNOON, "R1", True), (NEXT_MORNING, "R9", True), (MORNING, "R9", True)],
)
def test_adjoining_half_days_of_a_day_are_in_one_district(start: HalfDay, room: str, reached: bool) -> None:
    claims = (E01, Seat("S2", "", "E01"))
    facts = facts_of(two_sessions(start, room))
    assert (violation(Reachable("X", SUBJECT, claims), facts) is None) is reached


def test_leaders_hold_the_office_of_their_group_and_chairs_that_of_the_panel() -> None:
    _, plan = grouped(small_season(), small_plan(small_season()), 2)
    offices = {atom for atom in atoms_of(plan.sessions[0]) if isinstance(atom, Office)}
    assert offices == {
        Office("S1", "", "E01", Role.CHAIR),
        Office("S1", "", "E02", Role.VICE_CHAIR),
        Office("S1", "G1", "E11", Role.LEADER),
        Office("S1", "G2", "E10", Role.LEADER),
    }


def test_the_small_plans_keep_every_rule_but_alternates() -> None:
    season = small_season()
    plan = small_plan(season)
    assert {finding.rule for finding in check(brief_for(season), plan)} == {"PD-04"}
    season, plan = grouped(season, plan, 3)
    assert {finding.rule for finding in check(brief_for(season), plan)} == {"PD-04"}


def test_a_plan_of_things_that_do_not_exist_is_reported_and_breaks_nothing() -> None:
    season = small_season()
    plan = with_session(
        small_plan(season),
        rooms=("R77",),
        groups=(PlannedGroup("G1", ("机械工程",), 11, "R78"),),
        panel=(PanelSeat("E77", Role.CHAIR, "G9"), PanelSeat("E01", Role.MEMBER, "")),
        alternates=(Alternate("E78", "G8", 1),),
        cases=(PlannedCase("D77", "G7", ("E79",), ("E80",)),),
    )
    stray = replace(plan.sessions[0], id="S2", committee="C77", start=HalfDay(date(2026, 10, 11), 7))
    nowhere = (Route("D78", RouteKind.DELEGATED, "C78", "W77"),)
    plan = replace(plan, sessions=(*plan.sessions, stray), routes=(*plan.routes, *nowhere))
    missing = {
        one for finding in check(brief_for(season), plan) if finding.rule == "LG-08" for _, one in finding.subject
    }
    assert {"R77", "R78", "E77", "E78", "E79", "E80", "D77", "D78", "C77", "C78", "W77", "G7", "G8", "G9"} <= missing


def test_a_plan_without_dates_rooms_or_panels_is_checked_as_far_as_it_goes() -> None:
    season = small_season()
    plan = with_session(small_plan(season), start=None, rooms=(), panel=(), cases=())
    assert {"LG-09", "LG-06"} <= {finding.rule for finding in check(brief_for(season), plan)}
    assert check(brief_for(season), Plan()) == ()


def test_only_advice_and_what_was_overridden_do_not_bind() -> None:
    bound = Finding("X", Severity.HARD, SUBJECT, "", "")
    overridable = replace(bound, severity=Severity.OVERRIDABLE)
    advice = replace(bound, severity=Severity.ADVISORY)
    overridden = replace(overridable, overridden="省人社厅同意函")
    assert hard((bound, overridable, advice, overridden)) == (bound, overridable)
