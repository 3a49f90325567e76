"""What each committee is approved for, and when it may sit; and the rooms of the season."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from data.samples.synthesis.committees import Block, Outline
from data.samples.synthesis.draft import YEAR, Draft
from data.samples.synthesis.employers import ZIPF
from data.samples.synthesis.words import DISTRICTS, PLACES
from solver.domain.calendar import HalfDay
from solver.domain.committees import Filing, Room, Timetable
from solver.domain.vocabulary import EmployerKind

OPEN, CLOSE = date(YEAR, 9, 7), date(YEAR, 12, 4)
"""Sessions take place from September to early December: notice and filing must fit into the year."""

HOLIDAY_DAYS = 9
"""Days that the autumn holidays take out of a window of calendar days, at most."""

FILED = (
    (date(2025, 1, 1), date(2027, 12, 31)),
    (date(2024, 4, 1), date(2027, 3, 31)),
    (date(2026, 2, 1), date(2029, 1, 31)),
)


WITHOUT_CENTRAL = tuple(kind for kind in EmployerKind if kind is not EmployerKind.CENTRAL)


def add_filings(draft: Draft, blocks: list[Block]) -> None:
    """One filing per committee: its city's employers, or its own; some leave out the centrally owned."""
    rng = draft.stream("filings")
    closed = closed_to_central(draft, blocks)
    for index, block in enumerate(blocks):
        kinds = WITHOUT_CENTRAL if index in closed else ()
        for one in block.outlines:
            start, end = rng.choice(FILED)
            number = len(draft.tables.filings) + 1
            filing = Filing(
                f"F{number:03d}",
                one.id,
                f"{block.region}人社备〔{start.year}〕{number}号",
                block.subject.series,
                one.levels,
                start,
                end,
                block.subject.specialties,
                (block.region,),
                (block.home,) if block.home else (),
                kinds,
            )
            draft.tables.filings.append(filing)


def closed_to_central(draft: Draft, blocks: list[Block]) -> frozenset[int]:
    """Positions of fields that leave out centrally owned employers: those with few, up to the recipe's share."""
    central = {row.id for row in draft.tables.employers if row.kind is EmployerKind.CENTRAL}
    touched = []
    for index, block in enumerate(blocks):
        ranks = [rank for rank, one in enumerate(block.employers, start=1) if one in central]
        share = sum(rank**-ZIPF for rank in ranks) / max(
            1.0, sum(rank**-ZIPF for rank in range(1, len(block.employers) + 1))
        )
        if not block.suspended:
            touched.append((share * sum(one.volume for one in block.outlines), index))
    left = draft.recipe.central_gaps * draft.recipe.applications
    closed: set[int] = set()
    for expected, index in sorted(touched):
        if 0 < expected <= left and len(closed) < max(1, len(blocks) // 8):
            closed.add(index)
            left -= expected
    return frozenset(closed)


def add_timetable(draft: Draft, blocks: list[Block]) -> None:
    """A window per committee, long enough for its sessions, with acceptance closed before it opens."""
    rng = draft.stream("timetable")
    for block in blocks:
        for one in block.outlines:
            days = max(rng.randint(*draft.recipe.window), days_needed(block, one))
            calendar_days = min((CLOSE - OPEN).days, math.ceil(days * 7 / 5) + HOLIDAY_DAYS)
            earliest = OPEN + timedelta(days=rng.randint(0, (CLOSE - OPEN).days - calendar_days))
            closed = min(earliest - timedelta(days=rng.randint(3, 15)), date(YEAR, 9, 18))
            latest = earliest + timedelta(days=calendar_days)
            draft.tables.timetable.append(Timetable(one.id, earliest, latest, closed))


def days_needed(block: Block, one: Outline) -> int:
    """Working days in which the pool can hold all sessions, with alternates, at half its time."""
    expert_days = one.sessions * 1.5 * one.size * block.half_days(one) / 2
    return math.ceil(expert_days / max(1.0, 0.5 * len(one.members)))


def add_rooms(draft: Draft, blocks: list[Block]) -> None:
    """Rooms for the season's load, two per session, at the recipe's use of room time."""
    rng = draft.stream("rooms")
    room_halves = sum(2 * one.sessions * block.half_days(one) for block in blocks for one in block.outlines)
    halves = 2 * 5 / 7 * (CLOSE - OPEN).days
    number = max(8, math.ceil(room_halves / (draft.recipe.room_use * halves)))
    for index in range(number):
        draft.tables.rooms.append(_room(rng, index, number))


def _room(rng: random.Random, index: int, number: int) -> Room:
    # Four rooms or more share a building, so that group rooms are found in one place.
    building = index // max(4, math.ceil(number / len(PLACES)))
    seats = rng.choice((40, 50, 60)) if index % 3 != 2 else rng.choice((20, 24))
    shut = date(YEAR, 12, 11)
    district = DISTRICTS[building % len(DISTRICTS)]
    return Room(
        f"R{index + 1:02d}", PLACES[building % len(PLACES)], district, seats, HalfDay(OPEN, 1), HalfDay(shut, 2)
    )
