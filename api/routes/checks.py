"""``/seasons/{season}/checks``: any plan, Pingwei's own or a hand-edited one, against the season as it is now."""

from __future__ import annotations

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.plan_body import BODY
from api.schemas.base import Id
from api.schemas.plans import FindingsOut
from api.season_briefs import TheBriefs
from api.season_reach import need_whole
from api.season_rows import open_season
from api.upload_body import Upload
from data.store.seasons import one_season
from solver.model.kept import judged

router = routes("checks", upload=True)


@router.post(
    "/seasons/{season}/checks",
    operation_id="checkPlan",
    summary="检查任意方案 / check any plan",
    openapi_extra=BODY,
    responses=problems("input", "unsupported-media-type", "whole-season-only"),
)
def check_plan(season: Id, who: Who, sent: Upload, store: TheStore, briefs: TheBriefs) -> FindingsOut:
    """Every violation of every rule, none hidden, each with its sentence and its source. Nothing is stored."""
    with store.read() as reader:
        open_season(reader, season, who)
        need_whole(who, season)
        version = one_season(reader, season).version
        brief = briefs.of(reader, season)
    return FindingsOut.of(version, judged(brief, sent.plan()), brief)
