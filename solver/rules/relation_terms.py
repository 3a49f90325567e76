"""Under which provision, how strictly and how far back each kind of relation counts (人社部令第40号 第25条; PD-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from solver.domain.people import Relation
from solver.domain.vocabulary import RecusalMode, RelationKind
from solver.rules.rulebook import Provision, Rulebook

STRICTEST_FIRST = (RecusalMode.POOL_YEAR, RecusalMode.SESSION, RecusalMode.CASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A kind of relation counts under ``rule`` with ``mode`` if it lasted until ``since`` or later (None: ever)."""

    rule: str
    mode: RecusalMode
    since: date | None = None


Terms = Mapping[str, Term]
"""By code of the relations table; a kind that is absent does not count here and now."""


def relation_terms(rulebook: Rulebook, first_day: date) -> Terms:
    """The kinds of relation that count in a season that begins on ``first_day``; look-backs count from that day."""
    return dict((*_kin(rulebook, first_day), *_self(rulebook), *_others(rulebook, first_day)))


def _kin(rulebook: Rulebook, first_day: date) -> Iterator[tuple[str, Term]]:
    provision = rulebook.active("CN-HB-1")
    if provision is None:
        return
    stricter = rulebook.active("AN-HB-EXCL")  # where a place bars experts whose kin apply from the pool for the year
    ruling = stricter or provision
    for code in _texts(provision, "classes"):
        yield code, Term(ruling.id, _mode(ruling, "mode"), first_day)


def _self(rulebook: Rulebook) -> Iterator[tuple[str, Term]]:
    provision = rulebook.active("CN40-25")
    if provision is not None:
        yield "SELF", Term(provision.id, _mode(provision, "self_mode"))


def _others(rulebook: Rulebook, first_day: date) -> Iterator[tuple[str, Term]]:
    provision = rulebook.active("PD-07")
    if provision is None:
        return
    mode = _mode(provision, "mode")
    for code, name in _FLAGS.items():
        if provision.flag(name):
            yield code, Term(provision.id, mode, first_day)
    for code, name in _LOOK_BACKS.items():
        years = provision.whole(name) if name in provision.parameters else None
        yield code, Term(provision.id, mode, None if years is None else years_before(first_day, years))


_FLAGS: Mapping[str, str] = {
    "EMP": "same_employer",
    RelationKind.RECOMMENDER: "recommender",
    RelationKind.LINE_MANAGER: "line_manager",
    RelationKind.ECONOMIC: "economic",
    RelationKind.RIVAL: "rival",
    RelationKind.NAMED: "named",
}
_LOOK_BACKS: Mapping[str, str] = {
    RelationKind.SUPERVISOR: "supervisor_years",
    RelationKind.COAUTHOR: "coauthor_years",
    RelationKind.PROJECT: "coproject_years",
    RelationKind.COLLEAGUE: "ex_colleague_years",
}


def term_of(row: Relation, terms: Terms, last_day: date) -> Term | None:
    """How a declared relation counts, None if it does not: not begun, too long ago, or of a kind not in force.

    A ``mode`` on the row makes it stricter, never milder, and lets a kind count that the register leaves out (40号令
    第25条 leaves the judgement to the secretariat).
    """
    term = terms.get(row.kind)
    if term is None:
        return Term("CN40-25", row.mode) if row.mode is not None else None
    until = row.end
    if until is None and row.kind is RelationKind.COAUTHOR:
        until = row.start  # a paper has a day, not a period
    if row.start is not None and row.start > last_day:
        return None
    if term.since is not None and until is not None and until < term.since:
        return None
    return Term(term.rule, strictest(term.mode, row.mode), term.since)


def strictest(mode: RecusalMode, other: RecusalMode | None) -> RecusalMode:
    """The stricter of two modes."""
    return mode if other is None else min(mode, other, key=STRICTEST_FIRST.index)


def years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # only 29 February has no counterpart
        return day.replace(year=day.year - years, day=28)


def _mode(provision: Provision, name: str) -> RecusalMode:
    return RecusalMode(str(provision.raw(name)))


def _texts(provision: Provision, name: str) -> tuple[str, ...]:
    value = provision.raw(name)
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
