"""``/seasons/{season}``: its forecast, why something in it has no place, a copy with other numbers, plans compared."""

from __future__ import annotations

from secrets import token_hex
from threading import BoundedSemaphore
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.plan_reach import seen_plan
from api.preconditions import IfMatch, show_version
from api.problems import Problem, body_fault
from api.routes.operations import seen_operation
from api.routes.seasons import season_of, shown
from api.run_queue import RunQueue
from api.schemas.base import Id
from api.schemas.operations import OperationOut
from api.schemas.outlook import ComparisonOut, CopyIn, ForecastOut, WhyNotIn, WhyNotOut
from api.schemas.seasons import SeasonOut
from api.season_briefs import TheBriefs
from api.season_reach import need_whole
from api.season_rows import open_season
from api.transactions import Changing
from api.why_answers import Asked, at_once
from api.why_run import WHY
from data.season_files.edit_json import edits_of, season_after
from data.store import operations
from data.store.errors import AbsentError
from data.store.season_import import create_from
from data.store.seasons import one_season, read_season
from solver.domain.plan_comparison import compare
from solver.planning.forecast.cells import forecast
from solver.planning.obstacles import Explained
from solver.rules.brief import Brief

router = routes("outlook")
AT_A_TIME = BoundedSemaphore(2)
"""Requests that search for conflicts at a time; what others ask is answered by runs."""
LATER: dict[int | str, dict[str, Any]] = {  # OpenAPI as JSON
    202: {"model": OperationOut, "description": "证明需时，另行作答 / proofs take time: answered by an operation"}
}


@router.get("/seasons/{season}/forecast", operation_id="readForecast", summary="供需预测 / supply and demand",
            responses=problems("whole-season-only", "input"))  # fmt: skip
def read_forecast(season: Id, who: Who, store: TheStore, briefs: TheBriefs) -> ForecastOut:
    """By committee, level, specialty and week, before anything is planned; what is called broken is proved."""
    with store.read() as reader:
        open_season(reader, season, who)
        need_whole(who, season)
        version, brief = one_season(reader, season).version, briefs.of(reader, season)
    return ForecastOut.of(version, forecast(brief), brief)


@router.post("/seasons/{season}:why", operation_id="askWhyNot", summary="为何排不出 / why there is no place",
             response_model=WhyNotOut,
             responses=problems("whole-season-only", "input") | LATER)  # fmt: skip
def ask_why_not(
    season: Id, asked: WhyNotIn, who: Who, request: Request, briefs: TheBriefs, changing: Changing
) -> Response:
    """The smallest conflicts of rules and facts about one application, session or committee, and what would help.

    Answered at once where everything is quickly proved; else 202 and an operation, whose answer is that of readWhyNot.
    """
    about = Asked(asked.application or "", asked.session or "", asked.committee or "")
    if [asked.application, asked.session, asked.committee].count(None) != 2:
        raise Problem("input", [body_fault("ask_about_one", "/")])
    with changing.store.read() as reader:
        open_season(reader, season, who)
        need_whole(who, season)
        version, brief = one_season(reader, season).version, briefs.of(reader, season)
    unknown = about.unknown(brief)
    if unknown is not None:
        raise Problem("input", [body_fault("asked_absent", f"/{unknown[0].rpartition('_')[2]}", value=unknown[1])])
    found = _at_once(brief, about.suspects(brief), asked.most)
    if found is not None:
        return JSONResponse(WhyNotOut.of(version, found).model_dump(mode="json"))
    made = f"op-{token_hex(8)}"
    with changing() as change:
        operation = operations.queue(change, made, WHY, season, asked.model_dump())
    queue: RunQueue = request.app.state.runs
    queue(made)
    told = OperationOut.of(operation).model_dump(mode="json")
    return JSONResponse(told, 202, {"Location": f"/v1/operations/{made}"})


def _at_once(brief: Brief, suspects: frozenset[str] | None, most: int) -> tuple[Explained, ...] | None:
    """Quickly proved answers; None where there are none, or others are being looked for already."""
    if not AT_A_TIME.acquire(blocking=False):
        return None
    try:
        return at_once(brief, suspects, most)
    finally:
        AT_A_TIME.release()


@router.get("/operations/{operation}/why", operation_id="readWhyNot",
            summary="为何排不出的答案 / why there is no place, answered",
            responses=problems("whole-season-only"))  # fmt: skip
def read_why_not(operation: Id, who: Who, store: TheStore) -> WhyNotOut:
    """Of an operation that askWhyNot began; not found before it has ended."""
    with store.read() as reader:
        found = seen_operation(reader, operation, who)
        need_whole(who, found.season or "")
        if found.kind != WHY:
            raise AbsentError(kind="answer", id=operation)
        return WhyNotOut.model_validate(operations.answer_of(reader, operation))


@router.post("/seasons/{season}:copy", operation_id="copySeason", summary="复制年度并修改 / copy a season with edits",
             status_code=201, responses=problems("exists-already", "input", "whole-season-only"))  # fmt: skip
def copy_season(
    season: Id, asked: CopyIn, who: Who, seen: IfMatch, response: Response, changing: Changing
) -> SeasonOut:
    """What if: a season of its own with the rows of this one and the edits made, to be planned and compared."""
    edits = edits_of(list(asked.edits), "/edits")
    with changing(apart=True) as change:
        before = season_of(change, season, who)
        need_whole(who, season)
        need_whole(who, asked.id)
        seen.require(before.version)
        made = create_from(change, asked.id, season_after(read_season(change, season), edits, "/edits"))
    response.headers["Location"] = f"/v1/seasons/{quote(made.id, safe='')}"
    show_version(response, made.version)
    return shown(made)


@router.get("/seasons/{season}/plans/{plan}/comparison", operation_id="comparePlans",
            summary="两个方案逐项比较 / two plans measure by measure", responses=problems("input"))  # fmt: skip
def compare_plans(
    season: Id,
    plan: Id,
    who: Who,
    store: TheStore,
    base: Annotated[Id, Query(description="与之比较的方案 / the plan to compare with")],
    base_season: Annotated[Id | None, Query(description="其年度，缺省同此 / its season, this one by default")] = None,
) -> ComparisonOut:
    """Placed, dates, load and each term of the score, of this plan and of another, of this season or of a copy."""
    with store.read() as reader:
        before = seen_plan(reader, base_season or season, base, who).plan
        after = seen_plan(reader, season, plan, who).plan
    return ComparisonOut.of(compare(before, after))
