"""How much each expert does, counted by hand on the complete plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.plan_files.page.loads import bars
from data.plan_files.workload import MEASURES, distribution, workload
from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan
from tests.data.plan_files.complete import brief, complete_plan


def load(plan: Plan, expert: str) -> list[int]:
    """sessions, days, cases, most a day, standby, recused."""
    return [int(workload(plan, brief()).loc[expert, name]) for name in MEASURES]


def test_a_session_over_a_night_is_two_days() -> None:
    """S1 takes Monday afternoon and Tuesday; E08 reads D02 there: one case over two days, one a day rounded up."""
    assert load(complete_plan(), "E08") == [1, 2, 1, 1, 0, 0]
    assert load(complete_plan(), "E07") == [1, 2, 0, 0, 0, 1]
    assert load(complete_plan(), "E13") == [0, 0, 0, 0, 1, 0]


def test_two_sessions_on_one_day_are_one_day() -> None:
    plan = complete_plan()
    first, second = plan.sessions
    tuesday = HalfDay(date(2026, 10, 13), 2)
    panel = (replace(second.panel[0], expert="E08"), *second.panel[1:])
    together = replace(plan, sessions=(first, replace(second, start=tuesday, panel=panel)))
    assert load(together, "E08")[:2] == [2, 2]


def test_a_session_without_a_date_has_no_days_yet() -> None:
    assert load(complete_plan(), "E15")[:3] == [1, 0, 1]


def test_everybody_is_counted_once() -> None:
    """S1 seats 11 and S2 seats 7, nobody both; three wait."""
    assert distribution(workload(complete_plan(), brief()), "sessions") == [(0, 3), (1, 18)]


def test_an_empty_plan_has_no_load() -> None:
    assert workload(Plan(), brief()).empty


def test_many_values_share_bars_and_nobody_is_lost() -> None:
    """0 and 49 are 50 values apart: 24 bars at most take ranges of ⌈50/24⌉ = 3."""
    found = bars([(0, 5), (2, 1), (3, 2), (49, 4)])
    assert found[:2] == [("0–2", 6), ("3–5", 2)]
    assert found[-1] == ("48–50", 4)
    assert sum(count for _, count in found) == 12
    assert bars([(1, 7), (3, 2)]) == [("1", 7), ("2", 0), ("3", 2)]
