"""When a draw may be held: working days before the session, with holidays and moved days as the calendar has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from solver.domain.calendar import HalfDay
from solver.domain.committees import PolicyChange
from solver.draw.window import draw_window
from solver.errors import RegisterError
from tests.builders import small_plan, small_season

TUESDAY, MONDAY, AFTER_HOLIDAY = date(2026, 10, 20), date(2026, 10, 19), date(2026, 10, 9)
"""The National Day holiday of 2026 ends on 7 October; Saturday 10 October is worked."""


def window(day: date, value: str = "") -> tuple[date, date] | None:
    season = small_season()
    if value:
        name = "in_force" if value == "false" else "workdays_before"
        season = replace(season, policy=(*season.policy, PolicyChange("PD-03", name, value, "本地规定", "局长")))
    session = replace(small_plan(season).sessions[0], start=HalfDay(day, 1))
    found = draw_window(brief_for(season), session)
    return found and (found.first, found.last)


@pytest.mark.parametrize(
    ("session", "value", "first", "last"),
    [
        (TUESDAY, "", date(2026, 10, 15), MONDAY),
        (MONDAY, "", date(2026, 10, 14), date(2026, 10, 18)),
        (AFTER_HOLIDAY, "", date(2026, 9, 29), date(2026, 10, 8)),
        (TUESDAY, "[1, 1]", MONDAY, MONDAY),
        (TUESDAY, "[0, 2]", date(2026, 10, 16), TUESDAY),
        (TUESDAY, "[2, 2]", date(2026, 10, 16), date(2026, 10, 18)),
        (TUESDAY, "[3, 1]", date(2026, 10, 15), MONDAY),
    ],
)
def test_the_days_of_a_draw(session: date, value: str, first: date, last: date) -> None:
    assert window(session, value) == (first, last)


def test_where_no_provision_sets_a_window_any_day_will_do() -> None:
    assert window(TUESDAY, "false") is None


def test_a_window_that_is_none_is_told() -> None:
    with pytest.raises(RegisterError):
        window(TUESDAY, "[-1, 3]")
