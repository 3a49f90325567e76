"""Officials to games in a given time: the whole program, a restricted one to start from, neighbourhoods."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.public.officials_model import LeagueModel
from solver.domain.plan import Status
from solver.model.fixing import maximise
from solver.model.highs import Limits, Solution, solve
from solver.model.program import Arrays, Flags, Reals

EXACT_SHARE, START_SHARE, TRY_SECONDS = 0.45, 0.6, 15.0
"""Shares of the time until the whole program, and the restricted start, are given up; seconds of a neighbourhood."""
FREE_FIRST, FREE_MOST = 6, 16
"""Officials whose duties are open in a neighbourhood, at first and at most."""
EXACT = 1e-9


@dataclass
class LeagueSearch:
    """The best of what was found, with the bound that holds for the whole program."""

    model: LeagueModel
    program: Arrays
    seconds: float
    seed: int
    clock: Callable[[], float] = time.monotonic
    best: Solution = field(init=False, default=Solution(Status.OUT_OF_TIME))
    trail: list[tuple[float, float]] = field(init=False, default_factory=list)
    """(second, value) of each improvement."""

    def run(self) -> Solution:
        """Search until the time is over or the best is proved."""
        self._began = self.clock()
        base = solve(self.program, Limits(self._left(1.0)), relaxed=True)
        self._keep(Solution(Status.OUT_OF_TIME, bound=base.bound))
        self._keep(solve(self.program, Limits(self._left(EXACT_SHARE), gap=EXACT)))
        if base.status is Status.OPTIMAL and not self._is_proved():
            self._keep(maximise(self.program, Limits(self._left(START_SHARE), gap=EXACT), base))
        self._improve(self._left(1.0))
        return self.best

    def _left(self, share: float) -> Callable[[], float]:
        end = self._began + self.seconds * share
        return lambda: max(0.0, end - self.clock())

    def _keep(self, found: Solution, whole: bool = True) -> bool:
        """Take a better value, and a lower bound where ``found`` speaks of the whole program."""
        bound = self.best.bound
        if whole and found.bound is not None:
            bound = found.bound if bound is None else min(bound, found.bound)
        better = found.value is not None and (self.best.value is None or found.value > self.best.value + 0.5)
        if better and found.value is not None:
            self.trail.append((round(self.clock() - self._began, 1), found.value))
            self.best = replace(found, status=Status.FEASIBLE, bound=bound)
        else:
            self.best = replace(self.best, bound=bound)
        if self._is_proved():
            self.best = replace(self.best, status=Status.OPTIMAL)
        return better

    def _is_proved(self) -> bool:
        """Every cost is a whole number: a bound less than one above the best proves it."""
        best = self.best
        return best.value is not None and best.bound is not None and best.bound - best.value < 1 - 1e-6

    def _improve(self, left: Callable[[], float]) -> None:
        rng, free = np.random.default_rng(self.seed), FREE_FIRST
        people = len(self.model.league.officials)
        idle = 0
        while left() > 1.0 and self.best.values is not None and not self._is_proved():
            open_columns = self._opened(rng, free, idle % 2 == 1)
            seconds = min(TRY_SECONDS, left())
            end = self.clock() + seconds
            found = self._neighbour(self.best.values, open_columns, lambda end=end: max(0.0, end - self.clock()))  # type: ignore[misc] # a default binds the loop's end
            idle = 0 if self._keep(found, whole=False) else idle + 1
            if idle >= 2 * people // free:
                idle, free = 0, min(people, FREE_MOST, free + 2)

    def _opened(self, rng: np.random.Generator, free: int, by_days: bool) -> Flags:
        """Duties of some officials, or of all officials on a run of days."""
        duties, league = self.model.duties, self.model.league
        opened = np.zeros(len(self.program.lower), dtype=np.bool_)
        if by_days:
            days = list(league.days.values())
            span = max(2, len(days) * free // (2 * len(league.officials)))
            first = int(rng.integers(len(days) - span + 1))
            games = {number for day in days[first : first + span] for number in day}
            opened[[duty.column for duty in duties if duty.games[0] in games]] = True
        else:
            some = set(rng.choice(len(league.officials), min(free, len(league.officials)), replace=False).tolist())
            opened[[duty.column for duty in duties if duty.official in some]] = True
        return opened

    def _neighbour(self, values: Reals, opened: Flags, seconds_left: Callable[[], float]) -> Solution:
        """The best with all other duties as they are."""
        fixed = np.zeros(len(values), dtype=np.bool_)
        fixed[[duty.column for duty in self.model.duties]] = True
        fixed &= ~opened
        whole = np.round(values)
        lower = np.where(fixed, whole, self.program.lower)
        upper = np.where(fixed, whole, self.program.upper)
        rest, columns = self.program.bounded(lower, upper).without_fixed()
        found = solve(rest, Limits(seconds_left, gap=EXACT))
        if found.values is None:
            return Solution(Status.OUT_OF_TIME)
        complete = lower.copy()
        complete[columns] = found.values
        return replace(found, values=complete, bound=None)
