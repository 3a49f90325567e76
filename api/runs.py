"""A run (a plan, or the lottery of a draw) on this machine: one child, watched until it ends, its result written once.

What a run is and how it stands is in the store. This process holds a claim on it and shows with each beat that it is
alive; whoever has lost the claim writes nothing any more.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

from api import draw_keeping, repairs
from api.draw_run import DRAW, Announced, DrawTask
from api.problem_json import problem_json
from api.problems import Problem, problem_of
from api.repair_run import REPAIR, Repaired, RepairTask
from api.run_child import POLITE, Failed, Made, Step, Work, task_of
from api.run_process import RunProcess, Silence
from api.why_run import WHY, Explanation, WhyTask
from data.season_files.codecs import Json
from data.store import operations, plans
from data.store.engine import Store
from data.store.operations import Beat, End, Operation
from data.store.transaction import SYSTEM

LOG = logging.getLogger("pingwei.runs")
SOLVE = "solve"
AT_ONCE = frozenset({REPAIR, WHY})
"""Kinds of runs that have nothing to hand over before they end, so that they end as soon as they are cancelled."""
TRIES = 5
"""How often a run is begun before it counts as one that kills its processes."""
STALE = timedelta(seconds=30)
"""A worker not heard of for so long is taken for dead, and its run goes to another."""

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two beats, and how long a child asked to stop may take to hand over its best plan."""

    beat: float = 1.0
    grace: float = 60.0


