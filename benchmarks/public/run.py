"""Run the public benchmarks: ``python -m benchmarks.public.run --families theses,papers,officials --seconds 600``.

A line per instance; raw results in ``benchmarks/results/public-<family>-<commit>.json``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.measure import Measured
from benchmarks.public import officials, papers, theses
from benchmarks.public.officials_model import LeagueModel
from benchmarks.public.officials_search import LeagueSearch
from benchmarks.public.places import data
from benchmarks.public.theses_model import SeminarModel
from benchmarks.run import RESULTS, commit, machine
from solver.model.fixing import maximise
from solver.model.highs import Limits

EXACT = 1e-9
PAPERS: Mapping[str, tuple[float, float | None, float | None]] = {
    "midl": (201.885, 0.9448, 201.769),
    "aamas2015": (1406.25, 1.50, 1375.75),
    "preflib1": (124.25, None, None),
}
"""Published or proved: best total, best worst paper, best total at that floor."""
OFFICIALS: Mapping[str, tuple[int, int, int]] = {
    "RA-1-8": (4343, 4334, 4334),
    "RA-1-10": (2706, 2702, 2702),
    "RA-2-16": (3180, 3176, 3176),
    "RA-3-24": (4430, 4395, 4395),
    "RA-4-40": (5892, 5830, 5805),
    "RA-5-50": (11768, 11637, 11327),
}
"""Best published cost; cost and bound that a plain program reached in some minutes."""

Asked = argparse.Namespace


def timer(seconds: float) -> Callable[[], float]:
    """Seconds left of ``seconds`` from now."""
    end = time.monotonic() + seconds
    return lambda: max(0.0, end - time.monotonic())


def thesis_results(asked: Asked) -> Iterator[Measured]:
    """Every seminar: cost, bound and time beside the published ones."""
    published = json.loads(data("tstp", "published_values.json").read_text(encoding="utf-8"))
    for name in sorted(published):
        seminar = theses.read_seminar(data("tstp", "json", f"{name}.json"))
        began = time.monotonic()
        model = SeminarModel(seminar)
        found = maximise(model.build(), Limits(timer(asked.seconds), gap=EXACT))
        seconds = time.monotonic() - began
        result: Measured = {"instance": name, "status": found.status.value, "seconds": round(seconds, 2)}
        if found.values is not None and found.bound is not None:
            sittings = model.sittings(found.values)
            result |= {
                "cost": round(theses.cost(seminar, sittings), 6),
                "bound": round(-found.bound, 6),
                "counts": dict(theses.score(seminar, sittings)),
                "faults": theses.faults(seminar, sittings),
            }
        yield result | {"published": published[name]}


def paper_results(asked: Asked) -> Iterator[Measured]:
    """Every conference: the best total, then the best worst paper with the best total at that floor."""
    for conference in papers.conferences():
        began = time.monotonic()
        most = papers.best_total(conference)
        result: Measured = {
            "instance": conference.name,
            "total": round(most.total, 5),
            "worst": round(most.worst, 5),
            "faults": papers.faults(conference, most.chosen),
            "total_seconds": round(time.monotonic() - began, 2),
        }
        if conference.name in PAPERS:
            began = time.monotonic()
            floor, best = papers.best_worst(conference, Limits(timer(asked.seconds), gap=EXACT))
            result |= {
                "floor": round(floor.worst, 5),
                "floor_bound": round(floor.bound, 5),
                "total_at_floor": round(best.total, 5),
                "total_at_floor_bound": round(best.bound, 5),
                "floor_faults": papers.faults(conference, best.chosen),
                "floor_seconds": round(time.monotonic() - began, 2),
                "published": PAPERS[conference.name],
            }
        yield result


def official_results(asked: Asked) -> Iterator[Measured]:
    """Every league: cost, bound and the trail of improvements beside the published ones."""
    for name, (published, plain, plain_bound) in OFFICIALS.items():
        league = officials.read_league(data("referee_assignment", "instances", f"{name}.txt"))
        began = time.monotonic()
        model = LeagueModel(league)
        search = LeagueSearch(model, model.build(), asked.seconds, asked.seed)
        found = search.run()
        result: Measured = {
            "instance": name,
            "status": found.status.value,
            "seconds": round(time.monotonic() - began, 2),
            "trail": [(second, -value) for second, value in search.trail],
            "published": {"best": published, "plain_program": plain, "plain_program_bound": plain_bound},
        }
        if found.values is not None and found.bound is not None:
            assignment = model.assignment(found.values)
            counts = officials.score(league, assignment)
            result |= {
                "cost": sum(counts.values()),
                "bound": round(-found.bound, 3),
                "counts": dict(counts),
                "faults": officials.faults(league, assignment),
            }
        yield result


FAMILIES: Mapping[str, Callable[[Asked], Iterator[Measured]]] = {
    "theses": thesis_results,
    "papers": paper_results,
    "officials": official_results,
}


def main() -> None:
    """Run the families asked for; print a line per instance and keep the raw results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", default=",".join(FAMILIES), help="by commas: " + ", ".join(FAMILIES))
    parser.add_argument("--seconds", type=float, default=600.0, help="per instance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    names = asked.families.split(",")
    if unknown := [name for name in names if name not in FAMILIES]:
        parser.error(f"unknown families: {', '.join(unknown)}")
    for name in names:
        rows = []
        for row in FAMILIES[name](asked):
            rows.append(row)
            print(
                f"{name}: " + " · ".join(f"{key} {value}" for key, value in row.items() if key != "trail"), flush=True
            )
        kept = {"commit": commit(), "machine": machine(), "seconds": asked.seconds, "seed": asked.seed, "rows": rows}
        text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
        (asked.results / f"public-{name}-{kept['commit']}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
