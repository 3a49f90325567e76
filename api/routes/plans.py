"""``/seasons/{season}/plans``: what was planned, as far as whoever asks may see it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.plan_download import FORMS, Form, as_file
from api.plan_reach import listed_plan, seen_plan
from api.preconditions import show_version
from api.schemas.base import Id, PageOut
from api.schemas.plans import FindingsOut, PlanDiffOut, PlanOut, PlanSummaryOut, ScoreOut
from api.season_briefs import TheBriefs
from api.season_rows import open_season
from data.store import plans
from solver.domain.plan_diff import diff
from solver.explain.words import Lang

router = routes("plans")
ONE = "/seasons/{season}/plans/{plan}"
AskedForm = Annotated[Form, Query(description="文件形式 / form of the file")]
Language = Annotated[Lang, Query(description="文件语言 / language of the file")]


@router.get("/seasons/{season}/plans", operation_id="listPlans", summary="方案列表 / plans of a season")
def list_plans(season: Id, page: Paged, who: Who, store: TheStore) -> PageOut[PlanOut]:
    """Drafts, the published one, and those it has superseded, by number."""
    with store.read() as reader:
        reach = open_season(reader, season, who)
        stored = [one for one in plans.season_plans(reader, season) if one.number > page.number]
        found = [listed_plan(reader, reach, one, who) for one in stored[: page.ask]]
    return page_of(found, page, key=lambda one: str(one.number), shown=PlanOut.of)


@router.get(ONE, operation_id="readPlan", summary="读取方案概况 / read a plan")
def read_plan(season: Id, plan: Id, who: Who, response: Response, store: TheStore) -> PlanSummaryOut:
    """How it stands and what it comes to; its version as ETag."""
    with store.read() as reader:
        seen = seen_plan(reader, season, plan, who)
    show_version(response, seen.stored.version)
    return PlanSummaryOut.summed(seen.stored, seen.plan)


@router.get(
    ONE + "/document",
    operation_id="downloadPlan",
    summary="下载方案 / download a plan",
    response_class=Response,
    responses=problems("input")
    | {200: {"content": {one.media_type: {"schema": one.schema} for one in FORMS.values()}}},
)
def download_plan(
    season: Id, plan: Id, who: Who, store: TheStore, briefs: TheBriefs, form: AskedForm = "json", lang: Language = "zh"
) -> Response:
    """The whole plan as JSON, as a workbook that is edited by hand and checked again, or as a page to be printed."""
    with store.read() as reader:
        seen = seen_plan(reader, season, plan, who)
        brief = briefs.of(reader, season)
    name = f"plan-{seen.stored.number}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return Response(as_file(seen.plan, brief, form, lang), media_type=FORMS[form].media_type, headers=headers)


@router.get(
    ONE + "/findings",
    operation_id="readPlanFindings",
    summary="方案的检查结果 / what was found in a plan",
    responses=problems("input"),
)
def read_findings(season: Id, plan: Id, who: Who, store: TheStore, briefs: TheBriefs) -> FindingsOut:
    """As they were when the plan was made; checkPlan holds any plan against the season as it is now."""
    with store.read() as reader:
        seen = seen_plan(reader, season, plan, who)
        brief = briefs.of(reader, season)
    return FindingsOut.of(seen.stored.season_version, seen.plan.findings, brief)


@router.get(ONE + "/score", operation_id="readPlanScore", summary="方案的得分 / the score of a plan")
def read_score(season: Id, plan: Id, who: Who, store: TheStore) -> ScoreOut:
    """Each term with its weight; of the whole plan, whatever part of it is seen."""
    with store.read() as reader:
        return ScoreOut.of(seen_plan(reader, season, plan, who).plan)


@router.get(ONE + "/diff", operation_id="readPlanDiff", summary="两个方案的差别 / what differs between two plans")
def read_diff(
    season: Id,
    plan: Id,
    who: Who,
    store: TheStore,
    base: Annotated[Id, Query(description="与之比较的方案 / the plan to compare with")],
) -> PlanDiffOut:
    """What is different in this plan, compared with ``base``."""
    with store.read() as reader:
        before, after = (seen_plan(reader, season, one, who).plan for one in (base, plan))
    return PlanDiffOut.of(base, plan, diff(before, after))
