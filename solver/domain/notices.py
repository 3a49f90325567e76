"""Whom to tell what when a plan is published: those only whose duties are not what they were told before.

A duty is what one person has to do in one session: sit on its panel or stand by, at a time, in rooms, and read cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Duty:
    """What ``expert`` has to do in ``session``; ``rank`` is the place on the list of alternates, 0 on the panel."""

    expert: str
    session: str
    committee: str
    start: HalfDay | None
    length: int
    rooms: tuple[str, ...]
    role: Role
    group: str
    rank: int = 0
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What is new to ``expert``: duties they get, those that change (as they were, as they are), those they lose."""

    expert: str
    given: tuple[Duty, ...] = ()
    changed: tuple[tuple[Duty, Duty], ...] = ()
    lost: tuple[Duty, ...] = ()


def duties_in(plan: Plan) -> Mapping[tuple[str, str], Duty]:
    """Every duty of ``plan``, by expert and session. Sessions that name nobody, as before their draw, have none."""
    found: dict[tuple[str, str], Duty] = {}
    for session in plan.sessions:
        reads = _reads(session)
        for seat in session.panel:
            about = _where(session, seat.group)
            duty = Duty(seat.expert, *about, seat.role, seat.group, reads=tuple(reads[seat.expert]))
            found[seat.expert, session.id] = duty
        for one in session.alternates:
            duty = Duty(one.expert, *_where(session, one.group), Role.MEMBER, one.group, one.rank)
            found.setdefault((one.expert, session.id), duty)
    return found


def _where(session: PlannedSession, group: str) -> tuple[str, str, HalfDay | None, int, tuple[str, ...]]:
    own = next((one.room for one in session.groups if one.id == group), "")
    rooms = tuple(dict.fromkeys(room for room in (*session.rooms[:1], own) if room))
    return session.id, session.committee, session.start, session.length, rooms


def _reads(session: PlannedSession) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for case in session.cases:
        for reader in case.readers:
            found[reader].append(case.application)
    return found


def notices(former: Plan | None, plan: Plan) -> tuple[Notice, ...]:
    """Whom to tell what now that ``plan`` follows ``former`` (None: nothing was told yet), by expert."""
    before, after = duties_in(former) if former else {}, duties_in(plan)
    given: defaultdict[str, list[Duty]] = defaultdict(list)
    changed: defaultdict[str, list[tuple[Duty, Duty]]] = defaultdict(list)
    lost: defaultdict[str, list[Duty]] = defaultdict(list)
    for key, duty in after.items():
        old = before.get(key)
        if old is None:
            given[duty.expert].append(duty)
        elif old != duty:
            changed[duty.expert].append((old, duty))
    for key, duty in before.items():
        if key not in after:
            lost[duty.expert].append(duty)
    concerned = sorted(given.keys() | changed.keys() | lost.keys())
    return tuple(Notice(one, tuple(given[one]), tuple(changed[one]), tuple(lost[one])) for one in concerned)
