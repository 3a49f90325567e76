"""What a person has fixed or forbidden (指定与禁止) is so in the plan (product default).

What is kept is asked of whatever session it names; that it breaks another rule is for that rule to say. Groups that a
session does not have are told once, and the seat is then kept in any group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from solver.domain.pins import Pin
from solver.domain.plan import Plan, PlannedSession, PlanState
from solver.domain.vocabulary import PinMatter, Role
from solver.rules.brief import Brief
from solver.rules.requirement import (
    Atom,
    Between,
    Forbidden,
    Holds,
    InRoom,
    Office,
    Reading,
    Requirement,
    Seat,
    Standby,
    StartWithin,
    Subject,
)
from solver.rules.rulebook import Provision

RULE = "PD-27"
"""The provision that what a person has fixed stays so."""
NAMES = frozenset({PinMatter.SEAT, PinMatter.STANDBY, PinMatter.READER})
"""What names people of a session."""
ABSENT = "—"
PLENARY = ""
PRESIDING = (Role.CHAIR, Role.VICE_CHAIR)


def _pins(brief: Brief, plan: Plan, *matters: PinMatter) -> Iterator[tuple[PlannedSession, Pin]]:
    """The pins of ``matters`` that name a session of ``plan``, each with it."""
    for session in plan.sessions:
        for pin in brief.season.pins_of.get(session.id, ()):
            if pin.what in matters and not (pin.what in NAMES and _drawn(plan, session)):
                yield session, pin


def _drawn(plan: Plan, session: PlannedSession) -> bool:
    """Whether a draw decides whom ``session`` names: pins bind the panel proposed before (拟定), never the lottery."""
    return bool(session.draw) or (plan.state is PlanState.PUBLISHED and not session.panel)


def _about(pin: Pin) -> Subject:
    parts = (("session", pin.session), ("group", pin.group), ("expert", pin.expert), ("application", pin.application))
    return (*(part for part in parts if part[1]), ("pin", pin.id))


def _groups(session: PlannedSession, pin: Pin) -> tuple[str, ...]:
    """The groups that a pin leaves open: its own where the session has it, else all."""
    known = session.group_ids()
    return (pin.group,) if pin.group in known else known


def seats_as_pinned(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who is to sit sits, in the group and office named; who is not to sit does not."""
    for session, pin in _pins(brief, plan, PinMatter.SEAT):
        if pin.expert not in brief.season.expert:
            continue
        if pin.keeps:
            atoms = tuple(Seat(session.id, group, pin.expert) for group in _groups(session, pin))
            yield Between(provision.id, _about(pin), atoms, low=1)
            yield from _kept_office(provision, session, pin)
        else:
            for atom in _forbidden_seats(session, pin):
                yield Forbidden(provision.id, _about(pin), atom, "present", ABSENT)


def offices(session: PlannedSession, expert: str, role: Role, groups: Iterable[str]) -> tuple[Office, ...]:
    """The atoms of an office: a leader leads a group, a chair the whole."""
    if role is Role.LEADER:
        return tuple(Office(session.id, group, expert, role) for group in groups if group)
    return (Office(session.id, "", expert, role),)


def kept_role(brief: Brief, session: PlannedSession, expert: str) -> Role | None:
    """The role in which a pin keeps ``expert`` in ``session``, None where none is said."""
    pins = brief.season.pins_of.get(session.id, ())
    kept = (pin.role for pin in pins if pin.keeps and pin.what is PinMatter.SEAT and pin.expert == expert)
    return next((role for role in kept if role is not None), None)


def kept_experts(brief: Brief, session: str, among: Sequence[str]) -> tuple[str, ...]:
    """Who of ``among`` is to sit or to stand by in ``session``, in their order."""
    pins = brief.season.pins_of.get(session, ())
    kept = {pin.expert for pin in pins if pin.keeps and pin.what in (PinMatter.SEAT, PinMatter.STANDBY)}
    return tuple(one for one in among if one in kept)


def pinned_readers(brief: Brief, session: str, application: str) -> tuple[frozenset[str], frozenset[str]]:
    """Who is to read a case, and who is not to."""
    pins = brief.season.pins_of.get(session, ())
    mine = [pin for pin in pins if pin.what is PinMatter.READER and pin.application == application]
    return frozenset(pin.expert for pin in mine if pin.keeps), frozenset(pin.expert for pin in mine if not pin.keeps)


def may_lead(brief: Brief, session: PlannedSession, group: str, members: list[str]) -> list[str]:
    """Who of the ``members`` of a group may be its leader: the one kept as such, else whom no pin keeps from it."""
    if session.id not in brief.season.pins_of:
        return members
    kept = [one for one in members if kept_role(brief, session, one) is Role.LEADER]
    barred = {
        pin.expert
        for pin in brief.season.pins_of[session.id]
        if not pin.keeps and pin.role is Role.LEADER and pin.group in ("", group)
    }
    free = [one for one in members if one not in barred and kept_role(brief, session, one) in (None, Role.LEADER)]
    return kept or free or members


