"""Readers: enough, from the group, none recused, evenly, within the limits; and what is told where that fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.committees import PolicyChange
from solver.domain.season import Season
from solver.planning.cases import assign_readers
from tests.builders import grouped, small_plan, small_season, with_session
from tests.solver.planning.seating import FIRST, SECOND, unseated

READING = {"PD-12", "CN40-21", "CN40-25", "PD-06"}


def broken(season: Season, plan: object) -> set[str]:
    """Hard findings about readers."""
    return {finding.rule for finding in hard(check(brief_for(season), plan))} & READING  # type: ignore[arg-type]


def test_every_case_gets_three_readers_without_groups_and_two_with() -> None:
    season = small_season()
    plan = small_plan(season)
    read = assign_readers(brief_for(season), plan)
    assert [len(case.readers) for case in read.plan.sessions[0].cases] == [3] * 6
    season, plan = grouped(season, plan, 3)
    read = assign_readers(brief_for(season), plan)
    assert [len(case.readers) for case in read.plan.sessions[0].cases] == [2] * 6
    assert broken(season, read.plan) == set()


def test_readers_are_spread_evenly_where_they_are_equal() -> None:
    season = small_season(applications=11)
    read = assign_readers(brief_for(season), small_plan(season))
    load = Counter(reader for case in read.plan.sessions[0].cases for reader in case.readers)
    # 33 readings over eleven equal members
    assert set(load.values()) == {3}


def test_whoever_fits_the_case_reads_it() -> None:
    season = small_season()
    strong = {"E03", "E05", "E07", "E09", "E10"}
    rows = tuple(row if row.expert in strong else replace(row, strength=0.2) for row in season.qualifications)
    season = replace(season, qualifications=rows)
    read = assign_readers(brief_for(season), small_plan(season))
    assert {reader for case in read.plan.sessions[0].cases for reader in case.readers} <= strong


def test_recused_members_do_not_read_and_are_listed() -> None:
    season = small_season()
    persons = tuple(replace(row, employer="U03") if row.id == "A01" else row for row in season.persons)
    season = replace(season, persons=persons)
    read = assign_readers(brief_for(season), small_plan(season))
    first = read.plan.sessions[0].cases[0]
    assert first.recused == ("E03",)
    assert "E03" not in first.readers
    assert broken(season, read.plan) == set()


def test_an_own_limit_over_the_season_is_kept_across_sessions() -> None:
    season = small_season(experts=11, applications=6)
    lazy = tuple(replace(row, max_cases=1) if row.id == "E01" else row for row in season.experts)
    brief, plan = unseated(replace(season, experts=lazy), sessions=2)
    panel = small_plan(season).sessions[0].panel
    plan = replace(plan, sessions=tuple(replace(session, panel=panel) for session in plan.sessions))
    read = assign_readers(brief, plan)
    readers = [reader for session in read.plan.sessions for case in session.cases for reader in case.readers]
    assert readers.count("E01") <= 1
    assert len(readers) == 18


def test_the_limit_a_day_holds_over_sessions_that_share_it() -> None:
    """Three readers on a panel of three, two cases a day each: of four cases on one day two are read."""
    season = small_season(experts=11, applications=4)
    policy = (PolicyChange("PD-06", "max_apps_per_day", "2", "试行", "市人社局"),)
    brief, plan = unseated(replace(season, policy=policy), sessions=2)
    panel = small_plan(season).sessions[0].panel[:3]
    sessions = tuple(
        replace(session, panel=panel, start=start)
        for session, start in zip(plan.sessions, (FIRST, SECOND), strict=True)
    )
    read = assign_readers(brief, replace(plan, sessions=sessions))
    kept = [case for session in read.plan.sessions for case in session.cases]
    assert len(kept) == 2
    assert len(read.unread) >= 2
    reason = next(one for one in read.unread if one.kind == "application").reasons[0]
    assert (reason.rule, dict(reason.facts)["needed"]) == ("PD-12", "3")


def test_a_case_nobody_may_read_is_told_and_the_others_are_read() -> None:
    season = small_season()
    persons = tuple(
        replace(row, employer="V01") if row.id in {f"P{n:02d}" for n in range(1, 10)} else row for row in season.persons
    )
    read = assign_readers(brief_for(replace(season, persons=persons)), small_plan(season))
    assert [one.subject for one in read.unread] == ["D01"]
    assert [case.application for case in read.plan.sessions[0].cases] == ["D02", "D03", "D04", "D05", "D06"]


@pytest.mark.parametrize("cases", [0, 1])
def test_a_session_without_cases_or_without_a_panel_breaks_nothing(cases: int) -> None:
    season = small_season()
    plan = small_plan(season)
    empty = with_session(plan, panel=(), cases=plan.sessions[0].cases[:cases])
    read = assign_readers(brief_for(season), empty)
    assert len(read.plan.sessions) == 1 - cases
    assert [one.kind for one in read.unread] == ["application", "session"][: 2 * cases]
