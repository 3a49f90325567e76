"""The walk: experts in the order of the key are taken from the top, skipped only by a coded rule (SERVICE.md, Draws).

The order is that of draft-thomson-elegy-vrs, with the salted leaf as label, so that nobody's place in it depends on who
else is in the pool. Each expert is tried as chair, vice-chair and member, in every group in turn, and given the first
that some lawful panel has with all that were given before: the look-ahead is exact, and what it refuses is proved.
What was refused once stays refused for all experts whom no rule tells apart, because a panel only fills up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from solver.domain.vocabulary import Role
from solver.draw.codes import position
from solver.draw.completing import Completing, Refutation
from solver.draw.counting import OPEN, Wholes
from solver.draw.entities import Limit, Place, Problem
from solver.draw.transcript import Announcement, PublishedProblem, Seat, StandIn, Tried, WalkStep

POOL, AHEAD, APART, NO_SEAT = "pool", "look-ahead", "apart", "no seat"
"""Reasons for a skip beside the provisions: not eligible (why is under seal), no lawful panel has both them and those
taken before; as an alternate: kin of somebody seated, no seat of the group that they could take."""
CAP = "PD-01"
"""The provision on employers, whose cap alternates keep as if they joined the panel."""
STANDBY = "alternate"
PROOFS = "pingwei-draw-proofs/1"
OFFICES = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)


@dataclass(frozen=True, slots=True)
class Refused:
    """That experts of ``type`` could not be given ``role`` in ``group`` any more when they were first tried for it."""

    type: int
    group: str
    role: str
    proof: Refutation


@dataclass(frozen=True, slots=True)
class Proofs:
    """``proofs.json``: what shows that a walk skipped nobody it could have taken; no part of the record itself.

    ``completion`` are numbers by place of later sessions, with which everything taken keeps every limit.
    """

    format: str
    draw: str
    completion: tuple[tuple[int, int], ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Walked:
    """Result of a walk: every step in order, the panel, who stands by, and the proofs."""

    steps: tuple[WalkStep, ...]
    seats: tuple[Seat, ...]
    alternates: tuple[StandIn, ...]
    proofs: Proofs


def order_of(leaves: Sequence[str], key: bytes) -> list[int]:
    """Leaves in the order of ``key``."""
    return sorted(range(len(leaves)), key=lambda leaf: position(key, bytes.fromhex(leaves[leaf])))


def by_leaf(said: PublishedProblem, session: str) -> Problem:
    """A published problem, its experts called by the number of their leaf."""
    return Problem(
        session=session,
        size=said.size,
        groups=said.groups,
        types=tuple(tuple(str(leaf) for leaf in members) for members in said.types),
        places=tuple(Place(number, group, role, later) for number, group, role, later in said.places),
        limits=tuple(Limit(one.rule, one.terms, one.low, one.high, one.searched) for one in said.limits),
        apart=tuple((str(one), str(other)) for one, other in said.apart),
    )


def walk(announcement: Announcement, key: bytes) -> Walked:
    """The walk of ``key`` over what was announced."""
    made = _Walk(by_leaf(announcement.problem, announcement.session))
    order = order_of(announcement.leaves, key)
    for leaf in order:
        if len(made.seats) == made.problem.size:
            break
        made.seat(leaf)
    for group, many in announcement.standby:
        for needs_seat, leaf in product((True, False), order):  # whoever could take a seat first, then anybody lawful
            if made.ranks[group] < many:
                made.stand_by(leaf, group, needs_seat)
    later = [(place, int(made.completion[place])) for place in np.flatnonzero(made.completion).tolist()]
    completion = tuple(one for one in later if made.problem.places[one[0]].later)
    proofs = Proofs(PROOFS, announcement.draw, completion, tuple(made.refused))
    return Walked(tuple(made.steps), tuple(sorted(made.seats)), tuple(made.alternates), proofs)


@dataclass
class _Walk:
    """How far a walk has come: bounds by place, who is taken, what is refused by (type, group, role)."""

    problem: Problem
    steps: list[WalkStep] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    alternates: list[StandIn] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ranks: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.completing = Completing(self.problem)
        counting = self.completing.counting
        self.matrix, self.rises, self.falls = counting.matrix, *_signs(counting.matrix)
        self.bounds = counting.low, counting.high
        self.low, self.high = np.zeros(len(counting.most), dtype=np.int64), counting.most.copy()
        self.column = {place: number for number, place in enumerate(self.problem.places)}
        self.known: dict[tuple[int, str, str], str] = {}
        self.kin: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in ((int(one), int(other)) for one, other in self.problem.apart):
            self.kin[one].add(other)
            self.kin[other].add(one)
        later = {number for number, place in enumerate(self.problem.places) if place.later}
        self._is_own = np.array([later.isdisjoint(place for place, _ in one.terms) for one in self.problem.limits])
        found = self.completing.complete(self.low, self.high)
        self.completion = found if not isinstance(found, Refutation) else self.low

    def seat(self, leaf: int) -> None:
        """Give the expert the first place that can be given, or skip them; either way with every reason."""
        tried = list[Tried]()
        for group, role, places in self._options(leaf):
            why = self._refusal((self.problem.type_of[str(leaf)], group, role), places)
            tried.append((group, role, why))
            if not why:
                self.low[places] += 1
                self.seats.append((leaf, group, role))
                break
        self.steps.append((leaf, tuple(tried) or (("", "", POOL),)))

    def stand_by(self, leaf: int, group: str, needs_seat: bool) -> None:
        """Let the expert stand by for ``group`` if nothing is against it."""
        place = self._place(leaf, group)
        if leaf in self._taken() or place is None:
            return
        why = self._against_standby(leaf, group, place, needs_seat)
        if not why:
            self.ranks[group] += 1
            self.alternates.append((leaf, group, self.ranks[group]))
            self.high[self._later(leaf)] = 0
        self.steps.append((leaf, ((group, STANDBY, why),)))

    def _taken(self) -> set[int]:
        return {one[0] for one in (*self.seats, *self.alternates)}

    def _options(self, leaf: int) -> Iterator[tuple[str, Role, list[int]]]:
        for role in OFFICES:
            for group, _ in self.problem.groups:
                places = self._places(leaf, group, role)
                if places is not None:
                    yield group, role, places

    def _places(self, leaf: int, group: str, role: Role) -> list[int] | None:
        """What a seat gives: its place and, to who presides, the office; None where it cannot be given."""
        found = [self._place(leaf, group), *([] if role is Role.MEMBER else [self._place(leaf, "", role)])]
        return None if None in found else [one for one in found if one is not None]

    def _place(self, leaf: int, group: str, role: Role = Role.MEMBER) -> int | None:
        return self.column.get(Place(self.problem.type_of.get(str(leaf), -1), group, role))

    def _later(self, leaf: int) -> list[int]:
        number = self.problem.type_of[str(leaf)]
        return [at for at, place in enumerate(self.problem.places) if place.type == number and place.later]

    def _refusal(self, option: tuple[int, str, str], places: list[int]) -> str:
        """Why nothing lawful has these ``places`` beside all that was given; empty where something has."""
        if option not in self.known:
            low = self.low.copy()
            low[places] += 1
            why = self._broken(places, low) or self._ahead(option, low, self.high)
            if not why:
                return ""
            self.known[option] = why
        return self.known[option]

    def _broken(self, places: list[int], low: Wholes) -> str:
        """The first limit with these places that alone refuses them."""
        rows = np.flatnonzero(self.matrix[:, places].any(axis=1))
        least = self.rises[rows] @ low + self.falls[rows] @ self.high
        most = self.rises[rows] @ self.high + self.falls[rows] @ low
        wrong = (least > self.bounds[1][rows]) | (most < self.bounds[0][rows])
        return self.problem.limits[int(rows[np.argmax(wrong)])].rule if wrong.any() else ""

    def _ahead(self, option: tuple[int, str, str], low: Wholes, high: Wholes) -> str:
        """Refuse what no completion has; whatever is allowed has one."""
        if np.all(self.completion >= low) and np.all(self.completion <= high):
            return ""
        found = self.completing.complete(low, high)
        if isinstance(found, Refutation):
            self.refused.append(Refused(*option, found))
            return AHEAD
        self.completion = found
        return ""

    def _against_standby(self, leaf: int, group: str, place: int, needs_seat: bool) -> str:
        """Kin on the panel, an employer without room for one more, no seat that could be theirs; empty if nothing."""
        if self.kin[leaf] & {one[0] for one in self.seats}:
            return APART
        sums, own = self.matrix @ self.low, self.matrix[:, place]
        over = (sums + own > self.bounds[1]) & (own > 0) & (self.bounds[0] <= -OPEN)
        if any(self.problem.limits[row].rule == CAP for row in np.flatnonzero(over).tolist()):
            return CAP
        if needs_seat and not self._could_take(leaf, group, sums):
            return NO_SEAT
        later = self._later(leaf)
        if not later:
            return ""
        option = (self.problem.type_of[str(leaf)], group, STANDBY)
        if option not in self.known:
            most = self.high.copy()
            most[later] = 0
            self.known[option] = self._ahead(option, self.low, most)
        return self.known[option]

    def _could_take(self, leaf: int, group: str, sums: Wholes) -> bool:
        """Whether some seat of the group, with its office, could be theirs with every limit on this session kept."""
        for one, where, role in self.seats:
            new = self._places(leaf, group, role)
            if where == group and new is not None:
                after = (
                    sums - self.matrix[:, self._places(one, where, role)].sum(axis=1) + self.matrix[:, new].sum(axis=1)
                )
                if np.all(((after >= self.bounds[0]) & (after <= self.bounds[1]))[self._is_own]):
                    return True
        return False


def _signs(matrix: Wholes) -> tuple[Wholes, Wholes]:
    return np.maximum(matrix, 0), np.minimum(matrix, 0)
