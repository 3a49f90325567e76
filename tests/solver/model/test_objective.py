"""Terms of the score by hand; and the panel program pays the same for a panel as the score does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from solver.domain.calendar import HalfDay
from solver.domain.committees import PolicyChange, SessionRequest
from solver.domain.people import Employer, Qualification, Service
from solver.domain.plan import Alternate, PanelSeat, Plan
from solver.domain.season import Season
from solver.domain.vocabulary import Level, Role
from solver.model.merits import Merits, beyond_first, load
from solver.model.objective import COSTS, TERMS, score, total, weights
from tests.builders import small_plan, small_season, with_session


def counts(season: Season, plan: Plan) -> dict[str, float]:
    """Count of every term of ``plan``."""
    return {term.name: term.count for term in score(brief_for(season), plan)}


def test_the_small_plan_is_worth_what_is_counted_by_hand() -> None:
    season = small_season()
    found = counts(season, small_plan(season))
    assert found == {
        "seat_fit": 11.0,  # eleven members, each with strength 1 in 机械工程
        "reader_fit": 18.0,  # six cases with three readers of strength 1
        "load": 11,  # eleven first days, each costs 1
        "fresh": 11,  # nobody served last year
        "employer_spread": 0,  # fifteen experts of fifteen employers
        "recusals": 0,
        "reserve": 0,
        "travel": 0,  # no expert has a district
        "preferred_day": 0,
        "compact": 0,
        "alternate_fit": 0.0,
    }


def test_values_are_weights_times_counts_and_costs_are_negative() -> None:
    season = small_season()
    brief = brief_for(season)
    terms = score(brief, small_plan(season))
    signed = weights(brief.rulebook)
    assert [term.name for term in terms] == list(TERMS)
    assert all(term.value == signed[term.name] * term.count for term in terms)
    assert all((signed[name] < 0) is (name in COSTS) for name in TERMS)
    # 11 seats at 10, 18 readings at 4, 11 days at −2, 11 fresh faces at 2
    assert total(terms) == pytest.approx(110 + 72 - 22 + 22)


def test_strengths_count_by_the_best_specialty_of_the_group_and_readers_by_that_of_the_case() -> None:
    season = small_season()
    weak = tuple(replace(row, strength=0.5) if row.expert == "E01" else row for row in season.qualifications)
    extra = Qualification("E02", "05", "焊接", Level.FULL_SENIOR, strength=0.25)
    season = replace(season, qualifications=(*weak, extra))
    plan = small_plan(season)
    found = counts(season, plan)
    assert found["seat_fit"] == 10.5
    # readers of case n (from 0) are experts 3n, 3n+1, 3n+2 modulo 11: expert 0 is among them for n = 0 and n = 3
    readings = sum("E01" in case.readers for case in plan.sessions[0].cases)
    assert readings == 2
    assert found["reader_fit"] == 18 - 2 * 0.5


def test_load_is_convex_over_days_and_starts_from_last_year() -> None:
    assert [load(0, days) for days in range(4)] == [0, 1, 3, 6]
    assert load(2, 1) == 3
    season = small_season()
    served = (
        Service("E01", "C9", 2025, sessions=2),
        Service("E02", "C1", 2025, sessions=1),
        Service("E03", "C1", 2024, sessions=5),
    )
    season = replace(season, service=served)
    # three half-days are two days: E01 third and fourth day 3+4, E02 second and third 2+3, the nine others 1+2
    found = counts(season, with_session(small_plan(season), length=3))
    assert found["load"] == 7 + 5 + 9 * 3
    assert found["fresh"] == 10  # E02 served on C1 last year; E01 on another committee, E03 two years ago


def test_seats_of_one_employer_beyond_the_first_count() -> None:
    assert beyond_first(["U1", "U1", "U1", "U2", "", ""]) == 2
    season = small_season(employers=4)
    # eleven members over four employers: 3 + 3 + 3 + 2, so 2 + 2 + 2 + 1 beyond the first
    assert counts(season, small_plan(season))["employer_spread"] == 7


def test_recusals_and_reserve_count_per_case() -> None:
    season = small_season(employers=4)
    # every applicant works where E01, E05 and E09 do: three recused for each of six cases, of at most 11/3 = 3
    persons = tuple(replace(row, employer="U01") if row.id.startswith("A") else row for row in season.persons)
    season = replace(season, persons=persons, employers=(*season.employers, Employer("U99", "x")))
    found = counts(season, small_plan(season))
    assert found["recusals"] == 6 * 3
    assert found["reserve"] == 6 * 1  # two would leave one to spare


def test_travel_counts_days_away_from_home() -> None:
    season = small_season()
    homes = {"E01": "和平区", "E02": "铁西区", "E03": "铁西区"}
    experts = tuple(replace(row, district=homes.get(row.id, ""), remote=row.id == "E03") for row in season.experts)
    season = replace(season, experts=experts)
    # R1 is in 和平区: E01 is at home, E03 takes part from afar, E02 travels on both days
    assert counts(season, with_session(small_plan(season), length=3))["travel"] == 2


def test_preferred_days_and_days_without_a_sitting_count_per_session() -> None:
    season = small_season()
    request = SessionRequest("S1", "C1", (Level.ASSOCIATE_SENIOR,), preferred_days=(date(2026, 10, 16),))
    season = replace(season, sessions=(request,))
    plan = small_plan(season)
    friday = with_session(plan, start=HalfDay(date(2026, 10, 16), 2), length=2)
    found = counts(season, friday)
    assert (found["preferred_day"], found["compact"]) == (1, 2)  # Friday afternoon and Monday morning: two days between
    assert counts(season, plan)["preferred_day"] == 0


def test_alternates_count_by_their_strength() -> None:
    season = small_season()
    plan = with_session(small_plan(season), alternates=(Alternate("E14", "", 1), Alternate("E15", "", 2)))
    assert counts(season, plan)["alternate_fit"] == 2


def test_weights_come_from_the_register_and_the_policy_sheet() -> None:
    season = small_season()
    policy = (PolicyChange("PD-22", "seat_fit", "3.5", "试行", "市人社局"),)
    assert weights(brief_for(replace(season, policy=policy)).rulebook)["seat_fit"] == 3.5


def test_a_seat_of_somebody_unknown_is_worth_nothing() -> None:
    season = small_season()
    plan = with_session(small_plan(season), panel=(PanelSeat("E99", Role.CHAIR),), cases=())
    found = counts(season, plan)
    assert (found["seat_fit"], found["travel"], found["employer_spread"]) == (0, 0, 0)


def test_merits_know_last_year_only() -> None:
    season = replace(small_season(), service=(Service("E01", "C1", 2024, sessions=3),))
    merits = Merits(brief_for(season))
    assert merits.is_new("E01", "C1")
    assert merits.past_days("E01") == 0