@dataclass
class Run:
    """An operation claimed by ``worker``; ``key`` opens identity numbers; ``closing`` says that this process ends.

    ``seals`` is the file of the key that seals draws; ``niceness`` says how far the child steps back.

    ``scheduler`` is the address of a Dask cluster for the parts of a large season, empty for processes of this machine.
    """

    store: Store
    key: str
    operation: Operation
    worker: str
    closing: Stop
    pace: Pace = field(default_factory=Pace)
    scheduler: str = ""
    seals: Path = Path("seal.key")
    niceness: int = POLITE
    _last: Step = field(init=False, default=Step("start", 0.0, None, None))
    _asked: float | None = field(init=False, default=None)

    def carry_out(self) -> None:
        """Plan and write what came of it; where the claim is lost, write nothing."""
        if self.operation.attempts > TRIES:
            self._end("failed", problem=problem_json(Problem("run-died"), self.operation.id))
            return
        if self.operation.cancelled:
            self._end("cancelled")
            return
        with RunProcess(self.task(), self.niceness) as process:
            while not self._is_over(process):
                pass

    def task(self) -> Work:
        """What the child has to do."""
        request = self.operation.request if isinstance(self.operation.request, dict) else {}
        url, season = self.store.url.render_as_string(hide_password=False), self.operation.season or ""
        if self.operation.kind == DRAW:
            return DrawTask(url, self.key, self.seals, season, request)
        if self.operation.kind == REPAIR:
            return RepairTask(url, self.key, season, request)
        if self.operation.kind == WHY:
            return WhyTask(url, self.key, season, request)
        return task_of(url, self.key, season, request, self.scheduler)

    def _is_over(self, process: RunProcess) -> bool:
        """Hear the child out until the next beat, then beat; True once nothing is left to do."""
        until = time.monotonic() + self.pace.beat
        while (left := until - time.monotonic()) > 0:
            heard = process.hear(left)
            if heard is Silence.NOTHING_YET:
                break
            if isinstance(heard, Step):
                self._last = replace(heard, percent=max(heard.percent, self._last.percent))  # it never goes back
                continue
            return self._ended(heard)
        if self.closing():
            return self._give_back(counts=False)
        return self._beat(process)

    def _ended(self, last: Made | Announced | Repaired | Explanation | Failed | Silence) -> bool:
        """Write what the child handed over, or that it handed over nothing."""
        match last:
            case Made() as made:
                return self._keep(made)
            case Announced() as announced:
                return self.keep_draw(announced)
            case Repaired() as repaired:
                return self.keep_repair(repaired)
            case Explanation() as explanation:
                return self._answer(explanation)
            case Failed() as failed:
                return self._end("failed", problem=problem_json(problem_of(failed.error), self.operation.id))
            case Silence():
                LOG.warning("run_process_died", extra={"operation": self.operation.id})
                return self._end("cancelled") if self._asked is not None else self._give_back(counts=True)

    def _beat(self, process: RunProcess) -> bool:
        """Show that the run is alive and look whether it is to stop; True where there is nothing more to wait for."""
        step = self._last
        sign = Beat(step.phase, round(step.percent), step.best, step.bound)
        with self.store.change(SYSTEM) as change:
            if not operations.beat(change, self.operation.id, self.worker, sign):
                return True
            cancelled = operations.one_operation(change, self.operation.id).cancelled
        if cancelled and self.operation.kind in AT_ONCE:
            return self._end("cancelled")
        if cancelled and self._asked is None:
            self._asked = time.monotonic()
            process.ask_to_stop()
        if self._asked is not None and time.monotonic() - self._asked > self.pace.grace:
            return self._end("cancelled")
        return False

    def _keep(self, made: Made) -> bool:
        """Put down the plan and the end of the run in one transaction; a run that was cancelled keeps its best."""
        with self.store.change(SYSTEM, apart=True) as change:
            now = operations.one_operation(change, self.operation.id)
            if now.cancelled and not made.placed:
                operations.finish(change, now.id, self.worker, "cancelled")
                return True
            end: End = "cancelled" if now.cancelled else "succeeded"
            plan = f"p-{token_hex(8)}"
            if operations.finish(change, now.id, self.worker, end, plan):
                season = self.operation.season or ""
                plans.add_plan(change, plan, season, made.season_version, made.document, now.id)
        return True

    def keep_draw(self, made: Announced) -> bool:
        """Put down the draw and the end of the run in one transaction, unless something came before it. It is over."""
        with self.store.change(SYSTEM, apart=True) as change:
            now = operations.one_operation(change, self.operation.id)
            if now.cancelled:
                operations.finish(change, now.id, self.worker, "cancelled")
            elif draw_keeping.is_overtaken(change, self.operation, made):
                problem = problem_json(Problem("draw-overtaken"), now.id)
                operations.finish(change, now.id, self.worker, "failed", problem=problem)
            elif operations.finish(change, now.id, self.worker, "succeeded", draw_keeping.draw_of(self.operation)):
                draw_keeping.put_down(change, self.operation, made)
        return True

    def keep_repair(self, made: Repaired) -> bool:
        """Write rows, draft and answer in the name of whoever asked; made again where the season changed meanwhile."""
        asked = repairs.asked_of(self.operation)
        with self.store.change(repairs.actor_of(self.operation), str(asked["reason"]), apart=True) as change:
            now = operations.one_operation(change, self.operation.id)
            if now.cancelled:
                operations.finish(change, now.id, self.worker, "cancelled")
            elif asked["dry_run"]:
                operations.finish(change, now.id, self.worker, "succeeded", answer=made.answer)
            elif not repairs.is_overtaken(change, self.operation, made):
                plan = f"p-{token_hex(8)}"
                if operations.finish(change, now.id, self.worker, "succeeded", plan, answer=made.answer):
                    repairs.put_down(change, self.operation, plan, made)
            elif now.attempts < TRIES:
                operations.give_back(change, now.id, self.worker, counts=True)
            else:
                problem = problem_json(Problem("repair-overtaken"), now.id)
                operations.finish(change, now.id, self.worker, "failed", problem=problem)
        return True

    def _answer(self, found: Explanation) -> bool:
        with self.store.change(SYSTEM) as change:
            now = operations.one_operation(change, self.operation.id)
            state: End = "cancelled" if now.cancelled else "succeeded"
            answer = None if now.cancelled else found.answer
            operations.finish(change, now.id, self.worker, state, answer=answer)
        return True

    def _end(self, state: End, problem: Json = None) -> bool:
        with self.store.change(SYSTEM) as change:
            operations.finish(change, self.operation.id, self.worker, state, problem=problem)
        return True

    def _give_back(self, counts: bool) -> bool:
        with self.store.change(SYSTEM) as change:
            operations.give_back(change, self.operation.id, self.worker, counts)
        return True


def worker_name() -> str:
    """A name for one claimant, never used again."""
    return f"w-{token_hex(8)}"


def claimed(store: Store, worker: str, stale: timedelta = STALE, operation: str = "") -> Operation | None:
    """The next run for ``worker`` (or the one named), claimed: one that waits, or whose worker fell silent."""
    with store.read() as reader:
        waiting = operations.season_operations(reader, states=operations.UNFINISHED)
    if not waiting:  # the common case asks for no write lock
        return None
    with store.change(SYSTEM) as change:
        return operations.claim(change, worker, change.now - stale, operation)
