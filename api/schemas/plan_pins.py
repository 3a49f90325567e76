"""Bodies of pins that an edited plan makes."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.base import Schema
from api.schemas.plans import FindingOut
from data.store.season_rows import StoredRow
from solver.domain.vocabulary import PinKind, PinMatter


class PlanPinOut(Schema):
    """A pin as its row of the season says it; ``key`` is null where nothing was written."""

    key: str | None = Field(examples=["Z1"])
    kind: PinKind
    what: PinMatter
    session: str = Field(examples=["S1"])
    expert: str = Field(examples=["E0001"])
    role: str = Field(examples=["chair"])
    group: str = Field(examples=["G1"])
    start: str = Field(examples=[""])
    room: str = Field(examples=[""])
    application: str = Field(examples=[""])

    @classmethod
    def of(cls, row: StoredRow, written: bool) -> PlanPinOut:
        """As it is shown."""
        told: dict[str, Any] = {name: row.body.get(name) or "" for name in cls.model_fields if name != "key"}
        return cls.model_validate({**told, "key": row.key if written else None})


class PlanPinsOut(Schema):
    """The pins that the edits of a plan make; ``known`` of them stood already.

    ``conflicts`` are for whoever reaches the whole season, empty for others; null where the season is too large to tell
    them while one waits: the findings of its next plan name the pins behind them.
    """

    plan: str = Field(examples=["p-3fa9"])
    written: bool = Field(description="仅校验时为 false / false if only validated")
    known: int = Field(ge=0, examples=[0])
    pins: list[PlanPinOut]
    conflicts: list[FindingOut] | None
