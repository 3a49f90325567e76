"""Proofs by counting (Hall 1935): places that too few experts could fill, in every form and at every start.

Seats of each group, and the places on its list of alternates, need an expert each; who is barred from them, or cannot
come, is known from the rules about single seats. Where some of these needs have fewer experts in all than places,
nothing can be held, and no search is needed to know it. That counts come out proves nothing: the solver comes after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from solver.domain.calendar import HalfDay
from solver.explain.whynot.attribution import ALTERNATES, FORMED, Bound
from solver.explain.whynot.elements import Element, Kind
from solver.explain.whynot.question import Question, strangers
from solver.rules.requirement import Atom, Between, Clear, Exclusive, Forbidden, Seat, Standby, StartWithin

ALL_SUBSETS = 10
"""Needs of one session up to which every subset of them is counted; of more, each alone and all together."""
Span = frozenset[HalfDay]
Elements = frozenset[Element]
Out = tuple[Seat | Standby, Span | None, Elements]
"""A place that cannot be filled, in some time only (None: never), and what that rests on."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """A count that cannot come out; of several, the one that comes nearest.

    ``needed`` places of ``session`` in ``groups`` (``("",)``: no groups) have ``found`` experts who could take one
    from ``start`` on; ``start`` is None where the session may begin at no time at all.
    """

    session: str
    groups: tuple[str, ...]
    needed: int
    found: int
    start: HalfDay | None

    @property
    def short(self) -> int:
        """How many are missing."""
        return self.needed - self.found


@dataclass
class _Need:
    """At least ``low`` of the experts ``who`` (as bits), if ``elements`` hold; ``apart``: each of them fills no other.

    ``barred`` and ``blocked`` take experts out (the latter by the time they cannot come in), each by what it rests on.
    """

    group: str
    low: int
    atoms: tuple[Atom, ...]
    elements: Elements
    apart: bool
    barred: list[tuple[int, Elements]] = field(default_factory=list)
    blocked: list[tuple[int, Span, Elements]] = field(default_factory=list)

    def mask(self, bit: dict[str, int], held: Elements) -> tuple[int, dict[Span, int]]:
        """Experts who are not barred, and those who cannot come in each time."""
        out = 0
        for one, elements in self.barred:
            if elements <= held:
                out |= one
        away: defaultdict[Span, int] = defaultdict(int)
        for one, times, elements in self.blocked:
            if elements <= held:
                away[times] |= one
        who = 0
        for atom in self.atoms:
            who |= bit[atom.expert] if isinstance(atom, Seat | Standby) else 0
        return who & ~out, away


class Counts:
    """The counts of a question under ``bounds``; :meth:`shortage` asks whether a set of elements fails one.

    ``elements`` are those that counts can turn on.
    """

    def __init__(self, question: Question, bounds: Iterable[Bound]) -> None:
        self.question = question
        self.bit = {one.id: 1 << number for number, one in enumerate(question.everybody.season.experts)}
        self.elements = {Element(Kind.DEMAND, one.id) for one in question.wanted}
        self._needs: defaultdict[str, list[_Need]] = defaultdict(list)
        self._within: defaultdict[str, list[tuple[frozenset[HalfDay], Elements]]] = defaultdict(list)
        self._exclusive: set[Elements] = set()
        out: list[Out] = []
        for bound in bounds:
            match bound.requirement:
                case Forbidden(atom=Seat() | Standby() as atom):
                    out.append((atom, None, bound.elements))
                case Clear(claim=Seat() | Standby() as claim, blocked=times):
                    out.append((claim, times, bound.elements))
                case StartWithin(session=session, starts=starts):
                    self._within[session].append((starts, bound.elements))
                case Exclusive(claims=claims) if isinstance(claims[0], Seat | Standby):
                    self._exclusive.add(bound.elements)
                case Between() as one if _is_counted(bound, one):
                    places = bound.name == ALTERNATES or one.rule == FORMED
                    group = dict(one.subject).get("group", "")
                    self._needs[bound.session].append(_Need(group, one.low or 0, one.atoms, bound.elements, places))
                case _:
                    continue
            self.elements |= bound.elements
        self._newcomers(out)
        self._kept_out(out)

    def _newcomers(self, out: list[Out]) -> None:
        """Newcomers take no place while the pool is closed to them."""
        known = strangers(self.question)
        for needs in self._needs.values():
            for atom in (atom for need in needs for atom in need.atoms if isinstance(atom, Seat | Standby)):
                committee = known.get(atom.expert)
                if committee is not None:
                    out.append((atom, None, frozenset({Element(Kind.POOL, committee)})))
                    self.elements.add(Element(Kind.POOL, committee))

    def _kept_out(self, out: Iterable[Out]) -> None:
        users: defaultdict[Atom, list[_Need]] = defaultdict(list)
        for needs in self._needs.values():
            for need in needs:
                for atom in need.atoms:
                    users[atom].append(need)
        for atom, times, elements in out:
            for need in users[atom]:
                bit = self.bit[atom.expert]
                if times is None:
                    need.barred.append((bit, elements))
                else:
                    need.blocked.append((bit, times, elements))

    def shortage(self, kept: Collection[Element]) -> Shortage | None:
        """The count that shows that ``kept`` cannot all hold, None where no count does."""
        held = frozenset(kept)
        for one in self.question.wanted:
            if Element(Kind.DEMAND, one.id) in held:
                found = [self._of_way(way, held) for way in one.ways]
                short = [row for row in found if row is not None]
                if len(short) == len(found):
                    return min(short, key=lambda row: (row.short, row.needed))
        return None

    def _of_way(self, way: str, held: Elements) -> Shortage | None:
        """The least shortage of a way over its starts, None if some start has none."""
        brief = self.question.brief
        length = self.question.plan.session[way].length
        within = [starts for starts, elements in self._within[way] if elements <= held]
        needs = [(need, *need.mask(self.bit, held)) for need in self._needs[way] if need.elements <= held]
        least, told = None, set[tuple[int, ...]]()
        for start in brief.season_half_days:
            if any(start not in starts for starts in within):
                continue
            span = frozenset(brief.calendar.span(start, length))
            counted = [(need, who & ~_union(away, span)) for need, who, away in needs]
            if tuple(who for _, who in counted) in told:
                continue
            told.add(tuple(who for _, who in counted))
            short = self._at(way, start, counted, held)
            if short is None:
                return None
            least = short if least is None or short.short < least.short else least
        return least or Shortage(way, ("",), 1, 0, None)

    def _at(self, way: str, start: HalfDay, counted: Sequence[tuple[_Need, int]], held: Elements) -> Shortage | None:
        for need, who in counted:
            if who.bit_count() < need.low:
                return Shortage(way, (need.group,), need.low, who.bit_count(), start)
        alone = self._exclusive and all(elements <= held for elements in self._exclusive)
        for chosen in _subsets([one for one in counted if one[0].apart]) if alone else ():
            union = 0
            for _, who in chosen:
                union |= who
            needed = sum(need.low for need, _ in chosen)
            if union.bit_count() < needed:
                groups = tuple(dict.fromkeys(need.group for need, _ in chosen))
                return Shortage(way, groups, needed, union.bit_count(), start)
        return None


def _union(away: dict[Span, int], span: Span) -> int:
    """Experts who cannot come in some of ``span``."""
    found = 0
    for times, who in away.items():
        found |= 0 if span.isdisjoint(times) else who
    return found


def _is_counted(bound: Bound, one: Between) -> bool:
    """Whether a bound asks for at least so many of some experts, in seats or on a list."""
    plain = bool(bound.session and one.low and not one.weights) and bound.starts is None
    return (
        plain
        and not (bound.counted or bound.also or bound.missed)
        and len({type(atom) for atom in one.atoms}) <= 1
        and all(isinstance(atom, Seat | Standby) for atom in one.atoms)
    )


def _subsets(places: Sequence[tuple[_Need, int]]) -> Iterator[tuple[tuple[_Need, int], ...]]:
    """Needs to be counted together: all of them first, then any."""
    sizes = range(len(places), 1, -1) if len(places) <= ALL_SUBSETS else (len(places),)
    for count in sizes:
        yield from combinations(places, count)
