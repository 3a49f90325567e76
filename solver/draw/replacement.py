"""A replacement, drawn the moment somebody declines: the next one-time code gives the order, the rules the first in it.

Who stands by for the group goes first, by rank; then everybody else in the order of the new key. The first who keeps
every limit of the panel in the place of who declined takes the seat. The key takes in nothing that is written about the
decline, so that its wording chooses nobody. What has happened since the draw (an expert sits elsewhere by now, a later
session would be left without a panel) bars experts by name of the rule; the list is part of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from solver.domain.faults import Fault
from solver.domain.vocabulary import Role
from solver.draw import seed
from solver.draw.canonical import digest
from solver.draw.codes import chain, extract
from solver.draw.counting import Counting
from solver.draw.entities import Place, Problem
from solver.draw.transcript import Seat, Transcript
from solver.draw.walk import POOL, by_leaf, order_of
from solver.errors import InputError

REPLACEMENT = "pingwei-draw-replacement/1"
Why = tuple[int, str]
"""(leaf, reason against it); without reason it was given."""


Barred = Callable[[tuple[Seat, ...], int], str]
"""Why the expert of a leaf cannot be on a panel now, given the panel with them; empty where they can."""


def nothing_since(seats: tuple[Seat, ...], leaf: int) -> str:  # noqa: ARG001 # one of the kind Barred
    """Nothing has happened since the draw."""
    return ""


@dataclass(frozen=True, slots=True)
class Decline:
    """That somebody seated does not come: their leaf, why, and who approved that they are replaced."""

    leaf: int
    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """The record of a replacement, linked by hash to the record before it (the draw's, or the last replacement's).

    ``seats`` is the panel from now on; ``given`` the seat that was drawn for.
    """

    format: str
    draw: str
    number: int
    after: str
    declined: Decline
    barred: tuple[Why, ...]
    code: str
    key: str
    steps: tuple[Why, ...]
    given: Seat
    seats: tuple[Seat, ...]


def replacement(
    first: Transcript,
    before: Sequence[Replacement],
    decline: Decline,
    code: bytes,
    barred: Barred = nothing_since,
) -> Replacement:
    """Draw for the seat of who declined, after the draw ``first`` and the replacements ``before``.

    Parameters
    ----------
    code
        The next code of the chain.
    barred
        Why the expert of a leaf, who could be drawn then, cannot be on a panel now; empty where nothing has happened.

    Raises
    ------
    InputError
        If the decline is unfounded or of somebody not seated, the code is not the next, or nobody can take the seat.
    """
    seats = before[-1].seats if before else first.seats
    faults = _faults(first, before, decline, code)
    if faults:
        raise InputError(faults)
    key = extract(code, _randomness(first))
    vacant = next(one for one in seats if one[0] == decline.leaf)
    kept = tuple(one for one in seats if one != vacant)
    gone = {one.declined.leaf for one in before} | {decline.leaf}
    steps, new, given = list[Why](), list[Why](), None
    for leaf in _in_order(first, key, vacant[1]):
        if leaf in gone or any(leaf == one[0] for one in kept):
            continue
        made: Seat = (leaf, vacant[1], vacant[2])
        why = _against(first, made, kept)
        happened = "" if why else barred(tuple(sorted((*kept, made))), leaf)
        new += [(leaf, happened)] if happened else []
        why = why or happened
        steps.append((leaf, why))
        if not why:
            given = made
            break
    if given is None:
        raise InputError([Fault("nobody_replaces", place="/declined", value=str(decline.leaf))])
    return Replacement(
        format=REPLACEMENT,
        draw=first.announcement.draw,
        number=len(before) + 1,
        after=digest(before[-1] if before else first),
        declined=decline,
        barred=tuple(sorted(new)),
        code=code.hex(),
        key=key.hex(),
        steps=tuple(steps),
        given=given,
        seats=tuple(sorted((*kept, given))),
    )


def _faults(first: Transcript, before: Sequence[Replacement], decline: Decline, code: bytes) -> list[Fault]:
    seats = before[-1].seats if before else first.seats
    last = before[-1].code if before else first.code
    texts = {"reason": decline.reason, "approved_by": decline.approved_by}
    faults = [
        Fault("decline_unfounded", place="/declined", value=name) for name, text in texts.items() if not text.strip()
    ]
    if decline.leaf not in {one[0] for one in seats}:
        faults.append(Fault("not_seated", place="/declined", value=str(decline.leaf)))
    if chain(code, 1).hex() != last:
        faults.append(Fault("code_differs", place="/code", value=code.hex()))
    return faults


def _randomness(first: Transcript) -> bytes:
    secrets = {one.role: bytes.fromhex(one.secret) for one in first.reveals}
    return seed.randomness(first.commitment, secrets, (text for _, text in first.sources))


def _in_order(first: Transcript, key: bytes, group: str) -> Iterator[int]:
    """Who stands by for ``group``, by rank; then all others in the order of ``key``."""
    standing = [leaf for leaf, where, _ in first.alternates if where == group]
    yield from standing
    yield from (leaf for leaf in order_of(first.announcement.leaves, key) if leaf not in standing)


def _against(first: Transcript, made: Seat, kept: Sequence[Seat]) -> str:
    """The first limit on this session that ``made`` breaks beside ``kept``; empty where it breaks none."""
    problem = by_leaf(first.announcement.problem, first.announcement.session)
    if not _places(problem, made):
        return POOL
    counting = Counting(problem)
    given = np.zeros(len(problem.places), dtype=np.int64)
    for seat in (*kept, made):
        np.add.at(given, _places(problem, seat), 1)
    sums = counting.matrix @ given
    for row, limit in enumerate(problem.limits):
        own = not any(problem.places[place].later for place, _ in limit.terms)
        if own and not counting.low[row] <= sums[row] <= counting.high[row]:
            return limit.rule
    return ""


def _places(problem: Problem, seat: Seat) -> list[int]:
    """Places that a seat gives; empty where it cannot be given."""
    leaf, group, role = seat
    number = problem.type_of.get(str(leaf), -1)
    wanted = [Place(number, group), *([Place(number, "", role)] if role in (Role.CHAIR, Role.VICE_CHAIR) else [])]
    column = {place: at for at, place in enumerate(problem.places)}
    return [column[one] for one in wanted] if all(one in column for one in wanted) else []
