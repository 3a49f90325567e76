"""Bodies of the trail."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import PageOut, Schema
from data.store.verification import Wrong

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class TrailRowOut(Schema):
    """One change: who, when, in which role, what before, what after, why; bound to the row before by its hash.

    ``before`` and ``after`` are the canonical JSON text that the hash covers.
    """

    seq: int = Field(examples=[1])
    at: str = Field(examples=["2026-11-24T00:05:13.000000Z"])
    actor: str = Field(examples=["u-7f3a"])
    role: str = Field(examples=["administrator"])
    action: str = Field(examples=["create"])
    kind: str = Field(examples=["account"])
    object: str = Field(examples=["u-91c2"])
    before: str = Field(examples=["null"])
    after: str = Field(examples=['{"active":true,"login":"li.na"}'])
    reason: str = Field(examples=[""])
    request_id: str = Field(examples=["5f0c4f6e0d1b4b0c8c6f1f2a9d3e7a10"])
    previous: str = Field(examples=["0" * 64])
    hash: str = Field(examples=[HASH])


class TrailFaultOut(Schema):
    """Rows ``seq`` to ``until`` are not what was written."""

    wrong: Wrong
    seq: int = Field(examples=[812])
    until: int = Field(examples=[812])


class TrailVerifiedOut(Schema):
    """What verifying the trail found: every row was read, and the anchors were held against them."""

    valid: bool
    rows: int = Field(examples=[1204])
    head: str = Field(examples=[HASH])
    anchors: int = Field(examples=[2408])
    faults: list[TrailFaultOut]


class AnchorOut(Schema):
    """What the head of the chain was after a commit of rows ``first`` to ``last``, kept outside the database."""

    first: int = Field(examples=[1201])
    last: int = Field(examples=[1204])
    hash: str = Field(examples=[HASH])
    at: str = Field(examples=["2026-11-24T00:05:13.000000Z"])


class ProofsOut(PageOut[AnchorOut]):
    """The head of the chain now, and anchors, oldest first, to be kept and compared elsewhere."""

    seq: int = Field(examples=[1204])
    head: str = Field(examples=[HASH])
