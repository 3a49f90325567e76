"""What every kind of conflict is found on: the season, the terms on which relations count, and who is who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from solver.domain.people import Relation
from solver.domain.season import Season
from solver.rules.relation_terms import Term, Terms, term_of


@dataclass(frozen=True)
class Ground:
    """A season seen as people who may stand in each other's way; ``grouped``: a group is one employer; at most
    ``named_max`` experts that an applicant named count."""

    season: Season
    terms: Terms
    grouped: bool = False
    named_max: int = 0

    @cached_property
    def applicants(self) -> frozenset[str]:
        """Persons who apply this year; a withdrawn application makes no applicant."""
        return frozenset(row.applicant for row in self.season.applications if not row.withdrawn)

    @cached_property
    def employer_of(self) -> Mapping[str, str]:
        """By person: the key of the present employer (legal entity, or group), where one is known."""
        groups = self.season.group_of if self.grouped else {}
        return {row.id: groups.get(row.employer, row.employer) for row in self.season.persons if row.employer}

    @cached_property
    def department_of(self) -> Mapping[str, str]:
        """By person: the key of employer and department, where a department is known."""
        return {row.id: f"{row.employer}/{row.department}" for row in self.season.persons if row.department}

    def expert(self, person: str) -> str:
        """Expert id of a person, ``""`` for somebody who is no expert."""
        found = self.season.expert_of_person.get(person)
        return found.id if found else ""

    def term(self, row: Relation) -> Term | None:
        """How a relation of the season counts, None if it does not."""
        return term_of(row, self.terms, self.season.header.last_day)
