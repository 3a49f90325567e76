"""An answer is worked out on a part of the season: conflicts, batches and rules in it are those of the whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.briefing import brief_for, scope_brief_for
from data.samples.synthetic import synthesise
from solver.domain.edits import edited
from solver.domain.people import Relation
from solver.domain.plan import Plan
from solver.domain.vocabulary import RecusalMode, RelationKind
from solver.explain.whynot.part import part_of
from solver.model.ask import ask
from solver.planning.batches import batch_cases
from solver.relations.conflicts import conflicts_of
from solver.routing import route_applications
from solver.rules.brief import Brief
from tests.solver.explain.whynot.impossible_seasons import tiny


@pytest.fixture(scope="module")
def brief() -> Brief:
    return brief_for(synthesise(12, 300, 500, 3, "tight"))


def test_the_part_of_a_committee_is_small_and_says_the_same_about_it(brief: Brief) -> None:
    routes = route_applications(brief)
    whole = batch_cases(brief, routes)
    for committee in brief.season.committee:
        part = part_of(brief, routes, (committee,), ())
        kept = tuple(row for row in routes if row.committee == committee)
        assert len(part.season.persons) < len(brief.season.persons)
        own = tuple(row for row in whole.sessions if row.committee == committee)
        assert batch_cases(part, kept).sessions == own
        named = tuple(row.id for row in own)
        asked = [set(ask(one, Plan(routes=kept, sessions=own)).touching(named)) for one in (brief, part)]
        assert asked[0] == asked[1]


def test_conflicts_found_anew_in_the_part_are_those_of_the_whole(brief: Brief) -> None:
    routes = route_applications(brief)
    for committee in brief.season.committee:
        part = part_of(brief, routes, (committee,), ())
        anew = conflicts_of(part.season, part.rulebook)
        among = frozenset(part.pool.get(committee, ()))
        for row in part.season.applications:
            known = {tie for tie in brief.conflicts.ties.get(row.applicant, ()) if tie.expert in among}
            assert {tie for tie in anew.ties.get(row.applicant, ()) if tie.expert in among} == known
        kin = {one[:2] for one in brief.conflicts.kin_experts if among.issuperset(one[:2])}
        assert {one[:2] for one in anew.kin_experts if among.issuperset(one[:2])} == kin


def test_whoever_leads_from_an_expert_to_an_applicant_is_kept() -> None:
    season = tiny(12, 3)
    other = replace(season.committees[0], id="C2", series="99")
    links = (
        Relation("P01", "P90", RelationKind.PARENT),
        Relation("P90", "A01", RelationKind.SIBLING),
        Relation("P12", "P91", RelationKind.PARENT),
    )
    persons = tuple(replace(season.persons[0], id=one, name=one) for one in ("P90", "P91"))
    pools = tuple(replace(row, committee="C2") if row.expert == "E12" else row for row in season.pools)
    season = replace(
        edited(season, ()),
        committees=(*season.committees, other),
        persons=(*season.persons, *persons),
        relations=links,
        pools=pools,
    )
    brief = brief_for(season)
    part = part_of(brief, route_applications(brief), ("C1",), ())
    assert {"P01", "P90", "A01"} <= part.season.person.keys()
    assert "P91" not in part.season.person
    assert conflicts_of(part.season, part.rulebook).barred("A01", next(iter(brief.conflicts.ties["A01"])).mode)


def test_whose_application_elsewhere_keeps_an_expert_out_for_the_year_is_kept() -> None:
    season = tiny(12, 3)
    other = replace(season.committees[0], id="C2", series="99")
    pools = tuple(replace(row, committee="C2") if row.expert == "E12" else row for row in season.pools)
    tie = Relation("P12", "A01", RelationKind.ECONOMIC, mode=RecusalMode.POOL_YEAR)
    season = replace(
        edited(season, ()), committees=(*season.committees, other), pools=pools, relations=(tie,), policy=()
    )
    brief = brief_for(season)
    routes = route_applications(brief)
    assert {row.committee for row in routes if brief.season.application[row.application].applicant == "A01"} == {"C1"}
    for known in (brief, scope_brief_for(season)):
        part = part_of(known, routes, ("C2",), ())
        anew = conflicts_of(part.season, part.rulebook)
        assert [one.expert for person, one in anew.keeping_out if person == "A01"] == ["E12"]
    assert part_of(brief, routes, ("C2",), ()).conflicts.keeping_out == brief.conflicts.keeping_out
