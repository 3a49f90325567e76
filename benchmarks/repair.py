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
from statistics import median
from typing import Any

from benchmarks.instances import INSTANCES
from benchmarks.run import RESULTS, commit, machine
from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Declined, Revoked, RoomLost, Suspended, Withdrawn
from solver.domain.notices import notices
from solver.domain.people import Relation
from solver.domain.plan import Plan, PlanState
from solver.domain.season import Season
from solver.domain.vocabulary import RelationKind, Selection
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from solver.replan.account import Effect, account
from solver.replan.prices import prices_for
from solver.replan.repair import Repair, repair
from solver.replan.replacements import replacements
from solver.rules.brief import Brief

LATE = 10
"""Applications that come late where all kinds of changes come at once."""
CROWD = 150
"""Late applications to one committee."""
SCRATCH = (
    "1 drop-outs",
    "20 drop-outs",
    "100 drop-outs",
    "committee suspended two weeks",
    "room lost for a week",
)
"""Changed seasons that are planned again as well with ``--scratch``."""
SEATS = 20
"""Seats for which replacements are asked."""
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
    yield f"{CROWD} late applications to one committee", crowd(season, plan, chance)
    mixed = replace(drop_outs(plan, 20, chance), suspended=(weeks,), room_lost=(lost,))
    yield "all kinds at once", with_people(mixed, season, plan, chance)


def drop_outs(plan: Plan, count: int, chance: random.Random) -> Changes:
    """``count`` members of panels who decline, each of one session."""
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        session = chance.choice(plan.sessions)
        found[chance.choice(session.panel).expert, session.id] = None
    return Changes(declined=tuple(Declined(*one) for one in found))


def crowd(season: Season, plan: Plan, chance: random.Random) -> Changes:
    """``CROWD`` late applications to one committee, more than its sessions have room for."""
    session = chance.choice([one for one in plan.sessions if len(one.cases) > 1])
    like = [season.application[case.application] for case in session.cases]
    rows = [like[number % len(like)] for number in range(CROWD)]
    persons = tuple(
        replace(season.person[row.applicant], id=f"CROWD-P{number}") for number, row in enumerate(rows, start=1)
    )
    applications = tuple(
        replace(row, id=f"CROWD-D{number}", applicant=one.id, preferred_committee=session.committee)
        for number, (row, one) in enumerate(zip(rows, persons, strict=True), start=1)
    )
    return Changes(persons=persons, applications=applications)


def with_people(changes: Changes, season: Season, plan: Plan, chance: random.Random) -> Changes:
    """``changes`` with a relation reported, a delegation revoked, two applications withdrawn and ten that come late.

    The relation makes a member of a panel kin of an applicant of the same session. Late applications are like others of
    the season, from new applicants.
    """
    session = chance.choice([one for one in plan.sessions if one.cases])
    member, case = chance.choice(session.panel).expert, chance.choice(session.cases).application
    tie = Relation(season.expert[member].person, season.application[case].applicant, RelationKind.SPOUSE)
    used = sorted({one.delegation for one in plan.routes if one.delegation})
    placed = [case.application for one in plan.sessions for case in one.cases]
    late = [season.application[one] for one in chance.sample(placed, LATE)]
    persons = tuple(
        replace(season.person[row.applicant], id=f"LATE-P{number}") for number, row in enumerate(late, start=1)
    )
    return replace(
        changes,
        relations=(tie,),
        revoked=(Revoked(chance.choice(used)),) if used else (),
        withdrawn=tuple(Withdrawn(one) for one in chance.sample(placed, 2)),
        persons=persons,
        applications=tuple(
            replace(row, id=f"LATE-D{number}", applicant=one.id)
            for number, (row, one) in enumerate(zip(late, persons, strict=True), start=1)
        ),
    )


def _monday(start: HalfDay) -> date:
    return start.day - timedelta(days=start.day.weekday())


