"""The forecast: a line for each committee, level and specialty, with what is there week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from solver.domain.plan import Route, RouteKind
from solver.domain.vocabulary import Level
from solver.planning.forecast.needs import Needs
from solver.planning.forecast.proofs import Break, breaks, holds
from solver.planning.forecast.supply import Band, Flags, Supply, supply_of
from solver.routing import route_applications
from solver.rules.brief import Brief

TIGHT = 1.25
"""Experts available in the best week over those needed, below which a cell counts as tight."""
BROKEN, SCARCE, FINE = "broken", "tight", "fine"


@dataclass(frozen=True, slots=True)
class Cell:
    """Supply against demand for ``committee`` and ``level``: of one ``specialty``, or (``""``) of all.

    Parameters
    ----------
    applications
        Applications routed there.
    needed
        Experts who must be there at one time at least: a panel and its alternates, or holders of the specialty.
    eligible, unconflicted
        Experts who may sit, and the fewest of them who are not recused for some application.
    weeks
        By week of the forecast: experts available in its best half-day; None where no session may be held.
    spare
        How many of those available at the best time may drop out before it breaks; negative: so many are missing.
    most
        Applications from which on the reading load breaks; None for a line about one specialty.
    """

    committee: str
    level: Level
    specialty: str
    applications: int
    needed: int
    eligible: int
    unconflicted: int
    weeks: tuple[int | None, ...]
    spare: int
    most: int | None
    verdict: str


@dataclass(frozen=True)
class Forecast:
    """All cells, the Mondays of the weeks they are counted by, the proofs, and what has no committee at all."""

    weeks: tuple[date, ...]
    cells: tuple[Cell, ...]
    breaks: tuple[Break, ...]
    unrouted: int

    @property
    def is_broken(self) -> bool:
        """Whether it is proved that some application cannot be placed."""
        return bool(self.breaks)


def forecast(brief: Brief, known: tuple[Route, ...] = ()) -> Forecast:
    """Supply against demand of the season of ``brief``, before anything is planned; ``known`` routes are not sought."""
    routes = known or route_applications(brief)
    supply = supply_of(brief, routes)
    needs = Needs(supply)
    found = breaks(supply, needs)
    weeks = _weeks(supply)
    cells = tuple(cell for band in supply.bands for cell in _Line(supply, needs, band, found, weeks).cells())
    unrouted = sum(route.kind is RouteKind.NEEDS_AUTHORISATION for route in routes)
    return Forecast(tuple(weeks), cells, found, unrouted)


def _weeks(supply: Supply) -> Mapping[date, list[int]]:
    """Numbers of half-days by the Monday of their week."""
    found: defaultdict[date, list[int]] = defaultdict(list)
    for number, half in enumerate(supply.halves):
        found[half.day - timedelta(half.day.weekday())].append(number)
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class _Line:
    supply: Supply
    needs: Needs
    band: Band
    breaks: tuple[Break, ...]
    weeks: Mapping[date, list[int]]

    def cells(self) -> Iterator[Cell]:
        """The line of the whole band, then one for each specialty."""
        need = self.needs.of(self.band)
        everybody = np.ones(len(self.band.experts), dtype=np.bool_)
        yield self._cell("", len(self.band.applications), need.heads, everybody, self._most())
        for specialty in self.band.specialties:
            cases = sum(row.specialty == specialty for row in self.band.applications)
            holders = holds(self.supply, self.band, specialty)
            yield self._cell(specialty, cases, self.needs.holders, holders, None)

    def _cell(self, specialty: str, cases: int, needed: int, among: Flags, most: int | None) -> Cell:
        band = self.band
        here = np.where(band.lawful, band.free[among].sum(axis=0), 0)
        weeks = tuple(int(here[halves].max()) if band.lawful[halves].any() else None for halves in self.weeks.values())
        spare = int(here.max(initial=0)) - needed
        return Cell(
            band.committee,
            band.level,
            specialty,
            cases,
            needed,
            int(among.sum()),
            self._unconflicted(specialty, among),
            weeks,
            spare,
            most,
            self._verdict(specialty, spare, needed),
        )

    def _verdict(self, specialty: str, spare: int, needed: int) -> str:
        key = (self.band.committee, self.band.level)
        if any(key in one.bands and one.specialty == specialty for one in self.breaks):
            return BROKEN
        return SCARCE if needed and spare + needed < TIGHT * needed else FINE

    def _most(self) -> int | None:
        capacity = int(self.needs.readings_of[self.band.experts].sum())
        return capacity // self.needs.readers + 1 if self.needs.readers else None

    def _unconflicted(self, specialty: str, among: Flags) -> int:
        """The fewest of ``among`` who are not recused, over the applications concerned."""
        brief, band = self.supply.brief, self.band
        alone = brief.is_self_review(band.committee)
        names = frozenset(self.supply.names[one] for one in band.experts[among])
        rows = (row for row in band.applications if specialty in ("", row.specialty))
        recused = (len(brief.conflicts.recused(row.applicant, alone, names)) for row in rows)
        return len(names) - max(recused, default=0)
