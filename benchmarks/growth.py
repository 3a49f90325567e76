"""How time and memory grow with the seats considered: ``python -m benchmarks.growth --seeds 1`` then ``--fit``.

Seasons from a dozen sessions to twice a city, each planned in a process of its own with an effort in proportion to its
sessions. ``--fit`` reads every result of this commit and fits ``cost = a · seats^b`` by least squares of the
logarithms: over all sizes and seeds, and over those from a quarter of a city on, where nothing fixed is left to flatten
it.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.instances import Instance
from benchmarks.measure import CLOCKS, Measured, Phases
from benchmarks.run import RESULTS, child, commit, machine

if TYPE_CHECKING:
    from solver.domain.plan import Plan
    from solver.planning.progress import Progress
    from solver.rules.brief import Brief

SIZES: Mapping[str, tuple[int, int, int]] = {
    "tiny": (10, 200, 400),
    "small": (10, 500, 1_000),
    "fortieth": (10, 1_000, 2_000),
    "eighth": (12, 1_200, 2_500),
    "quarter": (20, 2_000, 5_000),
    "half": (40, 4_000, 10_000),
    "city": (80, 8_000, 20_000),
    "city and a half": (120, 12_000, 30_000),
    "two cities": (160, 16_000, 40_000),
}
"""Committees, experts and applications asked of the generator."""
SESSIONS_PER_EFFORT = 40
"""Sessions for which one unit of effort is given: about one try for each part of the season."""
LARGE = 10_000
"""Seats from which on a season counts as large."""
ASKED = 1.2
"""The exponent that growth is to stay within."""


@dataclass
class Watch:
    """Seconds by the wall and by the processor of each step."""

    wall: dict[str, float]
    processor: dict[str, float]

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Count what runs inside as ``step``."""
        begun = {name: clock() for name, clock in CLOCKS.items()}
        yield
        for name, clock in CLOCKS.items():
            getattr(self, name)[step] = round(clock() - begun[name], 4)


def measure(size: str, seed: int) -> Measured:
    """Brief, rules, programs, first plan, whole plan and check of one season, in seconds and MiB."""
    from data.briefing import brief_for
    from solver.check import check
    from solver.planning.budget import Budget
    from solver.planning.season_plan import plan_season

    season = Instance(size, *SIZES[size], seed=seed).season()
    watch = Watch({}, {})
    before = _peak()
    with watch.timed("brief"):
        brief = brief_for(season)
    effort = max(1, round(_sessions(brief) / SESSIONS_PER_EFFORT))
    phases = {name: Phases(clock) for name, clock in CLOCKS.items()}

    def report(step: Progress) -> None:
        for one in phases.values():
            one.report(step)

    with watch.timed("plan"):
        plan = plan_season(brief, Budget(None, effort, time.monotonic), seed, report=report)
    for one in phases.values():
        one.closed()
    planned = _peak()
    with watch.timed("check"):
        found = check(brief, plan)
    seats = _asked_and_compiled(brief, plan, watch)
    for name in CLOCKS:
        spent: dict[str, float] = getattr(watch, name)
        spent["first plan"] = phases[name].first_plan or 0.0
        spent |= {f"phase {phase}": round(seconds, 4) for phase, seconds in phases[name].seconds.items()}
    return {
        "seats": seats,
        "sessions": len(plan.sessions),
        "placed": plan.placed,
        "placed_bound": plan.placed_bound,
        "gap": plan.gap,
        "dated_gap": plan.dated_gap,
        "hard": sum(one.severity.value != "advisory" for one in found),
        "effort": effort,
        "wall": watch.wall,
        "processor": watch.processor,
        "memory": {"before": round(before, 1), "plan": round(planned - before, 1)},
    }


def _sessions(brief: Brief) -> int:
    """Sessions that the season comes to."""
    from solver.planning.batches import batch_cases
    from solver.routing import route_applications

    return len(batch_cases(brief, route_applications(brief)).sessions)


