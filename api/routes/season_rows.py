"""``/seasons/{season}/…``: the tables of a season, row by row; one set of routes for each, all alike."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Response

from api.access import Who
from api.guard import TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.preconditions import IfMatch, show_version
from api.row_filters import Wanted, filters_of
from api.schemas.base import Id, PageOut
from api.schemas.season_rows import RowBody, RowOut, row_model
from api.season_rows import MOST_KEY, SeasonTable, masked_body
from api.season_tables import RESOURCES, Resource
from api.transactions import Changing
from data.store.season_rows import StoredRow

# Annotations are values here, not texts: each table's body is a type of its own, made while its routes are.

Key = Annotated[str, Path(min_length=1, max_length=MOST_KEY, pattern=r"^[^\x00-\x1f/\x7f]+$", examples=["E0001"])]


@dataclass(frozen=True)
class _Rows:
    """A table as its routes show it: the address of its rows, and the bodies made for it."""

    resource: Resource

    @property
    def where(self) -> str:
        """Address of the list."""
        return f"/seasons/{{season}}/{self.resource.name}"

    @property
    def tag(self) -> list[str | Enum]:
        """Where the description lists its operations."""
        return [self.resource.name]

    @cached_property
    def model(self) -> type[RowBody]:
        """The body of a row."""
        return row_model(self.resource.table, f"{self.resource.one}Row")

    @cached_property
    def shown_as(self) -> type[RowOut[RowBody]]:
        """What a row is answered as."""
        return RowOut[self.model]  # type: ignore[name-defined] # a type of its own for each table

    def shown(self, row: StoredRow) -> RowOut[RowBody]:
        """A row as it is answered."""
        return self.shown_as(key=row.key, version=row.version, row=self.model(masked_body(row.body)))


def _mount_reading(router: APIRouter, rows: _Rows) -> None:
    """The list, and one row."""
    name, sheet = rows.resource.name, rows.resource.table.sheet
    shown_as = rows.shown_as
    filters = Depends(filters_of(name, rows.resource.filters))

    @router.get(
        rows.where,
        operation_id=f"list{rows.resource.many}",
        summary=f"{sheet}列表 / rows of {name}",
        response_model=PageOut[shown_as],  # type: ignore[valid-type] # the same
        tags=rows.tag,
    )
    def list_rows(
        season: Id, page: Paged, who: Who, store: TheStore, wanted: Annotated[Wanted, filters]
    ) -> PageOut[RowOut[RowBody]]:
        """Those that concern whoever asks, in the order of the table; filters look at these alone."""
        with store.read() as reader:
            found = SeasonTable(season, name, who).page(reader, page, wanted)
        return page_of(found, page, key=lambda row: str(row.position + 1), shown=rows.shown)

    @router.get(
        rows.where + "/{key}",
        operation_id=f"read{rows.resource.one}",
        summary=f"{sheet}读取一行 / read a row of {name}",
        response_model=shown_as,
        tags=rows.tag,
    )
    def read_row(season: Id, key: Key, who: Who, response: Response, store: TheStore) -> RowOut[RowBody]:
        """With its version as ETag."""
        with store.read() as reader:
            row = SeasonTable(season, name, who).read(reader, key)
        show_version(response, row.version)
        return rows.shown(row)


def _mount_adding(router: APIRouter, rows: _Rows) -> None:
    """A new row."""
    name, sheet = rows.resource.name, rows.resource.table.sheet
    shown_as = rows.shown_as
    model = rows.model

    @router.post(
        rows.where,
        operation_id=f"create{rows.resource.one}",
        summary=f"{sheet}新增一行 / add a row to {name}",
        status_code=201,
        response_model=shown_as,
        responses=problems("exists-already", "input"),
        tags=rows.tag,
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
        return rows.shown(row)


def _mount_changing(router: APIRouter, rows: _Rows) -> None:
    """A row replaced, or taken out."""
    name, sheet = rows.resource.name, rows.resource.table.sheet
    shown_as = rows.shown_as
    model = rows.model

    @router.put(
        rows.where + "/{key}",
        operation_id=f"replace{rows.resource.one}",
        summary=f"{sheet}修改一行 / replace a row of {name}",
        response_model=shown_as,
        responses=problems("state-forbids", "input"),
        tags=rows.tag,
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
        return rows.shown(row)

    @router.delete(
        rows.where + "/{key}",
        operation_id=f"delete{rows.resource.one}",
        summary=f"{sheet}删除一行 / take out a row of {name}",
        status_code=204,
        responses=problems("referred-to"),
        tags=rows.tag,
    )
    def delete_row(season: Id, key: Key, who: Who, seen: IfMatch, changing: Changing) -> None:
        """Unless another row names it."""
        with changing() as change:
            SeasonTable(season, name, who).remove(change, key, seen.require)


def mounted() -> APIRouter:
    """The routes of every table."""
    router = routes()  # each table is a tag of its own
    for resource in RESOURCES:
        rows = _Rows(resource)
        _mount_reading(router, rows)
        _mount_adding(router, rows)
        _mount_changing(router, rows)
    return router


router = mounted()
