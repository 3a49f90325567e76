"""What is left of the rules beside what pins keep: the kept stays where it is, everything else keeps every rule.

A kept seat may break a rule: a person decides about it, not the planner. The requirement that no plan with the pins can
keep gives way by as little as it must, and by nothing else: one kept seat too many of an employer lets nobody further
of it in. What gave way is found again when a plan is judged, and named with the pins behind it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import assert_never

from solver.check import Clash, Facts, check, clashing, unreachable, violation
from solver.domain.pins import Pin
from solver.domain.plan import Finding, Plan, PlannedSession
from solver.domain.vocabulary import PinMatter, Role, Severity
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.pins import RULE, offices
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
    Reachable,
    Reading,
    Requirement,
    Seat,
    Share,
    Standby,
    StartWithin,
)
from solver.rules.rule import Rule

PINS = "pins"
"""The fact of a finding that names the pins behind it."""
Listed = tuple[str, ...]
"""Ids of pins."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that ``pin`` keeps: one of ``options`` holds in every plan with the pin."""

    pin: str
    options: frozenset[Atom]


@dataclass(frozen=True)
class Kept:
    """Everything that the pins of a season keep in the sessions of a plan."""

    facts: Facts
    things: tuple[Thing, ...]

    @cached_property
    def of_atom(self) -> Mapping[Atom, Thing]:
        """What is kept, by each atom that it could be."""
        return {atom: one for one in self.things for atom in one.options}

    @cached_property
    def starts(self) -> Mapping[str, Pin]:
        """Pins that keep a start, by session."""
        season, known = self.facts.brief.season, frozenset(self.facts.brief.season_half_days)
        return {
            session: pin
            for session in self.facts.plan.session
            for pin in season.pins_of.get(session, ())
            if pin.keeps and pin.what is PinMatter.START and pin.start in known
        }

    def surely(self, atoms: Sequence[Atom], weights: Sequence[int] = ()) -> tuple[int, Listed]:
        """The least weight that what is kept has among ``atoms``, and the pins that see to it."""
        weight = dict(zip(atoms, weights or [1] * len(atoms), strict=True))
        total, pins = 0, []
        for one in self._among(atoms):
            least = min(weight.get(option, 0) for option in one.options)
            total += least
            pins += [one.pin] if least else []
        return total, tuple(pins)

    def _among(self, atoms: Iterable[Atom]) -> Iterable[Thing]:
        return dict.fromkeys(one for atom in atoms if (one := self.of_atom.get(atom)) is not None)

    def seats(self, whole: Headcount) -> tuple[int, list[Thing]]:
        """Seats that ``whole`` is planned with, and the kept seats that are surely in it."""
        session = self.facts.plan.session[whole.session]
        planned = session.size
        if whole.group is not None and session.groups:
            planned = next((one.seats for one in session.groups if one.id == whole.group), 0)
        kept = [
            one
            for one in self._seated.get(whole.session, ())
            if whole.group is None or all(isinstance(at, Seat) and at.group == whole.group for at in one.options)
        ]
        return planned, kept

    @cached_property
    def _seated(self) -> Mapping[str, list[Thing]]:
        found: defaultdict[str, list[Thing]] = defaultdict(list)
        for one in self.things:
            if all(isinstance(atom, Seat) for atom in one.options):
                found[next(iter(one.options)).session].append(one)
        return found

    def possible(self, atoms: Sequence[Atom], whole: Headcount) -> tuple[int, int, Listed]:
        """How many of the seats ``atoms`` can be taken beside what is kept, how many without it, and the pins."""
        planned, kept = self.seats(whole)
        mine = [one for one in self._among(atoms) if all(isinstance(option, Seat) for option in one.options)]
        experts = {atom.expert for atom in atoms if isinstance(atom, Seat)}
        others = experts - {option.expert for one in mine for option in one.options if isinstance(option, Seat)}
        outside = [one for one in kept if one not in mine]
        left = max(0, planned - len(outside) - len(mine))
        return len(mine) + min(left, len(others)), min(planned, len(experts)), tuple(one.pin for one in outside)

    def beside(  # noqa: C901 - one arm per shape
        self, requirement: Requirement
    ) -> tuple[tuple[Requirement, ...], Listed] | None:
        """What is left of ``requirement`` and the pins it gives way to; None where it can be kept."""
        match requirement:
            case Forbidden():
                return self._without(requirement.atom)
            case Clear():
                spans = self.facts.spans.get(requirement.claim.session, frozenset())
                return self._without(requirement.claim) if spans & requirement.blocked else None
            case Between():
                return self._between(requirement)
            case Share():
                return self._share(requirement)
            case AtMostOne():
                held, pins = self.surely(requirement.atoms)
                if held <= 1:
                    return None
                return (Between(requirement.rule, requirement.subject, requirement.atoms, high=held),), pins
            case Odd():
                planned, kept = self.seats(requirement.whole)
                even = len(kept) > planned and len(kept) % 2 == 0
                return ((), tuple(one.pin for one in kept)) if even else None
            case StartWithin():
                pin = self.starts.get(requirement.session)
                return ((), (pin.id,)) if pin is not None and pin.start not in requirement.starts else None
            case Exclusive():
                return self._apart(requirement, requirement.claims, clashing)
            case Reachable():
                return self._apart(requirement, requirement.claims, unreachable)
            case Holds():
                return None
            case _:
                assert_never(requirement)

    def _without(self, atom: Atom) -> tuple[tuple[Requirement, ...], Listed] | None:
        thing = self.of_atom.get(atom)
        return ((), (thing.pin,)) if thing is not None else None

    def _between(self, requirement: Between) -> tuple[tuple[Requirement, ...], Listed] | None:
        held, pins = self.surely(requirement.atoms, requirement.weights)
        if requirement.high is not None and held > requirement.high:
            low = held if requirement.low == requirement.high else requirement.low
            return (replace(requirement, low=low, high=held),), pins
        whole = _whole(requirement.atoms)
        if requirement.low is None or requirement.weights or whole is None:
            return None
        most, otherwise, outside = self.possible(requirement.atoms, whole)
        if most < requirement.low <= otherwise:
            return (replace(requirement, low=most),), outside
        return None

    def _share(self, requirement: Share) -> tuple[tuple[Requirement, ...], Listed] | None:
        planned, kept = self.seats(requirement.whole)
        bar = requirement.ratio * max(planned, len(kept))
        if requirement.at_most:
            held, pins = self.surely(requirement.part)
            if held <= bar:
                return None
            return (Between(requirement.rule, requirement.subject, requirement.part, high=held),), pins
        most, otherwise, outside = self.possible(requirement.part, requirement.whole)
        if not most < bar <= otherwise:
            return None
        return (Between(requirement.rule, requirement.subject, requirement.part, low=most),), outside

    def _apart(
        self, requirement: Exclusive | Reachable, claims: tuple[Claim, ...], meets: Clash
    ) -> tuple[tuple[Requirement, ...], Listed] | None:
        """Kept claims that clash are kept; nobody else comes to where one of them is."""
        kept = {claim: thing for claim in claims if (thing := self.of_atom.get(claim)) is not None}
        clashes = [
            (one, other)
            for one, other in combinations(kept, 2)
            if one.session != other.session and meets(one, other, self.facts)
        ]
        if not clashes:
            return None
        pins = dict.fromkeys(kept[claim].pin for pair in clashes for claim in pair)
        beside = tuple(claim for claim in claims if claim not in kept)
        alone = [tuple(option for option in claims if option in thing.options) for thing in set(kept.values())]
        return tuple(replace(requirement, claims=(*own, *beside)) for own in sorted(alone)), tuple(pins)


