"""The ideal: what the best panels would be if everybody could come to everything on the best allowed date.

It bounds the score of every plan with the same batches, and tells a search whom each session would want, and where.
Each part of a season is bounded by itself: the panel program without clashes, relaxed, with one district per session.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import ceil

from solver.domain.plan import Plan, Status
from solver.model.bounds import Ceilings
from solver.model.dated import OpenProgram
from solver.model.highs import Limits, Solution, solve
from solver.model.merits import Merits
from solver.model.program import Reals
from solver.planning.budget import Allowance
from solver.planning.furnishing import limits_of
from solver.planning.parts import PanelPart, bare, in_parallel, panel_parts
from solver.rules.requirement import Seat

SEEN = 1e-6
"""Part of a seat below which an expert is not wanted."""
SETTLED = (0.5, 1.0)
"""Shares of the sessions whose district is settled, step by step; more steps gain a tenth of a percent at most."""


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
    settled
        By session: the one district it had best be held in, where several are open.
    """

    bound: float | None = None
    wanted: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    districts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)


def ideal_of(merits: Merits, plan: Plan, allowance: Allowance) -> Ideal:
    """The ideal for the batches of ``plan``, whatever its dates, rooms and panels."""
    return together(ideals(panel_parts(merits, plan), allowance))


def ideals(parts: Iterable[PanelPart], allowance: Allowance, workers: int = 1, share: float = 1.0) -> list[Ideal]:
    """The ideal of each part; without a bound where time was up, or where some session cannot be held at all.

    First the bounds of all parts, for which all of ``allowance`` may be spent: a plan with a bound is worth more than a
    better one without, and the largest part, which takes longest, begins. Then their districts, in ``share`` (0–1) of
    what is left.
    """
    listed, limits = tuple(parts), limits_of(allowance)
    largest = sorted(range(len(listed)), key=lambda number: (-len(listed[number].sessions), number))
    first = in_parallel(lambda number: solve(listed[number].program.held(), limits, relaxed=True), largest, workers)
    relaxed = dict(zip(largest, first, strict=True))
    pairs = [(part, relaxed[number]) for number, part in enumerate(listed)]
    rest = limits_of(allowance.part(share))
    return in_parallel(lambda pair: _ideal(*pair, rest, None), pairs, workers)


def together(found: Iterable[Ideal]) -> Ideal:
    """The ideal of several parts; its bound is the sum, None where one has none."""
    wanted: dict[str, Mapping[str, float]] = {}
    districts: dict[str, Mapping[str, float]] = {}
    settled: dict[str, str] = {}
    bound: float | None = 0.0
    for one in found:
        wanted.update(one.wanted)
        districts.update(one.districts)
        settled.update(one.settled)
        bound = None if bound is None or one.bound is None else bound + one.bound
    return Ideal(bound, wanted, districts, settled)


def ideal_of_part(part: PanelPart, limits: Limits, only: frozenset[str] | None = None) -> Ideal:
    """The ideal of one part, with all of its sessions held or those of ``only``."""
    return _ideal(part, solve(part.program.held(only), limits, relaxed=True), limits, only)


def _ideal(part: PanelPart, relaxed: Solution, limits: Limits, only: frozenset[str] | None) -> Ideal:
    """The ideal that a relaxation tells; districts are settled where all sessions are held."""
    program = part.program
    held = part.sessions if only is None else only
    if relaxed.status is not Status.OPTIMAL or relaxed.values is None or relaxed.value is None:
        return Ideal()
    settled, values = _settled(program, relaxed, limits) if only is None else ({}, relaxed.values)
    plan = replace(program.plan, sessions=tuple(row for row in program.plan.sessions if row.id in held))
    beside = Ceilings(part.merits).beside_panels(plan, dates_open=True)
    districts = _districts(program, relaxed.values)
    return Ideal(relaxed.value + beside, _wanted(program, values), districts, settled)


def ideal_from(part: PanelPart, values: Reals, bound: float) -> Ideal:
    """The ideal that ``values`` of the columns of a part tell, each session in one district."""
    districts = _districts(part.program, values)
    settled = {session: max(found, key=lambda name: (found[name], name)) for session, found in districts.items()}
    return Ideal(bound, _wanted(part.program, values), districts, settled)


def _wanted(program: OpenProgram, values: Reals) -> Mapping[str, Mapping[str, float]]:
    """The part (0–1) of each expert that each session would have."""
    wanted: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for atom, column in program.base.seats.columns.items():
        if isinstance(atom, Seat) and values[column] > SEEN:
            wanted[atom.session][atom.expert] += float(values[column])
    return wanted


def _districts(program: OpenProgram, values: Reals) -> Mapping[str, Mapping[str, float]]:
    """How far each session is held in each district."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (session, district), column in program.base.travel.held.items():
        found[session][district] = float(values[column])
    return found


def _settled(program: OpenProgram, relaxed: Solution, limits: Limits) -> tuple[dict[str, str], Reals]:
    """One district per session, the most decided ones first, and the relaxation with them.

    The relaxation holds half a session here and half there, because half of the experts would then be at home in each;
    once some are settled, the others are decided again around them.
    """
    columns, arrays = program.base.travel.held, program.held()
    settled: dict[str, str] = {}
    assert relaxed.values is not None
    values, basis = relaxed.values, relaxed.basis
    for share in SETTLED:
        districts = _districts(program, values)
        order = sorted(districts, key=lambda one: (one not in settled, -max(districts[one].values()), one))
        for session in order[: ceil(share * len(order))]:
            settled.setdefault(session, max(districts[session], key=lambda name: (districts[session][name], name)))
        lower, upper = arrays.lower.copy(), arrays.upper.copy()
        for (session, district), column in columns.items():
            if session in settled:
                lower[column] = upper[column] = float(settled[session] == district)
        found = solve(arrays.bounded(lower, upper), limits, relaxed=True, near=basis) if columns else None
        if found is None or found.status is not Status.OPTIMAL or found.values is None:
            continue  # no time left, or nothing to settle: by what is known
        values, basis = found.values, found.basis
    return settled, values


def bound_of(part: PanelPart, ideal: Ideal, plan: Plan, limits: Limits) -> float | None:
    """What no plan can score that holds exactly the sessions and cases that ``plan`` holds of ``part``."""
    own = bare(part.of(plan))
    whole = part.program.plan
    if own.sessions == whole.sessions:
        return ideal.bound
    if all(len(row.cases) == len(whole.session[row.id].cases) for row in own.sessions):
        return ideal_of_part(part, limits, frozenset(own.session)).bound
    return together(ideal_of_part(one, limits) for one in panel_parts(part.merits, own)).bound
