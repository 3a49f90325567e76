"""Relations other than kin: which count, how far back, how strictly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.domain.committees import Application, Recommender
from solver.domain.people import Relation
from solver.domain.vocabulary import Level, PostLink, RecusalMode, RelationKind
from tests.solver.relations.people import day, found, season, ties

PAIRED = ["REC", "SUP", "COA", "PRJ", "EXC", "LEAD", "ECO", "CMP"]


@pytest.mark.parametrize("kind", PAIRED)
@pytest.mark.parametrize("turned", [False, True])
def test_a_declared_relation_recuses_for_the_case_from_either_side(kind: str, turned: bool) -> None:
    a, b = ("A01", "P01") if turned else ("P01", "A01")
    (tie,) = ties(season(Relation(a, b, RelationKind(kind))))
    assert (tie.expert, tie.kind, tie.mode, tie.rule) == ("E01", kind, RecusalMode.CASE, "PD-07")
    assert tie.path == ("P01", kind, "A01")


@pytest.mark.parametrize("kind", ["COA", "PRJ", "EXC"])
@pytest.mark.parametrize(("end", "counts"), [("2023-08-31", False), ("2023-09-01", True)])
def test_three_years_are_counted_back_from_the_first_day(kind: str, end: str, counts: bool) -> None:
    assert bool(ties(season(Relation("P01", "A01", RelationKind(kind), None, day(end))))) is counts


@pytest.mark.parametrize(("published", "counts"), [("2023-08-31", False), ("2023-09-01", True)])
def test_a_paper_has_a_day_and_not_a_period(published: str, counts: bool) -> None:
    assert bool(ties(season(Relation("P01", "A01", RelationKind.COAUTHOR, day(published))))) is counts


def test_a_project_without_an_end_goes_on() -> None:
    assert ties(season(Relation("P01", "A01", RelationKind.PROJECT, day("2015-01-01"))))


def test_a_supervisor_stays_one_unless_the_register_sets_years() -> None:
    taught = season(Relation("A01", "P01", RelationKind.SUPERVISOR, day("1998-09-01"), day("2001-07-01")))
    assert ties(taught)
    assert not ties(taught, "A01", ("PD-07", "supervisor_years", "10"))


@pytest.mark.parametrize("kind", ["LEAD", "ECO"])
def test_what_ended_before_the_season_is_over(kind: str) -> None:
    assert not ties(season(Relation("P01", "A01", RelationKind(kind), None, day("2026-08-31"))))
    assert ties(season(Relation("P01", "A01", RelationKind(kind), None, day("2026-09-01"))))


@pytest.mark.parametrize(
    ("kind", "declared", "expected"),
    [
        ("COA", RecusalMode.SESSION, RecusalMode.SESSION),
        ("COA", RecusalMode.POOL_YEAR, RecusalMode.POOL_YEAR),
        ("COA", RecusalMode.CASE, RecusalMode.CASE),
        ("sibling", RecusalMode.CASE, RecusalMode.SESSION),  # never milder than the register
        ("sibling", RecusalMode.POOL_YEAR, RecusalMode.POOL_YEAR),
        ("CB3", RecusalMode.CASE, RecusalMode.SESSION),
    ],
)
def test_a_declared_mode_makes_stricter_and_never_milder(
    kind: str, declared: RecusalMode, expected: RecusalMode
) -> None:
    (tie,) = ties(season(Relation("P01", "A01", RelationKind(kind), mode=declared)))
    assert tie.mode is expected


def test_without_the_product_default_only_what_a_secretariat_ordered_counts() -> None:
    off = ("PD-07", "in_force", "false")
    assert not ties(season(Relation("P01", "A01", RelationKind.COAUTHOR)), "A01", off)
    (tie,) = ties(season(Relation("P01", "A01", RelationKind.COAUTHOR, mode=RecusalMode.CASE)), "A01", off)
    assert (tie.mode, tie.rule) == (RecusalMode.CASE, "CN40-25")


def test_named_experts_count_only_where_the_register_says_so_and_only_so_many() -> None:
    named = season(*(Relation("A01", person, RelationKind.NAMED) for person in ("P01", "P02")))
    assert not ties(named)
    allowed = ("PD-07", "named", "true")
    assert [tie.expert for tie in ties(named, "A01", allowed)] == ["E01", "E02"]
    assert [tie.expert for tie in ties(named, "A01", allowed, ("PD-07", "named_max", "1"))] == ["E01"]


def test_a_recommender_does_not_judge_whom_they_recommend() -> None:
    built = season(recommenders=(Recommender("D01", "P01", Level.FULL_SENIOR),))
    (tie,) = ties(built)
    assert (tie.expert, tie.kind, tie.path) == ("E01", "REC", ("P01", "REC", "A01"))
    assert not ties(built, "A02")
    assert not ties(built, "A01", ("PD-07", "recommender", "false"))


def test_an_expert_who_applies_is_out_of_the_pool_for_the_year() -> None:
    built = season()
    own = Application("D99", "P01", "沈阳", "05", "机械工程", Level.FULL_SENIOR)
    (tie,) = ties(replace(built, applications=(*built.applications, own)), "P01")
    assert (tie.expert, tie.kind, tie.mode, tie.rule) == ("E01", "SELF", RecusalMode.POOL_YEAR, "CN40-25")


@pytest.mark.parametrize(
    ("post_link", "level", "rivals"),
    [
        (PostLink.LINKED, Level.ASSOCIATE_SENIOR, True),
        (PostLink.FREE, Level.ASSOCIATE_SENIOR, False),
        (PostLink.LINKED, Level.FULL_SENIOR, False),  # another post
    ],
)
def test_rivals_apply_for_one_level_at_one_post_linked_employer(
    post_link: PostLink, level: Level, rivals: bool
) -> None:
    built = season()
    built = replace(
        built,
        employers=tuple(replace(row, post_link=post_link) for row in built.employers),
        persons=tuple(replace(row, employer="V01") if row.id == "P01" else row for row in built.persons),
        applications=(*built.applications, Application("D99", "P01", "沈阳", "05", "机械工程", level)),
    )
    kinds = [tie.kind for tie in found(built).ties.get("A01", ())]
    assert kinds == (["CMP"] if rivals else [])
