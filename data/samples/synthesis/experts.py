"""Experts: ranks, specialties that cluster by employer, pools, chairs."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

from data.samples.synthesis.committees import Block, Outline, rounded
from data.samples.synthesis.draft import YEAR, Draft, birthday
from data.samples.synthesis.employers import cumulative_zipf
from data.samples.synthesis.recipe import RANKS
from data.samples.synthesis.words import CENTRE_NAMES, DISTRICTS
from solver.domain.people import Expert, PoolTerm, Qualification
from solver.domain.vocabulary import ExpertStatus, Grade, Level

LEAST = {
    Grade.SENIOR: Level.ASSOCIATE_SENIOR,
    Grade.INTERMEDIATE: Level.ASSOCIATE_SENIOR,
    Grade.JUNIOR: Level.INTERMEDIATE,
}
"""The least rank that may sit on a committee of each grade (40号令 第10条)."""

ELSEWHERE = 0.2
"""Share of a field's experts whose employer is at home in another field."""

OUTSIDERS = 0.3
"""Share of a self-review committee's pool that comes from other employers (its panels need a tenth)."""

TERMS = (
    (date(2025, 1, 1), date(2027, 12, 31)),
    (date(2024, 7, 1), date(2027, 6, 30)),
    (date(2026, 3, 1), date(2028, 12, 31)),
)
EXPIRED = (date(2023, 7, 1), date(2026, 6, 30))


def add_experts(draft: Draft, blocks: list[Block]) -> None:
    """All experts with titles and pools; every pool gets chairs and enough full-senior members."""
    heads = _heads(draft.recipe.experts, blocks)
    everywhere = [employer for block in blocks for employer in block.employers]
    ranks: dict[str, Level] = {}
    for block, number in zip(blocks, heads, strict=True):
        rng = draft.stream(f"experts {block.region} {block.subject.name} {block.home}")
        homes = _employers_of(draft, rng, block, number, everywhere)
        for home in homes:
            ranks.update(_add_expert(draft, rng, block, home))
        _fill_pools(rng, block, ranks)
        _promote(draft, block, ranks)
    _add_titles_and_terms(draft, blocks, ranks)


def _heads(experts: int, blocks: list[Block]) -> list[int]:
    """Experts of each block: enough for its largest pool, the rest where several pools share them."""
    least = [max(one.pool for one in block.outlines) * 1.05 for block in blocks]
    if sum(least) >= experts:
        return rounded([experts * want / sum(least) for want in least], experts)
    more = [sum(one.pool for one in block.outlines) - want for block, want in zip(blocks, least, strict=True)]
    spare = (experts - sum(least)) / sum(max(0.0, one) + 1 for one in more)
    return rounded([want + spare * (max(0.0, one) + 1) for want, one in zip(least, more, strict=True)], experts)


def _employers_of(draft: Draft, rng: random.Random, block: Block, number: int, everywhere: list[str]) -> list[str]:
    """Employers of ``number`` experts: by Zipf's law, no group of employers above the recipe's share."""
    if block.home:
        outside = round(number * OUTSIDERS)
        return [block.home] * (number - outside) + rng.sample(everywhere, outside)
    parents = {row.id: row.parent or row.id for row in draft.tables.employers}
    weights = cumulative_zipf(len(block.employers))
    most = max(1, int(draft.recipe.employer_share * number))
    taken: Counter[str] = Counter()
    homes: list[str] = []
    while len(homes) < number:
        local = rng.random() >= ELSEWHERE
        home = rng.choices(block.employers, cum_weights=weights)[0] if local else rng.choice(everywhere)
        if taken[parents[home]] < most or len(taken) * most < number:
            taken[parents[home]] += 1
            homes.append(home)
    return homes


