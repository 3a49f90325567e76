"""Plans in the store: bodies that never change, one published plan per season, and the duties it brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.season_files.codecs import Json
from data.store.column_types import canonical
from data.store.errors import AbsentError, DoubleBookedError, ExistsError, StaleError, StateError
from data.store.seasons import one_season
from data.store.tables import Duties, PlanOverrides, Plans
from data.store.trail import Entry
from data.store.transaction import Batch, Change, Reader, Write
from solver.domain.calendar import WorkingCalendar
from solver.domain.plan import Plan

DRAFT, PUBLISHED, SUPERSEDED = "draft", "published", "superseded"
DELETED = "deleted"
"""State of what is left of a deleted draft: its number, so that no other plan gets it; to readers it is absent."""
COLUMNS = (
    Plans.id,
    Plans.season,
    Plans.number,
    Plans.season_version,
    Plans.state,
    Plans.version,
    Plans.flags,
    Plans.operation,
    Plans.created_at,
    Plans.created_by,
    Plans.published_at,
)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """What is known of a plan without reading it; ``version`` is its ETag.

    ``season_version`` is the version of the season it was made for; ``flags`` say what has happened to it since.
    """

    id: str
    season: str
    number: int
    season_version: int
    state: str
    version: int
    flags: Json
    operation: str | None
    created_at: datetime
    created_by: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Duty:
    """An expert sits in a session in a half-day (``2026-10-12/1``)."""

    expert: str
    half_day: str
    session: str


def add_plan(
    change: Change, plan: str, season: str, season_version: int, body: Json, operation: str | None = None
) -> StoredPlan:
    """Add a draft with the season's next number; the trail holds the hash of its body.

    Raises
    ------
    AbsentError
        If there is no such season.
    ExistsError
        If there is such a plan, or the operation has brought one already.
    """
    one_season(change, season)
    taken = Plans.id == plan if operation is None else (Plans.id == plan) | (Plans.operation == operation)
    if change.first(select(Plans.id).where(taken)):
        raise ExistsError(kind="plan", id=plan)
    last = change.first(select(func.max(Plans.number)).where(Plans.season == season))
    number = 1 + ((last[0] or 0) if last else 0)
    made = StoredPlan(plan, season, number, season_version, DRAFT, 1, [], operation, change.now, change.actor.id, None)
    values = {column.key: getattr(made, column.key) for column in COLUMNS}
    told = _told(made) | {"body_sha256": sha256(canonical(body).encode("utf-8")).hexdigest()}
    change.record("create", "plan", plan, None, told, insert(Plans).values(**values, body=body))
    return made


def _told(plan: StoredPlan) -> dict[str, Json]:
    return {"season": plan.season, "number": plan.number, "state": plan.state, "flags": plan.flags}


def season_plans(reader: Reader, season: str) -> tuple[StoredPlan, ...]:
    """Every plan of a season, by number."""
    found = reader.rows(select(*COLUMNS).where(Plans.season == season, Plans.state != DELETED).order_by(Plans.number))
    return tuple(StoredPlan(*row) for row in found)


def one_plan(reader: Reader, plan: str, if_version: int | None = None) -> StoredPlan:
    """One plan, if it has the version asked for (None: any); raises AbsentError, StaleError."""
    row = reader.first(select(*COLUMNS).where(Plans.id == plan, Plans.state != DELETED))
    if row is None:
        raise AbsentError(kind="plan", id=plan)
    found = StoredPlan(*row)
    if if_version is not None and found.version != if_version:
        raise StaleError(kind="plan", id=plan, found=found.version, expected=if_version)
    return found


def plan_body(reader: Reader, plan: str) -> Json:
    """The plan itself as it was added; raises AbsentError."""
    row = reader.first(select(Plans.body).where(Plans.id == plan, Plans.state != DELETED))
    if row is None:
        raise AbsentError(kind="plan", id=plan)
    return row[0]


def published_plan(reader: Reader, season: str) -> StoredPlan | None:
    """The published plan of a season, if there is one."""
    row = reader.first(select(*COLUMNS).where(Plans.season == season, Plans.state == PUBLISHED))
    return StoredPlan(*row) if row else None


def publish(change: Change, plan: str, duties: Sequence[Duty], if_version: int | None) -> StoredPlan:
    """Publish a draft with its duties; the plan published before, and its duties, make way.

    Raises
    ------
    AbsentError, StaleError, StateError
        If there is no such plan, another version of it, or it is no draft.
    DoubleBookedError
        If an expert would sit twice in a half-day: the table does not take it.
    """
    draft = one_plan(change, plan, if_version)
    if draft.state != DRAFT:
        raise StateError(kind="plan", id=plan, state=draft.state, wanted=PUBLISHED)
    former = published_plan(change, draft.season)
    if former:
        _turn(change, former, SUPERSEDED, delete(Duties).where(Duties.plan == former.id))
    rows = [{"season": draft.season, "plan": plan, **_columns(duty)} for duty in duties]
    try:
        _turn(change, draft, PUBLISHED, Batch(insert(Duties), rows))
    except IntegrityError as error:
        raise _double_booked(draft.season, duties) from error
    return one_plan(change, plan)


def _columns(duty: Duty) -> dict[str, object]:
    return {"expert": duty.expert, "half_day": duty.half_day, "session": duty.session}


def _turn(change: Change, plan: StoredPlan, state: str, *writes: Write | Batch) -> None:
    values = {"state": state, "version": plan.version + 1} | (
        {"published_at": change.now} if state == PUBLISHED else {}
    )
    turned = update(Plans).where(Plans.id == plan.id).values(**values)
    entry = Entry(state, "plan", plan.id, _told(plan), _told(plan) | {"state": state})
    change.record_all((entry,), turned, *writes)


def _double_booked(season: str, duties: Sequence[Duty]) -> DoubleBookedError:
    counted = Counter((duty.expert, duty.half_day) for duty in duties)
    (expert, half_day), _ = counted.most_common(1)[0]
    return DoubleBookedError(season=season, expert=expert, half_day=half_day)


def delete_draft(change: Change, plan: str) -> None:
    """Delete a draft with its content and the exceptions allowed in it.

    Raises
    ------
    AbsentError, StateError
        If there is no such plan, or it is no draft.
    """
    draft = one_plan(change, plan)
    if draft.state != DRAFT:
        raise StateError(kind="plan", id=plan, state=draft.state, wanted=DELETED)
    emptied = {"state": DELETED, "version": draft.version + 1, "body": {}, "flags": []}
    gone = update(Plans).where(Plans.id == plan).values(**emptied)
    allowed = delete(PlanOverrides).where(PlanOverrides.plan == plan)
    change.record("delete", "plan", plan, _told(draft), None, allowed, gone)


def flag_plan(change: Change, plan: str, flags: Json) -> StoredPlan:
    """Say what has happened to a plan since it was made (such as a revoked delegation); raises AbsentError."""
    found = one_plan(change, plan)
    told = _told(found) | {"flags": flags}
    now = update(Plans).where(Plans.id == plan).values(flags=flags, version=found.version + 1)
    change.record("flag", "plan", plan, _told(found), told, now)
    return one_plan(change, plan)


def season_duties(reader: Reader, season: str, expert: str = "") -> tuple[Duty, ...]:
    """Duties of the published plan, of one expert if asked, by half-day."""
    found = select(Duties.expert, Duties.half_day, Duties.session).where(Duties.season == season)
    if expert:
        found = found.where(Duties.expert == expert)
    return tuple(Duty(*row) for row in reader.rows(found.order_by(Duties.half_day, Duties.expert)))


def duties_of(plan: Plan, calendar: WorkingCalendar) -> Iterator[Duty]:
    """A duty per panel member and half-day of every dated session; alternates have none until they are called."""
    for session in plan.sessions:
        halves = calendar.span(session.start, session.length) if session.start else ()
        for half in halves:
            for seat in session.panel:
                yield Duty(seat.expert, f"{half.day.isoformat()}/{half.half}", session.id)
