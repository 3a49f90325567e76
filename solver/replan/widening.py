"""Sessions filled together with those around that hold the people they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from solver.domain.plan import Plan, PlannedSession
from solver.replan.account import account, weight_of
from solver.replan.bench import Elsewhere
from solver.replan.filling import Filled, fill
from solver.replan.ground import Ground

ROUNDS = 3
"""How often the sessions around are taken in."""
WIDEST = 6
"""Most sessions that are filled together."""


def wider(ground: Ground, sessions: Sequence[PlannedSession], found: Filled | None) -> Filled | None:
    """``sessions`` together with those whose experts they need, where that is cheaper than what was ``found``."""
    together, best = list(sessions), found
    for _ in range(ROUNDS):
        priced = fill(ground, together, Elsewhere.PRICED)
        more = priced.freed - {one.id for one in together}
        around = [
            ground.now[one] for one in sorted(more) if ground.now[one].panel and not ground.is_held(ground.now[one])
        ]
        if not priced.found or not around or len(together) + len(around) > WIDEST:
            break
        together += around
        others = sum(people_weight(ground, one) for one in together[len(sessions) :])
        all_filled = fill(ground, together, Elsewhere.FORBIDDEN)
        if all_filled.found and (best is None or all_filled.weight < best.weight + others):
            return all_filled
    return best


def people_weight(ground: Ground, session: PlannedSession) -> int:
    """What the people of ``session`` weigh, its place and cases apart."""
    told = ground.was.session.get(session.id)
    if told is None:
        return weight_of(account(Plan(), Plan(sessions=(session,)), ground.prices))
    there = replace(told, start=session.start, rooms=session.rooms, groups=session.groups, cases=session.cases)
    return weight_of(account(Plan(sessions=(there,)), Plan(sessions=(session,)), ground.prices))
