"""Small edits of a plan, as a person with a spreadsheet makes them; some keep the rules, most break one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from solver.domain.calendar import HalfDay
from solver.domain.plan import Alternate, PanelSeat, Plan, PlannedSession
from solver.domain.season import Season
from solver.domain.vocabulary import Role

Edit = Callable[[Season, PlannedSession, Random], PlannedSession]


def swap_member(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """A member gives their seat, and their readings, to somebody who has none."""
    free = [row.id for row in season.experts if row.id not in session.seated()]
    if not free or not session.panel:
        return session
    place, new = rng.randrange(len(session.panel)), rng.choice(free)
    old = session.panel[place]
    panel = [*session.panel[:place], replace(old, expert=new), *session.panel[place + 1 :]]
    cases = tuple(
        replace(case, readers=tuple(new if one == old.expert else one for one in case.readers))
        for case in session.cases
    )
    return replace(session, panel=tuple(panel), cases=cases)


def lose_member(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """A member leaves the panel."""
    gone = rng.randrange(len(session.panel)) if session.panel else 0
    return replace(session, panel=session.panel[:gone] + session.panel[gone + 1 :])


def gain_member(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """Somebody joins the panel."""
    free = [row.id for row in season.experts if row.id not in session.seated()]
    if not free:
        return session
    group = rng.choice(session.group_ids())
    return replace(session, panel=(*session.panel, PanelSeat(rng.choice(free), Role.MEMBER, group)))


def change_role(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """A member gets another role."""
    if not session.panel:
        return session
    place = rng.randrange(len(session.panel))
    seat = replace(session.panel[place], role=rng.choice(list(Role)))
    return replace(session, panel=(*session.panel[:place], seat, *session.panel[place + 1 :]))


def change_group(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """A member moves to another group."""
    if not session.panel:
        return session
    place = rng.randrange(len(session.panel))
    seat = replace(session.panel[place], group=rng.choice(session.group_ids()))
    return replace(session, panel=(*session.panel[:place], seat, *session.panel[place + 1 :]))


def change_reader(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """A case loses a reader, or gets any expert as one."""
    if not session.cases:
        return session
    place = rng.randrange(len(session.cases))
    case = session.cases[place]
    more = (rng.choice(season.experts).id,) if rng.random() < 0.5 else ()
    readers = tuple(dict.fromkeys((*case.readers[1:], *more)))
    return replace(session, cases=(*session.cases[:place], replace(case, readers=readers), *session.cases[place + 1 :]))


def change_start(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """The session moves by some days, also to a weekend or out of its window."""
    if session.start is None:
        return session
    day = session.start.day.fromordinal(session.start.day.toordinal() + rng.randint(-60, 60))
    return replace(session, start=HalfDay(day, rng.randint(1, 3)))


def change_room(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """The plenary moves to another room."""
    rooms = [row.id for row in season.rooms]
    return replace(session, rooms=(rng.choice(rooms), *session.rooms[1:])) if rooms else session


def change_alternate(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """Somebody else stands by."""
    if not session.alternates:
        return session
    one = Alternate(rng.choice(season.experts).id, rng.choice(session.group_ids()), 1)
    return replace(session, alternates=(one, *session.alternates[1:]))


def lose_case(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """A case leaves the session."""
    return replace(session, cases=session.cases[1:])


def grow(season: Season, session: PlannedSession, rng: Random) -> PlannedSession:
    """The session is said to have more seats than its panel."""
    return replace(session, size=session.size + rng.randint(-2, 2))


EDITS: tuple[Edit, ...] = (
    swap_member,
    lose_member,
    gain_member,
    change_role,
    change_group,
    change_reader,
    change_start,
    change_room,
    change_alternate,
    lose_case,
    grow,
)


def mutated(season: Season, plan: Plan, seed: int, most: int = 2, edits: tuple[Edit, ...] = EDITS) -> Plan:
    """``plan`` after one to ``most`` of the ``edits`` of its sessions, by chance ``seed``."""
    rng = Random(seed)
    for _ in range(rng.randint(1, most)):
        place = rng.randrange(len(plan.sessions))
        edited = rng.choice(edits)(season, plan.sessions[place], rng)
        plan = replace(plan, sessions=(*plan.sessions[:place], edited, *plan.sessions[place + 1 :]))
    return plan
