"""A problem as arrays: how places add up to seats of a type, and the limits as a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.domain.vocabulary import Role
from solver.draw.entities import Limit, Place, Problem

Reals = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
OPEN = 2**31
"""Stands for a side of a limit that is open; more than any number of seats times a coefficient of a provision."""


@dataclass(frozen=True)
class Counting:
    """Types, places and limits of ``problem``, counted."""

    problem: Problem

    @cached_property
    def members(self) -> Wholes:
        """Experts by type."""
        return np.array([len(one) for one in self.problem.types], dtype=np.int64)

    @cached_property
    def type_of(self) -> Wholes:
        """By place: the type whose chance it counts for, −1 for offices and seats of later sessions."""
        places = self.problem.places
        return np.array([one.type if is_counted(one) else -1 for one in places], dtype=np.int64)

    @cached_property
    def most(self) -> Wholes:
        """By place: how many can be given at most."""
        return self.members[np.array([place.type for place in self.problem.places], dtype=np.int64)]

    @cached_property
    def matrix(self) -> Wholes:
        """Coefficients, limit × place."""
        found = np.zeros((len(self.problem.limits), len(self.problem.places)), dtype=np.int64)
        for row, limit in enumerate(self.problem.limits):
            for place, value in limit.terms:
                found[row, place] = value
        return found

    @cached_property
    def low(self) -> Wholes:
        """Lower side of each limit."""
        return np.array([-OPEN if one.low is None else one.low for one in self.problem.limits], dtype=np.int64)

    @cached_property
    def high(self) -> Wholes:
        """Upper side of each limit."""
        return np.array([OPEN if one.high is None else one.high for one in self.problem.limits], dtype=np.int64)

    def keeps(self, given: Wholes) -> bool:
        """Whether a panel, given by place, keeps every limit."""
        sums = self.matrix @ given
        return bool(np.all(sums >= self.low) and np.all(sums <= self.high) and np.all(given <= self.most))

    def seats(self, given: Wholes) -> Wholes:
        """Seats by type of a panel given by place."""
        counted = self.type_of >= 0
        return np.bincount(self.type_of[counted], given[counted], len(self.members)).astype(np.int64)

    def by_place(self, worth: Reals) -> Reals:
        """Worth by place of ``worth`` by type."""
        return np.where(self.type_of >= 0, worth[np.maximum(self.type_of, 0)], 0.0)


def is_counted(place: Place) -> bool:
    """Whether a place is a seat of the session that is drawn: chances are chances of those."""
    return place.role is Role.MEMBER and not place.later


def whole(worth: Reals, parts: int = 10**6) -> Wholes:
    """``worth`` in whole parts of its largest absolute value."""
    scale = float(np.abs(worth).max(initial=0.0))
    return np.round(worth * (parts / scale if scale else 0.0)).astype(np.int64)


def is_personal(limit: Limit) -> bool:
    """Whether a limit speaks of two types only: there are many of these, and few of them matter at a time."""
    return len(limit.terms) <= 2