def _whole(atoms: Sequence[Atom]) -> Headcount | None:
    """The group or panel that ``atoms`` are seats of; None where they are of several sessions or no seats."""
    seats = [atom for atom in atoms if isinstance(atom, Seat)]
    if not seats or len(seats) < len(atoms) or len({seat.session for seat in seats}) > 1:
        return None
    groups = {seat.group for seat in seats}
    return Headcount(seats[0].session, seats[0].group if len(groups) == 1 and seats[0].group else None)


def kept_in(brief: Brief, plan: Plan, requirements: Sequence[Requirement] = ()) -> Kept:
    """What the pins of the season keep in ``plan``.

    Parameters
    ----------
    requirements
        What is asked of its seats: who may sit in several groups sits where fewest rules forbid it. Without any, the
        seats are those that the plan has.
    """
    facts = Facts(brief, plan)
    things = tuple(thing for session in plan.sessions for thing in _things(brief, session))
    if not requirements:
        held = facts.atoms
        return Kept(facts, tuple(replace(one, options=one.options & held) for one in things if one.options & held))
    hits = Counter(atom for one in requirements for atom in _barred(one, facts))
    return Kept(facts, tuple(_narrowed(one, hits) for one in things))


def _barred(requirement: Requirement, facts: Facts) -> Iterator[Atom]:
    if isinstance(requirement, Forbidden):
        yield requirement.atom
    elif isinstance(requirement, Clear) and facts.spans.get(requirement.claim.session, frozenset()) & (
        requirement.blocked
    ):
        yield requirement.claim


