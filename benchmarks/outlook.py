"""Forecast and why not at the size of a city: seconds and what came out.

``python -m benchmarks.outlook --size city`` keeps the raw result in ``benchmarks/results``. The season is an invented
*impossible* one: up to three of its committees cannot sit, each for a reason that its row names.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.measure import Measured
from benchmarks.run import RESULTS, commit, machine
from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.domain.season import Season
from solver.explain.whynot.conflict import conflict_of
from solver.explain.whynot.question import Question
from solver.planning.forecast.cells import forecast
from solver.planning.obstacles import explained, obstacles
from solver.rules.brief import Brief

SIZES = {"small": (12, 300, 500), "medium": (40, 2000, 4000), "city": (100, 6000, 18000)}
Given = TypeVar("Given")


def timed(work: Callable[[], Given]) -> tuple[Given, float]:
    """What ``work`` gives, and its seconds."""
    begun = time.perf_counter()
    found = work()
    return found, round(time.perf_counter() - begun, 2)


def measured(size: str, seed: int, asked: int) -> Measured:
    """Seconds of a forecast of the season, and of some answers about what has no place."""
    season: Season = synthesise(*SIZES[size], seed, "impossible")
    brief, reading = timed(lambda: brief_for(season))
    found, seconds = timed(lambda: forecast(brief))
    return {
        "size": SIZES[size],
        "seed": seed,
        "brief_seconds": reading,
        "forecast_seconds": seconds,
        "cells": len(found.cells),
        "broken": sorted({committee for one in found.breaks for committee, _ in one.bands}),
        **(_answered(brief, asked) if asked else {}),
    }


def _answered(brief: Brief, asked: int) -> Measured:
    """Every question that there is, the seconds it takes to know them, and some of them answered, spread evenly."""
    questions, seconds = timed(lambda: list(obstacles(brief)))
    spread = questions[:: -(-len(questions) // asked)]
    return {"questions": len(questions), "asking_seconds": seconds, "answers": [_answer(one) for one in spread]}


def _answer(question: Question) -> Measured:
    """Seconds until the conflict is known, and with it the first thing that would help."""
    begun, processor = time.perf_counter(), time.process_time()
    known, conflict_seconds = timed(lambda: conflict_of(question))
    conflict_cpu = time.process_time() - processor
    one = explained(question, brief_for, 1)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - processor
    conflict = known.conflict
    return {
        "wanted": question.wanted[0].id,
        "alike": len(question.alike),
        "ways": len(question.plan.sessions),
        "experts": len(question.experts),
        "verdict": known.answered.value,
        "by": conflict.by if conflict else "",
        "elements": len(conflict.elements) if conflict else 0,
        "unproved": len(conflict.unproved) if conflict else 0,
        "shortage": conflict.shortage.short if conflict and conflict.shortage else None,
        "remedy": one.remedies[0].ask if one.remedies else "",
        "conflict_seconds": conflict_seconds,
        "conflict_cpu_seconds": round(conflict_cpu, 2),
        "seconds": round(seconds - conflict_seconds, 2),
        "cpu_seconds": round(cpu - conflict_cpu, 2),
    }


def main() -> None:
    """Measure one size and keep the raw result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--answers", type=int, default=8, help="questions answered; 0: the forecast alone")
    asked = parser.parse_args()
    result = {"commit": commit(), "machine": machine(), **measured(asked.size, asked.seed, asked.answers)}
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / f"outlook-{asked.size}-seed{asked.seed}-{result['commit']}.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
