"""``/seasons/{season}/plans/{plan}:publish``: from then on it binds, and nothing in it changes any more."""

from __future__ import annotations

from fastapi import Response

from api.access import Who
from api.guard import routes
from api.idempotency import Once, Reply
from api.openapi import problems
from api.preconditions import IfMatch, etag
from api.publishing import Publication
from api.schemas.base import Id
from api.schemas.plans import PublishedOut, PublishIn
from api.season_briefs import TheBriefs
from api.transactions import Changing

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
