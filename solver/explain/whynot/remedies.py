"""What would help: edits of the season that take a conflict away, the least first, each proved by a solve."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solver.domain.edits import Edit
from solver.explain.whynot import asked_of_numbers, asked_of_offices, asked_of_people
from solver.explain.whynot.conflict import EFFORT, Conflict
from solver.explain.whynot.desk import Desk, Remake, Remedy

ASKED: tuple[Callable[[Desk], Iterator[Remedy]], ...] = (
    asked_of_numbers.numbers,
    asked_of_people.attendance,
    asked_of_people.chairs,
    asked_of_offices.requests,
    asked_of_offices.dates,
    asked_of_offices.rooms,
    asked_of_offices.papers,
    asked_of_numbers.caps,
    asked_of_people.experts,
    asked_of_offices.letters,
    asked_of_offices.delegations,
    asked_of_numbers.exemptions,
    asked_of_offices.filings,
    asked_of_offices.states,
)
"""What is asked for, the least first: a number eased, goodwill, a date, a room, a rule of the house, people, an act."""


def remedies(
    conflict: Conflict, remake: Remake, accepts: Callable[[tuple[Edit, ...]], bool], effort: float = EFFORT
) -> Iterator[Remedy]:
    """What would take ``conflict`` away, in the order of how much it asks; only what a solve has shown to help.

    Parameters
    ----------
    accepts
        Whether planning would find a place for everything concerned in the whole season after edits: the last word on
        every remedy.
    """
    desk = Desk(conflict, remake, accepts, effort)
    for kind in ASKED:
        yield from kind(desk)
