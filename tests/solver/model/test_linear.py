"""Rows of the panel program: a shape is feasible in it exactly where the checker accepts, for seats and offices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from solver.check import atoms_of, check, hard, violation
from solver.domain.plan import Plan, Status
from solver.domain.vocabulary import Severity
from solver.model.ask import ask
from solver.model.build import panel_program
from solver.model.highs import Limits, Solution, solve
from solver.model.merits import Merits
from solver.model.seats import is_decided
from solver.model.times import decided_times
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Exclusive, Holds, Reachable, Requirement, Seat, StartWithin
from solver.rules.rule import Matter
from tests.solver.model.mutations import change_group, gain_member, lose_member, mutated, swap_member
from tests.solver.model.test_agreement import correct
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

PANEL = frozenset({Matter.PANEL})


def pinned(brief: Brief, plan: Plan, requirements: Iterable[Requirement]) -> Solution:
    """The panel program of ``plan`` with every session held and every seat and office as in ``plan``."""
    bare = replace(plan, sessions=tuple(replace(one, panel=(), alternates=()) for one in plan.sessions))
    free = frozenset(plan.session)
    program = panel_program(Merits(brief), bare, requirements, decided_times(brief, plan), free)
    held = {atom for session in plan.sessions for atom in atoms_of(session) if is_decided(atom)}
    if not held <= program.seats.columns.keys():
        return Solution(Status.IMPOSSIBLE)
    lower, upper = program.arrays.lower.copy(), program.arrays.upper.copy()
    for atom, column in program.seats.columns.items():
        lower[column] = float(atom in held)
        if upper[column] < lower[column]:
            return Solution(Status.IMPOSSIBLE)
        upper[column] = lower[column]
    lower[list(program.switches.sessions.values())] = 1.0
    return solve(program.arrays.bounded(lower, np.maximum(lower, upper)), Limits())


def says_something(requirement: Requirement) -> bool:
    """Whether a requirement is about seats, chairs and vice-chairs alone."""
    if isinstance(requirement, Holds | StartWithin):
        return False
    atoms = getattr(requirement, "atoms", None) or (getattr(requirement, "atom", E01),)
    return all(is_decided(atom) for atom in atoms)


SHAPES = [one for pair in KEPT_AND_BROKEN for one in pair if says_something(one)]


@pytest.mark.parametrize("requirement", SHAPES, ids=lambda one: type(one).__name__)
def test_a_shape_is_feasible_where_the_checker_accepts(requirement: Requirement) -> None:
    facts = facts_of()
    feasible = pinned(facts.brief, facts.plan, [requirement]).status is Status.OPTIMAL
    assert feasible is (violation(requirement, facts) is None)


def test_shapes_about_seats_are_all_tried() -> None:
    """Nine shapes have rows or drop seats; facts and starts have none, and clashes are tried below."""
    assert {type(one).__name__ for one in SHAPES} == {"Forbidden", "Between", "Share", "Odd", "AtMostOne", "Clear"}


@pytest.mark.parametrize("start", [MORNING, AFTERNOON, NEXT_MORNING])
@pytest.mark.parametrize("shape", [Exclusive, Reachable])
@pytest.mark.parametrize("room", ["R1", "R9"])
def test_clashes_are_feasible_where_the_checker_accepts(shape: type, start: object, room: str) -> None:
    requirement = shape("X", SUBJECT, (E01, Seat("S2", "", "E01")))
    facts = facts_of(two_sessions(start, room))  # type: ignore[arg-type] # the half-days of the list above
    feasible = pinned(facts.brief, facts.plan, [requirement]).status is Status.OPTIMAL
    assert feasible is (violation(requirement, facts) is None)


def panel_findings(brief: Brief, plan: Plan) -> tuple[object, ...]:
    """Hard findings of the rules about panels; leaders are named after the panels are seated."""
    rules = tuple(rule for rule in RULES if rule.matters & PANEL and rule.name != "leader_per_group")
    return hard(check(brief, plan, rules))


def without_alternates(kind: str) -> tuple[Brief, Plan]:
    """A correct plan without alternates, which are decided after panels."""
    brief, plan = correct(kind)
    return brief, replace(plan, sessions=tuple(replace(session, alternates=()) for session in plan.sessions))


EDITS = (swap_member, lose_member, gain_member, change_group)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("kind", ["plain", "grouped", "two sessions"])
def test_the_panel_program_accepts_what_the_checker_accepts(kind: str, seed: int) -> None:
    brief, plan = without_alternates(kind)
    edited = mutated(brief.season, plan, seed, most=3, edits=EDITS)
    requirements = ask(brief, edited, PANEL).requirements
    feasible = pinned(brief, edited, requirements).status is Status.OPTIMAL
    assert feasible is (panel_findings(brief, edited) == ())


def test_the_edits_are_not_all_refused_nor_all_accepted() -> None:
    brief, plan = without_alternates("grouped")
    refused = [bool(panel_findings(brief, mutated(brief.season, plan, seed, 3, EDITS))) for seed in range(60)]
    assert 5 < sum(refused) < 55


def test_advice_is_left_out_and_asked_for_by_name() -> None:
    brief, plan = correct("plain")
    advised = replace(brief.rulebook.provisions["PD-21"], severity=Severity.ADVISORY)
    rulebook = replace(brief.rulebook, provisions={**brief.rulebook.provisions, "PD-21": advised})
    milder = replace(brief, rulebook=rulebook)
    binding, advice = ask(brief, plan, PANEL).requirements, ask(milder, plan, PANEL).requirements
    # one session with one specialty: one requirement less
    assert len(advice) == len(binding) - 1
    assert ask(milder, plan, PANEL, also=frozenset({"specialty_held"})).requirements == binding


def test_a_provision_left_out_asks_for_nothing() -> None:
    brief, plan = correct("plain")
    assert not [
        one for one in ask(brief, plan, PANEL, without=frozenset({"LG-09"})).requirements if one.rule == "LG-09"
    ]
    assert [one for one in ask(brief, plan, PANEL).requirements if one.rule == "LG-09"]


def test_what_touches_a_session_is_found_and_nothing_else() -> None:
    brief, plan = correct("two sessions")
    asked = ask(brief, plan)
    first = asked.touching({"S1"})
    assert 0 < len(first) < len(asked.requirements)
    alone = [one for one in asked.requirements if dict(one.subject).get("session") == "S2"]
    assert alone
    assert not set(map(id, alone)) & set(map(id, first))


def test_facts_of_other_sessions_block_the_seats_of_a_free_one() -> None:
    """S1 and S2 at the same time: who sits in S2 has no seat left in S1, four of fifteen remain."""
    facts = facts_of(two_sessions(MORNING))
    claims = [
        Exclusive("LG-01", (("expert", f"E{n:02d}"),), (Seat("S1", "", f"E{n:02d}"), Seat("S2", "", f"E{n:02d}")))
        for n in range(1, 16)
    ]
    bare = replace(facts.plan, sessions=(replace(facts.plan.sessions[0], panel=()), facts.plan.sessions[1]))
    program = panel_program(Merits(facts.brief), bare, claims, decided_times(facts.brief, bare), frozenset({"S1"}))
    open_seats = {
        atom.expert
        for atom, column in program.seats.columns.items()
        if isinstance(atom, Seat) and program.arrays.upper[column] > 0
    }
    assert open_seats == {"E12", "E13", "E14", "E15"}
