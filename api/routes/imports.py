"""``/seasons/{season}/imports``: whole seasons from a workbook, an archive of CSV files, or JSON."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.preconditions import IfMatchToWrite, show_version
from api.schemas.base import Id
from api.schemas.seasons import ImportOut
from api.season_imports import imported, sent_season, whole_season, would_change
from api.transactions import Changing
from api.upload_body import BINARY, FILE, SEASON, WORKBOOK, Upload
from data.store.seasons import one_season

router = routes("imports", upload=True)
NAME = "需要改正的年度.xlsx"
REFUSED = ("whole-season-only", "unsupported-media-type")


@router.post(
    "/seasons/{season}/imports",
    operation_id="importSeason",
    summary="导入年度 / import a season",
    responses=problems(*REFUSED, "rows-forbidden", "input"),
    openapi_extra=SEASON,
)
def import_season(
    season: Id,
    who: Who,
    seen: IfMatchToWrite,
    sent: Upload,
    response: Response,
    store: TheStore,
    changing: Changing,
) -> ImportOut:
    """The season becomes what was sent, in one transaction; every fault is told at once, each with its sheet and cell,
    file and line, or JSON pointer. ``…/imports:annotate`` answers with a workbook in which they are marked.
    """
    with store.read() as reader:
        numbers = whole_season(reader, season, who)
    whole = sent_season(sent, numbers)
    if seen is None:
        with store.read() as reader:
            difference = would_change(reader, season, whole, who)
            version = one_season(reader, season).version
    else:
        with changing("import", apart=True) as change:
            difference = imported(change, season, whole, who, seen)
            version = one_season(change, season).version
    show_version(response, version)
    return ImportOut(season=season, version=version, written=seen is not None, **difference.counts())


@router.post(
    "/seasons/{season}/imports:annotate",
    operation_id="annotateImport",
    summary="在工作簿中批注错误 / the faults of an import, marked in a workbook",
    responses=problems(*REFUSED, "input") | {200: {"content": {WORKBOOK: {"schema": BINARY}}}},
    response_class=Response,
    openapi_extra=FILE,
)
def annotate_import(season: Id, who: Who, sent: Upload, store: TheStore) -> Response:
    """What was sent as a workbook to correct: each fault coloured and commented, all of them listed on the first sheet.

    Nothing is written or kept. ``input`` if it cannot be opened at all, so that there is nothing to mark.
    """
    with store.read() as reader:
        numbers = whole_season(reader, season, who)
    marked = sent.path.with_name("annotated.xlsx")
    sent.season(numbers, marked)
    return Response(
        marked.read_bytes(),
        media_type=WORKBOOK,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(NAME)}"},
    )
