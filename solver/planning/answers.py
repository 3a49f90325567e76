"""Every answer about a season in turn: who has no place even alone comes first, and the rest is asked without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solver.explain.whynot.conflict import EFFORT
from solver.explain.whynot.conflict_model import Answered
from solver.explain.whynot.desk import Remake
from solver.explain.whynot.question import Question
from solver.planning.obstacles import Explained, explained, obstacles
from solver.rules.brief import Brief


def answers(
    brief: Brief, suspects: frozenset[str] | None, remake: Remake, most: int = 3, effort: float = EFFORT
) -> Iterator[Explained]:
    """Why what :func:`solver.planning.obstacles.obstacles` asks about cannot be held, question by question.

    An application that no session could take, not even one of its own, is answered for by itself; sessions are then
    asked about without it, because they may be in order but for that one case, if anything named is left in them.
    """
    hopeless: frozenset[str] = frozenset()
    for question in obstacles(brief, suspects):
        asked = without_cases(question, hopeless) if hopeless else question
        if asked is None or (asked is not question and suspects and suspects.isdisjoint(named(asked))):
            continue
        found = explained(asked, remake, most, effort, hopeless)
        if asked.wanted[0].kind == "application" and found.outcome.answered is Answered.IMPOSSIBLE:
            hopeless |= frozenset(asked.concerned)
        yield found


def named(question: Question) -> frozenset[str]:
    """Everything that a question is about."""
    return frozenset((*question.concerned, *(one.id for one in question.wanted)))


def without_cases(question: Question, applications: frozenset[str]) -> Question | None:
    """``question`` without some of its cases; None where that leaves nothing that is wanted."""
    if applications.isdisjoint(question.applications):
        return question
    kept = []
    for row in question.plan.sessions:
        cases = tuple(case for case in row.cases if case.application not in applications)
        if cases:
            kept.append(replace(row, cases=cases))
    named = {row.id for row in kept}
    wanted = tuple(one for one in question.wanted if named.issuperset(one.ways))
    if not wanted:
        return None
    return replace(question, plan=replace(question.plan, sessions=tuple(kept)), wanted=wanted)
