"""Bodies of repairs: what changed, and what a plan changes for it, for whom and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field, JsonValue, RootModel

from api.schemas.base import Schema
from api.schemas.plans import FindingOut, TextsOut
from data.change_files.change_report import difference_json
from solver.replan.account import Effect
from solver.replan.repair import Repair
from solver.rules.publication import awaits_draw

CHANGES_FILE = "ChangesFile"


class ChangesFile(RootModel[dict[str, JsonValue]]):
    """What changed, as ``changes.json``; the contract describes it by the columns it is read by."""


class RepairIn(Schema):
    """What changed (as ``changes.json``), why, from which day on sessions may change, and whether to write anything."""

    changes: ChangesFile = Field(
        examples=[{"declined": [{"expert": "E0001", "session": "S1", "reason": "出差"}]}],
        description="变化；暂停与撤销须已另行作出 / what is suspended or revoked has been so by its own act",
    )
    reason: str = Field(default="", max_length=500, examples=["评委来电请假"])
    held_before: date | None = Field(
        default=None,
        examples=["2026-10-12"],
        description="此日之前的视为已开；已公布的缺省为今日 / sessions before are held; today if published",
    )
    dry_run: bool = Field(default=False, description="只作答，不写入 / answer only, write nothing")


class RepairChangeOut(Schema):
    """One thing that is different: for ``expert`` or ``application``, or for the session as a whole.

    ``before`` and ``after`` say what it was and is: role and group of a seat, start, rooms, session of a case.
    ``rules`` are the provisions it comes about by.
    """

    effect: Effect
    session: str = Field(examples=["S1"])
    expert: str = Field(examples=["E0001"])
    application: str = Field(examples=[""])
    before: list[str] = Field(examples=[["member", "G1"]])
    after: list[str] = Field(examples=[[]])
    weight: int = Field(ge=0, examples=[8])
    rules: list[str] = Field(examples=[["LG-02"]])
    sentence: TextsOut


class RepairOut(Schema):
    """What a repair changes: ``weight`` in all (PD-26), and ``bound``, below which no plan comes that keeps the rules.

    ``plan`` is the draft it brought, null for a dry run. Of sessions that still await their draw, nobody is named where
    the plan is published: ``undrawn`` counts what changes there, which is told to nobody. ``unresolved`` is left to a
    person to decide.
    """

    base: str = Field(examples=["p-1b77"])
    plan: str | None = Field(examples=["p-3fa9"])
    season_version: int = Field(
        ge=1, examples=[12], description="所据的年度数据版本 / version of the season it began with"
    )
    told: bool = Field(description="所修的方案已公布 / the plan was published")
    weight: int = Field(ge=0, examples=[12])
    bound: int = Field(ge=0, examples=[12])
    gap: float = Field(ge=0, examples=[0.0])
    changes: list[RepairChangeOut]
    undrawn: int = Field(ge=0, examples=[0])
    unresolved: list[FindingOut]

    @classmethod
    def of(cls, base: str, version: int, made: Repair, told: bool) -> RepairOut:
        """As it is shown; the plan is named once it is kept."""
        hidden = {one.id for one in made.plan.sessions if told and awaits_draw(one)}
        shown = [one for one in made.differences if one.session not in hidden or not one.expert]
        left = [one for one in made.unresolved if hidden.isdisjoint(value for _, value in one.subject)]
        listed: list[Any] = [difference_json(one, made) for one in shown]
        return cls(
            base=base,
            plan=None,
            season_version=version,
            told=told,
            weight=made.weight,
            bound=made.bound,
            gap=round(made.gap, 6),
            changes=[RepairChangeOut.model_validate(one) for one in listed],
            undrawn=len(made.differences) - len(shown),
            unresolved=[FindingOut.of(one, made.brief) for one in left],
        )
