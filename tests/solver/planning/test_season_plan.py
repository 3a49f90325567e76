"""A whole season: complete, lawful, repeatable, and stopped with what it has."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.check import check, hard
from solver.domain.committees import Timetable
from solver.domain.plan import Plan, RouteKind, Status
from solver.domain.season import Season
from solver.explain.sentence import reason_sentence
from solver.planning import improve, season_plan
from solver.planning.budget import Budget, Stop, never
from solver.planning.progress import Progress
from solver.planning.season_plan import plan_season
from tests.builders import small_season

ENOUGH = 17
"""Experts for a panel of 11 and its 6 alternates."""


def planned(season: Season, effort: int = 4, seed: int = 1, stop: Stop = never) -> Plan:
    return plan_season(brief_for(season), Budget(None, effort, time.monotonic), seed, stop=stop)


@pytest.fixture(scope="module")
def several() -> Season:
    return synthesise(4, 140, 160, 2, "easy")


@pytest.fixture(scope="module")
def plan(several: Season) -> Plan:
    return planned(several)


def test_a_small_season_is_planned_completely() -> None:
    found = planned(small_season(ENOUGH))
    (session,) = found.sessions
    assert len(session.panel) == 11
    assert len(session.alternates) == 6
    assert [len(case.readers) for case in session.cases] == [3] * 6
    assert hard(found.findings) == ()
    assert (found.placed, found.placed_bound) == (6, 6)
    assert found.total == pytest.approx(sum(term.value for term in found.score))


def test_every_routed_application_is_placed_or_told(plan: Plan, several: Season) -> None:
    routed = {route.application for route in plan.routes if route.committee}
    placed = [case.application for session in plan.sessions for case in session.cases]
    told = {one.subject for one in plan.unplaced if one.kind == "application"}
    assert len(placed) == len(set(placed)) == plan.placed
    assert set(placed) | told == routed
    assert not set(placed) & told
    assert len(plan.routes) == len(several.applications)


def test_what_the_planner_makes_breaks_no_rule(plan: Plan, several: Season) -> None:
    assert hard(check(brief_for(several), plan)) == ()
    assert plan.findings == check(brief_for(several), replace(plan, findings=()))


def test_the_score_is_within_its_bound(plan: Plan) -> None:
    assert plan.bound is not None
    assert plan.gap is not None
    assert plan.total <= plan.bound + 1e-6
    assert plan.gap == pytest.approx((plan.bound - plan.total) / plan.total)
    assert plan.gap <= 0.01


def test_every_session_has_the_dates_that_follow(plan: Plan) -> None:
    assert [dates.session for dates in plan.dates] == [session.id for session in plan.sessions]


def test_the_same_season_seed_and_effort_give_the_same_plan(plan: Plan, several: Season) -> None:
    assert planned(several) == plan


def test_the_number_of_workers_does_not_matter(plan: Plan, several: Season) -> None:
    budget = Budget(None, 4, time.monotonic)
    assert plan_season(brief_for(several), budget, 1, workers=1) == plan


def test_the_gap_with_dates_as_they_are_is_within_the_joint_one(plan: Plan) -> None:
    assert plan.dated_bound is not None
    assert plan.bound is not None
    assert plan.total <= plan.dated_bound + 1e-6
    assert plan.dated_gap == pytest.approx((plan.dated_bound - plan.total) / plan.total)
    assert plan.dated_gap <= 0.01
    assert plan.gap is not None
    assert plan.gap <= 0.01


def test_no_time_at_all_still_gives_a_complete_plan(several: Season) -> None:
    found = plan_season(brief_for(several), Budget(0.0, None, time.monotonic), 1)
    assert found.placed == found.placed_bound
    assert hard(found.findings) == ()


def test_what_fell_out_is_held_elsewhere_even_if_the_clock_has_run_out_but_not_if_somebody_stops() -> None:
    brief = brief_for(synthesise(4, 110, 160, 28, "tight"))
    over, stopped = (
        plan_season(brief, Budget(0.0, None, time.monotonic), 1, stop=stop) for stop in (never, lambda: True)
    )
    assert over.placed == over.placed_bound
    assert hard(over.findings) == hard(stopped.findings) == ()
    assert stopped.placed < over.placed  # so something did fall out


def test_applications_for_which_no_time_was_left_are_told(several: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(season_plan, "FIRST_GRACE", 0.0)
    monkeypatch.setattr(improve, "MENDING_GRACE", 0.0)
    brief = brief_for(several)
    found = plan_season(brief, Budget(0.0, None, time.monotonic), 1)
    late = {one.subject: one.reasons for one in found.unplaced if one.kind == "application"}
    assert (found.status, found.placed, found.sessions) == (Status.OUT_OF_TIME, 0, ())
    assert set(late) >= {route.application for route in found.routes if route.committee}
    said = {reason_sentence(reason, brief, "zh") for reasons in late.values() for reason in reasons if not reason.rule}
    assert any("时限内未能排出评委会" in sentence for sentence in said)
    assert hard(found.findings) == ()


def test_a_stopped_search_hands_back_a_lawful_plan(several: Season) -> None:
    found = planned(several, stop=lambda: True)
    assert found.placed > 0
    assert hard(found.findings) == ()


def test_a_season_without_room_in_time_is_told(several: Season) -> None:
    """One day for everything of one committee: what does not fit is unplaced, the rest is planned."""
    busy = max(
        several.committees, key=lambda one: sum(row.preferred_committee == one.id for row in several.applications)
    )
    windows = tuple(
        Timetable(row.committee, date(2026, 10, 12), date(2026, 10, 12), row.acceptance_deadline)
        if row.committee == busy.id
        else row
        for row in several.timetable
    )
    found = planned(replace(several, timetable=windows))
    told = [one for one in found.unplaced if one.kind == "application"]
    assert told
    assert all(one.reasons for one in told)
    assert found.placed + len(told) == sum(1 for route in found.routes if route.committee)
    assert hard(found.findings) == ()


def test_nothing_can_be_planned_where_nobody_may_sit() -> None:
    season = replace(small_season(ENOUGH), pools=())
    found = planned(season)
    assert (found.status, found.placed, found.placed_bound) == (Status.IMPOSSIBLE, 0, 0)
    assert {one.subject for one in found.unplaced} == {row.id for row in season.applications}


def test_papers_that_are_missing_keep_an_application_out() -> None:
    season = small_season(ENOUGH)
    unsigned = replace(season.applications[0], commitments=1)
    found = planned(replace(season, applications=(unsigned, *season.applications[1:])))
    assert [(one.subject, one.reasons[0].rule) for one in found.unplaced] == [("D01", "SY24-14b")]
    assert (found.placed, found.placed_bound) == (5, 5)


def test_progress_goes_through_the_phases_in_order() -> None:
    steps: list[Progress] = []
    plan_season(brief_for(small_season(ENOUGH)), Budget(None, 1, time.monotonic), 1, report=steps.append)
    phases = list(dict.fromkeys(step.phase for step in steps))
    assert phases == ["routes", "batches", "timetable", "panels", "bound", *phases[5:-1], "check"]
    assert steps[-1].percent == 100.0


def test_routes_that_need_authorisation_are_never_planned(plan: Plan) -> None:
    open_routes = {row.application for row in plan.routes if row.kind is RouteKind.NEEDS_AUTHORISATION}
    assert open_routes
    assert not open_routes & {case.application for session in plan.sessions for case in session.cases}
