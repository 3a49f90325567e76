"""Bodies of replacements: somebody drawn does not come, and the next one-time code draws who takes the seat."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Id, Schema
from api.schemas.draws import Digest, Reason
from api.schemas.panels import SeatOut


class ReplacementIn(Schema):
    """Who does not come, by the number of the seat on the panel as ``:call`` or the panel shows it, and why.

    A name belongs neither into the reason nor into the document: both are told while the panel is under seal.
    """

    draw: Id = Field(examples=["S-C1-1-1"], description="抽取（名单）的编号 / the draw, and its panel")
    seat: int = Field(ge=1, le=1000, examples=[3], description="席位序号，从 1 起 / number of the seat, from 1")
    reason: Reason = Field(examples=["因病不能到会"])
    document: str = Field(default="", max_length=200, examples=["请假条 2026-11-03"])


class ReplacementOut(Schema):
    """A replacement; ``version`` is its ETag. Under seal it names nobody: ``declined`` and ``given`` are null.

    ``asked`` waits for the approval of another person in another role, ``drawn`` has its record, ``withdrawn`` was
    followed by another request. ``record_sha256`` fixes the record from the moment on in which it is drawn; publish it.
    """

    id: str = Field(examples=["S-C1-1-1-r1"])
    season: str = Field(examples=["2026"])
    draw: str = Field(examples=["S-C1-1-1"])
    session: str = Field(examples=["S-C1-1"])
    state: Literal["asked", "drawn", "withdrawn"]
    version: int = Field(ge=1, examples=[2])
    number: int | None = Field(examples=[1], description="第几次替换 / which replacement of the draw")
    reason: str = Field(examples=["因病不能到会"])
    document: str = Field(examples=["请假条 2026-11-03"])
    asked_as: str = Field(examples=["convener"])
    asked_at: datetime
    approved_as: str | None = Field(examples=["authority"])
    approved_at: datetime | None
    record_sha256: Digest | None
    declined: SeatOut | None
    given: SeatOut | None
