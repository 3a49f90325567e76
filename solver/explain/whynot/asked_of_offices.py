"""What would help and offices could do: another date, a room, papers, a letter, a filing, a measure lifted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from solver.domain.calendar import HalfDay
from solver.domain.committees import Application, Delegation, Filing
from solver.domain.edits import Add, Change, Edit, pairs
from solver.domain.plan import RouteKind
from solver.domain.vocabulary import CommitteeState, DelegationState
from solver.explain.whynot.conflict import fewest
from solver.explain.whynot.desk import TRIED, Desk, Remedy
from solver.explain.whynot.elements import Kind
from solver.explain.whynot.question import rooms_added
from solver.routing import judged

DAYS = 60
"""Working days by which a window is widened at most."""
OPENABLE = frozenset({CommitteeState.RECTIFICATION, CommitteeState.SUSPENDED})
"""States that can be lifted; a right taken back comes back with a new committee only."""


def requests(desk: Desk) -> Iterator[Remedy]:
    """What a session was wanted with."""
    for session in desk.ids(Kind.REQUEST):
        for ask, to in (
            ("free_date", pairs(earliest=None, latest=None, fixed_start=None)),
            ("free_room", pairs(fixed_room="")),
            ("free_size", pairs(panel_size=None)),
        ):
            yield from desk.only_if_helps(ask, Change("sessions", pairs(id=session), to), session=session)


def dates(desk: Desk) -> Iterator[Remedy]:
    """A published window opened later or earlier, by as few working days as it takes."""
    calendar, header = desk.question.brief.calendar, desk.season.header
    for committee in desk.ids(Kind.WINDOW):
        row = desk.season.timetable_of[committee]
        late = [half.day for half in calendar.half_days(row.latest + timedelta(1), header.last_day) if half.half == 1]
        first = max(header.first_day, row.acceptance_deadline + timedelta(1))
        early = [half.day for half in calendar.half_days(first, row.earliest - timedelta(1)) if half.half == 1][::-1]
        for name, days in (("latest", late[:DAYS]), ("earliest", early[:DAYS])):
            yield from _moved(desk, committee, name, days)
        accepted = max((one.accepted_on for one in desk.asked if one.accepted_on), default=None)
        if accepted is not None and accepted > row.acceptance_deadline:
            edit = Change("timetable", pairs(committee=committee), pairs(acceptance_deadline=accepted))
            yield from desk.only_if_helps("deadline", edit, committee=committee, day=str(accepted))


def _moved(desk: Desk, committee: str, name: str, days: Sequence[date]) -> Iterator[Remedy]:
    """One end of a window (``earliest``, ``latest``) moved to the nearest of ``days`` that is enough."""

    def moved(count: int) -> tuple[Edit, ...]:
        return (Change("timetable", pairs(committee=committee), ((name, days[count - 1]),)),)

    count = desk.least(moved, len(days))
    if count is not None:
        facts = (("committee", committee), ("end", name), ("day", str(days[count - 1])), ("count", str(count)))
        yield Remedy("date", moved(count), facts)


def rooms(desk: Desk) -> Iterator[Remedy]:
    """A room opened for the whole season, or further rooms as large as it takes."""
    header = desk.season.header
    first, last = HalfDay(header.first_day, 1), HalfDay(header.last_day, header.half_days)
    for room in desk.ids(Kind.ROOM)[:TRIED]:
        edit = Change("rooms", pairs(id=room), pairs(start=first, end=last))
        yield from desk.only_if_helps("room_open", edit, room=room)
    if desk.ids(Kind.ROOMS):
        seats = max(row.size for row in desk.question.plan.sessions)

        def further(count: int) -> tuple[Edit, ...]:
            return rooms_added(desk.season, count, seats)

        first_try = fewest(desk.question, Kind.ROOMS, "", desk.effort)
        count = desk.from_number(first_try, desk.question.rooms_needed(), further)
        if count is not None:
            yield Remedy("rooms", further(count), (("count", str(count)), ("seats", str(seats))))


def papers(desk: Desk) -> Iterator[Remedy]:
    """Papers of applications that are completed."""
    if not desk.ids(Kind.PAPERS):
        return
    days, edits = desk.question.brief.calendar.working_days, []
    for row in desk.asked:
        missing: dict[str, object] = {}
        for rule in desk.ids(Kind.RULE):
            missing |= _completed(rule, row, days)
        edits += [Change("applications", pairs(id=row.id), tuple(missing.items()))] if missing else []
    if edits:
        concerned = desk.question.concerned
        yield from desk.only_if_helps("papers", *edits, application=concerned[0], count=str(len(concerned)))


def _completed(rule: str, row: Application, days: tuple[date, ...]) -> dict[str, object]:
    match rule:
        case "SY24-14b":
            return {"commitments": 2}
        case "SY24-14c":
            return {"papers_checked": True}
        case "SY24-10":
            return {"approval_document": "—"}
        case "SY24-14d" | "CN40-16" if row.accepted_on is not None:
            before = [day for day in days if day < row.accepted_on][-7:]
            return {"notice_start": before[0], "notice_end": before[-1]}
        case _:
            return {}


def letters(desk: Desk) -> Iterator[Remedy]:
    """A delegation whose dates are extended."""
    header = desk.season.header
    for one in desk.ids(Kind.LETTER):
        edit = Change("delegations", pairs(id=one), pairs(start=header.first_day, end=header.last_day))
        yield from desk.only_if_helps("letter", edit, delegation=one)


def delegations(desk: Desk) -> Iterator[Remedy]:
    """An authorisation of the competent authority, for an application that no committee may take directly."""
    row, header = desk.application, desk.season.header
    route = desk.question.plan.route.get(row.id)
    if route is None or route.kind is not RouteKind.NEEDS_AUTHORISATION or not route.authority:
        return
    for committee in route.candidates[:TRIED]:
        letter = Delegation(
            f"+W-{row.id}",
            route.authority,
            committee,
            row.series,
            (row.level,),
            route.authority,
            header.first_day,
            header.last_day,
            applications=desk.question.concerned,
            letter_no="—",
            issued_on=header.first_day,
            accepted_on=header.first_day,
            state=DelegationState.ACCEPTED,
        )
        facts = {"committee": committee, "authority": route.authority, "application": row.id}
        yield from desk.only_if_helps("delegation", Add("delegations", letter), **facts)


def filings(desk: Desk) -> Iterator[Remedy]:
    """A committee whose approval is extended to the application; those that lack least first."""
    row, header = desk.application, desk.season.header
    lacking = sorted(judged(desk.question.brief, row), key=lambda one: len(one[1]))
    for committee, _ in islice((one for one in lacking if one[0] in desk.ids(Kind.FILING)), TRIED):
        levels = tuple(sorted({one.level for one in desk.asked}))
        specialties = tuple(sorted({one.specialty for one in desk.asked}))
        filing = Filing(
            f"+F-{committee}", committee, "—", row.series, levels, header.first_day, header.last_day, specialties
        )
        facts = {"committee": committee, "specialties": "、".join(specialties)}
        yield from desk.only_if_helps("filing", Add("filings", filing), **facts)


def states(desk: Desk) -> Iterator[Remedy]:
    """A measure against a committee that is lifted."""
    for one in desk.ids(Kind.STATE):
        if desk.season.committee[one].state in OPENABLE:
            to = pairs(state=CommitteeState.ACTIVE, state_from=None, state_to=None)
            yield from desk.only_if_helps("state", Change("committees", pairs(id=one), to), committee=one)
