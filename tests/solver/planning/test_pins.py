"""What people fixed or forbade, where other planners went wrong: all kept, kept against a rule, all but one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from solver.check import hard
from solver.domain.calendar import HalfDay
from solver.domain.committees import GroupRequest, SessionRequest
from solver.domain.hand_edits import edits_between, everything_in, forms_in, numbered
from solver.domain.people import Expert, Person, Relation, Unavailability
from solver.domain.pins import Pin
from solver.domain.plan import Plan, PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import Level, PinKind, PinMatter, RelationKind, Role
from solver.model.kept import pins_of
from solver.planning.budget import Budget
from solver.planning.pin_conflicts import pin_conflicts
from solver.planning.season_plan import plan_season
from tests.builders import small_season

KEEP, FORBID = PinKind.KEEP, PinKind.FORBID
MONDAY, TUESDAY = HalfDay(date(2026, 10, 12), 1), HalfDay(date(2026, 10, 13), 1)
DERIVED = "C1-3-1"
"""The one session that the small season derives."""


def planned(season: Season) -> Plan:
    """A plan of little effort; a hard finding that no pin explains would be an error."""
    return plan_season(brief_for(season), Budget(None, 1, time.monotonic), seed=1)


def keep(what: PinMatter, session: str = DERIVED, kind: PinKind = KEEP, **fields: object) -> Pin:
    """A pin without an id."""
    return Pin("", kind, what, session, **fields)  # type: ignore[arg-type] # fields of a pin


def seats(experts: Iterable[str], session: str = DERIVED, **fields: object) -> list[Pin]:
    """A pin for the seat of each expert."""
    return [keep(PinMatter.SEAT, session, expert=one, **fields) for one in experts]


def pinned(season: Season, *pins: Pin) -> Season:
    """The season with pins Z001, Z002, …"""
    return replace(season, pins=numbered(pins, ()))


def two_sessions() -> Season:
    """Two sessions wanted, S2 in two groups, with rooms enough for all."""
    season = small_season(experts=40, applications=8)
    rooms = tuple(replace(season.rooms[0], id=f"R{n}") for n in range(1, 5))
    groups = (GroupRequest(("机械工程",), 6), GroupRequest(("机械工程",), 5))
    wanted = (
        SessionRequest("S1", "C1", (Level.ASSOCIATE_SENIOR,), 1, panel_size=11),
        SessionRequest("S2", "C1", (Level.ASSOCIATE_SENIOR,), 1, panel_size=11, groups=groups),
    )
    return replace(season, rooms=rooms, sessions=wanted)


@pytest.mark.parametrize("season", [small_season(experts=20), two_sessions()], ids=["derived", "wanted"])
def test_a_plan_that_is_kept_whole_is_the_same_plan_again(season: Season) -> None:
    plan = planned(season)
    assert plan.placed == len(season.applications)
    again = planned(replace(season, pins=numbered(everything_in(plan), ())))
    assert again.sessions == plan.sessions
    assert hard(again.findings) == ()
    formed = replace(season, pins=numbered(everything_in(plan), ()), sessions=forms_in(plan.sessions))
    assert planned(formed).sessions == plan.sessions


def test_another_plan_than_the_best_is_kept_whole_too() -> None:
    season = small_season(experts=20)
    worse = pinned(season, *seats(["E16", "E17", "E18", "E19", "E20"]), keep(PinMatter.START, start=TUESDAY))
    plan = planned(worse)
    assert {"E16", "E17", "E18", "E19", "E20"} <= plan.sessions[0].seated()
    assert plan.sessions[0].start == TUESDAY
    assert planned(replace(season, pins=numbered(everything_in(plan), ()))).sessions == plan.sessions


# --- a pin that breaks a rule: named, kept, and everything else keeps every rule ------------------------------------


def outsider() -> Season:
    """E99 is in nobody's pool."""
    season = small_season(experts=20)
    title = replace(season.qualifications[0], expert="E99")
    return replace(
        season,
        persons=(*season.persons, Person("P99", "外人", employer="U01", born=date(1975, 1, 1))),
        experts=(*season.experts, Expert("E99", "P99", frontline=True)),
        qualifications=(*season.qualifications, title),
    )


def kin() -> Season:
    """E05 and E06 are brothers."""
    season = small_season(experts=20)
    return replace(season, relations=(Relation("P05", "P06", RelationKind.SIBLING),))


def away() -> Season:
    """E05 is away on Monday."""
    row = Unavailability("P05", MONDAY, HalfDay(MONDAY.day, 2))
    return replace(small_season(experts=20), unavailability=(row,))


def colleagues() -> Season:
    """E05 to E10 work for one employer, of whom a third of eleven may sit: three."""
    season = small_season(experts=24)
    alike = {f"P{n:02d}" for n in range(5, 11)}
    rows = tuple(replace(one, employer="U01") if one.id in alike else one for one in season.persons)
    return replace(season, persons=rows)


