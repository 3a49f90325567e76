"""``/operations``: work that goes on after its request; asked about, watched, cancelled."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Response
from fastapi.responses import StreamingResponse

from api.access import Principal, Row, Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.operation_events import EVENTS, MEDIA_TYPE, UNBUFFERED, Watch, is_told, turn
from api.schemas.base import Id
from api.schemas.operations import OperationOut
from api.season_reach import need_whole
from api.transactions import Changing
from data.store import operations
from data.store.operations import Operation
from data.store.transaction import Reader

router = routes("operations")


def seen_operation(reader: Reader, operation: str, who: Principal) -> Operation:
    """An operation; raises AbsentError or Problem, which answer alike, if absent or hidden."""
    found = operations.one_operation(reader, operation)
    who.acting(Row(found.season or "", shared=True), found.state)
    return found


@router.get("/operations/{operation}", operation_id="readOperation", summary="读取进展 / how an operation stands")
def read_operation(operation: Id, who: Who, store: TheStore) -> OperationOut:
    """Its state, how far it is, and what it brought or why it failed."""
    with store.read() as reader:
        return OperationOut.of(seen_operation(reader, operation, who))


@router.post(
    "/operations/{operation}:cancel",
    operation_id="cancelOperation",
    summary="停止并保留最好的方案 / stop, and keep the best plan",
    responses=problems("state-forbids", "whole-season-only"),
)
def cancel_operation(operation: Id, who: Who, changing: Changing) -> OperationOut:
    """What nobody has begun ends at once; a run that is going on ends with the best plan it has, if it has one."""
    with changing() as change:
        found = seen_operation(change, operation, who)
        need_whole(who, found.season or "")
        return OperationOut.of(operations.cancel(change, operation))


@router.get(
    "/operations/{operation}/events",
    operation_id="watchOperation",
    summary="进展事件流 / progress as server-sent events",
    response_class=StreamingResponse,
    responses=problems("busy") | EVENTS,
)
def watch_operation(
    operation: Id,
    who: Who,
    store: TheStore,
    last_event_id: Annotated[
        str | None,
        Header(
            max_length=200,
            description="最后收到的事件编号，只告知其后的变化 / id of the last event received; what is new is told",
            examples=["5b0c1f7a9e3d4c2b8a6f0d1e"],
        ),
    ] = None,
) -> Response:
    """Events ``progress`` and, at the end, ``end``, each with an id and the operation (as readOperation) as its data.

    A stream lasts five minutes at most; a comment every 15 seconds shows that it lives. Whoever connects again with
    Last-Event-ID is told only what is new, and the end in any case; 204 once the end was the last event received.
    """
    with store.read() as reader:
        seen_operation(reader, operation, who)
    last = last_event_id or ""
    if last and is_told(store, operation, last):
        return Response(status_code=204)
    return StreamingResponse(turn(Watch(store, operation, last)), media_type=MEDIA_TYPE, headers=UNBUFFERED)
