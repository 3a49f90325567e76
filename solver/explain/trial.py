"""What would happen if an expert sat there: the rules are asked about a plan in which they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from solver.check import Facts, findings_of, hard
from solver.domain.plan import Finding, PanelSeat, Plan, PlannedSession
from solver.domain.vocabulary import Role
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.rule import Matter, Rule
from solver.rules.seat_rules import SEAT_RULES

OF_ONE_SEAT = frozenset(rule.name for rule in SEAT_RULES) | {"one_place", "reachable", "sessions_and_days"}
"""Rules that look at an expert's own seats; all others of the panel look at who sits with whom."""


@dataclass(frozen=True, slots=True)
class Swap:
    """An expert takes the place of ``other``: the hard findings that appear with it."""

    other: PanelSeat
    findings: tuple[Finding, ...]


def exclusions(brief: Brief, plan: Plan, expert: str, session: PlannedSession, group: str) -> tuple[Finding, ...]:
    """Hard findings of the rules of a seat if ``expert`` sat in ``group`` of ``session``; empty where eligible."""
    seated = replace(session, panel=(*_others(session, expert), PanelSeat(expert, group=group)))
    near = _near(plan, expert, seated)
    found = _findings(brief, near, tuple(rule for rule in RULES if rule.name in OF_ONE_SEAT))
    return tuple(one for one in found if ("expert", expert) in one.subject)


def swaps(brief: Brief, plan: Plan, expert: str, session: PlannedSession, group: str) -> Iterator[Swap]:
    """Each ordinary member of ``group`` whose place ``expert`` could take, with what that would break."""
    rules = tuple(rule for rule in RULES if Matter.PANEL in rule.matters and rule.name not in OF_ONE_SEAT)
    before = {(one.by, one.subject) for one in _findings(brief, _near(plan, expert, session), rules)}
    for seat in session.panel:
        if seat.group == group and seat.role is Role.MEMBER:
            panel = tuple(replace(one, expert=expert) if one == seat else one for one in _others(session, expert))
            after = _findings(brief, _near(plan, expert, replace(session, panel=panel)), rules)
            yield Swap(seat, tuple(one for one in after if (one.by, one.subject) not in before))


def _others(session: PlannedSession, expert: str) -> tuple[PanelSeat, ...]:
    return tuple(seat for seat in session.panel if seat.expert != expert)


def _near(plan: Plan, expert: str, changed: PlannedSession) -> Plan:
    """The part of ``plan`` that bears on ``expert``: ``changed`` and the sessions they are in; all routes."""
    near = (
        replace(one, alternates=tuple(row for row in one.alternates if row.expert != expert))
        for one in plan.sessions
        if one.id != changed.id and expert in one.seated()
    )
    own = replace(changed, alternates=tuple(row for row in changed.alternates if row.expert != expert))
    return Plan(routes=plan.routes, sessions=(own, *near))


def _findings(brief: Brief, plan: Plan, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    facts = Facts(brief, plan)
    return hard(tuple(finding for rule in rules for finding in findings_of(rule, facts)))
