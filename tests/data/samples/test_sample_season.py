"""The committed sample: what its builder makes, small, and with one instance of everything that needs an eye."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from data.briefing import brief_for
from data.samples.sample_season import HEADING, SAMPLE, build_sample
from data.season_files.season_file import read_season
from solver.domain.plan import Route, RouteKind
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeKind, CommitteeState, DelegationState, Selection
from solver.routing import route_applications
from solver.rules.brief import Brief


@pytest.fixture(scope="module")
def season() -> Season:
    return build_sample()


@pytest.fixture(scope="module")
def brief(season: Season) -> Brief:
    return brief_for(season)


@pytest.fixture(scope="module")
def routes(brief: Brief) -> tuple[Route, ...]:
    return route_applications(brief)


def test_the_committed_workbook_is_what_the_builder_makes(season: Season) -> None:
    assert read_season(SAMPLE) == season


def test_it_is_shenyang_2026_and_small_enough_to_read(season: Season) -> None:
    assert (season.header.place, season.header.year) == ("沈阳", 2026)
    assert (len(season.committees), len(season.experts), len(season.applications)) == (12, 300, 500)
    assert len(season.rooms) >= 4


def test_committees_are_drawn_and_chosen_one_suspended_one_self_review(season: Season) -> None:
    assert {row.selection for row in season.committees} == set(Selection)
    assert [row.state for row in season.committees].count(CommitteeState.SUSPENDED) == 1
    assert [row.kind for row in season.committees].count(CommitteeKind.SELF_REVIEW) == 1


def test_one_delegation_routes_and_the_other_waits(season: Season, routes: tuple[Route, ...]) -> None:
    accepted, submitted = season.delegations
    assert (accepted.state, submitted.state) == (DelegationState.ACCEPTED, DelegationState.SUBMITTED)
    sent = Counter(season.employer_of_applicant(row.application) for row in routes if row.kind is RouteKind.DELEGATED)
    assert sent == {accepted.entrusting: 6}
    waiting = [row for row in routes if season.employer_of_applicant(row.application) == submitted.entrusting]
    assert len(waiting) == 5
    for row in waiting:
        assert row.kind is RouteKind.NEEDS_AUTHORISATION
        assert submitted.to_committee in row.candidates
        assert row.authority == submitted.authority


def test_applications_of_the_suspended_committee_wait(season: Season, routes: tuple[Route, ...]) -> None:
    waiting = [row for row in routes if any(reason.dimension == "state" for reason in row.reasons)]
    assert waiting
    assert {row.kind for row in waiting} == {RouteKind.NEEDS_AUTHORISATION}


def test_one_person_applied_twice_and_neither_is_planned(season: Season, routes: tuple[Route, ...]) -> None:
    twice = [row for row in routes if any(reason.dimension == "duplicate" for reason in row.reasons)]
    assert len(twice) == 2
    assert len({season.application[row.application].applicant for row in twice}) == 1
    assert {row.kind for row in twice} == {RouteKind.NOT_FOR_COMMITTEE}


def test_one_application_is_for_a_level_that_is_examined(routes: tuple[Route, ...]) -> None:
    examined = [row for row in routes if any(reason.dimension == "exam_only" for reason in row.reasons)]
    assert [row.kind for row in examined] == [RouteKind.NOT_FOR_COMMITTEE]


def test_a_conflict_reaches_an_expert_of_the_committee_through_a_spouse(
    season: Season, brief: Brief, routes: tuple[Route, ...]
) -> None:
    marriage, siblings = [row for row in season.relations if row.extra]
    committee = {season.application[row.application].applicant: row.committee for row in routes}
    applicant = siblings.b
    found = [tie for tie in brief.conflicts.ties[applicant] if tie.path[:1] == (marriage.a,) and tie.is_kin]
    assert [tie.path for tie in found] == [(marriage.a, "spouse", marriage.b, "sibling", applicant)]
    assert found[0].expert in brief.pool[committee[applicant]]


def test_a_session_is_wanted_and_a_number_of_the_register_is_changed(season: Season, brief: Brief) -> None:
    (wanted,) = season.sessions
    assert wanted.preferred_days == (date(2026, 10, 20), date(2026, 10, 21))
    assert sum(group.seats for group in wanted.groups) == season.committee[wanted.committee].size
    assert brief.rulebook.provision("PD-06").whole("max_apps_per_day") == 18


def test_every_row_set_by_hand_says_what_it_is_an_example_of(season: Season) -> None:
    told = [
        dict(row.extra).get(HEADING)
        for table in (season.committees, season.delegations, season.applications, season.relations, season.sessions)
        for row in table
        if row.extra
    ]
    assert all(told)
    # Suspended, self-review; two delegations; two twins, one examined; two links of the chain; one session.
    assert len(told) == 2 + 2 + 3 + 2 + 1
