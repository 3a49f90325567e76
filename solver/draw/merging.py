"""Who is interchangeable in a draw: experts whom no limit tells apart become one type (MODEL.md, rule 14).

A panel is then only a number of each type, and fairness asks for one chance per type: a fair lottery treats experts
alike whom no rule tells apart, because it could otherwise swap them and average. An expert in a limit of their own (kin
in the pool) is a type of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from solver.domain.vocabulary import Role
from solver.draw.entities import Limit, Place, Problem
from solver.rules.requirement import Office, Seat

Given = Seat | Office
"""What a panel gives one expert."""
Local = tuple[str, str, Role]
"""A place without its type: (later session or "", group, role)."""
Sign = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """``low`` ≤ Σ coefficient · atom ≤ ``high`` over single experts; ``terms`` are (index of the atom, coefficient)."""

    rule: str
    terms: tuple[tuple[int, int], ...]
    low: int | None = None
    high: int | None = None


def merged(
    session: str, size: int, groups: tuple[tuple[str, int], ...], atoms: Sequence[Given], rows: Iterable[Row]
) -> Problem:
    """The problem of drawing ``size`` seats of ``session``, with experts alike in every row merged.

    Parameters
    ----------
    groups
        (group, seats); ``""`` where there are none.
    atoms
        Each seat and office that somebody may be given, once.
    rows
        Limits over ``atoms``; rows that hold whatever is given are left out.
    """
    listed = tuple(row for row in rows if not _is_idle(row))
    locals_ = [_local(session, atom) for atom in atoms]
    types = _types(atoms, locals_, listed)
    number = {expert: index for index, members in enumerate(types) for expert in members}
    given = [Place(number[atom.expert], one[1], one[2], one[0]) for atom, one in zip(atoms, locals_, strict=True)]
    places = sorted(set(given), key=_order)
    column = {place: index for index, place in enumerate(places)}
    of_atom = [column[place] for place in given]
    limits = tuple(dict.fromkeys(_limits(atoms, listed, of_atom, types, number)))
    return Problem(session, size, groups, types, tuple(places), limits, _apart(atoms, listed))


def _order(place: Place) -> tuple[bool, str, int, str, str]:
    return place.later != "", place.later, place.type, place.group, place.role.value


def _local(session: str, atom: Given) -> Local:
    role = atom.role if isinstance(atom, Office) else Role.MEMBER
    return ("" if atom.session == session else atom.session, atom.group, role)


def _is_idle(row: Row) -> bool:
    most = sum(max(value, 0) for _, value in row.terms)
    least = sum(min(value, 0) for _, value in row.terms)
    return (row.low is None or row.low <= least) and (row.high is None or row.high >= most)


def _types(atoms: Sequence[Given], locals_: Sequence[Local], rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """Experts of one sign together; who has places in several sessions stays alone (their load is their own)."""
    signs: defaultdict[str, list[Sign]] = defaultdict(list)
    for atom, local in zip(atoms, locals_, strict=True):
        signs[atom.expert].append(("place", *local))
    for index, row in enumerate(rows):
        for expert, terms in _by_expert(atoms, locals_, row).items():
            own = len(terms) == len(row.terms)
            signs[expert].append((row.rule, row.low, row.high, terms) if own else (index, terms))
    several = {expert for expert, found in signs.items() if len({one[1] for one in found if one[0] == "place"}) > 1}
    together: defaultdict[object, list[str]] = defaultdict(list)
    for expert, found in signs.items():
        together[expert if expert in several else frozenset(found)].append(expert)
    return tuple(sorted(tuple(sorted(experts)) for experts in together.values()))


def _by_expert(atoms: Sequence[Given], locals_: Sequence[Local], row: Row) -> Mapping[str, tuple[Sign, ...]]:
    found: defaultdict[str, list[Sign]] = defaultdict(list)
    for atom, value in row.terms:
        found[atoms[atom].expert].append((locals_[atom], value))
    return {expert: tuple(sorted(terms, key=repr)) for expert, terms in found.items()}


def _limits(
    atoms: Sequence[Given],
    rows: Sequence[Row],
    of_atom: Sequence[int],
    types: tuple[tuple[str, ...], ...],
    number: Mapping[str, int],
) -> Iterator[Limit]:
    """Rows over types: what an expert has alone is added up over the type, a shared row keeps its sides."""
    for row in rows:
        experts = {atoms[atom].expert for atom, _ in row.terms}
        terms: dict[int, int] = {of_atom[atom]: value for atom, value in row.terms}
        times = len(types[number[next(iter(experts))]]) if len(experts) == 1 else 1
        low, high = (None if side is None else side * times for side in (row.low, row.high))
        yield Limit(row.rule, tuple(sorted(terms.items())), low, high)


def _apart(atoms: Sequence[Given], rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Pairs of which a row lets only one sit."""
    found = set()
    for row in rows:
        experts = sorted({atoms[atom].expert for atom, _ in row.terms})
        if len(experts) == 2 and row.high == 1 and all(value == 1 for _, value in row.terms):
            found.add((experts[0], experts[1]))
    return tuple(sorted(found))


def without(problem: Problem, experts: Collection[str]) -> Problem:
    """``problem`` with ``experts`` gone; their types keep their numbers, and can be given less."""
    types = tuple(tuple(one for one in members if one not in experts) for members in problem.types)
    seats: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, place in enumerate(problem.places):
        if place.role is Role.MEMBER:
            seats[place.type].append((index, 1))
    fewer = (
        Limit("gone", tuple(seats[number]), None, len(members))
        for number, members in enumerate(types)
        if len(members) < len(problem.types[number])
    )
    return replace(problem, types=types, limits=(*problem.limits, *fewer))
