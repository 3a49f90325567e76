"""A season of two experts and two applicants, to which relations are added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from data.regulations.register import register, with_policy
from solver.domain.committees import PolicyChange
from solver.domain.conflicts import Conflict, Conflicts
from solver.domain.people import Person, Relation
from solver.domain.season import Season
from solver.domain.vocabulary import RelationKind
from solver.relations.conflicts import conflicts_of
from solver.rules.rulebook import Rulebook
from tests.builders import OPEN, small_season

FIRST = OPEN
"""First day of the season: look-backs of three years reach to the same day of 2023."""


@cache
def rulebook(*policy: tuple[str, str, str]) -> Rulebook:
    """The register of 沈阳 in 2026 with some numbers changed."""
    return with_policy(register(FIRST, "沈阳"), [PolicyChange(*row, reason="试") for row in policy])


def season(*relations: Relation, **changes: object) -> Season:
    """Experts E01 and E02 (persons P01, P02), applicants A01 and A02, others Q1–Q5; nobody related but as given."""
    built = small_season(experts=2, applications=2)
    others = tuple(Person(f"Q{n}", f"旁人{n}") for n in range(1, 6))
    built = replace(built, persons=built.persons + others, relations=relations)
    return replace(built, **changes)  # type: ignore[arg-type]


def found(one: Season, *policy: tuple[str, str, str]) -> Conflicts:
    """The conflicts of a season."""
    return conflicts_of(one, rulebook(*policy))


def ties(one: Season, applicant: str = "A01", *policy: tuple[str, str, str]) -> tuple[Conflict, ...]:
    """The ties of one applicant."""
    return found(one, *policy).ties.get(applicant, ())


def chain(word: str, first: str = "P01", last: str = "A01") -> tuple[Relation, ...]:
    """Relations along ``word`` from ``first`` over Q1, Q2, … to ``last``."""
    links = word.split(".")
    people = [first, *(f"Q{n}" for n in range(1, len(links))), last]
    return tuple(Relation(people[n], people[n + 1], RelationKind(link)) for n, link in enumerate(links))


def day(text: str) -> date:
    """A date from its ISO text."""
    return date.fromisoformat(text)
