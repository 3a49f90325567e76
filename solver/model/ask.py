"""The requirements a model is built from: those of the binding rules, asked once per structure of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from solver.domain.plan import Plan
from solver.domain.vocabulary import Severity
from solver.model.kept import beside_pins
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import (
    AtMostOne,
    Between,
    Clear,
    Exclusive,
    Forbidden,
    Holds,
    Odd,
    Reachable,
    Requirement,
    Share,
    StartWithin,
)
from solver.rules.rule import Matter, Rule


@dataclass(frozen=True)
class Asked:
    """Requirements of one structure (sessions, cases, groups).

    They do not depend on who sits: a search that changes only panels asks once. Days counted against a limit are those
    of the dates asked with; while a date is open, they are as few as it can be.
    """

    requirements: tuple[Requirement, ...]

    @cached_property
    def _by_session(self) -> Mapping[str, tuple[int, ...]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, requirement in enumerate(self.requirements):
            for session in sessions_of(requirement):
                found[session].append(number)
        return {session: tuple(numbers) for session, numbers in found.items()}

    def touching(self, sessions: Iterable[str]) -> tuple[Requirement, ...]:
        """The requirements that say something about one of ``sessions``, in the order of the catalogue."""
        numbers = {number for session in sessions for number in self._by_session.get(session, ())}
        return tuple(self.requirements[number] for number in sorted(numbers))


def ask(
    brief: Brief,
    plan: Plan,
    matters: frozenset[Matter] | None = None,
    without: frozenset[str] = frozenset(),
    also: frozenset[str] = frozenset(),
    rules: tuple[Rule, ...] = RULES,
) -> Asked:
    """What the binding rules ask of ``plan``, as far as it can be kept beside pins (:mod:`solver.model.kept`).

    Parameters
    ----------
    matters
        Only rules that concern one of these; None: all.
    without
        Provisions to leave out, by id (what would help?).
    also
        Names of rules to ask although their provision only advises.
    """
    asked = tuple(
        requirement
        for rule in rules
        if matters is None or rule.matters & matters
        for provision in (rule.provision(brief.rulebook),)
        if provision and provision.id not in without
        if provision.severity is not Severity.ADVISORY or rule.name in also
        for requirement in rule.requirements(brief, plan)
    )
    return Asked(beside_pins(brief, plan, asked))


def sessions_of(requirement: Requirement) -> frozenset[str]:
    """Sessions a requirement says something about."""
    match requirement:
        case Holds():
            return frozenset(one for kind, one in requirement.subject if kind == "session")
        case Forbidden():
            return frozenset((requirement.atom.session,))
        case Between() | AtMostOne():
            named = frozenset(one for kind, one in requirement.subject if kind == "session")
            return named.union(atom.session for atom in requirement.atoms)
        case Share():
            return frozenset((requirement.whole.session,)).union(atom.session for atom in requirement.part)
        case Odd():
            return frozenset((requirement.whole.session,))
        case StartWithin():
            return frozenset((requirement.session,))
        case Exclusive() | Reachable():
            return frozenset(claim.session for claim in requirement.claims)
        case Clear():
            return frozenset((requirement.claim.session,))
        case _:
            assert_never(requirement)
