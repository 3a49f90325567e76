"""Who can take a seat: exactly those with whom the whole plan breaks no rule; for the others, the rule in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.people import Relation, Unavailability
from solver.domain.plan import Plan
from solver.domain.vocabulary import ExpertStatus, RelationKind, Selection
from solver.replan.replacements import replacements
from solver.rules.brief import Brief
from tests.solver.replan.small_repairs import MONDAY, experts, junior_plan, junior_season, session

FIRST = HalfDay(MONDAY, 1)
LEFT_LATER = frozenset({"alternates_enough", "reader_is_in_group", "recused_listed", "readers_per_case"})
"""What a swap leaves to be done: the list is topped up and readers are found afterwards."""


def two_sessions() -> tuple[Brief, Plan]:
    """S1 and S2 at once. E06 is kin of E02; E16 is suspended, E17 away, E18 kin of an applicant of S1's."""
    season = junior_season(19, 2)
    rows = {row.id: row for row in season.experts}
    person = {one: row.person for one, row in rows.items()}
    season = replace(
        season,
        experts=tuple(replace(row, status=ExpertStatus.SUSPENDED) if row.id == "E16" else row for row in rows.values()),
        unavailability=(Unavailability(person["E17"], FIRST, FIRST),),
        relations=(
            Relation(person["E02"], person["E06"], RelationKind.SIBLING),
            Relation("A01", person["E18"], RelationKind.SPOUSE),
        ),
    )
    first = session("S1", experts(1, 2, 3, 4, 5), experts(7, 8, 15), ["D01"], FIRST)
    second = session("S2", experts(9, 10, 11, 12, 19), experts(13, 14), ["D02"], FIRST, "R2")
    return brief_for(season), junior_plan(season, first, second)


def swapped(plan: Plan, old: str, new: str) -> Plan:
    """``plan`` with ``new`` in the place of ``old`` in S1, and off its list."""
    one = plan.session["S1"]
    panel = tuple(replace(seat, expert=new) if seat.expert == old else seat for seat in one.panel)
    made = replace(one, panel=panel, alternates=tuple(row for row in one.alternates if row.expert != new))
    return replace(plan, sessions=(made, plan.session["S2"]))


@pytest.mark.parametrize("old", experts(1, 5))
def test_those_can_take_a_seat_with_whom_the_plan_keeps_every_rule(old: str) -> None:
    brief, plan = two_sessions()
    found = replacements(brief, plan, "S1", old)
    before = {(one.by, one.subject) for one in hard(check(brief, plan))}
    able = set()
    for expert in brief.season.expert.keys() - plan.session["S1"].seated():
        broken = [one for one in hard(check(brief, swapped(plan, old, expert))) if one.by not in LEFT_LATER]
        if not [one for one in broken if (one.by, one.subject) not in before]:
            able.add(expert)
    assert {one.expert for one in found.candidates} == able
    assert found.excluded.keys() == brief.season.expert.keys() - plan.session["S1"].seated() - able
    assert all(found.excluded.values())


@pytest.mark.parametrize(
    ("expert", "rule"),
    [("E16", "CN40-10a"), ("E17", "LG-02"), ("E18", "CN-HB-1"), ("E06", "PD-13"), ("E09", "LG-01"), ("E13", "LG-01")],
)
def test_the_rule_in_the_way_is_named(expert: str, rule: str) -> None:
    found = replacements(*two_sessions(), "S1", "E05")
    assert [one.rule for one in found.excluded[expert]] == [rule]


def test_who_waits_goes_before_everybody_else_in_order_of_the_list() -> None:
    found = replacements(*two_sessions(), "S1", "E05")
    assert [(one.expert, one.rank) for one in found.candidates] == [("E07", 1), ("E08", 2), ("E15", 3)]


def test_a_drawn_panel_takes_nobody_who_was_not_drawn() -> None:
    brief, plan = two_sessions()
    free = replace(plan, sessions=(replace(plan.sessions[0], alternates=plan.sessions[0].alternates[:2]),))
    assert [one.expert for one in replacements(brief, free, "S1", "E05").candidates][:2] == ["E07", "E08"]
    drawn = replace(free, sessions=(replace(free.sessions[0], selection=Selection.DRAWN, draw="X"),))
    found = replacements(brief, drawn, "S1", "E05")
    assert [one.expert for one in found.candidates] == ["E07", "E08"]
    assert [one.rule for one in found.excluded["E15"]] == ["CN40-11a"]


def test_nobody_is_asked_about_a_seat_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        replacements(*two_sessions(), "S1", "E09")
