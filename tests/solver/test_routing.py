"""Every application gets exactly one route, and the reasons for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from solver.domain.committees import Committee, SessionRequest, Timetable
from solver.domain.plan import Route, RouteKind
from solver.domain.season import Season
from solver.domain.vocabulary import Channel, CommitteeState, DelegationState, EmployerKind, Level
from solver.routing import route_applications
from solver.rules.brief import Brief
from tests.builders import CLOSE, OPEN, small_season
from tests.solver.rules.asking import brief_of
from tests.solver.rules.entrusting import (
    entrusting_season,
    with_application,
    with_committee,
    with_employer,
    with_filing,
    with_letter,
)

ANY_LEVEL = (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR)


def routes(season: Season | Brief) -> dict[str, Route]:
    """Route by application."""
    brief = season if isinstance(season, Brief) else brief_of(season)
    return {route.application: route for route in route_applications(brief)}


def with_twin(season: Season, pool: int = 0) -> Season:
    """``season`` with a second committee C2 of the same scope, and ``pool`` experts of C1 in its pool too."""
    return replace(
        season,
        committees=(*season.committees, Committee("C2", "第二高级评委会", "U02", "H2", "05")),
        filings=(*season.filings, replace(season.filings[0], id="F2", committee="C2")),
        timetable=(*season.timetable, Timetable("C2", OPEN, CLOSE, date(2026, 8, 31))),
        pools=(*season.pools, *(replace(row, committee="C2") for row in season.pools[:pool])),
    )


def test_every_application_has_exactly_one_route_in_table_order() -> None:
    season = entrusting_season()
    found = route_applications(brief_of(season))
    assert [route.application for route in found] == [row.id for row in season.applications]


def test_in_scope_goes_to_the_competent_committee() -> None:
    assert {(route.kind, route.committee) for route in routes(small_season()).values()} == {(RouteKind.COMMITTEE, "C1")}


def test_an_accepted_letter_that_names_it_takes_an_application() -> None:
    route = routes(entrusting_season())["D01"]
    assert (route.kind, route.committee, route.delegation) == (RouteKind.DELEGATED, "C1", "DG1")


def test_a_letter_that_names_it_goes_before_a_direct_route_and_a_general_one_after() -> None:
    season = with_filing(entrusting_season(), "F2", specialties=("机械工程",))  # now C2 is competent for D01
    assert routes(season)["D01"].delegation == "DG1"
    general = with_letter(season, applications=())
    assert (routes(general)["D01"].kind, routes(general)["D01"].committee) == (RouteKind.COMMITTEE, "C2")


def test_a_general_letter_takes_what_has_no_committee() -> None:
    assert routes(with_letter(entrusting_season(), applications=()))["D01"].delegation == "DG1"


def test_without_authorisation_the_candidates_and_the_authority_are_named() -> None:
    season = replace(entrusting_season(), delegations=())
    route = routes(season)["D01"]
    assert (route.kind, route.committee) == (RouteKind.NEEDS_AUTHORISATION, "")
    assert (route.candidates, route.authority) == (("C1",), "H3")
    assert [(reason.committee, reason.dimension) for reason in route.reasons] == [("C1", "region")]


def test_a_refused_letter_is_among_the_reasons() -> None:
    route = routes(with_letter(entrusting_season(), state=DelegationState.SUBMITTED))["D01"]
    assert route.kind is RouteKind.NEEDS_AUTHORISATION
    assert [reason.dimension for reason in route.reasons] == ["delegation", "region"]
    assert dict(route.reasons[0].facts)["guard"] == "state"


def test_a_suspended_committee_is_no_candidate() -> None:
    season = with_committee(small_season(), "C1", state=CommitteeState.SUSPENDED)
    route = routes(season)["D01"]
    assert (route.kind, route.candidates) == (RouteKind.NEEDS_AUTHORISATION, ())
    assert [reason.dimension for reason in route.reasons] == ["state"]


@pytest.mark.parametrize(
    ("start", "kind"), [(date(2026, 12, 23), "committee"), (date(2026, 12, 24), "needs_authorisation")]
)
def test_a_filing_that_begins_too_late_to_file_the_results_takes_nothing(start: date, kind: str) -> None:
    season = with_filing(small_season(), "F1", start=start)
    season = replace(season, timetable=(replace(season.timetable[0], latest=date(2026, 12, 31)),))
    assert routes(season)["D01"].kind == kind


@pytest.mark.parametrize(("end", "kind"), [(date(2026, 8, 31), "needs_authorisation"), (OPEN, "committee")])
def test_a_filing_that_ends_before_a_session_could_be_held_takes_nothing(end: date, kind: str) -> None:
    assert routes(with_filing(small_season(), "F1", end=end))["D01"].kind == kind


def test_a_series_nobody_is_filed_for() -> None:
    route = routes(with_application(small_season(), "D01", series="09"))["D01"]
    assert (route.kind, route.candidates) == (RouteKind.NEEDS_AUTHORISATION, ())
    assert [(reason.dimension, reason.rule) for reason in route.reasons] == [("series", "CN40-06a")]


def test_a_specialty_nobody_is_filed_for_is_told_by_the_nearest_committees() -> None:
    season = with_filing(with_twin(small_season()), "F2", regions=("大连",))
    route = routes(with_application(season, "D01", specialty="化学工程"))["D01"]
    assert [(reason.committee, reason.dimension) for reason in route.reasons] == [("C1", "specialty")]


@pytest.mark.parametrize(
    ("level", "region", "kind", "authority"),
    [
        (Level.ASSOCIATE_SENIOR, "某县", EmployerKind.CITY, "H3"),
        (Level.INTERMEDIATE, "某县", EmployerKind.CITY, "H4"),
        (Level.ASSOCIATE_SENIOR, "大连", EmployerKind.CITY, "H3"),
        (Level.ASSOCIATE_SENIOR, "大连", EmployerKind.CENTRAL, "H9"),
        (Level.ASSOCIATE_SENIOR, "无人之地", EmployerKind.CITY, ""),
    ],
)
def test_the_authority_to_ask_goes_by_the_employers_region_and_the_level(
    level: Level, region: str, kind: EmployerKind, authority: str
) -> None:
    season = with_employer(replace(entrusting_season(), delegations=()), "V01", kind)
    employers = tuple(replace(row, region=region) if row.id == "V01" else row for row in season.employers)
    season = with_application(replace(season, employers=employers), "D01", level=level)
    assert routes(season)["D01"].authority == authority


@pytest.mark.parametrize(
    ("changes", "dimension"),
    [
        ({"channel": Channel.RECOGNITION}, "recognition"),
        ({"channel": Channel.CERTIFICATE}, "certificate"),
        ({"withdrawn": True}, "duplicate"),
        ({"level": Level.INTERMEDIATE}, "exam_only"),
    ],
)
def test_some_applications_are_for_no_committee(changes: dict[str, object], dimension: str) -> None:
    season = with_application(small_season(), "D01", **changes)
    found = routes(brief_of(season, assessment={("05", Level.INTERMEDIATE): "exam"}))
    assert found["D01"].kind is RouteKind.NOT_FOR_COMMITTEE
    assert [reason.dimension for reason in found["D01"].reasons] == [dimension]
    assert found["D02"].kind is RouteKind.COMMITTEE


def test_of_two_applications_of_one_person_none_is_routed_until_one_is_picked() -> None:
    season = with_application(small_season(), "D02", applicant="A01")
    found = routes(season)
    assert [found[one].kind for one in ("D01", "D02")] == [RouteKind.NOT_FOR_COMMITTEE] * 2
    assert dict(found["D01"].reasons[0].facts)["found"] == "D01、D02"
    picked = routes(with_application(season, "D02", withdrawn=True))
    assert [picked[one].kind for one in ("D01", "D02")] == [RouteKind.COMMITTEE, RouteKind.NOT_FOR_COMMITTEE]


def test_what_the_province_keeps_waits_for_a_provincial_committee() -> None:
    items = [{"specialty": "机械工程", "levels": ["associate_senior"]}]
    keeping = {"in_force": {"SY24-12": True}, "parameters": {"SY24-12": {"items": items}}}
    city = routes(brief_of(small_season(), **keeping))["D01"]  # type: ignore[arg-type]
    assert (city.kind, city.candidates) == (RouteKind.NEEDS_AUTHORISATION, ())
    assert [reason.dimension for reason in city.reasons] == ["provincial_list"]
    both = with_committee(with_twin(small_season()), "C2", authority="H1")
    assert routes(brief_of(both, **keeping))["D01"].committee == "C2"  # type: ignore[arg-type]


def test_the_preferred_of_several_competent_committees_takes_it() -> None:
    season = with_application(with_twin(small_season(), pool=15), "D01", preferred_committee="C2")
    assert routes(season)["D01"].committee == "C2"


def test_a_preferred_committee_that_is_not_competent_is_passed_over() -> None:
    season = with_application(with_twin(small_season()), "D01", preferred_committee="C2")
    assert routes(with_filing(season, "F2", regions=("大连",)))["D01"].committee == "C1"


@pytest.mark.parametrize(
    ("pool", "shares"),
    [
        (15, {"C1": 3, "C2": 3}),  # six applications over equal pools
        (3, {"C1": 5, "C2": 1}),  # pools 15 : 3
    ],
)
def test_several_competent_committees_share_by_their_pools(pool: int, shares: dict[str, int]) -> None:
    found = routes(with_twin(small_season(), pool=pool))
    assert Counter(route.committee for route in found.values()) == shares


def test_half_days_wanted_go_before_pools() -> None:
    wanted = (SessionRequest("S1", "C1", ANY_LEVEL, half_days=2), SessionRequest("S2", "C2", ANY_LEVEL, half_days=4))
    season = replace(with_twin(small_season(), pool=15), sessions=wanted)
    assert Counter(route.committee for route in routes(season).values()) == {"C1": 2, "C2": 4}


def test_applications_without_a_choice_count_before_the_others_choose() -> None:
    season = with_twin(small_season(), pool=15)
    for one in ("D04", "D05", "D06"):
        season = with_application(season, one, preferred_committee="C1")
    assert Counter(route.committee for route in routes(season).values()) == {"C1": 3, "C2": 3}


def test_routes_repeat_themselves() -> None:
    season = with_twin(small_season(), pool=7)
    assert route_applications(brief_of(season)) == route_applications(brief_of(season))
