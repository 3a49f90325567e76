"""What the applications of a band ask for at the very least, whatever sessions they are put into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Selection, Severity
from solver.model.ask import ask
from solver.planning.forecast.supply import Band, Numbers, Supply
from solver.planning.sizes import LARGEST, LEAST
from solver.rules.attendance import alternates_needed
from solver.rules.catalogue import RULES
from solver.rules.requirement import Holds, Odd, Requirement
from solver.rules.rule import Matter
from solver.rules.rulebook import Provision

SIZE_RULES = tuple(
    rule for rule in RULES if Matter.SHAPE in rule.matters and rule.name not in {"pool_allows_draw", "pool_multiple"}
)
"""Rules about the size of a panel; those about what it is drawn from count experts, and are counted here."""
DRAW = "CN40-11a"
LOAD = "PD-06"
ALTERNATES = "PD-04"
READERS = "PD-12"
UNGROUPED = "CN40-21"
HOLDERS = "PD-21"
UNLIMITED = 1_000_000
"""More than anybody could read."""


@dataclass(frozen=True)
class Need:
    """The least that a band takes: seats of one panel, alternates beside it, and readings in all.

    ``seats`` is None where no panel size is lawful; ``pool`` are the experts that there must be, whenever they can
    come.
    """

    seats: int | None
    alternates: int
    pool: int
    readings: int

    @property
    def heads(self) -> int:
        """Experts who have to be there, or stand by, at one time."""
        return (self.seats or 0) + self.alternates


@dataclass(frozen=True)
class Needs:
    """The needs of the bands of a season, and how much each expert may do."""

    supply: Supply
    _sizes: dict[str, int | None] = field(default_factory=dict, compare=False)

    def of(self, band: Band) -> Need:
        """The need of one band."""
        seats = self._least(band)
        alternates = self._alternates(seats or 0)
        pool = (seats or 0) + max(alternates, self._beyond(band))
        return Need(seats, alternates, pool, len(band.applications) * self.readers)

    @cached_property
    def readers(self) -> int:
        """Readers of a case at least: with groups or without, whichever takes fewer; 0 where no rule asks for any."""
        readers, ungrouped = self._active(READERS), self._active(UNGROUPED)
        with_groups = readers.whole("grouped") if readers else 0
        without = max(readers.whole("ungrouped") if readers else 0, ungrouped.whole("min_readers") if ungrouped else 0)
        return min(with_groups, without)

    @cached_property
    def holders(self) -> int:
        """Holders of its specialty that a case needs."""
        provision = self._active(HOLDERS)
        return provision.whole("holders_min") if provision else 0

    @cached_property
    def sessions_of(self) -> Numbers:
        """Sessions each expert may sit in, by number."""
        return self._limits("max_sessions_per_year", "max_sessions")

    @cached_property
    def readings_of(self) -> Numbers:
        """Cases each expert may read in the season, by number: so many a day on so many days, and their own limit."""
        load = self._active(LOAD)
        if load is None:
            return self._limits("", "max_cases")
        daily = load.whole("max_apps_per_day") * self._limits("max_days_per_year", "max_days")
        return np.minimum(daily, self._limits("", "max_cases"))

    def _limits(self, common: str, own: str) -> Numbers:
        load = self._active(LOAD)
        most = load.whole(common) if load and common else UNLIMITED
        experts = self.supply.brief.season.experts
        limits = (getattr(row, own) if load else None for row in experts)
        return np.array([most if one is None else min(most, one) for one in limits], dtype=np.int64)

    def _active(self, provision: str) -> Provision | None:
        found = self.supply.brief.rulebook.active(provision)
        return found if found and found.severity is not Severity.ADVISORY else None

    def _least(self, band: Band) -> int | None:
        """The smallest size that the rules about sizes allow, whoever could take the seats; None if there is none."""
        if band.committee not in self._sizes:
            lawful = (size for size in range(LEAST, LARGEST + 1) if self._is_lawful(band, size))
            self._sizes[band.committee] = next(lawful, None)
        return self._sizes[band.committee]

    def _is_lawful(self, band: Band, size: int) -> bool:
        probe = PlannedSession("?", band.committee, (band.level,), 1, size=size)
        asked = ask(self.supply.brief, Plan(sessions=(probe,)), rules=SIZE_RULES).requirements
        odd = size % 2 == 1
        return all(one.ok for one in asked if isinstance(one, Holds)) and (odd or not any_odd(asked))

    def _beyond(self, band: Band) -> int:
        """Experts beyond the seats that a drawn panel is drawn from."""
        provision = self._active(DRAW)
        if provision is None or self.supply.brief.season.committee[band.committee].selection is not Selection.DRAWN:
            return 0
        return provision.whole("pool_exceeds_panel_by")

    def _alternates(self, seats: int) -> int:
        provision = self._active(ALTERNATES)
        if provision is None:
            return 0
        return sum(alternates_needed(provision, PlannedSession("?", "", (), 1, size=seats)).values())


def any_odd(asked: Iterable[Requirement]) -> bool:
    """Whether an odd number of seats is asked for."""
    return any(isinstance(one, Odd) for one in asked)
