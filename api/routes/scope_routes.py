"""``/seasons/{season}/routes``: the scope check, where each application goes and why, dimension by dimension."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.row_filters import Wanted, filters_of
from api.schemas.base import Id, PageOut
from api.schemas.scope_routes import RouteOut, ScopeCheckOut, ScopeQuestionIn
from api.scope_question import foreseen
from api.season_briefs import TheBriefs
from api.season_routings import TheRoutings
from api.season_rows import SeasonTable
from api.season_tables import BY_TABLE
from solver.routing import route_of

router = routes("routes")
WHERE = "/seasons/{season}/routes"


@router.get(WHERE, operation_id="listRoutes", summary="申报去向 / where applications go", responses=problems("input"))
def list_routes(
    season: Id,
    page: Paged,
    who: Who,
    store: TheStore,
    briefs: TheBriefs,
    routings: TheRoutings,
    wanted: Annotated[Wanted, Depends(filters_of("applications", BY_TABLE["applications"].filters))],
) -> PageOut[RouteOut]:
    """Of every application that whoever asks may see, in the order of the table, filtered as applications are."""
    with store.read() as reader:
        found = SeasonTable(season, "applications", who).page(reader, page, wanted)
        brief = briefs.of(reader, season)
        routed = routings.of(reader, season, brief)
    return page_of(
        found, page, key=lambda row: str(row.position + 1), shown=lambda row: RouteOut.of(routed[row.key], brief)
    )


@router.get(
    WHERE + "/{application}",
    operation_id="readRoute",
    summary="一份申报的去向 / where one application goes",
    responses=problems("input"),
)
def read_route(
    season: Id, application: Id, who: Who, store: TheStore, briefs: TheBriefs, routings: TheRoutings
) -> ScopeCheckOut:
    """With how each committee of its series was judged, and what letter would let one take it that may not yet."""
    with store.read() as reader:
        SeasonTable(season, "applications", who).read(reader, application)
        brief = briefs.of(reader, season)
        route = routings.of(reader, season, brief)[application]
    return ScopeCheckOut.of(brief, brief.season.application[application], route)


@router.post(
    WHERE + ":check",
    operation_id="checkRoute",
    summary="拟申报的去向 / where an application would go",
    responses=problems("input"),
)
def check_route(
    season: Id, asked: ScopeQuestionIn, who: Who, store: TheStore, briefs: TheBriefs, routings: TheRoutings
) -> ScopeCheckOut:
    """The answer that it would have if it were in the season; for whoever would see it there. Nothing is stored."""
    with store.read() as reader:
        brief, application = foreseen(reader, season, who, asked, briefs)
        others = routings.of(reader, season, briefs.of(reader, season)).values()
    days = () if asked.on is None else (asked.on,)
    return ScopeCheckOut.of(brief, application, route_of(brief, application, others, days), days)
