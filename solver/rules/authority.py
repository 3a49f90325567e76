"""Which HR authority may issue an authorisation letter (委托函): by the entrusting side and the level."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.people import Authority
from solver.domain.season import Season
from solver.domain.vocabulary import EmployerKind, Level, Tier
from solver.errors import RegisterError
from solver.rules.brief import Brief
from solver.rules.rulebook import Provision

LETTER_RULES = ("DR18-31", "PD-17")
TIER_ORDER = {Tier.COUNTY: 0, Tier.CITY: 1, Tier.PROVINCE: 2, Tier.NATIONAL: 3}


def least_tier(provision: Provision, level: Level) -> Tier:
    """The lowest tier that may issue a letter for ``level`` (2018征求意见稿 第31条: 高级 市地级以上,中级 县级以上)."""
    value = provision.raw(level.grade.value)
    try:
        return Tier(str(value))
    except ValueError as wrong:
        raise RegisterError(rule=provision.id, parameter=level.grade.value, value=value) from wrong


def line_of(brief: Brief, authority: str) -> Iterator[Authority]:
    """``authority`` and those above it, lowest first; a cycle ends the line."""
    seen: set[str] = set()
    while authority in brief.season.authority and authority not in seen:
        seen.add(authority)
        yield brief.season.authority[authority]
        authority = brief.season.authority[authority].parent


def competent_in_region(brief: Brief, region: str, level: Level) -> tuple[Authority, ...]:
    """Authorities of ``region`` and above it that may issue a letter for ``level``, lowest first."""
    local = [row.id for row in brief.season.authorities if row.region == region]
    line = {row.id: row for start in local for row in line_of(brief, start)}
    return _high_enough(brief, tuple(line.values()), level)


def competent_on_line(brief: Brief, authority: str, level: Level) -> tuple[Authority, ...]:
    """``authority`` and those above it that may issue a letter for ``level``, lowest first."""
    return _high_enough(brief, tuple(line_of(brief, authority)), level)


def is_central(season: Season, employer: str) -> bool:
    """Whether ``employer`` is centrally owned (央属)."""
    row = season.employer.get(employer)
    return row is not None and row.kind is EmployerKind.CENTRAL


def competent_for_employer(brief: Brief, employer: str, region: str, level: Level) -> tuple[Authority, ...]:
    """Authorities that may issue a letter for people of ``employer``; ``region`` counts where the employer has none.

    For a centrally owned employer it is the personnel department of a central body: an authority of national tier.
    """
    row = brief.season.employer.get(employer)
    if is_central(brief.season, employer):
        return tuple(one for one in brief.season.authorities if one.tier is Tier.NATIONAL)
    return competent_in_region(brief, row.region if row is not None and row.region else region, level)


def competent_for_side(brief: Brief, side: str, region: str, level: Level) -> tuple[Authority, ...]:
    """Authorities that may issue a letter for what ``side`` entrusts: an employer, a committee or an authority (id)."""
    if side in brief.season.employer:
        return competent_for_employer(brief, side, region, level)
    committee = brief.season.committee.get(side)
    return competent_on_line(brief, committee.authority if committee else side, level)


def _high_enough(brief: Brief, line: tuple[Authority, ...], level: Level) -> tuple[Authority, ...]:
    provision = brief.rulebook.active(*LETTER_RULES)
    if provision is None:
        return line
    bar = TIER_ORDER[least_tier(provision, level)]
    fit = [row for row in line if TIER_ORDER[row.tier] >= bar]
    return tuple(sorted(fit, key=lambda row: TIER_ORDER[row.tier]))
