"""Time, rooms and load: who and what would be needed twice, or when nobody may sit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from solver.domain.calendar import HalfDay
from solver.domain.people import Unavailability
from solver.domain.plan import Alternate, Plan, PlannedSession
from solver.rules.brief import Brief
from tests.mutations.mutation import Spoiled, members, pair, person_of, put, swapped


def unavailable(brief: Brief, plan: Plan) -> Spoiled:
    """A member falls ill for the first half-day of the session."""
    session = plan.sessions[0]
    assert session.start
    row = Unavailability(person_of(brief.season, members(session)[0]), session.start, session.start)
    return replace(brief.season, unavailability=(*brief.season.unavailability, row)), plan


def double_booked(brief: Brief, plan: Plan) -> Spoiled:
    """An expert sits on two panels at once."""
    one, other = pair(plan)
    expert = next(one for one in members(one) if one not in other.seated())
    moved = swapped(replace(other, start=one.start), members(other)[0], expert)
    return brief.season, put(plan, moved)


def alternate_double_booked(brief: Brief, plan: Plan) -> Spoiled:
    """An alternate of one session sits on the panel of another at the same time."""
    one, other = pair(plan)
    busy = next(expert for expert in members(one) if expert not in other.seated())
    listed = (Alternate(busy, other.alternates[0].group, 1), *other.alternates[1:])
    return brief.season, put(plan, replace(other, start=one.start, alternates=listed))


def no_alternates(brief: Brief, plan: Plan) -> Spoiled:
    """A session has no alternates."""
    return brief.season, put(plan, replace(plan.sessions[0], alternates=()))


def too_few_readers(brief: Brief, plan: Plan) -> Spoiled:
    """A case has one reader."""
    session = plan.sessions[0]
    case = replace(session.cases[0], readers=session.cases[0].readers[:1])
    return brief.season, put(plan, replace(session, cases=(case, *session.cases[1:])))


def overloaded_reader(brief: Brief, plan: Plan) -> Spoiled:
    """One reader reads every case of the session with the most cases per day."""
    session = max(plan.sessions, key=lambda one: len(one.cases) / one.length)
    reader = members(session)[0]
    cases = tuple(replace(case, readers=(reader, *case.readers[1:])) for case in session.cases)
    return brief.season, put(plan, replace(session, cases=cases))


def room_used_twice(brief: Brief, plan: Plan) -> Spoiled:
    """Two sessions meet in one room at once."""
    one, other = pair(plan)
    return brief.season, put(plan, replace(other, start=one.start, rooms=one.rooms))


def room_too_small(brief: Brief, plan: Plan) -> Spoiled:
    """The room of a session has three seats."""
    rooms = plan.sessions[0].rooms
    rows = tuple(replace(row, seats=3) if row.id in rooms else row for row in brief.season.rooms)
    return replace(brief.season, rooms=rows), plan


def _started(brief: Brief, plan: Plan, session: PlannedSession, day: date) -> Spoiled:
    return brief.season, put(plan, replace(session, start=HalfDay(day, 1)))


def outside_window(brief: Brief, plan: Plan) -> Spoiled:
    """A session starts on a working day before its published window."""
    session = plan.sessions[0]
    earliest = brief.season.timetable_of[session.committee].earliest
    before = max(day for day in brief.calendar.working_days if day < earliest)
    return _started(brief, plan, session, before)


def on_sunday(brief: Brief, plan: Plan) -> Spoiled:
    """A session starts on a day off within its window."""
    session = plan.sessions[0]
    earliest = brief.season.timetable_of[session.committee].earliest
    days = (earliest + timedelta(days=step) for step in range(14))
    return _started(brief, plan, session, next(day for day in days if not brief.calendar.is_working(day)))


def over_the_year(brief: Brief, plan: Plan) -> Spoiled:
    """A session ends so late that notice and filing fall into the next year."""
    return _started(brief, plan, plan.sessions[0], date(brief.season.header.year, 12, 30))
