"""Pins in a repair: what the plan as it was told does not keep of them, and what may not be touched because of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from solver.check import Facts, findings_of
from solver.domain.calendar import HalfDay
from solver.domain.pins import Pin
from solver.domain.plan import Finding, Plan, PlannedSession, Route
from solver.domain.vocabulary import PinKind, PinMatter
from solver.replan.causes import Cause, Causes, cause
from solver.replan.ground import Fixed, Ground, named
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.pins import RULE

OF_PEOPLE = frozenset({"seats_as_pinned", "alternates_as_pinned", "readers_as_pinned"})
OF_PLACES = frozenset({"starts_as_pinned", "rooms_as_pinned"})
OF_CASES = frozenset({"cases_as_pinned"})


def with_fixed_seats(brief: Brief, fixed: Fixed) -> Brief:
    """``brief`` with a pin for each seat that is fixed for this repair alone, so that both kinds are kept alike."""
    known = {(pin.session, pin.expert) for pin in brief.season.pins if pin.keeps and pin.what is PinMatter.SEAT}
    more = tuple(
        Pin(f"{session}/{expert}", PinKind.KEEP, PinMatter.SEAT, session, expert)
        for session, expert in sorted(fixed.seats - known)
    )
    return brief.changed(brief.season.with_tables({"pins": (*brief.season.pins, *more)})) if more else brief


def barred_by_pins(brief: Brief, fixed: Fixed) -> Fixed:
    """``fixed`` with whom pins keep out of sessions altogether, and without whom they keep in."""
    pins = [pin for pin in brief.season.pins if pin.what is PinMatter.SEAT and not pin.group and pin.role is None]
    out = {(pin.session, pin.expert) for pin in pins if not pin.keeps}
    kept = {(pin.session, pin.expert) for pin in brief.season.pins if pin.keeps and pin.what is PinMatter.SEAT}
    return replace(fixed, barred=(fixed.barred | out) - kept)


def unkept(ground: Ground, rules: frozenset[str]) -> Mapping[str, tuple[Finding, ...]]:
    """By session: what the plan as it was told does not keep of pins, by the names of their ``rules``."""
    if not ground.brief.season.pins:
        return {}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    facts = Facts(ground.brief, Plan(sessions=tuple(one for one in ground.now.values() if not ground.is_held(one))))
    for rule in RULES:
        for one in findings_of(rule, facts) if rule.name in rules else ():
            found[dict(one.subject)["session"]].append(one)
    return {session: tuple(findings) for session, findings in found.items()}


def causes_of(ground: Ground, rules: frozenset[str]) -> Causes:
    """The same as causes of changes; sessions without a panel stay without one."""
    return {
        session: [_cause(ground, one) for one in findings]
        for session, findings in unkept(ground, rules).items()
        if ground.now[session].panel or rules is not OF_PEOPLE
    }


def _cause(ground: Ground, finding: Finding) -> Cause:
    about = tuple(part for part in finding.subject if part[0] in ("expert", "session", "application", "pin"))
    return cause(ground.brief, "pinned", (RULE,), *about)


def in_the_way(ground: Ground, sessions: Iterable[PlannedSession]) -> list[PlannedSession]:
    """Sessions that stand where pins want others of ``sessions``: their rooms are taken then, or their people are.

    Pins say of none of them when it is held.
    """
    found: dict[str, PlannedSession] = {}
    going = {one.id: there for one in sessions if (there := _where_pinned(ground, one)) is not None}
    for there in going.values():
        rooms, people = {*there.rooms, *(group.room for group in there.groups)} - {""}, set(named(there))
        for other in ground.now.values():
            free = other.id not in going and not ground.is_held(other) and _start_kept(ground, other) is None
            if free and ground.clash(there, other):
                theirs = {*other.rooms, *(group.room for group in other.groups)}
                if rooms & theirs or len(people & set(named(other))) > len(people) // 2:
                    found[other.id] = other
    return list(found.values())


def _start_kept(ground: Ground, session: PlannedSession) -> HalfDay | None:
    pins = ground.brief.season.pins_of.get(session.id, ())
    return next((pin.start for pin in pins if pin.keeps and pin.start is not None), None)


def _where_pinned(ground: Ground, session: PlannedSession) -> PlannedSession | None:
    """``session`` when and in the plenary room that pins keep for it; None where they keep no start."""
    start = _start_kept(ground, session)
    if start is None:
        return None
    room = pinned_room(ground, session, "")
    return replace(session, start=start, rooms=(room, *session.rooms[1:]) if room else session.rooms)


def pinned_room(ground: Ground, session: PlannedSession, group: str) -> str:
    """The room that a pin keeps for a group, or (``""``) for the plenary, of ``session``."""
    pins = ground.brief.season.pins_of.get(session.id, ())
    kept = (pin.room for pin in pins if pin.keeps and pin.what is PinMatter.ROOM and pin.group == group)
    return next(kept, "")


def forbidden_rooms(ground: Ground, session: PlannedSession) -> frozenset[str]:
    """The rooms in which pins let nobody of ``session`` meet."""
    pins = ground.brief.season.pins_of.get(session.id, ())
    return frozenset(pin.room for pin in pins if not pin.keeps and pin.what is PinMatter.ROOM and not pin.group)


def is_fixed_in(ground: Ground, session: PlannedSession, room: str) -> bool:
    """Whether pins keep ``session`` in ``room`` at the start it has, whatever else is there."""
    pins = [pin for pin in ground.brief.season.pins_of.get(session.id, ()) if pin.keeps]
    return any(pin.start == session.start for pin in pins if pin.start) and any(pin.room == room for pin in pins)


def may_come(ground: Ground, route: Route, session: PlannedSession, group: str) -> bool:
    """Whether pins let the application of ``route`` into a group of ``session``.

    They forbid it, or keep it in another session: that counts while the other one is held and may take it.
    """
    season = ground.brief.season
    kept = season.pinned_case.get(route.application)
    home = ground.now.get(kept.session) if kept is not None else None
    if kept is not None and home is not None and home.committee == route.committee and not ground.is_held(home):
        there = kept.group == group or kept.group not in home.group_ids()
        if season.application[route.application].level in home.levels and not (home.id == session.id and there):
            return False
    return not any(
        pin.what is PinMatter.CASE
        and not pin.keeps
        and pin.application == route.application
        and pin.group in ("", group)
        for pin in season.pins_of.get(session.id, ())
    )
