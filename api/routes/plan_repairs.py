"""``/seasons/{season}/plans/{plan}:repair``: the least change to a plan after things changed, and what came of it."""

from __future__ import annotations

from secrets import token_hex

from fastapi import Request, Response

from api.access import Who
from api.guard import TheStore, routes
from api.idempotency import Once, Reply
from api.openapi import problems
from api.preconditions import IfMatch
from api.repair_run import REPAIR
from api.repairs import Repairing
from api.routes.operations import seen_operation
from api.run_queue import RunQueue
from api.schemas.base import Id
from api.schemas.operations import OperationOut
from api.schemas.repairs import RepairIn, RepairOut
from api.season_briefs import Briefs
from api.season_reach import need_whole
from api.transactions import Changing
from data.store import operations
from data.store.errors import AbsentError

router = routes("plans")


@router.post(
    "/seasons/{season}/plans/{plan}:repair",
    operation_id="repairPlan",
    summary="变化之后修复方案 / repair a plan after changes",
    status_code=202,
    response_model=OperationOut,
    responses=problems("whole-season-only", "state-forbids", "input"),
)
def repair_plan(
    season: Id,
    plan: Id,
    asked: RepairIn,
    who: Who,
    seen: IfMatch,
    once: Once,
    request: Request,
    changing: Changing,
) -> Response:
    """The least change that keeps every rule. At its end the rows that changed and the new draft are written together.

    A draft or the published plan; its sessions of before are kept as they are. The changes need the rights of the same
    changes row by row. Suspensions and revocations are made by their own acts, and a repair goes by those that stand.
    """
    made = f"op-{token_hex(8)}"
    briefs: Briefs = request.app.state.briefs
    repairing = Repairing(season, plan, who, asked.changes.root, asked.held_before, asked.dry_run)
    repairing.prepare(changing.store, briefs)

    def queued() -> Reply:
        wanted = repairing.request(change, briefs, seen.require, asked.reason)
        operation = operations.queue(change, made, REPAIR, season, wanted)
        return Reply(202, OperationOut.of(operation), {"Location": f"/v1/operations/{made}"})

    with changing(asked.reason, apart=True) as change:
        answer = once.answer(change, queued)
    queue: RunQueue = request.app.state.runs
    queue(answer.headers["Location"].rpartition("/")[2])
    return answer


@router.get(
    "/operations/{operation}/repair",
    operation_id="readRepair",
    summary="修复改动了什么 / what a repair changes",
    responses=problems("whole-season-only"),
)
def read_repair(operation: Id, who: Who, store: TheStore) -> RepairOut:
    """For whom and why, how much it weighs, and how little any plan must change; not found before it has ended."""
    with store.read() as reader:
        found = seen_operation(reader, operation, who)
        need_whole(who, found.season or "")
        if found.kind != REPAIR:
            raise AbsentError(kind="answer", id=operation)
        answer = RepairOut.model_validate(operations.answer_of(reader, operation))
    return answer.model_copy(update={"plan": found.result})
