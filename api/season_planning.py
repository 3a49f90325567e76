"""How a season is planned, whoever asks: as a whole, or, where it is large and can be cut, in parts by a crew."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import TYPE_CHECKING

from api.executors import Flag, crew_of
from api.memory import free_memory
from api.part_progress import Board, Teller, telling

if TYPE_CHECKING:
    from solver.domain.plan import Plan
    from solver.domain.season import Season
    from solver.domain.vocabulary import Fairness
    from solver.planning.budget import Stop
    from solver.planning.components import Part
    from solver.planning.cutting import Cut
    from solver.planning.progress import Report
    from solver.rules.brief import Brief

PARTS_SHARE = 0.85
"""Share of the time for the parts; joining, scoring and checking the whole has the rest."""
LAST_SHARE = 0.95
"""Share of the time after which parts that took longer end with the best they have, and no other is begun."""
USUAL_SECONDS = 60.0
"""The limit of a run that names none, at least."""
USUAL_RATE = 400.0
"""Applications of a large season for which such a run has a second: two cores were measured to plan 500."""
LOOK_SECONDS = 0.2
"""How often it is looked whether somebody wants the run to stop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a run (``solver.planning.budget``), and what goes before its score (``solver.planning.fairness``).

    Without seconds and effort the usual limit holds: 60 s, or more where the season is large.
    """

    seconds: float | None
    effort: int | None
    seed: int
    fairness: Fairness | None = None

    def of(self, season: Season) -> Limits:
        """These limits, with the usual one where they name none."""
        if self.seconds is not None or self.effort is not None:
            return self
        return replace(self, seconds=max(USUAL_SECONDS, len(season.applications) / USUAL_RATE))


def planned(
    brief: Brief,
    limits: Limits,
    report: Report,
    stop: Stop,
    scheduler: str = "",
    workers: int = 0,
    cut: Cut | None = None,
    former: Plan | None = None,
) -> Plan:
    """The plan of a season; with the same effort the same one, whoever works on it.

    Parameters
    ----------
    brief
        Without a ``former`` plan it need not have conflicts of interest: who plans a part, or the whole, finds them.
    scheduler, workers
        A Dask cluster by the address of its scheduler, else processes of this machine (0: one per core): see
        :func:`api.executors.crew_of`.
    cut
        How small the parts may be, other than by default.
    former
        A plan whose drawn sessions stay as they are.
    """
    from solver.planning.settled import beside, drawn_sessions, joined

    limits = limits.of(brief.season)
    if former is None or not drawn_sessions(former):
        return _planned(brief, limits, report, stop, scheduler, workers, cut)
    rest = beside(brief, drawn_sessions(former))
    return joined(brief, _planned(rest, limits, report, stop, scheduler, workers, cut), former)


def _planned(  # as above, but for the drawn sessions
    brief: Brief, limits: Limits, report: Report, stop: Stop, scheduler: str, workers: int, cut: Cut | None
) -> Plan:
    from solver.planning.budget import Budget
    from solver.planning.components import parts_of, plan_in_parts
    from solver.planning.cutting import Cut
    from solver.planning.part_extent import extent_of
    from solver.planning.season_plan import plan_season

    parts = parts_of(brief, cut or Cut())
    budget = Budget(limits.seconds, limits.effort, time.monotonic, free_memory())
    if len(parts) == 1:
        return plan_season(parts[0].brief, budget, limits.seed, report, stop, fairness=limits.fairness)
    until = None if budget.seconds is None or budget.effort else time.monotonic() + LAST_SHARE * budget.seconds
    extent = extent_of(parts)
    workers = min(workers or os.cpu_count() or 1, len(parts))
    with crew_of(scheduler, workers, extent.memory) as crew, _stopping(stop, until, crew.flag):
        extent.refuse_above(crew.memory)
        planner = PartPlanner(limits, min(crew.workers, len(parts)), crew.flag, crew.memory, crew.board)
        with telling(crew.board, {part.number: part.share for part in parts}, report) as told:
            made = plan_in_parts(brief, parts, planner, crew.executor, told)
    return replace(made, effort=budget.told)


@dataclass(frozen=True, slots=True)
class PartPlanner:
    """Plans one part within its share of ``limits``, ``workers`` parts at a time; runs where the executor runs it.

    ``memory`` are bytes that it may take at most, None: as much as is free there. On ``board`` it writes how far it is.
    """

    limits: Limits
    workers: int
    flag: Flag
    memory: int | None = None
    board: Board | None = None

    def __call__(self, part: Part) -> Plan:
        """The plan of ``part``; where the run is to stop before it is begun, one that places nothing."""
        from solver.planning.budget import Budget
        from solver.planning.not_begun import not_begun
        from solver.planning.progress import silent
        from solver.planning.season_plan import plan_season

        if self.flag.is_raised():
            return not_begun(part.scope, self.limits.seed)
        whole, effort = self.limits.seconds, self.limits.effort
        seconds = None if whole is None else whole * PARTS_SHARE * min(1.0, part.share * self.workers)
        own = None if effort is None else max(1, round(effort * part.share))
        memory = min((one for one in (self.memory, free_memory()) if one is not None), default=None)
        budget = Budget(seconds, own, time.monotonic, memory)
        report = silent if self.board is None else Teller(self.board, part.number)
        seed, fairness, stop = self.limits.seed, self.limits.fairness, self.flag.is_raised
        return plan_season(part.brief, budget, seed, report, stop, workers=1, fairness=fairness)


@contextmanager
def _stopping(stop: Stop, until: float | None, flag: Flag) -> Iterator[None]:
    """While open, raise ``flag`` as soon as ``stop`` says so, or the clock has come to ``until``."""
    over = Event()

    def watch() -> None:
        while not over.wait(LOOK_SECONDS):
            if stop() or (until is not None and time.monotonic() >= until):
                flag.raise_()
                return

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