def _narrowed(thing: Thing, hits: Mapping[Atom, int]) -> Thing:
    least = min(hits.get(option, 0) for option in thing.options)
    return replace(thing, options=frozenset(one for one in thing.options if hits.get(one, 0) == least))


def _things(brief: Brief, session: PlannedSession) -> Iterator[Thing]:
    groups, cases = session.group_ids(), {case.application for case in session.cases}
    for pin in brief.season.pins_of.get(session.id, ()):
        mine = (pin.group,) if pin.group in groups else groups
        if not pin.keeps:
            continue
        match pin.what:
            case PinMatter.SEAT if pin.expert in brief.season.expert:
                yield Thing(pin.id, frozenset(Seat(session.id, group, pin.expert) for group in mine))
                held = offices(session, pin.expert, pin.role, mine) if pin.role not in (None, Role.MEMBER) else ()
                if held:
                    yield Thing(pin.id, frozenset(held))
            case PinMatter.STANDBY if pin.expert in brief.season.expert:
                yield Thing(pin.id, frozenset(Standby(session.id, group, pin.expert) for group in mine))
            case PinMatter.ROOM if pin.room in brief.season.room and pin.group in ("", *groups):
                yield Thing(pin.id, frozenset({InRoom(session.id, pin.group, pin.room)}))
            case PinMatter.READER if pin.expert in brief.season.expert and pin.application in cases:
                yield Thing(pin.id, frozenset({Reading(session.id, pin.application, pin.expert)}))
            case _:
                pass


def beside_pins(brief: Brief, plan: Plan, requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """``requirements`` as far as a plan with the pins of the season can keep them."""
    if not any(one in brief.season.pins_of for one in plan.session):
        return requirements
    kept = kept_in(brief, plan, requirements)
    found: list[Requirement] = list(_free_to_stand_by(kept))
    for one in requirements:
        way = kept.beside(one)
        found += [one] if way is None else way[0]
    return tuple(found)


def _free_to_stand_by(kept: Kept) -> Iterator[Requirement]:
    """Whom a pin keeps on a list sits neither in its session nor in another one at that time, pins apart."""
    facts = kept.facts
    for thing in kept.things:
        for atom in thing.options:
            if not isinstance(atom, Standby):
                continue
            busy = facts.spans[atom.session]
            for session in facts.plan.sessions:
                for group in session.group_ids():
                    seat, subject = Seat(session.id, group, atom.expert), (("session", session.id), ("pin", thing.pin))
                    if session.id == atom.session and seat not in kept.of_atom:
                        yield Forbidden(RULE, subject, seat)
                    elif busy & facts.spans[session.id] and seat not in kept.of_atom:
                        yield Clear(RULE, subject, seat, busy)


def judged(brief: Brief, plan: Plan, rules: tuple[Rule, ...] = RULES) -> tuple[Finding, ...]:
    """Every violation, as :func:`solver.check.check` has it, those that pins alone bring about with their ids."""
    return with_pins(brief, plan, check(brief, plan, rules), rules)


def with_pins(
    brief: Brief, plan: Plan, findings: tuple[Finding, ...], rules: tuple[Rule, ...] = RULES
) -> tuple[Finding, ...]:
    """``findings`` of ``plan``, those that pins alone bring about with their ids."""
    wrong = {one.by for one in findings if one.severity is not Severity.ADVISORY}
    if not brief.season.pins or not wrong:
        return findings
    behind = _behind(brief, plan, tuple(rule for rule in rules if rule.name in wrong))
    return tuple(
        replace(one, facts=(*one.facts, (PINS, ", ".join(behind[one.by, one.subject, one.found]))))
        if (one.by, one.subject, one.found) in behind
        else one
        for one in findings
    )


def _behind(brief: Brief, plan: Plan, rules: tuple[Rule, ...]) -> Mapping[tuple[object, ...], Listed]:
    kept = kept_in(brief, plan)
    found: dict[tuple[object, ...], Listed] = {}
    for rule in rules:
        for requirement in rule.requirements(brief, plan):
            broken = violation(requirement, kept.facts)
            way = kept.beside(requirement) if broken is not None else None
            if broken is not None and way is not None and way[1]:
                found[rule.name, requirement.subject, broken[0]] = way[1]
    return found


def decided_by_pins(finding: Finding) -> bool:
    """Whether a person has to decide about ``finding``: pins alone bring it about, or it says that one is not kept."""
    return bool(pins_of(finding)) or finding.rule == RULE


def pins_of(finding: Finding) -> Listed:
    """Ids of the pins behind ``finding``, none where it has another cause."""
    named = dict(finding.facts).get(PINS, "")
    return tuple(named.split(", ")) if named else ()
