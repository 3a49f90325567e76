"""Which committees a season has: fields, grades, panel and pool sizes, and how many applications each expects."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from itertools import count, cycle

from data.samples.synthesis.draft import Draft
from data.samples.synthesis.fields import FIELDS, SELF_FIELDS, SUSPENDED_FIELD, Field
from data.samples.synthesis.recipe import CASES_PER_SESSION, GRADE_SHARE, PANEL_SIZES
from data.samples.synthesis.words import REGIONS
from solver.domain.committees import Committee
from solver.domain.vocabulary import Basis, CommitteeKind, CommitteeState, Grade, Level, Selection

LEVELS = {
    Grade.SENIOR: (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR),
    Grade.INTERMEDIATE: (Level.INTERMEDIATE,),
    Grade.JUNIOR: (Level.JUNIOR,),
}
GRADE_WORD = {Grade.SENIOR: "高级", Grade.INTERMEDIATE: "中级", Grade.JUNIOR: "初级"}
SUSPENDED_ON = date(2026, 8, 3)


@dataclass
class Outline:
    """A committee with its levels, the pool it shall have, and the applications it expects."""

    committee: Committee
    levels: tuple[Level, ...]
    size: int
    pool: int = 0
    volume: int = 0
    members: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Id of the committee."""
        return self.committee.id

    @property
    def sessions(self) -> float:
        """Sessions expected: as many as the cases fill, and one more per level band that is not full."""
        return self.volume / CASES_PER_SESSION + len(self.levels) * (self.volume > 0)


