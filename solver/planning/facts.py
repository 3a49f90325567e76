"""What facts alone keep out of a plan: papers, dates, scopes; asked of the rules before anything is decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from solver.domain.plan import Plan, PlannedCase, PlannedSession, Reason, Route, Unplaced
from solver.domain.vocabulary import Level
from solver.model.ask import ask
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Holds
from solver.rules.rule import Matter, Rule

FACTUAL: tuple[Rule, ...] = tuple(
    rule
    for rule in RULES
    if rule.matters & {Matter.ROUTE, Matter.SHAPE} or (Matter.TIME in rule.matters and Matter.ROOM not in rule.matters)
    if Matter.STANDBY not in rule.matters
)
"""Rules about routes, shapes and dates: their facts do not change with who sits, reads or stands by."""
DATED: tuple[Rule, ...] = tuple(rule for rule in FACTUAL if Matter.TIME in rule.matters)
"""Those of them whose facts may change with the dates."""
SHAPED: tuple[Rule, ...] = tuple(
    rule for rule in FACTUAL if rule.matters != {Matter.ROUTE} or rule.name == "one_series"
)
"""Those of them whose facts are not known yet once :func:`refused` has asked about every application and its committee.

What committees are filed for (``one_series``) is no fact of an application, so sessions are asked about it.
"""
ROUTING: tuple[Rule, ...] = tuple(rule for rule in FACTUAL if Matter.ROUTE in rule.matters)


def refused(brief: Brief, routes: tuple[Route, ...]) -> tuple[Unplaced, ...]:
    """Routed applications that no session of their committee may take, whatever its form and date."""
    cases: defaultdict[tuple[str, Level], list[PlannedCase]] = defaultdict(list)
    for route in routes:
        application = brief.application(route.application)
        if application is not None and route.committee:
            cases[route.committee, application.level].append(PlannedCase(application.id))
    probes = tuple(
        PlannedSession(f"?{number}", committee, (level,), 1, cases=tuple(found))
        for number, ((committee, level), found) in enumerate(cases.items())
    )
    _, against = _broken(brief, Plan(routes=routes, sessions=probes), ROUTING)
    return tuple(Unplaced(application, "application", reasons) for (_, application), reasons in against.items())


def without_broken(brief: Brief, plan: Plan, rules: tuple[Rule, ...] = FACTUAL) -> Plan:
    """``plan`` without the sessions and cases that a fact keeps out; they are listed as unplaced.

    ``rules`` are :data:`DATED` where the other facts are known to hold and only dates were added.
    """
    sessions, cases = _broken(brief, plan, rules)
    kept: list[PlannedSession] = []
    unplaced: list[Unplaced] = list(plan.unplaced)
    for session in plan.sessions:
        left = tuple(
            case for case in session.cases if session.id not in sessions and (session.id, case.application) not in cases
        )
        if not left:
            whole = sessions.get(session.id) or cases[session.id, session.cases[0].application]
            unplaced.append(Unplaced(session.id, "session", whole))
        for case in session.cases:
            why = sessions.get(session.id) or cases.get((session.id, case.application))
            if why:
                unplaced.append(Unplaced(case.application, "application", why))
        if left:
            kept.append(replace(session, cases=left))
    return replace(plan, sessions=tuple(kept), unplaced=tuple(unplaced))


Whole = Mapping[str, tuple[Reason, ...]]
Single = Mapping[tuple[str, str], tuple[Reason, ...]]


def _broken(brief: Brief, plan: Plan, rules: tuple[Rule, ...]) -> tuple[Whole, Single]:
    """Facts that do not hold, by session, and by (session, application) where they are about one application."""
    sessions: defaultdict[str, list[Reason]] = defaultdict(list)
    cases: defaultdict[tuple[str, str], list[Reason]] = defaultdict(list)
    for requirement in ask(brief, plan, rules=rules).requirements:
        if not isinstance(requirement, Holds) or requirement.ok:
            continue
        subject = dict(requirement.subject)
        session, application = subject.get("session", ""), subject.get("application", "")
        if session not in plan.session:
            continue
        facts = (("found", requirement.found), ("needed", requirement.needed), *requirement.facts)
        reason = Reason("fact", requirement.rule, plan.session[session].committee, facts)
        if application:
            cases[session, application].append(reason)
        else:
            sessions[session].append(reason)
    return (
        {session: tuple(reasons) for session, reasons in sessions.items()},
        {case: tuple(reasons) for case, reasons in cases.items()},
    )
