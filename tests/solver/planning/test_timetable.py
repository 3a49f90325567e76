"""Starts and rooms: lawful starts, rooms never double-used, availability as supply."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.check import check
from solver.domain.calendar import HalfDay
from solver.domain.committees import SessionRequest, Timetable
from solver.domain.people import Unavailability
from solver.domain.season import Season
from solver.domain.vocabulary import Level
from solver.model.merits import Merits
from solver.planning.arrangement import arrangement_of, construct, improve_by_moves
from solver.planning.batches import batch_cases
from solver.planning.budget import Budget
from solver.planning.halls import halls_of
from solver.planning.openings import openings_of
from solver.planning.settling import settle
from solver.planning.timetable import Timed, set_timetable
from solver.routing import route_applications
from solver.rules.catalogue import RULES
from solver.rules.rule import Matter
from tests.builders import CLOSE, OPEN, small_season

ENOUGH = 17
"""Experts for a panel of 11 and its 6 alternates."""
SENIOR = (Level.ASSOCIATE_SENIOR,)
TIME_AND_ROOM = tuple(rule for rule in RULES if rule.matters & {Matter.TIME, Matter.ROOM, Matter.ROUTE})


def dated(season: Season, effort: int = 1) -> Timed:
    brief = brief_for(season)
    plan = batch_cases(brief, route_applications(brief))
    return set_timetable(Merits(brief), plan, Budget(None, effort, time.monotonic).start(), seed=1)


def wanted(season: Season, **changes: object) -> Season:
    request = SessionRequest("S1", "C1", SENIOR)
    return replace(season, sessions=(replace(request, **changes),))  # type: ignore[arg-type]


def test_a_session_starts_in_its_published_window() -> None:
    (session,) = dated(small_season(ENOUGH)).plan.sessions
    assert session.start is not None
    assert OPEN <= session.start.day <= CLOSE
    assert session.rooms == ("R1",)


def test_a_fixed_start_is_kept() -> None:
    fixed = HalfDay(date(2026, 10, 14), 2)
    (session,) = dated(wanted(small_season(ENOUGH), fixed_start=fixed)).plan.sessions
    assert session.start == fixed


def test_a_preferred_day_is_taken() -> None:
    day = date(2026, 11, 3)
    (session,) = dated(wanted(small_season(ENOUGH), preferred_days=(day,))).plan.sessions
    assert session.start is not None
    assert session.start.day == day


def test_a_window_without_working_days_is_told_with_its_rule() -> None:
    holidays = date(2026, 10, 3), date(2026, 10, 4)
    timed = dated(wanted(small_season(ENOUGH), earliest=holidays[0], latest=holidays[1]))
    assert timed.plan.sessions == ()
    assert {(one.kind, one.reasons[0].dimension, one.reasons[0].rule) for one in timed.unplaced} == {
        ("session", "start", "SY24-15a"),
        ("application", "start", "SY24-15a"),
    }
    assert len(timed.unplaced) == 1 + 6


def test_a_panel_larger_than_every_room_is_told() -> None:
    season = small_season(ENOUGH)
    timed = dated(replace(season, rooms=(replace(season.rooms[0], seats=10),)))
    assert {reason.rule for one in timed.unplaced for reason in one.reasons} == {"LG-04"}


def test_the_start_is_where_the_experts_are_available() -> None:
    """Seven of 17 are away but for one afternoon: only then are 11 and 6 alternates there."""
    season = small_season(ENOUGH)
    only = HalfDay(date(2026, 10, 21), 2)
    away = tuple(
        Unavailability(f"P{number:02d}", start, end)
        for number in range(1, 8)
        for start, end in (
            (HalfDay(OPEN, 1), HalfDay(only.day, 1)),
            (HalfDay(date(2026, 10, 22), 1), HalfDay(CLOSE, 2)),
        )
    )
    timed = dated(replace(season, unavailability=away))
    assert [session.start for session in timed.plan.sessions] == [only]
    opening = timed.openings.opening[timed.plan.sessions[0].id]
    assert Counter(opening.short.tolist())[0.0] == 1


def test_short_counts_the_experts_that_are_missing() -> None:
    """17 wanted for the panel and its alternates, 12 there: 5 missing in all and 5 in the one group."""
    season = small_season(ENOUGH)
    away = tuple(Unavailability(f"P{n:02d}", HalfDay(OPEN, 1), HalfDay(OPEN, 2)) for n in range(13, 18))
    brief = brief_for(replace(season, unavailability=away))
    plan = batch_cases(brief, route_applications(brief))
    opening = openings_of(Merits(brief), plan).opening[plan.sessions[0].id]
    at = dict(zip(opening.starts.tolist(), opening.short.tolist(), strict=True))
    first_day = [number for number, half in enumerate(brief.season_half_days) if half.day == OPEN]
    assert [at[number] for number in first_day] == [5.0 + 5.0] * 2
    assert {short for number, short in at.items() if number not in first_day} == {0.0}


@pytest.mark.parametrize(("days", "held"), [(1, 2), (2, 3)])
def test_one_room_holds_one_session_at_a_time(days: int, held: int) -> None:
    """Three sessions of one half-day each, one room: a window of one day holds two of them, of two days all."""
    season = small_season(60, 12, employers=60)
    requests = tuple(SessionRequest(f"S{number}", "C1", SENIOR, half_days=1) for number in range(3))
    first = date(2026, 10, 12)
    window = Timetable("C1", first, first + timedelta(days=days - 1), date(2026, 8, 31))
    timed = dated(replace(season, sessions=requests, timetable=(window,)))
    starts = [session.start for session in timed.plan.sessions]
    assert len(set(starts)) == len(starts) == held


@pytest.fixture(scope="module")
def tight() -> Timed:
    return dated(synthesise(6, 200, 700, 3, "tight"))


def test_no_rule_of_time_or_rooms_is_broken(tight: Timed) -> None:
    brief = tight.arrangement.merits.brief
    assert len(tight.plan.sessions) > 10
    assert check(brief, tight.plan, TIME_AND_ROOM) == ()


def test_groups_sit_in_rooms_of_one_place(tight: Timed) -> None:
    rooms = tight.arrangement.merits.brief.season.room
    grouped = [session for session in tight.plan.sessions if session.groups]
    assert grouped
    for session in grouped:
        assert len(session.rooms) == len(session.groups)
        assert len({rooms[room].place for room in session.rooms}) == 1


def test_moves_never_make_an_arrangement_worse() -> None:
    brief = brief_for(synthesise(6, 200, 700, 3, "tight"))
    plan = batch_cases(brief, route_applications(brief))
    merits = Merits(brief)
    arrangement = arrangement_of(merits, openings_of(merits, plan), halls_of(brief, plan), {})
    construct(arrangement)

    def worth() -> float:
        pairs = sum(
            arrangement.clash[one, other]
            for one, here in arrangement.spot.items()
            for other, there in arrangement.spot.items()
            if one < other
            and here.start < there.start + arrangement.session(other).length
            and there.start < here.start + arrangement.session(one).length
        )
        return sum(arrangement.value(number) for number in arrangement.spot) + float(pairs)

    rng = np.random.default_rng(5)
    before = worth()
    improve_by_moves(arrangement, rng, 60)
    assert worth() >= before - 1e-6
    assert len(arrangement.spot) == len(plan.sessions)


def test_two_sessions_exchange_the_only_room() -> None:
    """S1 may sit on two days and holds the only one on which S2 may: settled together, both are held."""
    days = date(2026, 10, 12), date(2026, 10, 13)
    season = small_season(40, 12, employers=40)
    requests = (
        SessionRequest("S1", "C1", SENIOR, half_days=2, earliest=days[0], latest=days[1]),
        SessionRequest("S2", "C1", SENIOR, half_days=2, earliest=days[0], latest=days[0]),
    )
    brief = brief_for(replace(season, sessions=requests))
    merits, plan = Merits(brief), batch_cases(brief, route_applications(brief))
    arrangement = arrangement_of(merits, openings_of(merits, plan), halls_of(brief, plan), {})
    numbers = {arrangement.session(number).id: number for number in range(2)}
    first = next(
        spot for spot in arrangement.spots(numbers["S1"], 9) if brief.season_half_days[spot.start].day == days[0]
    )
    arrangement.put(numbers["S1"], first)
    assert arrangement.place(numbers["S2"]) is None
    assert settle(arrangement, [0, 1], seed=1)
    held = {arrangement.session(one).id: brief.season_half_days[spot.start] for one, spot in arrangement.spot.items()}
    assert held == {"S1": HalfDay(days[1], 1), "S2": HalfDay(days[0], 1)}


def test_settling_what_is_settled_changes_nothing(tight: Timed) -> None:
    before = dict(tight.arrangement.spot)
    chosen = sorted(before)[:6]
    better = settle(tight.arrangement, chosen, seed=1)
    assert better == (tight.arrangement.spot != before)
    assert not settle(tight.arrangement, chosen, seed=1)
    assert check(tight.arrangement.merits.brief, tight.plan, TIME_AND_ROOM) == ()
