"""When a session may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.reference.working_days import working_calendar
from solver.domain.calendar import HalfDay
from solver.domain.committees import SessionRequest
from solver.domain.plan import SessionDates
from solver.domain.season import Season
from solver.domain.vocabulary import Level
from solver.rules.brief import Brief
from solver.rules.starts import starts_within
from solver.rules.timetable import session_dates
from solver.rules.year_end import latest_end
from tests.builders import small_plan, small_season, with_session
from tests.solver.rules.asking import about, brief_of, found
from tests.solver.rules.entrusting import with_application


def wide_season(latest: date = date(2026, 12, 31)) -> Season:
    """The small season with a timetable to the end of the year."""
    season = small_season()
    return replace(season, timetable=(replace(season.timetable[0], latest=latest),))


def broken(rule: str, start: HalfDay, length: int = 1, season: Season | None = None) -> int:
    """How often ``rule`` is broken by the small plan's session at ``start``."""
    asked = season or small_season()
    return len(found(rule, brief_of(asked), with_session(small_plan(asked), start=start, length=length)))


@pytest.mark.parametrize(
    ("day", "half", "length", "count"),
    [
        (date(2026, 10, 12), 1, 1, 0),
        (date(2026, 10, 11), 1, 1, 1),  # a Sunday
        (date(2026, 10, 1), 1, 1, 1),  # National Day
        (date(2026, 10, 12), 3, 1, 1),  # no evenings in this season
        (date(2026, 12, 31), 1, 2, 0),
        (date(2026, 12, 31), 2, 2, 1),  # would end after the season
    ],
)
def test_sessions_are_on_working_half_days_of_the_season(day: date, half: int, length: int, count: int) -> None:
    assert broken("working_half_days", HalfDay(day, half), length) == count


@pytest.mark.parametrize(
    ("day", "half", "length", "count"),
    [
        (date(2026, 9, 1), 1, 1, 0),
        (date(2026, 8, 31), 2, 1, 1),
        (date(2026, 11, 27), 1, 2, 0),
        (date(2026, 11, 27), 2, 2, 1),  # ends on the Monday after the window
        (date(2026, 10, 11), 1, 1, 0),  # a Sunday breaks the rule about working days, not this one
    ],
)
def test_sessions_lie_in_the_published_window(day: date, half: int, length: int, count: int) -> None:
    assert broken("published_window", HalfDay(day, half), length) == count


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        ({"earliest": date(2026, 10, 12), "latest": date(2026, 10, 12)}, 0),
        ({"earliest": date(2026, 10, 13)}, 1),
        ({"latest": date(2026, 10, 11)}, 1),
        ({"fixed_start": HalfDay(date(2026, 10, 12), 1)}, 0),
        ({"fixed_start": HalfDay(date(2026, 10, 12), 2)}, 1),
        ({}, 0),
    ],
)
def test_a_wanted_session_is_when_it_is_wanted(request_: dict[str, object], count: int) -> None:
    wanted = SessionRequest("S1", "C1", (Level.ASSOCIATE_SENIOR,), **request_)  # type: ignore[arg-type]
    season = replace(small_season(), sessions=(wanted,))
    assert broken("published_window", HalfDay(date(2026, 10, 12), 1), season=season) == count


def test_a_committee_without_timetable_is_free_to_choose() -> None:
    season = replace(small_season(), timetable=())
    assert broken("published_window", HalfDay(date(2026, 12, 31), 1), season=season) == 0
    assert broken("after_acceptance", HalfDay(date(2026, 9, 1), 1), season=season) == 0


@pytest.mark.parametrize(("deadline", "count"), [(date(2026, 10, 11), 0), (date(2026, 10, 12), 1)])
def test_sessions_begin_after_acceptance_closed(deadline: date, count: int) -> None:
    season = small_season()
    late = replace(season, timetable=(replace(season.timetable[0], acceptance_deadline=deadline),))
    assert broken("after_acceptance", HalfDay(date(2026, 10, 12), 1), season=late) == count


