"""A province in parts: ``python -m benchmarks.province --workers 2`` plans it and keeps every task's time.

``python -m benchmarks.province --replay 1,2,8,16,32,64 RESULT.json`` schedules the measured tasks on so many workers.
Making the season comes before the clock, and the second check, of the whole plan at once, after it.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import pickle
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from api.executors import crew_of
from api.season_planning import Limits, PartPlanner
from benchmarks.instances import INSTANCES
from benchmarks.measure import Measured, quality_of, size_of, violations_of
from benchmarks.run import RESULTS, commit, machine
from solver.domain.plan import Plan
from solver.planning.components import Part, parts_of, plan_in_parts
from solver.planning.progress import Progress
from solver.planning.rejoining import Known
from solver.rules.brief import Brief

KIB_PER_MIB = 1024


def peak_mib() -> float:
    """Peak memory of this process so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB, 1)


@dataclass(frozen=True, slots=True)
class Watched:
    """A planner of parts that says in the notes of the plan who planned it, how long it took, and at what memory."""

    planner: PartPlanner

    def __call__(self, part: Part) -> Plan:
        """The plan of ``part``."""
        begun, processor = time.monotonic(), time.process_time()
        plan = self.planner(part)
        told = {
            "part": part.number,
            "seconds": round(time.monotonic() - begun, 3),
            "processor": round(time.process_time() - processor, 3),
            "mib": peak_mib(),
            "worker": os.getpid(),
        }
        return replace(plan, notes={"task": json.dumps(told)})


