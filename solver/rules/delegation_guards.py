"""What may speak against an act on a delegation: who does it, what comes with it, and whether the letter could hold.

Whether it could hold is asked of :func:`solver.rules.delegation.authorises`, as in routing, planning and publishing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from solver.domain.committees import Application, Delegation
from solver.domain.officers import Capacity, Officer
from solver.domain.plan import Plan, Reason, RouteKind
from solver.domain.vocabulary import DelegationState
from solver.rules import authority, delegation
from solver.rules.approval import cite
from solver.rules.brief import Brief
from solver.rules.delegation_motion import CAPACITY, DECISIONS, FORWARD, REASONED, Act, Motion

PROCEDURE_RULES = ("PD-25",)
AHEAD = {
    Act.SUBMIT: frozenset({"state", "letter", "issued", "accepted"}),
    Act.APPROVE: frozenset({"state", "accepted"}),
    Act.ACCEPT: frozenset[str](),
}
"""Points of an authorisation that are not yet due at an act; all others must hold already."""


@dataclass(frozen=True)
class Hearing:
    """A motion being heard: the delegation as it is, and as it would be (``then``)."""

    brief: Brief
    now: Delegation
    then: Delegation
    motion: Motion
    requesters: frozenset[str]


Finding = tuple[str, str]
"""What was found and what is needed."""


def _capacity(heard: Hearing) -> Finding | None:
    found, needed = heard.motion.officer.capacity, CAPACITY[heard.motion.act]
    return None if found is needed else (found.value, needed.value)


def _office(heard: Hearing) -> Finding | None:
    """The officer speaks for the side whose act it is; for a revocation also an authority above the issuing one."""
    officer, act = heard.motion.officer, heard.motion.act
    if act in (Act.EXPIRE, Act.USE):
        return None
    if act in (Act.ACCEPT, Act.DECLINE):
        sides = [heard.now.to_committee]
    elif act is Act.REVOKE:
        sides = [heard.now.authority, *(row.id for row in authority.line_of(heard.brief, heard.now.authority))]
    elif CAPACITY[act] is Capacity.AUTHORITY:
        sides = [heard.now.authority]
    else:
        both = (heard.now.entrusting, heard.then.entrusting)
        return None if all(requests_for(heard.brief, officer, one) for one in both) else ("", "、".join(set(both)))
    return None if any(officer.speaks_for(one) for one in sides) else ("", "、".join(dict.fromkeys(sides)))


def requests_for(brief: Brief, officer: Officer, side: str) -> bool:
    """Whether ``officer`` may request in the name of ``side``: it, or a committee it forms, is in the scope."""
    formed = (row.id for row in brief.season.committees if row.forming_unit == side)
    return officer.speaks_for(side) or any(officer.speaks_for(one) for one in formed)


def _four_eyes(heard: Hearing) -> Finding | None:
    person = heard.motion.officer.person
    return (person, "") if heard.motion.act in DECISIONS and person in heard.requesters else None


def _argued(heard: Hearing) -> Finding | None:
    return ("", "reason") if heard.motion.act in REASONED and not heard.motion.reason.strip() else None


def _documented(heard: Hearing) -> Finding | None:
    """An approval has a letter with number and document, issued no later than the day it is recorded."""
    if heard.motion.act is not Act.APPROVE:
        return None
    letter = heard.motion.letter
    if letter is None or not letter.number.strip():
        return "", "letter_no"
    if not letter.document.strip():
        return "", "document"
    day = heard.motion.day
    return None if letter.issued_on <= day else (letter.issued_on.isoformat(), f"≤ {day.isoformat()}")


def _term(heard: Hearing) -> Finding | None:
    """What goes forward has a term that is not over."""
    first, last, day = heard.then.start, heard.then.end, heard.motion.day
    if heard.motion.act not in FORWARD or max(first, day) <= last:
        return None
    return f"{first}/{last}", f"≥ {day}"


def _worded(heard: Hearing) -> Finding | None:
    """An amendment comes with its new wording; what is submitted says to whom, and entrusts its own."""
    if heard.motion.act is Act.AMEND:
        return ("", "amended") if heard.motion.amended is None else None
    if heard.motion.act is not Act.SUBMIT:
        return None
    season, asked = heard.brief.season, heard.now
    if asked.to_committee not in season.committee:
        return asked.to_committee, "to_committee"
    if asked.entrusting not in season.committee.keys() | season.employer.keys() | season.authority.keys():
        return asked.entrusting, "entrusting"
    unknown = [one for one in asked.applications if one not in season.application]
    if unknown:
        return "、".join(unknown), "applications"
    strange = [one for one in asked.applications if not _is_of_side(heard.brief, asked, season.application[one])]
    if strange:
        return "、".join(strange), asked.entrusting
    return None if asked.levels else ("", "levels")


def _is_of_side(brief: Brief, asked: Delegation, application: Application) -> bool:
    """Whether ``application`` is the entrusting side's to entrust; an authority's also in the regions below it."""
    local = (row.id for row in brief.season.authorities if row.region == application.region)
    above = {row.id for one in local for row in authority.line_of(brief, one)}
    return asked.entrusting in above or delegation.of_its_side(brief, asked.entrusting, application)


def _ended(heard: Hearing) -> Finding | None:
    """A letter is used once all that went by it has sat; it expires when its term is over and nothing went by it."""
    act, day = heard.motion.act, heard.motion.day
    if act not in (Act.USE, Act.EXPIRE):
        return None
    sat = last_sitting(heard.brief, heard.motion.published, heard.now)
    is_used = sat is not None and sat < day
    if act is Act.USE:
        return None if is_used else (sat.isoformat() if sat else "", f"< {day}")
    if is_used:
        return "used", "accepted"
    return None if heard.now.end < day else (day.isoformat(), f"> {heard.now.end}")


def last_sitting(brief: Brief, plan: Plan | None, asked: Delegation) -> date | None:
    """Last day of the sessions of ``plan`` that evaluate something by the delegation; None where none is dated."""
    if plan is None:
        return None
    routed = {row.application for row in plan.routes if row.kind is RouteKind.DELEGATED and row.delegation == asked.id}
    days = [
        brief.span(session)[-1].day
        for session in plan.sessions
        if brief.span(session) and any(case.application in routed for case in session.cases)
    ]
    return max(days, default=None)


GUARDS: Mapping[str, Callable[[Hearing], Finding | None]] = {
    "capacity": _capacity,
    "office": _office,
    "four_eyes": _four_eyes,
    "reason": _argued,
    "document": _documented,
    "term": _term,
    "wording": _worded,
    "ended": _ended,
}
"""Every guard on an act, by name; each refuses alone. The points of an authorisation come besides (:func:`unfit`)."""


def refused(heard: Hearing, guards: tuple[str, ...]) -> Iterator[Reason]:
    for name in guards:
        finding = GUARDS[name](heard)
        if finding is not None:
            yield refusal(heard, name, finding)


def refusal(heard: Hearing, guard: str, finding: Finding) -> Reason:
    facts = (
        ("act", heard.motion.act.value),
        ("guard", guard),
        ("delegation", heard.now.id),
        ("found", finding[0]),
        ("needed", finding[1]),
    )
    return Reason("delegation_act", cite(heard.brief, *PROCEDURE_RULES), heard.now.to_committee, facts)


def unfit(heard: Hearing) -> Iterator[Reason]:
    """Why it could not hold: each application named must pass; of those a general letter covers, one at least."""
    ahead = AHEAD.get(heard.motion.act)
    if ahead is None:
        return
    season = heard.brief.season
    foreseen = replace(heard.then, state=DelegationState.ACCEPTED)
    if heard.now.applications:
        for one in heard.now.applications:
            if one in season.application:
                yield from _points(heard.brief, foreseen, season.application[one], ahead)
        return
    yield from _general_issuer(heard)
    covered = [row for row in season.applications if delegation.covers(heard.brief, foreseen, row)]
    points = [tuple(_points(heard.brief, foreseen, row, ahead)) for row in covered]
    if points and all(points):
        yield from (reason for reasons in points for reason in reasons)


def _points(brief: Brief, foreseen: Delegation, asked: Application, ahead: frozenset[str]) -> Iterator[Reason]:
    for reason in delegation.authorises(brief, foreseen, asked):
        if dict(reason.facts)["guard"] not in ahead:
            yield reason


def _general_issuer(heard: Hearing) -> Iterator[Reason]:
    """A letter that names no application is issued by an authority competent for every level it entrusts."""
    asked = heard.now
    for level in asked.levels:
        fit = [row.id for row in authority.competent_for_side(heard.brief, asked.entrusting, "", level)]
        if asked.authority not in fit:
            rule = cite(heard.brief, *authority.LETTER_RULES)
            facts = (
                ("guard", delegation.COMPETENT_ISSUER),
                ("delegation", asked.id),
                ("found", asked.authority),
                ("needed", "、".join(fit)),
            )
            yield Reason("delegation", rule, asked.to_committee, facts)
