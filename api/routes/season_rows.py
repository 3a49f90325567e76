"""``/seasons/{season}/…``: the tables of a season, row by row; one set of routes for each, all alike."""

from enum import Enum
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Response

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.preconditions import IfMatch, show_version
from api.schemas.base import Id, PageOut
from api.schemas.season_rows import RowBody, RowOut, row_model
from api.season_rows import MOST_KEY, SeasonTable, masked_body
from api.season_tables import RESOURCES, Resource
from api.transactions import Changing
from data.store.season_rows import StoredRow

# Annotations are values here, not texts: each table's body is a type of its own, made while its routes are.

Key = Annotated[str, Path(min_length=1, max_length=MOST_KEY, pattern=r"^[^\x00-\x1f/\x7f]+$", examples=["E0001"])]


def _mount(router: APIRouter, resource: Resource) -> None:
    """Add the five routes of a table."""
    name, sheet = resource.name, resource.table.sheet
    model = row_model(resource.table, f"{resource.one}Row")
    shown_as: type[RowOut[RowBody]] = RowOut[model]  # type: ignore[valid-type] # made for this table just above
    where = f"/seasons/{{season}}/{name}"
    tag: list[str | Enum] = [name]

    def shown(row: StoredRow) -> RowOut[RowBody]:
        return shown_as(key=row.key, version=row.version, row=model(masked_body(row.body)))

    @router.get(
        where,
        operation_id=f"list{resource.many}",
        summary=f"{sheet}列表 / rows of {name}",
        response_model=PageOut[shown_as],  # type: ignore[valid-type] # the same
        tags=tag,
    )
    def list_rows(season: Id, page: Paged, who: Who, store: TheStore) -> PageOut[RowOut[RowBody]]:
        """Those that concern whoever asks, in the order of the table."""
        with store.read() as reader:
            found = SeasonTable(season, name, who).page(reader, page, {})
        return page_of(found, page, key=lambda row: str(row.position + 1), shown=shown)

    @router.post(
        where,
        operation_id=f"create{resource.one}",
        summary=f"{sheet}新增一行 / add a row to {name}",
        status_code=201,
        response_model=shown_as,
        responses=problems("exists-already", "input"),
        tags=tag,
    )
    def create_row(
        season: Id,
        asked: model,  # type: ignore[valid-type] # the same
        who: Who,
        response: Response,
        changing: Changing,
    ) -> RowOut[RowBody]:
        """Every fault of the row is told at once, each at the JSON pointer of its field."""
        with changing() as change:
            row = SeasonTable(season, name, who).add(change, asked.root)  # type: ignore[attr-defined] # a RowBody
        response.headers["Location"] = f"/v1/seasons/{quote(season)}/{name}/{quote(row.key, safe='')}"
        show_version(response, row.version)
        return shown(row)

    @router.get(
        where + "/{key}",
        operation_id=f"read{resource.one}",
        summary=f"{sheet}读取一行 / read a row of {name}",
        response_model=shown_as,
        tags=tag,
    )
    def read_row(season: Id, key: Key, who: Who, response: Response, store: TheStore) -> RowOut[RowBody]:
        """With its version as ETag."""
        with store.read() as reader:
            row = SeasonTable(season, name, who).read(reader, key)
        show_version(response, row.version)
        return shown(row)

    @router.put(
        where + "/{key}",
        operation_id=f"replace{resource.one}",
        summary=f"{sheet}修改一行 / replace a row of {name}",
        response_model=shown_as,
        responses=problems("state-forbids", "input"),
        tags=tag,
    )
    def replace_row(
        season: Id,
        key: Key,
        asked: model,  # type: ignore[valid-type] # the same
        who: Who,
        seen: IfMatch,
        response: Response,
        changing: Changing,
    ) -> RowOut[RowBody]:
        """The whole row is sent; a masked identity number stands for the one that is stored."""
        with changing() as change:
            row = SeasonTable(season, name, who).replace(change, key, asked.root, seen.require)  # type: ignore[attr-defined] # a RowBody
        show_version(response, row.version)
        return shown(row)

    @router.delete(
        where + "/{key}",
        operation_id=f"delete{resource.one}",
        summary=f"{sheet}删除一行 / take out a row of {name}",
        status_code=204,
        responses=problems("referred-to"),
        tags=tag,
    )
    def delete_row(season: Id, key: Key, who: Who, seen: IfMatch, changing: Changing) -> None:
        """Unless another row names it."""
        with changing() as change:
            SeasonTable(season, name, who).remove(change, key, seen.require)


def mounted() -> APIRouter:
    """The routes of every table."""
    router = routes("seasons")
    for resource in RESOURCES:
        _mount(router, resource)
    return router


router = mounted()
