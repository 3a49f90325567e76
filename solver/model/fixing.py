"""Whole-number optima of large, almost integral programs: relaxation, reduced-cost fixing, and the small rest exactly.

A column whose reduced cost says that moving it off its bound loses at least δ can only be moved in solutions worse than
the relaxation by δ. Columns are fixed for a small δ and the rest is solved; while what was found lies within δ of the
relaxation it is proved best, else δ is widened to that distance (Crowder, Johnson & Padberg 1983, "Solving large-scale
zero-one linear programming problems", Operations Research 31).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from solver.domain.plan import Status
from solver.model.highs import Basis, Limits, Solution, solve
from solver.model.program import Arrays, Flags, Reals

WHOLE = 1e-6
"""How far from a whole number a value still counts as one."""
PROVED = 1e-9
"""Relative distance to the bound at which a value counts as proved best."""
GRACE = 0.5
"""Seconds each remaining part still gets when time is up: a panel that is not filled is worth nothing."""
ROUGH = 0.05
"""Relative gap that is enough then."""
FIRST_WIDTH = 1.5
"""First δ, in score units: worths are mostly whole, so the best lies 0 or 1 below the relaxation: one round.

Measured on the parts of 40 and 120 sessions: 0.33 and 2.4 s to the proved optimum, 0.61 and 4.7 s with 0.4 (a second
round on hardly more columns), 4.4 s with 5; to a gap of a thousandth no difference.
"""
WIDEN = 8.0
"""Factor by which δ grows when the rest has no solution at all."""
ROUNDS = 6
"""Widenings before what was found is handed back with the bound it has."""


Watch = Callable[[float], None]
"""Told the share (0–1) of the independent parts that are solved."""


def unwatched(share: float) -> None:
    """A :data:`Watch` for programs nobody waits for."""
    del share


def maximise(
    program: Arrays,
    limits: Limits,
    relaxation: Solution | None = None,
    watch: Watch = unwatched,
    near: Basis | None = None,
) -> Solution:
    """The best whole-number solution of ``program``, its value and a bound that is valid without any fixing.

    ``basis`` of what is found is that of the relaxation.

    Parameters
    ----------
    relaxation
        The optimum of the relaxation where it is already known, for the same bounds of columns.
    near
        A basis near that optimum (:func:`solver.model.highs.solve`).
    """
    base = relaxation or solve(program, limits, relaxed=True, near=near)
    if base.status is not Status.OPTIMAL or base.values is None or base.reduced is None or base.value is None:
        return Solution(base.status if base.status is not Status.FEASIBLE else Status.OUT_OF_TIME, bound=base.bound)
    best = Solution(Status.OUT_OF_TIME, bound=base.value)
    width = FIRST_WIDTH
    for _ in range(ROUNDS):
        found, everything = _with_fixed(program, base, width, limits, watch)
        best = _better(best, found, base.value, width, everything)
        if _is_settled(best, limits) or found.status is Status.OUT_OF_TIME or everything:
            break
        width = width * WIDEN if best.value is None else max(width * 1.5, base.value - best.value + WHOLE)
    if best.value is not None and _is_settled(best, replace(limits, gap=PROVED)):
        best = replace(best, status=Status.OPTIMAL)
    return replace(best, basis=base.basis)


def ceiling(program: Arrays, limits: Limits, relaxation: Solution | None = None) -> Solution:
    """A bound on ``program`` tighter than its relaxation: independent parts are solved exactly while time lasts.

    ``values`` are whole in the parts that were solved and those of the relaxation in the others.
    """
    base = relaxation or solve(program, limits, relaxed=True)
    if base.values is None or base.reduced is None or base.value is None:
        return base
    values, bound = base.values.copy(), base.value
    for columns in program.parts():
        if limits.seconds_left is not None and limits.seconds_left() <= 0:
            break
        part, part_values = program.part(columns), base.values[columns]
        relaxed = Solution(Status.OPTIMAL, float(part.cost @ part_values), None, part_values, base.reduced[columns])
        found = maximise(part, limits, relaxed)
        if found.status is Status.IMPOSSIBLE:
            return found
        if found.bound is not None and relaxed.value is not None:
            bound -= max(0.0, relaxed.value - found.bound)
        if found.values is not None:
            values[columns] = found.values
    return Solution(Status.FEASIBLE, None, bound, values)


def _better(best: Solution, found: Solution, ceiling: float, width: float, everything: bool) -> Solution:
    """``best`` with what a round found: fixed columns are worth at most ``ceiling`` − ``width``."""
    if found.status is Status.IMPOSSIBLE and everything:
        return Solution(Status.IMPOSSIBLE)
    bound = best.bound if best.bound is not None else ceiling
    if found.bound is not None:
        inside = found.bound if everything else max(found.bound, ceiling - width)
        bound = min(bound, max(inside, found.value if found.value is not None else inside))
    elif found.status is Status.IMPOSSIBLE:
        bound = min(bound, ceiling - width)
    if found.value is None or (best.value is not None and best.value >= found.value):
        return replace(best, bound=bound)
    return Solution(Status.FEASIBLE, found.value, bound, found.values)


def _is_settled(best: Solution, limits: Limits) -> bool:
    if best.status is Status.IMPOSSIBLE:
        return True
    if best.value is None or best.bound is None:
        return False
    return best.bound - best.value <= limits.gap * max(1.0, abs(best.value))


def _with_fixed(program: Arrays, base: Solution, width: float, limits: Limits, watch: Watch) -> tuple[Solution, bool]:
    """The optimum with all columns fixed whose reduced cost is at least ``width``; whether none was."""
    values, reduced = base.values, base.reduced
    assert values is not None
    assert reduced is not None
    low = program.integer & (reduced <= -width) & (values <= program.lower + WHOLE)
    high = program.integer & (reduced >= width) & (values >= program.upper - WHOLE)
    lower = np.where(high, program.upper, program.lower)
    upper = np.where(low, program.lower, program.upper)
    rest, columns = program.bounded(lower, upper).without_fixed()
    found = _by_parts(rest, values[columns], limits, watch)
    if found.values is None:
        return found, not (low.any() or high.any())
    whole = lower.copy()
    whole[columns] = found.values
    return replace(found, values=whole), not (low.any() or high.any())


def _by_parts(program: Arrays, relaxed: Reals, limits: Limits, watch: Watch) -> Solution:
    """The optimum of independent parts; where the relaxation is whole already it is the optimum of its part."""
    broken = _fractional(program, relaxed)
    values = relaxed.copy()
    values[program.integer] = np.round(values[program.integer])
    lost = 0.0
    status = Status.OPTIMAL
    parts = [columns for columns in program.parts() if broken[columns].any()]
    for number, columns in enumerate(parts):
        watch(number / len(parts))
        part = solve(program.part(columns), _for_part(limits))
        if part.values is None:
            return Solution(part.status)
        values[columns] = part.values
        if part.status is not Status.OPTIMAL and part.bound is None:
            return Solution(Status.OUT_OF_TIME)
        if part.status is not Status.OPTIMAL:
            status = Status.FEASIBLE
        lost += max(0.0, (part.bound or 0.0) - (part.value or 0.0))
    value = program.constant + float(program.cost @ values)
    if not _rows_without_columns_hold(program):
        return Solution(Status.IMPOSSIBLE)
    return Solution(status, value, value + lost, values)


def _for_part(limits: Limits) -> Limits:
    """Limits of one part: when time is up the remaining parts are still filled, quickly and only roughly."""
    if limits.seconds_left is None or limits.seconds_left() > GRACE:
        return limits
    return replace(limits, seconds_left=lambda: GRACE, gap=ROUGH)


def _fractional(program: Arrays, values: Reals) -> Flags:
    off = np.abs(values - np.round(values)) > WHOLE
    broken: Flags = program.integer & off
    return broken


def _rows_without_columns_hold(program: Arrays) -> bool:
    filled = np.bincount(program.entry_row, minlength=len(program.row_low)) > 0
    low, high = program.row_low[~filled], program.row_high[~filled]
    return bool(np.all(low <= WHOLE) and np.all(high >= -WHOLE))
