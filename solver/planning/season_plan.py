"""A season into a plan: route, batch, timetable, panels, readers, alternates, improve, check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from math import fsum

import numpy as np

from solver.check import hard
from solver.domain.plan import Fair, Plan, Status, Unplaced
from solver.domain.season import Season
from solver.domain.vocabulary import Fairness
from solver.errors import EngineError
from solver.model.highs import Limits
from solver.model.kept import decided_by_pins, judged
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.planning.batches import PROVED, batch_cases
from solver.planning.budget import Allowance, Budget, Stop, never
from solver.planning.collecting import collecting_seldom
from solver.planning.extent import refuse_too_large
from solver.planning.facts import DATED, SHAPED, refused, without_broken
from solver.planning.fairness import made_fair
from solver.planning.furnishing import Furnished, furnish_part
from solver.planning.ideal import Ideal, bound_of, ideals
from solver.planning.improve import Search
from solver.planning.parts import PanelPart, asked_open, in_parallel, panel_parts
from solver.planning.progress import Progress, Report, silent
from solver.planning.timetable import set_timetable
from solver.planning.yielding import explained
from solver.routing import route_applications
from solver.rules.brief import Brief
from solver.rules.timetable import session_dates

IDEAL_SHARE = 0.75
"""Share of what is then left that settling districts may take; the bound comes before and may take all of it."""
TIMETABLE_SHARE = 0.02
"""Share of the budget that refining the first timetable may take; it is built up whatever that takes."""
PANELS_SHARE = 0.6
"""Share of what is then left that the first panels may take; improvement comes after."""
FIRST_GAP = 2e-2
"""Relative gap that is enough for the first panels; what is worth more is decided again later."""
FIRST_GRACE = 5.0
"""Seconds that each part of the first panels may take even if the budget is spent: no plan is worth nothing."""
FAIR_SHARE = 0.25
"""Share of the whole budget that is kept for fairness where it is asked for."""
CLOSING_SHARE = 0.12
"""Share of the whole budget that is kept for the final check."""
WORKERS = 2
"""Parts that are solved at a time; the plan does not depend on it."""
PROVED_BEST = 1e-6
"""Relative gap at which a plan counts as proved best."""
BASIS = "joint-relaxation"
"""How the bound was found: the relaxation over all dates, panels and readers with the batches as they are."""


def plan_season(
    brief: Brief,
    budget: Budget,
    seed: int,
    report: Report = silent,
    stop: Stop = never,
    workers: int = WORKERS,
    fairness: Fairness | None = None,
) -> Plan:
    """The best plan for the season of ``brief`` that ``budget`` allows.

    Every application routed to a committee is placed, or listed as unplaced with the rules in its way.

    Parameters
    ----------
    workers
        Parts of the season that are solved at a time. With a budget of effort the plan does not depend on it.
    fairness
        What goes before the score, once dates stand (:mod:`solver.planning.fairness`); None: nothing.

    Raises
    ------
    EngineError
        If the plan breaks a hard rule: a defect of Pingwei, never an outcome.
    InputError
        If the season would take more memory than ``budget`` allows; told before it takes it.
    UnknownYearError
        If notice or filing falls into a year the calendar does not know.
    """
    with collecting_seldom():
        return _Run(brief, budget, seed, report, budget.start(stop), workers, fairness).plan()


@dataclass(frozen=True)
class _Run:
    brief: Brief
    budget: Budget
    seed: int
    report: Report
    allowance: Allowance
    workers: int
    fairness: Fairness | None

    @cached_property
    def merits(self) -> Merits:
        return Merits(self.brief)

    def plan(self) -> Plan:
        """All stages in order."""
        self.report(Progress("routes", 0.0))
        routes = route_applications(self.brief)
        barred = tuple(one for one in refused(self.brief, routes) if one.subject not in self.brief.settled_cases)
        settled = self.brief.settled_cases
        out = settled.union(one.subject for one in barred)
        self.report(Progress("batches", 0.0))
        batched = batch_cases(self.brief, tuple(route for route in routes if route.application not in out))
        refuse_too_large(self.brief, batched, self.budget.memory)
        shaped = without_broken(self.brief, replace(batched, routes=routes), SHAPED)
        known = asked_open(self.merits, shaped)
        parts = panel_parts(self.merits, shaped, known)
        share = self.allowance.part(TIMETABLE_SHARE)
        timed = set_timetable(self.merits, shaped, share, self.seed, report=self.report, asked=known)
        placed = replace(timed.plan, unplaced=(*shaped.unplaced, *timed.unplaced))
        dated = without_broken(self.brief, placed, SHAPED if timed.unplaced else DATED)
        first = self._furnished(parts, dated)
        self.report(Progress("bound", 0.0, sum(one.value for one in first)))
        found = ideals(parts, self._searching(), self.workers, IDEAL_SHARE)
        search = Search(parts, found, timed, dated, first, np.random.default_rng(self.seed), self.workers)
        held, fair = self._fair(parts, search.run(self._searching(), self.report))
        asked = sum(1 for route in routes if route.committee and route.application not in settled)
        proved = len(barred) + sum(one.reasons[0].dimension in PROVED for one in _applications(batched.unplaced))
        best = _joined(dated, held)
        bounds = self._bounds(parts, search.ideals, best.plan)
        whole = self._finished(best, (*barred, *dated.unplaced), asked - proved, summed(bounds), fair)
        return self._checked(whole)

    def _searching(self) -> Allowance:
        """What the search may spend: some is kept for the check, and for fairness where it is asked for."""
        return self.allowance.until_share(CLOSING_SHARE + (FAIR_SHARE if self.fairness else 0.0))

    def _fair(self, parts: Sequence[PanelPart], held: list[Furnished]) -> tuple[list[Furnished], Fair | None]:
        """``held``, made fair first where that is asked for."""
        if self.fairness is None or not parts:
            return held, None
        self.report(Progress("fair", 0.0, sum(one.value for one in held)))
        return made_fair(self.fairness, parts, held, self.allowance.until_share(CLOSING_SHARE), self.workers)

    def _furnished(self, parts: Sequence[PanelPart], dated: Plan) -> list[Furnished]:
        share = replace(self.allowance.part(PANELS_SHARE), grace=FIRST_GRACE, gap=FIRST_GAP)
        done = count(1)

        def furnish(part: PanelPart) -> Furnished:
            found = furnish_part(part, part.of(dated), share)
            self.report(Progress("panels", 100.0 * next(done) / len(parts)))
            return found

        self.report(Progress("panels", 0.0))
        return in_parallel(furnish, parts, self.workers)

    def _bounds(self, parts: Sequence[PanelPart], found: Sequence[Ideal], plan: Plan) -> list[float | None]:
        return [bound_of(part, ideal, plan, Limits()) for part, ideal in zip(parts, found, strict=True)]

    def _finished(
        self,
        best: Furnished,
        unplaced: tuple[Unplaced, ...],
        possible: int,
        bound: float | None,
        fair: Fair | None,
    ) -> Plan:
        self.report(Progress("check", 0.0, best.value, bound))
        terms = score(self.brief, best.plan, self.merits)
        value = total(terms)
        plan = replace(
            best.plan,
            season_digest=digest_of(self.brief.season),
            register_digest=self.brief.rulebook.digest,
            engine=_engine(),
            seed=self.seed,
            effort=self.budget.told,
            unplaced=_distinct((*unplaced, *best.lost)),
            score=terms,
            placed=best.placed,
            placed_bound=possible,
            total=value,
            bound=bound,
            gap=gap_of(value, bound),
            bound_basis=BASIS if bound is not None else "",
            dated_bound=best.bound,
            dated_gap=gap_of(value, best.bound),
            fair=fair,
            dates=tuple(
                dates for session in best.plan.sessions for dates in (session_dates(self.brief, session),) if dates
            ),
        )
        return replace(plan, status=status_of(plan))

    def _checked(self, plan: Plan) -> Plan:
        findings = explained(self.merits, plan, judged(self.brief, plan))
        broken = tuple(one for one in hard(findings) if not decided_by_pins(one))
        if broken:
            raise EngineError(stage="check", findings=broken)
        self.report(Progress("check", 100.0, plan.total, plan.bound))
        return replace(plan, findings=findings)


def digest_of(season: Season) -> str:
    """SHA-256 (hexadecimal) of all that was asked."""
    told = repr(season) + (repr(season.pins) if season.pins else "")
    return sha256(told.encode()).hexdigest()


def _joined(dated: Plan, held: Sequence[Furnished]) -> Furnished:
    """The best of all parts as one plan, sessions in the order of ``dated``."""
    rows = {row.id: row for one in held for row in one.plan.sessions}
    plan = replace(dated, sessions=tuple(rows[row.id] for row in dated.sessions if row.id in rows))
    lost = tuple(row for one in held for row in one.lost)
    placed, value = sum(one.placed for one in held), sum(one.value for one in held)
    return Furnished(plan, lost, Status.FEASIBLE, placed, value, summed([one.bound for one in held]))


def summed(bounds: Sequence[float | None]) -> float | None:
    """The sum of ``bounds``, None where one is missing."""
    known = [one for one in bounds if one is not None]
    return fsum(known) if len(known) == len(bounds) else None


def gap_of(value: float, bound: float | None) -> float | None:
    """Relative distance of a score to its bound, None where none was proved."""
    return None if bound is None else abs(value - bound) / max(abs(value), 1e-9)


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