def told(plan: Plan) -> Plan:
    """``plan`` as if its panels had been chosen and everybody in them were told."""
    sessions = tuple(replace(one, selection=Selection.CHOSEN) for one in plan.sessions)
    return replace(plan, sessions=sessions, state=PlanState.PUBLISHED)


def measured(name: str, brief: Brief, plan: Plan, changes: Changes) -> tuple[dict[str, Any], Repair]:
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
        "people_told": len(notices(plan, made.plan)),
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
        "people_told": len(notices(plan, fresh)),
        "sessions_moved": sum(one.effect is Effect.SESSION_MOVED for one in found),
        "applications": fresh.placed,
    }


def replaced(brief: Brief, plan: Plan, seed: int) -> dict[str, object]:
    """Who could take each of some seats: seconds, how many can and cannot, and whether everybody is accounted for.

    ``without_rule`` counts those in the pool who are neither able nor kept out by a named rule.
    """
    chance = random.Random(seed)
    seconds, able, kept_out, missing = [], [], [], 0
    for session in (chance.choice(plan.sessions) for _ in range(SEATS)):
        expert = chance.choice(session.panel).expert
        began = time.perf_counter()
        found = replacements(brief, plan, session.id, expert)
        seconds.append(time.perf_counter() - began)
        able.append(len(found.candidates))
        kept_out.append(len(found.excluded))
        named = {one.expert for one in found.candidates} | {one for one, rules in found.excluded.items() if rules}
        missing += len(set(brief.candidates(session)) - session.seated() - named)
    return {
        "seats": SEATS,
        "seconds_median": round(median(seconds), 3),
        "seconds_most": round(max(seconds), 3),
        "able_median": median(able),
        "kept_out_median": median(kept_out),
        "without_rule": missing,
    }


HEADINGS = (
    "change",
    "seconds",
    "seats changed",
    "people told",
    "weight",
    "least proven",
    "above it",
    "hard",
    "from scratch: seats changed",
    "sessions moved",
    "people told",
)


def table(rows: list[dict[str, Any]]) -> str:
    """The scenarios as a table in Markdown, as ``benchmarks/README.md`` has it."""
    lines = [HEADINGS, ("---",) * len(HEADINGS)]
    for row in rows:
        again = row.get("again", {})
        scratch = (str(again.get(name, "")) for name in ("seats_changed", "sessions_moved", "people_told"))
        figures = (row["seconds"], row["seats_changed"], row["people_told"], row["weight"], row["bound"])
        lines.append((row["scenario"], *map(str, figures), f"{row['gap']:.1%}", str(row["hard_findings"]), *scratch))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Plan, tell, change, repair; print a line for each scenario and keep the raw results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", default="city", choices=sorted(INSTANCES))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", action="store_true", help="plan some of the changed seasons again as well")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    season = INSTANCES[asked.instance].season()
    brief = brief_for(season)
    plan = told(plan_season(brief, Budget(asked.seconds, None, time.monotonic), asked.seed))
    repair(brief, plan, drop_outs(plan, 1, random.Random(0)))  # season and plan are loaded: look-ups are made
    rows: list[dict[str, Any]] = []
    for name, changes in scenarios(season, plan, asked.seed):
        row, made = measured(name, brief, plan, changes)
        if asked.scratch and name in SCRATCH:
            row["again"] = again(made, plan, asked.seconds, asked.seed)
        rows.append(row)
        print(json.dumps(row, ensure_ascii=False), flush=True)
    asked_about = replaced(brief, plan, asked.seed)
    print(json.dumps({"replacements": asked_about}), flush=True)
    result = {
        "commit": commit(),
        "machine": machine(),
        "instance": asked.instance,
        "seed": asked.seed,
        "plan_seconds": asked.seconds,
        "sessions": len(plan.sessions),
        "seats": sum(len(one.panel) for one in plan.sessions),
        "scenarios": rows,
        "replacements": asked_about,
    }
    asked.results.mkdir(parents=True, exist_ok=True)
    path = asked.results / f"repair-{asked.instance}-seed{asked.seed}-{result['commit']}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
