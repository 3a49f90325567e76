"""Pins (指定与禁止): what a person has fixed of the plan, or forbidden, before or after it was made.

A pin names a session that the season wants, or one that planning derives (``C01-3-2``: the second derived session of
committee C01 at level 3). What it keeps stays until a person takes the pin back, whatever it costs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from solver.domain.calendar import HalfDay
from solver.domain.people import Extra
from solver.domain.vocabulary import Level, PinKind, PinMatter, Role

DERIVED = re.compile(r"(?P<committee>.+)-(?P<level>[1-4])-(?P<number>[1-9]\d{0,3})", re.DOTALL)
"""What planning calls a session that it derives: committee, level, number."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One thing that is kept or forbidden.

    Empty fields say nothing: a kept seat without ``group`` and ``role`` leaves both open, a forbidden one without them
    forbids every seat and place on a list of the session. A ``room`` without ``group`` is the plenary room where it is
    kept, and any meeting of the session where it is forbidden. ``told`` says whether those concerned know of it.
    """

    id: str
    kind: PinKind
    what: PinMatter
    session: str
    expert: str = ""
    role: Role | None = None
    group: str = ""
    start: HalfDay | None = None
    room: str = ""
    application: str = ""
    reason: str = ""
    decided_by: str = ""
    told: bool | None = None
    extra: Extra = ()

    @property
    def keeps(self) -> bool:
        """Whether it keeps something; else it forbids it."""
        return self.kind is PinKind.KEEP

    @property
    def said(self) -> Pin:
        """What it says, without its id, who said it, and why."""
        return replace(self, id="", reason="", decided_by="", told=None, extra=())


NEEDED: Mapping[PinMatter, tuple[str, ...]] = {
    PinMatter.SEAT: ("expert",),
    PinMatter.STANDBY: ("expert",),
    PinMatter.START: ("start",),
    PinMatter.ROOM: ("room",),
    PinMatter.CASE: ("application",),
    PinMatter.READER: ("application", "expert"),
}
"""Fields that say what a pin is about."""
ALLOWED: Mapping[PinMatter, tuple[str, ...]] = {
    PinMatter.SEAT: ("role", "group"),
    PinMatter.STANDBY: ("group",),
    PinMatter.START: (),
    PinMatter.ROOM: ("group",),
    PinMatter.CASE: ("group",),
    PinMatter.READER: (),
}
"""Further fields that it may fill in."""
DETAILS = ("expert", "role", "group", "start", "room", "application")
"""All fields of which :data:`NEEDED` and :data:`ALLOWED` speak."""


@dataclass(frozen=True, slots=True)
class Derived:
    """The parts of the id of a session that planning derives."""

    committee: str
    level: Level
    number: int


def derived(session: str) -> Derived | None:
    """The parts of ``session`` where it reads like the id of a derived session, else None."""
    found = DERIVED.fullmatch(session)
    if found is None:
        return None
    return Derived(found["committee"], Level(int(found["level"])), int(found["number"]))


def seats_of_readers(pins: Iterable[Pin]) -> Iterator[Pin]:
    """The seats that readers who are kept cannot do without, where no pin of their own speaks of them.

    A seat has the id of the reader's pin, which is thus the one that is named, and the group that the case is kept in.
    """
    listed = tuple(pins)
    settled = {(pin.session, pin.expert) for pin in listed if pin.what in (PinMatter.SEAT, PinMatter.STANDBY)}
    groups = {(pin.session, pin.application): pin.group for pin in listed if pin.keeps and pin.what is PinMatter.CASE}
    for pin in listed:
        if pin.keeps and pin.what is PinMatter.READER and (pin.session, pin.expert) not in settled:
            settled.add((pin.session, pin.expert))
            group = groups.get((pin.session, pin.application), "")
            yield Pin(pin.id, PinKind.KEEP, PinMatter.SEAT, pin.session, pin.expert, group=group, told=pin.told)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two pins that cannot both be kept, whatever the plan: ``first`` comes before ``second`` in the table."""

    first: Pin
    second: Pin


def contradictions(pins: Iterable[Pin]) -> Iterator[Contradiction]:
    """Pairs of pins that exclude each other by what they say, the later one of each pair with the first it excludes.

    One start, one plenary room, one seat, one session of a case; and nothing both kept and forbidden.
    """
    earlier: defaultdict[tuple[str, ...], list[Pin]] = defaultdict(list)
    for pin in pins:
        place = _place(pin)
        clash = next((one for one in earlier[place] if _exclude(one, pin)), None)
        if clash is not None:
            yield Contradiction(clash, pin)
        earlier[place].append(pin)


def _place(pin: Pin) -> tuple[str, ...]:
    """Pins that could exclude each other share it."""
    match pin.what:
        case PinMatter.SEAT | PinMatter.STANDBY:
            return "expert", pin.session, pin.expert
        case PinMatter.START | PinMatter.ROOM:
            return pin.what.value, pin.session
        case PinMatter.CASE:
            return pin.what.value, pin.application
        case PinMatter.READER:
            return pin.what.value, pin.session, pin.application, pin.expert


def _exclude(one: Pin, other: Pin) -> bool:
    if one.keeps and other.keeps:
        return _two_places(one, other)
    return one.kind is not other.kind and _covers(*((other, one) if one.keeps else (one, other)))


def _two_places(one: Pin, other: Pin) -> bool:
    """Whether two kept things cannot both be."""
    if one.what is not other.what:  # a seat and a place on a list
        return True
    differ = bool(one.group and other.group and one.group != other.group)
    match one.what:
        case PinMatter.SEAT:
            return differ or (None not in (one.role, other.role) and one.role is not other.role)
        case PinMatter.START:
            return one.start != other.start
        case PinMatter.ROOM:
            return one.group == other.group and one.room != other.room
        case PinMatter.CASE:
            return one.session != other.session or differ
        case _:
            return differ


def _covers(forbidden: Pin, kept: Pin) -> bool:
    """Whether what is ``kept`` is certainly among what is ``forbidden``."""
    groups = forbidden.group in ("", kept.group)
    match forbidden.what:
        case PinMatter.SEAT if kept.what is PinMatter.STANDBY:
            return not forbidden.group and forbidden.role is None
        case PinMatter.SEAT:
            return kept.what is PinMatter.SEAT and groups and forbidden.role in (None, kept.role)
        case PinMatter.STANDBY:
            return kept.what is PinMatter.STANDBY and groups
        case PinMatter.START:
            return forbidden.start == kept.start
        case PinMatter.ROOM:
            return forbidden.room == kept.room and groups
        case PinMatter.CASE:
            return forbidden.session == kept.session and groups
        case PinMatter.READER:
            return True
