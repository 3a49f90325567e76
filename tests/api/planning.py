"""A season that is quickly planned, and plans of it, for tests of the service."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from api.runs import Pace
from api.supervisor import Supervisor
from data.briefing import brief_for
from data.plan_files.plan_json import plan_document
from data.store import plans
from data.store.engine import Store
from data.store.season_import import create_from
from data.store.seasons import one_season
from data.store.transaction import Actor
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import Selection
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from tests.builders import small_season
from tests.conftest import KEY
from tests.solver.rules.entrusting import with_committee

SEASON = "2026"
PLANS = f"/v1/seasons/{SEASON}/plans"
MAKER = Actor("u-maker", "secretariat")
QUICK = Pace(beat=0.05, grace=30.0)


def plannable(drawn: bool = False) -> Season:
    """Six applications for one committee, whose panels are chosen by a document, or drawn."""
    season = small_season(experts=60 if drawn else 20, employers=60 if drawn else 20)
    return with_committee(season, "C1", selection=Selection.DRAWN, selection_basis="") if drawn else season


def planned(season: Season, seed: int = 1) -> Plan:
    """A plan of a season, by the planner itself."""
    return plan_season(brief_for(season), Budget(None, 1, time.monotonic), seed)


def keep(store: Store, season: Season, plan: Plan) -> str:
    """Put a plan into the store as a draft; its id."""
    made = f"p-{uuid4().hex[:8]}"
    with store.change(MAKER) as change:
        version = one_season(change, SEASON).version
        plans.add_plan(change, made, SEASON, version, plan_document(plan, brief_for(season)))  # type: ignore[arg-type] # JSON
    return made


def stored(store: Store, season: Season) -> None:
    """Put a season into the store."""
    with store.change(MAKER) as change:
        create_from(change, SEASON, season)


def sent(plan: Plan, season: Season) -> bytes:
    """``plan.json`` as it is sent."""
    return json.dumps(plan_document(plan, brief_for(season)), ensure_ascii=False).encode()


def shrunk(plan: Plan) -> Plan:
    """The plan with its first panel made one smaller, so that it is even: a hard finding."""
    first, *rest = plan.sessions
    return replace(plan, sessions=(replace(first, panel=first.panel[:-1]), *rest))


def supervised(store: Store) -> Supervisor:
    """A supervisor that shows signs of life often."""
    return Supervisor(store, KEY, pace=QUICK)


def until(found: Callable[[], Any], seconds: float = 120.0) -> Any:
    """Wait for what has to come, and answer it."""
    end = time.monotonic() + seconds
    while not (one := found()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
    return one
