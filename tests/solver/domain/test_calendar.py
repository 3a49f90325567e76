"""Half-days and working days: counting as the Civil Code has it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from solver.domain.calendar import HalfDay, WorkingCalendar, days_of
from solver.errors import UnknownYearError

MONDAY = date(2026, 11, 23)


@pytest.fixture
def calendar() -> WorkingCalendar:
    """2026 with Monday–Friday working and no holiday."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    return WorkingCalendar(tuple(day for day in days if day.weekday() < 5), frozenset({2026}))


def test_the_first_day_is_not_counted(calendar: WorkingCalendar) -> None:
    assert calendar.add_working_days(MONDAY, 5) == date(2026, 11, 30)  # Tue 24 is the first of five
    assert calendar.add_working_days(MONDAY, 0) == MONDAY


def test_counting_from_a_day_off_starts_at_the_next_working_day(calendar: WorkingCalendar) -> None:
    assert calendar.add_working_days(date(2026, 11, 21), 1) == MONDAY


def test_working_days_between_counts_both_ends(calendar: WorkingCalendar) -> None:
    assert calendar.working_days_between(MONDAY, date(2026, 11, 30)) == 6
    assert calendar.working_days_between(date(2026, 11, 30), MONDAY) == 0


def test_a_span_goes_over_the_weekend(calendar: WorkingCalendar) -> None:
    span = calendar.span(HalfDay(date(2026, 11, 27), 2), 3)  # Friday afternoon, then Monday
    assert span == (HalfDay(date(2026, 11, 27), 2), HalfDay(date(2026, 11, 30), 1), HalfDay(date(2026, 11, 30), 2))
    assert days_of(span) == (date(2026, 11, 27), date(2026, 11, 30))


def test_a_span_ends_with_the_calendar(calendar: WorkingCalendar) -> None:
    assert len(calendar.span(HalfDay(date(2026, 12, 31), 1), 4)) == 2


def test_an_unknown_year_is_said_not_guessed(calendar: WorkingCalendar) -> None:
    with pytest.raises(UnknownYearError) as raised:
        calendar.is_working(date(2027, 1, 4))
    assert raised.value.parameters["year"] == 2027
    with pytest.raises(UnknownYearError):
        calendar.add_working_days(date(2026, 12, 31), 1)


def test_half_days_of_a_week(calendar: WorkingCalendar) -> None:
    halves = calendar.half_days(MONDAY, MONDAY + timedelta(6))
    assert len(halves) == 10
    assert halves[0] == HalfDay(MONDAY, 1)
    assert halves[-1] == HalfDay(date(2026, 11, 27), 2)
