"""The model with the plan fixed is feasible exactly where the checker accepts: every shape, and the whole catalogue."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from solver.check import check, hard, violation
from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan
from solver.model.ask import ask
from solver.planning.alternates import rank_alternates
from solver.rules.brief import Brief
from solver.rules.requirement import Exclusive, Reachable, Requirement, Seat
from tests.builders import grouped, small_plan, small_season
from tests.solver.model.fixed import broken_by_model
from tests.solver.model.mutations import mutated
from tests.solver.test_check import (
    AFTERNOON,
    E01,
    KEPT_AND_BROKEN,
    MORNING,
    NEXT_MORNING,
    SUBJECT,
    facts_of,
    two_sessions,
)

SHAPES = [one for pair in KEPT_AND_BROKEN for one in pair]


@pytest.mark.parametrize("requirement", SHAPES, ids=lambda one: type(one).__name__)
def test_the_model_breaks_a_shape_where_the_checker_does(requirement: Requirement) -> None:
    facts = facts_of()
    expected = frozenset({"X"}) if violation(requirement, facts) else frozenset()
    assert broken_by_model(facts.brief, facts.plan, [requirement]) == expected


@pytest.mark.parametrize("start", [MORNING, AFTERNOON, NEXT_MORNING])
@pytest.mark.parametrize("shape", [Exclusive, Reachable])
@pytest.mark.parametrize("room", ["R1", "R9"])
def test_the_model_sees_clashes_of_two_sessions(shape: type[Exclusive | Reachable], start: HalfDay, room: str) -> None:
    requirement = shape("X", SUBJECT, (E01, Seat("S2", "", "E01")))
    facts = facts_of(two_sessions(start, room))
    expected = frozenset({"X"}) if violation(requirement, facts) else frozenset()
    assert broken_by_model(facts.brief, facts.plan, [requirement]) == expected


@cache
def correct(kind: str) -> tuple[Brief, Plan]:
    """A plan that breaks no hard rule: ungrouped, in three groups, or two sessions of one committee."""
    from data.briefing import brief_for

    season = small_season(experts=20)
    plan = small_plan(season)
    if kind == "grouped":
        season, plan = grouped(season, plan, 3)
    if kind == "two sessions":
        first = plan.sessions[0]
        one = replace(first, cases=first.cases[:3])
        other = replace(first, id="S2", start=NEXT_MORNING, cases=first.cases[3:])
        plan = replace(plan, sessions=(one, other))
    brief = brief_for(season)
    standing = rank_alternates(brief, plan)
    assert not standing.short
    return brief, standing.plan


@pytest.mark.parametrize("kind", ["plain", "grouped", "two sessions"])
def test_the_model_accepts_a_plan_that_keeps_the_catalogue(kind: str) -> None:
    brief, plan = correct(kind)
    assert hard(check(brief, plan)) == ()
    assert broken_by_model(brief, plan, ask(brief, plan).requirements) == frozenset()


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("kind", ["plain", "grouped", "two sessions"])
def test_the_model_breaks_the_rules_the_checker_finds_broken(kind: str, seed: int) -> None:
    brief, plan = correct(kind)
    edited = mutated(brief.season, plan, seed)
    found = frozenset(finding.rule for finding in hard(check(brief, edited)))
    assert broken_by_model(brief, edited, ask(brief, edited).requirements) == found
