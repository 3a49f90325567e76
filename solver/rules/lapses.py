"""Which applications of a plan have lost what let them be evaluated where the plan puts them.

Asked again whenever a letter is revoked or ends, or a committee's state changes, and before a plan is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from solver.domain.committees import Application
from solver.domain.plan import Plan, PlannedSession, Reason, Route, RouteKind
from solver.rules import delegation
from solver.rules.approval import cite
from solver.rules.brief import Brief
from solver.rules.scope import competence


@dataclass(frozen=True, slots=True)
class Lapse:
    """``application`` may not be evaluated in ``session`` (``""``: in none yet), by ``delegation`` or directly."""

    application: str
    session: str
    committee: str
    delegation: str
    reasons: tuple[Reason, ...]


def lapses(brief: Brief, plan: Plan) -> tuple[Lapse, ...]:
    """Every application of ``plan`` whose committee is not, or is no longer, competent or authorised for it."""
    return tuple(_lapses(brief, plan, plan.routes))


def lapses_of_letter(brief: Brief, plan: Plan, letter: str) -> tuple[Lapse, ...]:
    """Those of :func:`lapses` that go by one letter (its id)."""
    return tuple(_lapses(brief, plan, tuple(route for route in plan.routes if route.delegation == letter)))


def _lapses(brief: Brief, plan: Plan, routes: tuple[Route, ...]) -> Iterator[Lapse]:
    at = {case.application: session for session in plan.sessions for case in session.cases}
    for route in routes:
        application = brief.season.application.get(route.application)
        if application is None or route.kind not in (RouteKind.COMMITTEE, RouteKind.DELEGATED):
            continue
        session = at.get(application.id)
        reasons = _against(brief, route, application, _days(brief, session))
        if reasons:
            sits = session.id if session else ""
            yield Lapse(application.id, sits, route.committee, route.delegation, reasons)


def _days(brief: Brief, session: PlannedSession | None) -> tuple[date, ...]:
    return tuple(dict.fromkeys(half.day for half in brief.span(session))) if session else ()


def _against(brief: Brief, route: Route, application: Application, days: tuple[date, ...]) -> tuple[Reason, ...]:
    if route.kind is RouteKind.COMMITTEE:
        return competence(brief, route.committee, application, days)
    letter = brief.season.delegation.get(route.delegation)
    if letter is None:
        facts = (("guard", "letter"), ("delegation", route.delegation), ("found", ""), ("needed", "letter_no"))
        return (Reason("delegation", cite(brief, *delegation.DELEGATION_RULES), route.committee, facts),)
    return delegation.authorises(brief, letter, application, days)
