"""Present and recent colleagues, groups, and departments in self-review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.domain.people import Employment
from solver.domain.season import Season
from tests.solver.relations.people import day, found, season, ties

BOTH = frozenset({"E01", "E02"})


def employed(built: Season, **employer_of: str) -> Season:
    return replace(
        built,
        persons=tuple(replace(row, employer=employer_of.get(row.id, row.employer)) for row in built.persons),
    )


@pytest.mark.parametrize(("end", "counts"), [("2023-08-31", False), ("2023-09-01", True)])
def test_an_expert_who_left_the_applicants_employer_counts_for_three_years(end: str, counts: bool) -> None:
    past = Employment("P01", "V01", day("2015-01-01"), day(end))
    assert [tie.kind for tie in ties(season(employments=(past,)))] == (["EXC"] if counts else [])


@pytest.mark.parametrize(("end", "counts"), [("2023-08-31", False), ("2023-09-01", True)])
def test_an_applicant_who_left_the_experts_employer_counts_for_three_years(end: str, counts: bool) -> None:
    past = Employment("A01", "U01", day("2015-01-01"), day(end))
    assert [tie.expert for tie in ties(season(employments=(past,)))] == (["E01"] if counts else [])


@pytest.mark.parametrize(("start", "counts"), [("2024-06-30", True), ("2024-07-01", False)])
def test_two_past_colleagues_must_have_been_there_together(start: str, counts: bool) -> None:
    stints = (
        Employment("P01", "V02", day("2020-01-01"), day("2024-06-30")),
        Employment("A01", "V02", day(start), day("2025-12-31")),
    )
    assert bool(ties(season(employments=stints))) is counts


def test_a_tie_of_colleagues_shows_employer_and_days() -> None:
    past = Employment("P01", "V01", day("2015-01-01"), day("2025-06-30"))
    (tie,) = ties(season(employments=(past,)))
    assert tie.path == ("P01", "EXC", "V01", "EXC", "A01")
    assert (tie.start, tie.end) == (day("2015-01-01"), day("2025-06-30"))


def test_an_open_stint_says_since_when_somebody_works_where_they_work() -> None:
    stints = (
        Employment("P01", "V01", day("2015-01-01"), day("2024-06-30")),
        Employment("A01", "V01", day("2024-07-01")),
    )
    assert not ties(season(employments=stints))


def test_present_colleagues_are_recused_without_a_tie_each() -> None:
    conflicts = found(employed(season(), P01="V01"))
    assert conflicts.ties == {}
    assert conflicts.recused("A01", False, BOTH) == {"E01"}
    assert conflicts.recused("A02", False, BOTH) == frozenset()
    (why,) = conflicts.why("E01", "A01", False)
    assert (why.kind, why.rule) == ("EMP", "PD-07")


def test_past_stints_at_the_present_employer_of_both_add_nothing() -> None:
    past = Employment("P01", "V01", day("2015-01-01"), day("2024-06-30"))
    assert found(employed(season(employments=(past,)), P01="V01")).ties == {}


def test_a_group_is_one_employer_only_where_the_register_says_so() -> None:
    built = season()
    grouped = replace(
        built, employers=tuple(replace(row, parent="U02" if row.id != "U02" else "") for row in built.employers)
    )
    assert found(grouped).recused("A01", False, BOTH) == frozenset()
    assert found(grouped, ("PD-07", "same_group", "true")).recused("A01", False, BOTH) == BOTH


def test_same_employer_can_be_turned_off() -> None:
    conflicts = found(employed(season(), P01="V01"), ("PD-07", "same_employer", "false"))
    assert conflicts.recused("A01", False, BOTH) == frozenset()


def test_in_self_review_the_department_takes_the_place_of_the_employer() -> None:
    built = employed(season(), P01="V01", P02="V01")
    departments = {"P01": "总工办", "P02": "设计院", "A01": "总工办"}
    built = replace(built, persons=tuple(replace(row, department=departments.get(row.id, "")) for row in built.persons))
    conflicts = found(built)
    assert conflicts.recused("A01", True, BOTH) == {"E01"}
    assert conflicts.recused("A01", False, BOTH) == BOTH
    assert conflicts.recused("A02", True, BOTH) == frozenset()  # no department known: none in common
