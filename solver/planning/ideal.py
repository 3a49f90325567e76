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
    """``bound``: what no plan with these batches can score; ``wanted``: by session, the part (0–1) of each expert."""

    bound: float | None = None
    wanted: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


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
    found = ceiling(all_held(program), limits)
    if found.bound is None or found.values is None:
        return Ideal()
    wanted: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for atom, value in zip(program.seats.atoms(), found.values, strict=False):
        if isinstance(atom, Seat) and value > SEEN:
            wanted[atom.session][atom.expert] += float(value)
    return Ideal(found.bound + Ceilings(merits).beside_panels(bare, dates_open=True), wanted)


def _empty(session: PlannedSession) -> PlannedSession:
    """``session`` without date, rooms, panel, readers and alternates."""
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    return housed(replace(session, start=None, panel=(), alternates=(), cases=cases), ())
