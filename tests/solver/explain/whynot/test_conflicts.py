"""Every conflict is impossible as a set and possible without any one element; what is said to help, helps.

Judged by :mod:`tests.solver.explain.whynot.judge`, which edits the season, reads it anew and searches on its own.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection
from dataclasses import replace
from functools import cache

import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.check import check, hard
from solver.domain.edits import Add, edited
from solver.domain.plan import RouteKind
from solver.domain.season import Season
from solver.explain.whynot.conflict import Conflict
from solver.explain.whynot.conflict_model import Answered
from solver.explain.whynot.elements import Element, Kind, facts_of, without_fact
from solver.planning.answers import answers
from solver.planning.batches import batch_cases
from solver.planning.budget import Budget
from solver.planning.obstacles import Explained, explained, obstacles
from solver.planning.season_plan import plan_season
from solver.routing import route_applications
from tests.soak.counts import FULL, SEED, count, keep
from tests.solver.explain.whynot.impossible_seasons import EXPERTS, IMPOSSIBLE, tiny
from tests.solver.explain.whynot.judge import Judge, as_published

NAMES = tuple(IMPOSSIBLE)
GENERATED = (6, 200, 120) if FULL else (2, 60, 16)
"""Committees, experts and applications of generated seasons."""
LISTED = 6 if FULL else 2
"""Remedies of a question that are judged."""
MOST_CONFLICTS = 20
"""Conflicts of one season that are met one after the other."""


@cache
def season_of(name: str) -> Season:
    return edited(tiny(IMPOSSIBLE[name].experts), IMPOSSIBLE[name].edits)


@cache
def answers_about(name: str) -> tuple[Explained, ...]:
    """Every question of the season that has a conflict for an answer, each with what would help, the least first."""
    found = answers(brief_for(season_of(name)), None, brief_for, LISTED)
    return tuple(one for one in found if one.outcome.conflict is not None)


def conflicts_in(name: str) -> tuple[Conflict, ...]:
    found = tuple(one.outcome.conflict for one in answers_about(name) if one.outcome.conflict)
    assert found, "nothing is said to be in the way"
    return found


def holds(conflict: Conflict, elements: Collection[Element]) -> bool:
    """Whether everything that ``elements`` want can be held under them alone: other rules off, other facts gone."""
    question = conflict.question
    wanted = [one for one in question.wanted if Element(Kind.DEMAND, one.id) in elements]
    if not wanted:
        return True
    edits = [
        edit for fact in sorted(facts_of(question)) if fact not in elements for edit in without_fact(question, fact)
    ]
    season = edited(question.whole, edits)
    rules = frozenset(one.id for one in elements if one.kind is Kind.RULE)
    ways = [one.ways for one in wanted]
    return any(Judge(season, question.plan_of(chosen), rules).possible() is not None for chosen in _choices(ways))


def _choices(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    chosen: list[tuple[str, ...]] = [()]
    for options in ways:
        chosen = [(*before, one) for before in chosen for one in options]
    return chosen


def test_there_are_thirty_kinds() -> None:
    assert len(NAMES) >= 30


def test_the_season_they_are_made_from_has_a_plan() -> None:
    assert all_is_placed(tiny())


@pytest.mark.parametrize("name", NAMES)
def test_the_set_alone_is_impossible(name: str) -> None:
    for conflict in conflicts_in(name):
        assert not conflict.unproved
        assert not holds(conflict, conflict.elements)


@pytest.mark.parametrize("name", NAMES)
def test_dropping_any_one_element_makes_it_possible(name: str) -> None:
    for conflict in conflicts_in(name):
        still = [one for one in conflict.elements if not holds(conflict, set(conflict.elements) - {one})]
        assert still == []


@pytest.mark.parametrize("name", NAMES)
def test_it_names_what_was_spoilt(name: str) -> None:
    assert IMPOSSIBLE[name].names - set(conflicts_in(name)[0].elements) == frozenset()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_for_first_makes_the_whole_season_possible(name: str) -> None:
    asked = [next(iter(one.remedies), None) for one in answers_about(name)]
    assert (asked[0].ask if asked[0] else "") == IMPOSSIBLE[name].remedy
    assert not all_is_placed(season_of(name))
    if all(asked):
        edits = [edit for one in asked if one for edit in one.edits]
        assert all_is_placed(edited(season_of(name), edits))


@pytest.mark.parametrize("name", NAMES)
def test_whatever_else_is_asked_for_makes_it_possible_as_well(name: str) -> None:
    answers = answers_about(name)
    first = [one.remedies[0] for one in answers if one.remedies]
    for number, answer in enumerate(answers if len(first) == len(answers) else ()):
        for other in answer.remedies[1:]:
            chosen = [*first[:number], other, *first[number + 1 :]]
            assert all_is_placed(edited(season_of(name), [edit for one in chosen for edit in one.edits])), other.ask


def wrong_about(answer: Explained) -> list[str]:
    """What is wrong with a conflict, in the judge's eyes: nothing, or why."""
    conflict = answer.outcome.conflict
    assert conflict is not None
    found = ["possible as a set"] if holds(conflict, conflict.elements) else []
    spare = [one for one in conflict.elements if not holds(conflict, set(conflict.elements) - {one})]
    return [*found, *(f"not needed: {one.kind} {one.id}" for one in spare)]


