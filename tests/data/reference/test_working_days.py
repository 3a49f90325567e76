"""Working days: known years, filled-in years, and years that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest

from data.reference.working_days import known_years, working_calendar
from solver.domain.season import CalendarDay
from solver.errors import InputError
from tests.builders import small_season

HEADER = small_season().header


def test_the_working_days_of_a_year_are_those_of_its_notice() -> None:
    calendar = working_calendar(HEADER)
    counted = [calendar.working_days_between(date(year, 1, 1), date(year, 12, 31)) for year in (2024, 2025, 2026)]
    assert counted == [251, 248, 248]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_projects_table_and_the_library_agree_day_by_day(year: int) -> None:
    calendar, day = working_calendar(HEADER), date(year, 1, 1)
    while day.year == year:
        assert calendar.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),  # 国庆节
        (date(2026, 10, 10), True),  # a Saturday worked in its stead
        (date(2026, 10, 11), False),  # a plain Sunday
        (date(2026, 10, 12), True),
        (date(2019, 5, 1), False),  # a year of the library alone
    ],
)
def test_days_off_and_days_worked_in_their_stead(day: date, working: bool) -> None:
    assert working_calendar(HEADER).is_working(day) is working


def test_a_row_of_the_season_goes_before_everything() -> None:
    rows = (CalendarDay(date(2026, 10, 12), False), CalendarDay(date(2026, 10, 11), True))
    calendar = working_calendar(HEADER, rows)
    assert calendar.is_working(date(2026, 10, 11))
    assert not calendar.is_working(date(2026, 10, 12))


def test_a_year_that_nobody_knows_is_refused_by_the_name_of_the_sheet() -> None:
    unknown = max(known_years()) + 1
    header = replace(HEADER, year=unknown, first_day=date(unknown, 9, 1), last_day=date(unknown, 12, 31))
    with pytest.raises(InputError) as caught:
        working_calendar(header)
    (fault,) = caught.value.faults
    assert (fault.code, fault.table, fault.value) == ("unknown-calendar-year", "calendar", str(unknown))


def test_a_year_that_is_filled_in_counts_monday_to_friday_but_for_its_rows() -> None:
    unknown = max(known_years()) + 1
    header = replace(HEADER, year=unknown, first_day=date(unknown, 9, 1), last_day=date(unknown, 12, 31))
    calendar = working_calendar(header, (CalendarDay(date(unknown, 10, 1), False),))
    september = [date(unknown, 9, 1) + timedelta(days=n) for n in range(30)]
    weekdays = [day for day in september if day.weekday() < 5]
    assert [day for day in september if calendar.is_working(day)] == weekdays
    assert not calendar.is_working(date(unknown, 10, 1))


def test_half_days_per_day_are_the_seasons() -> None:
    day = date(2026, 10, 12)
    assert len(working_calendar(replace(HEADER, half_days=3)).half_days(day, day)) == 3
