"""Repair at city size: what changed, how long it took, how far from the least it is, and what planning again changes.

``python -m benchmarks.repair --instance city --seconds 60 --scratch`` plans an instance, tells everybody, lets things
change in several ways, and keeps the raw results in ``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.instances import INSTANCES
from benchmarks.run import RESULTS, commit, machine
from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Declined, RoomLost, Suspended
from solver.domain.plan import Plan, PlanState
from solver.domain.season import Season
from solver.domain.vocabulary import Selection
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from solver.replan.account import Effect, account
from solver.replan.prices import prices_for
from solver.replan.repair import Repair, repair
from solver.rules.brief import Brief

NEW = frozenset({Effect.SEAT_GIVEN, Effect.CALLED_UP})
"""Differences that put somebody into a seat."""


def scenarios(season: Season, plan: Plan, seed: int) -> Iterator[tuple[str, Changes]]:
    """What happens, by name; the same for the same plan and seed."""
    chance = random.Random(seed)
    for count in (1, 5, 20, 100):
        yield f"{count} drop-outs", drop_outs(plan, count, chance)
    session = chance.choice(plan.sessions)
    committee = session.committee
    first = min(one.start.day for one in plan.sessions if one.committee == committee and one.start)
    weeks = Suspended(committee, first, first + timedelta(days=13))
    yield "committee suspended two weeks", Changes(suspended=(weeks,))
    yield "committee suspended for good", Changes(suspended=(Suspended(committee, season.header.first_day),))
    used = Counter(room for one in plan.sessions for room in one.rooms)
    room = used.most_common(1)[0][0]
    days = Counter(_monday(one.start) for one in plan.sessions if room in one.rooms and one.start)
    monday = days.most_common(1)[0][0]
    lost = RoomLost(room, HalfDay(monday, 1), HalfDay(monday + timedelta(days=4), season.header.half_days))
    yield "room lost for a week", Changes(room_lost=(lost,))


def drop_outs(plan: Plan, count: int, chance: random.Random) -> Changes:
    """``count`` members of panels who decline, each of one session."""
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        session = chance.choice(plan.sessions)
        found[chance.choice(session.panel).expert, session.id] = None
    return Changes(declined=tuple(Declined(*one) for one in found))


def _monday(start: HalfDay) -> date:
    return start.day - timedelta(days=start.day.weekday())


def told(plan: Plan) -> Plan:
    """``plan`` as if its panels had been chosen and everybody in them were told."""
    sessions = tuple(replace(one, selection=Selection.CHOSEN) for one in plan.sessions)
    return replace(plan, sessions=sessions, state=PlanState.PUBLISHED)


def measured(name: str, brief: Brief, plan: Plan, changes: Changes) -> tuple[dict[str, object], Repair]:
    """One scenario: seconds, what changed beside the bound, and the hard findings of a whole check afterwards."""
    began = time.perf_counter()
    made = repair(brief, plan, changes)
    seconds = time.perf_counter() - began
    effects = Counter(one.effect for one in made.differences)
    broken = hard(check(made.brief, made.plan))
    return {
        "scenario": name,
        "seconds": round(seconds, 3),
        "weight": made.weight,
        "bound": made.bound,
        "gap": round(made.gap, 4),
        "seats_changed": sum(effects[one] for one in NEW),
        "differences": {effect.value: count for effect, count in sorted(effects.items())},
        "applications": (plan.placed, made.plan.placed),
        "unplaced": len(made.plan.unplaced) - len(plan.unplaced),
        "hard_findings": len(broken),
    }, made


def again(made: Repair, plan: Plan, seconds: float, seed: int) -> dict[str, object]:
    """The changed season planned from scratch: what that moves."""
    budget = Budget(seconds, None, time.monotonic)
    fresh = plan_season(made.brief, budget, seed)
    found = account(plan, fresh, prices_for(made.brief, plan))
    return {
        "weight": sum(one.weight for one in found),
        "seats_changed": sum(one.effect in NEW for one in found),
        "sessions_moved": sum(one.effect is Effect.SESSION_MOVED for one in found),
        "applications": fresh.placed,
    }


def main() -> None:
    """Plan, tell, change, repair; print a line for each scenario and keep the raw results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", default="city", choices=sorted(INSTANCES))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", action="store_true", help="plan each changed season again as well")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    season = INSTANCES[asked.instance].season()
    brief = brief_for(season)
    plan = told(plan_season(brief, Budget(asked.seconds, None, time.monotonic), asked.seed))
    repair(brief, plan, drop_outs(plan, 1, random.Random(0)))  # season and plan are loaded: look-ups are made
    rows = []
    for name, changes in scenarios(season, plan, asked.seed):
        row, made = measured(name, brief, plan, changes)
        if asked.scratch:
            row["again"] = again(made, plan, asked.seconds, asked.seed)
        rows.append(row)
        print(json.dumps(row, ensure_ascii=False), flush=True)
    result = {
        "commit": commit(),
        "machine": machine(),
        "instance": asked.instance,
        "seed": asked.seed,
        "plan_seconds": asked.seconds,
        "sessions": len(plan.sessions),
        "seats": sum(len(one.panel) for one in plan.sessions),
        "scenarios": rows,
    }
    asked.results.mkdir(parents=True, exist_ok=True)
    path = asked.results / f"repair-{asked.instance}-seed{asked.seed}-{result['commit']}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
