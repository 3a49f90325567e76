"""Calendar files as any calendar reads them: stable ids, growing sequence, Beijing time, and what is called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from data.notice_files.calendars import CalendarFile, Issue, calendars
from data.notice_files.notice_sheet import write_notice_sheet
from solver.domain.calendar import HalfDay
from solver.domain.notices import notices
from solver.domain.plan import Plan
from tests.builders import with_session
from tests.solver.replan.small_repairs import experts, one_session

BRIEF, PLAN = one_session()
MADE = datetime(2026, 9, 30, 8, tzinfo=UTC)


def files(former: Plan | None, plan: Plan, number: int = 1) -> dict[str, Calendar]:
    made = calendars(notices(former, plan), Issue("2026-沈阳", number, MADE), BRIEF)
    return {one.name: Calendar.from_ical(one.content) for one in made}


def event(calendar: Calendar) -> Any:
    (found,) = calendar.walk("VEVENT")
    return found


def test_everybody_gets_a_file_of_what_they_come_to() -> None:
    found = files(None, PLAN)
    assert set(found) == {f"{one}-request.ics" for one in experts(*range(1, 9))}
    one = found["E01-request.ics"]
    assert (str(one["METHOD"]), str(one["VERSION"])) == ("REQUEST", "2.0")
    assert [str(zone["TZID"]) for zone in one.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    row = event(one)
    assert (str(row["UID"]), row["SEQUENCE"], str(row["STATUS"])) == ("2026-沈阳-S1-E01-1@pingwei", 1, "CONFIRMED")
    assert row.decoded("DTSTART").isoformat() == "2026-10-12T09:00:00+08:00"
    assert row.decoded("DTEND").isoformat() == "2026-10-12T12:00:00+08:00"
    assert row.decoded("DTSTAMP") == MADE
    assert str(row["LOCATION"]) == "市民大厦（R1）"
    assert "主任委员" in str(row["SUMMARY"])
    assert "候补第 1 名" in str(event(found["E06-request.ics"])["SUMMARY"])


def test_a_session_that_moves_keeps_its_id_and_counts_on() -> None:
    moved = with_session(PLAN, start=HalfDay(date(2026, 10, 20), 2))
    before, after = (event(one["E01-request.ics"]) for one in (files(None, PLAN), files(PLAN, moved, 2)))
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after.decoded("DTSTART").isoformat() == "2026-10-20T14:00:00+08:00"


def test_what_is_lost_is_called_off_under_the_same_id() -> None:
    gone = replace(PLAN, sessions=())
    found = files(PLAN, gone, 3)
    assert set(found) == {f"{one}-cancel.ics" for one in experts(*range(1, 9))}
    row = event(found["E01-cancel.ics"])
    assert str(found["E01-cancel.ics"]["METHOD"]) == "CANCEL"
    assert (str(row["UID"]), row["SEQUENCE"], str(row["STATUS"])) == ("2026-沈阳-S1-E01-1@pingwei", 3, "CANCELLED")


def test_a_duty_of_several_days_is_an_event_a_day_and_fewer_days_call_the_rest_off() -> None:
    long = with_session(PLAN, length=3)
    found = files(None, long)["E01-request.ics"].walk("VEVENT")
    assert [
        (str(one["UID"]), one.decoded("DTSTART").isoformat(), one.decoded("DTEND").isoformat()) for one in found
    ] == [
        ("2026-沈阳-S1-E01-1@pingwei", "2026-10-12T09:00:00+08:00", "2026-10-12T17:00:00+08:00"),
        ("2026-沈阳-S1-E01-2@pingwei", "2026-10-13T09:00:00+08:00", "2026-10-13T12:00:00+08:00"),
    ]
    shorter = files(long, PLAN, 2)
    assert str(event(shorter["E01-request.ics"])["UID"]) == "2026-沈阳-S1-E01-1@pingwei"
    assert str(event(shorter["E01-cancel.ics"])["UID"]) == "2026-沈阳-S1-E01-2@pingwei"


def test_the_same_issue_gives_the_same_bytes() -> None:
    made: list[list[CalendarFile]] = [
        list(calendars(notices(None, PLAN), Issue("s", 1, MADE), BRIEF)) for _ in range(2)
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_has_a_line_for_each_duty_that_differs(tmp_path: Path, lang: str) -> None:
    moved = with_session(PLAN, start=HalfDay(date(2026, 10, 20), 2))
    write_notice_sheet(notices(PLAN, moved), BRIEF, tmp_path / "n.xlsx", lang)  # type: ignore[arg-type] # one of two
    heading, *rows = CalamineWorkbook.from_path(tmp_path / "n.xlsx").get_sheet_by_index(0).to_python()
    assert len(heading) == 11
    assert [row[0] for row in rows] == experts(*range(1, 9))
    assert all(row[-1] == ("2026-10-12 上午" if lang == "zh" else "2026-10-12 am") for row in rows)
