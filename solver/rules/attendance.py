"""Who can be where and when, and who stands by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import CommitteeKind
from solver.rules.brief import Brief
from solver.rules.composition import employer_key
from solver.rules.places import places
from solver.rules.requirement import (
    AtMostOne,
    Clear,
    Exclusive,
    Forbidden,
    Holds,
    Reachable,
    Requirement,
    Seat,
    Standby,
)
from solver.rules.rulebook import Provision


def one_place(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nobody sits, or stands by, in two sessions at once, nor in two groups of one session."""
    for expert, claims in _claims(brief, plan).items():
        if len(claims) > 1:
            yield Exclusive(provision.id, (("expert", expert),), tuple(claims))


def reachable(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nobody sits in two districts in adjoining half-days of one day (product default)."""
    if len({room.district for room in brief.season.rooms}) < 2:
        return
    for expert, claims in _claims(brief, plan).items():
        if len({claim.session for claim in claims}) > 1:
            yield Reachable(provision.id, (("expert", expert),), tuple(claims))


def _claims(brief: Brief, plan: Plan) -> Mapping[str, list[Seat | Standby]]:
    """Every place of each expert in all sessions."""
    claims: defaultdict[str, list[Seat | Standby]] = defaultdict(list)
    for session in plan.sessions:
        for expert in brief.candidates(session):
            claims[expert].extend(places(session, expert))
    return claims


def available(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nobody sits, or stands by, in time they said they cannot (不可用时间)."""
    for session in plan.sessions:
        for expert in brief.candidates(session):
            blocked = brief.unavailable.get(expert)
            if blocked:
                for place in places(session, expert):
                    yield Clear(provision.id, (("session", session.id), ("expert", expert)), place, blocked)


def alternates_needed(provision: Provision, session: PlannedSession) -> Mapping[str, int]:
    """Alternates a session needs by group, in proportion to seats by largest remainder (PD-04; 吉林 1:2).

    Their sum is the larger of ``min`` and ``ratio`` · panel size, rounded up.
    """
    total = max(provision.whole("min"), ceil(provision.share("ratio") * session.size))
    seats = {group.id: group.seats for group in session.groups} or {"": session.size}
    whole = sum(seats.values())
    if whole == 0:
        return dict.fromkeys(seats, 0)
    needed = {group: total * number // whole for group, number in seats.items()}
    by_remainder = sorted(seats, key=lambda group: -(total * seats[group] % whole))
    for group in by_remainder[: total - sum(needed.values())]:
        needed[group] += 1
    return needed


def alternates_enough(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:  # noqa: ARG001 - plan only
    """A session has enough alternates, spread over its groups (product default; ratio of 吉林).

    A list that was drawn is that of its draw: it held enough then, and grows shorter as alternates step in.
    """
    for session in plan.sessions:
        if session.draw:
            continue
        for group, needed in alternates_needed(provision, session).items():
            found = len({one.expert for one in session.alternates if one.group == group})
            subject = (("session", session.id), *((("group", group),) if group else ()))
            yield Holds(provision.id, subject, found >= needed, str(found), f"≥ {needed}")


def alternates_fit(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Whoever an alternate would sit with is not their kin, and their employer is below its cap on that panel.

    That they satisfy the rules of the seat itself is asked by those rules, for every alternate the plan names.
    """
    kin: defaultdict[str, set[str]] = defaultdict(set)
    for left, right, _ in brief.conflicts.kin_experts:
        kin[left].add(right)
        kin[right].add(left)
    for session in plan.sessions:
        for one in session.alternates:
            standby = Standby(session.id, one.group, one.expert)
            subject = (("session", session.id), ("expert", one.expert))
            for seat in session.panel:
                if seat.expert in kin.get(one.expert, ()):
                    pair = (standby, Seat(session.id, seat.group, seat.expert))
                    yield AtMostOne(provision.id, (*subject, ("expert", seat.expert)), pair)
            yield from _below_cap(brief, session, standby, provision)


def _below_cap(brief: Brief, session: PlannedSession, standby: Standby, provision: Provision) -> Iterator[Requirement]:
    cap = brief.rulebook.active("PD-01")
    committee = brief.committee_of(session)
    employer = employer_key(brief, standby.expert, cap) if cap else ""
    if cap is None or committee is None or committee.kind is CommitteeKind.SELF_REVIEW or not employer:
        return
    found = sum(employer_key(brief, seat.expert, cap) == employer for seat in session.panel) + 1
    most = int(cap.share("max_share") * len(session.panel))
    if session.panel and found > most:
        subject = (("session", session.id), ("expert", standby.expert), ("employer", employer))
        yield Forbidden(provision.id, subject, standby, str(found), f"≤ {most}")


@dataclass(frozen=True)
class EmployerCap:
    """How many of one employer a panel may have (PD-01, as alternates keep it): ``share`` of it, None: any number.

    ``employer`` is whom each expert counts for, by expert.
    """

    employer: Mapping[str, str]
    share: Fraction | None

    def full(self, seated: Collection[str]) -> frozenset[str]:
        """Employers of which one more beside ``seated`` would be too many."""
        if self.share is None:
            return frozenset()
        most = int(self.share * len(seated))
        counted = Counter(self.employer[one] for one in seated)
        return frozenset(employer for employer, count in counted.items() if employer and count + 1 > most)


def employer_cap_of(brief: Brief, session: PlannedSession, experts: Iterable[str]) -> EmployerCap:
    """The cap that holds for ``session``, with whom each of ``experts`` counts for."""
    cap, committee = brief.rulebook.active("PD-01"), brief.committee_of(session)
    if cap is None or committee is None or committee.kind is CommitteeKind.SELF_REVIEW:
        return EmployerCap(dict.fromkeys(experts, ""), None)
    return EmployerCap({one: employer_key(brief, one, cap) for one in experts}, cap.share("max_share"))


def full_employers(brief: Brief, session: PlannedSession) -> frozenset[str]:
    """Employers of which one more on the panel of ``session`` would be too many (PD-01, as alternates keep it)."""
    return employer_cap_of(brief, session, session.seated()).full(session.seated())
