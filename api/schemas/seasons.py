"""Bodies of seasons and of their imports."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from api.schemas.base import Id, Schema
from api.schemas.season_rows import RowBody
from data.season_files.columns import SEASON


class SeasonHeaderRow(RowBody):
    """评审年度 / the header of a season."""

    table = SEASON


class SeasonIn(Schema):
    """A new season, still without rows."""

    id: Id = Field(examples=["2026-shenyang"])
    header: SeasonHeaderRow


class SeasonOut(Schema):
    """A season; ``version`` counts every change inside it and is its ETag."""

    id: str = Field(examples=["2026-shenyang"])
    header: SeasonHeaderRow
    version: int = Field(ge=1, examples=[7])
    created_at: datetime


class ImportOut(Schema):
    """What an import did or, if it was only validated, would do: number of rows of each sort."""

    season: str = Field(examples=["2026-shenyang"])
    version: int = Field(ge=1, examples=[8], description="导入后年度的版本 / version of the season as it now stands")
    written: bool = Field(description="仅校验时为 false / false if only validated")
    added: int = Field(ge=0, examples=[812])
    changed: int = Field(ge=0, examples=[3])
    removed: int = Field(ge=0, examples=[0])
