"""A brief is made whole or refused with every fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from solver.domain.committees import PolicyChange
from solver.errors import InputError
from tests.builders import small_season


def test_a_brief_has_the_register_of_its_place_and_day() -> None:
    brief = brief_for(small_season())
    assert (brief.rulebook.place, brief.rulebook.on) == ("沈阳市", date(2026, 9, 1))
    assert brief.calendar.is_working(date(2026, 10, 12))
    assert brief.conflicts.employer_of["A01"] == "V01"


def test_the_policy_sheet_reaches_the_register() -> None:
    season = replace(small_season(), policy=(PolicyChange("PD-06", "max_apps_per_day", "15", "试行"),))
    assert brief_for(season).rulebook.provision("PD-06").whole("max_apps_per_day") == 15


def test_faults_of_place_and_calendar_are_told_together() -> None:
    season = small_season()
    header = replace(season.header, place="某地", year=2090, first_day=date(2090, 9, 1), last_day=date(2090, 12, 31))
    with pytest.raises(InputError) as caught:
        brief_for(replace(season, header=header))
    assert [fault.code for fault in caught.value.faults] == ["unknown-calendar-year", "unknown-place"]
