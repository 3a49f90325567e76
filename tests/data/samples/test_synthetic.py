"""Invented seasons: the same for the same seed everywhere, valid, of the sizes asked, and as scarce as they say."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.briefing import brief_for
from data.samples.synthesis.impossible import HEADING, KIN_OF_ALL, NO_WORKING_DAY, POOL_TOO_SMALL
from data.samples.synthesis.recipe import Tightness
from data.samples.synthetic import synthesise
from data.season_files.season_file import read_season, write_season
from solver.domain.committees import Committee
from solver.domain.plan import RouteKind
from solver.domain.season import Season
from solver.domain.vocabulary import (
    Basis,
    Channel,
    CommitteeKind,
    CommitteeState,
    DelegationState,
    Grade,
    Level,
    Selection,
)
from solver.routing import route_applications

DIGEST = (
    "import hashlib; from data.samples.synthetic import synthesise; "
    "print(hashlib.sha256(repr(synthesise(9, 200, 300, 7, 'tight')).encode()).hexdigest())"
)
OUT_OF_SCOPE = frozenset({RouteKind.DELEGATED, RouteKind.NEEDS_AUTHORISATION})


@pytest.fixture(scope="module")
def town() -> Season:
    return synthesise(24, 1200, 3000, 5, "easy")


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_another_process_makes_the_same_season(hash_seed: str) -> None:
    words = [sys.executable, "-c", DIGEST]
    made = subprocess.run(words, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": hash_seed})
    here = hashlib.sha256(repr(synthesise(9, 200, 300, 7, "tight")).encode()).hexdigest()
    assert made.stdout.decode().strip() == here


def test_seeds_differ() -> None:
    assert synthesise(3, 60, 40, 1, "easy") != synthesise(3, 60, 40, 2, "easy")


@settings(max_examples=12, deadline=None)
@given(
    committees=st.integers(1, 15),
    experts=st.integers(30, 200),
    applications=st.integers(1, 150),
    seed=st.integers(0, 99),
    tightness=st.sampled_from(["easy", "tight", "impossible"]),
)
def test_any_season_is_of_the_size_asked_and_valid(
    tmp_path_factory: pytest.TempPathFactory,
    committees: int,
    experts: int,
    applications: int,
    seed: int,
    tightness: Tightness,
) -> None:
    season = synthesise(committees, experts, applications, seed, tightness)
    assert (len(season.committees), len(season.experts), len(season.applications)) == (
        committees,
        experts,
        applications,
    )
    path: Path = tmp_path_factory.mktemp("season") / "season.json"
    write_season(season, path)
    assert read_season(path) == season


@pytest.mark.parametrize("form", ["season.xlsx", "folder"])
def test_a_season_comes_back_from_a_workbook_and_a_folder(tmp_path: Path, form: str) -> None:
    season = synthesise(12, 300, 200, 3, "impossible")
    write_season(season, tmp_path / form)
    assert read_season(tmp_path / form) == season


def test_two_to_four_per_cent_lie_outside_every_filing(town: Season) -> None:
    routes = route_applications(brief_for(town))
    share = sum(row.kind in OUT_OF_SCOPE for row in routes) / len(routes)
    assert 0.02 <= share <= 0.04
    assert {row.kind for row in routes} == set(RouteKind)


def test_some_delegations_are_accepted_and_others_are_not(town: Season) -> None:
    states = Counter(row.state for row in town.delegations)
    accepted = states[DelegationState.ACCEPTED]
    assert abs(accepted - len(town.delegations) / 2) <= 1
    assert len(states) >= 3


def test_pools_hold_three_to_eight_panels_and_experts_are_in_one_to_three(town: Season) -> None:
    for committee in town.committees:
        assert committee.size is not None
        # One in twelve over the recipe's largest multiple: experts who found no smaller pool.
        assert 3 * committee.size <= len(town.pool_of[committee.id]) <= 8 * committee.size * 13 / 12
    pools = {expert.id: len(town.terms_of.get(expert.id, ())) for expert in town.experts}
    assert set(pools.values()) <= {1, 2, 3}


def test_pool_members_have_series_and_rank_of_their_committee(town: Season) -> None:
    junior = {row.id for row in town.committees if row.grade is Grade.JUNIOR}
    for term in town.pools:
        committee = town.committee[term.committee]
        held = town.qualifications_of[term.expert]
        assert {row.series for row in held} == {committee.series}
        least = Level.INTERMEDIATE if committee.id in junior else Level.ASSOCIATE_SENIOR
        assert max(row.level for row in held) >= least


def test_employers_follow_a_long_tailed_law(town: Season) -> None:
    staff = sorted(Counter(row.employer for row in town.persons if row.employer).values(), reverse=True)
    tenth = len(staff) // 10
    # Equal employers would put a tenth of the people into a tenth of them.
    assert sum(staff[:tenth]) > 0.25 * sum(staff)


def test_no_group_of_employers_holds_more_than_its_share_of_a_regional_pool(town: Season) -> None:
    for committee in town.committees:
        if committee.kind is CommitteeKind.REGIONAL:
            homes = [town.group_of[town.employer_of_expert(term.expert)] for term in town.pool_of[committee.id]]
            assert max(Counter(homes).values()) <= len(homes) / 3


def test_a_town_has_one_of_everything(town: Season) -> None:
    assert {row.selection for row in town.committees} == set(Selection)
    assert {row.kind for row in town.committees} == set(CommitteeKind)
    assert sum(row.state is CommitteeState.SUSPENDED for row in town.committees) == 1
    assert any(row.parent for row in town.employers)
    assert {row.channel for row in town.applications} == set(Channel)
    assert {row.level for row in town.applications} == set(Level)
    assert any(len(rows) == 2 for rows in town.applications_of.values())
    assert {expert.person for expert in town.experts} & {row.applicant for row in town.applications}


def test_talent_cases_for_the_full_senior_title_have_two_full_senior_recommenders(town: Season) -> None:
    asked = [row for row in town.applications if row.channel is Channel.TALENT and row.level is Level.FULL_SENIOR]
    assert asked
    for row in asked:
        assert [one.level for one in town.recommenders_of[row.id]] == [Level.FULL_SENIOR] * 2


def test_some_kinship_reaches_through_a_spouse_who_is_neither_expert_nor_applicant(town: Season) -> None:
    ties = [tie for found in brief_for(town).conflicts.ties.values() for tie in found]
    chains = [tie.path for tie in ties if tie.is_kin and len(tie.path) == 5]
    outsiders = {row.id for row in town.persons} - {row.person for row in town.experts}
    outsiders -= {row.applicant for row in town.applications}
    assert any(path[2] in outsiders for path in chains)


def test_tight_seasons_have_less_time_than_easy_ones() -> None:
    def halves(season: Season) -> float:
        return len(season.unavailability) / len(season.experts)

    def window(season: Season) -> float:
        return sum((row.latest - row.earliest).days for row in season.timetable) / len(season.timetable)

    easy, tight = (synthesise(12, 300, 500, 1, one) for one in ("easy", "tight"))
    assert halves(tight) > 2 * halves(easy)
    assert window(tight) < 0.75 * window(easy)


def fewest(committee: Committee) -> int:
    """The fewest members of a senior committee (40号令 第9条)."""
    assert committee.grade is Grade.SENIOR
    return 25 if committee.basis is Basis.SERIES else 11


def test_impossible_seasons_say_which_committees_cannot_sit_and_why() -> None:
    season = synthesise(12, 300, 500, 4, "impossible")
    brief = brief_for(season)
    reasons = {dict(row.extra)[HEADING]: row for row in season.committees if row.extra}
    assert set(reasons) == {POOL_TOO_SMALL, NO_WORKING_DAY, KIN_OF_ALL}
    small = reasons[POOL_TOO_SMALL]
    assert len(brief.pool[small.id]) == fewest(small) - 2
    window = season.timetable_of[reasons[NO_WORKING_DAY].id]
    assert brief.calendar.working_days_between(window.earliest, window.latest) == 0
    barred = reasons[KIN_OF_ALL]
    applicants = [row.application for row in route_applications(brief) if row.committee == barred.id]
    kin = {
        tie.expert
        for one in applicants
        for tie in brief.conflicts.ties.get(season.application[one].applicant, ())
        if tie.is_kin
    }
    assert len(set(brief.pool[barred.id]) - kin) < fewest(barred)
