"""Panels and lists of alternates of a few sessions, filled exactly with the least change; everything else stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from ortools.sat.python import cp_model

from solver.domain.plan import Alternate, PanelSeat, PlannedSession, Status
from solver.domain.vocabulary import Role
from solver.model.extract import RANK
from solver.model.searches import repeating_search
from solver.replan.bench import Bench, Elsewhere
from solver.replan.ground import Ground
from solver.replan.panel_model import PanelModel
from solver.replan.weighing import Weighing, fit
from solver.rules.requirement import Office, Seat, Standby

FINE = 100
"""Steps in which the worth of somebody new is told apart, below the smallest weight of a change."""
EFFORT = 4.0
"""Deterministic seconds of CP-SAT for each session of a program."""


@dataclass(frozen=True)
class Filled:
    """What a program found: the sessions as filled, their ``weight`` in the account, and a ``bound`` under it.

    ``freed`` are the sessions outside that somebody would have to leave, or that would have to be held at another time.
    """

    status: Status
    sessions: tuple[PlannedSession, ...] = ()
    weight: int = 0
    bound: int = 0
    freed: frozenset[str] = frozenset()

    @property
    def found(self) -> bool:
        """Whether there are panels."""
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)


def fill(ground: Ground, sessions: Sequence[PlannedSession], elsewhere: Elsewhere) -> Filled:
    """Fill ``sessions``, at the starts and with the cases they have, changing least from how they were told."""
    model = PanelModel(Bench(ground, tuple(sessions), elsewhere))
    model.build()
    weighing = Weighing(model)
    weighing.add()
    return _Filling(model, weighing).solved()


@dataclass(frozen=True)
class _Filling:
    """A model with its weights, to be solved and read."""

    model: PanelModel
    weighing: Weighing

    @property
    def _sessions(self) -> tuple[PlannedSession, ...]:
        return self.model.bench.sessions

    def solved(self) -> Filled:
        """What the model comes to."""
        model = self.model.compiler.model
        steps = self._steps()
        scale = FINE * (1 + sum(one.size + len(one.alternates) for one in self._sessions))
        model.minimize(
            sum(scale * price * literal for literal, price in self.model.cost)
            - sum(step * literal for literal, step in steps)
        )
        self._hint()
        solver = repeating_search(EFFORT * len(self._sessions))
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return Filled(Status.IMPOSSIBLE)
        bound = self.weighing.constant + ceil(solver.best_objective_bound / scale - 1e-9)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Filled(Status.OUT_OF_TIME, bound=bound)
        weight = self.weighing.constant + sum(
            price for literal, price in self.model.cost if solver.boolean_value(literal)
        )
        freed = frozenset(one for (_, one), literal in self.model.leaving.items() if solver.boolean_value(literal))
        freed |= {one for one, literal in self.model.moving.items() if solver.boolean_value(literal)}
        best = Status.OPTIMAL if status == cp_model.OPTIMAL else Status.FEASIBLE
        return Filled(best, self._read(solver), weight, min(weight, bound), freed)

    def _steps(self) -> list[tuple[cp_model.IntVar, int]]:
        """Worths of whom to take, as whole steps below the weight of any change."""
        ranked = [(literal, max(0, FINE - rank)) for literal, rank in self.weighing.ranked]
        if not self.weighing.worth:
            return ranked
        least, most = min(value for _, value in self.weighing.worth), max(value for _, value in self.weighing.worth)
        width = max(most - least, 1e-9)
        return ranked + [
            (literal, round((FINE - 1) * (value - least) / width)) for literal, value in self.weighing.worth
        ]

    def _hint(self) -> None:
        for session in self._sessions:
            told = self.model.ground.now.get(session.id, session)
            held = {(seat.group, seat.expert) for seat in told.panel}
            waits = {(one.group, one.expert) for one in told.alternates}
            for expert, groups in self.model.bench.open[session.id].items():
                for group in groups:
                    atoms = self.model.compiler.atoms
                    self.model.compiler.model.add_hint(atoms[Seat(session.id, group, expert)], (group, expert) in held)
                    self.model.compiler.model.add_hint(
                        atoms[Standby(session.id, group, expert)], (group, expert) in waits
                    )

    def _read(self, solver: cp_model.CpSolver) -> tuple[PlannedSession, ...]:
        sat: defaultdict[str, dict[str, str]] = defaultdict(dict)
        roles: defaultdict[str, dict[str, Role]] = defaultdict(dict)
        lists: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for atom, literal in self.model.compiler.atoms.items():
            if solver.boolean_value(literal):
                match atom:
                    case Seat():
                        sat[atom.session][atom.expert] = atom.group
                    case Office():
                        roles[atom.session][atom.expert] = atom.role
                    case Standby():
                        lists[atom.session].append((atom.group, atom.expert))
                    case _:
                        pass
        return tuple(self._seated(one, sat[one.id], roles[one.id], lists[one.id]) for one in self._sessions)

    def _seated(
        self,
        session: PlannedSession,
        sat: Mapping[str, str],
        roles: Mapping[str, Role],
        waiting: list[tuple[str, str]],
    ) -> PlannedSession:
        rows = [PanelSeat(expert, roles.get(expert, Role.MEMBER), group) for expert, group in sat.items()]
        panel = tuple(sorted(rows, key=lambda seat: (RANK[seat.role], seat.group, seat.expert)))
        ranks = {(one.group, one.expert): one.rank for one in session.alternates}
        after = len(session.alternates) + 1
        alternates = []
        for group in session.group_ids():
            mine = sorted(
                (expert for where, expert in waiting if where == group),
                key=lambda expert: (
                    ranks.get((group, expert), after),
                    -fit(self.model.ground, session, group, expert),
                    expert,
                ),
            )
            alternates += [Alternate(expert, group, rank) for rank, expert in enumerate(mine, start=1)]
        return replace(session, panel=panel, alternates=tuple(alternates))

    def _fit(self, session: PlannedSession, group: str, expert: str) -> float:
        return fit(self.model.ground, session, group, expert)
