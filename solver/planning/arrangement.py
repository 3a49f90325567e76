"""Starts and rooms of all sessions together: what an arrangement is worth, and moves that make it better.

A session is worth the fit of those available at its start; experts missing cost more than any fit; two sessions at the
same time cost the experts whom both would want. Every move keeps rooms free of double use, so that every arrangement
between two moves could be the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from solver.domain.plan import Plan, PlannedSession
from solver.model.merits import Merits
from solver.model.objective import weights
from solver.planning.halls import Chosen, Halls
from solver.planning.openings import SHORT_KEPT, Opening, Openings

Matrix = npt.NDArray[np.float64]
SHORT = 1e3
"""Cost of one missing expert, in score units: a panel that cannot be filled loses all of its cases."""
SHARED = 3.0
"""Cost of an expert whom two sessions at once would want, or who cannot come: about what the next best is short of."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a session is: its start as a position in the season's half-days, and its rooms."""

    start: int
    rooms: Chosen
    district: str


@dataclass
class Arrangement:
    """Sessions on spots. Sessions are numbered as in ``rows``; ``spot`` holds those that have found a place.

    ``wanted`` says which part (0–1) of each expert each session would ideally have; where it is silent on a session,
    everybody eligible is wanted alike.
    """

    merits: Merits
    rows: Sequence[Opening]
    halls: Halls
    wanted: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    spot: dict[int, Spot] = field(default_factory=dict)

    @cached_property
    def _held(self) -> npt.NDArray[np.int64]:
        """First half-day of each session and the one after its last, 0 where it has no spot, shape (2, sessions)."""
        held = np.zeros((2, len(self.rows)), dtype=np.int64)
        for number, spot in self.spot.items():
            held[:, number] = spot.start, spot.start + self.session(number).length
        return held

    @cached_property
    def clash(self) -> Matrix:
        """Cost of each pair of sessions at the same time, shape (sessions, sessions)."""
        could: defaultdict[str, list[int]] = defaultdict(list)
        wanted: defaultdict[str, list[float]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            for one, part in zip(row.eligible, self._parts(row).tolist(), strict=True):
                could[one].append(number)
                wanted[one].append(part)
        shared, together = np.zeros((2, len(self.rows), len(self.rows)))
        for one, numbers in could.items():  # an expert could sit in few sessions, whatever the size of the season
            at = np.ix_(numbers, numbers)
            shared[at] += 1.0
            together[at] += np.outer(wanted[one], wanted[one])
        need = np.array([row.need for row in self.rows], dtype=np.float64)
        union = np.diag(shared)[:, None] + np.diag(shared)[None, :] - shared
        missing = np.maximum(0.0, need[:, None] + need[None, :] - union)
        cost = SHARED * together + SHORT * missing
        holding = [number for number, row in enumerate(self.rows) if row.kept]
        for here, there in combinations(holding, 2):
            both = len(set(self.rows[here].kept) & set(self.rows[there].kept))
            cost[here, there] += SHORT_KEPT * SHORT * both
            cost[there, here] = cost[here, there]
        np.fill_diagonal(cost, 0.0)
        return np.asarray(cost, dtype=np.float64)

    def _parts(self, row: Opening) -> npt.NDArray[np.float64]:
        """The part of each eligible expert that the session would have."""
        ideal = self.wanted.get(row.session.id)
        if ideal is None:
            return np.full(len(row.eligible), min(1.0, row.need / max(1, len(row.eligible))))
        return np.array([ideal.get(one, 0.0) for one in row.eligible])

    @cached_property
    def _away(self) -> tuple[dict[str, float], ...]:
        """By session: days of travel a panel is likely to take to each district, in score units."""
        weight = weights(self.merits.brief.rulebook)["travel"]
        districts = sorted(self.halls.everywhere | {""})
        return tuple(
            {
                district: weight
                * sum(
                    part * self.merits.trip_days(one, row.session, district)
                    for one, part in zip(row.eligible, self._parts(row), strict=True)
                    if part
                )
                for district in districts
            }
            for row in self.rows
        )

    @cached_property
    def _unary(self) -> tuple[npt.NDArray[np.float64], ...]:
        return tuple(
            row.worth
            - SHORT * row.short
            - (SHARED * (self._parts(row) @ ~row.free) if row.session.id in self.wanted else 0)
            for row in self.rows
        )

    def session(self, number: int) -> PlannedSession:
        """The session of a number."""
        return self.rows[number].session

    def _gain(self, number: int) -> npt.NDArray[np.float64]:
        """What the session would add at each of its starts, travel apart, given where the others are."""
        row = self.rows[number]
        last = int(row.starts[-1]) + 1
        low = np.maximum(0, self._held[0] - row.session.length + 1)
        met = (low < last) & (self._held[1] > 0) & (self.clash[number] > 0)
        met[number] = False
        cost, high = self.clash[number][met], np.minimum(last, self._held[1][met])
        change = np.bincount(low[met], cost, last + 1) - np.bincount(high, cost, last + 1)
        return self._unary[number] - np.cumsum(change)[row.starts]

    def spots(self, number: int, most: int = 1, district: str | None = None) -> list[Spot]:
        """The best free spots of a session at ``most`` different starts at most, the best first; one per start.

        Only in ``district`` where one is named.
        """
        return [spot for _, spot in self._ranked(number, most, district)]

    def _ranked(self, number: int, most: int = 1, district: str | None = None) -> list[tuple[float, Spot]]:
        """The same with what each would add."""
        gain, away = self._gain(number), self._away[number]
        reach = {place: max(away[one] for one in names) for place, names in self.halls.districts.items()}
        places = sorted(reach, key=lambda place: -reach[place])
        found: list[tuple[float, Spot]] = []
        for at in np.argsort(-gain, kind="stable"):
            least = found[-1][0] if len(found) == most else -np.inf
            if gain[at] + reach[places[0]] <= least:
                break
            best: tuple[float, Spot] | None = None
            for place in places:
                if gain[at] + reach[place] <= (least if best is None else best[0]):
                    break  # the places after it are further away
                option = self.halls.option(self.session(number), int(self.rows[number].starts[at]), place)
                if option is None or district not in (None, option[0]):
                    continue
                value = float(gain[at]) + away[option[0]]
                if value > (least if best is None else best[0]):
                    best = value, Spot(int(self.rows[number].starts[at]), option[1], option[0])
            if best is not None:
                found = sorted([*found, best], key=lambda one: (-one[0], one[1].start))[:most]
        return found

    def place(self, number: int) -> float | None:
        """Put a session on its best free spot; what that adds, None where no start has rooms."""
        best = self._ranked(number)
        if not best:
            return None
        value, spot = best[0]
        self.put(number, spot)
        return value

    def put(self, number: int, spot: Spot) -> None:
        """Put a session on a spot whose rooms are free."""
        self.halls.book(self.session(number), spot.start, spot.rooms)
        self.spot[number] = spot
        self._held[:, number] = spot.start, spot.start + self.session(number).length

    def take(self, number: int) -> Spot:
        """Take a session from its spot."""
        spot = self.spot.pop(number)
        self.halls.release(self.session(number), spot.start, spot.rooms)
        self._held[:, number] = 0
        return spot

    def overlap(self, one: int, here: Spot, other: int, there: Spot) -> bool:
        """Whether two sessions on these spots share a half-day."""
        return here.start < there.start + self.session(other).length and (
            there.start < here.start + self.session(one).length
        )

    def value(self, number: int) -> float:
        """What the session adds where it is."""
        return self.worth(number, self.spot[number])

    def worth(self, number: int, spot: Spot) -> float:
        """What the session would add on ``spot``, given where the others are."""
        at = int(np.searchsorted(self.rows[number].starts, spot.start))
        return float(self._gain(number)[at]) + self._away[number][spot.district]

    def regret(self, number: int) -> float:
        """What the session would add on its best spot if it were alone, less what it adds where it is."""
        best = float(self._unary[number].max()) + max(self._away[number].values())
        return best - (self.value(number) if number in self.spot else best - SHORT * self.rows[number].need)


def arrangement_of(
    merits: Merits, openings: Openings, halls: Halls, wanted: Mapping[str, Mapping[str, float]]
) -> Arrangement:
    """An arrangement in which nothing is placed yet."""
    return Arrangement(merits, tuple(openings.opening.values()), halls, wanted)


def construct(arrangement: Arrangement, numbers: Iterable[int] | None = None) -> None:
    """Place sessions one by one, those with the least choice first."""
    waiting = range(len(arrangement.rows)) if numbers is None else numbers

    def choice(number: int) -> tuple[bool, int, float, int]:
        row = arrangement.rows[number]
        fine = int((row.short <= 0).sum())
        return len(row.starts) > 1, fine, -row.need / max(1, len(row.eligible)), number

    for number in sorted(waiting, key=choice):
        arrangement.place(number)


def improve_by_moves(arrangement: Arrangement, rng: np.random.Generator, rounds: int, many: int = 6) -> int:
    """Take a few sessions that stand in each other's way off their spots and put them back better.

    Parameters
    ----------
    rounds
        Tries; each keeps the arrangement or makes it better.
    many
        Sessions moved per try at most.

    Returns
    -------
    Number of tries that made it better.
    """
    count = len(arrangement.rows)
    if not count:
        return 0
    better = 0
    regret = np.array([arrangement.regret(number) for number in range(count)])
    for _ in range(rounds):
        weight = np.maximum(regret, 1e-3)
        first = int(rng.choice(count, p=weight / weight.sum()))
        moved = _neighbours(arrangement, first, rng, many)
        better += _reinsert(arrangement, moved, rng)
        for number in moved:
            regret[number] = arrangement.regret(number)
    return better


def _neighbours(arrangement: Arrangement, first: int, rng: np.random.Generator, many: int) -> list[int]:
    """``first`` and sessions that clash with it, those that clash most likelier."""
    size = int(rng.integers(1, many + 1))
    weight = arrangement.clash[first] + 1e-6
    weight[first] = 0.0
    others = min(size - 1, int(np.count_nonzero(weight)))
    chosen = rng.choice(len(weight), size=others, replace=False, p=weight / weight.sum()) if others > 0 else ()
    return [first, *(int(one) for one in chosen)]


def _reinsert(arrangement: Arrangement, moved: list[int], rng: np.random.Generator) -> bool:
    before = {number: arrangement.spot[number] for number in moved if number in arrangement.spot}
    lost = 0.0
    for number in before:
        lost += arrangement.value(number)
        arrangement.take(number)
    gained, placed = 0.0, 0
    for number in rng.permutation(moved):
        added = arrangement.place(int(number))
        if added is not None:
            gained, placed = gained + added, placed + 1
    if (placed, gained) > (len(before), lost + 1e-9):
        return True
    for number in moved:
        if number in arrangement.spot:
            arrangement.take(number)
    for number, spot in before.items():
        arrangement.put(number, spot)
    return False


def placed_sessions(arrangement: Arrangement, plan: Plan) -> dict[str, Spot]:
    """Spots by session id, in the order of ``plan``."""
    found = {arrangement.session(number).id: spot for number, spot in arrangement.spot.items()}
    return {session.id: found[session.id] for session in plan.sessions if session.id in found}
