"""Travel in a panel program: days away from home, in the district of the session or in the best of those still open.

While several districts are open, each has a column that says how far the session is held there (at most one in all). A
seat pays for its days away, and gets them back as far as both the seat is taken and the session is in its district:
without that the relaxation would let everybody stay at home at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from solver.domain.plan import PlannedSession
from solver.model.merits import Merits
from solver.model.program import INFINITE, Program, Reals

Homes = tuple[tuple[int, int], ...]
"""(column of a seat, column of the days it gets back)."""


@dataclass
class Travel:
    """Adds the travel of one session at a time to ``program``.

    Parameters
    ----------
    weight
        Score units of one day away (negative).
    held
        By session and district: the column that says how far it is held there; only where several are open.
    homes
        By session and district: the seats of those at home there, and what each gets back.
    """

    merits: Merits
    program: Program
    weight: float
    held: dict[tuple[str, str], int] = field(default_factory=dict)
    homes: dict[tuple[str, str], Homes] = field(default_factory=dict)

    def add(self, session: PlannedSession, seated: Sequence[tuple[str, str, int]], districts: frozenset[str]) -> None:
        """Travel of the live seats (group, expert, column) of ``session`` in one of ``districts`` (empty: unknown)."""
        if not self.weight or not districts:
            return
        if len(districts) == 1:
            (only,) = districts
            for _, expert, column in seated:
                self.program.cost[column] += self.weight * self.merits.trip_days(expert, session, only)
            return
        at_home: defaultdict[str, list[int]] = defaultdict(list)
        known = self.merits.brief.season.expert
        for _, expert, column in seated:
            home = known[expert].district
            away = self.merits.trip_days(expert, session, next(one for one in districts if one != home))
            self.program.cost[column] += self.weight * away
            if away and home in districts:
                at_home[home].append(column)
        self._choose(session, sorted(districts), at_home)

    def _choose(self, session: PlannedSession, districts: Iterable[str], at_home: Mapping[str, Sequence[int]]) -> None:
        gain = -self.weight * self.merits.days(session)
        here = {one: self.program.column(0.0, 1.0) for one in districts}
        self.program.row(list(here.values()), [1.0] * len(here), -INFINITE, 1.0, "one district")
        for district, column in here.items():
            self.held[session.id, district] = column
            pairs = []
            for seat in at_home.get(district, ()):
                back = self.program.column(0.0, 1.0, gain)
                self.program.row([back, seat], [1.0, -1.0], -INFINITE, 0.0, "preference")
                self.program.row([back, column], [1.0, -1.0], -INFINITE, 0.0, "preference")
                pairs.append((seat, back))
            self.homes[session.id, district] = tuple(pairs)

    def decide(self, lower: Reals, upper: Reals, cost: Reals, at: Mapping[str, str]) -> None:
        """Write into bounds and ``cost`` that each session of ``at`` is held in its district.

        The columns of open districts are closed, and those at home there pay nothing.
        """
        for (session, district), column in self.held.items():
            lower[column] = upper[column] = 0.0
            for seat, back in self.homes[session, district]:
                upper[back] = 0.0
                if at.get(session) == district:
                    cost[seat] += cost[back]
