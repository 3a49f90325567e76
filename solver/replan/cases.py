"""Cases that have to leave their session, and a place for those that are to come into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from solver.check import Facts, findings_of, hard
from solver.domain.plan import Finding, Plan, PlannedCase, PlannedSession, Route
from solver.replan.ground import Ground
from solver.replan.pinned import may_come
from solver.routing import route_applications
from solver.rules.catalogue import RULES
from solver.rules.rule import Matter, Rule

CASE_RULES: tuple[Rule, ...] = tuple(
    rule
    for rule in RULES
    if rule.matters & {Matter.ROUTE, Matter.SHAPE, Matter.READING}
    and rule.name not in {"pool_allows_draw", "pool_multiple", "readers_per_case", "readers_without_groups"}
)
"""Rules that say whether a session can take a case; its readers are found afterwards."""
FACT_RULES = tuple(rule for rule in CASE_RULES if Matter.PANEL not in rule.matters)


def routes_of(ground: Ground, applications: Iterable[str]) -> tuple[Route, ...]:
    """Where ``applications`` go in the season as it is now, asked of them alone and of their applicants' others."""
    season = ground.brief.season
    applicants = {season.application[one].applicant for one in applications}
    rows = tuple(row for one in applicants for row in season.applications_of.get(one, ()))
    small = ground.brief.changed(season.with_tables({"applications": rows}))
    wanted = set(applications)
    return tuple(row for row in route_applications(small) if row.application in wanted)


def take_out(ground: Ground, applications: frozenset[str]) -> dict[str, tuple[PlannedSession, PlannedCase]]:
    """Take ``applications`` out of their sessions; by application, the session and case as they were."""
    found: dict[str, tuple[PlannedSession, PlannedCase]] = {}
    for session in tuple(ground.now.values()):
        if any(case.application in applications for case in session.cases):
            for case in session.cases:
                if case.application in applications:
                    found[case.application] = (session, case)
            ground.put(replace(session, cases=tuple(c for c in session.cases if c.application not in applications)))
    return found


def openings(ground: Ground, route: Route, apart_from: str = "") -> Iterator[PlannedSession]:
    """Sessions of the committee of ``route`` with the application in them, where facts allow; emptiest first.

    Parameters
    ----------
    apart_from
        A session that is not asked.
    """
    rows = [one for one in rows_for(ground, route) if one.id != apart_from]
    for session in sorted(rows, key=lambda one: (len(one.cases) / one.length, one.id)):
        yield from islice(joining(ground, route, session), 1)


def rows_for(ground: Ground, route: Route) -> Iterator[PlannedSession]:
    """Sessions of the committee of ``route`` at the level of its application that may still change."""
    application = ground.brief.season.application[route.application]
    for one in ground.now.values():
        if one.committee == route.committee and application.level in one.levels and not ground.is_held(one):
            yield one


def joining(ground: Ground, route: Route, session: PlannedSession) -> Iterator[PlannedSession]:
    """``session`` with the application of ``route`` in each of its groups where facts and pins allow that."""
    application = ground.brief.season.application[route.application]
    known = ground.known(session)
    for group in session.groups or (None,):
        like = (group.id if group else "", application.specialty, application.level, application.minutes)
        takes = group is None or not group.specialties or application.specialty in group.specialties
        if takes and like not in known.full and may_come(ground, route, session, like[0]):
            case = PlannedCase(application.id, group.id if group else "")
            joined = replace(session, cases=(*session.cases, case))
            found = against(ground, session, joined, application.id)
            if not found:
                yield joined
            elif any("application" not in dict(one.subject) for one in found):
                known.full.add(like)


def against(ground: Ground, before: PlannedSession, joined: PlannedSession, application: str) -> tuple[Finding, ...]:
    """What breaks when ``application`` comes into a session; what was broken before, and gets no worse, is not told."""
    known = ground.known(before)
    if known.broken is None:
        known.broken = frozenset((one.by, one.subject, one.found) for one in _findings(ground, before, application))
    found = (
        one
        for one in _findings(ground, joined, application)
        if (one.by, one.subject, one.found) not in known.broken and _is_about(one, application)
    )
    return tuple(found)


def _is_about(finding: Finding, application: str) -> bool:
    """Whether a finding is a fact about the session or the application: what panels decide is decided later."""
    named = dict(finding.subject)
    return named.get("application", application) == application and "expert" not in named


def _findings(ground: Ground, session: PlannedSession, application: str) -> tuple[Finding, ...]:
    """Hard findings about a session; of routes, only that of ``application`` is looked at."""
    facts = Facts(ground.brief, Plan(routes=(ground.routes[application],), sessions=(session,)))
    return hard(tuple(one for rule in FACT_RULES for one in findings_of(rule, facts)))
