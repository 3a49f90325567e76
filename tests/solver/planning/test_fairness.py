"""Fairness before the score, on small seasons, against CP-SAT with every rule, the dates of the plan and a level."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from functools import cache

import pytest
from ortools.sat.python import cp_model

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.check import atoms_of, hard
from solver.domain.plan import Plan
from solver.domain.vocabulary import Fairness
from solver.model.ask import ask
from solver.model.cpsat import CpsatCompiler
from solver.model.joint import DECIDED
from solver.model.merits import Merits
from solver.planning.budget import Budget
from solver.planning.fairness import heaviest, level_of, worst
from solver.planning.parts import bare
from solver.planning.season_plan import plan_season
from solver.rules.requirement import InRoom, Reading, Seat

SEEDS = (2, 5)


@cache
def merits(seed: int) -> Merits:
    return Merits(brief_for(synthesise(3, 70, 60, seed, "easy")))


@cache
def planned(seed: int, fairness: Fairness | None) -> Plan:
    return plan_season(merits(seed).brief, Budget(None, 2, time.monotonic), 1, fairness=fairness)


def can_be(seed: int, plan: Plan, most_days: int | None = None, least_strength: float = 0.0) -> bool:
    """Whether some plan with the sessions, cases, dates and rooms of ``plan`` keeps every rule and the level."""
    known, brief = merits(seed), merits(seed).brief
    nobody = tuple(
        replace(plan.session[row.id], panel=(), alternates=(), cases=row.cases) for row in bare(plan).sessions
    )
    shaped = Plan(routes=plan.routes, sessions=tuple(replace(row, start=None) for row in nobody))
    compiler = CpsatCompiler(brief, shaped, {row.id: (row.start,) for row in plan.sessions if row.start})
    rooms = [atom for row in shaped.sessions for atom in atoms_of(row) if isinstance(atom, InRoom)]
    compiler.require(ask(brief, shaped, DECIDED, also=frozenset({"chair_and_vice"})).requirements, also=rooms)
    compiler.enforce()
    days = defaultdict[str, list[cp_model.LinearExprT]](list)
    for atom, literal in compiler.atoms.items():
        if isinstance(atom, InRoom):
            compiler.model.add(literal == int(atom in rooms))
        if isinstance(atom, Seat):
            days[atom.expert].append(known.days(plan.session[atom.session]) * literal)
        if isinstance(atom, Reading):
            row = brief.season.application[atom.application]
            if known.strength(atom.expert, row.series, (row.specialty,)) < least_strength:
                compiler.model.add(literal == 0)
    for seats in days.values() if most_days is not None else ():
        compiler.model.add(sum(seats) <= most_days)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(compiler.model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("first", list(Fairness))
def test_the_plan_is_lawful_and_says_its_level(seed: int, first: Fairness) -> None:
    plan, usual = planned(seed, first), planned(seed, None)
    assert not hard(plan.findings)
    assert plan.placed == usual.placed
    assert plan.fair is not None
    assert plan.fair.level == level_of(first, merits(seed), plan)
    assert usual.fair is None
    assert plan.total <= usual.total + 1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_can_be_spared_a_day_more(seed: int) -> None:
    plan = planned(seed, Fairness.HEAVIEST_EXPERT)
    assert plan.fair is not None
    assert plan.fair.proved
    level = heaviest(merits(seed), plan)
    assert level <= heaviest(merits(seed), planned(seed, None))
    assert can_be(seed, plan, most_days=level)
    assert not can_be(seed, plan, most_days=level - 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weakest_reader_cannot_be_stronger(seed: int) -> None:
    plan = planned(seed, Fairness.WORST_APPLICATION)
    assert plan.fair is not None
    assert plan.fair.proved
    level = worst(merits(seed), plan)
    assert level >= worst(merits(seed), planned(seed, None))
    assert can_be(seed, plan, least_strength=level)
    assert not can_be(seed, plan, least_strength=level + 1e-6)


def test_fairness_is_worth_some_score_where_it_changes_anything() -> None:
    usual = planned(2, None)
    assert heaviest(merits(2), planned(2, Fairness.HEAVIEST_EXPERT)) < heaviest(merits(2), usual)
    assert worst(merits(2), planned(2, Fairness.WORST_APPLICATION)) > worst(merits(2), usual)
    assert all(planned(2, first).total < usual.total for first in Fairness)


def test_fairness_repeats_itself() -> None:
    again = plan_season(
        merits(2).brief, Budget(None, 2, time.monotonic), 1, workers=1, fairness=Fairness.HEAVIEST_EXPERT
    )
    assert again == planned(2, Fairness.HEAVIEST_EXPERT)
