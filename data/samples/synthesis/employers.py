"""Authorities and employers: sizes by Zipf's law, kinds by field, group companies, homes of self-review."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from data.samples.synthesis.committees import Block
from data.samples.synthesis.draft import Draft
from data.samples.synthesis.words import BRANDS, CENTRE_NAMES, DISTRICTS, OUTSIDE, SERIES_TRADES, TRADES
from solver.domain.people import Authority, Employer
from solver.domain.vocabulary import EmployerKind, Level, PostLink, Tier

ZIPF = 0.8
"""Exponent of Zipf's law within a field: the largest of twelve employers has about a sixth of the people."""

SUBSIDIARY_SHARE = 0.15
CENTRAL_PERSONNEL = "H2"
"""Authority that entrusts for centrally owned employers: their personnel department."""

LINKED_SERIES = frozenset({"01", "04", "22", "21"})
"""Series in which posts and titles are linked (评聘结合) in public institutions."""


def add_authorities(draft: Draft, regions: tuple[str, ...]) -> None:
    """The province, one authority per city, and one per district of the first city."""
    rows = draft.tables.authorities
    rows.append(Authority("H1", "辽宁省人力资源和社会保障厅", Tier.PROVINCE, region="辽宁"))
    rows.append(Authority(CENTRAL_PERSONNEL, "中央企业人事部门", Tier.NATIONAL))
    for region in (*regions, *OUTSIDE):
        name = f"{region}市人力资源和社会保障局"
        rows.append(Authority(f"H{len(rows) + 1}", name, Tier.CITY, "H1", region))
    city = authority_of(draft, regions[0])
    for district in DISTRICTS:
        name = f"{district}人力资源和社会保障局"
        rows.append(Authority(f"H{len(rows) + 1}", name, Tier.COUNTY, city, district))


def authority_of(draft: Draft, region: str) -> str:
    """Id of the authority of ``region``."""
    return next(row.id for row in draft.tables.authorities if row.region == region)


def add_employers(draft: Draft, blocks: list[Block]) -> None:
    """Employers of every block, at least twelve in each, and the home of each self-review committee."""
    rng = draft.stream("employers")
    each = max(12, draft.recipe.experts // (6 * len(blocks)))
    for block in blocks:
        if block.home:
            block.home = _add(draft, block, rng.choice(BRANDS), block.subject.employers[0][0], "")
            continue
        kinds, weights = zip(*block.subject.employers, strict=True)
        for _ in range(each):
            parent = rng.choice(block.employers) if block.employers and rng.random() < SUBSIDIARY_SHARE else ""
            brand = rng.choice(BRANDS)
            block.employers.append(_add(draft, block, brand, rng.choices(kinds, weights)[0], parent))


def _add(draft: Draft, block: Block, brand: str, kind: EmployerKind, parent: str) -> str:
    rows = draft.tables.employers
    number = len(rows) + 1
    rng = draft.stream(f"employer {number}")
    if parent:
        above = rows[int(parent[1:]) - 1]
        name, kind, parent = f"{above.name}{rng.choice(CENTRE_NAMES)}公司", above.kind, above.parent or above.id
    elif block.home:
        name = f"{block.region}{brand}{block.subject.name}"
    else:
        trades = SERIES_TRADES.get(block.subject.series, TRADES[kind])
        name = f"{block.region}{brand}{rng.choice(trades)}"
    draft.names[name] += 1
    if draft.names[name] > 1:
        name = f"{name}({draft.names[name]})"
    linked = block.subject.series in LINKED_SERIES and kind is not EmployerKind.PRIVATE
    vacancies = tuple((level, rng.randint(1, 6)) for level in Level if linked and rng.random() < 0.7)
    link = PostLink.LINKED if linked else PostLink.FREE
    rows.append(Employer(f"U{number:04d}", name, parent, block.region, kind, link, vacancies))
    return rows[-1].id


def cumulative_zipf(count: int) -> list[float]:
    """Cumulative weights 1, 1 + 2^-s, … of ``count`` employers (Zipf's law with exponent :data:`ZIPF`)."""
    return list(accumulate(rank**-ZIPF for rank in range(1, count + 1)))


def settle_committees(draft: Draft, blocks: list[Block]) -> None:
    """Give each committee its forming unit and the authority it answers to, and put it on the committee sheet."""
    for block in blocks:
        authority = authority_of(draft, block.region)
        home = next((row.name for row in draft.tables.employers if row.id == block.home), "")
        for one in block.outlines:
            name = f"{home}自主评审委员会" if home else one.committee.name
            unit = block.home or authority
            one.committee = replace(one.committee, name=name, forming_unit=unit, authority=authority)
            draft.tables.committees.append(one.committee)
