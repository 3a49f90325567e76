"""Panels against the joint reference model, their bounds, and what is left out where not everything can be seated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.check import check, hard
from solver.domain.people import PoolTerm
from solver.domain.plan import Plan, Status
from solver.domain.vocabulary import Role
from solver.model.joint import solve_jointly
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.planning.alternates import rank_alternates
from solver.planning.cases import assign_readers
from solver.planning.ideal import ideal_of
from solver.planning.panels import seat_panels
from solver.rules.brief import Brief
from tests.builders import small_season
from tests.solver.planning.seating import FIRST, SECOND, allowance, unseated, varied

SHAPES = [(1, 0), (1, 3), (2, 0)]


def worth(brief: Brief, plan: Plan) -> float:
    """The score of a plan without its alternates."""
    bare = replace(plan, sessions=tuple(replace(session, alternates=()) for session in plan.sessions))
    return total(score(brief, bare))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("sessions", "groups"), SHAPES)
def test_panels_and_readers_reach_the_joint_optimum_for_given_dates(seed: int, sessions: int, groups: int) -> None:
    brief, plan = unseated(varied(seed, experts=24 if sessions > 1 else 16), sessions, groups)
    seated = seat_panels(brief, plan, allowance())
    read = assign_readers(brief, seated.plan).plan
    starts = {session.id: (session.start,) for session in plan.sessions if session.start}
    reference = solve_jointly(Merits(brief), plan, starts, seconds=20)
    assert reference.value is not None
    assert seated.unfilled == ()
    assert seated.bound is not None
    assert reference.value <= seated.bound + 1e-6
    # readers are spread evenly before the last tenth of strength, and the program stops at a gap of 0.0005
    assert worth(brief, read) == pytest.approx(reference.value, rel=2e-3)
    if reference.status is Status.OPTIMAL:
        assert worth(brief, read) <= reference.value + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_the_reference_scores_its_plan_as_the_score_does_and_breaks_no_rule(seed: int) -> None:
    brief, plan = unseated(varied(seed), groups=3)
    reference = solve_jointly(Merits(brief), plan, {"S1": (FIRST,)}, seconds=20)
    assert reference.value == pytest.approx(worth(brief, reference.plan), abs=0.05)
    assert {finding.rule for finding in hard(check(brief, reference.plan))} <= {"PD-04", "CN40-25"}


@pytest.mark.parametrize("seed", range(4))
def test_no_dates_beat_the_ideal(seed: int) -> None:
    brief, plan = unseated(varied(seed), groups=3)
    ideal = ideal_of(Merits(brief), plan, allowance())
    reference = solve_jointly(Merits(brief), plan, {"S1": (FIRST, SECOND)}, seconds=20)
    assert reference.value is not None
    assert ideal.bound is not None
    assert reference.value <= ideal.bound + 1e-6


@pytest.mark.parametrize(("sessions", "groups"), SHAPES)
def test_a_seated_and_read_plan_with_alternates_breaks_no_rule(sessions: int, groups: int) -> None:
    brief, plan = unseated(varied(7, experts=44), sessions, groups)
    read = assign_readers(brief, seat_panels(brief, plan, allowance()).plan)
    standing = rank_alternates(brief, read.plan)
    assert (read.unread, standing.short) == ((), ())
    assert hard(check(brief, standing.plan)) == ()


def test_each_group_has_a_leader_who_holds_no_other_office() -> None:
    brief, plan = unseated(varied(1), groups=3)
    panel = seat_panels(brief, plan, allowance()).plan.sessions[0].panel
    assert sorted(seat.group for seat in panel if seat.role is Role.LEADER) == ["G1", "G2", "G3"]
    assert sum(seat.role is Role.CHAIR for seat in panel) == 1
    assert sum(seat.role is Role.VICE_CHAIR for seat in panel) >= 1


def test_only_some_sessions_are_seated_anew() -> None:
    brief, plan = unseated(varied(3, experts=24), sessions=2)
    before = seat_panels(brief, plan, allowance()).plan
    spoiled = replace(before, sessions=(replace(before.sessions[0], panel=()), before.sessions[1]))
    after = seat_panels(brief, spoiled, allowance(), only=frozenset({"S1"})).plan
    assert after.sessions[1].panel == before.sessions[1].panel
    assert worth(brief, after) == pytest.approx(worth(brief, before), rel=2e-3)


def test_of_two_sessions_that_cannot_both_be_seated_the_one_with_more_cases_is() -> None:
    """Fifteen experts cannot fill two panels of eleven at one time: S2 has two cases, S1 four."""
    brief, plan = unseated(small_season(experts=15, applications=6), sessions=2)
    first, second = plan.sessions
    cases = (*first.cases, *second.cases)
    plan = replace(plan, sessions=(replace(first, cases=cases[:4]), replace(second, start=FIRST, cases=cases[4:])))
    seated = seat_panels(brief, plan, allowance())
    assert [session.id for session in seated.plan.sessions] == ["S1"]
    assert [(one.subject, one.kind) for one in seated.unfilled] == [
        ("S2", "session"),
        *((case.application, "application") for case in cases[4:]),
    ]
    # four experts are left for eleven seats
    reason = seated.unfilled[0].reasons[0]
    assert (reason.rule, reason.facts) == ("LG-09", (("short", "7"),))


def test_a_session_whose_pool_is_too_small_says_what_took_its_candidates() -> None:
    season = small_season(experts=15)
    terms = tuple(
        replace(term, end=term.start) if n >= 10 else term for n, term in enumerate(season.pools)
    )  # five of fifteen terms ended long ago: ten experts for eleven seats
    brief, plan = unseated(replace(season, pools=terms))
    seated = seat_panels(brief, plan, allowance())
    assert seated.plan.sessions == ()
    rules = {reason.rule: dict(reason.facts) for reason in seated.unfilled[0].reasons}
    assert rules["LG-09"] == {"short": "1"}
    assert rules["CN40-10c"] == {"seats": "5"}


def test_a_case_that_alone_stands_in_the_way_is_left_out_and_the_session_is_held() -> None:
    """Everybody but E01 and E02 works where applicant A01 does: her case has no panel, the five others have."""
    season = small_season(experts=15)
    persons = tuple(
        replace(row, employer="V01") if row.id[0] == "P" and row.id > "P02" else row for row in season.persons
    )
    brief, plan = unseated(replace(season, persons=persons))
    without_cap = {**brief.rulebook.provisions, "PD-01": replace(brief.rulebook.provisions["PD-01"], in_force=False)}
    brief = replace(brief, rulebook=replace(brief.rulebook, provisions=without_cap))
    seated = seat_panels(brief, plan, allowance())
    assert [(one.subject, one.kind) for one in seated.unfilled] == [("D01", "application")]
    assert [case.application for case in seated.plan.sessions[0].cases] == ["D02", "D03", "D04", "D05", "D06"]
    assert "CN40-19a" in {reason.rule for reason in seated.unfilled[0].reasons}


def test_a_pool_of_somebody_twice_seats_them_once() -> None:
    season = small_season(experts=15)
    again = PoolTerm("E01", "C1", season.pools[0].start, season.pools[0].end)
    brief, plan = unseated(replace(season, pools=(*season.pools, again)))
    panel = seat_panels(brief, plan, allowance()).plan.sessions[0].panel
    assert len({seat.expert for seat in panel}) == len(panel) == 11
