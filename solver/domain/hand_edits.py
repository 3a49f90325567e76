"""What a person changed in a plan by hand, as pins: what they put in is kept, what they took out is forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from solver.domain.committees import GroupRequest, SessionRequest
from solver.domain.pins import Pin, contradictions
from solver.domain.plan import PanelSeat, Plan, PlannedCase, PlannedSession
from solver.domain.vocabulary import PinKind, PinMatter

KEEP, FORBID = PinKind.KEEP, PinKind.FORBID


@dataclass(frozen=True, slots=True)
class Edits:
    """The ``pins`` that say what was changed; ``forms``: sessions wanted in another form; and what is ``lost``.

    Lost are sessions that were taken out, made up, or given to another committee or level: no pin can say so.
    """

    pins: tuple[Pin, ...]
    forms: tuple[SessionRequest, ...] = ()
    lost: tuple[str, ...] = ()


def edits_between(before: Plan, after: Plan) -> Edits:
    """Every difference of ``after`` from ``before`` that a person can make, session by session; ids are left empty."""
    rows = (pin for session in after.sessions if session.id in before.session for pin in _session(before, session))
    here = {case.application for session in after.sessions for case in session.cases}
    gone = (
        _pin(FORBID, PinMatter.CASE, session, application=case.application)
        for session in before.sessions
        for case in session.cases
        if session.id in after.session and case.application not in here
    )
    lost = dict.fromkeys(one.id for one in before.sessions if one.id not in after.session)
    lost |= dict.fromkeys(one.id for one in after.sessions if one.id not in before.session)
    both = [one for one in after.sessions if one.id in before.session]
    lost |= dict.fromkeys(one.id for one in both if _whose(one) != _whose(before.session[one.id]))
    formed = tuple(one for one in both if _form(one) != _form(before.session[one.id]))
    return Edits((*rows, *gone), forms_in(formed), tuple(lost))


def _whose(session: PlannedSession) -> tuple[object, ...]:
    return session.committee, session.levels


def _form(session: PlannedSession) -> tuple[object, ...]:
    groups = tuple((group.id, group.specialties, group.seats) for group in session.groups)
    return session.length, session.size, groups


def everything_in(plan: Plan) -> tuple[Pin, ...]:
    """Pins that keep all of ``plan``: starts, rooms, seats, alternates, cases and readers."""
    empty = (replace(one, start=None, rooms=(), panel=(), alternates=(), cases=()) for one in plan.sessions)
    blank = replace(plan, sessions=tuple(_unroomed(one) for one in empty))
    return edits_between(blank, plan).pins


def forms_in(sessions: Iterable[PlannedSession]) -> tuple[SessionRequest, ...]:
    """``sessions`` as sessions wanted: as long, with as many seats and the same groups."""
    return tuple(
        SessionRequest(
            one.id,
            one.committee,
            one.levels,
            one.length,
            panel_size=one.size,
            groups=tuple(GroupRequest(group.specialties, group.seats) for group in one.groups),
        )
        for one in sessions
    )


def numbered(pins: Iterable[Pin], taken: Iterable[str], **same: object) -> tuple[Pin, ...]:
    """``pins`` with ids not among ``taken``, and with the fields of ``same`` (reason, decided_by, told)."""
    used = set(taken)
    free = (name for name in (f"Z{number:03d}" for number in count(1)) if name not in used)
    return tuple(replace(pin, id=next(free), **same) for pin in pins)  # type: ignore[arg-type] # fields of a pin


def merged(known: tuple[Pin, ...], new: tuple[Pin, ...]) -> tuple[tuple[Pin, ...], tuple[Pin, ...]]:
    """``known`` and ``new`` together, without those of ``known`` that a new one excludes or says again; and these."""
    dropped: list[Pin] = []
    for pin in known:
        again = any(pin.said == one.said for one in new)
        if again or any(next(contradictions((pin, one)), None) is not None for one in new):
            dropped.append(pin)
    return (*(pin for pin in known if pin not in dropped), *new), tuple(dropped)


def _pin(kind: PinKind, what: PinMatter, session: PlannedSession, **fields: object) -> Pin:
    return Pin("", kind, what, session.id, **fields)  # type: ignore[arg-type] # fields of a pin


def _unroomed(session: PlannedSession) -> PlannedSession:
    return replace(session, groups=tuple(replace(group, room="") for group in session.groups))


def _session(before: Plan, now: PlannedSession) -> Iterator[Pin]:
    was = before.session[now.id]
    if now.start != was.start and now.start is not None:
        yield _pin(KEEP, PinMatter.START, now, start=now.start)
    rooms = _rooms(was)
    for group, room in _rooms(now).items():
        if room and room != rooms.get(group):
            yield _pin(KEEP, PinMatter.ROOM, now, room=room, group=group)
    yield from _seats(was, now)
    yield from _alternates(was, now)
    yield from _cases(was, now)


def _rooms(session: PlannedSession) -> Mapping[str, str]:
    """Rooms by group, that of the plenary under ``""``."""
    plenary = session.rooms[0] if session.rooms else ""
    return {"": plenary, **{group.id: group.room or plenary for group in session.groups}}


def _seats(was: PlannedSession, now: PlannedSession) -> Iterator[Pin]:
    held, there = _by_expert(was), _by_expert(now)
    for expert, seat in there.items():
        if held.get(expert) != seat:
            yield _pin(KEEP, PinMatter.SEAT, now, expert=expert, role=seat.role, group=seat.group)
    listed = {one.expert for one in now.alternates}
    for expert in held:
        if expert not in there and expert not in listed:
            yield _pin(FORBID, PinMatter.SEAT, now, expert=expert)


def _by_expert(session: PlannedSession) -> Mapping[str, PanelSeat]:
    return {seat.expert: seat for seat in session.panel}


def _alternates(was: PlannedSession, now: PlannedSession) -> Iterator[Pin]:
    held, there = ({one.expert: one.group for one in session.alternates} for session in (was, now))
    for expert, group in there.items():
        if held.get(expert) != group:
            yield _pin(KEEP, PinMatter.STANDBY, now, expert=expert, group=group)
    for expert in held:
        if expert not in there and expert not in now.seated():
            yield _pin(FORBID, PinMatter.STANDBY, now, expert=expert)


def _cases(was: PlannedSession, now: PlannedSession) -> Iterator[Pin]:
    held: Mapping[str, PlannedCase] = {case.application: case for case in was.cases}
    for case in now.cases:
        before = held.get(case.application)
        if before is None or before.group != case.group:
            yield _pin(KEEP, PinMatter.CASE, now, application=case.application, group=case.group)
        then = before.readers if before is not None else ()
        for expert in case.readers:
            if expert not in then:
                yield _pin(KEEP, PinMatter.READER, now, application=case.application, expert=expert)
        for expert in then:
            if expert not in case.readers and expert in now.seated():
                yield _pin(FORBID, PinMatter.READER, now, application=case.application, expert=expert)
