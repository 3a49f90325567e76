"""What a committee is competent for, dimension by dimension, and the rules that say so of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from solver.domain.committees import Filing
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState, EmployerKind, Grade, Level, Tier
from solver.rules.brief import Brief
from solver.rules.scope import competence
from tests.builders import OPEN, small_plan, small_season, with_session
from tests.solver.rules.asking import about, brief_of, found
from tests.solver.rules.entrusting import (
    entrusted_plan,
    entrusting_season,
    with_application,
    with_committee,
    with_employer,
    with_filing,
)

DAY = (date(2026, 10, 12),)
LIST = {"SY24-12": {"items": [{"specialty": "机械工程", "levels": ["associate_senior", "full_senior"]}]}}


def dimensions(brief: Brief, days: tuple[date, ...] = DAY, committee: str = "C1") -> list[str]:
    return [reason.dimension for reason in competence(brief, committee, brief.season.application["D01"], days)]


def test_all_dimensions_covered_is_competent() -> None:
    assert dimensions(brief_of(small_season())) == []


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"series": "04"}, ["series"]),
        ({"specialty": "化学工程"}, ["specialty"]),
        ({"region": "大连"}, ["region"]),
        ({"specialty": "化学工程", "region": "大连"}, ["specialty", "region"]),
        ({"level": Level.FULL_SENIOR}, []),
    ],
)
def test_each_dimension_of_the_application_counts(changes: dict[str, object], lacking: list[str]) -> None:
    assert dimensions(brief_of(with_application(small_season(), "D01", **changes))) == lacking


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"levels": (Level.FULL_SENIOR,)}, ["level"]),
        ({"employers": ("V02",)}, ["employer"]),
        ({"employers": ("V01",)}, []),
        ({"employer_kinds": (EmployerKind.CENTRAL,)}, ["employer"]),
        ({"employer_kinds": (EmployerKind.CITY,)}, []),
        ({"employers": ("V02",), "employer_kinds": (EmployerKind.CITY,)}, []),
        ({"specialties": (), "regions": ()}, []),
        ({"end": DAY[0]}, []),
        ({"end": date(2026, 10, 11)}, ["dates"]),
        ({"start": date(2026, 10, 13)}, ["dates"]),
    ],
)
def test_each_dimension_of_the_filing_counts(changes: dict[str, object], lacking: list[str]) -> None:
    assert dimensions(brief_of(with_filing(small_season(), "F1", **changes))) == lacking


def test_two_filings_that_each_cover_half_do_not_add_up() -> None:
    season = with_filing(small_season(), "F1", regions=("大连",))
    other = replace(season.filings[0], id="F2", regions=("沈阳",), specialties=("化学工程",))
    assert dimensions(brief_of(replace(season, filings=(*season.filings, other)))) == ["region"]


def test_no_filing_at_all_is_reported_as_dates() -> None:
    assert dimensions(brief_of(replace(small_season(), filings=()))) == ["dates"]


def test_a_filing_counts_for_three_years_at_most() -> None:
    long = with_filing(small_season(), "F1", start=date(2023, 10, 12), end=date(2027, 12, 31))
    assert dimensions(brief_of(long), DAY) == []
    assert dimensions(brief_of(long), (date(2026, 10, 13),)) == ["dates"]


@pytest.mark.parametrize(("end", "lacking"), [(date(2026, 8, 31), ["dates"]), (OPEN, [])])
def test_without_days_a_filing_must_reach_into_the_published_window(end: date, lacking: list[str]) -> None:
    season = with_filing(small_season(), "F1", end=end)
    assert dimensions(brief_of(season), ()) == lacking


@pytest.mark.parametrize("state", [state for state in CommitteeState if state is not CommitteeState.ACTIVE])
def test_only_an_active_committee_is_competent(state: CommitteeState) -> None:
    assert dimensions(brief_of(with_committee(small_season(), "C1", state=state))) == ["state"]


def test_a_state_counts_on_its_days_only() -> None:
    season = with_committee(
        small_season(),
        "C1",
        state=CommitteeState.SUSPENDED,
        state_from=date(2026, 10, 1),
        state_to=date(2026, 10, 12),
    )
    brief = brief_of(season)
    assert dimensions(brief, DAY) == ["state"]
    assert dimensions(brief, (date(2026, 10, 13),)) == []
    assert dimensions(brief, ()) == []


def test_suspended_for_the_whole_window_is_never_competent() -> None:
    season = with_committee(small_season(), "C1", state=CommitteeState.SUSPENDED, state_to=date(2026, 11, 27))
    assert dimensions(brief_of(season), ()) == ["state"]


def test_unknown_committee_is_not_competent() -> None:
    assert dimensions(brief_of(small_season()), committee="C99") == ["state"]


def test_a_lower_level_needs_leave_to_review_downward() -> None:
    season = with_application(small_season(), "D01", level=Level.INTERMEDIATE)
    assert dimensions(brief_of(season)) == ["level", "level"]  # neither of the committee's grade, nor filed
    assert dimensions(brief_of(season, {"GD20-05": True})) == []


def test_a_higher_level_is_never_covered() -> None:
    season = with_committee(small_season(), "C1", grade=Grade.INTERMEDIATE)
    assert dimensions(brief_of(season, {"GD20-05": True})) == ["level"]


def test_what_the_province_keeps_is_for_a_provincial_committee() -> None:
    season = small_season()
    brief = brief_of(season, {"SY24-12": True}, LIST)
    assert dimensions(brief) == ["provincial_list"]
    provincial = with_committee(season, "C1", authority="H1")
    assert season.authority["H1"].tier is Tier.PROVINCE
    assert dimensions(brief_of(provincial, {"SY24-12": True}, LIST)) == []


def test_an_exam_only_level_is_for_no_committee() -> None:
    table = {("05", Level.ASSOCIATE_SENIOR): "exam", ("05", Level.FULL_SENIOR): "exam+review"}
    season = small_season()
    assert dimensions(brief_of(season, assessment=table)) == ["exam_only"]
    full = with_application(season, "D01", level=Level.FULL_SENIOR)
    assert dimensions(brief_of(full, assessment=table)) == []


def test_each_reason_names_filing_found_and_needed() -> None:
    brief = brief_of(with_application(small_season(), "D01", region="大连"))
    (reason,) = competence(brief, "C1", brief.season.application["D01"], DAY)
    assert reason.rule == "CN40-37"
    assert dict(reason.facts) == {"found": "大连", "needed": "沈阳", "filing": "沈人社备〔2025〕1号"}


def broken(rule: str, season: Season, in_force: dict[str, bool] | None = None) -> list[str]:
    """Applications that ``rule`` finds fault with in the small plan."""
    return about(found(rule, brief_of(season, in_force, LIST), small_plan(season)), "application")


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("one_series", {"series": "04"}),
        ("within_filing", {"specialty": "化学工程"}),
        ("within_filing", {"region": "大连"}),
        ("grade_covers_levels", {"level": Level.INTERMEDIATE}),
    ],
)
def test_one_application_out_of_scope_is_the_one_found(rule: str, changes: dict[str, object]) -> None:
    season = small_season()
    assert broken(rule, season) == []
    assert broken(rule, with_application(season, "D02", **changes)) == ["D02"]


def test_provincial_list_in_a_plan() -> None:
    season = with_application(small_season(), "D02", specialty="化学工程")
    assert broken("provincial_only", season, {"SY24-12": True}) == ["D01", "D03", "D04", "D05", "D06"]
    assert broken("provincial_only", season) == []


def test_a_filing_of_another_series_makes_two_series() -> None:
    season = small_season()
    second = Filing("F2", "C1", "x", "04", (Level.FULL_SENIOR,), date(2025, 1, 1), date(2027, 12, 31))
    both = replace(season, filings=(*season.filings, second))
    (finding,) = found("one_series", brief_of(both), small_plan(both))
    assert finding.found == "04、05"


def test_delegated_region_is_within_filing_but_delegated_specialty_is_not() -> None:
    season = entrusting_season()
    plan = entrusted_plan(season)
    assert found("within_filing", brief_of(season), small_plan(season)) != ()
    assert found("within_filing", brief_of(season), plan) == ()
    other = with_application(season, "D01", specialty="化学工程")
    assert [finding.found for finding in found("within_filing", brief_of(other), plan)] == ["specialty"]


@pytest.mark.parametrize(("end", "count"), [(date(2026, 10, 12), 0), (date(2026, 10, 11), 1)])
def test_session_after_its_filing_ended(end: date, count: int) -> None:
    season = with_filing(small_season(), "F1", end=end)
    assert len(found("filing_term", brief_of(season), small_plan(season))) == count


def test_the_last_day_of_a_long_session_counts_for_the_filing() -> None:
    season = with_filing(small_season(), "F1", end=date(2026, 10, 12))
    assert found("filing_term", brief_of(season), with_session(small_plan(season), length=2)) == ()
    assert len(found("filing_term", brief_of(season), with_session(small_plan(season), length=3))) == 1


def test_a_suspended_committee_has_no_session() -> None:
    season = with_committee(small_season(), "C1", state=CommitteeState.SUSPENDED)
    plan = with_session(small_plan(season), start=None)
    assert [finding.rule for finding in found("committee_active", brief_of(season), plan)] == ["SY24-16e"]


@pytest.mark.parametrize(("last", "count"), [(date(2026, 10, 11), 0), (date(2026, 10, 12), 1)])
def test_a_session_in_the_days_of_a_suspension(last: date, count: int) -> None:
    season = with_committee(small_season(), "C1", state=CommitteeState.SUSPENDED, state_to=last)
    assert len(found("committee_active", brief_of(season), small_plan(season))) == count


def test_rules_skip_what_does_not_exist() -> None:
    season = with_employer(small_season(), "V01", EmployerKind.CITY)
    plan = with_session(small_plan(season), committee="C99")
    for rule in ("committee_active", "one_series", "within_filing", "filing_term", "grade_covers_levels"):
        assert found(rule, brief_of(season), plan) == ()
