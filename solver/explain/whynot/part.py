"""The part of a season that a question can turn on, so that an answer costs what is asked about and not the season.

Kept are the committees asked about with their pools, the applications that go to them, whatever else the same people
apply for, everybody through whom a relation between an expert and an applicant could be derived, and the applications,
wherever they go, that keep an expert of the pools out for the year. Conflicts of interest among what is kept, and the
batches of these committees, are those of the whole season.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from solver.domain.excerpt import Excerpt
from solver.domain.plan import Route
from solver.domain.season import Season
from solver.domain.vocabulary import RecusalMode
from solver.relations.kin import families
from solver.rules.brief import Brief
from solver.rules.relation_terms import relation_terms, term_of


def part_of(brief: Brief, routes: Iterable[Route], committees: Collection[str], applications: Collection[str]) -> Brief:
    """``brief`` cut down to what ``committees`` and ``applications`` have to do with.

    Parameters
    ----------
    routes
        Those of the season: what goes to one of ``committees`` is kept.
    """
    season = brief.season
    own = {row.application for row in routes if row.committee in committees}.union(applications)
    excerpt = _excerpt(brief, set(committees), {season.application[one].applicant for one in own})
    if len(excerpt.applications) == len(season.applications) and len(excerpt.committees) == len(season.committees):
        return brief
    conflicts = excerpt.conflicts(brief.conflicts, season)
    return replace(brief, season=excerpt.of(season), conflicts=conflicts, districts=brief.every_district)


def _excerpt(brief: Brief, committees: set[str], applicants: set[str]) -> Excerpt:
    """Everything about the pools of ``committees`` and about ``applicants``."""
    season = brief.season
    pooled = {term.expert for term in season.pools if term.committee in committees}
    pooled |= {row.expert for row in season.pins} & season.expert.keys()
    experts = pooled | {season.expert_of_person[one].id for one in _beside(season, applicants)}
    people = _family(season, applicants | {season.expert[one].person for one in experts})
    people |= set(_for_the_year(brief, experts))
    applications = {row.id for row in season.applications if row.applicant in people}
    entrusted = {end for row in season.delegations for end in (row.entrusting, row.to_committee)}
    return Excerpt(
        committees | (entrusted & season.committee.keys()), experts, people, applications, season.room.keys()
    )


def _beside(season: Season, applicants: set[str]) -> set[str]:
    """Persons who are experts and apply, or are named by an applicant: of those named only the first few count."""
    named = {other for row in season.relations for one, other in ((row.a, row.b), (row.b, row.a)) if one in applicants}
    return (named | applicants) & season.expert_of_person.keys()


def _for_the_year(brief: Brief, experts: set[str]) -> Iterator[str]:
    """Applicants of whatever committee whose ties keep some of ``experts`` out for the year.

    By what is known of conflicts of interest, and by relations that were declared where they are not known yet.
    """
    season = brief.season
    for person, tie in brief.conflicts.keeping_out:
        if tie.mode is RecusalMode.POOL_YEAR and tie.expert in experts:
            yield person
    terms = relation_terms(brief.rulebook, season.header.first_day)
    persons = {season.expert[one].person for one in experts}
    for row in season.relations:
        term = None if persons.isdisjoint((row.a, row.b)) else term_of(row, terms, season.header.last_day)
        if term is not None and term.mode is RecusalMode.POOL_YEAR:
            yield from (row.a, row.b)


def _family(season: Season, people: set[str]) -> set[str]:
    """``people`` and whoever family links lead to from them, step by step."""
    return people.union(*(family for family in families(season) if not people.isdisjoint(family)))
