"""A mixture rounded to equally likely panels, so that it can also be drawn with numbered balls.

First each panel gets a whole number of balls (what is left of the chances pulls, then single balls change places while
that helps); then members of a type are named in turn, those first who were named least, so that within a type nobody is
ahead of another by more than one ball.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeVar

import numpy as np

from solver.domain.plan import PanelSeat
from solver.domain.vocabulary import Role
from solver.draw.counting import Counting, Reals, Wholes, is_counted
from solver.draw.entities import DrawnPanel

Count = TypeVar("Count", int, tuple[int, int])
PASSES = 400
"""Changes of single balls at most."""


def balls_of(counting: Counting, seats: Wholes, weights: Reals, balls: int) -> Wholes:
    """Balls of each panel, adding up to ``balls``, with chances by type as close to those of ``weights`` as found.

    Parameters
    ----------
    seats
        Seats by panel and type.
    """
    scaled = seats / counting.members
    due = (weights @ scaled) * balls
    given = np.floor(weights * balls + 1e-9).astype(np.int64)
    while given.sum() < balls:
        missing = due - given @ scaled
        gain = 2.0 * (scaled @ missing) - (scaled**2).sum(axis=1)
        gain[given > weights * balls] = -np.inf
        given[int(np.argmax(gain))] += 1
    return _exchanged(scaled, due, given)


def _exchanged(scaled: Reals, due: Reals, given: Wholes) -> Wholes:
    """Move one ball from a panel to another while the squared errors shrink."""
    alike = scaled @ scaled.T
    own = np.diag(alike)
    pull = scaled @ (given @ scaled - due)
    for _ in range(PASSES):
        have = np.flatnonzero(given)
        change = 2.0 * (pull[None, :] - pull[have][:, None]) + own[None, :] + own[have][:, None] - 2.0 * alike[have]
        best = int(np.argmin(change))
        if change.flat[best] > -1e-9:
            break
        source, target = int(have[best // len(own)]), best % len(own)
        given[source] -= 1
        given[target] += 1
        pull += alike[target] - alike[source]
    return given


def foremost(able: Sequence[str], counts: Sequence[Count], lot: Callable[[str], bytes], number: int) -> list[str]:
    """The ``number`` of ``able`` with the smallest counts, in their order; equals fall by ``lot``.

    A lot is made only of those whom counts do not decide: there are thousands of panels, and it is a hash.
    """
    if not number:
        return []
    last = sorted(counts)[number - 1]
    near = [(count, one) for count, one in zip(counts, able, strict=True) if count <= last]
    if len(near) == 1:
        return [near[0][1]]
    return [one for _, _, one in sorted((count, lot(one), one) for count, one in near)][:number]


class Naming:
    """Names for panels given by place, those first who were named least; ties fall by a hash nobody can choose."""

    def __init__(self, counting: Counting) -> None:
        self.problem, self.counting = counting.problem, counting
        self.named: defaultdict[str, int] = defaultdict(int)

    def panel(self, given: Wholes, ball: int) -> DrawnPanel:
        """The panel of ``ball``, which gives places as in ``given``."""
        groups: dict[str, str] = {}
        offices: dict[str, Role] = {}
        by_type: defaultdict[int, list[int]] = defaultdict(list)
        for place in np.flatnonzero(given).tolist():
            if not self.problem.places[place].later:
                by_type[self.problem.places[place].type].append(place)
        for number, places in by_type.items():
            self._name(number, places, given, ball, groups, offices)
        return DrawnPanel(tuple(PanelSeat(one, offices.get(one, Role.MEMBER), groups[one]) for one in sorted(groups)))

    def _name(
        self, number: int, places: list[int], given: Wholes, ball: int, groups: dict[str, str], offices: dict[str, Role]
    ) -> None:
        wanted = [self.problem.places[one] for one in places for _ in range(int(given[one]))]
        seats = [one.group for one in wanted if is_counted(one)]
        members = self.problem.types[number]
        counts = [self.named[one] for one in members]
        chosen = foremost(members, counts, lambda one: self._lot(one, ball), len(seats))
        for expert, group in zip(chosen, seats, strict=True):
            groups[expert] = group
            self.named[expert] += 1
        for expert, role in zip(chosen, (one.role for one in wanted if not is_counted(one)), strict=False):
            offices[expert] = role

    def _lot(self, expert: str, ball: int) -> bytes:
        return sha256(f"{self.problem.session}\n{ball}\n{expert}".encode()).digest()
