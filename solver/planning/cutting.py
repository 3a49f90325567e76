"""How a season is cut: which committees stay together, and where experts whom two parts share are to sit.

Committees are linked where an expert is in both pools, where routing has a choice between them, where one person
applies to both, where one entrusts to the other, or where sessions or pins name one room; what is not linked is apart.
Where linked committees are more than a part should hold, the links that fewest experts make are cut, never the others.
An expert whom a cut divides sits in one of the parts, the one that has fewest experts for what it has to review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import networkx as nx

from solver.domain.committees import Room
from solver.domain.plan import Route
from solver.domain.season import Season
from solver.planning.room_shares import pinned, shared_rooms

Bundle = frozenset[str]
"""Committees that are planned together."""
Link = tuple[str, str, dict[str, Any]]
"""Two committees, and what links them: see :func:`links_of`."""
Work = Mapping[str, frozenset[str]]
"""By committee: applications that may go to it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How small and how large parts may be.

    Parameters
    ----------
    applications
        From which on a part is worth a task of its own: below, starting it costs more than it saves.
    rooms
        What a part needs at least: a panel of many groups sits in as many rooms at once.
    largest
        Applications up to which committees that share experts stay together.
    apart
        The same for committees under different authorities: their rooms are in different places, and they share few.
    """

    applications: int = 2_000
    rooms: int = 8
    largest: int = 2_500
    apart: int = 1_000


def work_of(options: Mapping[str, tuple[Route, ...]]) -> Work:
    """Applications that may go to each committee."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for application, routes in options.items():
        for route in routes:
            if route.committee:
                found[route.committee].add(application)
    return {committee: frozenset(rows) for committee, rows in found.items()}


def size_of(bundle: Iterable[str], work: Work) -> int:
    """Applications that may go to a committee of ``bundle``."""
    return len(frozenset().union(*(work.get(committee, frozenset()) for committee in bundle)))


def bundles_of(
    season: Season, options: Mapping[str, tuple[Route, ...]], work: Work, cut: Cut
) -> tuple[tuple[Bundle, tuple[Room, ...]], ...]:
    """The committees of each part with its rooms, the largest part first."""
    linked = _pieces(season, links_of(season, options), work, cut)
    for most in range(_most_parts(season, work, cut), 1, -1):
        bundles = _bundled(season, linked, work, most)
        rooms = shared_rooms(season, bundles, [size_of(one, work) for one in bundles], cut.rooms)
        if all(rooms) or not season.rooms:
            return tuple(zip(bundles, rooms, strict=True))
    return ()


def links_of(season: Season, options: Mapping[str, tuple[Route, ...]]) -> nx.Graph[str]:
    """Committees, joined where anything could bring them together.

    An edge has how many ``experts`` both pools have, and whether it is ``firm``: made by more than experts.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(season.committee)
    for committees in _pools(season).values():
        for one, other in combinations(committees, 2):
            known = graph.get_edge_data(one, other) or {}
            graph.add_edge(one, other, experts=known.get("experts", 0) + 1, firm=known.get("firm", False))
    for together in _firm(season, options):
        for one, other in pairwise(together):
            if one != other:
                known = graph.get_edge_data(one, other) or {}
                graph.add_edge(one, other, experts=known.get("experts", 0), firm=True)
    return graph


def _pools(season: Season) -> Mapping[str, list[str]]:
    """Committees in whose pools each expert is, each once."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for term in season.pools:
        if term.committee not in found[term.expert]:
            found[term.expert].append(term.committee)
    for committee, pin in pinned(season):
        if pin.keeps and pin.expert and committee not in found[pin.expert]:
            found[pin.expert].append(committee)
    return found


def _firm(season: Season, options: Mapping[str, tuple[Route, ...]]) -> Iterable[Sequence[str]]:
    """Sets of committees that no cut may part."""
    kept: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for request in season.sessions:
        if request.fixed_room:
            kept["room", request.fixed_room].append(request.committee)
    for committee, pin in pinned(season):
        for kind, one in (("room", pin.room), ("expert", pin.expert), ("case", pin.application)):
            if pin.keeps and one:
                kept[kind, one].append(committee)
    for kind, one in kept:
        if kind == "case":
            kept[kind, one] += [route.committee for route in options.get(one, ()) if route.committee]
    chosen = [[one.committee for one in routes] for routes in options.values() if len(routes) > 1]
    applied = [
        [one.committee for row in rows for one in options[row.id] if one.committee]
        for rows in season.applications_of.values()
        if len(rows) > 1
    ]
    entrusted = [
        (row.entrusting, row.to_committee)
        for row in season.delegations
        if row.entrusting in season.committee and row.to_committee in season.committee
    ]
    return (*kept.values(), *chosen, *applied, *entrusted)