def _add_expert(draft: Draft, rng: random.Random, block: Block, home: str) -> dict[str, Level]:
    rank = rng.choices([level for level, _ in RANKS], [share for _, share in RANKS])[0]
    if all(one.committee.grade is not Grade.JUNIOR for one in block.outlines):
        rank = Level(max(rank, Level.ASSOCIATE_SENIOR))
    department = f"第{rng.choice(CENTRE_NAMES)}部" if home == block.home else ""
    person = draft.add_person(rng, home, birthday(rng, 40, 63), department)
    chance = rng.random()
    number = len(draft.tables.experts) + 1
    expert = Expert(
        f"E{number:04d}",
        person.id,
        in_post=rng.random() < 0.92,
        frontline=rng.random() < 0.68,
        official=rng.random() < 0.06,
        status=ExpertStatus.REMOVED
        if chance < 0.003
        else ExpertStatus.SUSPENDED
        if chance < 0.012
        else ExpertStatus.ACTIVE,
        district=rng.choice(DISTRICTS),
        remote=rng.random() < 0.05,
        max_sessions=rng.choice((1, 2, 2, 3)) if rng.random() < draft.recipe.limited else None,
        max_days=rng.choice((4, 6, 8)) if rng.random() < draft.recipe.limited / 3 else None,
    )
    draft.tables.experts.append(expert)
    block.experts.append(expert.id)
    return {expert.id: rank}


def _fill_pools(rng: random.Random, block: Block, ranks: dict[str, Level]) -> None:
    """Every expert into one pool of the block, seniors first to senior ones; then second pools up to the sizes."""
    for expert in block.experts:
        able = [one for one in block.outlines if ranks[expert] >= LEAST[one.committee.grade]]
        weights = [max(1.0, one.pool - len(one.members)) * _pull(one, ranks[expert]) for one in able]
        rng.choices(able, weights)[0].members.append(expert)
    for one in block.outlines:
        inside = set(one.members)
        able_too = [e for e in block.experts if e not in inside and ranks[e] >= LEAST[one.committee.grade]]
        missing = max(0, one.pool - len(one.members))
        one.members += rng.sample(able_too, min(missing, len(able_too)))


def _pull(one: Outline, rank: Level) -> float:
    """How much a committee draws an expert of ``rank``: full-senior experts sit mostly on senior committees."""
    senior = one.committee.grade is Grade.SENIOR
    return 2.5 if senior and rank is Level.FULL_SENIOR else 1.0


def _promote(draft: Draft, block: Block, ranks: dict[str, Level]) -> None:
    """Full-senior members enough for a full-senior panel with its alternates, and chairs for several panels at once."""
    by_id = {expert: index for index, expert in enumerate(row.id for row in draft.tables.experts)}
    for one in block.outlines:
        if Level.FULL_SENIOR in one.levels:
            # From the end: in a self-review pool these come from outside, of whom every panel needs some.
            juniors = [e for e in reversed(one.members) if ranks[e] is not Level.FULL_SENIOR]
            full = len(one.members) - len(juniors)
            for expert in juniors[: max(0, min(len(one.members) * 17 // 20, round(2.8 * one.size)) - full)]:
                ranks[expert] = Level.FULL_SENIOR
        best = sorted(one.members, key=lambda e: (-ranks[e], e))
        for expert in best[: max(6, len(best) // 7, round(2 * one.sessions))]:
            row = draft.tables.experts[by_id[expert]]
            draft.tables.experts[by_id[expert]] = replace(row, can_chair=True, official=False, max_sessions=None)


def _add_titles_and_terms(draft: Draft, blocks: list[Block], ranks: dict[str, Level]) -> None:
    rng = draft.stream("titles")
    for block in blocks:
        for number, expert in enumerate(block.experts):
            primary = block.subject.specialties[number % len(block.subject.specialties)]
            since = date(YEAR - rng.randint(4, 14), rng.randint(1, 12), 1)
            draft.tables.qualifications.append(
                Qualification(expert, block.subject.series, primary, ranks[expert], since, 1.0, True)
            )
            others = [one for one in block.subject.specialties if one != primary]
            if others and rng.random() < 0.45:
                strength = rng.choice((0.5, 0.6, 0.7, 0.8))
                draft.tables.qualifications.append(
                    Qualification(expert, block.subject.series, rng.choice(others), ranks[expert], since, strength)
                )
        for one in block.outlines:
            for expert in sorted(one.members):
                start, end = EXPIRED if rng.random() < 0.01 else rng.choice(TERMS)
                draft.tables.pools.append(PoolTerm(expert, one.id, start, end))