@pytest.mark.parametrize(("accepted", "late"), [(date(2026, 8, 31), []), (date(2026, 9, 1), ["D02"]), (None, [])])
def test_what_came_after_acceptance_closed_is_not_taken(accepted: date | None, late: list[str]) -> None:
    season = with_application(small_season(), "D02", accepted_on=accepted)
    assert about(found("after_acceptance", brief_of(season), small_plan(season)), "application") == late


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_latest_end_of_a_review_is_23_december(year: int) -> None:
    """REGULATIONS.md, open points 3: with five days of notice posted the same day, in each of these years."""
    season = small_season()
    header = replace(season.header, year=year, first_day=date(year, 9, 1), last_day=date(year, 12, 31))
    rulebook = brief_of(season).rulebook
    brief = Brief(replace(season, header=header), working_calendar(header, ()), rulebook)
    assert latest_end(brief) == date(year, 12, 23)


@pytest.mark.parametrize(
    ("day", "half", "length", "count"),
    [
        (date(2026, 12, 23), 1, 2, 0),
        (date(2026, 12, 23), 2, 2, 1),
        (date(2026, 12, 24), 1, 1, 1),
    ],
)
def test_notice_and_filing_end_in_the_same_year(day: date, half: int, length: int, count: int) -> None:
    assert broken("same_year", HalfDay(day, half), length, wide_season()) == count


def test_the_year_rule_can_be_lifted_by_the_policy_sheet() -> None:
    brief = brief_of(wide_season(), parameters={"SY24-15i": {"same_year": False}})
    plan = with_session(small_plan(wide_season()), start=HalfDay(date(2026, 12, 31), 1))
    assert found("same_year", brief, plan) == ()


@pytest.mark.parametrize(("filing", "count"), [(6, 0), (5, 1)])
def test_filing_leaves_time_for_the_notice(filing: int, count: int) -> None:
    brief = brief_of(small_season(), parameters={"SY24-15h": {"filing_workdays": filing}})
    assert len(found("notice_and_filing", brief, small_plan(small_season()))) == count


def test_dates_follow_from_the_end_of_the_session() -> None:
    season = small_season()
    session = small_plan(season).sessions[0]
    assert session_dates(brief_of(season), session) == SessionDates(
        "S1",
        date(2026, 10, 13),  # the working day after Monday 12 October
        date(2026, 10, 20),  # five working days after it
        date(2026, 11, 9),  # twenty working days after the end: four weeks without holidays
        date(2026, 12, 31),
    )
    assert session_dates(brief_of(season), replace(session, start=None)) is None


@pytest.mark.parametrize(
    ("end", "posted", "closed", "filed"),
    [
        (date(2026, 12, 22), date(2026, 12, 23), date(2026, 12, 30), date(2026, 12, 31)),
        (date(2026, 12, 23), date(2026, 12, 23), date(2026, 12, 30), date(2026, 12, 31)),
        (date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 31)),
        (date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 30)),
    ],
)
def test_at_the_end_of_the_year_the_notice_is_posted_at_once(
    end: date, posted: date, closed: date, filed: date
) -> None:
    season = wide_season()
    session = replace(small_plan(season).sessions[0], start=HalfDay(end, 1))
    dates = session_dates(brief_of(season), session)
    assert dates is not None
    assert (dates.notice_start, dates.notice_end, dates.filing_last) == (posted, closed, filed)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"notice_end": date(2026, 10, 19)}, 1),
        ({"notice_start": date(2026, 10, 11), "notice_end": date(2026, 10, 20)}, 1),
        ({"filing_last": date(2026, 11, 10)}, 1),
        ({"filing_last": date(2026, 10, 20)}, 1),
    ],
)
def test_dates_written_into_a_plan_are_checked(changes: dict[str, date], count: int) -> None:
    season = small_season()
    brief, plan = brief_of(season), small_plan(season)
    dates = session_dates(brief, plan.sessions[0])
    assert dates is not None
    edited = replace(plan, dates=(replace(dates, **changes),))
    assert len(found("notice_and_filing", brief, edited)) == count


def test_start_sets_hold_exactly_the_starts_from_which_the_session_fits() -> None:
    season = small_season()
    session = replace(small_plan(season).sessions[0], start=None, length=3)
    window = date(2026, 10, 15), date(2026, 10, 19)  # Thursday to Monday, six half-days of work
    assert sorted(starts_within(brief_of(season), session, (window,))) == [
        HalfDay(date(2026, 10, 15), 1),
        HalfDay(date(2026, 10, 15), 2),
        HalfDay(date(2026, 10, 16), 1),
        HalfDay(date(2026, 10, 16), 2),
    ]
    assert starts_within(brief_of(season), replace(session, length=7), (window,)) == frozenset()
