"""``/seasons/{season}/plans:solve``: begin a planning run, which goes on when the request has been answered."""

from __future__ import annotations

from secrets import token_hex

from fastapi import Request, Response

from api.access import Who
from api.guard import routes
from api.openapi import problems
from api.run_queue import RunQueue
from api.runs import SOLVE
from api.schemas.base import Id
from api.schemas.operations import OperationOut, SolveIn
from api.season_reach import need_whole
from api.season_rows import open_season
from api.transactions import Changing
from data.store import operations

router = routes("plans")


@router.post(
    "/seasons/{season}/plans:solve",
    operation_id="solvePlan",
    summary="开始排程 / begin to plan",
    status_code=202,
    responses=problems("whole-season-only"),
)
def solve_plan(
    season: Id, asked: SolveIn, who: Who, request: Request, response: Response, changing: Changing
) -> OperationOut:
    """The season is read as it is when the run begins; the operation of the answer tells how far it is."""
    made = f"op-{token_hex(8)}"
    with changing() as change:
        open_season(change, season, who)
        need_whole(who, season)
        operation = operations.queue(change, made, SOLVE, season, asked.model_dump(mode="json"))
    queue: RunQueue = request.app.state.runs
    queue(made)
    response.headers["Location"] = f"/v1/operations/{made}"
    return OperationOut.of(operation)
