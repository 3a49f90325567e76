"""Two plans measure by measure."""

from __future__ import annotations

from dataclasses import replace

from solver.domain.plan import Term, Unplaced
from solver.domain.plan_comparison import compare
from tests.builders import small_plan, small_season

PLAN = replace(small_plan(small_season()), score=(Term("fit", 11, 2.0, 22.0),), total=22.0)


def changes_of(**different: object) -> dict[str, float | None]:
    found = compare(PLAN, replace(PLAN, **different))  # type: ignore[arg-type] # fields of a plan
    return {one.name: one.change for one in found if one.before != one.after}


def test_a_plan_does_not_differ_from_itself() -> None:
    assert changes_of() == {}
    measures = {one.name: one.after for one in compare(PLAN, PLAN)}
    assert (measures["seats"], measures["experts"], measures["most_sessions"]) == (11, 11, 1)
    assert measures["most_cases"] == 2  # six cases with three readers each, dealt over eleven
    assert measures["first_day"] == measures["last_day"] == "2026-10-12"


def test_what_differs_is_told_with_by_how_much() -> None:
    assert changes_of(placed=4, unplaced=(Unplaced("D01", "application"),)) == {"placed": -2, "unplaced": 1}
    terms = (Term("fit", 9, 2.0, 18.0), Term("load", 3, -1.0, -3.0))
    assert changes_of(score=terms, total=15.0) == {"total": -7, "score:fit": -4, "score:load": -3}


def test_a_plan_without_dates_has_no_first_day() -> None:
    undated = tuple(replace(row, start=None) for row in PLAN.sessions)
    assert changes_of(sessions=undated) == {"first_day": None, "last_day": None}
