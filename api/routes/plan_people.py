"""``/seasons/{season}/plans/{plan}/notices`` and ``/alternatives``: whom to tell what, and who could take a seat."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.plan_reach import seen_plan
from api.schemas.base import Id
from api.schemas.plan_people import AlternativesOut, NoticeOut, NoticesOut
from api.season_briefs import TheBriefs
from api.season_reach import need_whole
from data.store.errors import AbsentError
from solver.domain.notices import notices
from solver.replan.replacements import replacements
from solver.rules.publication import published_form

router = routes("plans")
ONE = "/seasons/{season}/plans/{plan}"


@router.get(ONE + "/notices", operation_id="readPlanNotices", summary="公布时该通知谁、通知什么 / whom to tell what")
def read_notices(
    season: Id,
    plan: Id,
    who: Who,
    store: TheStore,
    base: Annotated[Id | None, Query(description="上次公布的方案；缺省即从未公布 / the plan told before")] = None,
) -> NoticesOut:
    """Those only whose duties differ from ``base``. Nobody is told of a panel that awaits its draw."""
    with store.read() as reader:
        former = published_form(seen_plan(reader, season, base, who).plan) if base else None
        found = notices(former, published_form(seen_plan(reader, season, plan, who).plan))
    return NoticesOut(before=base or "", after=plan, notices=[NoticeOut.of(one) for one in found])


@router.get(
    ONE + "/alternatives",
    operation_id="readSeatAlternatives",
    summary="谁能接某个席位 / who could take a seat",
    responses=problems("input", "whole-season-only"),
)
def read_alternatives(
    season: Id,
    plan: Id,
    who: Who,
    store: TheStore,
    briefs: TheBriefs,
    session: Annotated[Id, Query(description="评审会 / session")],
    expert: Annotated[Id, Query(description="谁的席位 / whose seat")],
) -> AlternativesOut:
    """Ranked, the session's own alternates first; for everybody else of the pool the rules in the way."""
    with store.read() as reader:
        shown = seen_plan(reader, season, plan, who).plan
        need_whole(who, season)
        brief = briefs.of(reader, season)
    row = shown.session.get(session)
    if row is None or expert not in row.seated():
        raise AbsentError(kind="seat", id=f"{session}/{expert}")
    return AlternativesOut.of(replacements(brief, shown, session, expert), brief)
