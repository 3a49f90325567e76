"""Scope, admission, delegation: what may no longer, or never could, be heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from solver.domain.plan import Plan, PlanState, Route, RouteKind, Unplaced
from solver.domain.vocabulary import CommitteeState, DelegationState, Selection
from solver.rules.brief import Brief
from tests.mutations.mutation import Spoiled, first, put


def out_of_scope(brief: Brief, plan: Plan) -> Spoiled:
    """An application that needs authorisation is heard all the same."""
    route = next(row for row in plan.routes if row.kind is RouteKind.NEEDS_AUTHORISATION and row.candidates)
    return _heard(brief, plan, route.application, route.candidates[0])


def _heard(brief: Brief, plan: Plan, application: str, committee: str) -> Spoiled:
    """``plan`` with ``application`` in a session of ``committee``, by a direct route."""
    session = first(plan, lambda one: one.committee == committee)
    case = replace(session.cases[0], application=application, recused=())
    route = Route(application, RouteKind.COMMITTEE, committee)
    routes = tuple(route if row.application == application else row for row in plan.routes)
    return brief.season, put(replace(plan, routes=routes), replace(session, cases=(*session.cases, case)))


def applied_twice(brief: Brief, plan: Plan) -> Spoiled:
    """One of two applications of the same person is heard although nobody picked it."""
    return _not_for_committee(brief, plan, "duplicate")


def exam_only(brief: Brief, plan: Plan) -> Spoiled:
    """A level that is granted by examination is heard by a committee of its series."""
    return _not_for_committee(brief, plan, "exam_only")


def _not_for_committee(brief: Brief, plan: Plan, dimension: str) -> Spoiled:
    route = next(row for row in plan.routes if any(reason.dimension == dimension for reason in row.reasons))
    series = brief.season.application[route.application].series
    session = first(plan, lambda one: brief.season.committee[one.committee].series == series)
    return _heard(brief, plan, route.application, session.committee)


def forgotten(brief: Brief, plan: Plan) -> Spoiled:
    """An application falls out of its session and is listed nowhere."""
    session = first(plan, lambda one: len(one.cases) > 1)
    return brief.season, put(plan, replace(session, cases=session.cases[1:]))


def placed_and_listed(brief: Brief, plan: Plan) -> Spoiled:
    """An application that has its session is also listed as not placed."""
    application = plan.sessions[0].cases[0].application
    return brief.season, replace(plan, unplaced=(*plan.unplaced, Unplaced(application, "application")))


def delegation_revoked(brief: Brief, plan: Plan) -> Spoiled:
    """The delegation of planned applications is revoked."""
    used = {row.delegation for row in plan.routes if row.kind is RouteKind.DELEGATED}
    rows = tuple(
        replace(row, state=DelegationState.REVOKED) if row.id in used else row for row in brief.season.delegations
    )
    return replace(brief.season, delegations=rows), plan


def filing_expired(brief: Brief, plan: Plan) -> Spoiled:
    """A filing ends the day before its committee sits."""
    session = first(plan, lambda one: one.start)
    assert session.start
    ends = session.start.day - timedelta(days=1)
    rows = tuple(replace(row, end=ends) if row.committee == session.committee else row for row in brief.season.filings)
    return replace(brief.season, filings=rows), plan


def suspended(brief: Brief, plan: Plan) -> Spoiled:
    """A committee with sessions is suspended."""
    rows = tuple(
        replace(row, state=CommitteeState.SUSPENDED) if row.id == plan.sessions[0].committee else row
        for row in brief.season.committees
    )
    return replace(brief.season, committees=rows), plan


def names_published(brief: Brief, plan: Plan) -> Spoiled:
    """The panel of a drawn session is published without a draw."""
    assert any(session.selection is Selection.DRAWN for session in plan.sessions)
    return brief.season, replace(plan, state=PlanState.PUBLISHED)
