"""Tiny seasons for the planning stages: two committees' worth of choices that a joint model can settle."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from random import Random

from data.briefing import brief_for
from solver.domain.calendar import HalfDay
from solver.domain.people import Service, Unavailability
from solver.domain.plan import Plan, PlannedGroup
from solver.domain.season import Season
from solver.planning.budget import Allowance, Budget
from solver.rules.brief import Brief
from tests.builders import small_plan, small_season, with_session

FIRST, SECOND = HalfDay(date(2026, 10, 12), 1), HalfDay(date(2026, 10, 12), 2)


def allowance() -> Allowance:
    """As much time as it takes, the same on every machine."""
    return Budget(None, 10, time.monotonic).start()


def varied(seed: int, experts: int = 16, applications: int = 4) -> Season:
    """A small season in which strengths, employers, districts, past service and free time differ by chance."""
    rng = Random(seed)
    season = small_season(experts, applications, employers=6)
    qualifications = tuple(replace(row, strength=rng.choice((0.4, 0.7, 1.0))) for row in season.qualifications)
    persons = tuple(
        replace(row, employer=rng.choice(("U01", "U02", row.employer))) if row.id.startswith("A") else row
        for row in season.persons
    )
    homes = tuple(
        replace(row, district=rng.choice(("", "和平区", "铁西区")), can_chair=rng.random() < 0.5 or n < 4)
        for n, row in enumerate(season.experts)
    )
    served = tuple(
        Service(row.id, "C1", 2025, sessions=rng.randint(1, 2)) for row in season.experts if rng.random() < 0.4
    )
    away = tuple(Unavailability(row.person, FIRST, FIRST) for row in season.experts if rng.random() < 0.1)
    return replace(
        season,
        qualifications=qualifications,
        persons=persons,
        experts=homes,
        service=served,
        unavailability=away,
    )


def unseated(season: Season, sessions: int = 1, groups: int = 0, size: int = 11) -> tuple[Brief, Plan]:
    """Sessions S1, S2 … of C1 on the half-days from 12 October, cases dealt round, nobody seated.

    Groups meet in R1, R2 ….
    """
    plan = with_session(small_plan(season, size), panel=())
    first = plan.sessions[0]
    parts = tuple(
        PlannedGroup(f"G{n + 1}", ("机械工程",), size // groups + (n < size % groups), f"R{n + 1}" if n else "")
        for n in range(groups)
    )
    halves = (FIRST, SECOND, HalfDay(date(2026, 10, 13), 1))
    made = tuple(
        replace(
            first,
            id=f"S{n + 1}",
            start=halves[n],
            groups=parts,
            cases=tuple(
                replace(case, group=f"G{place % groups + 1}" if groups else "", readers=())
                for place, case in enumerate(first.cases)
                if place % sessions == n
            ),
        )
        for n in range(sessions)
    )
    rooms = tuple(replace(season.rooms[0], id=f"R{n + 1}") for n in range(1, groups))
    return brief_for(replace(season, rooms=season.rooms + rooms)), replace(plan, sessions=made)
