"""Alternates: how many, who may, free on every panel and list, best first; short only where no choice fills them."""

from __future__ import annotations

from dataclasses import replace

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.people import Relation
from solver.domain.plan import PlannedSession
from solver.domain.vocabulary import RelationKind
from solver.planning.alternates import rank_alternates
from tests.builders import grouped, small_plan, small_season, with_session
from tests.solver.planning.seating import FIRST, SECOND


def standing_by(session: PlannedSession) -> set[str]:
    """Experts on the lists of a session."""
    return {one.expert for one in session.alternates}


def test_half_the_seats_stand_by_and_nobody_of_the_panel() -> None:
    season = small_season(experts=20)
    plan = small_plan(season)
    standing = rank_alternates(brief_for(season), plan)
    session = standing.plan.sessions[0]
    assert [one.rank for one in session.alternates] == [1, 2, 3, 4, 5, 6]  # ⌈11 · 0.5⌉
    assert not standing_by(session) & session.seated()
    assert hard(check(brief_for(season), standing.plan)) == ()


def test_groups_have_alternates_in_proportion_to_their_seats() -> None:
    season, plan = grouped(small_season(experts=20), small_plan(small_season(experts=20)), 3)
    session = rank_alternates(brief_for(season), plan).plan.sessions[0]
    # six for groups of four, four and three seats: 2.18, 2.18 and 1.64, so two each
    assert [(one.group, one.rank) for one in session.alternates] == [
        (group, rank) for group in ("G1", "G2", "G3") for rank in (1, 2)
    ]


def test_the_best_fit_is_first() -> None:
    season = small_season(experts=20)
    strength = {"E15": 0.9, "E18": 0.8}
    rows = tuple(
        replace(row, strength=strength.get(row.expert, 0.3)) if row.expert > "E11" else row
        for row in season.qualifications
    )
    session = rank_alternates(brief_for(replace(season, qualifications=rows)), small_plan(season)).plan.sessions[0]
    assert [one.expert for one in session.alternates][:3] == ["E15", "E18", "E12"]


def test_kin_of_a_member_and_a_full_employer_do_not_stand_by() -> None:
    season = small_season(experts=20)
    kin = Relation("P12", "P01", RelationKind.SPOUSE)
    # E02, E03 and E04 are three of eleven from U02: E13, or E17 who is there by himself, would be over a third
    persons = tuple(replace(row, employer="U02") if row.id in {"P03", "P04", "P13"} else row for row in season.persons)
    season = replace(season, relations=(kin,), persons=persons)
    standing = rank_alternates(brief_for(season), small_plan(season))
    assert standing_by(standing.plan.sessions[0]) == {"E14", "E15", "E16", "E18", "E19", "E20"}
    assert hard(check(brief_for(season), standing.plan)) == ()


def test_nobody_stands_by_twice_or_while_sitting_elsewhere() -> None:
    """Two panels at one time, twelve more experts, six alternates each: everybody stands by exactly once."""
    season = small_season(experts=34)
    plan = small_plan(season)
    first = plan.sessions[0]
    experts = [row.id for row in season.experts[11:22]]
    panel = tuple(replace(seat, expert=one) for seat, one in zip(first.panel, experts, strict=True))
    second = replace(first, id="S2", panel=panel, cases=())
    standing = rank_alternates(brief_for(season), replace(plan, sessions=(first, second)))
    lists = [standing_by(session) for session in standing.plan.sessions]
    assert lists[0] | lists[1] == {row.id for row in season.experts[22:]}
    assert not lists[0] & lists[1]


def test_who_sits_next_door_in_time_may_stand_by() -> None:
    season = small_season(experts=17)
    plan = small_plan(season)
    first = replace(plan.sessions[0], start=FIRST)
    panel = tuple(replace(seat, expert=f"E{n + 7:02d}") for n, seat in enumerate(first.panel))
    second = replace(first, id="S2", panel=panel, start=SECOND, cases=())
    standing = rank_alternates(brief_for(season), replace(plan, sessions=(first, second)))
    # S1 seats E01–E11 and S2 E07–E17: six are free beside each panel
    assert standing_by(standing.plan.session["S1"]) == {f"E{n:02d}" for n in range(12, 18)}
    assert standing_by(standing.plan.session["S2"]) == {f"E{n:02d}" for n in range(1, 7)}


def test_lists_are_filled_together_where_one_by_one_they_would_not_be() -> None:
    """S1 and S2 at one time; whoever S1 takes first, S2 lacks, unless both lists are chosen together.

    E23–E28 may stand by for S1 or S2, E29–E34 only for S1: they are kin of E12, who sits in S2.
    """
    season = small_season(experts=34)
    plan = small_plan(season)
    first = plan.sessions[0]
    panel = tuple(replace(seat, expert=f"E{n + 12:02d}") for n, seat in enumerate(first.panel))
    second = replace(first, id="S2", panel=panel, cases=())
    kin = tuple(Relation(f"P{n:02d}", "P12", RelationKind.SIBLING) for n in range(29, 35))
    weak = tuple(
        replace(row, strength=0.1) if row.expert > "E28" else row for row in season.qualifications
    )  # so that S1 would rather have E23–E28
    season = replace(season, relations=kin, qualifications=weak)
    standing = rank_alternates(brief_for(season), replace(plan, sessions=(first, second)))
    assert standing.short == ()
    assert standing_by(standing.plan.session["S2"]) == {f"E{n}" for n in range(23, 29)}
    assert standing_by(standing.plan.session["S1"]) == {f"E{n}" for n in range(29, 35)}


def test_a_session_that_lacks_alternates_is_told_with_how_many() -> None:
    season = small_season(experts=15)
    standing = rank_alternates(brief_for(season), small_plan(season))
    assert standing.plan.sessions == ()
    assert [one.subject for one in standing.short] == ["S1", "D01", "D02", "D03", "D04", "D05", "D06"]
    # six are needed, four of fifteen are left
    assert standing.short[0].reasons[0].facts == (("panel", "2"),)
    assert standing.short[0].reasons[0].rule == "PD-04"


def test_old_lists_are_replaced() -> None:
    season = small_season(experts=20)
    once = rank_alternates(brief_for(season), small_plan(season)).plan
    again = rank_alternates(brief_for(season), with_session(once, alternates=once.sessions[0].alternates[:1])).plan
    assert again.sessions == once.sessions
