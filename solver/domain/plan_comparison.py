"""Two plans side by side, measure by measure: what was placed, how well, by when, and how the load lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from solver.domain.plan import Plan

Value = float | str | None
"""A number, a date in ISO form, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of two plans; ``change`` is after − before, None where they are no numbers.

    ``name`` is a key such as ``placed``, or ``score:fit`` for the value of a term of the score.
    """

    name: str
    before: Value
    after: Value

    @property
    def change(self) -> float | None:
        """How much more it is afterwards."""
        if isinstance(self.before, str) or isinstance(self.after, str) or None in (self.before, self.after):
            return None
        return float(self.after or 0) - float(self.before or 0)


def compare(before: Plan, after: Plan) -> tuple[Measure, ...]:
    """Every measure of two plans, which may be of different seasons; a term that one of them lacks counts 0 there."""
    old, new = dict(_measures(before)), dict(_measures(after))
    return tuple(Measure(name, old.get(name, 0.0), new.get(name, 0.0)) for name in dict.fromkeys((*old, *new)))


def _measures(plan: Plan) -> Iterator[tuple[str, Value]]:
    yield "placed", float(plan.placed)
    yield "placed_bound", float(plan.placed_bound)
    yield "unplaced", float(sum(one.kind == "application" for one in plan.unplaced))
    yield "sessions", float(len(plan.sessions))
    yield "seats", float(sum(len(row.panel) for row in plan.sessions))
    yield "half_days", float(sum(row.length for row in plan.sessions))
    yield "experts", float(len({seat.expert for row in plan.sessions for seat in row.panel}))
    yield "most_sessions", float(max(_sittings(plan).values(), default=0))
    yield "most_cases", float(max(_readings(plan).values(), default=0))
    days = sorted(row.start.day for row in plan.sessions if row.start)
    yield "first_day", days[0].isoformat() if days else None
    yield "last_day", days[-1].isoformat() if days else None
    yield "total", plan.total
    yield "bound", plan.bound
    yield "gap", plan.gap
    yield from ((f"score:{term.name}", term.value) for term in plan.score)


def _sittings(plan: Plan) -> Counter[str]:
    return Counter(seat.expert for row in plan.sessions for seat in row.panel)


def _readings(plan: Plan) -> Counter[str]:
    return Counter(reader for row in plan.sessions for case in row.cases for reader in case.readers)
