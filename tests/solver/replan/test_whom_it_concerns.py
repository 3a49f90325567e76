"""After publication, a repair is told to exactly those whose duty it changes: both plans compared person by person.

For every kind of change of a changes file, in the diff, in the list of notices, as calendars and on the sheet.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from data.briefing import brief_for
from data.notice_files.calendars import Issue, calendars
from data.notice_files.notice_sheet import write_notice_sheet
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Declined, Revoked, RoomLost, Suspended, Unavailable, Withdrawn
from solver.domain.committees import Delegation
from solver.domain.notices import notices
from solver.domain.people import Person, Relation
from solver.domain.plan import Plan, Route, RouteKind
from solver.domain.vocabulary import DelegationState, Level, RelationKind
from solver.replan.account import Effect, account
from solver.replan.prices import prices_for
from solver.replan.repair import Repair, repair
from solver.rules.brief import Brief
from tests.solver.replan.small_repairs import MONDAY, TUESDAY, experts, junior_plan, junior_season, session

FIRST, SECOND = HalfDay(MONDAY, 1), HalfDay(TUESDAY, 1)
EVERYBODY_IN = frozenset({Effect.SESSION_MOVED, Effect.SESSION_REHOUSED, Effect.SESSION_ADDED, Effect.SESSION_DROPPED})
"""Differences that concern everybody in a session."""


def two_sessions() -> tuple[Brief, Plan]:
    """S1 and S2 on two days with panels of their own; D03 comes to S2 under a delegation."""
    season = junior_season(18, 3)
    season = replace(
        season,
        experts=tuple(replace(row, can_chair=row.id in experts(1, 2, 9, 10)) for row in season.experts),
        delegations=(
            Delegation(
                "G1",
                "V03",
                "C1",
                "05",
                (Level.JUNIOR,),
                "H2",
                date(2026, 1, 1),
                date(2026, 12, 31),
                applications=("D03",),
                letter_no="沈人社函〔2026〕3号",
                issued_on=date(2026, 8, 1),
                accepted_on=date(2026, 8, 3),
                state=DelegationState.ACCEPTED,
            ),
        ),
        applications=tuple(
            replace(row, region="铁西" if row.id == "D03" else row.region) for row in season.applications
        ),
    )
    first = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D01", "D02"], FIRST)
    second = session("S2", experts(9, 10, 11, 12, 13), experts(14, 15, 16), ["D03"], SECOND, "R2")
    plan = junior_plan(season, first, second)
    routes = (*plan.routes[:2], Route("D03", RouteKind.DELEGATED, "C1", "G1"))
    return brief_for(season), replace(plan, routes=routes)


def late(minutes: int) -> Changes:
    row = two_sessions()[0].season.applications[0]
    new = replace(row, id="D99", applicant="A99", minutes=minutes)
    return Changes(persons=(Person("A99", "新申报人", employer="V01"),), applications=(new,))


CHANGES = {
    "declined": Changes(declined=(Declined("E05", "S1"),)),
    "declined by a reader": Changes(declined=(Declined("E03", "S1"),)),
    "declined by the chair and an alternate": Changes(declined=(Declined("E01", "S1"), Declined("E15", "S2"))),
    "unavailable": Changes(unavailable=(Unavailable("E04", FIRST, FIRST), Unavailable("E12", FIRST, FIRST))),
    "suspended": Changes(suspended=(Suspended("C1", MONDAY, MONDAY),)),
    "suspended for good": Changes(suspended=(Suspended("C1"),)),
    "room_lost": Changes(room_lost=(RoomLost("R1", FIRST, FIRST),)),
    "both rooms lost": Changes(room_lost=tuple(RoomLost(one, FIRST, FIRST) for one in ("R1", "R2"))),
    "revoked": Changes(revoked=(Revoked("G1"),)),
    "relations": Changes(relations=(Relation("A01", "P04", RelationKind.SPOUSE),)),
    "relations of one case": Changes(relations=(Relation("A01", "P01", RelationKind.COAUTHOR),)),
    "applications": late(15),
    "applications for which a session is added": late(170),
    "withdrawn": Changes(withdrawn=(Withdrawn("D01"),)),
}


def duty_sheet(plan: Plan) -> dict[str, set[tuple[object, ...]]]:
    """All that one person has to know: where they sit or wait, when, in which rooms, as what, and what they read."""
    found: dict[str, set[tuple[object, ...]]] = {}
    for row in plan.sessions:
        about = (row.id, row.start, row.length, row.rooms)
        for seat in row.panel:
            reads = frozenset(case.application for case in row.cases if seat.expert in case.readers)
            found.setdefault(seat.expert, set()).add((*about, seat.role, seat.group, reads))
        for one in row.alternates:
            found.setdefault(one.expert, set()).add((*about, "waits", one.group, one.rank))
    return found


def concerned(before: Plan, after: Plan) -> set[str]:
    """Those for whom the two plans are not the same."""
    then, now = duty_sheet(before), duty_sheet(after)
    return {one for one in then.keys() | now.keys() if then.get(one) != now.get(one)}


def repaired(name: str) -> tuple[Plan, Repair]:
    brief, plan = two_sessions()
    return plan, repair(brief, plan, CHANGES[name])


def test_every_kind_of_change_is_among_them() -> None:
    brief, plan = two_sessions()
    assert not hard(check(brief, plan))
    kinds = {field.name for field in fields(Changes)} - {"persons"}
    assert {kind for kind in kinds for one in CHANGES.values() if getattr(one, kind)} == kinds


@pytest.mark.parametrize("name", CHANGES)
def test_the_notices_are_for_exactly_those_whose_duty_changed(name: str) -> None:
    plan, made = repaired(name)
    assert not hard(check(made.brief, made.plan))
    assert {one.expert for one in notices(plan, made.plan)} == concerned(plan, made.plan)


@pytest.mark.parametrize("name", CHANGES)
def test_the_diff_names_exactly_those_whose_duty_changed(name: str) -> None:
    plan, made = repaired(name)
    found = set()
    for one in account(plan, made.plan, prices_for(made.brief, plan)):
        if one.expert:
            found.add(one.expert)
        elif one.effect in EVERYBODY_IN:
            rows = [row for version in (plan, made.plan) for row in version.sessions if row.id == one.session]
            found |= {expert for row in rows for expert in (*row.seated(), *(a.expert for a in row.alternates))}
    assert found == concerned(plan, made.plan)


@pytest.mark.parametrize("name", CHANGES)
def test_calendars_and_the_sheet_are_for_them_alone(name: str, tmp_path: Path) -> None:
    plan, made = repaired(name)
    found = notices(plan, made.plan)
    files = calendars(found, Issue("2026-沈阳", 2, datetime(2026, 10, 1, tzinfo=UTC)), made.brief)
    assert {one.name.split("-")[0] for one in files} == concerned(plan, made.plan)
    write_notice_sheet(found, made.brief, tmp_path / "n.xlsx", "zh")
    _, *rows = CalamineWorkbook.from_path(tmp_path / "n.xlsx").get_sheet_by_index(0).to_python()
    assert {str(row[0]) for row in rows} == concerned(plan, made.plan)


def test_a_drop_out_concerns_five_of_sixteen() -> None:
    """E05 leaves, E06 comes up, E07 and E08 move up a place, one is asked to wait; nobody in S2 hears of it."""
    plan, made = repaired("declined")
    (asked,) = {one.expert for one in made.plan.session["S1"].alternates} - set(experts(7, 8))
    assert concerned(plan, made.plan) == {*experts(5, 6, 7, 8), asked}
