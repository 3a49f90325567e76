"""What the channel and papers of an application must show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from solver.domain.committees import Recommender
from solver.domain.vocabulary import Channel, Level
from solver.errors import RegisterError
from solver.rules.channel import notice_days
from tests.builders import small_plan, small_season
from tests.solver.rules.asking import about, brief_of, found
from tests.solver.rules.entrusting import with_application


@pytest.mark.parametrize(
    ("rule", "changes", "count"),
    [
        ("talent_team", {"channel": Channel.TALENT, "team_size": 3}, 0),
        ("talent_team", {"channel": Channel.TALENT, "team_size": 4}, 1),
        ("talent_team", {"channel": Channel.NORMAL, "team_size": 4}, 0),
        ("commitments", {"commitments": 2}, 0),
        ("commitments", {"commitments": 1}, 1),
        ("commitments", {"commitments": None}, 0),
        ("papers", {"papers_checked": True}, 0),
        ("papers", {"papers_checked": False}, 1),
        ("papers", {"papers_checked": None}, 0),
        ("employer_notice", {"notice_start": date(2026, 8, 3), "notice_end": date(2026, 8, 10)}, 0),
        ("employer_notice", {"notice_start": date(2026, 8, 3), "notice_end": date(2026, 8, 7)}, 1),
        ("employer_notice", {"notice_start": None}, 0),
        ("employer_notice", {"accepted_on": date(2026, 8, 13)}, 0),
        ("employer_notice", {"accepted_on": date(2026, 8, 12)}, 1),
        ("approval_document", {"channel": Channel.GREEN, "approval_document": "沈人社〔2026〕9号"}, 0),
        ("approval_document", {"channel": Channel.GREEN, "approval_document": ""}, 1),
        ("approval_document", {"channel": Channel.NORMAL, "approval_document": ""}, 0),
    ],
)
def test_either_side_of_what_a_channel_asks(rule: str, changes: dict[str, object], count: int) -> None:
    season = with_application(small_season(), "D04", **changes)
    findings = found(rule, brief_of(season, {"SY24-10": True}), small_plan(season))
    assert about(findings, "application") == ["D04"] * count


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 8, 3), date(2026, 8, 10), 5),  # Monday to Monday: the Monday of posting is not counted
        (date(2026, 8, 2), date(2026, 8, 7), 5),  # posted on a Sunday: Monday to Friday count
        (date(2026, 8, 8), date(2026, 8, 9), 0),
        (date(2026, 9, 30), date(2026, 10, 8), 1),  # National Day: 8 October is the next working day
    ],
)
def test_the_day_of_posting_is_not_counted(start: date, end: date, days: int) -> None:
    season = with_application(small_season(), "D01", notice_start=start, notice_end=end)
    assert notice_days(brief_of(season).calendar, season.application["D01"]) == days


@pytest.mark.parametrize(
    ("recommenders", "count"),
    [
        ((("P01", Level.FULL_SENIOR), ("P02", Level.FULL_SENIOR)), 0),
        ((("P01", Level.FULL_SENIOR), ("P01", Level.FULL_SENIOR)), 1),
        ((("P01", Level.FULL_SENIOR), ("P02", Level.ASSOCIATE_SENIOR)), 1),
        ((("P01", Level.FULL_SENIOR), ("A01", Level.FULL_SENIOR)), 1),
        ((), 1),
    ],
)
def test_direct_full_senior_takes_two_full_senior_recommenders(
    recommenders: tuple[tuple[str, Level], ...], count: int
) -> None:
    talent = with_application(small_season(), "D01", channel=Channel.TALENT, level=Level.FULL_SENIOR)
    rows = tuple(Recommender("D01", person, level) for person, level in recommenders)
    season = replace(talent, recommenders=rows)
    assert len(found("talent_recommenders", brief_of(season), small_plan(season))) == count


def test_an_unknown_level_in_the_register_is_an_error() -> None:
    season = with_application(small_season(), "D01", channel=Channel.TALENT, level=Level.FULL_SENIOR)
    brief = brief_of(season, parameters={"SY24-08b": {"level": "professor"}})
    with pytest.raises(RegisterError):
        found("talent_recommenders", brief, small_plan(season))
