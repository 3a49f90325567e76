"""What a person has to be told when one plan follows another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from solver.domain.calendar import HalfDay
from solver.domain.plan import PanelSeat, RouteKind
from solver.domain.plan_diff import PlanDiff, RouteChange, diff
from solver.domain.vocabulary import Role
from tests.builders import small_plan, small_season, with_session

PLAN = small_plan(small_season())
SESSION = PLAN.sessions[0]


def test_a_plan_does_not_differ_from_itself() -> None:
    assert diff(PLAN, PLAN) == PlanDiff((), (), (), ())


def test_sessions_that_come_and_go() -> None:
    more = replace(PLAN, sessions=(*PLAN.sessions, replace(SESSION, id="S2")))
    assert (diff(PLAN, more).added, diff(more, PLAN).removed) == (("S2",), ("S2",))


def test_a_session_that_changes_says_what_changed() -> None:
    start = HalfDay(date(2026, 10, 13), 1)
    panel = (PanelSeat("E12", Role.CHAIR), replace(SESSION.panel[1], role=Role.MEMBER), *SESSION.panel[2:])
    after = with_session(PLAN, start=start, panel=panel, cases=SESSION.cases[1:], rooms=("R2",))
    (change,) = diff(PLAN, after).changed
    assert change.starts == (SESSION.start, start)
    assert change.rooms == (("R1",), ("R2",))
    assert (change.joined, change.left, change.reseated) == (("E12",), ("E01",), ("E02",))
    assert (change.cases_added, change.cases_removed) == ((), ("D01",))


def test_an_application_that_goes_elsewhere() -> None:
    other = replace(PLAN.routes[0], kind=RouteKind.DELEGATED, committee="C2", delegation="DG1")
    after = replace(PLAN, routes=(other, *PLAN.routes[1:5]))
    expected = (RouteChange("D01", PLAN.routes[0], other), RouteChange("D06", PLAN.routes[5], None))
    assert diff(PLAN, after).routes == expected
