"""The rooms of a season shared out among its parts: in suites of one place, where people live, and week by week.

A panel meets in one place, its groups in rooms of their own, so that rooms are given in suites. How far its experts
travel depends on the district, so that every part should have suites in several: turns of weeks give each part another
share of the rooms, in districts it has none in yet. At no time are two parts in one room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from solver.domain.calendar import HalfDay
from solver.domain.committees import Room
from solver.domain.pins import Pin
from solver.domain.season import Season

TURNS = 3
"""Shares that take turns, a week each."""
HOME_SHARE = 0.5
"""A part is at home in a district with half as many experts as in the one where most of them live."""


def shared_rooms(
    season: Season, bundles: Sequence[frozenset[str]], need: Sequence[int], least: int
) -> tuple[tuple[Room, ...], ...]:
    """Rooms of each bundle of committees: those its sessions and pins name, of the others shares by highest averages.

    A room that takes turns is closed in the weeks of the others. A suite goes to where experts of a bundle live, if any
    do, first where there are less than ``least`` rooms, then where there is none in its district (D'Hondt). A bundle
    that would have none in some week has none at all.

    Parameters
    ----------
    need
        How much each bundle has to review.
    """
    home = {committee: number for number, bundle in enumerate(bundles) for committee in bundle}
    named = {row.fixed_room: home[row.committee] for row in season.sessions if row.fixed_room and row.committee in home}
    named |= {pin.room: home[one] for one, pin in pinned(season) if pin.keeps and pin.room and one in home}
    living = [lives_in(season, bundle) for bundle in bundles]
    bar = [HOME_SHARE * max(one.values(), default=0) for one in living]
    suites = _suites(season, named, max(1, least // 2))
    turns: list[dict[str, set[int]]] = [defaultdict(set) for _ in bundles]
    districts: list[set[str]] = [set() for _ in bundles]
    roofless = set[int]()
    for turn in range(TURNS):
        given = [sum(number == one for one in named.values()) for number in range(len(bundles))]
        for suite in suites[turn:] + suites[:turn]:
            district = season.room[suite[0]].district
            near = [number for number, one in enumerate(living) if bar[number] <= one.get(district, 0)]

            def order(number: int, suite: tuple[str, ...] = suite, district: str = district) -> tuple[float, ...]:
                average = need[number] / (given[number] + len(suite))  # noqa: B023 - asked within the loop
                return given[number] >= least, district in districts[number], -average, number  # noqa: B023

            best = min(near or range(len(bundles)), key=order)
            given[best] += len(suite)
            districts[best].add(district)
            for room in suite:
                turns[best][room].add(turn)
        roofless.update(number for number, rooms in enumerate(given) if not rooms)
    for room, number in named.items():
        turns[number][room] = set(range(TURNS))
    return tuple(
        tuple(_in_turn(season, row, mine[row.id]) for row in season.rooms if row.id in mine and number not in roofless)
        for number, mine in enumerate(turns)
    )


def lives_in(season: Season, bundle: Collection[str]) -> Mapping[str, int]:
    """How many experts of the pools of ``bundle``, or kept in its sessions by pins, live in each district."""
    found: defaultdict[str, int] = defaultdict(int)
    pools = {term.expert for committee in sorted(bundle) for term in season.pool_of.get(committee, ())}
    guests = {pin.expert for committee, pin in pinned(season) if pin.keeps and pin.expert and committee in bundle}
    for expert in pools | guests:
        if season.expert[expert].district:
            found[season.expert[expert].district] += 1
    return found


def pinned(season: Season) -> Iterator[tuple[str, Pin]]:
    """The pins of a season, each with the committee of its session."""
    for pin in season.pins:
        committee = season.committee_of_session(pin.session)
        if committee in season.committee:
            yield committee, pin


def _suites(season: Season, taken: Collection[str], size: int) -> list[tuple[str, ...]]:
    """The rooms that nobody named, in suites of one place, ``size`` or more if it has them, large and small mixed."""
    places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for room in sorted(season.rooms, key=lambda row: (-row.seats, row.id)):
        if room.id not in taken:
            places[room.place, room.district].append(room.id)
    suites: list[tuple[str, ...]] = []
    for _, rooms in sorted(places.items()):
        number = max(1, len(rooms) // size)
        suites += [tuple(rooms[first::number]) for first in range(number)]
    return sorted(suites, key=lambda suite: (-len(suite), suite))


def _in_turn(season: Season, room: Room, turns: Collection[int]) -> Room:
    """``room`` closed in the weeks of other turns."""
    if len(turns) == TURNS:
        return room
    halves = season.header.half_days
    others = (week for number, week in enumerate(_weeks(season)) if number % TURNS not in turns)
    closed = tuple((HalfDay(monday, 1), HalfDay(monday + timedelta(days=6), halves)) for monday in others)
    return replace(room, closed=(*room.closed, *closed))


def _weeks(season: Season) -> Iterator[date]:
    """The Monday of every week of the season."""
    monday = season.header.first_day - timedelta(days=season.header.first_day.weekday())
    while monday <= season.header.last_day:
        yield monday
        monday += timedelta(days=7)
