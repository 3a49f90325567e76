"""Enough experts to draw from (40号令 第11条): who may sit and come at each start, and what keeps others out.

The rule counts whoever no rule of a single seat bars on the dates of the session. So it is asked start by start, and
every expert whom only reported relations or unavailable time keep out is a term of the count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Selection, Severity
from solver.explain.whynot.elements import Element, Kind
from solver.model.ask import ask
from solver.rules.brief import Brief
from solver.rules.requirement import Clear, Forbidden, Seat
from solver.rules.rulebook import Provision
from solver.rules.seat_rules import SEAT_RULES

RULE = "CN40-11a"
Span = frozenset[HalfDay]


@dataclass(frozen=True)
class Draw:
    """At ``starts`` of a session ``missing`` more must be able to sit than can whatever holds.

    ``kept_out`` are experts by the facts that keep them out; each would be one more without all of these.
    """

    session: PlannedSession
    starts: frozenset[HalfDay]
    missing: int
    kept_out: tuple[frozenset[Element], ...]


def draws(brief: Brief, unrelated: Brief, present: Brief, plan: Plan) -> Iterator[Draw]:
    """What the rule asks of the drawn sessions of ``plan``, where it asks for more than there are.

    Parameters
    ----------
    unrelated, present
        The season without reported relations, and without unavailable time.
    """
    provision = provision_of(brief)
    if provision is None:
        return
    asked, free, always = (_seats(one, plan) for one in (brief, unrelated, present))
    for session in plan.sessions:
        if session.selection is Selection.DRAWN:
            needed = session.size + provision.whole("pool_exceeds_panel_by")
            yield from _of_session(brief, session, (asked, free, always), needed)


def provision_of(brief: Brief) -> Provision | None:
    """The provision in force, if it binds."""
    found = brief.rulebook.active(RULE)
    return found if found and found.severity is not Severity.ADVISORY else None


@dataclass(frozen=True)
class _Seats:
    """Seats that are barred, and the half-days in which experts cannot come, by session."""

    barred: frozenset[Seat]
    blocked: Mapping[tuple[str, str], tuple[Span, ...]]

    def may_sit(self, session: PlannedSession, expert: str) -> bool:
        return any(Seat(session.id, group, expert) not in self.barred for group in session.group_ids())

    def can_come(self, session: PlannedSession, expert: str, span: Span) -> bool:
        return all(span.isdisjoint(times) for times in self.blocked.get((session.id, expert), ()))


def _seats(brief: Brief, plan: Plan) -> _Seats:
    barred: set[Seat] = set()
    blocked: defaultdict[tuple[str, str], dict[Span, None]] = defaultdict(dict)
    for one in ask(brief, plan, rules=SEAT_RULES).requirements:
        match one:
            case Forbidden(atom=Seat() as seat):
                barred.add(seat)
            case Clear(claim=Seat() as seat, blocked=times):
                blocked[seat.session, seat.expert][times] = None
            case _:
                continue
    return _Seats(frozenset(barred), {key: tuple(times) for key, times in blocked.items()})


def _of_session(
    brief: Brief, session: PlannedSession, seats: tuple[_Seats, _Seats, _Seats], needed: int
) -> Iterator[Draw]:
    asked, free, always = seats
    alike: defaultdict[tuple[int, tuple[frozenset[Element], ...]], list[HalfDay]] = defaultdict(list)
    pool = brief.pool.get(session.committee, ())
    for start in brief.season_half_days:
        span = frozenset(brief.calendar.span(start, session.length))
        able, kept_out = 0, []
        for expert in pool:
            facts = []
            if not asked.may_sit(session, expert):
                if not free.may_sit(session, expert):
                    continue
                facts.append(Element(Kind.RELATION, expert))
            if not asked.can_come(session, expert, span):
                if not always.can_come(session, expert, span):
                    continue
                facts.append(Element(Kind.AVAILABILITY, expert))
            if facts:
                kept_out.append(frozenset(facts))
            else:
                able += 1
        if able < needed:
            alike[needed - able, tuple(sorted(kept_out, key=sorted))].append(start)
    for (missing, out), starts in alike.items():
        yield Draw(session, frozenset(starts), missing, out)
