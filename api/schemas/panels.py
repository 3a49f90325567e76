"""Bodies of drawn panels: under seal they name nobody; unsealed, or for whoever calls the experts, they do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from api.schemas.base import Schema

Office = Literal["chair", "vice_chair", "leader", "member"]
"""An office on a panel; in the contract a role is that of an account."""


class SealIn(Schema):
    """Until when a panel stays under seal, later than it was to be, and why."""

    until: AwareDatetime = Field(examples=["2026-11-05T00:30:00Z"])
    reason: str = Field(min_length=1, max_length=2000, examples=["评审会延期"])


class GivenReasonIn(Schema):
    """Why."""

    reason: str = Field(min_length=1, max_length=2000, examples=["通知评审专家"])


class SeatOut(Schema):
    """A member of a panel."""

    expert: str = Field(examples=["E0007"])
    name: str = Field(examples=["王芳"])
    group: str = Field(examples=["G1"])
    role: Office


class MemberOut(SeatOut):
    """A member of a panel by the number of the seat, from 1."""

    seat: int = Field(ge=1, examples=[1])


class StandInOut(Schema):
    """An alternate, by rank from 1 in its group."""

    expert: str = Field(examples=["E0031"])
    name: str = Field(examples=["李强"])
    group: str = Field(examples=["G1"])
    rank: int = Field(ge=1, examples=[1])


class EarlyOut(Schema):
    """That somebody asked for a panel to be unsealed before its time; another person has to ask as well."""

    asked_as: str = Field(examples=["authority"])
    asked_at: datetime
    reason: str = Field(examples=["评审会提前"])


class PanelOut(Schema):
    """The panel of a draw; ``version`` is its ETag. Under seal both lists are empty, whoever asks."""

    id: str = Field(examples=["S-C1-1-1"], description="抽取的编号 / id of its draw")
    season: str = Field(examples=["2026"])
    session: str = Field(examples=["S-C1-1"])
    committee: str = Field(examples=["C01"])
    state: Literal["sealed", "unsealed"]
    version: int = Field(ge=1, examples=[7])
    names_at: datetime
    unsealed_at: datetime | None
    early: EarlyOut | None
    members: list[MemberOut]
    alternates: list[StandInOut]
