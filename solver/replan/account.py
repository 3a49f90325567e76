"""What is different in a repaired plan, person by person and session by session, and what each difference weighs.

The weight of a repair is the sum over this account, and nothing else: search and bound are held to it by tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from solver.domain.plan import PanelSeat, Plan, PlannedSession
from solver.domain.vocabulary import Role
from solver.replan.prices import Prices


class Effect(StrEnum):
    """What a change means for whom it concerns."""

    SEAT_LOST = "seat_lost"
    SEAT_GIVEN = "seat_given"
    CALLED_UP = "called_up"
    OFFICE_LOST = "office_lost"
    ROLE_CHANGED = "role_changed"
    STANDBY_LOST = "standby_lost"
    STANDBY_GIVEN = "standby_given"
    RANK_CHANGED = "rank_changed"
    READINGS_CHANGED = "readings_changed"
    SESSION_MOVED = "session_moved"
    SESSION_REHOUSED = "session_rehoused"
    SESSION_ADDED = "session_added"
    SESSION_DROPPED = "session_dropped"
    CASE_MOVED = "case_moved"
    CASE_ADDED = "case_added"
    CASE_DROPPED = "case_dropped"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different: for ``expert`` or ``application`` (or the session as a whole), and its weight.

    ``before`` and ``after`` say what it was and is: role and group of a seat, start, rooms, session of a case.
    """

    effect: Effect
    session: str
    expert: str = ""
    application: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    weight: int = 0


def account(was: Plan, now: Plan, prices: Prices) -> tuple[Difference, ...]:
    """Every difference of ``now`` from ``was``, in the order of its sessions."""
    found: list[Difference] = []
    for before in was.sessions:
        after = now.session.get(before.id)
        if after is None:
            found += _dropped(before, prices)
        elif after != before:
            found += _sessions(before, after, prices)
    for session in now.sessions:
        if session.id not in was.session:
            found += _added(session, prices)
    return (*found, *_cases(was, now, prices))


def weight_of(differences: Iterable[Difference]) -> int:
    """The weight of a repair."""
    return sum(one.weight for one in differences)


def _dropped(session: PlannedSession, prices: Prices) -> Iterator[Difference]:
    yield Difference(Effect.SESSION_DROPPED, session.id, before=_start(session))
    for seat in session.panel:
        price = prices.loses_seat(session, seat)
        yield Difference(Effect.SEAT_LOST, session.id, seat.expert, before=_place(seat), weight=price)
    for one in session.alternates:
        price = prices.loses_standby(session)
        yield Difference(Effect.STANDBY_LOST, session.id, one.expert, before=(one.group,), weight=price)


def _added(session: PlannedSession, prices: Prices) -> Iterator[Difference]:
    yield Difference(Effect.SESSION_ADDED, session.id, after=_start(session))
    for seat in session.panel:
        yield Difference(Effect.SEAT_GIVEN, session.id, seat.expert, after=_place(seat), weight=prices.asked)
    for one in session.alternates:
        price = prices.standby_asked
        yield Difference(Effect.STANDBY_GIVEN, session.id, one.expert, after=(one.group,), weight=price)


def _sessions(before: PlannedSession, after: PlannedSession, prices: Prices) -> Iterator[Difference]:
    if before.start != after.start:
        price = prices.moves(before)
        yield Difference(Effect.SESSION_MOVED, after.id, before=_start(before), after=_start(after), weight=price)
    if rooms_of(before) != rooms_of(after):
        price = prices.rehouses(before)
        yield Difference(
            Effect.SESSION_REHOUSED, after.id, before=rooms_of(before), after=rooms_of(after), weight=price
        )
    yield from _panel(before, after, prices)
    yield from _standby(before, after, prices)
    yield from _readings(before, after)


