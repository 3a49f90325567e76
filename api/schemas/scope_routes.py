"""Bodies that tell where an application goes, and why."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, GetJsonSchemaHandler

from api.schemas.base import Schema
from api.schemas.season_rows import RowBody, described, example
from data.season_files.columns import BY_NAME
from data.season_files.table import Table
from solver.domain.committees import Application
from solver.domain.plan import Plan, Reason, Route, RouteKind
from solver.explain.application_answer import ApplicationAnswer
from solver.explain.sentence import reason_sentence
from solver.explain.words import Lang
from solver.routing import judged
from solver.rules.brief import Brief
from solver.rules.letters import NeededLetter, needed_letter

LANGUAGES: tuple[Lang, Lang] = ("zh", "en")


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


class NeededLetterOut(Schema):
    """What an authorisation must say so that a candidate may take the application; ``lacks``: why not even it helps.

    ``issuers`` may issue it, the lowest first; it must be issued and accepted by ``by`` and hold on the session's day,
    from ``first`` to ``last`` (null: there is none).
    """

    entrusting: str = Field(examples=["U003"])
    to_committee: str = Field(examples=["C1"])
    series: str = Field(examples=["05"])
    specialty: str = Field(examples=["机械工程"])
    level: str = Field(examples=["associate_senior"])
    issuers: list[str] = Field(examples=[["H3", "H1"]])
    first: date | None = Field(examples=["2026-09-01"])
    last: date | None = Field(examples=["2026-11-27"])
    by: date | None = Field(examples=["2026-11-26"])
    lacks: list[RouteReasonOut]
    sentence: str
    sentence_en: str

    @classmethod
    def of(cls, letter: NeededLetter, brief: Brief) -> NeededLetterOut:
        """As it is told."""
        zh, en = (ApplicationAnswer(brief, Plan(), letter.application, lang) for lang in LANGUAGES)
        return cls(
            entrusting=letter.entrusting,
            to_committee=letter.to_committee,
            series=letter.series,
            specialty=letter.specialty,
            level=letter.level.name.lower(),
            issuers=list(letter.issuers),
            first=letter.first,
            last=letter.last,
            by=letter.by,
            lacks=[RouteReasonOut.of(one, brief) for one in letter.reasons],
            sentence=zh.letter_line(letter),
            sentence_en=en.letter_line(letter),
        )


Verdict = Literal["committee", "entrusted", "needs_authorisation", "outside", "not_for_committee"]
"""``outside``: no committee could take it, not even authorised; the rest as :class:`RouteKind` says."""


class ScopeCheckOut(Schema):
    """The route of an application, how each committee of its series was judged, and what letters would help.

    ``sentences`` tell it in words, with the document each stands on.
    """

    verdict: Verdict
    route: RouteOut
    committees: list[JudgedOut]
    letters: list[NeededLetterOut] = Field(description="可受托的评委会各需怎样的委托函 / one per candidate")
    sentences: list[str]
    sentences_en: list[str]

    @classmethod
    def of(cls, brief: Brief, application: Application, route: Route, days: tuple[date, ...] = ()) -> ScopeCheckOut:
        """Of an application of the season, whose route is known, on ``days`` or (empty) on some day."""
        zh, en = (ApplicationAnswer(brief, Plan(), application.id, lang) for lang in LANGUAGES)
        committees = [
            JudgedOut(committee=one, lacks=[RouteReasonOut.of(reason, brief) for reason in reasons])
            for one, reasons in judged(brief, application, days)
        ]
        letters = [needed_letter(brief, application, one, days) for one in route.candidates]
        return cls(
            verdict=verdict_of(route),
            route=RouteOut.of(route, brief),
            committees=committees,
            letters=[NeededLetterOut.of(one, brief) for one in letters],
            sentences=[*zh.route_lines(route), *(zh.letter_line(one) for one in letters)],
            sentences_en=[*en.route_lines(route), *(en.letter_line(one) for one in letters)],
        )


def verdict_of(route: Route) -> Verdict:
    """A route in one word."""
    match route.kind:
        case RouteKind.COMMITTEE:
            return "committee"
        case RouteKind.DELEGATED:
            return "entrusted"
        case RouteKind.NOT_FOR_COMMITTEE:
            return "not_for_committee"
        case RouteKind.NEEDS_AUTHORISATION:
            return "needs_authorisation" if route.candidates else "outside"


class AskedApplication(RowBody):
    """An application that is not in the season: a row as in its table; ``id`` and ``applicant`` may be left out."""

    table: ClassVar[Table] = BY_NAME["applications"]
    LEFT_OUT: ClassVar[frozenset[str]] = frozenset({"id", "applicant"})

    @classmethod
    def __get_pydantic_json_schema__(cls, _: object, __: GetJsonSchemaHandler) -> dict[str, Any]:  # JSON Schema
        whole = described(cls.table, cls.__name__)
        required = [field for field in whole["required"] if field not in cls.LEFT_OUT]
        shown = {field: value for field, value in example(cls.table).items() if field not in cls.LEFT_OUT}
        return whole | {"required": required, "examples": [shown]}


class ScopeQuestionIn(Schema):
    """Where would it go? ``employer`` is the applicant's, where ``application`` names no ``applicant`` of the season.

    With ``on``, committee, filing and letter must hold on that day; without it, on some day the committee may sit.
    """

    application: AskedApplication
    employer: str = Field(default="", max_length=100, examples=["U001"])
    on: date | None = Field(default=None, examples=["2026-10-12"])
