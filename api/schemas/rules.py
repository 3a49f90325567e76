"""Bodies that tell the rules in force, with where each of them and each of its numbers comes from."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field, JsonValue, TypeAdapter

from api.schemas.base import PageOut, Schema
from solver.domain.vocabulary import Severity, Standing
from solver.explain.citation import Number, numbers_of, provision_source
from solver.rules.rulebook import Provision

_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


class RuleNumberOut(Schema):
    """A number of a rule: any of its parameters, as the register has it, and the text it comes from."""

    name: str = Field(examples=["min_specialty_senior"])
    value: JsonValue = Field(examples=[11])
    source: str = Field(examples=["《职称评审管理暂行规定》人社部令第40号（2019）第9条〔已核对文本〕"])
    source_en: str = Field(examples=["职称评审管理暂行规定, 人社部令第40号, 2019, art. 9 [text verified]"])

    @classmethod
    def of(cls, number: Number) -> RuleNumberOut:
        """As it is told."""
        zh, en = number.source
        return cls(name=number.name, value=_JSON.validate_python(number.value), source=zh, source_en=en)


class RuleCitationOut(Schema):
    """Where a rule stands; empty where no text is behind it (a product default, plain logic)."""

    document: str = Field(examples=["职称评审管理暂行规定"])
    number: str = Field(examples=["人社部令第40号"])
    year: int | None = Field(examples=[2019])
    article: str = Field(examples=["9"])
    text: str = Field(description="如在意见书中引用的样子 / as findings cite it")
    text_en: str

    @classmethod
    def of(cls, provision: Provision) -> RuleCitationOut:
        """The citation of a provision, without what was only guessed at."""
        found = provision_source(provision)
        told: dict[str, Any] = {"document": found.document, "number": found.number, "article": found.article}
        return cls(year=found.year, text=found.text("zh"), text_en=found.text("en"), **told)


class RuleOut(Schema):
    """A rule of the register at a place on a day."""

    id: str = Field(examples=["CN40-09b"])
    title: str
    title_en: str
    place: str = Field(examples=["全国"], description="规定所属地区 / the place whose rule it is")
    in_force: bool
    since: date | None
    until: date | None
    severity: Severity
    standing: Standing
    citation: RuleCitationOut
    verification: str = Field(examples=["已核对文本"], description="文本核对程度 / how far the text was verified")
    verification_en: str = Field(examples=["text verified"])
    confidence: str = Field(examples=["high"])
    numbers: list[RuleNumberOut]
    note: str

    @classmethod
    def of(cls, one: Provision) -> RuleOut:
        """As it is told."""
        source = provision_source(one)
        return cls(
            id=one.id,
            title=one.title_zh,
            title_en=one.title_en,
            place=one.place,
            in_force=one.in_force,
            since=one.since,
            until=one.until,
            severity=one.severity,
            standing=one.standing,
            citation=RuleCitationOut.of(one),
            verification=source.verification("zh"),
            verification_en=source.verification("en"),
            confidence=one.confidence,
            numbers=[RuleNumberOut.of(number) for number in numbers_of(one)],
            note=one.note,
        )


class RulePageOut(PageOut[RuleOut]):
    """Rules in the register's order: in force at ``place`` on the day ``on``."""

    place: str = Field(examples=["沈阳市"])
    on: date
    digest: str = Field(description="规则、效力与参数的 SHA-256 / SHA-256 of what binds")