def small_room() -> Season:
    """R2 has five seats."""
    season = small_season(experts=20)
    return replace(season, rooms=(*season.rooms, replace(season.rooms[0], id="R2", seats=5)))


def open_late() -> Season:
    """The room is open until the end of the year, the committee's window is not."""
    season = small_season(experts=20)
    return replace(season, rooms=(replace(season.rooms[0], end=HalfDay(date(2026, 12, 31), 2)),))


AT_ONCE = [keep(PinMatter.START, one, start=MONDAY) for one in ("S1", "S2")]
BROKEN = {
    "outside the pool": (outsider(), seats(["E99"]), "in_pool", {"Z001"}),
    "kin together": (kin(), seats(["E05", "E06"]), "kin_apart", {"Z001", "Z002"}),
    "away": (away(), [*seats(["E05"]), keep(PinMatter.START, start=MONDAY)], "available", {"Z001"}),
    "too many colleagues": (
        colleagues(), seats(["E05", "E06", "E07", "E08"]), "employer_cap", {"Z001", "Z002", "Z003", "Z004"},
    ),
    "may not chair": (small_season(experts=20), seats(["E12"], role=Role.CHAIR), "chair_and_vice", {"Z001"}),
    "room too small": (small_room(), [keep(PinMatter.ROOM, room="R2")], "room_seats", {"Z001"}),
    "outside the window": (
        open_late(), [keep(PinMatter.START, start=HalfDay(date(2026, 12, 1), 1))], "published_window", {"Z001"},
    ),
    "two places at once": (
        two_sessions(), [*AT_ONCE, *seats(["E05"], "S1"), *seats(["E05"], "S2")], "one_place", {"Z003", "Z004"},
    ),
    "one room at once": (
        two_sessions(),
        [*AT_ONCE, *(keep(PinMatter.ROOM, one, room="R1") for one in ("S1", "S2"))],
        "room_use",
        {"Z003", "Z004"},
    ),
    "more than seats": (
        small_season(experts=24), seats([f"E{n:02d}" for n in range(3, 15)]), "seats_as_planned",
        {f"Z{n:03d}" for n in range(1, 13)},
    ),
}  # fmt: skip


def holds(plan: Plan, pin: Pin) -> bool:
    """Whether ``plan`` has what ``pin`` keeps, looked up here."""
    session = plan.session[pin.session]
    match pin.what:
        case PinMatter.SEAT:
            return any(one.expert == pin.expert and pin.role in (None, one.role) for one in session.panel)
        case PinMatter.START:
            return session.start == pin.start
        case PinMatter.ROOM:
            return session.rooms[0] == pin.room
        case _:
            raise AssertionError(pin.what)


@pytest.mark.parametrize(("season", "pins", "rule", "behind"), BROKEN.values(), ids=BROKEN)
def test_a_pin_that_breaks_a_rule_is_named_and_kept(
    season: Season, pins: list[Pin], rule: str, behind: set[str]
) -> None:
    season = pinned(season, *pins)
    told = pin_conflicts(brief_for(season))
    assert rule in {one.by for one in told}
    assert behind == {pin for one in told if one.by == rule for pin in pins_of(one)}
    plan = planned(season)
    assert plan.placed == len(season.applications)
    assert [pin for pin in season.pins if not holds(plan, pin)] == []
    broken = hard(plan.findings)
    assert all(set(pins_of(one)) for one in broken)
    assert behind == {pin for one in broken if one.by == rule for pin in pins_of(one)}


def test_one_kept_colleague_too_many_lets_nobody_further_in() -> None:
    plan = planned(pinned(colleagues(), *seats(["E05", "E06", "E07", "E08"])))
    assert {"E09", "E10", "E01"}.isdisjoint(plan.sessions[0].seated())


def test_rules_that_only_all_pins_together_break_are_named_with_all_of_them() -> None:
    """Eleven members are fixed, none of whom may chair: each rule alone could be kept beside each pin."""
    pins = seats([f"E{n:02d}" for n in range(5, 16)], role=Role.MEMBER)
    season = pinned(small_season(experts=24), *pins)
    plan = planned(season)
    assert plan.sessions[0].seated() == {pin.expert for pin in pins}
    broken = hard(plan.findings)
    assert {one.by for one in broken} >= {"chair_and_vice"}
    assert all(set(pins_of(one)) == {pin.id for pin in season.pins} for one in broken)


