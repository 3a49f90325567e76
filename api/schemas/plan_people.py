"""People of a plan: whom to tell what, and who could take a seat."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.base import Schema
from api.schemas.plans import FindingOut
from data.plan_files.codec import encode
from solver.domain.notices import Duty, Notice
from solver.replan.replacements import Candidate, Replacements
from solver.rules.brief import Brief


class DutyOut(Schema):
    """What somebody has to do in a session; ``rank`` is the place on the list of alternates, 0 on the panel."""

    session: str = Field(examples=["S1"])
    committee: str = Field(examples=["C1"])
    start: str | None = Field(examples=["2026-10-12/AM"])
    half_days: int = Field(ge=1, examples=[2])
    rooms: list[str] = Field(examples=[["R1"]])
    role: str = Field(examples=["member"])
    group: str = Field(examples=["G1"])
    rank: int = Field(ge=0, examples=[0])
    reads: list[str] = Field(examples=[["D0001"]], description="主审的申报 / applications read")

    @classmethod
    def of(cls, duty: Duty) -> DutyOut:
        """As it is shown."""
        told: dict[str, Any] = dict(encode(duty, {}))  # type: ignore[arg-type] # a record is encoded as an object
        half_days = told.pop("length")
        del told["expert"]
        return cls.model_validate({**told, "half_days": half_days})


class DutyChangeOut(Schema):
    """A duty as it was told and as it is."""

    before: DutyOut
    after: DutyOut


class NoticeOut(Schema):
    """What is new to ``expert``."""

    expert: str = Field(examples=["E0007"])
    given: list[DutyOut]
    changed: list[DutyChangeOut]
    lost: list[DutyOut]

    @classmethod
    def of(cls, notice: Notice) -> NoticeOut:
        """As it is shown."""
        return cls(
            expert=notice.expert,
            given=[DutyOut.of(one) for one in notice.given],
            changed=[DutyChangeOut(before=DutyOut.of(one), after=DutyOut.of(two)) for one, two in notice.changed],
            lost=[DutyOut.of(one) for one in notice.lost],
        )


class NoticesOut(Schema):
    """Whom to tell what: those only whose duties are not what ``before`` said; empty: nothing was told before."""

    before: str = Field(examples=["p-1b77"])
    after: str = Field(examples=["p-3fa9"])
    notices: list[NoticeOut]


class CandidateOut(Schema):
    """Somebody who can take the seat; ``rank`` is their place on the session's list, 0 for none."""

    expert: str = Field(examples=["E0007"])
    rank: int = Field(ge=0, examples=[1])
    fit: float = Field(ge=0, le=1, examples=[0.85])
    days: int = Field(ge=0, examples=[2], description="本年与上年已有天数 / days sat this season and last")
    travel: int = Field(ge=0, examples=[0], description="路途天数 / days on the way")
    fresh: bool = Field(examples=[True], description="上年未在本评委会 / not on this committee last year")
    recusals: list[str] = Field(examples=[["D0001"]], description="须回避的申报 / applications to leave the room for")

    @classmethod
    def of(cls, one: Candidate) -> CandidateOut:
        """As it is shown."""
        return cls(
            expert=one.expert,
            rank=one.rank,
            fit=min(1.0, max(0.0, one.fit)),
            days=one.days,
            travel=one.travel,
            fresh=one.fresh,
            recusals=list(one.recusals),
        )


class ExcludedOut(Schema):
    """Somebody who cannot take it, with every rule in the way."""

    expert: str = Field(examples=["E0009"])
    findings: list[FindingOut]


class AlternativesOut(Schema):
    """Who could take the seat of ``expert``, best first, and what keeps everybody else of the pool out."""

    session: str = Field(examples=["S1"])
    expert: str = Field(examples=["E0003"])
    candidates: list[CandidateOut]
    excluded: list[ExcludedOut]

    @classmethod
    def of(cls, found: Replacements, brief: Brief) -> AlternativesOut:
        """As they are shown."""
        return cls(
            session=found.session,
            expert=found.seat.expert,
            candidates=[CandidateOut.of(one) for one in found.candidates],
            excluded=[
                ExcludedOut(expert=one, findings=[FindingOut.of(finding, brief) for finding in findings])
                for one, findings in found.excluded.items()
            ],
        )
