"""An invented province: cities of :mod:`data.samples.synthetic`, and experts who sit for several of them.

Every city has people, rooms and committees of its own. A few experts of a field are in the pool of the same field in
another city as well: in most fields of a neighbouring city, in some of any city of the province. Where a city's fields
are close to each other, a few experts hold a second title there. What is linked by such experts is often larger than a
city, so that planning has to cut it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from data.samples.synthesis.committees import rounded
from data.samples.synthesis.draft import FIRST_DAY, LAST_DAY, YEAR, identity_number
from data.samples.synthesis.fields import FIELDS
from data.samples.synthesis.recipe import Tightness
from data.samples.synthesis.words import DISTRICTS, OUTSIDE, REGIONS
from data.samples.synthetic import synthesise
from solver.domain.committees import Application, Committee, Delegation, Filing, Recommender, Room, Timetable
from solver.domain.people import (
    Authority,
    Employer,
    Employment,
    Expert,
    Person,
    PoolTerm,
    Qualification,
    Relation,
    Service,
    Unavailability,
)
from solver.domain.season import Season, SeasonHeader
from solver.domain.vocabulary import CommitteeKind, CommitteeState, Grade

PLACE = "辽宁"
HOME = REGIONS[0]
"""The city that a generated city is called before it gets its own name."""
CITIES = (*REGIONS, "瓦房店", "海城", "凌源", "东港", "庄河", "北镇")
"""Names of cities, those of :data:`data.samples.synthesis.words.OUTSIDE` apart."""
NEIGHBOURS = 4
"""Cities next to each other in the list that share experts of most fields."""
PROVINCIAL = ("机械工程", "中小学教师", "临床医学", "信息工程")
"""Fields whose shared experts sit anywhere in the province."""
CLOSE = ("建筑工程", "建筑设备", "施工管理", "规划园林", "装饰装修")
"""Fields of one city that share experts with a second title."""
SHARED = 0.03
"""Share of the experts of a field who are in a pool of another city too."""
CROSSING = 0.02
"""Share of the experts of a close field who hold a second title in another one."""
PEOPLE = 100_000
"""People of a city at most: those of the next one have identity numbers beyond."""
SECOND = 0.6
"""Strength of a second title."""


def synthesise_province(
    cities: int, committees: int, experts: int, applications: int, seed: int, tightness: Tightness = "easy"
) -> Season:
    """An invented season of a province; sizes are shared out evenly over its ``cities`` (at most 16).

    Parameters
    ----------
    committees, experts, applications
        Sizes of the whole province; a city of fewer than 79 committees is one city of the generator.
    seed
        Chance; the same seed gives the same season in every process.
    """
    sizes = [rounded([number / cities] * cities, number) for number in (committees, experts, applications)]
    made = [
        _named(synthesise(size[0], size[1], size[2], seed * 100 + number, tightness), number, CITIES[number])
        for number, size in enumerate(zip(*sizes, strict=True))
    ]
    return _shared(_joined(made), random.Random(f"{seed}/province"))


def _named(season: Season, number: int, city: str) -> Season:
    """``season`` under the name of ``city``, with identifiers that no other city has."""
    common = {row.id for row in season.authorities if not row.parent or row.region in OUTSIDE}
    mark = f"{number + 1:02d}"

    def own(one: str) -> str:
        return one if not one or one in common else one[0] + mark + one[1:]

    def here(text: str) -> str:
        if text in DISTRICTS:
            return city + text
        return city + text[len(HOME) :] if text.startswith(HOME) else text

    changed = _changes(own, here, number)
    tables = {one.name: getattr(season, one.name) for one in fields(season) if one.name != "header"}
    return season.with_tables({name: tuple(changed[type(row)](row) for row in rows) for name, rows in tables.items()})


def _changes(
    own: Callable[[str], str], here: Callable[[str], str], city: int
) -> Mapping[type, Callable[[Any], object]]:
    """How a row of each table reads in the city of a number."""
    return {
        Authority: lambda row: replace(
            row, id=own(row.id), name=here(row.name), parent=own(row.parent), region=here(row.region)
        ),
        Employer: lambda row: replace(
            row, id=own(row.id), name=here(row.name), parent=own(row.parent), region=here(row.region)
        ),
        Person: lambda row: replace(
            row,
            id=own(row.id),
            employer=own(row.employer),
            identity_no=identity_number(city * PEOPLE + int(row.id[1:]), row.born),
        ),
        Expert: lambda row: replace(row, id=own(row.id), person=own(row.person), district=here(row.district)),
        Qualification: lambda row: replace(row, expert=own(row.expert)),
        PoolTerm: lambda row: replace(row, expert=own(row.expert), committee=own(row.committee)),
        Employment: lambda row: replace(row, person=own(row.person), employer=own(row.employer)),
        Service: lambda row: replace(row, expert=own(row.expert), committee=own(row.committee)),
        Unavailability: lambda row: replace(row, person=own(row.person)),
        Committee: lambda row: replace(
            row,
            id=own(row.id),
            name=here(row.name),
            forming_unit=own(row.forming_unit),
            authority=own(row.authority),
            selection_basis=here(row.selection_basis),
        ),
        Filing: lambda row: replace(
            row,
            id=own(row.id),
            committee=own(row.committee),
            document_no=here(row.document_no),
            regions=tuple(here(one) for one in row.regions),
            employers=tuple(own(one) for one in row.employers),
        ),
        Timetable: lambda row: replace(row, committee=own(row.committee)),
        Room: lambda row: replace(row, id=own(row.id), place=f"{here(HOME)}{row.place}", district=here(row.district)),
        Application: lambda row: replace(
            row,
            id=own(row.id),
            applicant=own(row.applicant),
            region=here(row.region),
            preferred_committee=own(row.preferred_committee),
            approval_document=here(row.approval_document),
        ),
        Recommender: lambda row: replace(row, application=own(row.application), person=own(row.person)),
        Relation: lambda row: replace(row, a=own(row.a), b=own(row.b)),
        Delegation: lambda row: replace(
            row,
            id=own(row.id),
            entrusting=own(row.entrusting),
            to_committee=own(row.to_committee),
            authority=own(row.authority),
            applications=tuple(own(one) for one in row.applications),
        ),
    }


def _joined(cities: Iterable[Season]) -> Season:
    """One season of all ``cities``; authorities that several of them know are listed once."""
    listed = tuple(cities)
    tables = {
        one.name: tuple(dict.fromkeys(row for city in listed for row in getattr(city, one.name)))
        if one.name == "authorities"
        else tuple(row for city in listed for row in getattr(city, one.name))
        for one in fields(Season)
        if one.name != "header"
    }
    return Season(SeasonHeader(YEAR, PLACE, FIRST_DAY, LAST_DAY), **tables)


@dataclass(frozen=True)
class _Scene:
    """Which committees of a province could share experts."""

    season: Season

    @cached_property
    def field(self) -> Mapping[str, str]:
        """Name of the field of each committee that shares experts: regional and active ones."""
        named = {(one.series, one.specialties): one.name for one in FIELDS}
        return {
            row.committee: named[row.series, row.specialties]
            for row in self.season.filings
            if (row.series, row.specialties) in named and self._shares(self.season.committee[row.committee])
        }

    def _shares(self, committee: Committee) -> bool:
        return committee.kind is CommitteeKind.REGIONAL and committee.state is CommitteeState.ACTIVE

    @cached_property
    def city(self) -> Mapping[str, int]:
        """Place of each committee's city in the list of cities."""
        return {row.committee: CITIES.index(row.regions[0]) for row in self.season.filings}

    @cached_property
    def specialties(self) -> Mapping[str, tuple[str, ...]]:
        """What each committee reviews."""
        return {row.committee: row.specialties for row in self.season.filings}

    @cached_property
    def alike(self) -> Mapping[tuple[str, Grade], list[str]]:
        """Committees by field and grade."""
        found: defaultdict[tuple[str, Grade], list[str]] = defaultdict(list)
        for committee, name in self.field.items():
            found[name, self.season.committee[committee].grade].append(committee)
        return found

    def elsewhere(self, committee: str) -> list[str]:
        """Committees of the same field and grade in other cities that take experts of ``committee``."""
        name, here = self.field[committee], self.city[committee]
        return [
            one
            for one in self.alike[name, self.season.committee[committee].grade]
            if self.city[one] != here and (name in PROVINCIAL or self.city[one] // NEIGHBOURS == here // NEIGHBOURS)
        ]

    def beside(self, committee: str) -> list[str]:
        """Committees of close fields in the same city, of the same grade."""
        grade, here = self.season.committee[committee].grade, self.city[committee]
        return [
            one
            for name in CLOSE
            if name != self.field[committee]
            for one in self.alike[name, grade]
            if self.city[one] == here
        ]


def _shared(season: Season, rng: random.Random) -> Season:
    """``season`` with the experts who sit in more than one pool of it."""
    scene = _Scene(season)
    pools, titles = list(season.pools), list(season.qualifications)
    served = {(row.expert, row.committee) for row in pools}
    for term in season.pools:
        chance = rng.random()
        if term.committee not in scene.field or chance >= SHARED + CROSSING:
            continue
        crosses = chance >= SHARED
        if crosses and scene.field[term.committee] not in CLOSE:
            continue
        others = scene.beside(term.committee) if crosses else scene.elsewhere(term.committee)
        other = rng.choice(others) if others else ""
        if not other or (term.expert, other) in served:
            continue
        served.add((term.expert, other))
        pools.append(replace(term, committee=other))
        if crosses:
            first = season.qualifications_of[term.expert][0]
            second = rng.choice(scene.specialties[other])
            titles.append(replace(first, specialty=second, strength=SECOND, primary=False))
    return season.with_tables({"pools": tuple(pools), "qualifications": tuple(titles)})
