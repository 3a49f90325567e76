"""``/seasons``: the review seasons of the service; everything else belongs to one of them."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from api.access import Principal, Row, Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.preconditions import IfMatch, show_version
from api.schemas.base import Id, PageOut
from api.schemas.seasons import SeasonHeaderRow, SeasonIn, SeasonOut
from api.season_reach import need_whole
from api.transactions import Changing
from data.season_files.columns import SEASON
from data.season_files.season_json import json_row
from data.store import seasons
from data.store.season_references import checked_header
from data.store.seasons import StoredSeason
from data.store.transaction import Reader

router = routes("seasons")


def shown(season: StoredSeason) -> SeasonOut:
    """A season as it is shown."""
    header = SeasonHeaderRow(json_row(SEASON, season.header))
    return SeasonOut(id=season.id, header=header, version=season.version, created_at=season.created_at)


def season_of(reader: Reader, season: str, who: Principal) -> StoredSeason:
    """A season that ``who`` may know of; raises AbsentError or Problem, which answer alike."""
    found = seasons.one_season(reader, season)
    who.acting(Row(season, shared=True))
    return found


@router.get("/seasons", operation_id="listSeasons", summary="评审年度列表 / seasons")
def list_seasons(page: Paged, store: TheStore, who: Who) -> PageOut[SeasonOut]:
    """Those in which whoever asks has a role, by id."""
    with store.read() as reader:
        found = [one for one in seasons.all_seasons(reader) if one.id > page.after]
    seen = [one for one in found if who.sees(Row(one.id, shared=True))]
    return page_of(seen[: page.ask], page, key=lambda one: one.id, shown=shown)


@router.post(
    "/seasons",
    operation_id="createSeason",
    summary="新建评审年度 / make a season",
    status_code=201,
    responses=problems("exists-already", "input", "whole-season-only"),
)
def create_season(asked: SeasonIn, who: Who, response: Response, changing: Changing) -> SeasonOut:
    """A season without rows; they are imported or added one by one."""
    need_whole(who, asked.id)
    with changing() as change:
        header = checked_header(change, None, asked.header.root, "/header")
        made = seasons.create_season(change, asked.id, header)
    response.headers["Location"] = f"/v1/seasons/{quote(made.id, safe='')}"
    show_version(response, made.version)
    return shown(made)


@router.get("/seasons/{season}", operation_id="readSeason", summary="读取评审年度 / read a season")
def read_season(season: Id, who: Who, response: Response, store: TheStore) -> SeasonOut:
    """Its header, and its version as ETag."""
    with store.read() as reader:
        found = season_of(reader, season, who)
    show_version(response, found.version)
    return shown(found)


@router.put(
    "/seasons/{season}",
    operation_id="replaceSeason",
    summary="修改评审年度 / replace the header of a season",
    responses=problems("input", "whole-season-only"),
)
def replace_season(
    season: Id,
    asked: SeasonHeaderRow,
    who: Who,
    seen: IfMatch,
    response: Response,
    changing: Changing,
) -> SeasonOut:
    """The whole header is sent; it is held against the rows of the season."""
    with changing() as change:
        before = season_of(change, season, who)
        need_whole(who, season)
        seen.require(before.version)
        header = checked_header(change, season, asked.root, "")
        after = seasons.change_header(change, season, header, None)
    show_version(response, after.version)
    return shown(after)
