"""Bodies of exceptions to rules (豁免): what is asked for, and what stands in a plan."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Schema
from api.schemas.plans import FindingOut

MOST = 100
SUBJECT = [["session", "S1"], ["committee", "C1"]]


class OverrideIn(Schema):
    """An exception to one finding, named as ``checkPlan`` told it; ``document`` is what it rests upon."""

    rule: str = Field(min_length=1, max_length=100, examples=["CN40-09b"])
    by: str = Field(min_length=1, max_length=100, examples=["senior_by_series"])
    subject: list[tuple[str, str]] = Field(max_length=20, examples=[SUBJECT])
    reason: str = Field(min_length=1, max_length=500, pattern=r"\S", examples=["本系列在库专家不足，经会议研究同意"])
    document: str = Field(min_length=1, max_length=200, pattern=r"\S", examples=["沈人社函〔2026〕12号"])


class OverridesIn(Schema):
    """Exceptions that are allowed together or not at all."""

    overrides: list[OverrideIn] = Field(min_length=1, max_length=MOST)


class OverriddenOut(Schema):
    """The draft's version from now on, and the findings as they stand in it, each with why it is excepted."""

    plan: str = Field(examples=["p-3fa9"])
    version: int = Field(ge=1, examples=[2])
    findings: list[FindingOut]
