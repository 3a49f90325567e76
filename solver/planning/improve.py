"""Dates and panels together: sessions that fell out or are poor are held at other times and seated again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from solver.domain.plan import Plan, Status
from solver.model.merits import Merits
from solver.model.objective import session_counts, weights
from solver.planning.arrangement import Arrangement
from solver.planning.budget import Allowance
from solver.planning.furnishing import Furnished, furnish
from solver.planning.halls import housed
from solver.planning.progress import Progress, Report, silent
from solver.planning.timetable import Timed

ENOUGH = 1e-3
"""Relative gap at which improvement ends."""
TRIES_PER_EFFORT = 2
"""Tries that one unit of effort pays for."""
PATIENCE = 12
"""Tries without any improvement after which it ends."""
NEIGHBOURS = 3
"""Sessions seated anew beside the one that moves, at most."""
LEAST_GAIN = 1e-6
"""Score units that a move must gain to be kept."""
BEST_STARTS = 8
"""Best other starts among which one is drawn."""


@dataclass
class Search:
    """Improvement of one plan; ``best`` is never worse than what it began with.

    ``dated`` has every session with a start and rooms, also those that lost their panel.
    """

    merits: Merits
    timed: Timed
    dated: Plan
    best: Furnished
    rng: np.random.Generator

    @property
    def arrangement(self) -> Arrangement:
        """Where sessions are now."""
        return self.timed.arrangement

    def run(self, bound: float | None, allowance: Allowance, report: Report = silent) -> Furnished:
        """The best plan found.

        Parameters
        ----------
        bound
            What the score cannot exceed with all of ``dated`` placed; improvement ends close to it.
        """
        limit = None if allowance.effort is None else int(allowance.effort * TRIES_PER_EFFORT)
        tries = idle = 0
        while not (allowance.is_over() or idle >= PATIENCE or (limit is not None and tries >= limit)):
            if not self.best.lost and _close(self.best.value, bound):
                break
            idle = 0 if self._attempt(allowance) else idle + 1
            tries += 1
            report(Progress("improve", 100.0 * idle / PATIENCE, self.best.value, None if self.best.lost else bound))
        return self.best

    def _attempt(self, allowance: Allowance) -> bool:
        """Move what fell out, else one session; seat it and its neighbours again; keep what is better."""
        numbers = {self.arrangement.session(number).id: number for number in self.arrangement.spot}
        moves = {target: numbers[target] for target in self._targets(numbers)}
        before = {number: self.arrangement.spot[number] for number in moves.values()}
        for number in moves.values():
            self._move(number)
        if all(self.arrangement.spot[number].start == spot.start for number, spot in before.items()):
            return False
        touched = {*moves, *self.best.lost_sessions()}
        touched.update(one for number in moves.values() for one in self._neighbours(number))
        found = furnish(self.merits, self._moved(moves), allowance, only=frozenset(touched))
        complete = found.status in (Status.OPTIMAL, Status.FEASIBLE)
        if complete and found.rank > (self.best.placed, self.best.value + LEAST_GAIN):
            self.best = found
            return True
        for number in before:
            self.arrangement.take(number)
        for number, spot in before.items():
            self.arrangement.put(number, spot)
        return False

    def _targets(self, numbers: Mapping[str, int]) -> tuple[str, ...]:
        """The sessions that fell out; else one drawn by how much it could gain at most."""
        lost = tuple(sorted(self.best.lost_sessions() & numbers.keys()))
        held = [session for session in self.best.plan.sessions if session.id in numbers]
        if lost or not held:
            return lost
        weight = weights(self.merits.brief.rulebook)
        gains = np.array(
            [
                float(self.arrangement.rows[numbers[session.id]].worth.max())
                - sum(weight[name] * session_counts(self.merits, session)[name] for name in DATED)
                for session in held
            ]
        )
        gains = np.maximum(gains, 1e-3)
        return (held[int(self.rng.choice(len(held), p=gains / gains.sum()))].id,)

    def _move(self, number: int) -> None:
        """Put a session on one of its best spots at another start, drawn; where there is none it stays."""
        before = self.arrangement.take(number)
        found = self.arrangement.spots(number, BEST_STARTS + 1)
        others = [spot for spot in found if spot.start != before.start] or [before]
        self.arrangement.put(number, others[int(self.rng.integers(len(others)))])

    def _neighbours(self, number: int) -> tuple[str, ...]:
        """Sessions that clash most with the one that moves."""
        clash = self.arrangement.clash[number]
        order = np.argsort(-clash, kind="stable")[:NEIGHBOURS]
        return tuple(self.arrangement.session(int(one)).id for one in order if clash[one] > 0)

    def _moved(self, moves: Mapping[str, int]) -> Plan:
        """The best plan so far, with ``moves`` where they now are and every lost session back without a panel."""
        held = self.best.plan.session
        sessions = []
        for session in (held.get(row.id, row) for row in self.dated.sessions):
            if session.id in moves:
                spot = self.arrangement.spot[moves[session.id]]
                start = self.timed.openings.halves[spot.start]
                sessions.append(housed(replace(session, start=start), spot.rooms))
            else:
                sessions.append(session)
        return replace(self.dated, sessions=tuple(sessions))


def _close(value: float, bound: float | None) -> bool:
    return bound is not None and abs(bound - value) <= ENOUGH * max(abs(value), 1e-9)


DATED = ("seat_fit", "preferred_day", "compact")
"""Terms of a session that its start bounds."""
