"""``/seasons/{season}/exports``: a season as a file."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Query, Response

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.openapi_documents import SEASON_FILE, reference
from api.openapi_parameters import ETAG
from api.preconditions import show_version
from api.schemas.base import Id
from api.season_exports import MEDIA_TYPES, ExportForm, as_file, seen_season
from api.upload_body import BINARY, JSON
from data.store.seasons import one_season

router = routes("exports")

CONTENT: dict[str, Any] = {one: {"schema": BINARY} for one in MEDIA_TYPES.values()} | {
    JSON: {"schema": reference(SEASON_FILE)}
}
Asked = Annotated[ExportForm, Query(description="文件形式 / form of the file")]


@router.get(
    "/seasons/{season}/exports",
    operation_id="exportSeason",
    summary="导出年度 / export a season",
    responses={200: {"content": CONTENT, "headers": {"ETag": ETAG}}, **problems("input")},
    response_class=Response,
)
def export_season(season: Id, who: Who, store: TheStore, form: Asked = ExportForm.WORKBOOK) -> Response:
    """The rows that whoever asks sees; the ETag is the version that an import of the corrected file has to match.

    Identity numbers are masked; an import takes a masked one for the number that is known of the same person.
    """
    with store.read() as reader:
        seen, version = seen_season(reader, season, who), one_season(reader, season).version
    name = quote(f"{season}.{form}", safe="")
    answer = Response(as_file(seen, form), media_type=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    show_version(answer, version)
    return answer
