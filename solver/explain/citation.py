"""Where a provision stands and how far its text was verified, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from solver.explain.words import Lang, Words, bracketed, pick
from solver.rules.brief import Brief
from solver.rules.rulebook import Provision

VERIFIED: dict[str, Words] = {
    "found": ("已核对文本", "text verified"),
    "memory": ("一般知识，未核对原文", "general knowledge, text not verified"),
    "assumption": ("产品默认", "product default"),
    "logic": ("编排常识", "plain logic"),
}
ANALOGUE: Words = ("参照其他领域规定", "by analogy from another field")
CHANGED: Words = ("本年度已调整", "changed for this season")
_NUMBERED = re.compile(r"^[0-9][0-9a-z(),\-、.]*$")


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a rule: ``verified`` is one of found, memory, assumption (product default), logic."""

    rule: str
    title: Words
    document: str
    number: str
    year: int | None
    article: str
    verified: str
    analogue: bool
    changed: bool

    def text(self, lang: Lang) -> str:
        """``《职称评审管理暂行规定》人社部令第40号(2019)第9条〔已核对文本〕``; a default says that it is one."""
        where, mark = self.where(lang) or self.rule, self.verification(lang)
        return f"{where}〔{mark}〕" if lang == "zh" else f"{where} [{mark}]"

    def verification(self, lang: Lang) -> str:
        """How far the text was verified, and what else to know of the source: ``已核对文本；本年度已调整``."""
        marks = [VERIFIED[self.verified]] + [ANALOGUE] * self.analogue + [CHANGED] * self.changed
        return ("；" if lang == "zh" else "; ").join(pick(one, lang) for one in marks)

    def where(self, lang: Lang) -> str:
        """Document, number, year and article; ``""`` where there is no text behind the rule."""
        if not self.document:
            return ""
        article = self._article(lang)
        if lang == "zh":
            return f"《{self.document}》{self.number}{bracketed(str(self.year or ''), lang)}{article}"
        return ", ".join(part for part in (self.document, self.number, str(self.year or ""), article) if part)

    def _article(self, lang: Lang) -> str:
        if not self.article:
            return ""
        if _NUMBERED.match(self.article):
            return f"第{self.article}条" if lang == "zh" else f"art. {self.article}"
        return f" {self.article}" if lang == "zh" else self.article

    @property
    def is_default(self) -> bool:
        """Whether no text of law stands behind the rule."""
        return self.verified == "assumption"


def source_of(rule: str, brief: Brief) -> Source:
    """The source of the provision ``rule``; an id the register does not know is cited by itself, as a default."""
    provision = brief.rulebook.provisions.get(rule)
    if provision is None:
        return Source(rule, (rule, rule), "", "", None, "", "assumption", analogue=False, changed=False)
    return provision_source(provision)


def provision_source(provision: Provision) -> Source:
    """The source of a provision."""
    verified = _verified(provision)
    cited = provision.citation
    backed = verified in {"found", "memory"}
    return Source(
        provision.id,
        (provision.title_zh, provision.title_en),
        cited.document if backed else "",
        cited.number.strip("—") if backed else "",
        cited.year if backed else None,
        cited.article if backed else "",
        verified,
        provision.nature == "analogue",
        bool(provision.changed),
    )


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a provision (any parameter, as the register has it), with where it comes from."""

    name: str
    value: object
    source: Words


def numbers_of(provision: Provision) -> tuple[Number, ...]:
    """The numbers of a provision, each from its text or from the policy sheet that replaced it."""
    own = provision_source(replace(provision, changed=()))
    text: Words = (own.text("zh"), own.text("en"))
    changed = {name: _by_policy(reason, by) for name, reason, by in provision.changed}
    return tuple(Number(name, value, changed.get(name, text)) for name, value in provision.parameters.items())


def _by_policy(reason: str, by: str) -> Words:
    return f"本年度参数：{reason}{bracketed(by, 'zh')}", f"this season's policy: {reason}{bracketed(by, 'en')}"


def _verified(provision: Provision) -> str:
    if provision.nature in {"product", "logic"}:
        return "assumption" if provision.nature == "product" else "logic"
    for known in ("found", "memory"):
        if provision.verification.startswith(known):
            return known
    return "assumption" if provision.verification.startswith("assumption") else "memory"
