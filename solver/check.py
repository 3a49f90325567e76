"""Every requirement against any plan: all violations, none hidden. Knows no solver.

The plan may come from Pingwei, from a person with a spreadsheet, or from somebody else's program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import assert_never

from solver.domain.calendar import HalfDay
from solver.domain.plan import Finding, Plan, PlannedSession
from solver.domain.vocabulary import Role, Severity
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import (
    AtMostOne,
    Atom,
    Between,
    Claim,
    Clear,
    Exclusive,
    Forbidden,
    Headcount,
    Holds,
    InRoom,
    Odd,
    Office,
    Reachable,
    Reading,
    Requirement,
    Seat,
    Share,
    Standby,
    StartWithin,
)
from solver.rules.rule import Rule


@dataclass(frozen=True)
class Facts:
    """What is true in a plan: its atoms, and when and where its sessions are."""

    brief: Brief
    plan: Plan

    @cached_property
    def judging(self) -> Brief:
        """The brief for rules that need to look only at whom and what the plan names."""
        return self.brief.judging()

    @cached_property
    def atoms(self) -> frozenset[Atom]:
        """Every atom that holds in the plan."""
        return frozenset(atom for session in self.plan.sessions for atom in atoms_of(session))

    @cached_property
    def spans(self) -> Mapping[str, frozenset[HalfDay]]:
        """Half-days of each session."""
        return {session.id: frozenset(self.brief.span(session)) for session in self.plan.sessions}

    @cached_property
    def districts(self) -> Mapping[str, str]:
        """District of each session: that of its plenary room, ``""`` where none is known."""
        rooms = self.brief.season.room
        return {
            session.id: rooms[session.rooms[0]].district if session.rooms and session.rooms[0] in rooms else ""
            for session in self.plan.sessions
        }

    @cached_property
    def _heads(self) -> Mapping[tuple[str, str | None], int]:
        heads: defaultdict[tuple[str, str | None], int] = defaultdict(int)
        for session in self.plan.sessions:
            for seat in session.panel:
                heads[session.id, None] += 1
                heads[session.id, seat.group] += 1
        return heads

    def heads(self, whole: Headcount) -> int:
        """Seats taken in a session or group."""
        return self._heads.get((whole.session, whole.group), 0)


def atoms_of(session: PlannedSession) -> Iterator[Atom]:
    """Every atom that holds in ``session``."""
    for seat in session.panel:
        yield Seat(session.id, seat.group, seat.expert)
        if seat.role is not Role.MEMBER:
            yield Office(session.id, seat.group if seat.role is Role.LEADER else "", seat.expert, seat.role)
    for one in session.alternates:
        yield Standby(session.id, one.group, one.expert)
    for case in session.cases:
        for reader in case.readers:
            yield Reading(session.id, case.application, reader)
    if session.rooms:
        yield InRoom(session.id, "", session.rooms[0])
    for group in session.groups:
        room = group.room or (session.rooms[0] if session.rooms else "")
        if room:
            yield InRoom(session.id, group.id, room)


def check(brief: Brief, plan: Plan, rules: tuple[Rule, ...] = RULES) -> tuple[Finding, ...]:
    """Every violation of every rule in force, in the order of the catalogue.

    Parameters
    ----------
    brief
        The season with its register, calendar and conflicts.
    plan
        Any plan; sessions without a start are checked as far as they can be.
    rules
        The rules to ask; all by default.
    """
    facts = Facts(brief, plan)
    return tuple(finding for rule in rules for finding in findings_of(rule, facts))


def findings_of(rule: Rule, facts: Facts) -> Iterator[Finding]:
    """Violations of one rule."""
    provision = rule.provision(facts.brief.rulebook)
    if provision is None:
        return
    for requirement in rule.requirements(facts.judging if rule.of_named else facts.brief, facts.plan):
        broken = violation(requirement, facts)
        if broken is not None:
            found, needed, more = broken
            yield Finding(provision.id, provision.severity, requirement.subject, found, needed, more, by=rule.name)


def hard(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that break a hard rule (an overridable one counts until somebody overrides it)."""
    return tuple(one for one in findings if one.severity is not Severity.ADVISORY and not one.overridden)