@dataclass
class Recording(Executor):
    """Hands tasks on to ``inner`` and keeps what each says of itself, and when it came back."""

    inner: Executor
    begun: float = field(default_factory=time.monotonic)
    first: float | None = None
    tasks: list[dict[str, Any]] = field(default_factory=list)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See :class:`concurrent.futures.Executor`."""
        if self.first is None:
            self.first = time.monotonic() - self.begun
        future = self.inner.submit(fn, *args, **kwargs)
        future.add_done_callback(self._done)
        return future

    def _done(self, future: Future[Any]) -> None:
        if not future.cancelled() and future.exception() is None:
            task = json.loads(future.result().notes["task"])
            plan: Plan = future.result()
            self.tasks.append(
                task
                | {
                    "back": round(time.monotonic() - self.begun, 3),
                    "applications": plan.placed_bound,
                    "placed": plan.placed,
                    "total": plan.total,
                    "bound": plan.bound,
                }
            )


def measure(name: str, limits: Limits, workers: int, scheduler: str, checked: bool) -> Measured:
    """Plan one instance in parts and say what it took."""
    from data.briefing import brief_for, scope_brief_for

    made = time.monotonic()
    season = INSTANCES[name].season()
    made = time.monotonic() - made
    before = peak_mib()
    with crew_of(scheduler, workers) as crew:
        begun = time.monotonic()
        brief = scope_brief_for(season)
        parts = parts_of(brief)
        cut = time.monotonic() - begun
        record = Recording(crew.executor)
        planner = Watched(PartPlanner(limits, min(crew.workers, len(parts)), crew.flag))
        plan = plan_in_parts(brief, parts, planner, record, _told())
        whole = time.monotonic() - begun
        last = max(float(task["back"]) for task in record.tasks)
    peak = peak_mib()
    known = time.monotonic()
    Known.of(brief, parts)
    known = time.monotonic() - known
    result: Measured = {
        "instance": asdict(INSTANCES[name]),
        "budget": asdict(limits) | {"workers": crew.workers, "dask": bool(scheduler)},
        "size": size_of(season, plan),
        "parts": _sizes(parts),
        "seconds": {
            "season": round(made, 3),
            "wall": round(whole, 3),
            "cut": round(cut, 3),
            "parts": round(last, 3),
            "join": round(whole - cut - last, 3),
            "known": round(known, 3),
            "tasks": round(sum(float(task["seconds"]) for task in record.tasks), 3),
        },
        "coordinator_mib": {"season": before, "peak": peak},
        "worker_mib": max(float(task["mib"]) for task in record.tasks),
        "tasks": sorted(record.tasks, key=lambda task: -float(task["seconds"])),
        **quality_of(plan),
    }
    if checked:
        result |= _checked(plan, brief_for(season))
    return result


def _told() -> Callable[[Progress], None]:
    begun, heard = time.monotonic(), [-5.0]

    def report(step: Progress) -> None:
        if step.percent >= heard[0] + 5 or step.phase != "parts":
            heard[0] = step.percent
            print(f"{time.monotonic() - begun:7.1f} s  {step.phase} {step.percent:.0f} %", flush=True)

    return report


def _sizes(parts: Sequence[Part]) -> Measured:
    """How many parts there are, how large, and how many bytes go to a worker for each."""
    sent = [len(pickle.dumps(part, pickle.HIGHEST_PROTOCOL)) for part in parts]
    return {
        "count": len(parts),
        "applications": [len(part.applications) for part in parts],
        "elsewhere": sum(len(part.scope.elsewhere) for part in parts),
        "bytes": sum(sent),
        "largest_bytes": max(sent),
    }


def _checked(plan: Plan, brief: Brief) -> Measured:
    """Violations by an independent check of the whole plan, and how long it took."""
    from solver.check import check

    begun = time.monotonic()
    findings = check(brief, plan)
    seconds = round(time.monotonic() - begun, 3)
    return {"check_seconds": seconds} | violations_of(
        brief, plan, Counter((one.rule, one.severity.value) for one in findings)
    )


def replayed(result: dict[str, Any], workers: int) -> float:
    """Seconds that the measured tasks of ``result`` take on ``workers``, with what the coordinator does alone.

    Tasks are taken in the order in which they are submitted, each by whoever is free first. The parts are cut before,
    the plans joined after; what the coordinator works out meanwhile is waited for if it takes longer.
    """
    free = [0.0] * workers
    for task in sorted(result["tasks"], key=lambda task: int(task["part"])):
        heapq.heappush(free, heapq.heappop(free) + float(task["seconds"]))
    seconds = result["seconds"]
    return float(seconds["cut"]) + max(*free, float(seconds["known"])) + float(seconds["join"])


def replay(file: Path, counts: Sequence[int]) -> None:
    """Print how long ``file`` would take on each number of workers, and how much faster that is than one."""
    result = json.loads(file.read_text(encoding="utf-8"))
    alone = replayed(result, 1)
    print(f"measured {result['seconds']['wall']} s with {result['budget']['workers']}; replayed {alone:.1f} s with 1")
    for count in counts:
        seconds = replayed(result, count)
        faster = alone / seconds
        print(f"{count:4d} workers {seconds:8.1f} s  speed-up {faster:5.2f}  of each {faster / count:.0%}")


def main() -> None:
    """Measure, or replay what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", nargs="?", type=Path, help="a result to replay")
    parser.add_argument("--instance", default="province", choices=sorted(INSTANCES))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", default="", help="address of a scheduler, in place of processes of this machine")
    parser.add_argument("--seconds", type=float, help="budget by the clock, in place of effort")
    parser.add_argument("--effort", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unchecked", action="store_true", help="leave out the second check, which needs no workers")
    parser.add_argument("--replay", default="", help="numbers of workers, by commas")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    if asked.replay and asked.result:
        replay(asked.result, [int(one) for one in asked.replay.split(",")])
        return
    limits = Limits(asked.seconds, None if asked.seconds else asked.effort, asked.seed)
    found = measure(asked.instance, limits, asked.workers, asked.dask, not asked.unchecked)
    found |= {"commit": commit(), "machine": machine()}
    by = f"seconds{asked.seconds:g}" if asked.seconds else f"effort{asked.effort}"
    crew = "dask" if asked.dask else f"workers{asked.workers}"
    label = f"{asked.instance}-{by}-{crew}-seed{asked.seed}-{found['commit']}.json"
    (asked.results / label).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    keys = ("seconds", "placed", "placed_bound", "total", "bound", "gap", "coordinator_mib", "worker_mib")
    print(label, {key: found[key] for key in keys}, {"hard": found.get("hard_violations")}, flush=True)


if __name__ == "__main__":
    main()