def _asked_and_compiled(brief: Brief, plan: Plan, watch: Watch) -> int:
    """Time asking the rules of the undated plan and compiling the programs of its parts; the seats considered."""
    from solver.model.merits import Merits
    from solver.planning.extent import seats_of
    from solver.planning.parts import asked_open, bare, panel_parts

    merits, shaped = Merits(brief), bare(replace(plan, unplaced=()))
    with watch.timed("rules"):
        asked = asked_open(merits, shaped)
    with watch.timed("programs"):
        for part in panel_parts(merits, shaped, asked):
            part.program.held()
    return seats_of(brief, shaped)


def _peak() -> float:
    """Peak memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def exponent(seats: Sequence[float], cost: Sequence[float]) -> tuple[float, float]:
    """``b`` and its standard error in ``cost = a · seats^b``, by least squares of the logarithms."""
    across, up = np.log(np.asarray(seats)), np.log(np.asarray(cost))
    middle = across - across.mean()
    slope = float(middle @ up / (middle @ middle))
    left = up - up.mean() - slope * middle
    error = float(np.sqrt(left @ left / max(1, len(up) - 2) / (middle @ middle)))
    return slope, error


def fitted(rows: Sequence[Mapping[str, Any]]) -> Measured:
    """The exponent of every step over all ``rows``, by each clock, and of memory."""
    kinds = {name: tuple(rows[0][name]) for name in (*CLOCKS, "memory")}
    found: Measured = {}
    for kind, steps in kinds.items():
        for step in steps:
            pairs = [(row["seats"], row[kind].get(step, 0.0)) for row in rows]
            costly = [(seats, cost) for seats, cost in pairs if cost and cost > 0]
            if step != "before" and len(costly) == len(pairs):
                slope, error = exponent(*zip(*costly, strict=True))
                found[f"{kind}: {step}"] = {"exponent": round(slope, 3), "error": round(error, 3)}
    return found


def main() -> None:
    """Measure every size with the seeds asked for, or fit what was measured at this commit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(SIZES), help="by commas: " + ", ".join(SIZES))
    parser.add_argument("--seeds", default="1", help="by commas")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("SIZE", "SEED", "OUTPUT"), help=argparse.SUPPRESS)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    if asked.one:
        size, seed, output = asked.one
        Path(output).write_text(json.dumps(measure(size, int(seed))), encoding="utf-8")
        return
    if not asked.fit:
        _run(asked.results, asked.sizes.split(","), [int(one) for one in asked.seeds.split(",")])
    _fit(asked.results)


def _run(results: Path, sizes: Sequence[str], seeds: Sequence[int]) -> None:
    results.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        target = results / f"growth-seed{seed}-{commit()}.json"
        rows = json.loads(target.read_text(encoding="utf-8"))["rows"] if target.exists() else []
        for size in sizes:
            row = {"size": size, "seed": seed, **child("benchmarks.growth", ["--one", size, str(seed)])}
            rows = [*(one for one in rows if one["size"] != size), row]
            text = json.dumps({"commit": commit(), "machine": machine(), "rows": rows}, indent=1) + "\n"
            target.write_text(text, encoding="utf-8")
            print(size, seed, row.get("seats"), row.get("processor"), row.get("memory"), flush=True)


def _fit(results: Path) -> None:
    files = sorted(results.glob(f"growth-seed*-{commit()}.json"))
    rows: list[Mapping[str, Any]] = []
    for one in files:
        rows += json.loads(one.read_text(encoding="utf-8"))["rows"]
    if len({row["size"] for row in rows}) > 1:
        large = [row for row in rows if int(row["seats"]) >= LARGE]
        fits = {"all": fitted(rows), "large": fitted(large) if len(large) > 2 else {}}
        text = json.dumps({"commit": commit(), "points": [len(rows), len(large)], "asked": ASKED, **fits}, indent=1)
        (results / f"growth-fit-{commit()}.json").write_text(text + "\n", encoding="utf-8")
        print(text)


if __name__ == "__main__":
    main()