Clash = Callable[[Claim, Claim, "Facts"], bool]
Broken = tuple[str, str, tuple[tuple[str, str], ...]]


def violation(requirement: Requirement, facts: Facts) -> Broken | None:  # noqa: C901, PLR0912 - one arm per shape
    """(found, needed, facts) where ``requirement`` does not hold in the plan, None where it does."""
    match requirement:
        case Holds():
            return None if requirement.ok else (requirement.found, requirement.needed, requirement.facts)
        case Forbidden():
            if requirement.atom in facts.atoms:
                return requirement.found, requirement.needed, requirement.facts
            return None
        case Between():
            return _between(requirement, facts)
        case Share():
            return _share(requirement, facts)
        case Odd():
            heads = facts.heads(requirement.whole)
            return None if heads % 2 == 1 else (str(heads), "odd", ())
        case AtMostOne():
            held = [atom for atom in requirement.atoms if atom in facts.atoms]
            return None if len(held) <= 1 else (str(len(held)), "≤ 1", requirement.facts)
        case StartWithin():
            start = facts.plan.session[requirement.session].start
            if start is None or start in requirement.starts:
                return None
            return f"{start.day}/{start.half}", requirement.needed, ()
        case Exclusive():
            return _first_clash(requirement.claims, facts, clashing)
        case Reachable():
            return _first_clash(requirement.claims, facts, unreachable)
        case Clear():
            overlap = facts.spans.get(requirement.claim.session, frozenset()) & requirement.blocked
            if requirement.claim not in facts.atoms or not overlap:
                return None
            first = min(overlap)
            return f"{first.day}/{first.half}", "", requirement.facts
        case _:
            assert_never(requirement)


def _between(requirement: Between, facts: Facts) -> Broken | None:
    weights = requirement.weights or (1,) * len(requirement.atoms)
    total = sum(weight for atom, weight in zip(requirement.atoms, weights, strict=True) if atom in facts.atoms)
    if requirement.low is not None and total < requirement.low:
        return str(total), f"≥ {requirement.low}", requirement.facts
    if requirement.high is not None and total > requirement.high:
        return str(total), f"≤ {requirement.high}", requirement.facts
    return None


def _share(requirement: Share, facts: Facts) -> Broken | None:
    part = sum(atom in facts.atoms for atom in requirement.part)
    bar = requirement.ratio * facts.heads(requirement.whole)
    if requirement.at_most and part > bar:
        return str(part), f"≤ {bar.numerator // bar.denominator}", requirement.facts
    if not requirement.at_most and part < bar:
        return str(part), f"≥ {-(-bar.numerator // bar.denominator)}", requirement.facts
    return None


def _first_clash(claims: tuple[Claim, ...], facts: Facts, clash: Clash) -> Broken | None:
    held = [claim for claim in claims if claim in facts.atoms]
    for one, other in combinations(held, 2):
        if clash(one, other, facts):
            return f"{one.session}, {other.session}", "", (("session", one.session), ("other", other.session))
    return None


def clashing(one: Claim, other: Claim, facts: Facts) -> bool:
    """Whether two claims on one person or room are at the same time (see :class:`Exclusive`)."""
    if one.session == other.session:
        if isinstance(one, InRoom) and isinstance(other, InRoom):
            return one.group != other.group and "" not in (one.group, other.group)
        return one != other
    return not facts.spans[one.session].isdisjoint(facts.spans[other.session])


def unreachable(one: Claim, other: Claim, facts: Facts) -> bool:
    """Whether two claims of one person are in adjoining half-days of one day, in different districts."""
    here, there = facts.districts.get(one.session, ""), facts.districts.get(other.session, "")
    if one.session == other.session or not here or not there or here == there:
        return False
    other_halves = facts.spans[other.session]
    return any(
        HalfDay(half.day, half.half + step) in other_halves for half in facts.spans[one.session] for step in (-1, 1)
    )
