"""Names in a published plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.domain.plan import PlanState
from solver.domain.vocabulary import Selection
from tests.builders import small_plan, small_season, with_session
from tests.solver.rules.asking import brief_of, found
from tests.solver.rules.entrusting import with_committee


@pytest.mark.parametrize(
    ("committee", "session", "state", "draw", "count"),
    [
        (Selection.DRAWN, Selection.DRAWN, PlanState.PUBLISHED, "", 1),
        (Selection.DRAWN, Selection.DRAWN, PlanState.PUBLISHED, "X1", 0),
        (Selection.DRAWN, Selection.DRAWN, PlanState.DRAFT, "", 0),
        (Selection.CHOSEN, Selection.CHOSEN, PlanState.PUBLISHED, "", 0),
        (Selection.CHOSEN, Selection.DRAWN, PlanState.PUBLISHED, "", 1),
        (Selection.DRAWN, Selection.CHOSEN, PlanState.PUBLISHED, "", 1),
    ],
)
def test_names_of_a_drawn_session_need_a_draw(
    committee: Selection, session: Selection, state: PlanState, draw: str, count: int
) -> None:
    season = with_committee(small_season(), "C1", selection=committee)
    plan = replace(with_session(small_plan(season), selection=session, draw=draw), state=state)
    assert len(found("drawn_names", brief_of(season), plan)) == count


def test_a_panel_is_chosen_only_by_a_document() -> None:
    season = with_committee(small_season(), "C1", selection_basis="")
    plan = replace(small_plan(season), state=PlanState.PUBLISHED)
    (finding,) = found("drawn_names", brief_of(season), plan)
    assert (finding.rule, finding.found) == ("CN40-11a", "11")


def test_a_published_plan_without_names_may_await_its_draw() -> None:
    season = with_committee(small_season(), "C1", selection=Selection.DRAWN)
    plan = replace(with_session(small_plan(season), panel=(), selection=Selection.DRAWN), state=PlanState.PUBLISHED)
    assert found("drawn_names", brief_of(season), plan) == ()
