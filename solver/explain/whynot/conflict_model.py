"""The ways of a question as a CP-SAT model in which every rule and fact may be assumed or left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations, product

from ortools.sat.python import cp_model

from solver.domain.calendar import HalfDay
from solver.explain.whynot.attribution import Bound
from solver.explain.whynot.elements import Element, Kind
from solver.explain.whynot.question import Question, strangers
from solver.model.cpsat import CONSISTENT, CpsatCompiler, Reach, adjoining, atoms_in
from solver.model.searches import repeating_search
from solver.rules.brief import Brief
from solver.rules.requirement import Atom, Between, Clear, InRoom, Reachable, Requirement, Seat, Share, StartWithin


class Answered(StrEnum):
    """What a solve told about a set of elements."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tested:
    """The outcome of one solve.

    ``core`` are elements that suffice for the impossibility, by the solver's word; ``starts`` when each way that is
    held begins, None where nothing was found.
    """

    answered: Answered
    core: frozenset[Element] = frozenset()
    starts: Mapping[str, HalfDay] | None = None


ANSWERS = {
    cp_model.OPTIMAL: Answered.POSSIBLE,
    cp_model.FEASIBLE: Answered.POSSIBLE,
    cp_model.INFEASIBLE: Answered.IMPOSSIBLE,
    cp_model.UNKNOWN: Answered.UNKNOWN,
}


