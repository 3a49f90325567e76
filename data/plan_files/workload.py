"""How much each expert does in a plan: sessions, days, cases read, and how evenly that is spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.domain.calendar import days_of
from solver.domain.plan import Plan
from solver.rules.brief import Brief

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("sessions", "days", "cases", "most_a_day", "standby", "recused")
"""Per expert: sessions seated in, days, cases read, most cases read per day (rounded up), standbys, recusals."""


def workload(plan: Plan, brief: Brief) -> pd.DataFrame:
    """One row per expert whom the plan names, ascending by id; columns :data:`MEASURES`, no missing values."""
    import pandas as pd

    named = pd.DataFrame(_parts(plan, brief), columns=["expert", *MEASURES])
    totals = named.groupby("expert", sort=True).agg(
        {name: "max" if name == "most_a_day" else "sum" for name in MEASURES}
    )
    days = pd.DataFrame(_seat_days(plan, brief), columns=["expert", "day"]).drop_duplicates().groupby("expert").size()
    totals["days"] = days.reindex(totals.index, fill_value=0).astype(int)
    return totals.astype(int)


def distribution(loads: pd.DataFrame, measure: str) -> list[tuple[int, int]]:
    """(value, experts with it) for each value of ``measure`` that occurs, ascending."""
    return [(int(str(value)), int(count)) for value, count in loads[measure].value_counts().sort_index().items()]


def _parts(plan: Plan, brief: Brief) -> list[Sequence[object]]:
    """One row per expert and session."""
    rows: list[Sequence[object]] = []
    for session in plan.sessions:
        days = max(1, len(days_of(brief.span(session))))
        for seat in session.panel:
            read = sum(seat.expert in case.readers for case in session.cases)
            recused = sum(seat.expert in case.recused for case in session.cases)
            rows.append((seat.expert, 1, 0, read, -(-read // days), 0, recused))
        rows.extend((one.expert, 0, 0, 0, 0, 1, 0) for one in session.alternates)
    return rows


def _seat_days(plan: Plan, brief: Brief) -> list[tuple[str, str]]:
    return [
        (seat.expert, day.isoformat())
        for session in plan.sessions
        for day in days_of(brief.span(session))
        for seat in session.panel
    ]
