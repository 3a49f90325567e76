"""Every conflict of interest of a season, from what was declared and from what can be derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from solver.domain.conflicts import Conflict, Conflicts
from solver.domain.season import Season
from solver.domain.vocabulary import RecusalMode
from solver.relations.ground import Ground
from solver.relations.kin import kin_ties
from solver.relations.pairs import declared_ties, own_application, recommendations, rivals
from solver.relations.workplaces import recent_colleagues
from solver.rules.relation_terms import relation_terms
from solver.rules.rulebook import Rulebook

SOURCES = (own_application, declared_ties, recommendations, rivals, recent_colleagues)
"""Where ties other than kinship come from; colleagues of today are kept as sets, see :class:`Conflicts`."""


def conflicts_of(season: Season, rulebook: Rulebook) -> Conflicts:
    """Every conflict between an expert and an applicant, and kinship between experts, under ``rulebook``."""
    ground = ground_of(season, rulebook)
    kin = tuple(kin_ties(ground))
    ties: defaultdict[str, dict[Conflict, None]] = defaultdict(dict)
    for tie in (*kin, *(tie for source in SOURCES for tie in source(ground))):
        if tie.person in ground.applicants:
            ties[tie.person][tie] = None
    employer = ground.terms.get("EMP")
    return Conflicts(
        {person: tuple(found) for person, found in ties.items()},
        ground.employer_of,
        _experts_by(season, ground.employer_of),
        ground.department_of,
        _experts_by(season, ground.department_of),
        employer.rule if employer else "",
        employer.mode if employer else RecusalMode.CASE,
        _between_experts(ground, kin),
    )


def ground_of(season: Season, rulebook: Rulebook) -> Ground:
    """The season with the terms of ``rulebook``; look-backs count from the season's first day."""
    defaults = rulebook.active("PD-07")
    return Ground(
        season,
        relation_terms(rulebook, season.header.first_day),
        defaults is not None and defaults.flag("same_group"),
        defaults.whole("named_max") if defaults is not None else 0,
    )


def _experts_by(season: Season, key_of: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for expert in season.experts:
        if expert.person in key_of:
            found[key_of[expert.person]].add(expert.id)
    return {key: frozenset(experts) for key, experts in found.items()}


def _between_experts(ground: Ground, kin: tuple[Conflict, ...]) -> tuple[tuple[str, str, Conflict], ...]:
    """Pairs of experts who are kin, each once with the first tie that shows it, ordered."""
    found: dict[tuple[str, str], Conflict] = {}
    for tie in kin:
        other = ground.expert(tie.person)
        if other and tie.expert < other:
            found.setdefault((tie.expert, other), tie)
    return tuple((one, other, tie) for (one, other), tie in sorted(found.items(), key=lambda pair: pair[0]))
