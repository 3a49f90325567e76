"""The one shape of errors."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Schema


class FaultOut(Schema):
    """One thing wrong: ``place`` is body, query, path, header, or sheet and cell; ``pointer`` the field in it."""

    code: str = Field(examples=["missing"])
    place: str = Field(examples=["body"])
    pointer: str = Field(examples=["/login"], description="JSON pointer (RFC 6901) within the place")
    message: str = Field(examples=["缺少必填项"])
    message_en: str = Field(examples=["required, but missing"])


class ProblemOut(Schema):
    """A problem (RFC 9457): ``code`` is stable, ``title`` says what it is, ``detail`` what to do, in two languages."""

    type: str = Field(examples=["urn:pingwei:problem:not-found"])
    code: str = Field(examples=["not-found"])
    status: int = Field(examples=[404])
    title: str = Field(examples=["没有这个对象，或您看不到它"])
    title_en: str = Field(examples=["No such object, or not visible to you"])
    detail: str = Field(examples=["请核对地址与编号"])
    detail_en: str = Field(examples=["Check the address and the id"])
    request_id: str = Field(examples=["5f0c4f6e0d1b4b0c8c6f1f2a9d3e7a10"])
    faults: list[FaultOut] = Field(default_factory=list, description="至多列出 1,000 条 / the first 1,000 at most")
    faults_total: int = Field(default=0, examples=[1], description="错误总数 / how many there are, listed or not")