class ConflictModel(CpsatCompiler):
    """The ways of ``question`` under ``bounds``; :meth:`test` asks whether a set of elements is possible.

    Parameters
    ----------
    effort
        Deterministic limit of one solve, in CP-SAT's deterministic seconds.
    brief
        The season whose pools and rooms there are to choose from; None: with every newcomer.
    """

    def __init__(self, question: Question, bounds: Iterable[Bound], effort: float, brief: Brief | None = None) -> None:
        brief, listed = brief or question.everybody, tuple(bounds)
        super().__init__(brief, question.benched(brief), starts_of(question, listed))
        self.question, self.effort = question, effort
        self.on: dict[Element, cp_model.IntVar] = {}
        self.held = {row.id: self.model.new_bool_var("") for row in question.plan.sessions}
        self._wanted = {way: one.id for one in question.wanted for way in one.ways}
        self._bound_of: dict[Requirement, Bound] = {}
        self._apart: dict[tuple[str, str], cp_model.IntVar] = {}
        self._together: dict[tuple[frozenset[Element], str, frozenset[HalfDay] | None], cp_model.IntVar] = {}
        for seat in self._seats():
            self._literal(seat)
        for bound in listed:
            for atom in (*atoms_in(bound.requirement), *bound.also):
                self._literal(atom)
        self._offices_need_seats()
        self.model.add(self.guards[CONSISTENT] == 1)
        for bound in listed:
            self._bound_of[bound.requirement] = bound
            self._add(bound.requirement, self._conjunction(bound.elements, bound.session, bound.starts))
        self._nobody_else()
        self._demands()

    @cached_property
    def never(self) -> cp_model.IntVar:
        """A literal that does not hold."""
        return self.model.new_constant(0)

    def test(self, kept: Collection[Element]) -> Tested:
        """Whether something can be held while all of ``kept`` hold and whatever else is left open."""
        known = {self.on[one].index: one for one in kept if one in self.on}
        self.model.clear_assumptions()
        self.model.add_assumptions([self.on[one] for one in known.values()])
        solver = repeating_search(self.effort)
        answered = ANSWERS[solver.solve(self.model)]
        if answered is Answered.POSSIBLE:
            return Tested(answered, starts=dict(self._begun(solver)))
        if answered is Answered.UNKNOWN:
            return Tested(answered)
        core = (known.get(index) for index in solver.sufficient_assumptions_for_infeasibility())
        return Tested(answered, frozenset(one for one in core if one is not None))

    def _begun(self, solver: cp_model.CpSolver) -> Iterator[tuple[str, HalfDay]]:
        for way, literals in self.starts.literals.items():
            if solver.boolean_value(self.held[way]):
                yield from ((way, start) for start, literal in literals.items() if solver.boolean_value(literal))

    def fewest(self, kind: Kind, one: str) -> int | None:
        """How many newcomers of a pool (or rooms) it takes at least while all else holds; None if none of them help.

        The model is spent afterwards.
        """
        for element, literal in self.on.items():
            if element != (kind, one):
                self.model.add(literal == 1)
        strangers_here = strangers(self.question)
        used: dict[str, cp_model.IntVar] = {}
        for atom, literal in list(self.atoms.items()):
            name = atom.room if isinstance(atom, InRoom) else atom.expert
            rooms = isinstance(atom, InRoom) and name not in self.question.brief.season.room
            if (kind is Kind.ROOMS and rooms) or (kind is Kind.POOL and strangers_here.get(name) == one):
                self.model.add_implication(literal, used.setdefault(name, self.model.new_bool_var("")))
        self.model.minimize(sum(used.values()))
        solver = repeating_search(self.effort)
        found = solver.solve(self.model)
        return round(solver.objective_value) if found in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def element(self, one: Element) -> cp_model.IntVar:
        """The literal that an element holds."""
        if one not in self.on:
            self.on[one] = self.model.new_bool_var(f"{one.kind}:{one.id}")
        return self.on[one]

    def _conjunction(
        self, elements: frozenset[Element], session: str, starts: frozenset[HalfDay] | None
    ) -> cp_model.IntVar:
        """A literal that holds wherever all elements do and the session is held, at one of ``starts`` (None: any)."""
        key = (elements, session, starts)
        if key not in self._together:
            literals = [self.element(one) for one in sorted(elements)]
            literals += [self.held[session]] if session else []
            literals += [] if starts is None else [self._starting(session, starts)]
            both = self.model.new_bool_var("")
            self.model.add_bool_or([both, *(literal.negated() for literal in literals)])
            self._together[key] = both
        return self._together[key]

    def _starting(self, session: str, starts: frozenset[HalfDay]) -> cp_model.IntVar:
        """A literal that holds wherever the session begins at one of ``starts``."""
        among = self.model.new_bool_var("")
        for start, literal in self.starts.literals[session].items():
            if start in starts:
                self.model.add_implication(literal, among)
        return among

    def _counted(self, requirement: Between | Share, atom: Atom) -> cp_model.IntVar:
        bound = self._bound_of[requirement]
        return self._while(atom, self.element(bound.counted[atom])) if atom in bound.counted else self.atoms[atom]

    def _further(self, requirement: Between) -> Sequence[cp_model.IntVar]:
        bound = self._bound_of[requirement]
        also = [self._while(atom, self._gone(one)) for atom, one in bound.also.items()]
        return [*also, *(self._all_gone(one) for one in bound.missed)]

    def _all_gone(self, elements: frozenset[Element]) -> cp_model.IntVar:
        """A literal that holds only where none of ``elements`` does."""
        gone = self.model.new_bool_var("")
        for one in elements:
            self.model.add_implication(gone, self.element(one).negated())
        return gone

    def _gone(self, one: Element) -> cp_model.IntVar:
        """A literal that holds exactly where an element does not."""
        gone = self.model.new_bool_var("")
        self.model.add(gone + self.element(one) == 1)
        return gone

    def _while(self, atom: Atom, condition: cp_model.IntVar) -> cp_model.IntVar:
        """A literal that holds exactly where both ``atom`` and ``condition`` do."""
        both = self.model.new_bool_var("")
        self.model.add_bool_and([self.atoms[atom], condition]).only_enforce_if(both)
        self.model.add_bool_or([both, self.atoms[atom].negated(), condition.negated()])
        return both

    def _clash(self, one: str, other: str, kind: str, reach: Reach) -> cp_model.IntVar:
        """As for any two sessions; two ways of one wanted are never held together."""
        if self._wanted[one] == self._wanted[other]:
            return self.never
        return super()._clash(one, other, kind, reach)

    def _reachable(self, requirement: Reachable, guard: cp_model.IntVar) -> None:
        """Rooms are open here, so districts are: two places exclude each other where their rooms lie apart."""
        for one, other in combinations(requirement.claims, 2):
            if self._wanted[one.session] != self._wanted[other.session]:
                self._never_both(one, other, self._far(*sorted((one.session, other.session))), guard)

    def _far(self, one: str, other: str) -> cp_model.IntVar:
        """A literal that holds wherever two sessions adjoin and their plenaries are in two districts."""
        if (one, other) not in self._apart:
            far = self.model.new_bool_var("")
            self._apart[one, other] = far
            adjoins = self._clash(one, other, "adjoin", adjoining)
            for here, there in product(self._districts(one), self._districts(other)):
                if here[0] != there[0]:
                    self.model.add_bool_or([adjoins.negated(), here[1].negated(), there[1].negated(), far])
        return self._apart[one, other]

    def _districts(self, session: str) -> Iterator[tuple[str, cp_model.IntVar]]:
        """Rooms that the plenary of a session could have and whose district is known: district and literal."""
        for room in self.brief.season.rooms:
            literal = self.atoms.get(InRoom(session, "", room.id))
            if literal is not None and room.district:
                yield room.district, literal

    def _nobody_else(self) -> None:
        """Newcomers take no place while the facts hold that there are no others."""
        committees, rooms = strangers(self.question), self.question.brief.season.room
        for atom, literal in list(self.atoms.items()):
            if isinstance(atom, InRoom):
                fact = None if atom.room in rooms else Element(Kind.ROOMS, "")
            else:
                committee = committees.get(atom.expert)
                fact = Element(Kind.POOL, committee) if committee is not None else None
            if fact is not None:
                self.model.add_implication(self.element(fact), literal.negated())

    def _seats(self) -> Iterator[Seat]:
        """Every seat there is, whichever rules are asked: offices need one, and shares count them all."""
        for row in self.question.plan.sessions:
            for expert in self.brief.pool.get(row.committee, ()):
                for group in row.group_ids():
                    yield Seat(row.id, group, expert)

    def _demands(self) -> None:
        for one in self.question.wanted:
            demand = self.element(Element(Kind.DEMAND, one.id))
            self.model.add_bool_or([demand.negated(), *(self.held[way] for way in one.ways)])


