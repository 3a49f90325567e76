"""A season under construction: tables that grow, streams of chance, and identifiers."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date

from data.samples.synthesis.recipe import Recipe
from data.samples.synthesis.words import GIVEN, SURNAMES
from solver.domain.committees import (
    Application,
    Committee,
    Delegation,
    Filing,
    PolicyChange,
    Recommender,
    Room,
    SessionRequest,
    Timetable,
)
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

YEAR = 2026
FIRST_DAY, LAST_DAY = date(YEAR, 9, 1), date(YEAR, 12, 31)


@dataclass
class Tables:
    """The tables of a season while they grow; field names are those of :class:`Season`."""

    authorities: list[Authority] = field(default_factory=list)
    employers: list[Employer] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)
    qualifications: list[Qualification] = field(default_factory=list)
    pools: list[PoolTerm] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)
    service: list[Service] = field(default_factory=list)
    unavailability: list[Unavailability] = field(default_factory=list)
    committees: list[Committee] = field(default_factory=list)
    filings: list[Filing] = field(default_factory=list)
    timetable: list[Timetable] = field(default_factory=list)
    sessions: list[SessionRequest] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    recommenders: list[Recommender] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    policy: list[PolicyChange] = field(default_factory=list)

    def season(self, header: SeasonHeader) -> Season:
        """The finished season."""
        return Season(header, **{one.name: tuple(getattr(self, one.name)) for one in fields(self)})


@dataclass
class Draft:
    """A season under construction.

    Every topic draws from a stream of its own (:meth:`stream`), so that one more link between two people does not
    move every room. Streams are seeded by text, which is stable across processes. ``names`` counts the employers
    that wanted each name.
    """

    recipe: Recipe
    seed: int
    tables: Tables = field(default_factory=Tables)
    names: Counter[str] = field(default_factory=Counter)

    def stream(self, topic: str) -> random.Random:
        """The stream of chance of one topic."""
        return random.Random(f"{self.seed}/{topic}")

    def add_person(self, rng: random.Random, employer: str, born: date, department: str = "") -> Person:
        """A new person with an invented name and an identity number of an area that does not exist."""
        number = len(self.tables.persons) + 1
        name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 1 if rng.random() < 0.15 else 2))
        person = Person(f"P{number:05d}", name, identity_number(number, born), employer, department, born)
        self.tables.persons.append(person)
        return person


def identity_number(number: int, born: date) -> str:
    """An 18-character identity number with a correct check character (GB 11643) for the unused area code 99."""
    area = f"99{number // 1000 % 10000:04d}"
    digits = f"{area}{born:%Y%m%d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def birthday(rng: random.Random, youngest: int, oldest: int) -> date:
    """A birthday of somebody between ``youngest`` and ``oldest`` years of age in the season's year."""
    return date(YEAR - rng.randint(youngest, oldest), rng.randint(1, 12), rng.randint(1, 28))
