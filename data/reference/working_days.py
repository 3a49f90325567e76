"""Working days: the project's own table of years, the calendar library for other years, a season's sheet above both."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from solver.domain.calendar import WorkingCalendar
from solver.domain.faults import Fault
from solver.domain.season import CalendarDay, SeasonHeader
from solver.errors import InputError

_WEEKDAYS = 5  # Monday to Friday


@dataclass(frozen=True, slots=True)
class YearTable:
    """Days of a year that differ from Monday–Friday (国务院办公厅 holiday notice of that year)."""

    days_off: frozenset[date]
    working: frozenset[date]


def working_calendar(header: SeasonHeader, rows: Iterable[CalendarDay] = ()) -> WorkingCalendar:
    """The calendar of a season: every year known, changed by the season's rows.

    A year that nobody knows counts as filled in once the season's sheet has a row in it.

    Raises
    ------
    InputError
        If a year the season lies in is neither known nor filled in; the fault names the calendar sheet.
    """
    changed = {row.day: row.working for row in rows}
    years = known_years() | {day.year for day in changed}
    needed = {header.year, header.first_day.year, header.last_day.year}
    if missing := sorted(needed - years):
        known = f"{min(known_years())}–{max(known_years())}"
        raise InputError(
            Fault("unknown-calendar-year", "calendar", None, "day", value=str(year), facts=(("known", known),))
            for year in missing
        )
    days = {day for year in years for day in _working_days(year)}
    days |= {day for day, working in changed.items() if working}
    days -= {day for day, working in changed.items() if not working}
    return WorkingCalendar(tuple(sorted(days)), frozenset(years), header.half_days)


@cache
def known_years() -> frozenset[int]:
    """Years known without a season's sheet: those of the project's table and those of the library."""
    from chinese_calendar.constants import holidays

    return frozenset(_tables()) | {day.year for day in holidays}


@cache
def _tables() -> Mapping[int, YearTable]:
    rows = tomllib.loads((files("data.reference") / "working_days.toml").read_text("utf-8"))["year"]
    return {row["year"]: YearTable(frozenset(row["days_off"]), frozenset(row["working"])) for row in rows}


@cache
def _working_days(year: int) -> tuple[date, ...]:
    return tuple(day for day in _days(year) if _works(day))


def _days(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days))


def _works(day: date) -> bool:
    table = _tables().get(day.year)
    if table is not None:
        return day in table.working or (day.weekday() < _WEEKDAYS and day not in table.days_off)
    if day.year not in known_years():  # filled in on the season's sheet alone
        return day.weekday() < _WEEKDAYS
    from chinese_calendar import is_workday

    works: bool = is_workday(day)
    return works
