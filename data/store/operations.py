"""Operations: long work that outlives a request, taken by one worker at a time and finished once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Select, and_, delete, insert, or_, select, update

from data.season_files.codecs import Json
from data.store.column_types import canonical
from data.store.errors import AbsentError, ExistsError, StateError
from data.store.tables import Answers, Beats, Operations
from data.store.transaction import Change, Reader

State = Literal["queued", "running", "succeeded", "failed", "cancelled"]
End = Literal["succeeded", "failed", "cancelled"]
UNFINISHED: tuple[State, ...] = ("queued", "running")
COLUMNS = (
    Operations.id,
    Operations.season,
    Operations.kind,
    Operations.request,
    Operations.state,
    Operations.attempts,
    Operations.cancelled,
    Operations.worker,
    Operations.result,
    Operations.problem,
    Operations.created_at,
    Operations.created_by,
    Operations.started_at,
    Operations.ended_at,
    Beats.at,
    Beats.phase,
    Beats.percent,
    Beats.best,
    Beats.bound,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """Long work: what was asked, how it stands, how far it is (``beat_at`` None: nobody has begun), and its result.

    ``result`` is the id of what it brought (a plan), ``cancelled`` that somebody wants it to stop.
    """

    id: str
    season: str | None
    kind: str
    request: Json
    state: State
    attempts: int
    cancelled: bool
    worker: str
    result: str | None
    problem: Json
    created_at: datetime
    created_by: str
    started_at: datetime | None
    ended_at: datetime | None
    beat_at: datetime | None
    phase: str | None
    percent: int | None
    best: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life: the phase, how far it is (0–100), the best value and the bound so far."""

    phase: str
    percent: int
    best: float | None = None
    bound: float | None = None


def queue(change: Change, operation: str, kind: str, season: str | None, request: Json) -> Operation:
    """Put down work to be done; raises ExistsError."""
    if change.first(_found().where(Operations.id == operation)):
        raise ExistsError(kind="operation", id=operation)
    made = insert(Operations).values(
        id=operation,
        season=season,
        kind=kind,
        request=request,
        state="queued",
        attempts=0,
        cancelled=False,
        worker="",
        problem=None,
        created_at=change.now,
        created_by=change.actor.id,
    )
    told: Json = {"kind": kind, "season": season, "state": "queued", "request": request}
    change.record("create", "operation", operation, None, told, made)
    return one_operation(change, operation)


def one_operation(reader: Reader, operation: str) -> Operation:
    """One operation; raises AbsentError."""
    row = reader.first(_found().where(Operations.id == operation))
    if row is None:
        raise AbsentError(kind="operation", id=operation)
    return Operation(*row)


def season_operations(
    reader: Reader, season: str | None = None, states: Sequence[State] = get_args(State)
) -> tuple[Operation, ...]:
    """Operations in some states, of one season if asked, oldest first."""
    found = _found().where(Operations.state.in_(states))
    if season is not None:
        found = found.where(Operations.season == season)
    return tuple(Operation(*row) for row in reader.rows(found.order_by(Operations.created_at, Operations.id)))


def claim(change: Change, worker: str, stale_before: datetime, operation: str = "") -> Operation | None:
    """Give ``worker`` the oldest work (or the one named) that nobody does, or whose worker was last heard before.

    None if there is no such work. Since there is one writer at a time, no two workers are given the same.
    """
    free = or_(Operations.state == "queued", and_(Operations.state == "running", Beats.at < stale_before))
    wanted = and_(free, Operations.id == operation) if operation else free
    row = change.first(_found().where(wanted).order_by(Operations.created_at, Operations.id).limit(1))
    if row is None:
        return None
    found = Operation(*row)
    taken: dict[str, Json] = {"state": "running", "worker": worker, "attempts": found.attempts + 1}
    started = found.started_at or change.now
    change.keep_house(delete(Beats).where(Beats.operation == found.id))
    change.keep_house(insert(Beats).values(operation=found.id, at=change.now, phase="start", percent=0))
    write = update(Operations).where(Operations.id == found.id).values(**taken, started_at=started)
    change.record("claim", "operation", found.id, _told(found), _told(found) | taken, write)
    return one_operation(change, found.id)