def _panel(before: PlannedSession, after: PlannedSession, prices: Prices) -> Iterator[Difference]:
    then = {seat.expert: seat for seat in after.panel}
    held = {seat.expert: seat for seat in before.panel}
    waiting = {one.expert for one in before.alternates}
    for seat in before.panel:
        stays = then.get(seat.expert)
        if stays is None:
            price = prices.loses_seat(before, seat)
            yield Difference(Effect.SEAT_LOST, after.id, seat.expert, before=_place(seat), weight=price)
        elif _place(stays) != _place(seat):
            yield _in_another_place(before, seat, stays, prices)
    for seat in after.panel:
        if seat.expert not in held:
            called = seat.expert in waiting
            effect, price = (Effect.CALLED_UP, prices.called) if called else (Effect.SEAT_GIVEN, prices.asked)
            yield Difference(effect, after.id, seat.expert, after=_place(seat), weight=price)


def _in_another_place(before: PlannedSession, seat: PanelSeat, stays: PanelSeat, prices: Prices) -> Difference:
    """A member who keeps a seat with another office or in another group: an office taken away weighs as if lost."""
    loses = seat.role is not Role.MEMBER and stays.role is not seat.role
    price = prices.office * prices.factor(before) * loses
    price += prices.role * (stays.role is not Role.MEMBER and stays.role is not seat.role)
    price += prices.role * (stays.group != seat.group)
    effect = Effect.OFFICE_LOST if loses else Effect.ROLE_CHANGED
    return Difference(effect, before.id, seat.expert, before=_place(seat), after=_place(stays), weight=price)


def _standby(before: PlannedSession, after: PlannedSession, prices: Prices) -> Iterator[Difference]:
    lists = {one.expert: one for one in after.alternates}
    held, seated = {one.expert: one for one in before.alternates}, after.seated()
    for expert, was in held.items():
        if expert not in lists and expert not in seated:
            price = prices.loses_standby(before)
            yield Difference(Effect.STANDBY_LOST, after.id, expert, before=(was.group,), weight=price)
    for expert, now in lists.items():
        told = held.get(expert)
        if told is None or told.group != now.group:
            price = prices.standby_asked
            yield Difference(Effect.STANDBY_GIVEN, after.id, expert, after=(now.group,), weight=price)
        elif told.rank != now.rank:
            ranks = (str(told.rank),), (str(now.rank),)
            yield Difference(Effect.RANK_CHANGED, after.id, expert, "", *ranks)


def _readings(before: PlannedSession, after: PlannedSession) -> Iterator[Difference]:
    """Cases that somebody who stays reads now and did not, or the other way round; they follow from the seats."""
    then, now = _read(before), _read(after)
    for expert in sorted(before.seated() & after.seated()):
        old, new = then.get(expert, ()), now.get(expert, ())
        if set(old) != set(new):
            yield Difference(Effect.READINGS_CHANGED, after.id, expert, before=old, after=new)


def _read(session: PlannedSession) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for case in session.cases:
        for reader in case.readers:
            found[reader] = (*found.get(reader, ()), case.application)
    return found


def _cases(was: Plan, now: Plan, prices: Prices) -> Iterator[Difference]:
    before, after = (
        {case.application: session for session in plan.sessions for case in session.cases} for plan in (was, now)
    )
    for application, session in before.items():
        then = after.get(application)
        if then is None:
            yield Difference(Effect.CASE_DROPPED, session.id, application=application, before=(session.id,))
        elif then.id != session.id:
            price = prices.moves_case(session)
            places = (session.id,), (then.id,)
            yield Difference(Effect.CASE_MOVED, then.id, "", application, *places, weight=price)
    for application, session in after.items():
        if application not in before:
            yield Difference(Effect.CASE_ADDED, session.id, application=application, after=(session.id,))


def rooms_of(session: PlannedSession) -> tuple[str, ...]:
    """The plenary room of ``session`` and that of each group, as they are written."""
    return (*session.rooms[:1], *(group.room for group in session.groups))


def _start(session: PlannedSession) -> tuple[str, ...]:
    return (f"{session.start.day.isoformat()}/{session.start.half}",) if session.start else ()


def _place(seat: PanelSeat) -> tuple[str, ...]:
    return seat.role.value, seat.group