def _pieces(season: Season, links: nx.Graph[str], work: Work, cut: Cut) -> list[Bundle]:
    """Linked committees in pieces that are no larger than ``cut`` wants, where firm links allow.

    Links are kept from the one that most experts make down, those within one authority first, as long as what they join
    is not too large.
    """

    def rank(link: Link) -> tuple[bool, bool, int, str, str]:
        one, other, made = link
        return not made["firm"], _apart(season, one, other), -made["experts"], min(one, other), max(one, other)

    piece = {one: {one} for one in sorted(links)}
    rows = {one: work.get(one, frozenset()) for one in piece}
    for one, other, made in sorted(links.edges(data=True), key=rank):
        here, there = piece[one], piece[other]
        if here is there:
            continue
        joined = rows[min(here)] | rows[min(there)]
        if made["firm"] or len(joined) <= (cut.apart if _apart(season, one, other) else cut.largest):
            here |= there
            rows[min(here)] = joined
            piece.update(dict.fromkeys(there, here))
    return [frozenset(found) for one, found in piece.items() if one == min(found)]


def _apart(season: Season, one: str, other: str) -> bool:
    """Whether two committees are under different authorities."""
    return season.committee[one].authority != season.committee[other].authority


def _most_parts(season: Season, work: Work, cut: Cut) -> int:
    """How many parts are worth it: by the work, and by the rooms there are to share."""
    placeable = size_of(work, work)
    by_rooms = len(season.rooms) // cut.rooms if season.rooms else placeable
    return max(1, min(placeable // cut.applications, by_rooms))


def _bundled(season: Season, linked: Sequence[Bundle], work: Work, most: int) -> tuple[Bundle, ...]:
    """Linked committees put together into about ``most`` bundles of like size.

    Committees under one authority go together, since their experts live where their rooms are.
    """
    sizes = {one: size_of(one, work) for one in linked}
    under: defaultdict[str, list[Bundle]] = defaultdict(list)
    for one in linked:
        main = max(sorted(one), key=lambda committee: len(work.get(committee, ())))
        under[season.committee[main].authority].append(one)
    each = sum(sizes.values()) / most
    found: list[tuple[int, Bundle]] = []
    rest: list[Bundle] = []
    for _, own in sorted(under.items()):
        number = round(sum(sizes[one] for one in own) / each) if each else 0
        if number:
            found += _filled(own, sizes, number)
        else:
            rest += own
    found += _filled(rest, sizes, max(1, round(sum(sizes[one] for one in rest) / each))) if each and rest else []
    return tuple(bundle for _, bundle in sorted(found, key=lambda one: (-one[0], min(one[1]))))


def _filled(linked: Sequence[Bundle], sizes: Mapping[Bundle, int], number: int) -> list[tuple[int, Bundle]]:
    """At most ``number`` bundles with their sizes: the largest go first, each into the least bundle.

    Fewer where one would have less than half of what each has on average.
    """
    filled: list[tuple[int, Bundle]] = [(0, frozenset()) for _ in range(number)]
    for one in sorted(linked, key=lambda bundle: (-sizes[bundle], min(bundle))):
        least = min(range(number), key=lambda place: filled[place][0])
        filled[least] = (filled[least][0] + sizes[one], filled[least][1] | one)
    whole = sum(size for size, _ in filled)
    if number > 1 and 2 * number * min(size for size, _ in filled) < whole:
        return _filled(linked, sizes, number - 1)
    return [one for one in filled if one[0]]


def elsewhere_of(season: Season, bundles: Sequence[Bundle], work: Work) -> tuple[frozenset[str], ...]:
    """By bundle: experts of its pools who are to sit in another bundle."""
    home = {committee: number for number, bundle in enumerate(bundles) for committee in bundle}
    pools = {
        expert: [one for one in committees if one in home] for expert, committees in sorted(_pools(season).items())
    }
    held = {expert: {home[one] for one in committees} for expert, committees in pools.items()}
    supply: defaultdict[str, int] = defaultdict(int)
    for expert, committees in pools.items():
        for committee in committees if len(held[expert]) == 1 else ():
            supply[committee] += 1
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for committee, pin in pinned(season):
        if pin.keeps and pin.expert:
            kept[pin.expert].add(committee)
    away: list[set[str]] = [set() for _ in bundles]
    for expert, committees in pools.items():
        if len(held[expert]) < 2:
            continue
        mine = [one for one in committees if one in kept[expert]] or committees
        scarce = max(mine, key=lambda one: (len(work.get(one, ())) / (supply[one] + 1), one))
        for committee in committees:
            supply[committee] += home[committee] == home[scarce]
        for number in held[expert] - {home[scarce]}:
            away[number].add(expert)
    return tuple(frozenset(one) for one in away)
