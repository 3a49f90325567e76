"""Bodies of delegations: what is requested, what decides it, and the steps it has gone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.schemas.base import Id, Schema
from api.schemas.plan_flags import ConcernedPlanOut
from solver.domain.vocabulary import DelegationState

LevelName = Literal["junior", "intermediate", "associate_senior", "full_senior"]
"""A level as season files in JSON have it."""
Text = Annotated[str, Field(min_length=1, max_length=200)]
Reason = Annotated[str, Field(max_length=2000, examples=["申报人单位不在备案范围内"])]


class DelegationWording(Schema):
    """What is entrusted: empty ``applications`` and ``specialties`` mean all that fit."""

    entrusting: Id = Field(examples=["V01"], description="评委会、单位或人社部门 / committee, unit or authority")
    to_committee: Id = Field(examples=["C01"], description="受托评委会 / the receiving committee")
    series: Text = Field(examples=["05"])
    levels: list[LevelName] = Field(min_length=1, max_length=10)
    authority: Id = Field(examples=["H2"], description="授权部门 / the authority asked")
    start: date
    end: date
    specialties: list[Text] = Field(default_factory=list, max_length=500)
    applications: list[Id] = Field(default_factory=list, max_length=5000)


class DelegationIn(DelegationWording):
    """A request to draft; without an ``id`` it is given one."""

    id: Id | None = None
    reason: Reason = ""


class DelegationChange(DelegationWording):
    """The new wording of a draft or of what was returned."""

    reason: Reason = ""


class ActIn(Schema):
    """An act that needs no reason, and may have one."""

    reason: Reason = ""


class ReasonedIn(Schema):
    """An act that needs a reason."""

    reason: str = Field(min_length=1, max_length=2000, examples=["材料不全"])


class ApprovalIn(ActIn):
    """An authorisation: by which letter (委托函), where it lies, and its day."""

    letter_no: Text = Field(examples=["大人社委〔2026〕1号"])
    document: Text = Field(examples=["委托函.pdf"], description="文件名或摘要 / its name or digest")
    issued_on: date


class DelegationOut(DelegationWording):
    """A delegation as it stands; ``plans`` went by it and must be routed anew."""

    id: str
    state: DelegationState
    version: int = Field(ge=1)
    letter_no: str = ""
    issued_on: date | None = None
    accepted_on: date | None = None
    plans: list[ConcernedPlanOut] = Field(default_factory=list)


class LetterOut(Schema):
    """An authorisation letter (委托函): its number, where it lies, and its day."""

    letter_no: str = Field(examples=["大人社委〔2026〕1号"])
    document: str = Field(examples=["委托函.pdf"])
    issued_on: date


class DelegationActOut(Schema):
    """A step of a delegation: by whom, in which role, why, and on which letter."""

    number: int = Field(ge=1)
    act: str = Field(examples=["approve"])
    from_state: str = Field(examples=["submitted"])
    to_state: str = Field(examples=["authorised"])
    actor: str = Field(examples=["u-7f3a"])
    role: str = Field(examples=["authority"])
    at: datetime
    reason: str
    document: LetterOut | None = Field(default=None, description="委托函 / the letter")
