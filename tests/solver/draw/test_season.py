"""Draws of a planned season: the pool with every reason, lawful panels and lists, later sessions kept feasible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.people import Relation, Unavailability
from solver.domain.pins import Pin
from solver.domain.plan import Alternate, PanelSeat, Plan
from solver.domain.season import Season
from solver.domain.vocabulary import PinKind, PinMatter, RelationKind, Role, Selection
from solver.draw.ceremony import announce, conclude, seal
from solver.draw.entities import DrawnPanel, Method
from solver.draw.pool import Surroundings, eligible_pool
from solver.draw.season import SeasonDraws, order_of_draws
from solver.draw.transcript import Terms
from solver.draw.walk import AHEAD
from solver.planning.alternates import rank_alternates
from solver.planning.cases import assign_readers
from solver.rules.brief import Brief
from tests.builders import grouped, small_plan, small_season, with_session
from tests.solver.draw.small_draw import CHAIN, committed, revealed, salts

DAY = date(2026, 10, 12)


def drawn_season(experts: int, groups: int = 0) -> tuple[Brief, Plan]:
    """The small season with its session to be drawn, and lists of alternates as the planner makes them."""
    season = small_season(experts, employers=experts)
    season = replace(season, rooms=(*season.rooms, replace(season.rooms[0], id="R9")))
    season = replace(season, committees=(replace(season.committees[0], selection=Selection.DRAWN),))
    plan = with_session(small_plan(season), selection=Selection.DRAWN)
    if groups:
        season, plan = grouped(season, plan, groups)
    brief = brief_for(season)
    return brief, rank_alternates(brief, plan).plan


def changed(brief: Brief, **tables: object) -> Brief:
    """``brief`` with other tables in its season."""
    return brief_for(replace(brief.season, **tables))  # type: ignore[arg-type] # tables by name


def with_twin(plan: Plan, season: Season, start: HalfDay) -> Plan:
    """A second session of the committee, without cases of its own, for the experts at the end of the pool."""
    first = plan.sessions[0]
    experts = [row.id for row in season.experts]
    free = [one for one in experts if one not in first.seated() | {row.expert for row in first.alternates}]
    chairs = [one for one in free if season.expert[one].can_chair]
    order = [*chairs[:2], *[one for one in free if one not in chairs[:2]]]
    roles = [Role.CHAIR, Role.VICE_CHAIR, *[Role.MEMBER] * (first.size - 2)]
    panel = tuple(PanelSeat(one, role) for one, role in zip(order[: first.size], roles, strict=True))
    lists = tuple(Alternate(one, "", rank) for rank, one in enumerate(order[first.size : first.size + 6], start=1))
    return replace(
        plan,
        sessions=(first, replace(first, id="S2", start=start, rooms=("R9",), panel=panel, alternates=lists, cases=())),
    )


def test_the_pool_names_everybody_and_every_reason() -> None:
    brief, plan = drawn_season(24)
    away = Unavailability("P05", HalfDay(DAY, 1), HalfDay(DAY, 2))
    kin = Relation("P06", "A01", RelationKind.SPOUSE)
    brief = changed(brief, unavailability=(away,), relations=(kin,))
    pool = eligible_pool(brief, Surroundings(plan, ()), plan.sessions[0])
    assert [one.expert for one in pool.candidates] == [f"E{n:02d}" for n in range(1, 25)]
    reasons = {one.expert: [why.rule for why in one.exclusions] for one in pool.candidates if not one.is_eligible}
    assert reasons == {"E05": ["available"], "E06": ["kin_of_applicant"]}
    away_fact = next(one for one in pool.candidates if one.expert == "E05").exclusions[0]
    assert (away_fact.provision, away_fact.found) == ("LG-02", "2026-10-12/1")


def test_who_sits_elsewhere_at_that_time_is_out_and_a_witness_binds_nobody() -> None:
    brief, plan = drawn_season(40)
    plan = with_twin(plan, brief.season, HalfDay(DAY, 1))
    first, second = plan.sessions
    settled = Surroundings(plan, (replace(second, draw="D1"),))
    out = {one.expert for one in eligible_pool(brief, settled, first).candidates if not one.is_eligible}
    assert out == second.seated() | {one.expert for one in second.alternates}
    open_pool = eligible_pool(brief, Surroundings(plan, ()), first)
    assert len(open_pool.eligible) == 40


@pytest.mark.parametrize("groups", [0, 2])
def test_every_panel_of_the_lottery_keeps_every_rule_with_its_alternates(groups: int) -> None:
    brief, plan = drawn_season(26, groups)
    kin = tuple(Relation(f"P{one:02d}", f"P{one + 1:02d}", RelationKind.SIBLING) for one in (6, 9, 12))
    shared = tuple(
        replace(row, employer="U05") if row.id in {f"P{n:02d}" for n in range(5, 12)} else row
        for row in brief.season.persons
    )
    brief = changed(brief, relations=kin, persons=shared)
    draws = SeasonDraws(brief, plan)
    lottery = draws.prepare("S1", balls=40).lottery
    assert lottery is not None
    assert all(one.balls > 0 for one in lottery.chances)
    assert {("E06", "E07"), ("E09", "E10"), ("E12", "E13")} <= set(lottery.problem.apart)
    for panel in set(lottery.panels):
        seated = replace(plan.sessions[0], panel=panel.seats, alternates=panel.alternates, draw="D")
        read = assign_readers(brief, replace(plan, sessions=(seated,)))
        assert not read.unread
        assert hard(check(brief, read.plan)) == ()
    again = SeasonDraws(brief, plan).prepare("S1", balls=40).lottery
    assert again == lottery


def test_standing_by_is_spread_like_sitting() -> None:
    brief, plan = drawn_season(26)
    lottery = SeasonDraws(brief, plan).prepare("S1", balls=100).lottery
    assert lottery is not None
    times = [
        sum(one.expert == f"E{n:02d}" for panel in lottery.panels for one in panel.alternates) for n in range(5, 27)
    ]
    assert max(times) - min(times) <= 4


def test_a_draw_leaves_the_later_session_a_lawful_panel() -> None:
    brief, plan = drawn_season(36)
    experts = tuple(replace(row, can_chair=True) for row in brief.season.experts)
    brief = changed(brief, experts=experts)
    plan = with_twin(plan, brief.season, HalfDay(DAY, 1))  # at the same time: 34 of 36 are needed
    draws = SeasonDraws(brief, plan)
    assert [one.id for one in order_of_draws(plan)] == ["S1", "S2"]
    first = draws.prepare("S1", balls=60).lottery
    assert first is not None
    assert first.refused == 0
    after = draws.settle("S1", first.panels[7], "D1")
    assert after.session["S1"].draw == "D1"
    assert after.session["S1"].seated() == first.panels[7].experts()
    second = draws.prepare("S2", balls=60).lottery
    assert second is not None
    assert all(one.balls for one in second.chances)
    plan = draws.settle("S2", second.panels[11], "D2")
    assert hard(check(brief, assign_readers(brief, plan).plan)) == ()
    assert not order_of_draws(plan)


def test_a_walk_leaves_the_later_session_a_lawful_panel() -> None:
    """Four may preside, two sessions at one time need two each: the walk takes two, on the panel or beside it."""
    brief, plan = drawn_season(36)
    presiding = {"E01", "E02", "E35", "E36"}
    experts = tuple(replace(row, can_chair=row.id in presiding) for row in brief.season.experts)
    brief = changed(brief, experts=experts)
    plan = with_twin(plan, brief.season, HalfDay(DAY, 1))
    needs = tuple(sorted(SeasonDraws(brief, plan).merits.alternates_per_group(plan.sessions[0]).items()))
    ahead = 0
    for number in range(12):
        draws = SeasonDraws(brief, plan)
        made = draws.prepare("S1", Method.WALK)
        assert made.lottery is not None
        sealed = seal(made.pool, salts(36, f"{number}"), CHAIN, "D1")
        said, _ = announce(made.lottery, made.pool, sealed, Terms("D1", standby=needs, codes=8), "0")
        found = conclude(said, committed(said), revealed(said))
        names = [one.candidate.expert for one in sealed.leaves]
        seats = tuple(PanelSeat(names[leaf], role, group) for leaf, group, role in found.seats)
        lists = tuple(Alternate(names[leaf], group, rank) for leaf, group, rank in found.alternates)
        panel = DrawnPanel(seats, lists)
        assert len(presiding & panel.present()) == 2
        ahead += any(why == AHEAD for _, tried in found.walk for _, _, why in tried)
        after = draws.settle("S1", panel, "D1")
        assert hard(check(brief, assign_readers(brief, after).plan)) == ()
    assert ahead


def test_a_panel_that_would_starve_the_later_session_is_in_no_lottery() -> None:
    """Four may preside, two sessions at one time need two each: a third chair on the first panel starves the second."""
    brief, plan = drawn_season(36)
    experts = tuple(replace(row, can_chair=row.id in {"E01", "E02", "E35", "E36"}) for row in brief.season.experts)
    brief = changed(brief, experts=experts)
    plan = with_twin(plan, brief.season, HalfDay(DAY, 1))
    lottery = SeasonDraws(brief, plan).prepare("S1", balls=60).lottery
    assert lottery is not None
    presiding = {"E01", "E02", "E35", "E36"}
    assert {len(presiding & panel.present()) for panel in lottery.panels} == {2}
    assert all(one.balls for one in lottery.chances)


def test_pins_are_nothing_to_a_draw() -> None:
    """They bind the panel proposed before it: pool and chances are what they are without."""
    brief, plan = drawn_season(24)
    pins = (
        Pin("Z1", PinKind.FORBID, PinMatter.SEAT, "S1", "E05"),
        Pin("Z2", PinKind.KEEP, PinMatter.SEAT, "S1", "E20", Role.CHAIR),
    )
    pinned = changed(brief, pins=pins)
    made, without = (SeasonDraws(one, plan).prepare("S1", Method.WALK) for one in (pinned, brief))
    assert made == without