def test_a_date_is_looked_for_on_which_the_kept_can_come() -> None:
    """E05 can come on one day of the season only, E06 on the same one."""
    free = date(2026, 11, 3)
    until, since = HalfDay(date(2026, 11, 2), 2), HalfDay(date(2026, 11, 4), 1)
    rows = [
        row
        for person in ("P05", "P06")
        for row in (
            Unavailability(person, HalfDay(date(2026, 9, 1), 1), until),
            Unavailability(person, since, HalfDay(date(2026, 12, 31), 2)),
        )
    ]
    season = pinned(replace(small_season(experts=20), unavailability=tuple(rows)), *seats(["E05", "E06"]))
    plan = planned(season)
    assert hard(plan.findings) == ()
    assert {"E05", "E06"} <= plan.sessions[0].seated()
    assert plan.sessions[0].start is not None
    assert plan.sessions[0].start.day == free


def test_whoever_is_kept_in_two_sessions_has_them_at_two_times() -> None:
    season = pinned(two_sessions(), *seats(["E05"], "S1"), *seats(["E05"], "S2"))
    plan = planned(season)
    assert hard(plan.findings) == ()
    assert plan.session["S1"].start != plan.session["S2"].start


# --- forbidden ------------------------------------------------------------------------------------------------------


def test_what_is_forbidden_does_not_occur() -> None:
    season = small_season(experts=20)
    free = planned(season).sessions[0]
    chair, member, waits = free.panel[0].expert, free.panel[-1].expert, free.alternates[0].expert
    case = free.cases[0]
    pins = [
        keep(PinMatter.SEAT, kind=FORBID, expert=member),
        keep(PinMatter.SEAT, kind=FORBID, expert=chair, role=Role.CHAIR),
        keep(PinMatter.STANDBY, kind=FORBID, expert=waits),
        keep(PinMatter.START, kind=FORBID, start=free.start),
        keep(PinMatter.READER, kind=FORBID, application=case.application, expert=case.readers[0]),
    ]
    plan = planned(pinned(season, *pins))
    session = plan.sessions[0]
    assert hard(plan.findings) == ()
    assert member not in session.seated() | {one.expert for one in session.alternates}
    assert (chair, Role.CHAIR) not in {(one.expert, one.role) for one in session.panel}
    assert waits not in {one.expert for one in session.alternates}
    assert session.start != free.start
    read = next(one for one in session.cases if one.application == case.application)
    assert case.readers[0] not in read.readers


def test_cases_go_where_they_are_fixed_and_not_where_they_are_forbidden() -> None:
    season = two_sessions()
    pins = [
        *(keep(PinMatter.CASE, "S1", application=f"D{n:02d}") for n in (1, 5, 7)),
        keep(PinMatter.CASE, "S2", application="D02", group="G2"),
        keep(PinMatter.CASE, "S2", FORBID, application="D03"),
        keep(PinMatter.CASE, "S2", FORBID, application="D04", group="G1"),
    ]
    plan = planned(pinned(season, *pins))
    assert hard(plan.findings) == ()
    assert plan.placed == 8
    cases = {case.application: (one.id, case.group) for one in plan.sessions for case in one.cases}
    assert [cases[f"D{n:02d}"][0] for n in (1, 5, 7, 3)] == ["S1"] * 4
    assert cases["D02"] == ("S2", "G2")
    assert cases["D04"] != ("S2", "G1")


def test_a_derived_session_that_is_named_is_derived_whatever_the_volume() -> None:
    season = pinned(small_season(experts=30), keep(PinMatter.CASE, "C1-3-2", application="D04"))
    plan = planned(season)
    assert hard(plan.findings) == ()
    assert sorted(plan.session) == ["C1-3-1", "C1-3-2"]
    assert "D04" in {case.application for case in plan.session["C1-3-2"].cases}


def test_a_pin_in_a_session_that_nothing_makes_is_told() -> None:
    """There is no application of full-senior level, so there is nothing to hold C1-4-1 for."""
    season = pinned(small_season(experts=20), *seats(["E05"], "C1-4-1"))
    (told,) = pin_conflicts(brief_for(season))
    assert (told.by, pins_of(told)) == ("pins_have_their_place", ("Z001",))
    plan = planned(season)
    assert plan.placed == 6
    assert [one.by for one in hard(plan.findings)] == ["pins_have_their_place"]


# --- everything kept but one ----------------------------------------------------------------------------------------


def session_without(session: PlannedSession, expert: str) -> PlannedSession:
    """``session`` with an empty seat, nobody on its lists, and cases without readers."""
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    panel = tuple(one for one in session.panel if one.expert != expert)
    return replace(session, panel=panel, alternates=(), cases=cases)


