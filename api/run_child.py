"""The child process of one run: reads the season, plans (or makes a lottery), tells how far it is, hands it over.

It only reads the store; what it finds goes through a pipe to the process that has claimed the operation, and that one
writes. So a child may be killed at any moment, and nobody's death leaves half a result.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Event, Thread
from typing import TYPE_CHECKING

from api.draw_run import Announced, DrawTask, announce
from api.repair_run import Repaired, RepairTask, repaired
from api.season_planning import Limits, planned
from api.sturdy_pool import ORPHANED
from api.why_run import Explanation, WhyTask, explain
from solver.domain.vocabulary import Fairness
from solver.errors import PingweiError

if TYPE_CHECKING:
    from data.season_files.codecs import Json

POLITE = 10
"""How much the child steps back (nice) so that whoever answers requests on the same cores goes first.

What the child starts itself, processes for the parts of a large season, steps back with it.
"""


@dataclass(frozen=True, slots=True)
class Task:
    """What to plan: a season of the store at ``url``, and the limits of the run (see ``solver.planning.budget``).

    ``scheduler`` is the address of a Dask cluster for the parts of a large season, empty for processes of this machine.
    """

    url: str
    key: str
    season: str
    seconds: float | None
    effort: int | None
    seed: int
    scheduler: str = ""
    fairness: Fairness | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far the run is: see ``solver.planning.progress``."""

    phase: str
    percent: float
    best: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Made:
    """The plan as ``plan.json``, for the season in the version it was read in."""

    season_version: int
    placed: int
    document: Json


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no plan."""

    error: PingweiError


Message = Step | Made | Announced | Repaired | Explanation | Failed
"""What a child says; its parent says one thing only: stop."""
Work = Task | DrawTask | RepairTask | WhyTask
"""What a child may have to do."""


def task_of(url: str, key: str, season: str, request: Mapping[str, Json], scheduler: str = "") -> Task:
    """The task of an operation that was asked for with ``request`` (see ``api.schemas.plans.SolveIn``)."""
    seconds, effort, seed = request.get("seconds"), request.get("effort"), request.get("seed")
    fairness = request.get("fairness")
    return Task(
        url,
        key,
        season,
        float(seconds) if isinstance(seconds, int | float) else None,
        effort if isinstance(effort, int) else None,
        seed if isinstance(seed, int) else 0,
        scheduler,
        Fairness(fairness) if isinstance(fairness, str) else None,
    )


def run(task: Work, channel: Connection, niceness: int = POLITE) -> None:
    """Do ``task`` and say over ``channel`` what comes of it; anything heard there asks to stop with the best so far.

    ``niceness`` is added to that of the parent; the system takes 19 for anything above.
    """
    os.nice(niceness)
    stopping = Event()
    Thread(target=_listen, args=(channel, stopping), daemon=True).start()
    try:
        channel.send(_done(task, channel, stopping))
    except PingweiError as error:
        channel.send(Failed(error))


def _done(task: Work, channel: Connection, stopping: Event) -> Message:
    """What comes of ``task``; only planning has something to hand over when it is asked to stop."""

    def tell(phase: str, percent: float) -> None:
        channel.send(Step(phase, percent, None, None))

    match task:
        case DrawTask():
            return announce(task)
        case RepairTask():
            return repaired(task, tell)
        case WhyTask():
            return explain(task, tell)
        case Task():
            return _made(task, channel, stopping)


def _listen(channel: Connection, stopping: Event) -> None:
    """Wait for the parent: its word means stop, its end means that nobody will ever take the plan."""
    try:
        channel.recv()
        stopping.set()
        channel.recv()
    except (EOFError, OSError):
        os._exit(ORPHANED)  # the solver may be deep in a search that asks nobody


def _made(task: Task, channel: Connection, stopping: Event) -> Made:
    from data.briefing import brief_for, scope_brief_for
    from data.plan_files.plan_json import plan_document, plan_of
    from data.store import plans
    from data.store.engine import open_store
    from data.store.seasons import one_season, read_season
    from solver.planning.progress import Progress

    store = open_store(task.url, task.key)
    with store.read() as reader:
        version, season = one_season(reader, task.season).version, read_season(reader, task.season)
        published = plans.published_plan(reader, task.season)
        former = plan_of(plans.plan_body(reader, published.id)) if published else None
    store.close()

    def report(step: Progress) -> None:
        channel.send(Step(step.phase, step.percent, step.best, step.bound))

    brief = scope_brief_for(season) if former is None else brief_for(season)  # conflicts are looked for in its parts
    limits = Limits(task.seconds, task.effort, task.seed, task.fairness)
    plan = planned(brief, limits, report, stopping.is_set, task.scheduler, former=former)
    return Made(version, plan.placed, plan_document(plan, brief))
