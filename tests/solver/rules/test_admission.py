"""Applications that no committee evaluates, and nobody twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.domain.vocabulary import Channel, Level
from tests.builders import small_plan, small_season
from tests.solver.rules.asking import about, brief_of, found
from tests.solver.rules.entrusting import with_application

TABLE = {("05", Level.ASSOCIATE_SENIOR): "exam"}


def test_an_exam_only_level_is_found_wherever_it_is_planned() -> None:
    season = with_application(small_season(), "D01", level=Level.FULL_SENIOR)
    findings = found("exam_only", brief_of(season, assessment=TABLE), small_plan(season))
    assert about(findings, "application") == ["D02", "D03", "D04", "D05", "D06"]
    both = {("05", Level.ASSOCIATE_SENIOR): "exam+review"}
    assert found("exam_only", brief_of(season, assessment=both), small_plan(season)) == ()


@pytest.mark.parametrize(
    ("rule", "channel", "cited"),
    [
        ("recognised_directly", Channel.RECOGNITION, "SY24-09b"),
        ("granted_by_certificate", Channel.CERTIFICATE, "SY24-05a"),
    ],
)
def test_what_needs_no_committee_goes_before_none(rule: str, channel: Channel, cited: str) -> None:
    season = small_season()
    assert found(rule, brief_of(season), small_plan(season)) == ()
    other = with_application(season, "D03", channel=channel)
    (finding,) = found(rule, brief_of(other), small_plan(other))
    assert (finding.rule, about((finding,), "application")) == (cited, ["D03"])
    (elsewhere,) = found(rule, brief_of(other, {cited: False}), small_plan(other))
    assert elsewhere.rule == "LG-08"


def test_of_two_applications_none_is_planned_until_somebody_picks_one() -> None:
    season = with_application(small_season(), "D02", applicant="A01")
    findings = found("once_a_year", brief_of(season), small_plan(season))
    assert about(findings, "application") == ["D01", "D02"]
    assert {finding.found for finding in findings} == {"D01、D02"}


def test_only_the_picked_one_may_be_planned() -> None:
    season = with_application(small_season(), "D02", applicant="A01", withdrawn=True)
    plan = small_plan(season)
    assert about(found("once_a_year", brief_of(season), plan), "application") == ["D02"]
    kept = tuple(case for case in plan.sessions[0].cases if case.application != "D02")
    picked = replace(plan, sessions=(replace(plan.sessions[0], cases=kept),))
    assert found("once_a_year", brief_of(season), picked) == ()


def test_once_a_year_falls_back_to_the_product_default() -> None:
    season = with_application(small_season(), "D02", applicant="A01")
    findings = found("once_a_year", brief_of(season, {"SY24-15b": False}), small_plan(season))
    assert [finding.rule for finding in findings] == ["PD-16", "PD-16"]
    two = brief_of(season, parameters={"SY24-15b": {"max_per_person_year": 2}})
    assert found("once_a_year", two, small_plan(season)) == ()