def test_one_seat_alone_is_filled_by_the_best_there_is() -> None:
    """With the rest of the panel kept, the planner takes whom a trial of everybody finds to be worth most."""
    season = small_season(experts=18)
    strengths = {f"E{n:02d}": 1 - 0.05 * ((7 * n) % 9) for n in range(1, 19)}
    rows = tuple(replace(one, strength=strengths[one.expert]) for one in season.qualifications)
    season = replace(season, qualifications=rows)
    plan = planned(season)
    leaves = next(one.expert for one in plan.sessions[0].panel if one.role is Role.MEMBER)
    rest = replace(plan, sessions=(session_without(plan.sessions[0], leaves),))
    pins = [*everything_in(rest), keep(PinMatter.SEAT, kind=FORBID, expert=leaves)]
    found = planned(pinned(season, *pins))
    others = set(strengths) - plan.sessions[0].seated()
    (taken,) = found.sessions[0].seated() - rest.sessions[0].seated()
    assert taken in others
    totals = {one: planned(pinned(season, *pins, *seats([one]))).total for one in sorted(others)}
    assert found.total == pytest.approx(max(totals.values()))
    assert totals[taken] == pytest.approx(max(totals.values()))


def test_a_plan_as_it_was_made_has_no_edits_and_every_edit_becomes_a_pin() -> None:
    plan = planned(small_season(experts=20))
    assert edits_between(plan, plan).pins == ()
    session = plan.sessions[0]
    out, comes = session.panel[-1], "E20" if "E20" not in session.seated() else "E19"
    panel = (*session.panel[:-1], replace(out, expert=comes))
    lists = tuple(one for one in session.alternates if one.expert != comes)
    edited = replace(plan, sessions=(replace(session, panel=panel, alternates=lists, start=TUESDAY),))
    pins = edits_between(plan, edited).pins
    assert {(pin.kind, pin.what, pin.expert, pin.start) for pin in pins if pin.what is not PinMatter.STANDBY} == {
        (KEEP, PinMatter.SEAT, comes, None),
        (FORBID, PinMatter.SEAT, out.expert, None),
        (KEEP, PinMatter.START, "", TUESDAY),
    }
    made = planned(pinned(small_season(experts=20), *pins)).sessions[0]
    assert comes in made.seated()
    assert out.expert not in made.seated()
    assert made.start == TUESDAY


def test_a_reader_who_is_kept_has_a_seat_without_a_pin_of_its_own() -> None:
    season = small_season(experts=20)
    free = planned(season).sessions[0]
    named = free.seated() | {one.expert for one in free.alternates}
    reader = max({one.id for one in season.experts} - named)
    case = free.cases[0].application
    plan = planned(pinned(season, keep(PinMatter.READER, application=case, expert=reader)))
    session = plan.sessions[0]
    assert hard(plan.findings) == ()
    assert reader in session.seated()
    assert reader in next(one.readers for one in session.cases if one.application == case)


def test_a_reader_who_may_not_sit_is_named_with_the_pin_and_sits() -> None:
    season = outsider()
    brief = brief_for(pinned(season, keep(PinMatter.READER, application="D01", expert="E99")))
    assert {pins_of(one) for one in pin_conflicts(brief)} == {("Z001",)}
    assert "E99" in planned(brief.season).sessions[0].seated()


def test_a_reader_who_must_be_recused_is_named_with_the_pin_and_reads() -> None:
    season = small_season(experts=20)
    applicant = season.applications[0]
    related = replace(season, relations=(Relation(applicant.applicant, "P05", RelationKind("COA")),))
    pin = keep(PinMatter.READER, application=applicant.id, expert="E05")
    brief = brief_for(pinned(related, pin))
    assert {(one.by, pins_of(one)) for one in pin_conflicts(brief)} == {("readers_not_recused", ("Z001",))}
    plan = planned(brief.season)
    assert {(one.by, pins_of(one)) for one in hard(plan.findings)} == {("readers_not_recused", ("Z001",))}
    assert "E05" in next(one.readers for one in plan.sessions[0].cases if one.application == applicant.id)


def test_more_readers_may_be_kept_than_a_case_needs() -> None:
    season = small_season(experts=20)
    free = planned(season).sessions[0]
    case = free.cases[0]
    wanted = tuple(seat.expert for seat in free.panel if seat.expert not in case.recused)[: len(case.readers) + 2]
    plan = planned(
        pinned(season, *(keep(PinMatter.READER, application=case.application, expert=one) for one in wanted))
    )
    assert hard(plan.findings) == ()
    assert set(next(one.readers for one in plan.sessions[0].cases if one.application == case.application)) == {*wanted}


@pytest.mark.parametrize("session", ["S1", "S2"])
def test_a_case_comes_to_the_session_in_which_a_reader_of_it_is_kept(session: str) -> None:
    plan = planned(pinned(two_sessions(), keep(PinMatter.READER, session, application="D01", expert="E30")))
    read = {one.application: one.readers for one in plan.session[session].cases}
    assert hard(plan.findings) == ()
    assert "E30" in read["D01"]
