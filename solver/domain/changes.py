"""What may change after a season was planned, and the season as it is then.

Each kind of change is a row of its own; together they make another season out of the one that was planned. Nothing here
decides what to do about it: that is for ``solver.replan``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from solver.domain.calendar import HalfDay, WorkingCalendar
from solver.domain.committees import Application, Committee, Delegation, Room
from solver.domain.faults import Fault
from solver.domain.people import Person, Relation, Unavailability
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState, DelegationState


@dataclass(frozen=True, slots=True)
class Declined:
    """``expert`` does not come to ``session``, on its panel or as an alternate (谢绝)."""

    expert: str
    session: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """``expert`` cannot come from ``start`` to ``end``, both half-days included."""

    expert: str
    start: HalfDay
    end: HalfDay
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suspended:
    """``committee`` may not sit from ``start`` to ``end`` (None: from the season's first day, and without an end)."""

    committee: str
    start: date | None = None
    end: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RoomLost:
    """``room`` cannot be used from ``start`` to ``end``, both half-days included."""

    room: str
    start: HalfDay
    end: HalfDay
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Revoked:
    """The letter of ``delegation`` is taken back."""

    delegation: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """``application`` is taken back by its applicant."""

    application: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed at once. ``persons`` are those whom ``relations`` and ``applications`` newly name."""

    declined: tuple[Declined, ...] = ()
    unavailable: tuple[Unavailable, ...] = ()
    suspended: tuple[Suspended, ...] = ()
    room_lost: tuple[RoomLost, ...] = ()
    revoked: tuple[Revoked, ...] = ()
    persons: tuple[Person, ...] = ()
    relations: tuple[Relation, ...] = ()
    applications: tuple[Application, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    def __len__(self) -> int:
        """How many changes there are, persons apart."""
        kinds = (self.declined, self.unavailable, self.suspended, self.room_lost, self.revoked)
        return sum(map(len, (*kinds, self.relations, self.applications, self.withdrawn)))


Cells = Mapping[str, Mapping[int, Mapping[str, object]]]
"""By list and number of the row: values by field, without those that could not be read."""


def faults_of(changes: Changes, season: Season, plan: Plan) -> tuple[Fault, ...]:
    """Everything in ``changes`` that does not fit ``season`` and ``plan``, each at its JSON pointer."""
    lists = {one.name: getattr(changes, one.name) for one in fields(changes)}
    return faults_in(
        {
            kind: {number: {one.name: getattr(row, one.name) for one in fields(row)} for number, row in enumerate(rows)}
            for kind, rows in lists.items()
        },
        season,
        plan,
    )


def faults_in(cells: Cells, season: Season, plan: Plan) -> tuple[Fault, ...]:
    """As :func:`faults_of`, of rows of which perhaps only some fields could be read."""
    return (*_strangers(cells, season, plan), *_misfits(cells, season, plan))


def _values(cells: Cells, kind: str, field: str) -> Iterator[tuple[int, str]]:
    """Number and value of each row of a list that has an identifier in ``field``."""
    for number, row in cells.get(kind, {}).items():
        value = row.get(field)
        if isinstance(value, str) and value:
            yield number, value


def _strangers(cells: Cells, season: Season, plan: Plan) -> Iterator[Fault]:
    """Identifiers that no row has, and new rows with identifiers that some row has already."""
    persons = season.person.keys() | {one for _, one in _values(cells, "persons", "id")}
    known: tuple[tuple[str, str, Container[str], str], ...] = (
        ("declined", "expert", season.expert, "experts"),
        ("declined", "session", plan.session, "sessions"),
        ("unavailable", "expert", season.expert, "experts"),
        ("suspended", "committee", season.committee, "committees"),
        ("room_lost", "room", season.room, "rooms"),
        ("revoked", "delegation", season.delegation, "delegations"),
        ("relations", "a", persons, "persons"),
        ("relations", "b", persons, "persons"),
        ("applications", "applicant", persons, "persons"),
        ("withdrawn", "application", season.application, "applications"),
    )
    for kind, field, table, name in known:
        for number, value in _values(cells, kind, field):
            if value not in table:
                yield _fault("dangling", kind, number, field, value, table=name, similar="")
    new: tuple[tuple[str, Container[str]], ...] = (("persons", season.person), ("applications", season.application))
    for kind, old in new:
        met: set[str] = set()
        for number, one in _values(cells, kind, "id"):
            if one in old or one in met:
                yield _fault("duplicate", kind, number, "id", one, first=f"/{kind}")
            met.add(one)


def _misfits(cells: Cells, season: Season, plan: Plan) -> Iterator[Fault]:
    """Rows that name what exists but cannot be so."""
    for number, expert in _values(cells, "declined", "expert"):
        session = plan.session.get(str(cells["declined"][number].get("session")))
        if session is not None and expert in season.expert:
            asked = session.seated() | {one.expert for one in session.alternates}
            if expert not in asked:
                yield _fault("not_asked", "declined", number, "expert", expert, session=session.id)
    for kind in ("unavailable", "room_lost", "suspended"):
        for number, row in cells.get(kind, {}).items():
            span = _whole_days(season, row) if kind == "suspended" else _span(row)
            if span is not None and span[1] < span[0]:
                first, last = (_written(one, kind) for one in span)
                yield _fault("ends_before_start", kind, number, "end", last, start=first)
    for number, one in _values(cells, "relations", "b"):
        if cells["relations"][number].get("a") == one:
            yield _fault("relation_with_oneself", "relations", number, "b", one)


def _span(row: Mapping[str, object]) -> tuple[HalfDay, HalfDay] | None:
    first, last = row.get("start"), row.get("end")
    return (first, last) if isinstance(first, HalfDay) and isinstance(last, HalfDay) else None


def _whole_days(season: Season, row: Mapping[str, object]) -> tuple[HalfDay, HalfDay] | None:
    if not {"start", "end"} <= row.keys():
        return None
    first, last = row["start"] or season.header.first_day, row["end"] or date.max
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    return HalfDay(first, 1), HalfDay(last, season.header.half_days)


HALVES = ("AM", "PM", "EVE")


def _written(half: HalfDay, kind: str) -> str:
    """A half-day as the lists of changes write it; committees are suspended by whole days."""
    return f"{half.day}" if kind == "suspended" else f"{half.day}/{HALVES[half.half - 1]}"


def _fault(code: str, kind: str, row: int, field: str, value: str, **facts: str) -> Fault:
    return Fault(code, kind, row, field, f"/{kind}/{row}/{field}", value, tuple(facts.items()))


def changed_season(season: Season, plan: Plan, changes: Changes, calendar: WorkingCalendar) -> Season:
    """``season`` with everything in ``changes``; look-ups of tables that stay are kept.

    Who declined a session cannot come in the half-days in which ``plan`` holds it. What stands already in the season
    (an absence, a relation, a measure) stands once and as it is.
    """
    tables: dict[str, tuple[object, ...]] = {
        "unavailability": (*season.unavailability, *_absences(season, plan, changes, calendar)),
        "committees": _committees(season, changes.suspended),
        "rooms": _rooms(season, changes.room_lost),
        "delegations": _delegations(season, changes.revoked),
        "persons": (*season.persons, *changes.persons),
        "relations": _relations(season, changes),
        "applications": _applications(season, changes),
    }
    return season.with_tables({name: rows for name, rows in tables.items() if rows != getattr(season, name)})


def _relations(season: Season, changes: Changes) -> tuple[Relation, ...]:
    if not changes.relations:
        return season.relations
    known = set(season.relations)
    return (*season.relations, *(row for row in changes.relations if row not in known))


def _absences(season: Season, plan: Plan, changes: Changes, calendar: WorkingCalendar) -> Iterator[Unavailability]:
    known = {(row.person, row.start, row.end) for row in season.unavailability}
    for row in _stated(season, plan, changes, calendar):
        if (row.person, row.start, row.end) not in known:
            yield row


def _stated(season: Season, plan: Plan, changes: Changes, calendar: WorkingCalendar) -> Iterator[Unavailability]:
    for declined in changes.declined:
        session = plan.session[declined.session]
        if session.start is not None:
            last = calendar.span(session.start, session.length)[-1]
            reason = declined.reason or f"谢绝 {declined.session}"
            yield Unavailability(season.expert[declined.expert].person, session.start, last, reason)
    for row in changes.unavailable:
        yield Unavailability(season.expert[row.expert].person, row.start, row.end, row.reason)


def _committees(season: Season, suspended: tuple[Suspended, ...]) -> tuple[Committee, ...]:
    measures = {row.committee: row for row in suspended}
    return tuple(_suspended(season, row, measures.get(row.id)) for row in season.committees)


def _suspended(season: Season, committee: Committee, row: Suspended | None) -> Committee:
    if row is None:
        return committee
    first = row.start or season.header.first_day
    standing = (committee.state_from or season.header.first_day, committee.state_to)
    if committee.state is not CommitteeState.ACTIVE and standing == (first, row.end):
        return committee
    return replace(committee, state=CommitteeState.SUSPENDED, state_from=first, state_to=row.end)


def _rooms(season: Season, lost: tuple[RoomLost, ...]) -> tuple[Room, ...]:
    if not lost:
        return season.rooms
    shut = {room.id: tuple((row.start, row.end) for row in lost if row.room == room.id) for room in season.rooms}
    return tuple(
        replace(room, closed=(*room.closed, *shut[room.id])) if shut[room.id] else room for room in season.rooms
    )


def _delegations(season: Season, revoked: tuple[Revoked, ...]) -> tuple[Delegation, ...]:
    taken = {row.delegation for row in revoked}
    return (
        season.delegations
        if not taken
        else tuple(
            replace(row, state=DelegationState.REVOKED) if row.id in taken else row for row in season.delegations
        )
    )


def _applications(season: Season, changes: Changes) -> tuple[Application, ...]:
    back = {row.application for row in changes.withdrawn}
    kept = (
        season.applications
        if not back
        else tuple(replace(row, withdrawn=True) if row.id in back else row for row in season.applications)
    )
    return kept if not changes.applications else (*kept, *changes.applications)
