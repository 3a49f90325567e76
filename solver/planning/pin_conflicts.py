"""Which pins cannot be kept beside each other and the rules, told before anything is planned.

What pins keep is put into the sessions that routing and batching make; each requirement that no plan with them can keep
is named with the pins behind it. Planning keeps them all the same, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from solver.check import Broken, violation
from solver.domain.pins import Contradiction, Pin, contradictions
from solver.domain.plan import Alternate, Finding, PanelSeat, Plan, PlannedSession
from solver.domain.vocabulary import PinMatter, Role, Severity
from solver.model.kept import PINS, Kept, kept_in
from solver.planning.batches import batch_cases
from solver.routing import route_applications
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.pins import RULE
from solver.rules.requirement import Holds, Requirement, Share
from solver.rules.rule import Rule

ALONE = frozenset({"cases_as_pinned", "pins_have_their_place"})
"""Rules that a season alone may break: there is no such session, or no case of it."""


def pin_conflicts(brief: Brief) -> tuple[Finding, ...]:
    """Every conflict of the pins of a season, those among pins first, then by rule; none where it has no pins."""
    pins = brief.season.pins
    if not pins:
        return ()
    among = tuple(_among(brief, one) for one in contradictions(pins))
    batched = batch_cases(brief, route_applications(brief))
    plan = replace(batched, sessions=tuple(_filled(brief, session) for session in batched.sessions))
    kept = kept_in(brief, plan)
    return (*among, *(found for rule in RULES for found in _broken(brief, plan, kept, rule)))


def _among(brief: Brief, one: Contradiction) -> Finding:
    provision = brief.rulebook.provision(RULE)
    subject = (("session", one.second.session), ("pin", one.first.id), ("pin", one.second.id))
    facts = ((PINS, f"{one.first.id}, {one.second.id}"),)
    return Finding(RULE, provision.severity, subject, one.second.id, one.first.id, facts, by="pins_have_their_place")


def _broken(brief: Brief, plan: Plan, kept: Kept, rule: Rule) -> Iterator[Finding]:
    provision = rule.provision(brief.rulebook)
    if provision is None or provision.severity is Severity.ADVISORY:
        return
    for requirement in rule.requirements(brief, plan):
        broken = violation(requirement, kept.facts)
        pins = _behind(kept, rule, requirement) if broken is not None else ()
        if broken is not None and pins:
            found, needed, facts = _of_whole(kept, requirement, broken)
            told = (*facts, (PINS, ", ".join(pins)))
            yield Finding(provision.id, provision.severity, requirement.subject, found, needed, told, by=rule.name)


def _behind(kept: Kept, rule: Rule, requirement: Requirement) -> tuple[str, ...]:
    if rule.name in ALONE and isinstance(requirement, Holds):
        return tuple(one for kind, one in requirement.subject if kind == "pin")
    way = kept.beside(requirement)
    return way[1] if way is not None else ()


def _of_whole(kept: Kept, requirement: Requirement, broken: Broken) -> Broken:
    """What is needed of a panel that is full, where only those who are kept are on it."""
    if not isinstance(requirement, Share):
        return broken
    planned, seated = kept.seats(requirement.whole)
    bar = requirement.ratio * max(planned, len(seated))
    low, high = -(-bar.numerator // bar.denominator), bar.numerator // bar.denominator
    needed = f"≤ {high}" if requirement.at_most else f"≥ {low}"
    return broken[0], needed, broken[2]


def _filled(brief: Brief, session: PlannedSession) -> PlannedSession:
    """``session`` with all that pins keep in it, and nothing else."""
    pins = [pin for pin in brief.season.pins_of.get(session.id, ()) if pin.keeps]
    starts = [pin.start for pin in pins if pin.start is not None]
    groups = session.group_ids()
    seats = {pin.expert: _seat(pin, groups) for pin in pins if pin.what is PinMatter.SEAT}
    waiting = [pin for pin in pins if pin.what is PinMatter.STANDBY and pin.expert not in seats]
    rooms = {pin.group: pin.room for pin in pins if pin.what is PinMatter.ROOM}
    readers: defaultdict[str, list[str]] = defaultdict(list)
    for pin in pins:
        if pin.what is PinMatter.READER:
            readers[pin.application].append(pin.expert)
    return replace(
        session,
        start=starts[0] if starts else None,
        rooms=(rooms[""],) if "" in rooms else (),
        groups=tuple(replace(group, room=rooms.get(group.id, "")) for group in session.groups),
        panel=tuple(seats.values()),
        cases=tuple(replace(case, readers=tuple(readers[case.application])) for case in session.cases),
        alternates=tuple(
            Alternate(pin.expert, pin.group if pin.group in groups else groups[0], rank)
            for rank, pin in enumerate(waiting, start=1)
        ),
    )


def _seat(pin: Pin, groups: tuple[str, ...]) -> PanelSeat:
    return PanelSeat(pin.expert, pin.role or Role.MEMBER, pin.group if pin.group in groups else groups[0])
