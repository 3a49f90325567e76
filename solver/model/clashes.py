"""Claims of one person or room that exclude each other at decided times, as sets of which at most one may hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from solver.domain.calendar import HalfDay
from solver.model.times import Times
from solver.rules.requirement import Claim


def at_one_time(claims: Iterable[Claim], times: Times) -> Iterator[tuple[Claim, ...]]:
    """The widest sets of ``claims`` of one person that share a half-day or a session (see :class:`Exclusive`)."""
    together: defaultdict[HalfDay | str, list[Claim]] = defaultdict(list)
    for claim in claims:
        together[claim.session].append(claim)
        for half in times.decided.get(claim.session, ()):
            together[half].append(claim)
    cliques = dict.fromkeys(frozenset(clique) for clique in together.values() if len(clique) > 1)
    for clique in cliques:
        if not any(clique < other for other in cliques):
            yield tuple(sorted(clique))


def out_of_reach(claims: Sequence[Claim], times: Times) -> Iterator[tuple[Claim, ...]]:
    """Pairs of ``claims`` of one person in adjoining half-days and different districts (see :class:`Reachable`)."""
    for one, other in combinations(claims, 2):
        if other.session in times.apart.get(one.session, ()):
            yield one, other
