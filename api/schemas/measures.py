"""Bodies of measures against committees."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.schemas.base import Schema
from api.schemas.plan_flags import ConcernedPlanOut
from solver.domain.vocabulary import CommitteeState


class ReinstatementIn(Schema):
    """Why a measure is lifted."""

    reason: str = Field(min_length=1, max_length=2000, examples=["整改验收合格"])


class RevocationIn(ReinstatementIn):
    """Why, and from which day, the right to evaluate is taken back."""

    start: date


class SuspensionIn(RevocationIn):
    """Why, from which day, and (open if not said) until which day."""

    end: date | None = None


class RectificationIn(RevocationIn):
    """Why, from which day, and until which day it is to be put right (限期)."""

    end: date


class MeasuredOut(Schema):
    """A committee under a measure; ``plans`` hold for it what must be routed anew."""

    committee: str = Field(examples=["C01"])
    state: CommitteeState
    state_from: date | None
    state_to: date | None
    version: int = Field(ge=1)
    plans: list[ConcernedPlanOut]
