"""Bodies of plans: how they stand, what was found in them, how they score and what differs between two."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from api.schemas.base import Schema
from api.schemas.plan_flags import PlanFlagOut
from data.plan_files.codec import encode
from data.plan_files.plan_json import finding_json
from data.store.plans import StoredPlan
from solver.check import hard
from solver.domain.plan import Finding, Plan, RouteKind, Status
from solver.domain.plan_diff import PlanDiff
from solver.domain.vocabulary import Fairness, Severity
from solver.rules.brief import Brief
from solver.rules.publication import awaits_draw

PlanState = Literal["draft", "published", "superseded"]


class PlanOut(Schema):
    """A plan without its content; ``version`` is its ETag.

    ``season_version`` is the version of the season it was made for; ``flags`` say what has happened to it since.
    """

    id: str = Field(examples=["p-3fa9"])
    season: str = Field(examples=["2026"])
    number: int = Field(ge=1, examples=[3])
    state: PlanState
    version: int = Field(ge=1, examples=[1])
    season_version: int = Field(ge=1, examples=[12])
    flags: list[PlanFlagOut] = Field(description="失效的委托、停办的评委会等 / letters or committees that ended")
    operation: str | None = Field(examples=["op-5b0a1f"])
    created_at: datetime
    created_by: str = Field(examples=["u-7f3a"])
    published_at: datetime | None

    @classmethod
    def of(cls, plan: StoredPlan) -> PlanOut:
        """As it is listed."""
        return cls.model_validate(asdict(plan))


class PlanSummaryOut(PlanOut):
    """A plan and what it comes to, as far as it may be seen.

    ``status`` says why the search stopped; ``placed`` of at most ``placed_bound`` applications are placed; ``score`` is
    at most ``bound`` (null: none proved) and higher is better; ``awaiting_draw`` are sessions whose panels are drawn.
    """

    status: Status
    placed: int = Field(ge=0, examples=[812])
    placed_bound: int = Field(ge=0, examples=[820])
    score: float = Field(examples=[1234.5])
    bound: float | None = Field(examples=[1300.25])
    gap: float | None = Field(ge=0, examples=[0.053])
    sessions: int = Field(ge=0, examples=[24])
    unplaced: int = Field(ge=0, examples=[8])
    hard_findings: int = Field(ge=0, examples=[0])
    awaiting_draw: list[str] = Field(examples=[["S-C1-1"]])

    @classmethod
    def summed(cls, stored: StoredPlan, plan: Plan) -> PlanSummaryOut:
        """``plan`` as it is stored, summed up."""
        return cls(
            **PlanOut.of(stored).model_dump(),
            status=plan.status,
            placed=plan.placed,
            placed_bound=plan.placed_bound,
            score=plan.total,
            bound=plan.bound,
            gap=plan.gap,
            sessions=len(plan.sessions),
            unplaced=len(plan.unplaced),
            hard_findings=len(hard(plan.findings)),
            awaiting_draw=[one.id for one in plan.sessions if awaits_draw(one)],
        )


class TextsOut(Schema):
    """The same in Chinese and in English."""

    zh: str = Field(examples=["评审会 S1：出席人数应为单数"])
    en: str = Field(examples=["Session S1: the number present should be odd"])


class CitationOut(Schema):
    """Where the rule stands, and how far its text was verified (an assumption is Pingwei's own default)."""

    document: str = Field(examples=["职称评审管理暂行规定"])
    number: str = Field(examples=["人社部令第40号"])
    year: int | None = Field(examples=[2019])
    article: str = Field(examples=["第9条"])
    verified: Literal["found", "memory", "assumption", "logic"]
    zh: str
    en: str


class FindingOut(Schema):
    """What a check found: the provision, whom or what it is about, and found against needed."""

    rule: str = Field(examples=["CN40-09a"])
    by: str = Field(examples=["panel_is_odd"])
    severity: Severity
    subject: list[tuple[str, str]] = Field(examples=[[["session", "S1"]]])
    found: str = Field(examples=["12"])
    needed: str = Field(examples=["odd"])
    facts: list[tuple[str, str]] = Field(examples=[[]])
    overridden: str = Field(examples=[""])
    sentence: TextsOut
    citation: CitationOut

    @classmethod
    def of(cls, finding: Finding, brief: Brief) -> FindingOut:
        """With its sentence in both languages."""
        return cls.model_validate(finding_json(finding, brief))


class FindingsOut(Schema):
    """Every violation that was found, none hidden; ``hard`` of them keep a plan from being published."""

    season_version: int = Field(ge=1, examples=[12], description="所据的年度数据版本 / version of the season")
    hard: int = Field(ge=0, examples=[0])
    findings: list[FindingOut]

    @classmethod
    def of(cls, version: int, findings: tuple[Finding, ...], brief: Brief) -> FindingsOut:
        """As they are shown."""
        listed = [FindingOut.of(one, brief) for one in findings]
        return cls(season_version=version, hard=len(hard(findings)), findings=listed)


class TermOut(Schema):
    """A named term of the score: ``value = weight · count``."""

    name: str = Field(examples=["fit"])
    count: float = Field(examples=[96.5])
    weight: float = Field(examples=[2.0])
    value: float = Field(examples=[193.0])


class FairOut(Schema):
    """What went before the score: ``level`` in days, or a strength from 0 to 1; ``proved``: none is better."""

    first: Fairness
    level: float = Field(examples=[0.5])
    proved: bool


class ScoreOut(Schema):
    """The score of a plan, its terms, and the bound that no plan with so many applications placed can exceed."""

    placed: int = Field(ge=0, examples=[812])
    placed_bound: int = Field(ge=0, examples=[820])
    total: float = Field(examples=[1234.5])
    bound: float | None = Field(examples=[1300.25])
    gap: float | None = Field(ge=0, examples=[0.053])
    bound_basis: str = Field(examples=["joint-relaxation"])
    fair: FairOut | None = Field(description="先于得分的公平 / fairness before the score, where asked for")
    terms: list[TermOut]

    @classmethod
    def of(cls, plan: Plan) -> ScoreOut:
        """As it is shown."""
        return cls(
            placed=plan.placed,
            placed_bound=plan.placed_bound,
            total=plan.total,
            bound=plan.bound,
            gap=plan.gap,
            bound_basis=plan.bound_basis,
            fair=FairOut(**asdict(plan.fair)) if plan.fair else None,
            terms=[TermOut(**asdict(term)) for term in plan.score],
        )


class SessionChangeOut(Schema):
    """A session that is in both plans: before and after, null where nothing changed."""

    session: str = Field(examples=["S1"])
    starts: tuple[str | None, str | None] | None = Field(examples=[["2026-10-12/AM", "2026-10-13/AM"]])
    rooms: tuple[list[str], list[str]] | None = Field(examples=[[["R1"], ["R2"]]])
    joined: list[str] = Field(examples=[["E0007"]])
    left: list[str] = Field(examples=[["E0003"]])
    reseated: list[str] = Field(examples=[[]], description="换组或换职务 / another group or office")
    cases_added: list[str] = Field(examples=[["D0001"]])
    cases_removed: list[str] = Field(examples=[[]])


class PlannedReasonOut(Schema):
    """Why an application is not taken directly: in which dimension, by which rule, and the facts of it."""

    dimension: str = Field(examples=["region"])
    rule: str = Field(examples=["CN40-06a"])
    committee: str = Field(examples=["C1"])
    facts: list[tuple[str, str]] = Field(examples=[[["found", "大连"], ["needed", "沈阳"]]])


class PlannedRouteOut(Schema):
    """A route as a plan holds it."""

    application: str = Field(examples=["D0001"])
    kind: RouteKind
    committee: str = Field(examples=["C1"])
    delegation: str = Field(examples=["W01"])
    candidates: list[str] = Field(examples=[[]])
    authority: str = Field(examples=[""])
    reasons: list[PlannedReasonOut]


class RouteChangeOut(Schema):
    """An application that goes elsewhere, or there by another way; null where a plan does not route it."""

    application: str = Field(examples=["D0001"])
    before: PlannedRouteOut | None
    after: PlannedRouteOut | None


class PlanDiffOut(Schema):
    """What is different in ``after``."""

    before: str = Field(examples=["p-1b77"])
    after: str = Field(examples=["p-3fa9"])
    added: list[str] = Field(examples=[["S9"]], description="新增的评审会 / sessions that come")
    removed: list[str] = Field(examples=[[]], description="取消的评审会 / sessions that go")
    changed: list[SessionChangeOut]
    routes: list[RouteChangeOut]

    @classmethod
    def of(cls, before: str, after: str, found: PlanDiff) -> PlanDiffOut:
        """As it is shown."""
        told: dict[str, Any] = dict(encode(found, {}))  # type: ignore[arg-type] # a record is encoded as an object
        return cls.model_validate({"before": before, "after": after, **told})


class PublishIn(Schema):
    """Why it is published; ``name_drawn`` asks to name panels that were not drawn, which the rules then refuse."""

    reason: str = Field(default="", max_length=500, examples=["经评审工作会议审定"])
    name_drawn: bool = Field(
        default=False,
        description="缺省不列待抽取评审会的拟定名单 / by default sessions still to be drawn name nobody",
    )


class PublishedOut(Schema):
    """The plan as it was published, and what differs from the one published before (null: it is the first)."""

    plan: PlanSummaryOut
    difference: PlanDiffOut | None
