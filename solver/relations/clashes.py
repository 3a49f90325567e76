"""Which committees get in each other's way, and which are independent of one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from solver.domain.plan import Route
from solver.domain.season import Season

if TYPE_CHECKING:
    import networkx as nx


class Link(StrEnum):
    """What two committees may share."""

    EXPERT = "expert"
    ROOM = "room"
    APPLICANT = "applicant"


EVERY_LINK = frozenset(Link)


def clash_graph(season: Season, routes: Iterable[Route], links: frozenset[Link] = EVERY_LINK) -> nx.Graph[str]:
    """Committees as nodes; an edge for each two that share something, ``edge[link]`` saying how many.

    Every room is open to every committee, so that one room links all; once rooms are settled, ask without them.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(row.id for row in season.committees)
    for link, committees, count in _sharings(season, routes, links):
        for one, other in combinations(sorted(committees), 2):
            shared = graph.get_edge_data(one, other, {}).get(link, 0)
            graph.add_edge(one, other, **{link: shared + count})
    return graph


def components(
    season: Season, routes: Iterable[Route], links: frozenset[Link] = EVERY_LINK
) -> tuple[frozenset[str], ...]:
    """Committees that hang together through what they share, largest set first; each set can be planned by itself."""
    import networkx as nx

    found = nx.connected_components(clash_graph(season, routes, links))
    return tuple(sorted(map(frozenset, found), key=lambda committees: (-len(committees), min(committees))))


def _sharings(season: Season, routes: Iterable[Route], links: frozenset[Link]) -> Iterator[tuple[str, set[str], int]]:
    """For each thing that is shared: what it is, the committees that share it, and how often."""
    known = season.committee
    if Link.EXPERT in links:
        for terms in season.terms_of.values():
            yield str(Link.EXPERT), {term.committee for term in terms if term.committee in known}, 1
    if Link.ROOM in links:
        yield str(Link.ROOM), set(known) if season.rooms else set(), len(season.rooms)
    if Link.APPLICANT in links:
        of_person: defaultdict[str, set[str]] = defaultdict(set)
        for route in routes:
            application = season.application.get(route.application)
            if application is not None and route.committee in known:
                of_person[application.applicant].add(route.committee)
        for committees in of_person.values():
            yield str(Link.APPLICANT), committees, 1
