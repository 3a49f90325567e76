"""Rooms over time: which are free, and which set of them a session should take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_

from solver.domain.calendar import HalfDay
from solver.domain.committees import Room
from solver.domain.pins import Pin
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import PinMatter
from solver.model.ask import ask
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Clear, Forbidden, InRoom
from solver.rules.rule import Matter

Chosen = tuple[str, ...]
"""Rooms of a session: the plenary's, then one per group in the order of the groups; empty without rooms."""


@dataclass
class Halls:
    """Rooms of a season and the half-days in which each is taken, as sets of bits.

    ``fits`` are the rooms that each (session, group) may use, the smallest first; ``shut`` the half-days in which a
    room is closed. ``kept`` are the half-days in which pins keep rooms for sessions whose start they keep as well, by
    room and session: these have them whatever else is in them, nobody else does.
    """

    places: Mapping[str, tuple[Room, ...]]
    fits: Mapping[tuple[str, str], tuple[str, ...]]
    shut: Mapping[str, int]
    fixed: Mapping[str, str]
    taken: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    kept: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @cached_property
    def districts(self) -> Mapping[str, frozenset[str]]:
        """Districts of each place; one place without any name where there are no rooms to choose from."""
        return {place: frozenset(room.district for room in rooms) for place, rooms in self.places.items()} or {
            "": frozenset(("",))
        }

    @property
    def everywhere(self) -> frozenset[str]:
        """The districts of all places."""
        return frozenset().union(*self.districts.values())

    def option(self, session: PlannedSession, start: int, place: str) -> tuple[str, Chosen] | None:
        """District and free rooms of ``place`` for ``session`` from half-day ``start``, None where there are none."""
        if not self.places:
            return "", ()
        span = ((1 << session.length) - 1) << start
        rooms = self.places[place]
        free = {room.id for room in rooms if not self._blocked(room.id, session.id) & span}
        chosen = self._choose(session, free)
        if not chosen:
            return None
        return next(room.district for room in rooms if room.id == chosen[0]), chosen

    def _blocked(self, room: str, session: str) -> int:
        """Half-days in which ``session`` cannot have ``room``."""
        kept = self.kept.get(room)
        if kept is None:
            return self.taken[room] | self.shut.get(room, 0)
        if session in kept:
            return 0
        return self.taken[room] | self.shut.get(room, 0) | reduce(or_, kept.values())

    def _choose(self, session: PlannedSession, free: set[str]) -> Chosen:
        """The smallest fitting rooms: one for the plenary, where the largest group stays, one for each other group."""
        fixed = self.fixed.get(session.id)
        plenary = next(
            (room for room in self.fits[session.id, ""] if room in free and fixed in (None, room)),
            None,
        )
        if plenary is None:
            return ()
        found: dict[str, str] = {}
        left = set(free)
        order = {group.id: len(self.fits[session.id, group.id]) > 1 for group in session.groups}
        for group in sorted(session.groups, key=lambda group: (order[group.id], -group.seats, group.id)):
            fits = self.fits[session.id, group.id]
            alone = plenary in fits and plenary not in found.values()
            room = plenary if alone else next((one for one in fits if one in left), None)
            if room is None:
                return ()
            found[group.id] = room
            left.discard(room)
        return (plenary, *(found[group.id] for group in session.groups))

    def book(self, session: PlannedSession, start: int, rooms: Chosen) -> None:
        """Take ``rooms`` for ``session`` from half-day ``start``."""
        for room in self._booked(session, rooms):
            self.taken[room] |= ((1 << session.length) - 1) << start

    def release(self, session: PlannedSession, start: int, rooms: Chosen) -> None:
        """Give ``rooms`` back."""
        for room in self._booked(session, rooms):
            self.taken[room] &= ~(((1 << session.length) - 1) << start)

    def _booked(self, session: PlannedSession, rooms: Chosen) -> tuple[str, ...]:
        """``rooms`` but those that are kept for ``session`` anyway."""
        return tuple(room for room in rooms if session.id not in self.kept.get(room, {}))


KEPT_BY_HALLS = frozenset({"room_use", "rooms_for_groups"})
"""Rules that :class:`Halls` keeps by itself: one use at a time, and a room for every group."""
OF_ROOMS = tuple(
    rule
    for rule in RULES
    if Matter.ROOM in rule.matters and Matter.PANEL not in rule.matters and rule.name not in KEPT_BY_HALLS
)
"""The rules that say which rooms a meeting may use, and when."""


def halls_of(brief: Brief, plan: Plan) -> Halls:
    """The rooms of the season, all free, with what the rules of rooms say about each meeting of ``plan``."""
    forbidden: set[tuple[str, str, str]] = set()
    shut: defaultdict[str, int] = defaultdict(int)
    position = {half: number for number, half in enumerate(brief.season_half_days)}
    closed: dict[frozenset[object], int] = {}
    for requirement in ask(brief, plan, rules=OF_ROOMS).requirements:
        match requirement:
            case Forbidden(atom=InRoom() as atom):
                forbidden.add((atom.session, atom.group, atom.room))
            case Clear(claim=InRoom() as atom, blocked=times):
                if times not in closed:
                    closed[times] = sum(1 << position[half] for half in times if half in position)
                shut[atom.room] |= closed[times]
            case _:
                continue
    by_size = sorted(brief.season.rooms, key=lambda room: (room.seats, room.id))
    fits = {
        (session.id, group): tuple(room.id for room in by_size if (session.id, group, room.id) not in forbidden)
        for session in plan.sessions
        for group in ("", *(one.id for one in session.groups))
    }
    places: defaultdict[str, list[Room]] = defaultdict(list)
    for room in brief.season.rooms:
        places[room.place].append(room)
    fixed = {row.id: row.fixed_room for row in brief.season.sessions if row.fixed_room}
    fixed |= {pin.session: pin.room for pin in brief.season.pins if _is_room(pin) and not pin.group}
    by_place = {place: tuple(rooms) for place, rooms in places.items()}
    halls = Halls(by_place, fits, dict(shut), fixed, kept=_kept(brief, plan, position))
    for session in brief.settled:
        if session.start in position:
            halls.book(session, position[session.start], session.rooms)
    return halls


def _is_room(pin: Pin) -> bool:
    return pin.keeps and pin.what is PinMatter.ROOM


def _kept(brief: Brief, plan: Plan, position: Mapping[HalfDay, int]) -> Mapping[str, Mapping[str, int]]:
    """Rooms that pins keep at starts that they keep as well."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for session in plan.sessions:
        pins = brief.season.pins_of.get(session.id, ())
        starts = [position[pin.start] for pin in pins if pin.keeps and pin.start is not None and pin.start in position]
        rooms = [pin.room for pin in pins if _is_room(pin) and pin.room in brief.season.room]
        for room in rooms if starts else ():
            found[room][session.id] = ((1 << session.length) - 1) << starts[0]
    return dict(found)


def housed(session: PlannedSession, rooms: Chosen) -> PlannedSession:
    """``session`` in ``rooms``: the plenary's first, then one per group."""
    if not rooms:
        return replace(session, rooms=(), groups=tuple(replace(group, room="") for group in session.groups))
    groups = tuple(
        replace(group, room=room if room != rooms[0] else "")
        for group, room in zip(session.groups, rooms[1:], strict=True)
    )
    return replace(session, rooms=tuple(dict.fromkeys(rooms)), groups=groups)


def rooms_of(session: PlannedSession) -> Chosen:
    """The rooms of a housed session in the order of :data:`Chosen`."""
    if not session.rooms:
        return ()
    return (session.rooms[0], *(group.room or session.rooms[0] for group in session.groups))
