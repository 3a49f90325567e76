"""The smallest set of elements that is impossible: quick relaxations first, then the solver, each removal proved.

A relaxation asks only some of the rules; what is impossible under them is impossible under all. What is then left is
decided on the whole: an element stays only if the others without it were found possible. The solver's own core is where
the search begins, never what it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from solver.domain.calendar import HalfDay
from solver.explain.whynot.attribution import FORMED, Bound, bounds_of, plain_bounds
from solver.explain.whynot.conflict_model import Answered, ConflictModel
from solver.explain.whynot.counts import Counts, Shortage
from solver.explain.whynot.elements import Element, Kind
from solver.explain.whynot.question import Question
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Holds, StartWithin
from solver.rules.rule import Matter, Rule

EFFORT = 20.0
"""Deterministic seconds of one solve."""
GIVEN_UP = {"product": 0, "analogue": 1, "regulation": 2, "logic": 3}
"""Which rules an explanation does without first: those the house set itself."""


@dataclass(frozen=True)
class Conflict:
    """Elements that cannot all hold.

    ``unproved`` are those of them of which no solve showed in the time that the others are possible without them;
    ``by`` is the relaxation that found it, ``shortage`` the count that proves it, where one does.
    """

    question: Question
    elements: tuple[Element, ...]
    unproved: frozenset[Element] = frozenset()
    by: str = ""
    shortage: Shortage | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a question: a conflict, or that it can be held, or (neither) that it was not proved in the time."""

    answered: Answered
    conflict: Conflict | None = None


def conflict_of(question: Question, effort: float = EFFORT) -> Outcome:
    """Why ``question`` cannot be held."""
    last = Answered.UNKNOWN
    for name, rules, pick in RELAXATIONS:
        bounds = tuple(filter(pick, bounds_of(question, filter(rules, RULES))))
        counts = Counts(question, bounds) if name == COUNTED else None
        if counts is not None and counts.shortage(counts.elements):
            return Outcome(Answered.IMPOSSIBLE, _by_count(counts, effort))
        model = ConflictModel(question, bounds, effort)
        found = model.test(tuple(model.on))
        if found.answered is Answered.IMPOSSIBLE:
            return Outcome(found.answered, _reduced(question, found.core, name, effort))
        last = found.answered
    return Outcome(last)


def is_possible(question: Question, effort: float = EFFORT) -> Answered:
    """Whether ``question`` can be held as the season is."""
    model = ConflictModel(question, plain_bounds(question), effort, question.brief)
    return model.test(tuple(model.on)).answered


def starts_found(question: Question, effort: float = EFFORT) -> Mapping[str, HalfDay] | None:
    """When the ways that are held could begin, one way for everything wanted; None where that was not found."""
    model = ConflictModel(question, plain_bounds(question), effort, question.brief)
    return model.test(tuple(model.on)).starts


def fewest(question: Question, kind: Kind, one: str, effort: float = EFFORT) -> int | None:
    """The fewest newcomers to a pool, or further rooms, with which ``question`` can be held; None if not even so."""
    return ConflictModel(question, bounds_of(question), effort).fewest(kind, one)


def _is_fact(bound: Bound) -> bool:
    return isinstance(bound.requirement, Holds) or bool(bound.missed)


def _is_date(bound: Bound) -> bool:
    return _is_fact(bound) or isinstance(bound.requirement, StartWithin)


def _is_anything(bound: Bound) -> bool:  # noqa: ARG001 - as the others
    return True


def _factual(rule: Rule) -> bool:
    return bool(rule.matters & {Matter.ROUTE, Matter.SHAPE, Matter.TIME})


def _seating(rule: Rule) -> bool:
    return not rule.matters & {Matter.READING, Matter.ROOM}


def _every(rule: Rule) -> bool:  # noqa: ARG001 - as the others
    return True


RELAXATIONS: tuple[tuple[str, Callable[[Rule], bool], Callable[[Bound], bool]], ...] = (
    ("facts", _factual, _is_fact),
    ("dates", _factual, _is_date),
    ("seats", _seating, _is_anything),
    ("everything", _every, _is_anything),
)
"""Which rules are asked and what of it is kept: facts alone, with dates, with seats and who may take them, and all."""
COUNTED = "seats"
"""The relaxation whose places are counted before they are searched."""


def _by_count(counts: Counts, effort: float) -> Conflict:
    """A part of what counts turn on that still fails one and has nothing to spare; then each removal is solved."""
    question, kept = counts.question, set(counts.elements)
    for one in sorted(kept, key=lambda element: _order(question.brief, element)):
        if counts.shortage(kept - {one}):
            kept.discard(one)
    found = _reduced(question, frozenset(kept), "count", effort)
    return replace(found, shortage=counts.shortage(found.elements))


def _reduced(question: Question, core: frozenset[Element], name: str, effort: float) -> Conflict:
    """An irreducible part of ``core``, by deletion; what is outside it is left open, so only its own bounds matter."""
    known = {one.id for one in core if one.kind is Kind.RULE} | {FORMED}
    rules = (rule for rule in RULES if _provision(question.brief, rule) in known)
    model = ConflictModel(question, (one for one in bounds_of(question, rules) if one.elements <= core), effort)
    kept, needed, unproved = set(core), set[Element](), set[Element]()
    for one in sorted(core, key=lambda element: _order(question.brief, element)):
        found = model.test(kept - {one})
        if found.answered is Answered.IMPOSSIBLE:
            kept.discard(one)
            continue
        needed.add(one)
        if found.answered is Answered.UNKNOWN:
            unproved.add(one)
    listed = tuple(sorted(kept, key=lambda element: _order(question.brief, element), reverse=True))
    return Conflict(question, listed, frozenset(unproved), name)


def _provision(brief: Brief, rule: Rule) -> str:
    provision = rule.provision(brief.rulebook)
    return provision.id if provision else ""


def _order(brief: Brief, element: Element) -> tuple[int, int, str]:
    """What is given up first comes first."""
    kinds = list(Kind)
    nature = ""
    if element.kind is Kind.RULE:
        nature = brief.rulebook.provisions[element.id].nature
    return kinds.index(element.kind), GIVEN_UP.get(nature, 0), element.id
