"""Other rooms, or another start, for a session that cannot stay where it is; nearest and cheapest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from solver.check import hard
from solver.domain.calendar import HalfDay
from solver.domain.committees import Room
from solver.domain.plan import Plan, PlannedGroup, PlannedSession
from solver.model.ask import ask
from solver.model.kept import judged, pins_of
from solver.replan.ground import Ground, named
from solver.replan.pinned import forbidden_rooms, is_fixed_in, pinned_room
from solver.rules.catalogue import RULES
from solver.rules.requirement import Holds, StartWithin
from solver.rules.rule import Matter, Rule

PLACE_RULES: tuple[Rule, ...] = tuple(
    rule
    for rule in RULES
    if rule.matters & {Matter.TIME, Matter.ROOM} and not rule.matters & {Matter.PANEL, Matter.STANDBY}
)
"""Rules about when and where a session is, whoever sits."""


@dataclass(frozen=True, slots=True)
class Spot:
    """``session`` at another start or in other rooms.

    ``least`` is the least that its account can come to; ``likely`` counts duties elsewhere at that time as well.
    """

    session: PlannedSession
    least: int
    likely: int


def is_placed(ground: Ground, session: PlannedSession) -> bool:
    """Whether ``session`` may be held when and where it is."""
    return session.start is not None and not _double_use(ground, session) and is_allowed(ground, session)


def is_allowed(ground: Ground, session: PlannedSession) -> bool:
    """Whether the rules of time and rooms let ``session`` be held when and where it is, other sessions apart."""
    near = Plan(routes=ground.routes_to((session.committee,)), sessions=(session,))
    found = hard(judged(ground.brief, near, PLACE_RULES))
    return not [one for one in found if not pins_of(one)]


def _double_use(ground: Ground, session: PlannedSession) -> bool:
    rooms = {*session.rooms, *(group.room for group in session.groups)} - {""}
    return any(
        ground.rooms_taken.get((room, half), set()) - {session.id}
        for room in rooms
        if not is_fixed_in(ground, session, room)
        for half in ground.brief.span(session)
    )


def starts_of(ground: Ground, session: PlannedSession) -> frozenset[HalfDay]:
    """Starts that the rules of time leave to ``session``."""
    bare = replace(session, start=None, panel=(), alternates=())
    near = Plan(routes=ground.routes_to((session.committee,)), sessions=(bare,))
    found = frozenset(ground.brief.season_half_days)
    for one in ask(ground.brief, near, rules=PLACE_RULES).requirements:
        if isinstance(one, StartWithin):
            found &= one.starts
        elif isinstance(one, Holds) and not one.ok and "application" not in dict(one.subject):
            return frozenset()  # no date makes up for it
    return found


def spots(ground: Ground, session: PlannedSession) -> tuple[Spot, ...]:
    """Where there is a room for ``session``, by what it is likely to come to, then by how far it moves.

    That the rules of cases and dates allow it there as well is asked of :func:`is_allowed`.
    """
    told = ground.was.session.get(session.id, session)
    found = []
    for start in starts_of(ground, session) if session.id not in ground.fixed.sessions else ():
        moved = housed(ground, replace(session, start=start))
        if moved is not None:
            least = place_weight(ground, told, moved) + absent(ground, told, moved)
            found.append(Spot(moved, least, least + absent(ground, told, moved, busy=True)))
    return tuple(sorted(found, key=lambda spot: (spot.likely, _distance(told, spot.session), spot.session.start)))


def place_weight(ground: Ground, told: PlannedSession, session: PlannedSession) -> int:
    """What another start and other rooms weigh in the account."""
    moves = ground.prices.moves(told) if session.start != told.start else 0
    same = session.rooms[:1] == told.rooms[:1] and session.groups == told.groups
    return moves + (0 if same else ground.prices.rehouses(told))


def absent(ground: Ground, told: PlannedSession, session: PlannedSession, busy: bool = False) -> int:
    """What it costs at least that some of those named cannot come then: by their own time, or by duties elsewhere."""
    span = frozenset(ground.brief.span(session))
    if busy:
        away = {one for one in named(told) if _is_busy(ground, one, session)}
    else:
        away = {one for one in named(told) if not ground.brief.unavailable.get(one, frozenset()).isdisjoint(span)}
        away |= {expert for where, expert in ground.fixed.barred if where == session.id}
    seats = (seat for seat in told.panel if seat.expert in away)
    lists = sum(one.expert in away for one in told.alternates)
    lost = sum(ground.prices.loses_seat(told, seat) + ground.prices.fills_seat for seat in seats)
    return lost + ground.prices.loses_standby(told) * lists


def _is_busy(ground: Ground, expert: str, session: PlannedSession) -> bool:
    duties = ground.duties.get(expert, ())
    return any(one != session.id and ground.clash(session, ground.now[one]) for one in duties)


def _distance(told: PlannedSession, session: PlannedSession) -> int:
    return abs((session.start.day - told.start.day).days) if session.start and told.start else 0


def housed(ground: Ground, session: PlannedSession) -> PlannedSession | None:
    """``session`` in rooms that are free then, those it has where they are; None where there are too few."""
    if not ground.brief.season.rooms:
        return session
    free = _free_rooms(ground, session)
    held = session.rooms[0] if session.rooms else ""
    wanted = ground.brief.season.session_request.get(session.id)
    fixed = pinned_room(ground, session, "") or (wanted.fixed_room if wanted else "")
    plenary = _choose(free, session.size, held, ground, fixed)
    if plenary is None:
        return None
    used = {plenary.id}
    rooms: dict[str, str] = {}
    pinned = {one.id: pinned_room(ground, session, one.id) for one in session.groups}
    staying = [one for one in session.groups if pinned[one.id] in ("", plenary.id)]
    here = [one.id for one in staying if pinned[one.id]] + [one.id for one in staying if one.room == ""]
    shared = here[0] if here else _largest(staying)
    for group in sorted(session.groups, key=lambda one: -one.seats):
        if group.id == shared:
            rooms[group.id] = ""
            continue
        left = [one for one in free if one.id not in used]
        room = _choose(left, group.seats, group.room, ground, pinned[group.id])
        if room is None:
            return None
        rooms[group.id] = room.id
        used.add(room.id)
    groups = tuple(replace(one, room=rooms[one.id]) for one in session.groups)
    others = tuple(room for room in rooms.values() if room)
    return replace(session, rooms=(plenary.id, *others), groups=groups)


def may_be_housed(ground: Ground, session: PlannedSession) -> bool:
    """Whether some room is open and large enough for ``session``, whoever else uses it."""
    rooms, span = ground.brief.season.rooms, ground.brief.span(session)
    return not rooms or any(room.seats >= session.size and all(map(room.is_open, span)) for room in rooms)


def _largest(groups: Sequence[PlannedGroup]) -> str:
    return max(groups, key=lambda one: one.seats).id if groups else ""


def _free_rooms(ground: Ground, session: PlannedSession) -> list[Room]:
    span, barred = ground.brief.span(session), forbidden_rooms(ground, session)
    return [
        room
        for room in (one for one in ground.brief.season.rooms if one.id not in barred)
        if is_fixed_in(ground, session, room.id)
        or all(
            room.is_open(half) and not ground.rooms_taken.get((room.id, half), set()) - {session.id} for half in span
        )
    ]


def _choose(free: list[Room], seats: int, held: str, ground: Ground, fixed: str) -> Room | None:
    """The room held, else one of its building, its district, or any; the smallest that is large enough."""
    before = ground.brief.season.room.get(held)

    def far(room: Room) -> tuple[int, int, str]:
        near = 3
        if before is not None:
            near = (
                0
                if room.id == held
                else 1
                if room.place == before.place
                else 2
                if room.district == before.district
                else 3
            )
        return near, room.seats, room.id

    fits = [room for room in free if room.id == fixed or (room.seats >= seats and not fixed)]
    return min(fits, key=far, default=None)
