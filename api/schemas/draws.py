"""Bodies of draws: what is asked for, what each party brings, and how a draw stands."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from api.schemas.base import Id, Schema
from data.store.draws import Part, State, StoredDraw
from solver.draw.entities import BALLS, Method
from solver.draw.seed import LONGEST, ROLES, SHORTEST

MOST_BALLS = 100_000
MOST_SOURCES = 10
Party = Literal["authority", "secretariat", "supervisor"]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["9f86d081884c7d659a2feaa0c55ad015" * 2])]
Secret = Annotated[
    str,
    Field(
        pattern=f"^(?:[0-9a-f]{{2}}){{{SHORTEST},{LONGEST}}}$",
        examples=["5b1c" * 16],
        description="随机数，十六进制小写 / random bytes, hexadecimal, small letters",
    ),
]
Line = Annotated[str, Field(max_length=200)]
Reason = Annotated[str, Field(min_length=1, max_length=2000, examples=["监督部门未按时揭示"])]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f=\x7f]+$", examples=["福彩3D"])]


class DrawIn(Schema):
    """A draw of one session: its times, how it is made fair, and the public sources that join the seed.

    ``now < contribute_until < reveal_until ≤ names_at``: a party that is late makes the draw void; the names may be
    known from ``names_at`` on, by the clock of the service.
    """

    session: Id = Field(examples=["S-C1-1"])
    contribute_until: AwareDatetime = Field(examples=["2026-11-02T01:00:00Z"])
    reveal_until: AwareDatetime = Field(examples=["2026-11-02T02:00:00Z"])
    names_at: AwareDatetime = Field(examples=["2026-11-04T00:30:00Z"])
    method: Method = Method.LEXIMIN
    balls: int = Field(default=BALLS, ge=1, le=MOST_BALLS, description="等可能的组数 / equally likely panels")
    at: Line = Field(default="", examples=["2026-11-02 10:00"])
    place: Line = Field(default="", examples=["市人社局 301 会议室"])
    sources: list[Name] = Field(default_factory=list, max_length=MOST_SOURCES)
    reason: str = Field(default="", max_length=2000, examples=["第一次评审会"])


class ContributionIn(Schema):
    """What a party commits to; the secret itself stays with it until the reveal.

    ``commitment`` is SHA-256 over five parts, each after its length in four bytes (big-endian): the ASCII text
    ``pingwei draw contribution v1``, the role, the id of the draw, the 32 bytes of ``announcement_sha256``, the secret.
    ``signature`` is the SHA-256 of a signed paper (empty: none).
    """

    role: Party
    commitment: Digest
    signature: str = Field(default="", pattern="^(?:[0-9a-f]{64})?$", examples=[""])


class RevealIn(Schema):
    """What a party committed to; the supervisor's also brings the values of the public sources."""

    role: Party
    secret: Secret
    sources: dict[Name, Annotated[str, Field(max_length=500)]] = Field(
        default_factory=dict, max_length=MOST_SOURCES, examples=[{}]
    )


class RedrawIn(Schema):
    """Why a draw should be repeated, and the document that says so."""

    reason: Reason
    document: str = Field(min_length=1, max_length=200, examples=["沈人社函〔2026〕17号"])


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(default="", max_length=2000, examples=["按程序办理"])


class PartOut(Schema):
    """A party's part: what it committed to, and (null: not yet) what it revealed."""

    role: Party
    commitment: Digest
    signature: str = Field(examples=[""])
    committed_at: datetime
    secret: str | None = Field(examples=[None])
    revealed_at: datetime | None


class RedrawOut(Schema):
    """That a draw is to be repeated; ``approved_as`` null: nobody has approved it yet."""

    reason: str = Field(examples=["监督部门未按时揭示"])
    document: str = Field(examples=["沈人社函〔2026〕17号"])
    asked_as: str = Field(examples=["secretariat"])
    approved_as: str | None = Field(examples=["authority"])


class DrawOut(Schema):
    """A draw as it stands; ``version`` is its ETag. Who was drawn is in no field of it.

    ``announced`` waits for contributions, ``committed`` for reveals; ``sealed`` has its result, which nobody may know
    before ``names_at``; ``void``: a party was late; ``annulled``: its redraw was
    approved, and another takes its place.
    """

    id: str = Field(examples=["S-C1-1-1"])
    season: str = Field(examples=["2026"])
    number: int = Field(ge=1, examples=[1])
    session: str = Field(examples=["S-C1-1"])
    committee: str = Field(examples=["C01"])
    state: State
    version: int = Field(ge=1, examples=[4])
    method: Method
    balls: int = Field(ge=1, examples=[BALLS])
    at: str = Field(examples=["2026-11-02 10:00"])
    place: str = Field(examples=["市人社局 301 会议室"])
    sources: list[str] = Field(examples=[[]])
    contribute_until: datetime
    reveal_until: datetime
    names_at: datetime
    announcement_sha256: Digest
    redraw_of: str | None = Field(examples=[None], description="所重抽的抽取 / the draw that this one repeats")
    redraw: RedrawOut | None
    awaited: list[Party] = Field(description="尚待何方 / which parties are waited for")
    parts: list[PartOut]
    created_at: datetime
    sealed_at: datetime | None
    unsealed_at: datetime | None

    @classmethod
    def of(cls, draw: StoredDraw, parts: tuple[Part, ...], now: datetime) -> DrawOut:
        """As it is shown at ``now``."""
        told, noted = draw.standing(now), draw.redraw
        came = {one.role for one in parts if told == "announced" or one.secret}
        names = cls.model_fields.keys() & StoredDraw.__dataclass_fields__.keys() - {"state", "redraw", "redraw_of"}
        return cls.model_validate(
            {name: getattr(draw, name) for name in names}
            | {
                "state": told,
                "sources": list(draw.sources),
                "announcement_sha256": draw.announced,
                "redraw_of": draw.redraw_of or None,
                "redraw": noted
                and {
                    "reason": noted.reason,
                    "document": noted.document,
                    "asked_as": noted.asked_as,
                    "approved_as": noted.approved_as or None,
                },
                "awaited": [one for one in ROLES if told in {"announced", "committed"} and one not in came],
                "parts": [_part(one) for one in parts],
            }
        )


def _part(part: Part) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(part, name) for name in PartOut.model_fields if name not in {"secret"}}
    return {**told, "secret": part.secret or None}


class VerifyIn(Schema):
    """The values of the public sources as whoever verifies found them themselves."""

    sources: dict[Name, Annotated[str, Field(max_length=500)]] = Field(
        default_factory=dict, max_length=MOST_SOURCES, examples=[{}]
    )


class DrawVerifiedOut(Schema):
    """Whether the record of a draw holds: ``statement`` is the stand-alone verifier's own sentence."""

    holds: bool
    statement: str = Field(examples=["核验通过：S-C1-1-1 抽得第 17 组（共 1000 组）… / verified: …"])
