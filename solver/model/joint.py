"""The whole problem as one CP-SAT model: dates, panels, offices and readers together, rooms as the plan has them.

Never for planning: measured at 400 sessions, such a model is far from any useful answer. It is the reference that tests
hold the stages against on seasons small enough for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from solver.check import atoms_of
from solver.domain.calendar import HalfDay
from solver.domain.plan import PanelSeat, Plan, PlannedSession, Status
from solver.domain.vocabulary import Role
from solver.model.ask import ask
from solver.model.cpsat import CpsatCompiler
from solver.model.merits import Merits
from solver.model.objective import weights
from solver.model.searches import repeating_search
from solver.rules.requirement import Atom, InRoom, Office, Reading, Seat
from solver.rules.rule import Matter

SCALE = 1000
"""Units of the integer objective per unit of the score: strengths and weights have up to three decimals."""
DECIDED = frozenset(Matter) - {Matter.STANDBY, Matter.RECORD}
"""Everything but alternates and records, which follow from the rest."""


@dataclass(frozen=True)
class Reference:
    """Outcome of the joint model: ``value`` is the score of its plan without alternates."""

    status: Status
    plan: Plan
    value: float | None = None


@dataclass(frozen=True)
class JointModel:
    """The model of the sessions of ``plan``, which has no dates, panels and readers."""

    plan: Plan
    compiler: CpsatCompiler

    def answer(self, holds: Callable[[cp_model.IntVar], bool]) -> Plan:
        """The plan in which the literals that ``holds`` says hold do."""
        return _answer(self.plan, self.compiler, holds)


def joint_model(merits: Merits, plan: Plan, starts: Mapping[str, tuple[HalfDay, ...]]) -> JointModel:
    """The model of every plan with the sessions, cases and rooms of ``plan`` and any of ``starts``."""
    bare = undecided(plan)
    requirements = ask(merits.brief, bare, DECIDED, also=frozenset({"chair_and_vice"})).requirements
    compiler = CpsatCompiler(merits.brief, bare, starts)
    rooms = {atom for session in bare.sessions for atom in atoms_of(session) if isinstance(atom, InRoom)}
    compiler.require(requirements, also=sorted(rooms))
    compiler.enforce()
    for atom, literal in compiler.atoms.items():
        if isinstance(atom, InRoom):
            compiler.model.add(literal == int(atom in rooms))
    compiler.model.maximize(sum(_Goals(merits, bare, compiler).terms()))
    return JointModel(bare, compiler)


def solve_jointly(
    merits: Merits, plan: Plan, starts: Mapping[str, tuple[HalfDay, ...]], seconds: float | None = None
) -> Reference:
    """The best plan with the sessions, cases and rooms of ``plan`` and any of ``starts``."""
    joint = joint_model(merits, plan, starts)
    solver = repeating_search()
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    status = STATUS[solver.solve(joint.compiler.model)]
    if status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Reference(status, joint.plan)
    return Reference(status, joint.answer(solver.boolean_value), solver.objective_value / SCALE)


STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.IMPOSSIBLE,
    cp_model.UNKNOWN: Status.OUT_OF_TIME,
}


def undecided(plan: Plan) -> Plan:
    """``plan`` with its sessions, cases and rooms, and nothing else."""
    return replace(plan, sessions=tuple(_bare(session) for session in plan.sessions))


def _bare(session: PlannedSession) -> PlannedSession:
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    return replace(session, start=None, panel=(), alternates=(), cases=cases)


class _Goals:
    """The terms of the score as CP-SAT expressions, from the same counts as :mod:`solver.model.objective`."""

    def __init__(self, merits: Merits, plan: Plan, compiler: CpsatCompiler) -> None:
        self.merits, self.plan, self.compiler, self.model = merits, plan, compiler, compiler.model
        self.weight = {name: round(SCALE * one) for name, one in weights(merits.brief.rulebook).items()}
        self.within = _by_session(compiler)

    def terms(self) -> list[cp_model.LinearExprT]:
        """Every term but alternates."""
        found: list[cp_model.LinearExprT] = []
        for session in self.plan.sessions:
            seats = [(atom, one) for atom, one in self.within[session.id] if isinstance(atom, Seat)]
            found += [*self._seats(session, seats), *self._spread(session, seats), *self._reserve(session, seats)]
            found += [*self._readers(session), *self._dates(session)]
        return found + self._load()

    def _seats(self, session: PlannedSession, seats: list[tuple[Seat, cp_model.IntVar]]) -> list[cp_model.LinearExprT]:
        committee = self.merits.brief.season.committee[session.committee]
        district = self.merits.district(session)
        recused = self.merits.recused(session, frozenset(seat.expert for seat, _ in seats))
        found: list[cp_model.LinearExprT] = []
        for seat, literal in seats:
            covered = self.merits.specialties(session, seat.group)
            strength = self.merits.strength(seat.expert, committee.series, covered)
            cases = sum(seat.expert in experts for experts in recused.values())
            worth = (
                round(self.weight["seat_fit"] * strength)
                + self.weight["fresh"] * self.merits.is_new(seat.expert, session.committee)
                + self.weight["recusals"] * cases
                + self.weight["travel"] * self.merits.trip_days(seat.expert, session, district)
            )
            found.append(worth * literal)
        return found

    def _spread(self, session: PlannedSession, seats: list[tuple[Seat, cp_model.IntVar]]) -> list[cp_model.LinearExprT]:
        by_employer: defaultdict[str, list[cp_model.IntVar]] = defaultdict(list)
        for seat, literal in seats:
            by_employer[self.merits.employer(seat.expert, session.committee)].append(literal)
        return [
            self.weight["employer_spread"] * self._beyond(literals, 1)
            for employer, literals in by_employer.items()
            if employer
        ]

    def _reserve(
        self, session: PlannedSession, seats: list[tuple[Seat, cp_model.IntVar]]
    ) -> list[cp_model.LinearExprT]:
        spare = self.merits.reserve_from(session.size)
        recused = self.merits.recused(session, frozenset(seat.expert for seat, _ in seats))
        return [
            self.weight["reserve"] * self._beyond([one for seat, one in seats if seat.expert in experts], spare)
            for experts in (recused.values() if spare is not None else ())
        ]

    def _beyond(self, literals: list[cp_model.IntVar], free: int | None) -> cp_model.IntVar:
        excess = self.model.new_int_var(0, len(literals), "")
        self.model.add(excess >= sum(literals) - (free or 0))
        return excess

    def _readers(self, session: PlannedSession) -> list[cp_model.LinearExprT]:
        found: list[cp_model.LinearExprT] = []
        read: defaultdict[str, list[cp_model.IntVar]] = defaultdict(list)
        for atom, literal in self.within[session.id]:
            if isinstance(atom, Reading):
                application = self.merits.brief.season.application[atom.application]
                strength = self.merits.strength(atom.expert, application.series, (application.specialty,))
                found.append(round(self.weight["reader_fit"] * strength) * literal)
                read[atom.application].append(literal)
        for literals in read.values():  # a reader more than needed would count, so there is none
            self.model.add(sum(literals) <= self.merits.readers_per_case(session))
        return found

    def _dates(self, session: PlannedSession) -> list[cp_model.LinearExprT]:
        found: list[cp_model.LinearExprT] = []
        for start, literal in self.compiler.starts.literals[session.id].items():
            held = replace(session, start=start)
            worth = self.weight["preferred_day"] * self.merits.is_preferred(held)
            found.append((worth + self.weight["compact"] * self.merits.idle_days(held)) * literal)
        return found

    def _load(self) -> list[cp_model.LinearExprT]:
        days: defaultdict[str, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        for atom, literal in self.compiler.atoms.items():
            if isinstance(atom, Seat):
                days[atom.expert].append((self.merits.days(self.plan.session[atom.session]), literal))
        found: list[cp_model.LinearExprT] = []
        for expert, seats in days.items():
            before = self.merits.past_days(expert)
            steps = [self.model.new_bool_var("") for _ in range(sum(count for count, _ in seats))]
            self.model.add(sum(count * literal for count, literal in seats) <= sum(steps))
            found += [self.weight["load"] * (before + step) * one for step, one in enumerate(steps, start=1)]
        return found


def _by_session(compiler: CpsatCompiler) -> Mapping[str, list[tuple[Atom, cp_model.IntVar]]]:
    """The atoms of each session with their literals."""
    found: defaultdict[str, list[tuple[Atom, cp_model.IntVar]]] = defaultdict(list)
    for atom, literal in compiler.atoms.items():
        found[atom.session].append((atom, literal))
    return found


def _answer(plan: Plan, compiler: CpsatCompiler, holds: Callable[[cp_model.IntVar], bool]) -> Plan:
    within = _by_session(compiler)
    sessions = []
    for session in plan.sessions:
        held = [atom for atom, literal in within[session.id] if holds(literal)]
        roles = {atom.expert: atom.role for atom in held if isinstance(atom, Office)}
        panel = tuple(
            PanelSeat(atom.expert, roles.get(atom.expert, Role.MEMBER), atom.group)
            for atom in held
            if isinstance(atom, Seat)
        )
        readers: defaultdict[str, list[str]] = defaultdict(list)
        for atom in held:
            if isinstance(atom, Reading):
                readers[atom.application].append(atom.expert)
        cases = tuple(replace(case, readers=tuple(readers[case.application])) for case in session.cases)
        options = compiler.starts.literals[session.id]
        start = next((one for one, literal in options.items() if holds(literal)), None)
        sessions.append(replace(session, panel=panel, cases=cases, start=start))
    return replace(plan, sessions=tuple(sessions))
