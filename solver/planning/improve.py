"""Dates and panels together: sessions that fell out or are poor are held at other times and seated again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from solver.domain.plan import Plan, Status
from solver.model.merits import Merits
from solver.model.objective import session_counts, weights
from solver.planning.arrangement import Arrangement, Spot
from solver.planning.budget import Allowance
from solver.planning.furnishing import Furnished, furnish
from solver.planning.halls import housed
from solver.planning.progress import Progress, Report, silent
from solver.planning.timetable import Timed

ENOUGH = 1e-3
"""Relative gap at which improvement ends."""
TRIES_PER_EFFORT = 2
"""Tries that one unit of effort pays for."""
PATIENCE = 25
"""Tries without any improvement after which it ends."""
NEIGHBOURS = 3
"""Sessions seated anew beside the one that moves, at most."""
BEST_STARTS = 8
"""Best other starts among which one is drawn."""


def improve(
    merits: Merits,
    timed: Timed,
    dated: Plan,
    first: Furnished,
    bound: float | None,
    allowance: Allowance,
    seed: int,
    report: Report = silent,
) -> Furnished:
    """The best plan found by moving single sessions; never worse than ``first``.

    Parameters
    ----------
    dated
        Every session that has a start and rooms, also those that lost their panel.
    bound
        What the score cannot exceed at the number placed; improvement ends close to it.
    """
    search = _Search(merits, timed.arrangement, timed, dated, first, np.random.default_rng(seed))
    limit = None if allowance.effort is None else int(allowance.effort * TRIES_PER_EFFORT)
    tries = idle = 0
    while not (allowance.is_over() or idle >= PATIENCE or (limit is not None and tries >= limit)):
        if not dated.sessions or (not search.best.lost_sessions() and _close(search.best.value, bound)):
            break
        idle = 0 if search.attempt(allowance) else idle + 1
        tries += 1
        report(Progress("improve", 100.0 * idle / PATIENCE, search.best.value, bound))
    return search.best


def _close(value: float, bound: float | None) -> bool:
    return bound is not None and abs(bound - value) <= ENOUGH * max(abs(value), 1e-9)


@dataclass
class _Search:
    merits: Merits
    arrangement: Arrangement
    timed: Timed
    dated: Plan
    best: Furnished
    rng: np.random.Generator

    def attempt(self, allowance: Allowance) -> bool:
        """Move one session, seat it and its neighbours again; keep what is better."""
        numbers = {self.arrangement.session(number).id: number for number in self.arrangement.spot}
        target = self._target(numbers)
        if target is None:
            return False
        number = numbers[target]
        before = self.arrangement.spot[number]
        spot = self._other_spot(number, before)
        if spot is None:
            return False
        self._move(number, spot)
        touched = {target, *self._neighbours(number), *self.best.lost_sessions()}
        found = furnish(self.merits, self._moved(target, spot), allowance, only=frozenset(touched))
        complete = found.status in (Status.OPTIMAL, Status.FEASIBLE)
        if complete and found.rank > (self.best.placed, self.best.value + 1e-6):
            self.best = found
            return True
        self._move(number, before)
        return False

    def _target(self, numbers: Mapping[str, int]) -> str | None:
        """A session that fell out; else one drawn by how much it could gain at most."""
        lost = sorted(self.best.lost_sessions() & numbers.keys())
        if lost:
            return lost[int(self.rng.integers(len(lost)))]
        held = [session for session in self.best.plan.sessions if session.id in numbers]
        if not held:
            return None
        weight = weights(self.merits.brief.rulebook)
        gains = np.array(
            [
                float(self.arrangement.rows[numbers[session.id]].worth.max())
                - sum(weight[name] * session_counts(self.merits, session)[name] for name in DATED)
                for session in held
            ]
        )
        gains = np.maximum(gains, 1e-3)
        return held[int(self.rng.choice(len(held), p=gains / gains.sum()))].id

    def _other_spot(self, number: int, before: Spot) -> Spot | None:
        """One of the best spots at another start, drawn; None where there is no other."""
        self.arrangement.take(number)
        found = self.arrangement.spots(number, BEST_STARTS + 1)
        self.arrangement.put(number, before)
        others = [spot for spot in found if spot.start != before.start]
        return others[int(self.rng.integers(len(others)))] if others else None

    def _move(self, number: int, spot: Spot) -> None:
        self.arrangement.take(number)
        self.arrangement.put(number, spot)

    def _neighbours(self, number: int) -> tuple[str, ...]:
        """Sessions that clash most with the one that moves."""
        clash = self.arrangement.clash[number]
        order = np.argsort(-clash, kind="stable")[:NEIGHBOURS]
        return tuple(self.arrangement.session(int(one)).id for one in order if clash[one] > 0)

    def _moved(self, target: str, spot: Spot) -> Plan:
        """The best plan so far, with ``target`` elsewhere and every lost session back without a panel."""
        held = self.best.plan.session
        sessions = tuple(held.get(session.id, session) for session in self.dated.sessions)
        start = self.timed.openings.halves[spot.start]
        moved = (
            housed(replace(session, start=start), spot.rooms) if session.id == target else session
            for session in sessions
        )
        return replace(self.dated, sessions=tuple(moved))


DATED = ("seat_fit", "preferred_day", "compact")
"""Terms of a session that its start bounds."""
