"""The ideal: what the best panels would be if everybody could come to everything on the best allowed date.

It bounds the score of every plan with the same batches, and tells a search whom each session would want, and where.
Each part of a season is bounded by itself: the panel program without clashes, relaxed, with one district per session.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from solver.domain.plan import Plan, Status
from solver.model.bounds import Ceilings
from solver.model.highs import Limits, solve
from solver.model.merits import Merits
from solver.planning.budget import Allowance
from solver.planning.furnishing import limits_of
from solver.planning.parts import Part, bare, in_parallel, parts_of
from solver.rules.requirement import Seat

SEEN = 1e-6
"""Part of a seat below which an expert is not wanted."""


@dataclass(frozen=True)
class Ideal:
    """The best panels without clashes.

    Parameters
    ----------
    bound
        What no plan with these sessions can score; None where none was proved.
    wanted
        By session: the part (0–1) of each expert it would have.
    districts
        By session: how far (0–1) it would be held in each district.
    """

    bound: float | None = None
    wanted: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    districts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def ideal_of(merits: Merits, plan: Plan, allowance: Allowance) -> Ideal:
    """The ideal for the batches of ``plan``, whatever its dates, rooms and panels."""
    return together(ideals(parts_of(merits, plan), allowance))


def ideals(parts: Iterable[Part], allowance: Allowance, workers: int = 1) -> list[Ideal]:
    """The ideal of each part; without a bound where time was up, or where some session cannot be held at all."""
    return in_parallel(lambda part: ideal_of_part(part, limits_of(allowance)), tuple(parts), workers)


def together(found: Iterable[Ideal]) -> Ideal:
    """The ideal of several parts; its bound is the sum, None where one has none."""
    wanted: dict[str, Mapping[str, float]] = {}
    districts: dict[str, Mapping[str, float]] = {}
    bound: float | None = 0.0
    for one in found:
        wanted.update(one.wanted)
        districts.update(one.districts)
        bound = None if bound is None or one.bound is None else bound + one.bound
    return Ideal(bound, wanted, districts)


def ideal_of_part(part: Part, limits: Limits, only: frozenset[str] | None = None) -> Ideal:
    """The ideal of one part, with all of its sessions held or those of ``only``."""
    program = part.program
    held = part.sessions if only is None else only
    relaxed = solve(program.held(held), limits, relaxed=True)
    if relaxed.status is not Status.OPTIMAL or relaxed.values is None or relaxed.value is None:
        return Ideal()
    wanted: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for atom, column in program.base.seats.columns.items():
        if isinstance(atom, Seat) and relaxed.values[column] > SEEN:
            wanted[atom.session][atom.expert] += float(relaxed.values[column])
    districts: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (session, district), column in program.base.travel.held.items():
        districts[session][district] = float(relaxed.values[column])
    plan = replace(program.plan, sessions=tuple(row for row in program.plan.sessions if row.id in held))
    beside = Ceilings(part.merits).beside_panels(plan, dates_open=True)
    return Ideal(relaxed.value + beside, wanted, districts)


def bound_of(part: Part, ideal: Ideal, plan: Plan, limits: Limits) -> float | None:
    """What no plan can score that holds exactly the sessions and cases that ``plan`` holds of ``part``."""
    own = bare(part.of(plan))
    whole = part.program.plan
    if own.sessions == whole.sessions:
        return ideal.bound
    if all(len(row.cases) == len(whole.session[row.id].cases) for row in own.sessions):
        return ideal_of_part(part, limits, frozenset(own.session)).bound
    return together(ideal_of_part(one, limits) for one in parts_of(part.merits, own)).bound
