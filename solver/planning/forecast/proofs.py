"""Where a season must break: counts that no plan with every application placed could satisfy.

Each proof takes the least that any lawful batching asks for and the most that supply could give, so that a season
that has a complete plan is never called broken. What is merely scarce is told by the cells, not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

from solver.domain.calendar import HalfDay
from solver.domain.vocabulary import Level
from solver.model.flow import SINK, SOURCE, Network
from solver.planning.forecast.needs import Need, Needs
from solver.planning.forecast.supply import Band, Numbers, Supply

Key = tuple[str, Level]


@dataclass(frozen=True, slots=True)
class Break:
    """A count that cannot come out: ``found`` against ``needed``.

    ``kind`` is one of size, day, experts, time, holder, readers, shared_readers, shared_seats, one_time; ``bands``
    are the committees and levels concerned, ``specialty`` the one that is short where it is one, ``half`` the
    half-day.
    """

    kind: str
    bands: tuple[Key, ...]
    found: int
    needed: int
    specialty: str = ""
    half: HalfDay | None = None


def breaks(supply: Supply, needs: Needs) -> tuple[Break, ...]:
    """Every proof that some applications cannot be placed, band by band, then of bands that share experts."""
    of = [needs.of(band) for band in supply.bands]
    found = [one for band, need in zip(supply.bands, of, strict=True) for one in _alone(supply, needs, band, need)]
    broken = {key for one in found for key in one.bands}
    rest = [(band, need) for band, need in zip(supply.bands, of, strict=True) if _key(band) not in broken]
    return (*found, *_shared(needs, rest), *_one_time(supply, rest))


def _key(band: Band) -> Key:
    return band.committee, band.level


def _alone(supply: Supply, needs: Needs, band: Band, need: Need) -> Iterator[Break]:
    """Proofs about one committee and level: the first that holds of the panel, then specialties, then reading."""
    key = (_key(band),)
    if need.seats is None:
        yield Break("size", key, len(band.experts), 0)
    elif not band.lawful.any():
        yield Break("day", key, 0, 1)
    elif len(band.experts) < need.pool:
        yield Break("experts", key, len(band.experts), need.pool)
    elif band.available.max(initial=0) < need.heads:
        best = int(band.available.argmax())
        yield Break("time", key, int(band.available[best]), need.heads, half=supply.halves[best])
    for specialty in band.specialties if needs.holders else ():
        holders = holds(supply, band, specialty)
        if int(holders.sum()) < needs.holders or not (band.free[holders] & band.lawful).any():
            yield Break("holder", key, 0, needs.holders, specialty)
    capacity = int(needs.readings_of[band.experts].sum())
    if need.readings > capacity:
        yield Break("readers", key, capacity, need.readings)


def holds(supply: Supply, band: Band, specialty: str) -> npt.NDArray[np.bool_]:
    """Which of the experts of a band hold a specialty of its series, shape (experts,)."""
    series = supply.brief.season.committee[band.committee].series
    titles = supply.brief.specialties_of
    return np.array([specialty in titles.get((supply.names[one], series), {}) for one in band.experts], dtype=np.bool_)


@dataclass(frozen=True)
class _House:
    """The bands of one committee that are not broken by themselves; one session may take several levels at once."""

    committee: str
    bands: tuple[Band, ...]
    needs: tuple[Need, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Its bands by committee and level."""
        return tuple(_key(band) for band in self.bands)

    @property
    def experts(self) -> set[int]:
        """Whoever may sit for one of its levels."""
        return {int(one) for band in self.bands for one in band.experts}

    @property
    def readings(self) -> int:
        """Readings of all its applications."""
        return sum(need.readings for need in self.needs)

    @property
    def seats(self) -> int:
        """Seats of at least one panel."""
        return max(need.seats or 0 for need in self.needs)

    @property
    def heads(self) -> int:
        """Experts at one time, alternates included."""
        return max(need.heads for need in self.needs)

    def at(self, half: int) -> set[int]:
        """Whoever of :attr:`experts` can come in a half-day."""
        return {int(one) for band in self.bands for one in band.experts[band.free[:, half]]}


def _houses(bands: Sequence[tuple[Band, Need]]) -> tuple[_House, ...]:
    found: defaultdict[str, list[tuple[Band, Need]]] = defaultdict(list)
    for band, need in bands:
        found[band.committee].append((band, need))
    return tuple(
        _House(committee, tuple(band for band, _ in own), tuple(need for _, need in own))
        for committee, own in found.items()
    )


def _shared(needs: Needs, bands: Sequence[tuple[Band, Need]]) -> Iterator[Break]:
    """Committees that share experts: readings and seats against what these may do in the season (max flow)."""
    for own in _linked(_houses(bands)):
        if len(own) < 2:
            continue
        keys = tuple(key for house in own for key in house.keys)
        readings = [house.readings for house in own]
        found = _flow(own, readings, needs.readings_of, readings)
        if found < sum(readings):
            yield Break("shared_readers", keys, found, sum(readings))
        seats = [house.seats for house in own]
        found = _flow(own, seats, needs.sessions_of, [1] * len(own))
        if found < sum(seats):
            yield Break("shared_seats", keys, found, sum(seats))


def _linked(houses: Sequence[_House]) -> Iterator[list[_House]]:
    """Committees that share experts, also through others."""
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    for number, house in enumerate(houses):
        graph.add_node(("house", number))
        graph.add_edges_from((("house", number), ("expert", one)) for one in house.experts)
    for component in nx.connected_components(graph):
        yield [houses[number] for kind, number in sorted(component) if kind == "house"]


def _flow(houses: Sequence[_House], asked: Sequence[int], most: Numbers, each: Sequence[int]) -> int:
    """How much of what is ``asked`` the experts can give: ``each`` to one committee, ``most`` in all."""
    network = Network()
    begun = [network.arc(SOURCE, ("house", str(number)), amount) for number, amount in enumerate(asked)]
    for number, house in enumerate(houses):
        for one in house.experts:
            network.arc(("house", str(number)), ("expert", str(one)), each[number])
    for one in sorted(set().union(*(house.experts for house in houses))):
        network.arc(("expert", str(one)), SINK, int(most[one]))
    flow = network.solve(sum(asked))
    return sum(flow[arc] for arc in begun)


def _one_time(supply: Supply, bands: Sequence[tuple[Band, Need]]) -> Iterator[Break]:
    """Committees that have one half-day only, the same: their panels and alternates are different people."""
    at: defaultdict[int, list[tuple[Band, Need]]] = defaultdict(list)
    for band, need in bands:
        if int(band.lawful.sum()) == 1:
            at[int(band.lawful.argmax())].append((band, need))
    for half, together in at.items():
        for own in _linked(_houses(together)):
            able = set().union(*(house.at(half) for house in own))
            needed = sum(house.heads for house in own)
            if len(own) > 1 and len(able) < needed:
                keys = tuple(key for house in own for key in house.keys)
                yield Break("one_time", keys, len(able), needed, half=supply.halves[half])
