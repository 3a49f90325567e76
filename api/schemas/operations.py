"""Bodies of operations: long work that outlives its request."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from api.schemas.base import Schema
from api.schemas.problem import ProblemOut
from data.store.operations import Operation, State
from solver.domain.vocabulary import Fairness

LONGEST = 24 * 3600
MOST_EFFORT = 100_000
MOST_SEED = 2**31 - 1


class SolveIn(Schema):
    """How long to plan: ``seconds`` of the clock, or ``effort``, by which the same season gives the same plan."""

    seconds: float | None = Field(
        default=None,
        ge=1,
        le=LONGEST,
        examples=[60],
        description="时限（秒），缺省 60，申报逾 24,000 份时每 400 份 1 秒 / limit in seconds; by default 60, "
        "or one for every 400 applications where that is more",
    )
    effort: int | None = Field(
        default=None, ge=1, le=MOST_EFFORT, examples=[None], description="确定性工作量 / deterministic limit"
    )
    seed: int = Field(default=0, ge=0, le=MOST_SEED, examples=[7])
    fairness: Fairness | None = Field(
        default=None,
        examples=[None],
        description="先于得分的公平，附证明；缺省不问 / what goes before the score; none by default",
    )


class OperationOut(Schema):
    """Long work and how it stands; ``result`` is the id of the plan (``solve``, ``repair``) or the draw it brought.

    What a ``repair`` changes is answered by readRepair, a ``why`` by readWhyNot.
    ``problem`` says why there is none; ``best`` and ``bound`` are the best score and the bound so far, the higher the
    better.
    """

    id: str = Field(examples=["op-5b0a1f"])
    kind: str = Field(examples=["solve"])
    season: str | None = Field(examples=["2026"])
    state: State
    cancelled: bool = Field(description="已要求停止 / asked to stop with the best plan so far")
    attempts: int = Field(ge=0, examples=[1])
    phase: str | None = Field(examples=["panels"])
    percent: int = Field(ge=0, le=100, examples=[40])
    best: float | None = Field(examples=[1234.5])
    bound: float | None = Field(examples=[1300.25])
    result: str | None = Field(examples=["p-3fa9"], description="所得方案或抽取 / the plan or draw it brought")
    problem: ProblemOut | None
    created_at: datetime
    created_by: str = Field(examples=["u-7f3a"])
    started_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, operation: Operation) -> OperationOut:
        """As it is shown."""
        told = operation.problem
        names = cls.model_fields.keys() - {"percent", "problem"}
        return cls(
            **{name: getattr(operation, name) for name in names},
            percent=100 if operation.state == "succeeded" else operation.percent or 0,
            problem=None if told is None else ProblemOut.model_validate(told),
        )
