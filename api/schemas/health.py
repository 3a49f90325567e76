"""Bodies about the service itself."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Schema


class HealthOut(Schema):
    """The process answers."""

    status: Literal["ok"] = "ok"
    version: str = Field(examples=["0.1.0"])


class ReadinessOut(Schema):
    """The service can work: its database answers and has the tables of this version."""

    status: Literal["ready"] = "ready"
    database: str = Field(examples=["sqlite"])
    revision: str = Field(examples=["0003"])
