"""The parts of a season as seasons of their own: every row goes where somebody may ask for it, in one pass per table.

A part has its committees with their pools, the people in these, their applicants, and every other application of the
same people. Persons through whom two of them are kin come along, and so do experts whom an applicant named. Whoever is
tied to one of its experts comes along with their applications, wherever these are evaluated: a tie may keep an expert
out of every committee for the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from solver.domain.committees import Room
from solver.domain.people import Employer
from solver.domain.pins import Pin
from solver.domain.season import Season
from solver.domain.vocabulary import RelationKind
from solver.planning.room_shares import pinned
from solver.relations.kin import families

Row = TypeVar("Row")
Parts = tuple[int, ...]
"""Numbers of parts."""


@dataclass(frozen=True)
class _Where:
    """In which parts something is, by its id."""

    parts: dict[str, Parts] = field(default_factory=dict)

    def of(self, one: str) -> Parts:
        """Parts that have ``one``."""
        return self.parts.get(one, ())

    def put(self, one: str, parts: Iterable[int]) -> None:
        """Let ``parts`` have ``one`` too."""
        known = self.parts.get(one, ())
        more = tuple(part for part in parts if part not in known)
        if more:
            self.parts[one] = known + more


def seasons_of(
    season: Season, homes: Mapping[str, int], own: Mapping[str, int], rooms: Sequence[tuple[Room, ...]]
) -> tuple[Season, ...]:
    """The season of each part.

    Parameters
    ----------
    homes, own
        The part of each committee, and of each application that may go to one of its committees.
    rooms
        Rooms of each part.
    """
    count = len(rooms)

    def dealt(rows: Iterable[Row], parts: Callable[[Row], Iterable[int]]) -> list[list[Row]]:
        found: list[list[Row]] = [[] for _ in range(count)]
        for row in rows:
            for part in parts(row):
                found[part].append(row)
        return found

    def at(committee: str) -> Parts:
        return (homes[committee],) if committee in homes else ()

    pins = tuple(pinned(season))
    experts, known = _people(season, pins, at, own)
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "persons": dealt(season.persons, lambda row: known.of(row.id)),
        "employments": dealt(season.employments, lambda row: known.of(row.person)),
        "unavailability": dealt(season.unavailability, lambda row: known.of(row.person)),
        "relations": dealt(season.relations, lambda row: _both(known.of(row.a), known.of(row.b))),
        "experts": dealt(season.experts, lambda row: experts.of(row.id)),
        "qualifications": dealt(season.qualifications, lambda row: experts.of(row.expert)),
        "service": dealt(season.service, lambda row: experts.of(row.expert)),
        "pools": dealt(season.pools, lambda row: at(row.committee)),
        "committees": dealt(season.committees, lambda row: at(row.id)),
        "filings": dealt(season.filings, lambda row: at(row.committee)),
        "timetable": dealt(season.timetable, lambda row: at(row.committee)),
        "sessions": dealt(season.sessions, lambda row: at(row.committee)),
        "rooms": rooms,
        "applications": dealt(season.applications, lambda row: known.of(row.applicant)),
        "recommenders": dealt(season.recommenders, lambda row: known.of(season.application[row.application].applicant)),
        "pins": [[pin for _, pin in some] for some in dealt(pins, lambda one: at(one[0]))],
        "delegations": dealt(season.delegations, _delegated(season, homes, own)),
    }
    made = [season.with_tables({name: tuple(rows[part]) for name, rows in tables.items()}) for part in range(count)]
    return tuple(replace(one, employers=_employers(season, one)) for one in made)


def _people(
    season: Season, pins: Iterable[tuple[str, Pin]], at: Callable[[str], Parts], own: Mapping[str, int]
) -> tuple[_Where, _Where]:
    """Where the experts are, and where everybody is whom a part knows."""
    experts, people, known = _Where(), _Where(), _Where()
    for term in season.pools:
        experts.put(term.expert, at(term.committee))
    for committee, pin in pins:
        experts.put(pin.expert, at(committee) if pin.expert in season.expert else ())
    for expert, parts in experts.parts.items():
        people.put(season.expert[expert].person, parts)
    for application, part in own.items():
        people.put(season.application[application].applicant, (part,))
    known.parts.update(people.parts)
    for row in season.recommenders:
        known.put(row.person, people.of(season.application[row.application].applicant))
    _add_tied(season, experts, known)
    _add_kin(season, known)
    _add_named(season, experts, known)
    return experts, known


def _both(here: Parts, there: Parts) -> Parts:
    return here if here == there else tuple(part for part in here if part in there)


def _add_tied(season: Season, experts: _Where, known: _Where) -> None:
    """Applicants of any part to whom experts of a part are tied, by a declared relation or a recommendation."""

    def tie(person: str, applicant: str) -> None:
        expert = season.expert_of_person.get(person)
        if expert is not None and applicant in season.applications_of:
            known.put(applicant, experts.of(expert.id))

    for row in season.relations:
        tie(row.a, row.b)
        tie(row.b, row.a)
    for recommended in season.recommenders:
        tie(recommended.person, season.application[recommended.application].applicant)


def _add_kin(season: Season, known: _Where) -> None:
    """Let every part that has one of a family have all of it: kin may be kin through somebody else."""
    for family in families(season):
        parts = sorted({part for one in family for part in known.of(one)})
        for one in family:
            known.put(one, parts)


def _add_named(season: Season, experts: _Where, known: _Where) -> None:
    """Experts whom an applicant named: only so many count, so that all of them have to be counted."""
    for row in season.relations:
        if row.kind is RelationKind.NAMED:
            for applicant, named in ((row.a, row.b), (row.b, row.a)):
                expert = season.expert_of_person.get(named)
                if expert is not None:
                    experts.put(expert.id, known.of(applicant))
                    known.put(named, known.of(applicant))


def _delegated(season: Season, homes: Mapping[str, int], own: Mapping[str, int]) -> Callable[..., Iterable[int]]:
    """Parts that ask about a delegation: of who receives it, of who passes it on, of the applications it names."""
    passing = {row.entrusting: homes[row.to_committee] for row in season.delegations if row.to_committee in homes}

    def parts(row: object) -> Iterable[int]:
        named = tuple(own[one] for one in getattr(row, "applications", ()) if one in own)
        to = getattr(row, "to_committee", "")
        return dict.fromkeys((*((homes[to],) if to in homes else ()), *_some(passing.get(to)), *named))

    return parts


def _some(part: int | None) -> Parts:
    return () if part is None else (part,)


def _employers(season: Season, part: Season) -> tuple[Employer, ...]:
    """Employers that the rows of ``part`` name, and the groups they belong to."""
    named = {row.employer for row in part.persons} | {row.employer for row in part.employments}
    named |= {row.forming_unit for row in part.committees} | {row.entrusting for row in part.delegations}
    named |= {one for row in part.filings for one in row.employers}
    wanted: dict[str, None] = {}
    for one in named:
        at = one
        while at in season.employer and at not in wanted:
            wanted[at] = None
            at = season.employer[at].parent
    return tuple(season.employer[one] for one in sorted(wanted))
