"""An invented province: cities under identifiers of their own, linked by a few experts, sound as a season."""

from __future__ import annotations

from collections import Counter

import pytest

from data.samples.province import CITIES, CLOSE, NEIGHBOURS, PROVINCIAL, synthesise_province
from data.samples.synthesis.fields import FIELDS
from solver.domain.season import Season

SIZES = (5, 160, 2_400, 500)
"""Cities, committees, experts, applications: enough committees for two close fields in a city."""


@pytest.fixture(scope="module")
def season() -> Season:
    return synthesise_province(*SIZES, seed=1)


def test_it_has_the_sizes_asked_for_and_no_identifier_twice(season: Season) -> None:
    assert (len(season.committees), len(season.experts), len(season.applications)) == SIZES[1:]
    for rows, known in (
        (season.persons, season.person),
        (season.experts, season.expert),
        (season.employers, season.employer),
        (season.rooms, season.room),
        (season.authorities, season.authority),
        (season.delegations, season.delegation),
    ):
        assert len(rows) == len(known)
    assert len({row.identity_no for row in season.persons}) == len(season.persons)


def test_the_same_seed_makes_the_same_province(season: Season) -> None:
    assert synthesise_province(*SIZES, seed=1) == season
    assert synthesise_province(*SIZES, seed=2) != season


def test_every_row_refers_to_rows_that_exist(season: Season) -> None:
    assert all(row.employer in season.employer for row in season.persons if row.employer)
    assert all(row.person in season.person for row in season.experts)
    assert all(row.expert in season.expert and row.committee in season.committee for row in season.pools)
    assert all(row.authority in season.authority for row in season.committees)
    assert all(row.applicant in season.person for row in season.applications)
    assert all(row.a in season.person and row.b in season.person for row in season.relations)
    assert all(row.to_committee in season.committee for row in season.delegations)


def test_experts_are_shared_with_the_same_field_elsewhere_or_a_close_one_at_home(season: Season) -> None:
    field = {(one.series, one.specialties): one.name for one in FIELDS}
    scope = {row.committee: (field.get((row.series, row.specialties)), row.regions[0]) for row in season.filings}
    shared = Counter[str]()
    for terms in season.terms_of.values():
        (name, city), *others = dict.fromkeys(scope[one.committee] for one in terms)
        for other, there in others:
            here, away = CITIES.index(city), CITIES.index(there)
            if there == city:
                assert {name, other} <= set(CLOSE)
                shared["close"] += 1
            elif name in PROVINCIAL:
                assert other == name
                shared["anywhere"] += 1
            elif name == other:
                assert here // NEIGHBOURS == away // NEIGHBOURS
                shared["near"] += 1
    assert min(shared[kind] for kind in ("close", "anywhere", "near")) > 0
    assert sum(shared.values()) < 0.1 * len(season.experts)


def test_rooms_and_homes_are_in_districts_of_their_city(season: Season) -> None:
    assert {row.district for row in season.rooms} <= {row.district for row in season.experts}
    assert all(row.district.startswith(CITIES[:5]) for row in season.rooms)
