"""Bodies of what comes before and beside planning: forecasts, why not, copies with other numbers, comparisons."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, JsonValue

from api.schemas.base import Id, Schema
from api.schemas.plans import TextsOut
from data.plan_files.forecast_files import forecast_json
from data.plan_files.why_json import why_json
from solver.domain.plan_comparison import Measure
from solver.planning.forecast.cells import Forecast
from solver.planning.obstacles import Explained
from solver.rules.brief import Brief

Verdict = Literal["possible", "impossible", "unknown"]


class BandOut(Schema):
    """A committee and a level."""

    committee: str = Field(examples=["C1"])
    level: str = Field(examples=["associate_senior"])


class BreakOut(Schema):
    """A count that no plan with every application placed could satisfy: ``found`` against ``needed``."""

    kind: str = Field(examples=["experts"])
    committees: list[BandOut]
    specialty: str = Field(examples=[""])
    half_day: str | None = Field(examples=["2026-10-12/1"])
    found: int = Field(ge=0, examples=[14])
    needed: int = Field(ge=0, examples=[17])
    sentence: TextsOut


class CellOut(Schema):
    """Supply against demand of a committee and level, of one specialty or (empty) of all.

    ``weeks`` has for each week the experts who can come in its best half-day, null where no session may be held;
    ``spare`` of them may drop out; from ``breaks_from`` applications on reading breaks.
    """

    committee: str = Field(examples=["C1"])
    level: str = Field(examples=["associate_senior"])
    specialty: str = Field(examples=["机械工程"])
    applications: int = Field(ge=0, examples=[55])
    needed: int = Field(ge=0, examples=[17])
    eligible: int = Field(ge=0, examples=[40])
    unconflicted: int = Field(examples=[36])
    weeks: list[int | None] = Field(examples=[[38, 40, None]])
    spare: int = Field(examples=[21])
    breaks_from: int | None = Field(examples=[4001])
    verdict: Literal["broken", "tight", "fine"]


class ForecastOut(Schema):
    """Supply against demand before planning; ``broken`` is proved, ``tight`` a hint; weeks by their Mondays."""

    season_version: int = Field(ge=1, examples=[12], description="所据的年度数据版本 / version of the season")
    broken: bool
    unrouted: int = Field(ge=0, examples=[3], description="尚无评委会的申报 / applications without a committee")
    weeks: list[str] = Field(examples=[["2026-08-31", "2026-09-07"]])
    breaks: list[BreakOut]
    cells: list[CellOut]

    @classmethod
    def of(cls, version: int, found: Forecast, brief: Brief) -> ForecastOut:
        """As it is shown."""
        told: dict[str, Any] = dict(forecast_json(found, brief))
        return cls.model_validate(told | {"season_version": version})


class WhyNotIn(Schema):
    """What to ask about: one of them; ``most`` things that would help are named for each conflict."""

    application: Id | None = Field(default=None, examples=["A00012"])
    session: Id | None = Field(default=None, examples=[None], description="想开的评审会 / a session wanted")
    committee: Id | None = Field(default=None, examples=[None])
    most: int = Field(default=3, ge=1, le=10, examples=[3])


class ThingOut(Schema):
    """Something that is to be placed."""

    kind: Literal["application", "session"]
    id: str = Field(examples=["A00012"])


class PlaceOut(Schema):
    """Where a fact stands: a row (from 0) of a table of the season."""

    table: str = Field(examples=["unavailability"])
    sheet: str = Field(examples=["不可用时间"])
    row: int = Field(ge=0, examples=[3])
    pointer: str = Field(examples=["/unavailability/3"])


class ElementOut(Schema):
    """A rule (by provision) or a fact of a conflict; ``proved``: the others were found possible without it."""

    kind: str = Field(examples=["availability"])
    id: str = Field(examples=["E0005"])
    sentence: TextsOut
    source: TextsOut | None
    places: list[PlaceOut]
    proved: bool


class RemedyOut(Schema):
    """What would help, proved by a solve: the edits of the season, as copySeason takes them."""

    ask: str = Field(examples=["attend"])
    sentence: TextsOut
    facts: dict[str, JsonValue] = Field(examples=[{"expert": "E0005"}])
    edits: list[dict[str, JsonValue]] = Field(examples=[[{"remove": "unavailability", "where": {"person": "P0005"}}]])


class HalfDayOut(Schema):
    """A half-day; ``half`` counts from 1."""

    day: str = Field(examples=["2026-10-12"])
    half: int = Field(ge=1, examples=[1])


class CountOut(Schema):
    """Places that too few could fill, at best from ``start`` on (null: at no time): a proof without a search."""

    needed: int = Field(ge=1, examples=[17])
    found: int = Field(ge=0, examples=[15])
    groups: list[str] = Field(examples=[["G1"]])
    start: HalfDayOut | None
    sentence: TextsOut


class WhyNotAnswerOut(Schema):
    """One question: ``elements`` cannot all hold, and without any one of them everything wanted can be placed.

    ``alike`` are further applications in the same position; ``by`` is the relaxation that found it.
    """

    wanted: list[ThingOut]
    about: TextsOut
    alike: list[str] = Field(examples=[["A00017"]])
    verdict: Verdict
    by: str | None = Field(examples=["seats"])
    proved: bool
    count: CountOut | None
    elements: list[ElementOut]
    remedies: list[RemedyOut]


class WhyNotOut(Schema):
    """Every answer; ``unknown`` is not proved in the time, neither way."""

    season_version: int = Field(ge=1, examples=[12])
    verdict: Verdict
    answers: list[WhyNotAnswerOut]

    @classmethod
    def of(cls, version: int, answers: tuple[Explained, ...]) -> WhyNotOut:
        """As it is shown."""
        told: dict[str, Any] = dict(why_json(answers))
        return cls.model_validate(told | {"season_version": version})


class CopyIn(Schema):
    """The id of the copy, and what differs in it: edits made in order (see docs/operations.md)."""

    id: Id = Field(examples=["2026-what-if"])
    edits: list[dict[str, JsonValue]] = Field(
        default=[],
        max_length=1000,
        examples=[[{"shift": "timetable", "where": {}, "fields": ["earliest", "latest"], "days": 7}]],
    )


class MeasureOut(Schema):
    """One measure of two plans: ``placed``, ``last_day``, ``score:seat_fit`` …; ``change`` is after − before."""

    name: str = Field(examples=["placed"])
    before: float | str | None = Field(examples=[812.0])
    after: float | str | None = Field(examples=[820.0])
    change: float | None = Field(examples=[8.0])


class ComparisonOut(Schema):
    """Two plans side by side, which may be of different seasons."""

    measures: list[MeasureOut]

    @classmethod
    def of(cls, found: tuple[Measure, ...]) -> ComparisonOut:
        """As it is shown."""
        return cls(
            measures=[MeasureOut(name=one.name, before=one.before, after=one.after, change=one.change) for one in found]
        )
