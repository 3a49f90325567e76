"""The same agreement on the whole sample season: every rule of the catalogue, some twenty sessions at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from data.briefing import brief_for
from data.samples.sample_season import build_sample
from solver.check import check, hard
from solver.domain.plan import Plan
from solver.model.ask import ask
from solver.model.merits import Merits
from solver.planning.alternates import rank_alternates
from solver.planning.batches import batch_cases
from solver.planning.cases import assign_readers
from solver.planning.panels import seat_panels
from solver.planning.timetable import set_timetable
from solver.routing import route_applications
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from tests.solver.model.fixed import broken_by_model
from tests.solver.model.mutations import mutated
from tests.solver.planning.seating import allowance


@cache
def planned() -> tuple[Brief, Plan]:
    """The sample season through every stage but improvement."""
    brief = brief_for(build_sample())
    merits = Merits(brief)
    batched = batch_cases(brief, route_applications(brief))
    dated = set_timetable(merits, batched, allowance(), 1).plan
    read = assign_readers(brief, seat_panels(brief, dated, allowance(), merits=merits).plan, merits)
    return brief, rank_alternates(brief, read.plan, merits=merits).plan


def test_the_sample_plan_keeps_every_rule_for_checker_and_model() -> None:
    brief, plan = planned()
    assert len(plan.sessions) > 10
    assert hard(check(brief, plan)) == ()
    assert broken_by_model(brief, plan, ask(brief, plan).requirements) == frozenset()


@pytest.mark.parametrize("seed", range(6))
def test_spoiled_sample_plans_break_the_same_rules_for_checker_and_model(seed: int) -> None:
    brief, plan = planned()
    edited = mutated(brief.season, plan, seed, most=6)
    found = frozenset(finding.rule for finding in hard(check(brief, edited)))
    assert found
    assert broken_by_model(brief, edited, ask(brief, edited).requirements) == found


@pytest.mark.parametrize("seed", range(12))
def test_rules_that_look_only_at_whom_a_plan_names_find_what_looking_at_everybody_finds(seed: int) -> None:
    brief, plan = planned()
    edited = mutated(brief.season, plan, seed, most=12)
    narrow = tuple(rule for rule in RULES if rule.of_named)
    found = check(brief, edited, narrow)
    assert found
    wide = check(brief, edited, tuple(replace(rule, of_named=False) for rule in narrow))
    assert Counter(found) == Counter(wide)
