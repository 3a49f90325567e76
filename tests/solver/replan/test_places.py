"""Sessions that have to move at once: no lighter plan exists, by trying all of them, and the bound says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations, product

import pytest

from data.briefing import brief_for
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Suspended
from solver.domain.people import Unavailability
from solver.domain.plan import Alternate, PanelSeat, Plan, PlannedSession
from solver.domain.vocabulary import Role
from solver.replan.account import account, weight_of
from solver.replan.prices import prices_for
from solver.replan.repair import changed_brief, repair
from solver.rules.brief import Brief
from tests.solver.replan.small_repairs import (
    CALLED,
    LOST,
    MONDAY,
    NAMED,
    ROOM,
    STANDBY_ASKED,
    STANDBY_LOST,
    TOLD,
    TUESDAY,
    experts,
    junior_plan,
    junior_season,
    session,
)

WEDNESDAY = date(2026, 10, 14)
MORNING, AFTERNOON = HalfDay(WEDNESDAY, 1), HalfDay(WEDNESDAY, 2)
SEAT = LOST * TOLD + CALLED + STANDBY_ASKED
"""A member who was told leaves, an alternate is called up, another one asked."""
LIST = STANDBY_LOST * TOLD + STANDBY_ASKED
BOTH = 2 * TOLD * NAMED
"""Two sessions at another time."""
SUSPENDED = Changes(suspended=(Suspended("C1", MONDAY, TUESDAY),))


def two_sessions(
    other: tuple[list[str], list[str]], away: Mapping[str, HalfDay], ends: tuple[HalfDay, HalfDay], room: str, pool: int
) -> tuple[Brief, Plan]:
    """S1 on Monday and S2 on Tuesday, which can both only be held on Wednesday while rooms are open; some are away."""
    season = junior_season(pool)
    person = {one.id: one.person for one in season.experts}
    season = replace(
        season,
        experts=tuple(replace(one, can_chair=one.id in experts(1, 2, 9, 10)) for one in season.experts),
        timetable=(replace(season.timetable[0], earliest=MONDAY, latest=WEDNESDAY),),
        rooms=tuple(replace(one, end=end) for one, end in zip(season.rooms, ends, strict=True)),
        unavailability=tuple(Unavailability(person[one], half, half) for one, half in away.items()),
    )
    first = session("S1", experts(1, 2, 3, 4, 5), experts(6, 7, 8), ["D01"], HalfDay(MONDAY, 1), "R1")
    second = session("S2", *other, ["D02"], HalfDay(TUESDAY, 1), room)
    return brief_for(season), junior_plan(season, first, second)


SAME = experts(1, 2, 3, 4, 5), experts(6, 7, 8)
FIVE_IN_BOTH = experts(9, 10, 5, 11, 12), experts(13, 14, 15)
CASES = {
    "one after the other": (two_sessions(SAME, {}, (AFTERNOON, AFTERNOON), "R1", 9), BOTH),
    "one after the other, the room shut at noon": (
        two_sessions(SAME, {}, (MORNING, AFTERNOON), "R1", 9),
        BOTH + ROOM * TOLD,
    ),
    "a member away in the morning, an alternate in the afternoon": (
        two_sessions(SAME, {"E05": MORNING, "E07": AFTERNOON}, (AFTERNOON, AFTERNOON), "R1", 9),
        BOTH + SEAT + LIST,
    ),
    "a member of one of them away": (
        two_sessions(FIVE_IN_BOTH, {"E04": MORNING}, (AFTERNOON, AFTERNOON), "R1", 17),
        BOTH,
    ),
    "at once, one member in both": (two_sessions(FIVE_IN_BOTH, {}, (MORNING, MORNING), "R2", 17), BOTH + SEAT),
}


@pytest.mark.parametrize("name", CASES)
def test_no_plan_is_lighter_and_the_bound_is_met(name: str) -> None:
    (brief, plan), weight = CASES[name]
    assert not hard(check(brief, plan))
    made = repair(brief, plan, SUSPENDED)
    assert not hard(check(made.brief, made.plan))
    assert (made.weight, made.bound) == (weight, weight)
    after = changed_brief(brief, plan, SUSPENDED)
    assert all(is_double(one) or is_away(after, one) or hard(check(after, one)) for one in lighter(after, plan, weight))


def is_double(plan: Plan) -> bool:
    """Whether the two sessions are at once in one room, or with somebody in both."""
    one, other = plan.sessions
    return one.start == other.start and (one.rooms == other.rooms or not named(one).isdisjoint(named(other)))


def is_away(brief: Brief, plan: Plan) -> bool:
    return any(one.start in brief.unavailable.get(expert, ()) for one in plan.sessions for expert in named(one))


def named(row: PlannedSession) -> frozenset[str]:
    return row.seated() | {one.expert for one in row.alternates}


def lighter(brief: Brief, plan: Plan, weight: int) -> Iterator[Plan]:
    """Every plan at Wednesday's half-days that weighs less than ``weight``; readers are those who stay or come."""
    prices = prices_for(brief, plan)
    pool = [one.id for one in brief.season.experts]
    for starts in product((MORNING, AFTERNOON), repeat=2):
        for rooms in product(("R1", "R2"), repeat=2):
            options = []
            for row, start, room in zip(plan.sessions, starts, rooms, strict=True):
                there = replace(row, start=start, rooms=(room,))
                options.append(list(changed(there, pool, weight - BOTH - 1)))
            weights = [
                [weight_of(account(alone(plan, row), alone(plan, one), prices)) for one in option]
                for row, option in zip(plan.sessions, options, strict=True)
            ]
            for first, second in product(range(len(options[0])), range(len(options[1]))):
                if weights[0][first] + weights[1][second] < weight:
                    yield replace(plan, sessions=(options[0][first], options[1][second]))


def alone(plan: Plan, row: PlannedSession) -> Plan:
    return replace(plan, sessions=(row,))


def changed(row: PlannedSession, pool: list[str], most: int) -> Iterator[PlannedSession]:
    """``row`` with every panel and list for whom those who leave, and whoever follows, weigh no more than ``most``."""
    members, waiting = [seat.expert for seat in row.panel], {one.expert for one in row.alternates}
    for lost in range(most // SEAT + 1):
        for out, came in product(
            combinations(members, lost), combinations([x for x in pool if x not in members], lost)
        ):
            panel = sorted(set(members) - set(out)) + list(came)
            for wait in lists(waiting, pool, panel, (most - SEAT * lost) // LIST):
                for chair, vice in permutations([one for one in panel if one in experts(1, 2, 9, 10)], 2):
                    yield seated(row, panel, {chair: Role.CHAIR, vice: Role.VICE_CHAIR}, wait)


def lists(waiting: set[str], pool: list[str], panel: list[str], most: int) -> Iterator[tuple[str, ...]]:
    """Every list of three from which at most so many were taken who do not sit now."""
    for wait in combinations([one for one in pool if one not in panel], 3):
        if len(waiting - set(wait) - set(panel)) <= most:
            yield wait


def seated(row: PlannedSession, panel: list[str], roles: Mapping[str, Role], wait: tuple[str, ...]) -> PlannedSession:
    read = tuple(replace(case, readers=tuple(panel[:3])) for case in row.cases)
    return replace(
        row,
        panel=tuple(PanelSeat(one, roles.get(one, Role.MEMBER)) for one in panel),
        alternates=tuple(Alternate(one, "", rank) for rank, one in enumerate(wait, start=1)),
        cases=read,
    )
