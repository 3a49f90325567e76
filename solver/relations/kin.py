"""Kin: chains of family links walked outwards from each expert, and classes of kin declared as such.

Only chains of the enumerated table (:mod:`solver.domain.kinship`) are walked. A link that has ended before the season,
a marriage that was dissolved say, is no link; a class of kin that was declared stands as it is and leads no further.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from solver.domain.conflicts import KIN_CLASSES, Conflict
from solver.domain.kinship import INVERSE, kin_class, leads_on
from solver.domain.people import Relation
from solver.domain.season import Season
from solver.domain.vocabulary import RelationSource
from solver.relations.ground import Ground
from solver.rules.relation_terms import strictest

if TYPE_CHECKING:
    import networkx as nx

Links = tuple[Relation, ...]


def kin_ties(ground: Ground) -> Iterator[Conflict]:
    """Every tie of kinship of an expert with anybody: derived ones first, then declared classes."""
    graph = family(ground)
    for person in graph:
        if ground.expert(person):
            yield from _nearest(ground, graph, person)
    for row in ground.season.relations:
        if row.kind in KIN_CLASSES:
            yield from _declared(ground, row)


def family(ground: Ground) -> nx.MultiDiGraph[str]:
    """The graph of family links that hold in the season: persons, and links keyed by how they read."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    header = ground.season.header
    for row in ground.season.relations:
        ended = row.end is not None and row.end < header.first_day
        ahead = row.start is not None and row.start > header.last_day
        if row.kind in INVERSE and not ended and not ahead:
            graph.add_edge(row.a, row.b, key=row.kind, row=row)
            graph.add_edge(row.b, row.a, key=INVERSE[row.kind], row=row)
    return graph


def families(season: Season) -> Iterator[set[str]]:
    """Persons whom family links join, also links that ended or that are yet to begin."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((row.a, row.b) for row in season.relations if row.kind in INVERSE)
    yield from nx.connected_components(graph)


def _nearest(ground: Ground, graph: nx.MultiDiGraph[str], person: str) -> Iterator[Conflict]:
    """For each relative of ``person`` the tie with the shortest chain."""
    found: dict[str, tuple[tuple[str, ...], Links, str]] = {}
    for path, rows in sorted(_walk(graph, (person,), ()), key=lambda one: (len(one[0]), one[0])):
        kind = kin_class(path[1::2])
        if kind is not None and kind in ground.terms and path[-1] not in found:
            found[path[-1]] = (path, rows, kind)
    for relative, (path, rows, kind) in found.items():
        term = ground.terms[kind]
        single = rows[0] if len(rows) == 1 else None
        yield Conflict(
            ground.expert(person),
            relative,
            kind,
            strictest(term.mode, single.mode if single else None),
            term.rule,
            path,
            max((row.start for row in rows if row.start), default=None),
            min((row.end for row in rows if row.end), default=None),
            single.source if single else RelationSource.DERIVED,
        )


def _walk(graph: nx.MultiDiGraph[str], path: tuple[str, ...], rows: Links) -> Iterator[tuple[tuple[str, ...], Links]]:
    """Every path from its first person along chains that count; nobody is met twice on one path."""
    for _, other, link, data in graph.out_edges(path[-1], keys=True, data=True):
        longer, row = (*path, str(link), other), data["row"]
        if other not in path[::2] and leads_on(longer[1::2]):
            yield longer, (*rows, row)
            yield from _walk(graph, longer, (*rows, row))


def _declared(ground: Ground, row: Relation) -> Iterator[Conflict]:
    term = ground.term(row)
    for one, other in ((row.a, row.b), (row.b, row.a)):
        expert = ground.expert(one)
        if term is not None and expert:
            path = (one, str(row.kind), other)
            yield Conflict(expert, other, str(row.kind), term.mode, term.rule, path, row.start, row.end, row.source)
