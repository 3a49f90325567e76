"""Batches: numbers derived from PD-10 (15 + 4 minutes a case, 180 a half-day), PD-11, PD-04 and CN40-09c."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.briefing import brief_for
from solver.check import hard
from solver.domain.committees import GroupRequest, PolicyChange, SessionRequest
from solver.domain.people import Qualification
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import Level
from solver.planning.batches import batch_cases
from solver.planning.budget import Budget
from solver.planning.forming import apportion
from solver.planning.season_plan import plan_season
from solver.routing import route_applications
from tests.builders import small_season

ENOUGH = 17
"""Experts for a panel of 11 and its ⌈11/2⌉ = 6 alternates."""
SENIOR = (Level.ASSOCIATE_SENIOR,)


def batched(season: Season) -> Plan:
    brief = brief_for(season)
    return batch_cases(brief, route_applications(brief))


def two_specialties(season: Season, first: int) -> Season:
    """Applications from number ``first`` on are of 电气工程, for which every expert is qualified and C1 filed."""
    second = "电气工程"
    also = tuple(
        Qualification(row.id, "05", second, Level.FULL_SENIOR, date(2015, 1, 1), 0.8) for row in season.experts
    )
    applications = tuple(
        replace(row, specialty=second) if number >= first else row
        for number, row in enumerate(season.applications, start=1)
    )
    filings = tuple(replace(row, specialties=("机械工程", second)) for row in season.filings)
    return replace(
        season, applications=applications, filings=filings, qualifications=season.qualifications + also
    )  # fmt: skip


@pytest.mark.parametrize(("applications", "half_days"), [(9, 1), (10, 2), (18, 2), (19, 3)])
def test_nineteen_minutes_a_case_give_the_half_days(applications: int, half_days: int) -> None:
    (session,) = batched(small_season(ENOUGH, applications)).sessions
    assert session.length == half_days == -(-applications * (15 + 4) // 180)


def test_own_minutes_of_an_application_count() -> None:
    season = small_season(ENOUGH, 9)
    longer = replace(season.applications[0], minutes=25)
    (session,) = batched(replace(season, applications=(longer, *season.applications[1:]))).sessions
    assert session.length == -(-(8 * 15 + 25 + 9 * 4) // 180) == 2


@pytest.mark.parametrize(("applications", "sizes"), [(60, [60]), (61, [31, 30]), (121, [41, 40, 40])])
def test_the_volume_is_split_evenly_at_sixty_cases(applications: int, sizes: list[int]) -> None:
    plan = batched(small_season(ENOUGH, applications))
    assert sorted((len(session.cases) for session in plan.sessions), reverse=True) == sizes
    assert len({case.application for session in plan.sessions for case in session.cases}) == applications


@pytest.mark.parametrize(("experts", "placed"), [(17, 6), (16, 0)])
def test_a_panel_needs_its_alternates_too(experts: int, placed: int) -> None:
    plan = batched(small_season(experts))
    assert sum(len(session.cases) for session in plan.sessions) == placed
    assert len(plan.unplaced) == 6 - placed
    assert {reason.dimension for one in plan.unplaced for reason in one.reasons} <= {"staff"}


def test_too_few_for_the_smallest_panel_is_told_with_both_numbers() -> None:
    season = small_season(ENOUGH)
    retired = tuple(row for row in season.qualifications if row.expert <= "E10")
    plan = batched(replace(season, qualifications=retired))
    reasons = {(one.subject, *reason.facts) for one in plan.unplaced for reason in one.reasons}
    assert reasons == {(f"D{number:02d}", ("found", "11"), ("eligible", "10")) for number in range(1, 7)}
    assert {(reason.dimension, reason.rule) for one in plan.unplaced for reason in one.reasons} == {
        ("panel_size", "CN40-11a")
    }


@pytest.mark.parametrize(("filed", "planned"), [(9, 11), (10, 11), (11, 11), (12, 13), (13, 13), (25, 19)])
def test_the_panel_is_the_filed_size_made_lawful(filed: int, planned: int) -> None:
    """Odd, at least 11 (CN40-09c), and with half as many alternates within 29 experts: 19 + 10."""
    season = small_season(29, employers=29)
    committee = replace(season.committees[0], size=filed)
    (session,) = batched(replace(season, committees=(committee,))).sessions
    assert session.size == planned


def test_full_senior_cases_have_sessions_of_their_own() -> None:
    season = small_season(ENOUGH)
    higher = tuple(
        replace(row, level=Level.FULL_SENIOR) if number < 2 else row for number, row in enumerate(season.applications)
    )
    plan = batched(replace(season, applications=higher))
    assert {session.levels: len(session.cases) for session in plan.sessions} == {(Level.FULL_SENIOR,): 2, SENIOR: 4}


@pytest.mark.parametrize("rooms", [1, 2])
def test_forty_cases_of_two_specialties_make_two_groups_where_there_are_two_rooms(rooms: int) -> None:
    season = two_specialties(small_season(20, 40), first=17)
    halls = tuple(replace(season.rooms[0], id=f"R{number}") for number in range(1, rooms + 1))
    (session,) = batched(replace(season, rooms=halls)).sessions
    groups = [(group.specialties, group.seats) for group in session.groups]
    assert groups == ([(("电气工程",), 6), (("机械工程",), 5)] if rooms == 2 else [])
    parallel = Counter(case.group for case in session.cases)
    assert parallel == ({"G1": 24, "G2": 16} if rooms == 2 else {"": 40})
    assert session.length == -(-(max(parallel.values()) * 15 + 40 * 4) // 180) == (3 if rooms == 2 else 5)


def test_below_thirty_cases_there_are_no_groups() -> None:
    (session,) = batched(two_specialties(small_season(20, 29), first=10)).sessions
    assert session.groups == ()
    assert {case.group for case in session.cases} == {""}


def test_a_specialty_that_nobody_holds_is_told() -> None:
    season = two_specialties(small_season(ENOUGH), first=6)
    season = replace(
        season, qualifications=tuple(row for row in season.qualifications if row.specialty == "机械工程")
    )  # fmt: skip
    plan = batched(season)
    assert [(one.subject, one.reasons[0].dimension, one.reasons[0].rule) for one in plan.unplaced] == [
        ("D06", "holder", "PD-21")
    ]
    assert [len(session.cases) for session in plan.sessions] == [5]


@pytest.mark.parametrize(("in_force", "placed"), [("true", 5), ("false", 6)])
@pytest.mark.parametrize(("applications", "groups"), [(6, 0), (40, 0)])
def test_a_specialty_needs_a_holder_only_where_the_season_says_so(
    in_force: str, placed: int, applications: int, groups: int
) -> None:
    """All but the last 1 or 35 applications are of a specialty that is held; PD-21 is switched by the policy sheet."""
    season = two_specialties(small_season(20, applications), first=6)
    held = tuple(row for row in season.qualifications if row.specialty == "机械工程")
    policy = (PolicyChange("PD-21", "in_force", in_force, "试行", "市人社局"),)
    brief = brief_for(replace(season, qualifications=held, policy=policy))
    plan = plan_season(brief, Budget(None, 1, time.monotonic), seed=1)
    assert plan.placed == (placed if in_force == "true" else applications)
    assert not hard(plan.findings)
    assert sum(len(session.groups) for session in plan.sessions) == groups  # one group alone would hold a specialty


def test_a_wanted_session_is_filled_to_its_half_days_and_the_rest_derived() -> None:
    """One half-day holds ⌊180 / 19⌋ = 9 cases."""
    request = SessionRequest("S1", "C1", SENIOR, half_days=1)
    plan = batched(replace(small_season(ENOUGH, 12), sessions=(request,)))
    assert {session.id: len(session.cases) for session in plan.sessions} == {"S1": 9, "C1-3-1": 3}
    assert plan.session["S1"].length == 1


def test_two_wanted_sessions_share_the_cases() -> None:
    requests = tuple(SessionRequest(one, "C1", SENIOR) for one in ("S1", "S2"))
    plan = batched(replace(small_season(ENOUGH, 13), sessions=requests))
    assert sorted(len(session.cases) for session in plan.sessions) == [6, 7]
    assert set(plan.session) == {"S1", "S2"}


def test_wanted_groups_are_kept() -> None:
    groups = (GroupRequest(("机械工程",), 8), GroupRequest(("电气工程",), 5))
    request = SessionRequest("S1", "C1", SENIOR, groups=groups)
    plan = batched(replace(two_specialties(small_season(20, 6), first=5), sessions=(request,)))
    (session,) = plan.sessions
    assert [(group.specialties, group.seats) for group in session.groups] == [(("机械工程",), 8), (("电气工程",), 5)]
    assert session.size == 8 + 5
    assert Counter(case.group for case in session.cases) == {"G1": 4, "G2": 2}


def test_a_wanted_session_without_cases_is_told() -> None:
    request = SessionRequest("S9", "C1", (Level.FULL_SENIOR,))
    plan = batched(replace(small_season(ENOUGH), sessions=(request,)))
    assert [(one.subject, one.kind, one.reasons[0].dimension) for one in plan.unplaced] == [
        ("S9", "session", "no_cases")
    ]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.integers(0, 40), st.integers(0, 5))
def test_seats_are_shared_out_to_the_last(weights: list[int], spare: int, least: int) -> None:
    total = spare + least * len(weights)
    if not sum(weights):
        weights = [1] * len(weights)
    parts = apportion(total, weights, least)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - least - spare * weight / sum(weights)) < 1
