"""Requirements compiled into a CP-SAT model: every shape, starts decided or open, each rule behind a guard of its own.

The exact twin of :mod:`solver.check`: with all atoms and starts fixed to those of a plan, the model is feasible if and
only if the plan breaks none of the requirements. Used where a problem is truly combinatorial and small, and as the
reference the linear programs are tested against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import assert_never

from ortools.sat.python import cp_model

from solver.check import Facts
from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan
from solver.domain.vocabulary import Role
from solver.model.times import Span
from solver.rules.brief import Brief
from solver.rules.requirement import (
    AtMostOne,
    Atom,
    Between,
    Claim,
    Clear,
    Exclusive,
    Forbidden,
    Headcount,
    Holds,
    InRoom,
    Odd,
    Office,
    Reachable,
    Requirement,
    Seat,
    Share,
    StartWithin,
)

CONSISTENT = "LG-08"
"""The provision that a plan agrees with itself, whose guard also stands for what offices are."""

Reach = Callable[[Span], Span]


def overlapping(span: Span) -> Span:
    """Half-days of which a span that clashes with ``span`` has one: its own."""
    return span


def adjoining(span: Span) -> Span:
    """Half-days of which a span that clashes with ``span`` has one: those before and after its own on the same day."""
    return frozenset(HalfDay(half.day, half.half + step) for half in span for step in (-1, 1))


@dataclass
class Starts:
    """When each session may start, as literals: exactly one holds; none where the session is left without a date."""

    literals: dict[str, dict[HalfDay, cp_model.IntVar]] = field(default_factory=dict)
    spans: dict[tuple[str, HalfDay], Span] = field(default_factory=dict)
    _at: dict[str, Mapping[HalfDay, Sequence[cp_model.IntVar]]] = field(default_factory=dict)
    _touching: dict[tuple[str, Span], tuple[cp_model.IntVar, ...]] = field(default_factory=dict)

    def open(self, session: str, options: Mapping[HalfDay, tuple[cp_model.IntVar, Span]]) -> None:
        """Let ``session`` start at any of ``options``, each with its literal and span."""
        self.literals[session] = {start: literal for start, (literal, _) in options.items()}
        at: defaultdict[HalfDay, list[cp_model.IntVar]] = defaultdict(list)
        for start, (literal, span) in options.items():
            self.spans[session, start] = span
            for half in span:
                at[half].append(literal)
        self._at[session] = at

    def touching(self, session: str, blocked: Span) -> tuple[cp_model.IntVar, ...]:
        """Literals of the starts at which ``session`` would touch ``blocked``, ascending."""
        if (session, blocked) not in self._touching:
            at = self._at.get(session, {})
            found = {literal.index: literal for half in blocked for literal in at.get(half, ())}
            self._touching[session, blocked] = tuple(found[one] for one in sorted(found))
        return self._touching[session, blocked]


class CpsatCompiler:
    """A CP-SAT model of a plan's structure; :meth:`require` adds requirements, :meth:`fix` pins it to a plan.

    Parameters
    ----------
    starts
        Allowed starts by session. A session with one start is decided, one without any has no date.
    """

    def __init__(self, brief: Brief, plan: Plan, starts: Mapping[str, tuple[HalfDay, ...]]) -> None:
        self.model = cp_model.CpModel()
        self.brief, self.plan = brief, plan
        self.districts = Facts(brief, plan).districts
        self.atoms: dict[Atom, cp_model.IntVar] = {}
        self.guards: dict[str, cp_model.IntVar] = {}
        self.starts = Starts()
        self._clashes: dict[tuple[str, str, str], cp_model.IntVar] = {}
        self._heads: defaultdict[Headcount, list[cp_model.IntVar]] = defaultdict(list)
        for session in plan.sessions:
            options = {
                start: (self.model.new_bool_var(""), frozenset(brief.calendar.span(start, session.length)))
                for start in starts.get(session.id, ())
            }
            self.starts.open(session.id, options)
            if options:
                self.model.add_exactly_one(literal for literal, _ in options.values())

    def require(self, requirements: Iterable[Requirement], also: Iterable[Atom] = ()) -> None:
        """Add ``requirements``, over their atoms and ``also`` those given; call it once, with everything."""
        listed = tuple(requirements)
        for atom in also:
            self._literal(atom)
        for requirement in listed:
            for atom in atoms_in(requirement):
                self._literal(atom)
        self._offices_need_seats()
        for requirement in listed:
            self._add(requirement, self._guard(requirement.rule))

    def enforce(self, without: frozenset[str] = frozenset()) -> None:
        """Turn every rule on, but those ``without``."""
        for rule, guard in self.guards.items():
            self.model.add(guard == int(rule not in without))

    def fix(self, plan: Plan) -> None:
        """Pin every atom and start to what they are in ``plan``."""
        held = Facts(self.brief, plan).atoms
        for atom, literal in self.atoms.items():
            self.model.add(literal == int(atom in held))
        for session in plan.sessions:
            for start, literal in self.starts.literals.get(session.id, {}).items():
                self.model.add(literal == int(start == session.start))

    def _literal(self, atom: Atom) -> cp_model.IntVar:
        if atom not in self.atoms:
            literal = self.model.new_bool_var("")
            self.atoms[atom] = literal
            if isinstance(atom, Seat):
                self._heads[Headcount(atom.session)].append(literal)
                self._heads[Headcount(atom.session, atom.group)].append(literal)
        return self.atoms[atom]

    def _guard(self, rule: str) -> cp_model.IntVar:
        if rule not in self.guards:
            self.guards[rule] = self.model.new_bool_var(rule)
        return self.guards[rule]

    def _offices_need_seats(self) -> None:
        """Who holds an office sits, a leader in the group led; nobody holds two (a plan that agrees with itself)."""
        guard = self._guard(CONSISTENT)
        held: defaultdict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
        for atom, literal in list(self.atoms.items()):
            if isinstance(atom, Office):
                held[atom.session, atom.expert].append(literal)
                groups = (atom.group,) if atom.role is Role.LEADER else self.plan.session[atom.session].group_ids()
                seats = (self.atoms.get(Seat(atom.session, group, atom.expert)) for group in groups)
                places = [seat for seat in seats if seat is not None]
                self.model.add_bool_or([guard.negated(), literal.negated(), *places])
        for literals in held.values():
            self._limit(literals, None, 1, guard)

    def _add(self, requirement: Requirement, guard: cp_model.IntVar) -> None:  # noqa: C901, PLR0912 - one arm per shape
        match requirement:
            case Holds():
                if not requirement.ok:
                    self.model.add_bool_or([guard.negated()])
            case Forbidden():
                self.model.add_implication(guard, self.atoms[requirement.atom].negated())
            case Between():
                self._between(requirement, guard)
            case Share():
                self._share(requirement, guard)
            case Odd():
                half = self.model.new_int_var(0, len(self._heads[requirement.whole]), "")
                self.model.add(sum(self._heads[requirement.whole]) == 2 * half + 1).only_enforce_if(guard)
            case AtMostOne():
                self._limit([self.atoms[atom] for atom in requirement.atoms], None, 1, guard)
            case StartWithin():
                self._start_within(requirement, guard)
            case Exclusive():
                self._exclusive(requirement, guard)
            case Reachable():
                self._reachable(requirement, guard)
            case Clear():
                for start in self.starts.touching(requirement.claim.session, requirement.blocked):
                    self.model.add_bool_or([guard.negated(), self.atoms[requirement.claim].negated(), start.negated()])
            case _:
                assert_never(requirement)

    def _counted(self, requirement: Between | Share, atom: Atom) -> cp_model.IntVar:  # noqa: ARG002 - may differ by it
        """What stands for ``atom`` where ``requirement`` counts it: its literal."""
        return self.atoms[atom]

    def _further(self, requirement: Between) -> Sequence[cp_model.IntVar]:  # noqa: ARG002 - may differ by it
        """What ``requirement`` counts besides its atoms: nothing."""
        return ()

    def _between(self, requirement: Between, guard: cp_model.IntVar) -> None:
        weights = requirement.weights or (1,) * len(requirement.atoms)
        literals = [self._counted(requirement, atom) for atom in requirement.atoms]
        further = self._further(requirement)
        whole = (*weights, *[1] * len(further))
        self._limit([*literals, *further], requirement.low, requirement.high, guard, whole)

    def _share(self, requirement: Share, guard: cp_model.IntVar) -> None:
        part, whole = [self._counted(requirement, atom) for atom in requirement.part], self._heads[requirement.whole]
        weights = [requirement.ratio.denominator] * len(part) + [-requirement.ratio.numerator] * len(whole)
        low, high = (None, 0) if requirement.at_most else (0, None)
        self._limit([*part, *whole], low, high, guard, weights)

    def _limit(
        self,
        literals: Sequence[cp_model.IntVar],
        low: int | None,
        high: int | None,
        guard: cp_model.IntVar,
        weights: Sequence[int] = (),
    ) -> None:
        total = cp_model.LinearExpr.weighted_sum(literals, weights or [1] * len(literals))
        least, most = cp_model.INT_MIN if low is None else low, cp_model.INT_MAX if high is None else high
        self.model.add_linear_constraint(total, least, most).only_enforce_if(guard)

    def _start_within(self, requirement: StartWithin, guard: cp_model.IntVar) -> None:
        for start, literal in self.starts.literals.get(requirement.session, {}).items():
            if start not in requirement.starts:
                self.model.add_implication(guard, literal.negated())

    def _exclusive(self, requirement: Exclusive, guard: cp_model.IntVar) -> None:
        for one, other in combinations(requirement.claims, 2):
            if one.session != other.session:
                self._never_both(one, other, self._clash(one.session, other.session, "overlap", overlapping), guard)
            elif _in_two_groups(one, other):
                self._never_both(one, other, None, guard)

    def _reachable(self, requirement: Reachable, guard: cp_model.IntVar) -> None:
        for one, other in combinations(requirement.claims, 2):
            here, there = self.districts.get(one.session, ""), self.districts.get(other.session, "")
            if one.session != other.session and here and there and here != there:
                self._never_both(one, other, self._clash(one.session, other.session, "adjoin", adjoining), guard)

    def _never_both(self, one: Claim, other: Claim, condition: cp_model.IntVar | None, guard: cp_model.IntVar) -> None:
        literals = [guard, self.atoms[one], self.atoms[other], *([] if condition is None else [condition])]
        self.model.add_bool_or([literal.negated() for literal in literals])

    def _clash(self, one: str, other: str, kind: str, reach: Reach) -> cp_model.IntVar:
        """A literal that holds wherever the starts of two sessions clash."""
        one, other = sorted((one, other))
        if (one, other, kind) not in self._clashes:
            found = self.model.new_bool_var("")
            self._clashes[one, other, kind] = found
            for first, here in self.starts.literals.get(one, {}).items():
                for there in self.starts.touching(other, reach(self.starts.spans[one, first])):
                    self.model.add_bool_or([here.negated(), there.negated(), found])
        return self._clashes[one, other, kind]


def _in_two_groups(one: Claim, other: Claim) -> bool:
    """Whether two claims of one session exclude each other; its plenary may use the room of one of its groups."""
    if isinstance(one, InRoom) and isinstance(other, InRoom):
        return one.group != other.group and "" not in (one.group, other.group)
    return one != other


def atoms_in(requirement: Requirement) -> tuple[Atom, ...]:
    """Every atom a requirement speaks of."""
    match requirement:
        case Holds() | Odd() | StartWithin():
            return ()
        case Forbidden():
            return (requirement.atom,)
        case Between() | AtMostOne():
            return requirement.atoms
        case Share():
            return requirement.part
        case Exclusive() | Reachable():
            return requirement.claims
        case Clear():
            return (requirement.claim,)
        case _:
            assert_never(requirement)
