"""The ideal: what the best panels would be if everybody could come to everything on the best allowed date.

It bounds the score of every plan with the same batches, and tells the timetable whom each session would want.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from solver.domain.plan import Plan, PlannedSession
from solver.model.ask import ask
from solver.model.bounds import Ceilings
from solver.model.build import panel_program
from solver.model.fixing import ceiling
from solver.model.highs import solve
from solver.model.merits import Merits
from solver.model.times import open_times
from solver.planning.budget import Allowance
from solver.planning.furnishing import limits_of
from solver.planning.halls import housed
from solver.planning.panels import all_held
from solver.planning.shortage import ALWAYS, PANEL_RULES
from solver.rules.requirement import Seat
from solver.rules.rule import Matter

GAP = 1e-3
"""Relative distance to its own bound at which the ideal counts as solved."""
SEEN = 1e-6
"""Part of a seat below which an expert is not wanted."""


@dataclass(frozen=True)
class Ideal:
    """The best panels without clashes.

    Parameters
    ----------
    bound
        What no plan with these batches can score.
    wanted
        By session: the part (0–1) of each expert it would have.
    relaxed
        The optimum of the relaxation, panels only.
    prices
        By session: what the relaxation gains, or loses, at most by holding it (the reduced cost of doing so).
    """

    bound: float | None = None
    wanted: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    relaxed: float | None = None
    prices: Mapping[str, float] = field(default_factory=dict)

    def bound_of(self, merits: Merits, whole: Plan, part: Plan) -> float | None:
        """What no plan can score that holds the sessions of ``part`` only, given the ideal of ``whole``.

        By duality, leaving a session out changes the relaxation by its price at most. None where a session of ``part``
        lacks some of its cases: its worth is then another one.
        """
        cases = {session.id: len(session.cases) for session in whole.sessions}
        if any(cases.get(session.id) != len(session.cases) for session in part.sessions):
            return None
        out = [one for one in cases if one not in part.session]
        if not out or self.relaxed is None:
            return self.bound
        bare = replace(part, sessions=tuple(_empty(session) for session in part.sessions))
        gone = sum(self.prices[one] for one in out)
        return self.relaxed - gone + Ceilings(merits).beside_panels(bare, dates_open=True)


def ideal_of(merits: Merits, plan: Plan, allowance: Allowance) -> Ideal:
    """The ideal for the batches of ``plan``, whatever its dates, rooms and panels.

    The panel program without clashes, relaxed as far as time does not allow for more: every expert available who could
    come on some allowed date, travel, preferred days and readers at their best. Without a bound where it was not solved
    in time, or where some session cannot be held at all.
    """
    bare = replace(plan, sessions=tuple(_empty(session) for session in plan.sessions))
    requirements = ask(merits.brief, bare, PANEL_RULES | {Matter.TIME}, also=ALWAYS).requirements
    times = open_times(merits.brief, bare, requirements)
    program = panel_program(merits, bare, requirements, times, frozenset(plan.session))
    limits = replace(limits_of(allowance), gap=GAP)
    relaxed = solve(all_held(program), limits, relaxed=True)
    found = ceiling(all_held(program), limits, relaxed)
    if found.bound is None or found.values is None or relaxed.reduced is None:
        return Ideal()
    wanted: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for atom, value in zip(program.seats.atoms(), found.values, strict=False):
        if isinstance(atom, Seat) and value > SEEN:
            wanted[atom.session][atom.expert] += float(value)
    prices = {session: float(relaxed.reduced[switch]) for session, switch in program.switches.sessions.items()}
    beside = Ceilings(merits).beside_panels(bare, dates_open=True)
    return Ideal(found.bound + beside, wanted, relaxed.value, prices)


def _empty(session: PlannedSession) -> PlannedSession:
    """``session`` without date, rooms, panel, readers and alternates."""
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    return housed(replace(session, start=None, panel=(), alternates=(), cases=cases), ())
