"""A season into a plan: route, batch, timetable, panels, readers, alternates, improve, check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from solver.check import check, hard
from solver.domain.plan import Plan, Status, Unplaced
from solver.domain.season import Season
from solver.errors import EngineError
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.planning.batches import PROVED, batch_cases
from solver.planning.budget import Allowance, Budget, Stop, never
from solver.planning.facts import refused, without_broken
from solver.planning.furnishing import Furnished, furnish
from solver.planning.ideal import Ideal, ideal_of
from solver.planning.improve import Search
from solver.planning.progress import Progress, Report, silent
from solver.planning.timetable import Timed, set_timetable
from solver.routing import route_applications
from solver.rules.brief import Brief
from solver.rules.timetable import session_dates

IDEAL_SHARE = 0.25
"""Share of the budget that the bound may take."""
TIMETABLE_SHARE = 0.15
"""Share of the budget that the first timetable may take."""
PANELS_SHARE = 0.7
"""Share of what is then left that the first panels may take; improvement comes after."""
IMPROVE_SHARE = 0.7
"""Share of what is then left that improvement may take; the check has the rest."""
PROVED_BEST = 1e-6
"""Relative gap at which a plan counts as proved best."""
BASIS = "joint-relaxation"
"""How the bound was found: the relaxation over all dates, panels and readers with the batches as they are."""


def plan_season(brief: Brief, budget: Budget, seed: int, report: Report = silent, stop: Stop = never) -> Plan:
    """The best plan for the season of ``brief`` that ``budget`` allows.

    Every application routed to a committee is placed, or listed as unplaced with the rules in its way.

    Raises
    ------
    EngineError
        If the plan breaks a hard rule: a defect of Pingwei, never an outcome.
    UnknownYearError
        If notice or filing falls into a year the calendar does not know.
    """
    return _Run(brief, budget, seed, report, budget.start(stop)).plan()


@dataclass(frozen=True)
class _Run:
    brief: Brief
    budget: Budget
    seed: int
    report: Report
    allowance: Allowance

    @cached_property
    def merits(self) -> Merits:
        return Merits(self.brief)

    def plan(self) -> Plan:
        """All stages in order."""
        self.report(Progress("routes", 0.0))
        routes = route_applications(self.brief)
        barred = refused(self.brief, routes)
        out = frozenset(one.subject for one in barred)
        self.report(Progress("batches", 0.0))
        batched = batch_cases(self.brief, tuple(route for route in routes if route.application not in out))
        shaped = without_broken(self.brief, replace(batched, routes=routes))
        self.report(Progress("bound", 0.0))
        ideal = ideal_of(self.merits, shaped, self.allowance.part(IDEAL_SHARE))
        timed = self._timed(shaped, ideal)
        dated = without_broken(self.brief, replace(timed.plan, unplaced=(*shaped.unplaced, *timed.unplaced)))
        first = furnish(self.merits, dated, self.allowance.part(PANELS_SHARE), report=self.report)
        search = Search(self.merits, timed, dated, first, np.random.default_rng(self.seed))
        hoped = ideal.bound_of(self.merits, shaped, dated)
        best = search.run(hoped, self.allowance.part(IMPROVE_SHARE), self.report)
        bound = ideal.bound_of(self.merits, shaped, best.plan)
        asked = sum(1 for route in routes if route.committee)
        proved = len(barred) + sum(one.reasons[0].dimension in PROVED for one in _applications(batched.unplaced))
        return self._finished(best, (*barred, *dated.unplaced), asked - proved, bound)

    def _timed(self, shaped: Plan, ideal: Ideal) -> Timed:
        share = self.allowance.part(TIMETABLE_SHARE)
        return set_timetable(self.merits, shaped, share, self.seed, ideal.wanted, self.report)

    def _finished(self, best: Furnished, unplaced: tuple[Unplaced, ...], possible: int, bound: float | None) -> Plan:
        self.report(Progress("check", 0.0, best.value, bound))
        terms = score(self.brief, best.plan, self.merits)
        value = total(terms)
        gap = None if bound is None else abs(value - bound) / max(abs(value), 1e-9)
        plan = replace(
            best.plan,
            season_digest=digest_of(self.brief.season),
            register_digest=self.brief.rulebook.digest,
            engine=_engine(),
            seed=self.seed,
            effort=self._effort(),
            unplaced=_distinct((*unplaced, *best.lost)),
            score=terms,
            placed=best.placed,
            placed_bound=possible,
            total=value,
            bound=bound,
            gap=gap,
            bound_basis=BASIS if bound is not None else "",
            dates=tuple(
                dates for session in best.plan.sessions for dates in (session_dates(self.brief, session),) if dates
            ),
        )
        return self._checked(replace(plan, status=status_of(plan)))

    def _checked(self, plan: Plan) -> Plan:
        findings = check(self.brief, plan)
        broken = hard(findings)
        if broken:
            raise EngineError(stage="check", findings=broken)
        self.report(Progress("check", 100.0, plan.total, plan.bound))
        return replace(plan, findings=findings)

    def _effort(self) -> str:
        if self.budget.effort is not None:
            return f"effort={self.budget.effort}"
        return "" if self.budget.seconds is None else f"seconds={self.budget.seconds:g}"


def digest_of(season: Season) -> str:
    """SHA-256 (hexadecimal) of all that was asked."""
    return sha256(repr(season).encode()).hexdigest()


def status_of(plan: Plan) -> Status:
    """Why the search stopped, by what it placed and proved."""
    if plan.placed == 0 and plan.placed_bound == 0 and plan.routes:
        return Status.IMPOSSIBLE
    if plan.placed == 0 and plan.placed_bound > 0:
        return Status.OUT_OF_TIME
    if plan.placed == plan.placed_bound and plan.gap is not None and plan.gap <= PROVED_BEST:
        return Status.OPTIMAL
    return Status.FEASIBLE


def _applications(unplaced: Iterable[Unplaced]) -> tuple[Unplaced, ...]:
    return tuple(one for one in unplaced if one.kind == "application")


def _distinct(unplaced: Iterable[Unplaced]) -> tuple[Unplaced, ...]:
    """Each subject once, with the reasons of its first mention."""
    found: dict[tuple[str, str], Unplaced] = {}
    for one in unplaced:
        found.setdefault((one.kind, one.subject), one)
    return tuple(found.values())


def _engine() -> str:
    try:
        return f"pingwei {version('pingwei')}"
    except PackageNotFoundError:  # run from a tree that was never installed
        return "pingwei"
