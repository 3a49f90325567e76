"""Bodies that tell what of a plan must be routed anew, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.plan_flags import Concerned
from api.schemas.base import Schema


class PlanFlagOut(Schema):
    """What has happened to a plan since it was made: a letter that ended, a committee that may not sit."""

    kind: Literal["delegation", "committee"]
    subject: str = Field(examples=["W01"], description="委托代评或评委会的编号 / id of the delegation or committee")
    state: str = Field(examples=["revoked"], description="其现状态 / the state it has now")
    at: datetime
    sessions: list[str] = Field(examples=[["S01"]])
    applications: list[str] = Field(examples=[["D0001"]], description="须重新确定去向 / to be routed anew")


class ConcernedPlanOut(Schema):
    """A plan, published or draft, and what of it must be routed anew."""

    plan: str = Field(examples=["p-3f"])
    number: int = Field(ge=1)
    state: Literal["draft", "published"]
    sessions: list[str] = Field(examples=[["S01"]])
    applications: list[str] = Field(examples=[["D0001"]])
    delegations: list[str] = Field(
        default_factory=list,
        examples=[["W01"]],
        description="未了结的委托代评 / letters to it not at their end",
    )

    @classmethod
    def of(cls, found: Concerned) -> ConcernedPlanOut:
        """As it is shown."""
        what = found.displaced
        return cls(
            plan=found.plan.id,
            number=found.plan.number,
            state="published" if found.plan.state == "published" else "draft",
            sessions=list(what.sessions),
            applications=list(what.applications),
            delegations=list(what.delegations),
        )