def _kept_office(provision: Provision, session: PlannedSession, pin: Pin) -> Iterator[Requirement]:
    """The office named is held, and no other; a session without groups has no leaders."""
    if pin.role is None:
        return
    groups = _groups(session, pin)
    held = () if pin.role is Role.MEMBER else offices(session, pin.expert, pin.role, groups)
    if held:
        yield Between(provision.id, (*_about(pin), ("role", pin.role.value)), held, low=1)
    for role in (*PRESIDING, Role.LEADER):
        for office in offices(session, pin.expert, role, session.group_ids()) if role is not pin.role else ():
            yield Forbidden(provision.id, _about(pin), office, role.value, pin.role.value)


def _forbidden_seats(session: PlannedSession, pin: Pin) -> Iterator[Atom]:
    groups = (pin.group,) if pin.group else session.group_ids()
    if pin.role in (None, Role.MEMBER):
        yield from (Seat(session.id, group, pin.expert) for group in groups)
    else:
        yield from offices(session, pin.expert, pin.role, groups)


def alternates_as_pinned(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who is to stand by is on a list; who is to do neither is on none."""
    for session, pin in _pins(brief, plan, PinMatter.STANDBY, PinMatter.SEAT):
        if pin.expert not in brief.season.expert:
            continue
        if pin.what is PinMatter.STANDBY and pin.keeps:
            atoms = tuple(Standby(session.id, group, pin.expert) for group in _groups(session, pin))
            yield Between(provision.id, _about(pin), atoms, low=1)
        elif not pin.keeps and (pin.what is PinMatter.STANDBY or (not pin.group and pin.role is None)):
            for group in (pin.group,) if pin.group else session.group_ids():
                yield Forbidden(provision.id, _about(pin), Standby(session.id, group, pin.expert), "present", ABSENT)


def starts_as_pinned(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A session begins when it is to begin, and not when it is not."""
    everything = frozenset(brief.season_half_days)
    for session, pin in _pins(brief, plan, PinMatter.START):
        if pin.start is not None:
            shown = f"{pin.start.day}/{pin.start.half}"
            starts = frozenset({pin.start}) if pin.keeps else everything - {pin.start}
            needed = shown if pin.keeps else f"≠ {shown}"
            yield StartWithin(provision.id, _about(pin), session.id, starts, needed)


def rooms_as_pinned(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """The plenary, or the group named, meets in its room and in no other; nobody meets where they are not to."""
    for session, pin in _pins(brief, plan, PinMatter.ROOM):
        meetings = (PLENARY, *(group.id for group in session.groups))
        if pin.keeps:
            for room in brief.season.rooms if pin.group in meetings else ():
                if room.id != pin.room:
                    atom = InRoom(session.id, pin.group, room.id)
                    yield Forbidden(provision.id, _about(pin), atom, room.id, pin.room)
        else:
            for group in (pin.group,) if pin.group else meetings:
                yield Forbidden(provision.id, _about(pin), InRoom(session.id, group, pin.room), pin.room, ABSENT)


def readers_as_pinned(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who is to read a case that the session has reads it; who is not to read it does not."""
    for session, pin in _pins(brief, plan, PinMatter.READER):
        if all(case.application != pin.application for case in session.cases):
            continue
        atom = Reading(session.id, pin.application, pin.expert)
        if pin.keeps:
            yield Between(provision.id, _about(pin), (atom,), low=1)
        else:
            yield Forbidden(provision.id, _about(pin), atom, "present", ABSENT)


def cases_as_pinned(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """An application is evaluated in the session, and the group, that it is to be in, and not where it is not to be."""
    for session, pin in _pins(brief, plan, PinMatter.CASE):
        there = {case.application: case.group for case in session.cases}
        found = pin.application in there and pin.group in ("", there[pin.application])
        application = brief.application(pin.application)
        if pin.keeps and (application is None or not application.withdrawn):
            yield Holds(provision.id, _about(pin), found, session.id if found else ABSENT, session.id)
        elif not pin.keeps:
            yield Holds(provision.id, _about(pin), not found, session.id, ABSENT)


def pins_have_their_place(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Every session, and every group of it, that a pin keeps something in is held. Routes alone are not asked."""
    for pin in brief.season.pins if plan.sessions else ():
        session = plan.session.get(pin.session)
        if pin.keeps and session is None:
            yield Holds(provision.id, _about(pin), False, ABSENT, pin.session)
        elif pin.keeps and pin.group and session is not None and pin.group not in session.group_ids():
            yield Holds(provision.id, _about(pin), False, "、".join(session.group_ids()) or ABSENT, pin.group)
