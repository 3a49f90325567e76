"""``/seasons/{season}/plans/{plan}:publish``: from then on it binds, and nothing in it changes any more."""

from __future__ import annotations

from fastapi import Response

from api.access import Who
from api.guard import routes
from api.idempotency import Once, Reply
from api.openapi import problems
from api.overriding import Overriding
from api.plan_reach import stored_plan
from api.preconditions import IfMatch, etag
from api.publishing import Publication
from api.schemas.base import Id
from api.schemas.plan_overrides import OverriddenOut, OverridesIn
from api.schemas.plans import PublishedOut, PublishIn
from api.season_briefs import TheBriefs
from api.season_reach import need_whole
from api.transactions import Changing
from data.store import plans

router = routes("plans")


@router.post(
    "/seasons/{season}/plans/{plan}:publish",
    operation_id="publishPlan",
    summary="公布方案 / publish a plan",
    response_model=PublishedOut,
    responses=problems(
        "state-forbids",
        "plan-breaks-rules",
        "drawn-panels-stand",
        "double-booked",
        "draw-under-way",
        "whole-season-only",
        "input",
    ),
)
def publish_plan(
    season: Id,
    plan: Id,
    asked: PublishIn,
    who: Who,
    seen: IfMatch,
    once: Once,
    briefs: TheBriefs,
    changing: Changing,
) -> Response:
    """Checked against the season as it is now; the plan published before makes way. Drawn panels are not named yet."""
    publication = Publication(season, plan, who, asked.name_drawn)
    publication.prepare(changing.store, briefs)
    with changing(asked.reason, apart=True) as change:

        def publish() -> Reply:
            made = publication.carry_out(change, briefs, seen.require)
            return Reply(200, made, {"ETag": etag(made.plan.version)})

        return once.answer(change, publish)


@router.post(
    "/seasons/{season}/plans/{plan}:override",
    operation_id="overrideFindings",
    summary="豁免原则性要求 / allow exceptions to rules that bind in principle",
    response_model=OverriddenOut,
    responses=problems("state-forbids", "override-refused", "input"),
)
def override_findings(
    season: Id,
    plan: Id,
    asked: OverridesIn,
    who: Who,
    seen: IfMatch,
    once: Once,
    briefs: TheBriefs,
    changing: Changing,
) -> Response:
    """By the authority, with reason and document; for what the plan breaks in the season as it is now, and no more."""
    overriding = Overriding(season, plan, who, tuple(asked.overrides))
    with changing() as change:

        def allow() -> Reply:
            made = overriding.carry_out(change, briefs, seen.require)
            return Reply(200, made, {"ETag": etag(made.version)})

        return once.answer(change, allow)


@router.delete(
    "/seasons/{season}/plans/{plan}",
    operation_id="deletePlan",
    summary="删除草案 / delete a draft",
    status_code=204,
    responses=problems("state-forbids", "whole-season-only"),
)
def delete_plan(season: Id, plan: Id, who: Who, seen: IfMatch, changing: Changing) -> None:
    """Its content goes, its number is not given again; what was published stays. The operation that made it stays."""
    with changing() as change:
        seen.require(stored_plan(change, season, plan, who).version)
        need_whole(who, season)
        plans.delete_draft(change, plan)