@dataclass
class Block:
    """A field in one city: its committees draw on the same experts. ``home`` is the employer of a self-review one."""

    subject: Field
    region: str
    grades: tuple[Grade, ...]
    home: str = ""
    suspended: bool = False
    employers: list[str] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    experts: list[str] = field(default_factory=list)

    def half_days(self, one: Outline) -> int:
        """Half-days of a full session of ``one``: 15 minutes a case in its group and 4 before all, 180 a half-day."""
        groups = max(1, min(len(self.subject.specialties), one.size // 5, 3))
        return math.ceil(CASES_PER_SESSION * (15 / groups + 4) / 180)


def lay_out(draft: Draft) -> list[Block]:
    """Blocks with their committees, sizes, pool sizes and volumes; the self-review ones come last."""
    blocks = _regional(draft) + _self_review(draft)
    _form(draft, blocks)
    outlines = [one for block in blocks for one in block.outlines]
    _size_pools(draft, outlines)
    _share_out(draft, blocks)
    return blocks


def self_reviews(committees: int) -> int:
    """How many of ``committees`` are self-review committees: about one in twelve."""
    return committees // 12


def _regional(draft: Draft) -> list[Block]:
    suspended = 1 if draft.recipe.committees >= 10 else 0
    left = draft.recipe.committees - self_reviews(draft.recipe.committees) - suspended
    blocks: list[Block] = []
    places = ((region, one) for region in cycle(REGIONS) for one in FIELDS)
    while left > 0:
        region, one = next(places)
        grades = one.grades[:left]
        blocks.append(Block(one, region, grades))
        left -= len(grades)
    if suspended:
        blocks.append(Block(SUSPENDED_FIELD, REGIONS[0], SUSPENDED_FIELD.grades, suspended=True))
    return blocks


def _self_review(draft: Draft) -> list[Block]:
    fields = cycle(SELF_FIELDS)
    wanted = self_reviews(draft.recipe.committees)
    return [Block(next(fields), REGIONS[0], (Grade.SENIOR,), home="?") for _ in range(wanted)]


def _form(draft: Draft, blocks: list[Block]) -> None:
    rng = draft.stream("committees")
    numbers = count(1)
    roomy = draft.recipe.experts / max(1, draft.recipe.committees)
    for block in blocks:
        for repeat, grade in enumerate(block.grades):
            number = next(numbers)
            by_series = block.subject.by_series and grade is Grade.SENIOR and roomy >= 20 and not block.home
            sizes = PANEL_SIZES["series" if by_series else "specialty" if grade is Grade.SENIOR else grade]
            size = rng.choice(sizes[len(sizes) // 2 :] if roomy >= 60 else sizes[:1])
            drawn = rng.random() < 0.65
            committee = Committee(
                f"C{number:02d}",
                _name(block, grade, repeat),
                "",
                "",
                block.subject.series,
                CommitteeKind.SELF_REVIEW if block.home else CommitteeKind.REGIONAL,
                grade,
                Basis.SERIES if by_series else Basis.SPECIALTY,
                size,
                Selection.DRAWN if drawn else Selection.CHOSEN,
                "" if drawn else f"{block.region}人社发〔2026〕{number}号",
                CommitteeState.SUSPENDED if block.suspended else CommitteeState.ACTIVE,
                SUSPENDED_ON if block.suspended else None,
            )
            block.outlines.append(Outline(committee, LEVELS[grade], size))


def _name(block: Block, grade: Grade, repeat: int) -> str:
    second = "第二" if grade in block.grades[:repeat] else ""
    return f"{block.region}市{block.subject.name}{second}{GRADE_WORD[grade]}评委会"


def _size_pools(draft: Draft, outlines: list[Outline]) -> None:
    """Pools between the recipe's multiples of the panel, so that every expert finds a place in at least one."""
    low, high = draft.recipe.multiple
    wanted = draft.recipe.experts * 1.15
    rng = draft.stream("pool sizes")
    panels = sum(one.size for one in outlines)
    for one in outlines:
        multiple = wanted / panels * rng.uniform(0.85, 1.15)
        one.pool = math.ceil(one.size * min(high, max(low, multiple)))


def _share_out(draft: Draft, blocks: list[Block]) -> None:
    """Applications by committee: log-normal volumes by grade, never more than the pool can seat."""
    rng = draft.stream("volumes")
    outlines = [one for block in blocks for one in block.outlines]
    of_grade = {grade: sum(one.committee.grade is grade for one in outlines) for grade in Grade}
    weights = []
    for block in blocks:
        for one in block.outlines:
            share = GRADE_SHARE[one.committee.grade] / of_grade[one.committee.grade]
            weights.append(0.02 if block.suspended else share * rng.lognormvariate(0, 0.6))
    caps = [
        one.pool * draft.recipe.seats_per_expert / one.size * CASES_PER_SESSION
        if one.committee.state is CommitteeState.ACTIVE
        else 4.0
        for one in outlines
    ]
    total = round(draft.recipe.applications * (1 - draft.recipe.gaps))
    for one, volume in zip(outlines, capped_shares(total, weights, caps), strict=True):
        one.volume = volume


def capped_shares(total: int, weights: list[float], caps: list[float]) -> list[int]:
    """Whole shares of ``total`` in proportion to ``weights``, none above its cap while the caps leave room.

    Where all caps together are below ``total``, they are raised in proportion.
    """
    room = sum(caps)
    if room < total:
        caps = [cap * total / room for cap in caps]
    shares = [0.0] * len(weights)
    free = set(range(len(weights)))
    left = float(total)
    while free:
        scale = left / sum(weights[i] for i in sorted(free))
        full = [i for i in sorted(free) if weights[i] * scale >= caps[i]]
        for i in full or sorted(free):
            shares[i] = caps[i] if full else weights[i] * scale
            left -= shares[i]
            free.discard(i)
    return rounded(shares, total)


def rounded(shares: list[float], total: int) -> list[int]:
    """Whole numbers near ``shares`` that sum to ``total`` (largest remainders first)."""
    whole = [math.floor(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (whole[i] - shares[i], i))
    for step in range(total - sum(whole)):
        whole[order[step % len(order)]] += 1
    return whole
