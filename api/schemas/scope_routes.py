"""Bodies that tell where an application goes, and why."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Schema
from solver.domain.plan import Reason, Route, RouteKind
from solver.explain.sentence import reason_sentence
from solver.rules.brief import Brief


class RouteReasonOut(Schema):
    """What stands in the way in one dimension: at which committee, what was found, and what would be needed."""

    dimension: str = Field(examples=["region"])
    committee: str
    rule: str = Field(examples=["CN40-06a"])
    found: str
    needed: str
    sentence: str
    sentence_en: str

    @classmethod
    def of(cls, reason: Reason, brief: Brief) -> RouteReasonOut:
        """As it is told."""
        facts = dict(reason.facts)
        return cls(
            dimension=reason.dimension,
            committee=reason.committee,
            rule=reason.rule,
            found=facts.get("found", ""),
            needed=facts.get("needed", ""),
            sentence=reason_sentence(reason, brief, "zh"),
            sentence_en=reason_sentence(reason, brief, "en"),
        )


class RouteOut(Schema):
    """Where an application goes; where it needs an authorisation, who could take it and which authority to ask."""

    application: str = Field(examples=["D0001"])
    kind: RouteKind
    committee: str
    delegation: str
    candidates: list[str]
    authority: str
    reasons: list[RouteReasonOut]

    @classmethod
    def of(cls, route: Route, brief: Brief) -> RouteOut:
        """As it is told."""
        return cls(
            application=route.application,
            kind=route.kind,
            committee=route.committee,
            delegation=route.delegation,
            candidates=list(route.candidates),
            authority=route.authority,
            reasons=[RouteReasonOut.of(one, brief) for one in route.reasons],
        )


class JudgedOut(Schema):
    """What a committee lacks to take an application directly, dimension by dimension; nothing: it is competent."""

    committee: str
    lacks: list[RouteReasonOut]


class ScopeCheckOut(Schema):
    """The route of an application, and how each committee of its series was judged."""

    route: RouteOut
    committees: list[JudgedOut]
