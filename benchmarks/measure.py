"""Plan one instance in this process and write what was measured: ``python -m benchmarks.measure city out.json …``."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

from benchmarks.instances import INSTANCES
from solver.domain.plan import Plan, RouteKind
from solver.domain.season import Season
from solver.planning.progress import Progress
from solver.rules.brief import Brief

Measured = dict[str, object]

CLOCKS: dict[str, Callable[[], float]] = {"wall": time.monotonic, "processor": time.process_time}
"""The clock on the wall, and seconds of the processor, all threads added up: for machines where other work runs."""
PLACEABLE = frozenset({RouteKind.COMMITTEE, RouteKind.DELEGATED})


@dataclass
class Phases:
    """Seconds of ``clock`` spent in each phase, as the planner reports them; a phase lasts until the next report.

    ``first_plan`` is when the planner first told a score: from then on it has a complete plan, as yet unchecked.
    """

    clock: Callable[[], float]
    begun: float = field(init=False)
    started: float = field(init=False)
    seconds: dict[str, float] = field(default_factory=dict)
    current: str = "start"
    first_plan: float | None = None

    def __post_init__(self) -> None:
        self.begun = self.started = self.clock()

    def report(self, step: Progress) -> None:
        """Take the time since the last report for the phase that was running."""
        now = self.clock()
        self.seconds[self.current] = self.seconds.get(self.current, 0.0) + now - self.started
        self.started, self.current = now, step.phase
        if self.first_plan is None and step.best is not None:
            self.first_plan = now - self.begun

    def closed(self) -> Measured:
        """Rounded seconds: in all, until the first plan, and by phase, the running one closed now."""
        self.report(Progress("end", 100))
        first = self.first_plan
        return {
            "plan": round(self.started - self.begun, 3),
            "first_plan": None if first is None else round(first, 3),
            "phases": {phase: round(seconds, 3) for phase, seconds in self.seconds.items()},
        }


def measure(name: str, seconds: float | None, effort: int | None, seed: int, clock: str) -> Measured:
    """Make, plan and check one instance; times in seconds, reading of files not among them.

    ``clock`` (of :data:`CLOCKS`) is what ``seconds`` are counted by; times are told by both.
    """
    from data.briefing import brief_for
    from solver.check import check
    from solver.planning.budget import Budget
    from solver.planning.season_plan import plan_season

    marks = [time.monotonic()]
    season = INSTANCES[name].season()
    marks.append(time.monotonic())
    brief = brief_for(season)
    marks.append(time.monotonic())
    watches = {name: Phases(one) for name, one in CLOCKS.items()}

    def report(step: Progress) -> None:
        for watch in watches.values():
            watch.report(step)

    plan = plan_season(brief, Budget(seconds, effort, CLOCKS[clock]), seed, report=report)
    marks.append(time.monotonic())
    spent = {
        name: watch.closed() for name, watch in watches.items()
    }  # before the second check, which is none of the planner's
    findings = check(brief, plan)
    marks.append(time.monotonic())
    made, briefed, planned, checked = (round(b - a, 3) for a, b in pairwise(marks))
    return {
        "instance": asdict(INSTANCES[name]),
        "budget": {"seconds": seconds, "effort": effort, "seed": seed, "clock": clock},
        "size": size_of(season, plan),
        "seconds": {
            "season": made,
            "brief": briefed,
            "plan": planned,
            "check": checked,
            "wall": round(made + briefed + planned, 3),
        },
        "first_plan": spent["wall"]["first_plan"],
        "phases": spent["wall"]["phases"],
        "processor": spent["processor"],
        **quality_of(plan),
        **violations_of(brief, plan, Counter((one.rule, one.severity.value) for one in findings)),
    }


def size_of(season: Season, plan: Plan) -> Measured:
    """Sizes of season and plan."""
    return {
        "committees": len(season.committees),
        "experts": len(season.experts),
        "applications": len(season.applications),
        "relations": len(season.relations),
        "rooms": len(season.rooms),
        "sessions": len(plan.sessions),
        "seats": sum(session.size for session in plan.sessions),
        "seated": sum(len(session.panel) for session in plan.sessions),
        "alternates": sum(len(session.alternates) for session in plan.sessions),
    }


def quality_of(plan: Plan) -> Measured:
    """Placement, score, bound and status of a plan."""
    return {
        "status": plan.status.value,
        "placeable": sum(route.kind in PLACEABLE for route in plan.routes),
        "placed": plan.placed,
        "placed_bound": plan.placed_bound,
        "unplaced": dict(Counter(reason.rule for one in plan.unplaced for reason in one.reasons)),
        "score": {term.name: {"count": term.count, "weight": term.weight, "value": term.value} for term in plan.score},
        "total": plan.total,
        "bound": plan.bound,
        "gap": plan.gap,
        "bound_basis": plan.bound_basis,
        "dated_bound": plan.dated_bound,
        "dated_gap": plan.dated_gap,
    }


def violations_of(brief: Brief, plan: Plan, found: Counter[tuple[str, str]]) -> Measured:
    """Violations by rule as an independent check found them, and the register they were judged by."""
    hard = {rule: count for (rule, severity), count in found.items() if severity != "advisory"}
    advisory = {rule: count for (rule, severity), count in found.items() if severity == "advisory"}
    return {
        "hard_violations": sum(hard.values()),
        "hard_by_rule": hard,
        "advisory_by_rule": advisory,
        "register_digest": brief.rulebook.digest,
        "engine": plan.engine,
    }


def main() -> None:
    """Measure one instance and write the JSON that :mod:`benchmarks.run` reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance", choices=sorted(INSTANCES))
    parser.add_argument("output", type=Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--effort", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clock", choices=sorted(CLOCKS), default="wall")
    asked = parser.parse_args()
    measured = measure(asked.instance, asked.seconds, asked.effort, asked.seed, asked.clock)
    asked.output.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
