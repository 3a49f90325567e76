"""Routing and checking agree: what is routed breaks no rule of scope; what is not would break one anywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.check import check
from solver.domain.plan import Finding, Plan, PlannedCase, PlannedSession, Route, RouteKind
from solver.routing import options_for, route_applications, route_of
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES

SCOPE = (
    "committee_active",
    "one_series",
    "within_filing",
    "grade_covers_levels",
    "provincial_only",
    "exam_only",
    "recognised_directly",
    "granted_by_certificate",
    "once_a_year",
    "authorised",
    "competent_authority",
)
"""The rules that routing answers for; those of papers and dates are asked when sessions are made."""


@pytest.fixture(scope="module")
def brief() -> Brief:
    return brief_for(synthesise(12, 300, 500, 7, "tight"))


def undated(routes: Iterable[Route]) -> Plan:
    """One session without a date for each committee, with all that is routed to it."""
    kept = tuple(routes)
    cases: defaultdict[str, list[PlannedCase]] = defaultdict(list)
    for route in kept:
        if route.committee:
            cases[route.committee].append(PlannedCase(route.application))
    sessions = tuple(PlannedSession(f"S-{one}", one, (), 1, cases=tuple(rows)) for one, rows in cases.items())
    return Plan(routes=kept, sessions=sessions)


def findings(brief: Brief, routes: Iterable[Route]) -> tuple[Finding, ...]:
    return check(brief, undated(routes), tuple(rule for rule in RULES if rule.name in SCOPE))


def test_all_kinds_of_route_occur(brief: Brief) -> None:
    assert {route.kind for route in route_applications(brief)} == set(RouteKind)


def test_what_is_routed_breaks_no_rule_of_scope(brief: Brief) -> None:
    assert findings(brief, route_applications(brief)) == ()


def test_what_is_not_routed_would_break_a_rule_in_every_committee(brief: Brief) -> None:
    left = [route.application for route in route_applications(brief) if not route.committee]
    assert left
    for committee in brief.season.committees:
        forced = [Route(one, RouteKind.COMMITTEE, committee.id) for one in left]
        found = findings(brief, forced)
        whole = any(finding.rule in ("SY24-16e", "CN56-03") for finding in found)  # the committee as such may not sit
        blamed = {one for finding in found for kind, one in finding.subject if kind == "application"}
        assert whole or blamed == set(left)


def test_a_route_by_any_letter_that_does_not_authorise_breaks_a_rule(brief: Brief) -> None:
    refused = [route for route in route_applications(brief) if route.kind is RouteKind.NEEDS_AUTHORISATION]
    letters = [row for row in brief.season.delegations if row.applications]
    tried = [
        Route(route.application, RouteKind.DELEGATED, row.to_committee, row.id)
        for route in refused
        for row in letters
        if route.application in row.applications
    ]
    assert tried
    for route in tried:
        assert findings(brief, (route,)) != ()


def test_one_more_application_goes_where_it_would_go_among_all(brief: Brief) -> None:
    routed = route_applications(brief)
    direct = {route.application for route in routed if route.kind is RouteKind.COMMITTEE}
    asked = [row for row in brief.season.applications if row.id in direct][::10]
    tied = 0
    for row in asked:
        person = replace(brief.season.person[row.applicant], id="P-new", identity_no="")
        one = replace(row, id="D-new", applicant="P-new", preferred_committee="")
        season = replace(
            brief.season,
            applications=(*brief.season.applications, one),
            persons=(*brief.season.persons, person),
        )
        among = replace(brief, season=season)
        tied += len(options_for(among)["D-new"]) > 1
        assert route_of(among, one, routed) == route_applications(among)[-1]
    assert tied > 0