def starts_of(question: Question, bounds: Sequence[Bound]) -> Mapping[str, tuple[HalfDay, ...]]:
    """The starts to choose from; where one thing is wanted, of starts that no requirement tells apart the first."""
    brief = question.everybody
    halves = brief.season_half_days
    if len(question.wanted) > 1:
        return {row.id: halves for row in question.plan.sessions}
    allowed: defaultdict[str, set[frozenset[HalfDay]]] = defaultdict(set)
    blocked: defaultdict[str, set[frozenset[HalfDay]]] = defaultdict(set)
    for bound in bounds:
        if bound.starts is not None:
            allowed[bound.session].add(bound.starts)  # told apart by it, not allowed by it
        match bound.requirement:
            case StartWithin(session=session, starts=starts):
                allowed[session].add(starts)
            case Clear(claim=claim, blocked=times):
                blocked[claim.session].add(times)
            case _:
                continue
    found = {}
    for row in question.plan.sessions:
        within, against = tuple(allowed[row.id]), tuple(blocked[row.id])
        first: dict[tuple[bool, ...], HalfDay] = {}
        for start in halves:
            span = frozenset(brief.calendar.span(start, row.length))
            told = (*(start in one for one in within), *(not span.isdisjoint(one) for one in against))
            first.setdefault(told, start)
        found[row.id] = tuple(first.values())
    return found
