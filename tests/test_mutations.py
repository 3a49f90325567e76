"""A correct plan spoiled in one way at a time: each way is caught, by the right rule and with the right id."""

from __future__ import annotations

import time

import pytest

from data.briefing import brief_for
from data.samples.sample_season import build_sample
from solver.check import check, hard
from solver.domain.plan import Plan
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from solver.rules.brief import Brief
from tests.mutations import entitlement, panels, presence
from tests.mutations.mutation import Mutation

EFFORT = 10

MUTATIONS: tuple[Mutation, ...] = (
    Mutation("CN40-37", "within_filing", entitlement.out_of_scope),
    Mutation("SY24-15b", "once_a_year", entitlement.applied_twice),
    Mutation("PD-15", "exam_only", entitlement.exam_only),
    Mutation("SY24-15c", "authorised", entitlement.delegation_revoked),
    Mutation("CN40-08a", "filing_term", entitlement.filing_expired),
    Mutation("SY24-16e", "committee_active", entitlement.suspended),
    Mutation("CN40-09a", "panel_is_odd", panels.even_panel),
    Mutation("PD-24", "chair_and_vice", panels.no_chair),
    Mutation("CN40-21", "group_minimum", panels.group_of_two),
    Mutation("PD-20", "leader_per_group", panels.without_leader),
    Mutation("CN40-10b", "level", panels.lower_level),
    Mutation("CN40-11b", "in_pool", panels.stranger),
    Mutation("CN40-10c", "pool_term", panels.term_ended),
    Mutation("CN40-25", "not_applicant", panels.own_applicant),
    Mutation("CN-HB-1", "kin_of_applicant", panels.kin_of_applicant),
    Mutation("PD-13", "kin_apart", panels.kin_on_panel),
    Mutation("CN40-25", "readers_not_recused", panels.reader_recused),
    Mutation("CN40-19a", "panel_left", panels.quorum_lost),
    Mutation("PD-12", "readers_per_case", presence.too_few_readers),
    Mutation("PD-06", "cases_per_day", presence.overloaded_reader),
    Mutation("LG-01", "one_place", presence.double_booked),
    Mutation("LG-01", "one_place", presence.alternate_double_booked),
    Mutation("LG-02", "available", presence.unavailable),
    Mutation("PD-04", "alternates_enough", presence.no_alternates),
    Mutation("LG-03", "room_use", presence.room_used_twice),
    Mutation("LG-04", "room_seats", presence.room_too_small),
    Mutation("SY24-15a", "published_window", presence.outside_window),
    Mutation("LG-07", "working_half_days", presence.on_sunday),
    Mutation("SY24-15i", "same_year", presence.over_the_year),
    Mutation("PD-01", "employer_cap", panels.one_employer),
    Mutation("PD-14", "outside_share", panels.insiders_only),
    Mutation("PD-02", "consecutive_years", panels.third_year),
    Mutation("PD-02", "new_share", panels.old_faces),
    Mutation("LG-08", "plan_refers_to_what_exists", panels.ghost),
    Mutation("LG-08", "plan_leaves_nothing_out", entitlement.forgotten),
    Mutation("LG-08", "plan_leaves_nothing_out", entitlement.placed_and_listed),
    Mutation("CN40-11a", "drawn_names", entitlement.names_published),
)
"""Every mutation, in the order of the catalogue's families."""


@pytest.fixture(scope="module")
def brief() -> Brief:
    return brief_for(build_sample())


@pytest.fixture(scope="module")
def plan(brief: Brief) -> Plan:
    return plan_season(brief, Budget(None, EFFORT, time.monotonic), seed=1)


def test_the_plan_before_mutation_breaks_no_rule(brief: Brief, plan: Plan) -> None:
    assert len(plan.sessions) >= len({row.committee for row in plan.routes if row.committee})
    assert hard(check(brief, plan)) == ()


@pytest.fixture(scope="module")
def before(brief: Brief, plan: Plan) -> frozenset[tuple[str, str]]:
    return frozenset((one.rule, one.by) for one in check(brief, plan))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.spoil.__name__)
def test_each_mutation_is_caught_with_its_rule(
    brief: Brief, plan: Plan, before: frozenset[tuple[str, str]], mutation: Mutation
) -> None:
    season, spoiled = mutation.spoil(brief, plan)
    changed = brief if season is brief.season else brief_for(season)
    after = {(one.rule, one.by) for one in check(changed, spoiled)}
    assert (mutation.rule, mutation.by) in after - before
