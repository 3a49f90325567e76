"""``/seasons/{season}/versions`` and ``:revert``: what changed when, and back to how it was."""

from __future__ import annotations

from fastapi import Response

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.preconditions import IfMatchToWrite, show_version
from api.schemas.base import Id, PageOut
from api.schemas.season_versions import RevertedOut, RevertIn, SeasonVersionOut
from api.season_reach import need_whole
from api.season_rows import open_season
from api.season_undo import undo
from api.transactions import Changing
from data.store.season_past import versions
from data.store.seasons import one_season

router = routes("seasons")


@router.get(
    "/seasons/{season}/versions",
    operation_id="listSeasonVersions",
    summary="年度的各个版本 / versions of a season",
    responses=problems("whole-season-only"),
)
def list_versions(season: Id, page: Paged, who: Who, store: TheStore) -> PageOut[SeasonVersionOut]:
    """The last one first: when, by whom and why, and how many rows of which tables."""
    with store.read() as reader:
        open_season(reader, season, who)
        need_whole(who, season)
        found = versions(reader, season)
    last = page.number - 1 if page.number else len(found)
    return page_of(found[:last][::-1][: page.ask], page, key=lambda one: str(one.number), shown=SeasonVersionOut.of)


@router.post(
    "/seasons/{season}:revert",
    operation_id="revertSeason",
    summary="回到先前的版本 / go back to an earlier version",
    responses=problems("whole-season-only", "rows-forbidden", "input"),
)
def revert_season(
    season: Id, asked: RevertIn, who: Who, seen: IfMatchToWrite, response: Response, changing: Changing
) -> RevertedOut:
    """A change like any other: with the rights of single rows, a new version, on the trail, and to be gone back from.

    Measures against committees and delegations that were acted on stay as they are; so do plans.
    """
    with changing.store.read() as reader:
        wanted = undo(reader, season, asked.version, who, seen)
        difference = wanted.would_change(reader) if seen is None else None
        version = wanted.found
    if difference is None:
        with changing(asked.reason or f"revert to {asked.version}", apart=True) as change:
            difference = wanted.carry_out(change)
            version = one_season(change, season).version
    show_version(response, version)
    return RevertedOut.of(season, version, seen is not None, difference, wanted.past)
