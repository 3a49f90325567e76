"""Sharper ideals: one start and one district for all seats of a session, by branch and bound while that pays.

The relaxation of a part lets each expert come on a date of their own. With whole starts it bounds lower, and tells whom
a session would have who are free together; dated around them, a plan comes closer to the bound as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from solver.domain.plan import Status
from solver.model.bounds import Ceilings
from solver.model.highs import Limits, solve
from solver.model.start_choice import with_starts
from solver.planning.budget import Allowance
from solver.planning.ideal import Ideal, ideal_from
from solver.planning.parts import PanelPart

CLOSE = 3e-3
"""Relative gap at which a part with whole starts counts as solved: 1e-3 took half as long again for a tenth less."""
NODES = 200
"""Nodes of branch and bound per part where runs must repeat themselves."""
MOST_SESSIONS = 20
"""Sessions of a part up to which that is tried then: the root alone takes longer than linear."""
TRIES_PER_SESSION = 1
"""Tries of a search that this counts as, per session: it takes two or three times as long, and gains more."""
ONE_SHARE = 0.25
"""Share of the time for all parts that one of them may take."""


@dataclass(frozen=True)
class Sharpening:
    """Sharpens ideals within ``allowance``, which is that of all of them together."""

    allowance: Allowance

    def worthwhile(
        self, parts: Sequence[PanelPart], gaps: Mapping[int, float], tries: float | None
    ) -> tuple[list[int], int]:
        """Parts with a gap, the largest first, as far as ``tries`` (None: all) go, and the tries they take.

        Where no clock cuts what takes long, that is only tried for parts of :data:`MOST_SESSIONS`.
        """
        chosen, spent = [], 0
        for number in sorted(gaps, key=lambda one: (-gaps[one], one)):
            sessions = len(parts[number].sessions)
            small = self.allowance.until is not None or sessions <= MOST_SESSIONS
            takes = TRIES_PER_SESSION * sessions
            if gaps[number] > 0 and small and (tries is None or spent + takes <= tries):
                chosen.append(number)
                spent += takes
        return chosen, spent

    def of(self, part: PanelPart, ideal: Ideal, value: float | None) -> Ideal:
        """The ideal of ``part`` with whole starts: its bound where lower, its panels where they beat ``value``."""
        return ideal if self.allowance.is_over() else _sharper(part, ideal, value, self._limits)

    @cached_property
    def _limits(self) -> Limits:
        if self.allowance.until is None:
            return Limits(gap=CLOSE, nodes=NODES)
        most = ONE_SHARE * (self.allowance.seconds_left() or 0.0)
        return Limits(seconds_left=lambda: min(most, self.allowance.seconds_left() or 0.0), gap=CLOSE)


def _sharper(part: PanelPart, ideal: Ideal, value: float | None, limits: Limits) -> Ideal:
    found = solve(with_starts(part.program), limits)
    if ideal.bound is None or found.bound is None or found.status is Status.IMPOSSIBLE:
        return ideal
    beside = Ceilings(part.merits).beside_panels(part.program.plan, dates_open=True)
    bound = min(ideal.bound, found.bound + beside)
    if found.values is None or found.value is None or (value is not None and found.value + beside <= value):
        return replace(ideal, bound=bound)
    return ideal_from(part, found.values, bound)
