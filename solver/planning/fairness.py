"""Fairness first, on request: the heaviest expert or the worst application is made as good as it can be, then the rest.

With dates, rooms and cases as the search left them. What nobody can reach is proved by the panel programs of the parts:
where one of them has no solution that keeps a better level, no plan with these dates has. Within the best level the
score is then as high as it can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solver.domain.plan import Fair, Plan, PlannedSession, Status
from solver.domain.vocabulary import Fairness
from solver.model.demand import Demand, dated
from solver.model.highs import solve
from solver.model.merits import Merits
from solver.planning.budget import Allowance
from solver.planning.furnishing import Furnished, furnish_demanded, limits_of
from solver.planning.parts import PanelPart, in_parallel


def heaviest(merits: Merits, plan: Plan) -> int:
    """Most days that anybody sits in the sessions of ``plan``; 0 where nobody does."""
    days = Counter[str]()
    for session in plan.sessions:
        for seat in session.panel:
            days[seat.expert] += merits.days(session)
    return max(days.values(), default=0)


def worst(merits: Merits, plan: Plan) -> float:
    """Least strength (0–1) of any reader in the specialty of the application read; 1 where nothing is read."""
    found = 1.0
    for session in plan.sessions:
        for case in session.cases:
            application = merits.brief.application(case.application)
            if application is not None:
                asked = application.series, (application.specialty,)
                found = min([found, *(merits.strength(reader, *asked) for reader in case.readers)])
    return found


def level_of(kind: Fairness, merits: Merits, plan: Plan) -> float:
    """The level of ``plan``: :func:`heaviest` in days, or :func:`worst` as a strength."""
    return float(heaviest(merits, plan)) if kind is Fairness.HEAVIEST_EXPERT else worst(merits, plan)


@dataclass(frozen=True)
class _Best:
    """The best level a part can have, whether that is proved, and a plan of the part that has it."""

    level: float
    proved: bool
    held: Furnished


@dataclass(frozen=True)
class Levels:
    """The levels of one kind, and what they demand."""

    kind: Fairness
    merits: Merits

    def of(self, plan: Plan) -> float:
        """The level of a plan."""
        return level_of(self.kind, self.merits, plan)

    def worse(self, levels: Sequence[float]) -> float:
        """The worst of some levels."""
        return max(levels) if self.kind is Fairness.HEAVIEST_EXPERT else min(levels)

    def keeps(self, level: float, bar: float) -> bool:
        """Whether ``level`` is at least as good as ``bar``."""
        return level <= bar if self.kind is Fairness.HEAVIEST_EXPERT else level >= bar

    def demand(self, level: float) -> Demand:
        """What a plan must keep to have ``level``."""
        return Demand(most_days=int(level)) if self.kind is Fairness.HEAVIEST_EXPERT else Demand(least_strength=level)

    def better(self, part: PanelPart, plan: Plan, level: float) -> list[float]:
        """Every level better than ``level`` that a plan of the part could have, the best first."""
        if self.kind is Fairness.HEAVIEST_EXPERT:
            least = max((self.merits.days(session) for session in plan.sessions), default=0)
            return [float(days) for days in range(least, int(level))]
        strengths = {strength for session in plan.sessions for strength in self._strengths(part, session)}
        return sorted((strength for strength in strengths if strength > level), reverse=True)

    def _strengths(self, part: PanelPart, session: PlannedSession) -> set[float]:
        """Strengths of those who could sit in a session, in the specialties of its cases."""
        asked = {(one.series, one.specialty) for one in map(self.merits.brief.application, _cases(session)) if one}
        experts = {seat[1] for seat in part.program.seated[session.id]}
        return {self.merits.strength(expert, series, (name,)) for expert in experts for series, name in asked}


def _cases(session: PlannedSession) -> list[str]:
    return [case.application for case in session.cases]


def fairness_of(parts: Sequence[Fair]) -> Fair | None:
    """That of a season planned in ``parts`` that know nothing of each other; None where none was asked for."""
    if not parts:
        return None
    worse = max if parts[0].first is Fairness.HEAVIEST_EXPERT else min
    level = worse(one.level for one in parts)
    return Fair(parts[0].first, level, any(one.proved for one in parts if one.level == level))


def made_fair(
    kind: Fairness, parts: Sequence[PanelPart], held: Sequence[Furnished], allowance: Allowance, workers: int
) -> tuple[list[Furnished], Fair]:
    """``held`` with the best level that all parts together can have, score as high as may be within it.

    The level of a season is that of its worst part; parts that are better anyway stay as they are.
    """
    levels = Levels(kind, parts[0].merits)
    pairs = list(zip(parts, held, strict=True))
    best = in_parallel(lambda pair: _best(levels, pair[0], pair[1], allowance), pairs, workers)
    bar = levels.worse([one.level for one in best])
    proved = any(one.proved for one in best if one.level == bar)

    def kept(pair: tuple[tuple[PanelPart, Furnished], _Best]) -> Furnished:
        (part, now), found = pair
        if levels.keeps(levels.of(now.plan), bar):
            return now
        again = furnish_demanded(part, now.plan, allowance, levels.demand(bar)) if found.level != bar else found.held
        return again if isinstance(again, Furnished) else found.held

    fair = in_parallel(kept, list(zip(pairs, best, strict=True)), workers)
    return fair, Fair(kind, levels.worse([levels.of(one.plan) for one in fair]), proved)


def _best(levels: Levels, part: PanelPart, held: Furnished, allowance: Allowance) -> _Best:
    """The best level of one part: what the relaxation does not rule out, tried from the best level down."""
    now = levels.of(held.plan)
    if not held.plan.sessions or not part.program.knows(held.plan):
        return _Best(now, not held.plan.sessions, held)
    options = levels.better(part, held.plan, now)
    first = _first(options, lambda level: not _ruled_out(levels, part, held.plan, level, allowance))
    proved = True
    for level in options[first:]:
        found = Status.OUT_OF_TIME
        if not allowance.is_over():
            again = furnish_demanded(part, held.plan, allowance, levels.demand(level))
            if isinstance(again, Furnished):
                return _Best(level, proved, again)
            found = again
        proved = proved and found is Status.IMPOSSIBLE
    return _Best(now, proved, held)


def _first(options: Sequence[float], fits: Callable[[float], bool]) -> int:
    """Place of the first option that fits; every one after it does too (their number where none does)."""
    low, high = 0, len(options)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(options[middle]) else (middle + 1, high)
    return low


def _ruled_out(levels: Levels, part: PanelPart, plan: Plan, level: float, allowance: Allowance) -> bool:
    """Whether not even the relaxation has a panel for every session at ``level``."""
    arrays = dated(part.program, plan, levels.demand(level))
    return solve(arrays, limits_of(allowance), relaxed=True).status is Status.IMPOSSIBLE
