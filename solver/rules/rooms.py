"""Rooms (会场) of sessions and their groups. A season without rooms has no room rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from solver.domain.committees import Room
from solver.domain.plan import Plan, PlannedSession
from solver.rules.brief import Brief
from solver.rules.requirement import Between, Clear, Exclusive, Forbidden, InRoom, Requirement
from solver.rules.rulebook import Provision

PLENARY = ""
"""The group of :class:`InRoom` that stands for the whole panel."""


def _meetings(session: PlannedSession) -> dict[str, int]:
    """What needs a room in ``session``, with the seats it takes: the plenary and each group."""
    return {PLENARY: session.size, **{group.id: group.seats for group in session.groups}}


def _users(brief: Brief, plan: Plan) -> Mapping[str, list[PlannedSession]]:
    """By room: the sessions that could use it."""
    users: defaultdict[str, list[PlannedSession]] = defaultdict(list)
    for session in plan.sessions:
        for room in brief.rooms(session):
            users[room.id].append(session)
    return users


def _subject(session: PlannedSession, group: str, room: Room) -> tuple[tuple[str, str], ...]:
    return (("session", session.id), *((("group", group),) if group else ()), ("room", room.id))


def room_use(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A room has one session at a time, and one group of a session in parallel with others."""
    users = _users(brief, plan)
    for room in brief.season.rooms:
        claims = tuple(InRoom(session.id, group, room.id) for session in users[room.id] for group in _meetings(session))
        yield Exclusive(provision.id, (("room", room.id),), claims)


def room_seats(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A room has a seat for everybody who meets in it."""
    for session in plan.sessions:
        for group, needed in _meetings(session).items():
            for room in brief.rooms(session):
                if room.seats < needed:
                    atom = InRoom(session.id, group, room.id)
                    subject = _subject(session, group, room)
                    yield Forbidden(provision.id, subject, atom, str(room.seats), f"≥ {needed}")


def room_open(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A room is used only in the half-days in which it is open."""
    users = _users(brief, plan)
    spans = {session.id: brief.span(session) for session in plan.sessions}
    for room in brief.season.rooms:
        closed = brief.closed_rooms[room.id]
        for session in users[room.id]:
            own = spans[session.id]
            shut = closed if closed.issuperset(own) else closed.union(half for half in own if not room.is_open(half))
            for group in _meetings(session) if shut else ():
                yield Clear(provision.id, _subject(session, group, room), InRoom(session.id, group, room.id), shut)


def rooms_for_groups(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """The plenary, in the room wanted for it if any, and every group have one room.

    That groups in parallel do not share one is the rule of its use.
    """
    if not brief.season.rooms:
        return
    for session in plan.sessions:
        wanted = brief.season.session_request.get(session.id)
        for group in _meetings(session):
            fixed = wanted.fixed_room if wanted and group == PLENARY else ""
            atoms = tuple(InRoom(session.id, group, room.id) for room in brief.rooms(session) if fixed in ("", room.id))
            subject = (("session", session.id), *((("group", group),) if group else ()))
            yield Between(provision.id, (*subject, ("room", fixed)) if fixed else subject, atoms, 1, 1)
