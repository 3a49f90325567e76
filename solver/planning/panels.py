"""Panels: who sits where, in which group and office, with dates and cases given.

With dates fixed the problem is almost a network, so its relaxation is nearly whole: the relaxation is solved first, and
tells at once which sessions cannot be filled; columns are then fixed by reduced cost and the rest is solved exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from solver.domain.plan import Plan, PlannedSession, Status, Unplaced
from solver.errors import EngineError
from solver.model.ask import Asked, ask
from solver.model.bounds import Ceilings
from solver.model.build import IS_ONE, PanelProgram, panel_program
from solver.model.dated import OpenProgram
from solver.model.demand import NOTHING, Demand, dated
from solver.model.extract import panels
from solver.model.fixing import maximise
from solver.model.highs import Basis, Limits, Solution, solve
from solver.model.merits import Merits
from solver.model.program import Arrays, Reals
from solver.model.times import decided_times
from solver.planning.budget import Allowance
from solver.planning.progress import Progress, Report, silent
from solver.planning.shortage import ALWAYS, PANEL_RULES, Omitted, blocked_by_facts, choose_omitted, told, without
from solver.planning.yielding import given_way, pins_alone
from solver.rules.brief import Brief

HELD = 1e4
"""Worth of a held session and of each of its cases in the relaxation: more than any seat could cost."""
GAP = 1e-3
"""Relative distance to the bound at which a panel program counts as solved."""


@dataclass(frozen=True)
class Seated:
    """Panels of a plan, and what could not be seated.

    ``plan`` has panels (no readers, no alternates) and lacks the sessions and cases named in ``unfilled``. ``value`` is
    the score of its panels, and ``bound`` what the whole score of ``plan`` cannot exceed with its cases and dates. From
    ``basis`` the same sessions are seated sooner on other dates.
    """

    plan: Plan
    status: Status
    value: float | None = None
    bound: float | None = None
    unfilled: tuple[Unplaced, ...] = ()
    basis: Basis | None = None


def seat_panels(
    brief: Brief,
    plan: Plan,
    allowance: Allowance,
    only: frozenset[str] | None = None,
    asked: Asked | None = None,
    merits: Merits | None = None,
    report: Report = silent,
) -> Seated:
    """Fill the panels of ``plan``, best first by placed applications, then by score.

    Parameters
    ----------
    only
        Sessions to seat anew; the panels of the others stay as they are. None: all.
    asked
        Requirements of this structure where they are already known (they do not depend on panels).
    """
    free = frozenset(plan.session) if only is None else only & frozenset(plan.session)
    whole = replace(plan, sessions=tuple(_cleared(row, row.id in free) for row in plan.sessions))
    seating = _Seating(merits or Merits(brief), _limits(allowance), report)
    omitted, now, requirements = Omitted({}, {}), whole, asked
    yielded: set[str] = set()
    while True:
        requirements = requirements or ask(brief, now, PANEL_RULES, also=ALWAYS)
        outcome = seating.attempt(now, requirements, free & frozenset(now.session))
        if isinstance(outcome, Seated):
            break
        kept = [one for one in outcome.named() if one not in yielded and pins_alone(seating.merits, now.session[one])]
        if kept:
            yielded.update(kept)
            requirements = given_way(seating.merits, now, requirements, kept, seating.limits)
            continue
        omitted, now, requirements = omitted | outcome, without(now, outcome), None
    return replace(outcome, unfilled=told(seating.merits, outcome.plan, whole, omitted, seating.limits))


@dataclass(frozen=True)
class _Seating:
    """One way to seat panels: its counts, its limits, and who watches."""

    merits: Merits
    limits: Limits
    report: Report

    def attempt(self, plan: Plan, asked: Asked, free: frozenset[str]) -> Seated | Omitted:
        """Panels for all ``free`` sessions of ``plan``, or what has to be left out first."""
        requirements = asked.touching(free)
        blocked = blocked_by_facts(requirements, plan, free)
        if blocked:
            return blocked
        self.report(Progress("panels", 10.0))
        times = decided_times(self.merits.brief, plan)
        program = panel_program(self.merits, plan, requirements, times, free)
        relaxed = solve(replace(program.arrays, cost=_with_switches(program, plan)), self.limits, relaxed=True)
        if relaxed.status is not Status.OPTIMAL or relaxed.values is None:
            return Seated(plan, Status.OUT_OF_TIME)
        self.report(Progress("panels", 50.0))
        short = _short(program, relaxed.values)
        if not short:
            base = _without_switches(program, plan, relaxed)
            found = maximise(all_held(program), self.limits, base, self._watch)
            if found.values is not None:
                self.report(Progress("panels", 100.0, found.value, found.bound))
                return _seated(plan, program, self.merits, free, found)
            if found.status is not Status.IMPOSSIBLE:
                return Seated(plan, found.status, bound=found.bound)
        return choose_omitted(self.merits, plan, requirements, times, free, short or free, self.limits)

    def _watch(self, share: float) -> None:
        self.report(Progress("panels", 50.0 + 50.0 * share))


def _limits(allowance: Allowance) -> Limits:
    gap = GAP if allowance.gap is None else allowance.gap
    if allowance.repeats or allowance.seconds_left() is None:
        return Limits(gap=gap)

    def left() -> float:
        return max(allowance.grace, 0.0 if allowance.is_over() else allowance.seconds_left() or 0.0)

    return Limits(seconds_left=left, gap=gap)


def _cleared(session: PlannedSession, is_free: bool) -> PlannedSession:
    """``session`` without alternates, and without a panel where it is to be seated anew."""
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases) if is_free else session.cases
    return replace(session, panel=() if is_free else session.panel, alternates=(), cases=cases)


def _with_switches(program: PanelProgram, plan: Plan) -> Reals:
    """The objective with placing first: each held session is worth more than its seats can cost."""
    cost = program.arrays.cost.copy()
    for session, switch in program.switches.sessions.items():
        cost[switch] = HELD * (1 + len(plan.session[session].cases))
    return cost


def _switch_columns(program: PanelProgram) -> list[int]:
    return list(program.switches.sessions.values())


def _short(program: PanelProgram, values: Reals) -> frozenset[str]:
    """Sessions that not even the relaxation can hold."""
    return frozenset(one for one, switch in program.switches.sessions.items() if values[switch] < IS_ONE)


def all_held(program: PanelProgram) -> Arrays:
    """``program`` with every session held, none dropped."""
    lower = program.arrays.lower.copy()
    lower[_switch_columns(program)] = 1.0
    return program.arrays.bounded(lower, program.arrays.upper)


def _without_switches(program: PanelProgram, plan: Plan, relaxed: Solution) -> Solution:
    """The same optimum for the program with all switches on: it is one of its solutions, and nothing else changes."""
    switches = _switch_columns(program)
    worth = float(_with_switches(program, plan)[switches].sum())
    assert relaxed.value is not None
    return replace(relaxed, value=relaxed.value - worth, bound=relaxed.value - worth)


def seat_dated(
    program: OpenProgram, plan: Plan, allowance: Allowance, demand: Demand = NOTHING, near: Basis | None = None
) -> Seated | Status:
    """Panels for ``plan`` by a program that knows its sessions; else why not all of them can be filled.

    Why, and what to leave out, is then for :func:`seat_panels` to say.
    """
    cleared = replace(plan, sessions=tuple(_cleared(row, is_free=True) for row in plan.sessions))
    found = maximise(dated(program, cleared, demand), _limits(allowance), near=near)
    if found.values is None:
        return found.status
    seated = _seated(cleared, program.base, program.merits, frozenset(cleared.session), found)
    return replace(seated, basis=found.basis)


def _seated(plan: Plan, program: PanelProgram, merits: Merits, free: frozenset[str], found: Solution) -> Seated:
    if found.values is None:
        raise EngineError(stage="panels", status=found.status)
    filled = panels(merits, plan.session, program.seats, found.values)
    sessions = tuple(replace(row, panel=filled.get(row.id, ())) if row.id in free else row for row in plan.sessions)
    beside = Ceilings(merits).beside_panels(plan, dates_open=False)
    bound = None if found.bound is None else found.bound + beside
    return Seated(replace(plan, sessions=sessions), found.status, found.value, bound)
