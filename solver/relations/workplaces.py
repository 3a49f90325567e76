"""Who worked with whom: recent colleagues, from past employment of either side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from solver.domain.conflicts import Conflict
from solver.domain.vocabulary import RelationKind
from solver.relations.ground import Ground


@dataclass(frozen=True, slots=True)
class Stint:
    """A person's time at an employer; unknown beginnings are long ago, open ends have not come."""

    person: str
    start: date
    end: date


def recent_colleagues(ground: Ground) -> Iterator[Conflict]:
    """Experts and applicants whose times at one employer overlapped, until ``since`` of the term or later.

    Two who share their present employer are left to the sets of present colleagues.
    """
    term = ground.terms.get(RelationKind.COLLEAGUE)
    if term is None:
        return
    stints = _stints(ground, term.since or date.min)
    code = str(RelationKind.COLLEAGUE)
    for employer, there in stints.items():
        applicants = [stint for stint in there if stint.person in ground.applicants]
        for mine in there:
            expert = ground.expert(mine.person)
            for theirs in applicants if expert else ():
                start, end = max(mine.start, theirs.start), min(mine.end, theirs.end)
                if mine.person == theirs.person or start > end or _together(ground, mine.person, theirs.person):
                    continue
                path = (mine.person, code, employer, code, theirs.person)
                days = (None if start == date.min else start, None if end == date.max else end)
                yield Conflict(expert, theirs.person, code, term.mode, term.rule, path, *days)


def _together(ground: Ground, one: str, other: str) -> bool:
    here = ground.employer_of.get(one)
    return here is not None and "EMP" in ground.terms and here == ground.employer_of.get(other)


def _stints(ground: Ground, since: date) -> Mapping[str, list[Stint]]:
    """By employer: stints of experts and applicants that lasted until ``since`` or later."""
    found: defaultdict[str, list[Stint]] = defaultdict(list)
    dated: set[tuple[str, str]] = set()
    for row in ground.season.employments:
        end = row.end or date.max
        if row.end is None:
            dated.add((row.person, row.employer))
        if end >= since and (ground.expert(row.person) or row.person in ground.applicants):
            found[row.employer].append(Stint(row.person, row.start, end))
    past = frozenset(found)  # nobody left an employer that is not among these
    for person in ground.season.persons:
        known = ground.expert(person.id) or person.id in ground.applicants
        if known and person.employer in past and (person.id, person.employer) not in dated:
            found[person.employer].append(Stint(person.id, date.min, date.max))
    return found