def beat(change: Change, operation: str, worker: str, sign: Beat) -> bool:
    """Say that ``worker`` is alive and how far it is; False if the work is no longer its own."""
    found = one_operation(change, operation)
    if not _holds(found, worker):
        return False
    values = {"at": change.now, "phase": sign.phase, "percent": sign.percent, "best": sign.best, "bound": sign.bound}
    change.keep_house(update(Beats).where(Beats.operation == operation).values(**values))
    return True


def cancel(change: Change, operation: str) -> Operation:
    """Ask for the work to stop: what nobody has begun is over at once, a worker keeps the best it has.

    Raises
    ------
    AbsentError, StateError
        If there is no such operation, or it is over.
    """
    found = one_operation(change, operation)
    if found.state not in UNFINISHED:
        raise StateError(kind="operation", id=operation, state=found.state, wanted="cancelled")
    values: dict[str, object] = {"cancelled": True}
    if found.state == "queued":
        values |= {"state": "cancelled", "ended_at": change.now}
    told = _told(found) | {"cancelled": True, "state": str(values.get("state", found.state))}
    write = update(Operations).where(Operations.id == operation).values(**values)
    change.record("cancel", "operation", operation, _told(found), told, write)
    return one_operation(change, operation)


def finish(
    change: Change,
    operation: str,
    worker: str,
    state: End,
    result: str | None = None,
    problem: Json = None,
    answer: Json = None,
) -> bool:
    """End the work, once: False, and nothing is written, if it is over or another worker has taken it.

    ``answer`` is kept beside the operation (:func:`answer_of`); the trail holds its hash.
    """
    found = one_operation(change, operation)
    if not _holds(found, worker):
        return False
    values: dict[str, Json] = {"state": state, "result": result, "problem": problem}
    write = update(Operations).where(Operations.id == operation).values(**values, ended_at=change.now)
    told = _told(found) | values
    if answer is None:
        change.record("finish", "operation", operation, _told(found), told, write)
        return True
    told["answer_sha256"] = sha256(canonical(answer).encode("utf-8")).hexdigest()
    kept = insert(Answers).values(operation=operation, body=answer)
    change.record("finish", "operation", operation, _told(found), told, write, kept)
    return True


def answer_of(reader: Reader, operation: str) -> Json:
    """What an operation has answered; raises AbsentError where it has not (yet)."""
    row = reader.first(select(Answers.body).where(Answers.operation == operation))
    if row is None:
        raise AbsentError(kind="answer", id=operation)
    return row[0]


def give_back(change: Change, operation: str, worker: str, counts: bool) -> bool:
    """Put work back for others; False if ``worker`` does not hold it. ``counts``: it was a try that failed."""
    found = one_operation(change, operation)
    if not _holds(found, worker):
        return False
    values: dict[str, Json] = {
        "state": "queued",
        "worker": "",
        "attempts": found.attempts if counts else found.attempts - 1,
    }
    write = update(Operations).where(Operations.id == operation).values(**values)
    change.record("give_back", "operation", operation, _told(found), _told(found) | values, write)
    return True


def _holds(operation: Operation, worker: str) -> bool:
    return operation.state == "running" and operation.worker == worker


def _told(operation: Operation) -> dict[str, Json]:
    return {"state": operation.state, "worker": operation.worker, "attempts": operation.attempts}


def _found() -> Select:  # type: ignore[type-arg] # one of Operation's fields each, in their order
    return select(*COLUMNS).join_from(Operations, Beats, _beat_of(), isouter=True)


def _beat_of() -> ColumnElement[bool]:
    return Beats.operation == Operations.id
