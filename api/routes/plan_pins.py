"""``/seasons/{season}/plans/{plan}:pins``: what somebody has changed by hand in a plan is kept from now on."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import Query

from api.access import Who
from api.guard import routes
from api.openapi import problems
from api.plan_body import BODY
from api.plan_pinning import Pinning, conflicts_with
from api.plan_reach import seen_plan
from api.preconditions import IfMatchToWrite
from api.schemas.base import Id
from api.schemas.plan_pins import PlanPinOut, PlanPinsOut
from api.schemas.plans import FindingOut
from api.season_briefs import TheBriefs
from api.season_reach import sees_all
from api.transactions import Changing
from api.upload_body import Upload

router = routes("plans", upload=True)


class _Looked(Exception):  # noqa: N818 - no error: what ends a transaction that was only to look
    """Nothing is to be written."""


@router.post(
    "/seasons/{season}/plans/{plan}:pins",
    operation_id="pinPlanEdits",
    summary="将手工改动定为指定与禁止 / pins from an edited plan",
    openapi_extra=BODY,
    responses=problems("input", "unsupported-media-type"),
)
def pin_plan_edits(
    season: Id,
    plan: Id,
    who: Who,
    seen: IfMatchToWrite,
    sent: Upload,
    briefs: TheBriefs,
    changing: Changing,
    reason: Annotated[str, Query(max_length=500, description="为何如此决定 / why it is decided so")] = "",
) -> PlanPinsOut:
    """What was put in is kept, what was taken out is forbidden, each a row of the season within the reach of who asks.

    The plan is sent as it was downloaded (plan.json or workbook) and edited. Pins that stand already are not made
    again; a pin that contradicts one that stands is refused and names it. ``conflicts`` are what the pins together ask
    that no plan can keep; null where the season is too large to tell them while one waits. Later plans and repairs keep
    to pins, and name what they break.
    """
    edited = sent.plan()
    with changing.store.read() as reader:
        seen_plan(reader, season, plan, who)
        brief = briefs.of(reader, season)
    with suppress(_Looked), changing(reason, apart=True) as change:
        known = seen_plan(change, season, plan, who)
        if seen is not None:
            seen.require(known.stored.version)
        pinning = Pinning(season, who, known.plan, edited, reason)
        new, stood = pinning.new_pins(change)
        made = [PlanPinOut.of(row, written=seen is not None) for row in pinning.put_down(change, new)]
        if seen is None:
            raise _Looked
    found = conflicts_with(brief, new) if sees_all(who, season) else ()
    told = None if found is None else [FindingOut.of(one, brief) for one in found]
    return PlanPinsOut(plan=plan, written=seen is not None, known=stood, pins=made, conflicts=told)
