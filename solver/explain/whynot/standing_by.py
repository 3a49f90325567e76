"""Lists of alternates: as many as PD-04 asks for, no kin of the panel among them, their employer below its cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from solver.domain.plan import PlannedSession
from solver.domain.vocabulary import Severity
from solver.explain.whynot.elements import Element, Kind
from solver.explain.whynot.question import SPARE, Question
from solver.rules.attendance import alternates_needed
from solver.rules.brief import Brief
from solver.rules.composition import employer_key
from solver.rules.requirement import AtMostOne, Atom, Between, Requirement, Seat, Standby

CAP = "PD-01"
Resting = tuple[Requirement, frozenset[Element]]
"""A requirement, and what it rests on besides its own rule."""


def lists(question: Question, brief: Brief, unrelated: Brief) -> Iterator[Resting]:
    """What is asked of the lists of all ways, with whoever is in the pools of ``brief``.

    ``unrelated`` is that season without relations that were reported.
    """
    provision = question.brief.rulebook.active(SPARE)
    if provision is None or provision.severity is Severity.ADVISORY:
        return
    for session in question.benched(brief).sessions:
        for group, needed in alternates_needed(provision, session).items():
            listed = [one.expert for one in session.alternates if one.group == group]
            subject = (("session", session.id), *((("group", group),) if group else ()))
            places = tuple(Standby(session.id, group, one) for one in listed)
            yield Between(provision.id, subject, places, low=needed), frozenset()
        yield from _no_kin(brief, unrelated, provision.id, session)
        yield from _below_cap(brief, provision.id, session)


def _no_kin(brief: Brief, unrelated: Brief, rule: str, session: PlannedSession) -> Iterator[Resting]:
    """Nobody stands by for a panel with their kin."""
    names = {one.expert for one in session.alternates}
    free = {(one, other) for one, other, _ in unrelated.conflicts.kin_experts}
    for left, right, _ in brief.conflicts.kin_experts:
        related = () if (left, right) in free else (left, right)
        facts = frozenset(Element(Kind.RELATION, one) for one in related)
        for one, other in ((left, right), (right, left)) if {left, right} <= names else ():
            for group, there in product(session.group_ids(), repeat=2):
                pair = (Standby(session.id, group, one), Seat(session.id, there, other))
                yield AtMostOne(rule, (("session", session.id), ("expert", one), ("expert", other)), pair), facts


def _below_cap(brief: Brief, rule: str, session: PlannedSession) -> Iterator[Resting]:
    """Who stands by would keep the cap on the experts of one employer."""
    cap = brief.rulebook.active(CAP)
    if cap is None or brief.is_self_review(session.committee):
        return
    most, groups = int(cap.share("max_share") * session.size), session.group_ids()
    mates: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in session.alternates:
        mates[employer_key(brief, one.expert, cap)][one.expert] = None
    for employer, experts in mates.items():
        if not employer or len(experts) <= most:
            continue
        taken = tuple(Seat(session.id, group, one) for one in experts for group in groups)
        for expert, group in product(experts, groups):
            atoms: tuple[Atom, ...] = (*taken, Standby(session.id, group, expert))
            weights = (*[1] * len(taken), session.size)
            subject = (("session", session.id), ("expert", expert), ("employer", employer))
            high = most - 1 + session.size
            capped = frozenset({Element(Kind.RULE, cap.id)})
            yield Between(rule, subject, atoms, None, high, weights), capped
