"""What a mutation is, and how one finds itself a place in a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from solver.domain.plan import Plan, PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import Role
from solver.rules.brief import Brief

Spoiled = tuple[Season, Plan]
Spoil = Callable[[Brief, Plan], Spoiled]


@dataclass(frozen=True)
class Mutation:
    """A way to spoil a plan, with the register id and the rule that must find it."""

    rule: str
    by: str
    spoil: Spoil


def first(plan: Plan, fit: Callable[[PlannedSession], object]) -> PlannedSession:
    """The first session that fits."""
    return next(session for session in plan.sessions if fit(session))


def put(plan: Plan, changed: PlannedSession) -> Plan:
    """``plan`` with one session changed."""
    return replace(plan, sessions=tuple(changed if one.id == changed.id else one for one in plan.sessions))


def members(session: PlannedSession) -> list[str]:
    """Members of a panel who hold no office."""
    return [seat.expert for seat in session.panel if seat.role is Role.MEMBER]


def swapped(session: PlannedSession, out: str, to: str) -> PlannedSession:
    """``session`` with ``to`` in the seat and at the readings of ``out``."""
    panel = tuple(replace(seat, expert=to) if seat.expert == out else seat for seat in session.panel)
    cases = tuple(
        replace(case, readers=tuple(to if one == out else one for one in case.readers)) for case in session.cases
    )
    return replace(session, panel=panel, cases=cases)


def person_of(season: Season, expert: str) -> str:
    """Person id of an expert."""
    return season.expert[expert].person


def idle(brief: Brief, session: PlannedSession) -> list[str]:
    """Experts of the committee's pool who are neither on the panel nor alternates."""
    busy = session.seated() | {one.expert for one in session.alternates}
    return [expert for expert in brief.pool[session.committee] if expert not in busy]


def pair(plan: Plan) -> tuple[PlannedSession, PlannedSession]:
    """Two sessions of one committee."""
    return next(
        (one, other)
        for one in plan.sessions
        for other in plan.sessions
        if one.id < other.id and one.committee == other.committee and members(one) and members(other)
    )
