"""Kin in a season: chains, dates, declared classes, experts among themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.domain.kinship import CLASSES, INVERSE
from solver.domain.people import Relation
from solver.domain.vocabulary import RecusalMode, RelationKind, RelationSource
from tests.solver.relations.people import chain, day, found, season, ties

LISTED = [(word, code) for code, words in CLASSES.items() for word in words]


@pytest.mark.parametrize(("word", "code"), LISTED)
def test_kin_is_found_along_every_chain_whichever_side_declared_the_links(word: str, code: str) -> None:
    forward = chain(word)
    backward = tuple(Relation(row.b, row.a, INVERSE[row.kind]) for row in forward)
    for relations in (forward, backward):
        (tie,) = ties(season(*relations))
        assert (tie.expert, tie.person, tie.kind) == ("E01", "A01", code)
        assert (tie.mode, tie.rule) == (RecusalMode.SESSION, "CN-HB-1")


@pytest.mark.parametrize("word", ["sibling.sibling", "parent.sibling.child.spouse.sibling", "spouse.parent.parent"])
def test_no_kin_by_closure(word: str) -> None:
    assert ties(season(*chain(word))) == ()


def test_a_derived_tie_shows_its_path() -> None:
    (tie,) = ties(season(*chain("spouse.sibling")))
    assert tie.path == ("P01", "spouse", "Q1", "sibling", "A01")
    assert tie.source is RelationSource.DERIVED


def test_a_single_link_keeps_its_own_source() -> None:
    (tie,) = ties(season(Relation("A01", "P01", RelationKind.CHILD, source=RelationSource.REPORTED)))
    assert tie.path == ("P01", "parent", "A01")
    assert tie.source is RelationSource.REPORTED


def test_a_path_holds_between_the_latest_start_and_the_earliest_end_of_its_links() -> None:
    marriage = Relation("P01", "Q1", RelationKind.SPOUSE, day("2010-05-01"), day("2026-12-01"))
    other = Relation("Q1", "A01", RelationKind.SIBLING, day("1990-01-01"))
    (tie,) = ties(season(marriage, other))
    assert (tie.start, tie.end) == (day("2010-05-01"), day("2026-12-01"))


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (None, "2026-08-31", False),  # dissolved the day before the season
        (None, "2026-09-01", True),  # still married on its first day
        ("2026-12-31", None, True),
        ("2027-01-01", None, False),  # will marry after the season
    ],
)
def test_a_marriage_counts_if_it_holds_in_the_season(start: str | None, end: str | None, counts: bool) -> None:
    marriage = Relation("P01", "Q1", RelationKind.SPOUSE, day(start) if start else None, day(end) if end else None)
    assert bool(ties(season(marriage, Relation("Q1", "A01", RelationKind.SIBLING)))) is counts


def test_of_several_chains_the_shortest_is_shown() -> None:
    (tie,) = ties(season(*chain("parent.child"), Relation("P01", "A01", RelationKind.SIBLING)))
    assert tie.path == ("P01", "sibling", "A01")


def test_an_adoptive_link_makes_other_kin() -> None:
    (tie,) = ties(season(*chain("adoptive_parent.sibling")))
    assert tie.kind == "OT"


def test_nobody_is_met_twice_on_a_path() -> None:
    """One's parent's child is a sibling, but one's own parent's child may be oneself."""
    links = (Relation("P01", "A01", RelationKind.PARENT), Relation("A01", "P01", RelationKind.CHILD))
    (tie,) = ties(season(*links))
    assert tie.kind == "LB"
    assert found(season(*links)).kin_experts == ()


@pytest.mark.parametrize("kind", ["SP", "LB", "CB3", "AF", "OT"])
def test_a_declared_class_is_taken_as_it_is_and_leads_no_further(kind: str) -> None:
    declared = Relation("A01", "P01", RelationKind(kind))
    onward = Relation("A01", "A02", RelationKind.SIBLING)
    conflicts = found(season(declared, onward))
    assert [tie.kind for tie in conflicts.ties["A01"]] == [kind]
    assert "A02" not in conflicts.ties


def test_kin_is_out_of_every_session_that_has_the_applicant() -> None:
    conflicts = found(season(*chain("spouse.sibling")))
    assert conflicts.barred("A01", RecusalMode.SESSION) == {"E01"}
    assert conflicts.recused("A01", False, frozenset({"E01", "E02"})) == {"E01"}


def test_experts_who_are_kin_are_paired_once_with_their_path() -> None:
    ((one, other, tie),) = found(season(*chain("child.spouse.parent", "P02", "P01"))).kin_experts
    assert (one, other) == ("E01", "E02")
    assert tie.path == ("P01", "child", "Q2", "spouse", "Q1", "parent", "P02")


def test_a_place_may_bar_whoever_has_kin_among_the_applicants_for_the_year() -> None:
    (tie,) = ties(season(*chain("sibling")), "A01", ("AN-HB-EXCL", "in_force", "true"))
    assert (tie.mode, tie.rule) == (RecusalMode.POOL_YEAR, "AN-HB-EXCL")


def test_a_withdrawn_application_makes_no_applicant() -> None:
    built = season(*chain("spouse"))
    withdrawn = tuple(replace(row, withdrawn=row.applicant == "A01") for row in built.applications)
    assert ties(replace(built, applications=withdrawn)) == ()
