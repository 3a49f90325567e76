"""Conflicts of interest between experts and applicants, and kinship between experts, ready to be asked.

Built by :mod:`solver.relations`; rules only read it. Same-employer conflicts are kept as sets per employer, because a
city has millions of such pairs and needs a few per panel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from solver.domain.vocabulary import RecusalMode, RelationSource


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why ``expert`` may not judge ``person``.

    ``kind`` is a code of the relations table (SP, LB, CB3, AF, OT, SELF, EMP, DEP, REC, SUP, COA, PRJ, EXC, LEAD, ECO,
    CMP, NAM); ``path`` alternates person ids and link codes (``P017 spouse P101 sibling P233``), so that each derived
    relation shows how it was found; ``rule`` is the provision that makes it count.
    """

    expert: str
    person: str
    kind: str
    mode: RecusalMode
    rule: str
    path: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    source: RelationSource = RelationSource.DERIVED

    @property
    def is_kin(self) -> bool:
        """Whether the conflict is kinship (relations table, classes SP–OT)."""
        return self.kind in KIN_CLASSES


KIN_CLASSES = frozenset({"SP", "LB", "CB3", "AF", "OT"})
EMPTY: frozenset[str] = frozenset()
BEYOND_THE_CASE = frozenset({RecusalMode.POOL_YEAR, RecusalMode.SESSION})
"""What keeps an expert out of more than the one case."""


@dataclass(frozen=True)
class Conflicts:
    """All conflicts of a season.

    Parameters
    ----------
    ties
        By applicant (person id): conflicts with experts other than by present employer.
    employer_of
        By person id: the key of the present employer (legal entity, or its group where the register says so).
    colleagues
        By employer key: experts employed there now.
    department_of, departments
        The same by (employer, department), for self-review committees.
    employer_rule, employer_mode
        The provision under which a present common employer counts (``""``: none in force), and what it leads to.
    kin_experts
        Pairs of experts who are kin, each once, ordered, with the conflict that shows the path.
    """

    ties: Mapping[str, tuple[Conflict, ...]] = field(default_factory=dict)
    employer_of: Mapping[str, str] = field(default_factory=dict)
    colleagues: Mapping[str, frozenset[str]] = field(default_factory=dict)
    department_of: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, frozenset[str]] = field(default_factory=dict)
    employer_rule: str = ""
    employer_mode: RecusalMode = RecusalMode.CASE
    kin_experts: tuple[tuple[str, str, Conflict], ...] = ()

    @cached_property
    def keeping_out(self) -> tuple[tuple[str, Conflict], ...]:
        """(applicant, tie) of every tie that keeps an expert out of more than a case: a session, or the year's pool."""
        return tuple(
            (person, tie) for person, found in self.ties.items() for tie in found if tie.mode in BEYOND_THE_CASE
        )

    @cached_property
    def _tied(self) -> Mapping[str, frozenset[str]]:
        return {person: frozenset(tie.expert for tie in ties) for person, ties in self.ties.items()}

    def _workmates(self, applicant: str, self_review: bool) -> frozenset[str]:
        if not self.employer_rule:
            return EMPTY
        if self_review:
            return self.departments.get(self.department_of.get(applicant, ""), EMPTY)
        return self.colleagues.get(self.employer_of.get(applicant, ""), EMPTY)

    def recused(self, applicant: str, self_review: bool, among: frozenset[str]) -> frozenset[str]:
        """Experts of ``among`` in any conflict with ``applicant`` (person id): not readers, out of the room."""
        tied = self._tied.get(applicant, EMPTY)
        mates = self._workmates(applicant, self_review)
        return (mates & among) | (tied & among)

    def barred(self, applicant: str, mode: RecusalMode) -> frozenset[str]:
        """Experts tied to ``applicant`` with exactly ``mode`` (SESSION: kin; POOL_YEAR: out for the year)."""
        return frozenset(tie.expert for tie in self.ties.get(applicant, ()) if tie.mode is mode)

    def why(self, expert: str, applicant: str, self_review: bool) -> tuple[Conflict, ...]:
        """Every conflict between ``expert`` and ``applicant``, each with its path."""
        found = [tie for tie in self.ties.get(applicant, ()) if tie.expert == expert]
        if expert in self._workmates(applicant, self_review):
            kind = "DEP" if self_review else "EMP"
            key = (self.department_of if self_review else self.employer_of).get(applicant, "")
            path = (expert, kind, key, kind, applicant)
            found.append(Conflict(expert, applicant, kind, self.employer_mode, self.employer_rule, path))
        return tuple(found)
