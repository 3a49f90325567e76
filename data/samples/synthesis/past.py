"""What experts bring along: past service, past employers, and blocks of unavailable time."""

from __future__ import annotations

import random
from datetime import timedelta

from data.samples.synthesis.committees import Block
from data.samples.synthesis.draft import FIRST_DAY, YEAR, Draft
from solver.domain.calendar import HalfDay
from solver.domain.people import Employment, Service, Unavailability

MOVED = 0.12
"""Share of experts and applicants who changed their employer; half of the changes are less than three years old."""

REASONS = ("出差", "授课", "项目验收", "休假", "学术会议", "住院")


def add_service(draft: Draft, blocks: list[Block]) -> None:
    """Service in the two years before: in each a share of the pool, about a tenth of it in both."""
    rng = draft.stream("service")
    for block in blocks:
        for one in block.outlines:
            for year in (YEAR - 2, YEAR - 1):
                count = round(len(one.members) * draft.recipe.served)
                for expert in sorted(rng.sample(one.members, count)):
                    cases, absent = rng.randint(8, 60), int(rng.random() < 0.03)
                    rating = rng.choice(("优秀", "称职", "称职", "称职"))
                    row = Service(expert, one.id, year, rng.choice((1, 1, 1, 2)), cases, absent, rating)
                    draft.tables.service.append(row)


def add_moves(draft: Draft, blocks: list[Block]) -> None:
    """Past employments, at employers of the same field."""
    rng = draft.stream("moves")
    local = {employer: block.employers for block in blocks for employer in block.employers}
    for person in draft.tables.persons:
        others = [one for one in local.get(person.employer, ()) if one != person.employer]
        if others and rng.random() < MOVED:
            left = FIRST_DAY - timedelta(days=rng.randint(60, 6 * 365))
            began = left - timedelta(days=rng.randint(2 * 365, 10 * 365))
            draft.tables.employments.append(Employment(person.id, rng.choice(others), began, left))


def add_unavailability(draft: Draft, blocks: list[Block]) -> None:
    """Blocks of half-days, from September to December, in which experts cannot sit."""
    rng = draft.stream("unavailability")
    person_of = {row.id: row.person for row in draft.tables.experts}
    for expert in (one for block in blocks for one in block.experts):
        if rng.random() < draft.recipe.blocked:
            for _ in range(rng.randint(*draft.recipe.blocks)):
                draft.tables.unavailability.append(_stretch(rng, person_of[expert], draft.recipe.block_days))


def _stretch(rng: random.Random, person: str, days: int) -> Unavailability:
    first = FIRST_DAY + timedelta(days=rng.randint(0, 105))
    last = first + timedelta(days=rng.randint(0, days - 1))
    start = HalfDay(first, rng.choice((1, 1, 2)))
    end = HalfDay(last, 2 if last > first else rng.choice((start.half, 2)))
    return Unavailability(person, start, end, rng.choice(REASONS))
