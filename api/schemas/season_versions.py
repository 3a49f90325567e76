"""Bodies of the versions of a season, and of going back to one."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from api.schemas.base import Schema
from api.schemas.seasons import ImportOut
from data.store.column_types import moment_of
from data.store.season_import import Difference
from data.store.season_past import Past, SeasonVersion, Told


class TableCountOut(Schema):
    """How many rows of a table."""

    table: str = Field(examples=["unavailability"])
    rows: int = Field(ge=1, examples=[3])


class SeasonVersionOut(Schema):
    """A version of a season, and the change that made it."""

    version: int = Field(ge=1, examples=[7])
    at: datetime
    actor: str = Field(examples=["u-7f3a"])
    role: str = Field(examples=["secretariat"])
    action: str = Field(examples=["change"])
    reason: str = Field(examples=["电话请假"])
    tables: list[TableCountOut]

    @classmethod
    def of(cls, found: SeasonVersion) -> SeasonVersionOut:
        """As it is shown."""
        return cls(
            version=found.number,
            at=moment_of(found.at),
            actor=found.actor,
            role=found.role,
            action=found.action,
            reason=found.reason,
            tables=[TableCountOut(table=table, rows=rows) for table, rows in found.tables.items()],
        )


class RevertIn(Schema):
    """The version to go back to, and why."""

    version: int = Field(ge=1, examples=[6])
    reason: str = Field(default="", max_length=500, examples=["导入了错误的文件"])


class RowOfTableOut(Schema):
    """A row by its table and key."""

    table: str = Field(examples=["committees"])
    key: str = Field(examples=["C1"])

    @classmethod
    def of(cls, told: Told) -> RowOfTableOut:
        """As it is shown."""
        table, key = told
        return cls(table=table, key=key)


class RevertedOut(ImportOut):
    """What going back did or, if it was only validated, would do.

    ``kept`` are rows with acts since then (measures, delegations), which stay; ``lost`` are rows to be seen to by hand:
    their identity number was taken out since, and is kept nowhere.
    """

    kept: list[RowOfTableOut]
    lost: list[RowOfTableOut]

    @classmethod
    def of(cls, season: str, version: int, written: bool, difference: Difference, past: Past) -> RevertedOut:
        """As it is shown."""
        return cls(
            season=season,
            version=version,
            written=written,
            **difference.counts(),
            kept=[RowOfTableOut.of(one) for one in past.kept],
            lost=[RowOfTableOut.of(one) for one in past.lost],
        )
