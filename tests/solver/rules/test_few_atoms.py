"""Rules that name only the few who are recused, known or colleagues say the same as counting everybody.

Each expectation is counted here from plan and article, on panels complete and incomplete, with groups and without.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from data.briefing import brief_for
from solver.check import check
from solver.domain.people import Service
from solver.domain.plan import Plan, PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import Role
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from tests.builders import YEAR, grouped, small_plan, small_season, with_session

UNTIMED = settings(deadline=None)  # how long a case takes depends on the machine
PRESIDING = (Role.CHAIR, Role.VICE_CHAIR)


@st.composite
def hand_made(draw: st.DrawFn) -> tuple[Season, Plan]:
    """The small season with experts at applicants' employers, some who served last year, and some seats left empty."""
    season = small_season(experts=15, applications=4)
    units = [*(f"V{n:02d}" for n in range(1, 5)), "U01", "U02"]
    at = {f"P{n:02d}": draw(st.sampled_from(units)) for n in range(1, 14)}
    persons = tuple(replace(one, employer=at.get(one.id, one.employer)) for one in season.persons)
    served = draw(st.sets(st.sampled_from([one.id for one in season.experts])))
    service = tuple(Service(one, "C1", YEAR - 1) for one in sorted(served))
    season = replace(season, persons=persons, service=service)
    plan = small_plan(season, draw(st.sampled_from([7, 11, 13])))
    groups = draw(st.sampled_from([0, 2, 3]))
    if groups:
        season, plan = grouped(season, plan, groups)
    absent = draw(st.sets(st.sampled_from([seat.expert for seat in plan.sessions[0].panel]), max_size=4))
    panel = tuple(seat for seat in plan.sessions[0].panel if seat.expert not in absent)
    return season, with_session(plan, panel=panel)


def found_by(name: str, brief: Brief, plan: Plan) -> set[str]:
    """Ids that the findings of a rule name, merged applications one by one."""
    findings = check(brief, plan, tuple(rule for rule in RULES if rule.name == name))
    named = (text for finding in findings for _, text in (*finding.subject, *finding.facts))
    return {one for text in named for one in text.split(", ")}


def recused(brief: Brief, session: PlannedSession, application: str) -> set[str]:
    """Members of the panel who work where the applicant does."""
    season = brief.season
    employer = season.employer_of_applicant(application)
    return {seat.expert for seat in session.panel if season.employer_of_expert(seat.expert) == employer}


@UNTIMED
@given(hand_made())
def test_two_thirds_of_the_panel_remain_for_every_application(made: tuple[Season, Plan]) -> None:
    brief, session = brief_for(made[0]), made[1].sessions[0]
    size = len(session.panel)
    short = {
        case.application
        for case in session.cases
        if 3 * (size - len(recused(brief, session, case.application))) < 2 * size
    }
    assert found_by("panel_left", brief, made[1]) & {case.application for case in session.cases} == short


@UNTIMED
@given(hand_made())
def test_three_of_the_group_remain_for_every_case(made: tuple[Season, Plan]) -> None:
    brief, session = brief_for(made[0]), made[1].sessions[0]
    reported, too_small = found_by("group_left", brief, made[1]), found_by("group_minimum", brief, made[1])
    for case in session.cases if session.groups else ():
        group = {seat.expert for seat in session.panel if seat.group == case.group}
        if len(group) < 3:  # whoever is recused: the rule about the size of groups says so
            assert case.group in too_small
        else:
            short = len(group - recused(brief, session, case.application)) < 3
            assert (case.application in reported) is short


@UNTIMED
@given(hand_made())
def test_somebody_may_preside_for_every_application(made: tuple[Season, Plan]) -> None:
    brief, session = brief_for(made[0]), made[1].sessions[0]
    presiding = {seat.expert for seat in session.panel if seat.role in PRESIDING}
    without = {case.application for case in session.cases if presiding <= recused(brief, session, case.application)}
    reported = found_by("presided", brief, made[1]) & {case.application for case in session.cases}
    if presiding:
        assert reported == without
    else:  # nobody presides at all: the rule about chair and vice-chair says so
        assert found_by("chair_and_vice", brief, made[1])


@UNTIMED
@given(hand_made())
def test_no_employer_has_more_than_a_third_and_a_third_is_new(made: tuple[Season, Plan]) -> None:
    season, plan = made
    panel = plan.sessions[0].panel
    employers = [season.employer_of_expert(seat.expert) for seat in panel]
    above = {one for one in employers if 3 * employers.count(one) > len(panel)}
    brief = brief_for(season)
    assert found_by("employer_cap", brief, plan) - {"S1"} == above
    new = [seat for seat in panel if seat.expert not in {row.expert for row in season.service}]
    assert bool(found_by("new_share", brief, plan)) is (3 * len(new) < len(panel))


def test_what_a_full_panel_could_bear_is_still_found_on_a_short_one() -> None:
    """Four served last year: 4 ≤ 2/3 · 7 on the planned panel, but the three seated are all of them (3 > 2/3 · 3)."""
    season = small_season()
    season = replace(season, service=tuple(Service(f"E{n:02d}", "C1", YEAR - 1) for n in range(1, 5)))
    plan = small_plan(season, 7)
    brief = brief_for(season)
    assert not found_by("new_share", brief, plan)
    assert found_by("new_share", brief, with_session(plan, panel=plan.sessions[0].panel[:3]))