def row_of(answer: Explained) -> dict[str, object]:
    """An answer in a raw result."""
    conflict = answer.outcome.conflict
    assert conflict is not None
    return {
        "wanted": [one.id for one in answer.question.wanted],
        "by": conflict.by,
        "elements": [f"{one.kind}:{one.id}" for one in conflict.elements],
        "unproved": len(conflict.unproved),
        "remedies": [one.ask for one in answer.remedies],
        "wrong": wrong_about(answer),
    }


def mended(season: Season) -> tuple[Season, list[dict[str, object]], bool]:
    """``season`` after what helps most easily, conflict by conflict; every answer met; whether each had a remedy."""
    rows: list[dict[str, object]] = []
    while len(rows) < MOST_CONFLICTS:
        found = answers(brief_for(season), None, brief_for, 1)
        one = next((one for one in found if one.outcome.conflict), None)
        if one is None:
            return season, rows, True
        rows.append(row_of(one))
        if not one.remedies:
            break
        season = edited(season, one.remedies[0].edits)
    return season, rows, False


@pytest.mark.parametrize("seed", range(1, 1 + count("conflicts", 1, 12)))
def test_conflicts_of_generated_seasons_are_right(seed: int) -> None:
    season = synthesise(*GENERATED, seed, "impossible")
    if FULL:
        after, rows, helped = mended(season)
        left = unplaced_after(after) if helped else ()
        keep(f"conflicts-{seed}", {"season": [*GENERATED, seed, "impossible"], "answers": rows, "left_out": [*left]})
        assert all(is_held_alone(after, one) for one in left)
    else:
        asked = [one for one in obstacles(brief_for(season)) if one.wanted[0].kind == "application"]
        found = [explained(one, brief_for, 0) for one in asked]
        rows = [row_of(one) for one in found if one.outcome.conflict]
    assert rows
    assert [row["wrong"] for row in rows] == [[]] * len(rows)


def unplaced_after(season: Season) -> tuple[str, ...]:
    """What a plan of the season leaves out, but for what a route says goes to no committee."""
    brief = brief_for(season)
    plan = plan_season(brief, Budget(None, 20, time.monotonic), seed=1)
    assert hard(check(brief, plan)) == ()
    return tuple(
        one.subject for one in plan.unplaced if one.kind == "application" and plan.route[one.subject].committee
    )


def is_held_alone(season: Season, application: str) -> bool:
    """Whether the session of an application that a plan left out can be held by itself, in the judge's eyes."""
    brief = brief_for(season)
    plan = batch_cases(brief, route_applications(brief))
    own = (row for row in plan.sessions if application in {case.application for case in row.cases})
    return all(Judge(season, replace(plan, sessions=(row,))).possible() for row in own)


def spoilt_twice(seed: int) -> tuple[str, Season]:
    """The small season spoilt in two of the ways at once, by chance; ways that name the same session are not mixed."""
    chance = random.Random(f"{SEED}-{seed}")
    while True:
        one, other = sorted(chance.sample(NAMES, 2))
        left, right = IMPOSSIBLE[one].edits, IMPOSSIBLE[other].edits
        added = [{edit.row for edit in edits if isinstance(edit, Add)} for edits in (left, right)]
        named = [{getattr(row, "id", row) for row in rows} for rows in added]
        if named[0].isdisjoint(named[1]):
            sizes = {IMPOSSIBLE[one].experts, IMPOSSIBLE[other].experts}
            experts = max(sizes) if max(sizes) > len(EXPERTS) else min(sizes)
            return f"{one} + {other}", edited(tiny(experts), (*left, *right))


@pytest.mark.parametrize("seed", range(1, 1 + count("conflict_pairs", 2, 80)))
def test_conflicts_of_seasons_spoilt_twice_are_right(seed: int) -> None:
    name, season = spoilt_twice(seed)
    after, rows, helped = mended(season)
    placed = all_is_placed(after) if helped else None
    keep(f"conflicts-pair-{seed}", {"season": name, "answers": rows, "possible_after": placed})
    assert [row["wrong"] for row in rows] == [[]] * len(rows)
    assert placed is not False


def test_the_kinds_are_kept() -> None:
    """The whole table of kinds in one raw result of a full run."""
    names = NAMES if FULL else NAMES[:1]
    rows = {name: [row_of(one) for one in answers_about(name)] for name in names}
    keep("conflicts-kinds", {"kinds": rows})
    assert [row["wrong"] for answered in rows.values() for row in answered if row["wrong"]] == []


def all_is_placed(season: Season) -> bool:
    """Whether every application has a committee, and all sessions can be held with all of them."""
    brief = brief_for(season)
    routes = route_applications(brief)
    if any(row.kind is RouteKind.NEEDS_AUTHORISATION for row in routes):
        return False
    plan = batch_cases(brief, routes)
    if any(one.kind == "application" for one in plan.unplaced):
        return False
    found = Judge(season, plan).possible()
    if found is None:
        return False
    assert hard(check(brief, as_published(brief, found))) == ()
    return True


def test_a_season_with_a_plan_has_no_conflict() -> None:
    answers = [explained(one, brief_for).outcome.answered for one in obstacles(brief_for(tiny()))]
    assert answers
    assert set(answers) == {Answered.POSSIBLE}
