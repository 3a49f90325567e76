"""One start and one district for all seats of a session, as whole columns of the open panel program.

The open program lets each seat be taken on the best date for it, so in a tight season a panel has members who are never
free together. Here a session has a column for each set of people that some start leaves it; a set within another one
that costs no more is left out, and a seat is taken no further than starts that suit it are chosen. Seats may be parts:
with starts and districts whole the rest is almost a network. Sessions at the same time that share experts are allowed,
so the optimum bounds every plan.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.domain.plan import PlannedSession
from solver.model.dated import OpenProgram
from solver.model.objective import weights
from solver.model.program import Arrays, Flags, Indices, Reals, Rows
from solver.model.times import Span, open_times


def with_starts(program: OpenProgram) -> Arrays:
    """Every session of ``program`` held at one start, in one district.

    Its value lacks what :meth:`solver.model.bounds.Ceilings.beside_panels` adds with dates open.
    """
    arrays = program.held()
    spans = open_times(program.merits.brief, program.plan, program.requirements).spans
    for session in program.plan.sessions:
        if spans[session.id]:
            arrays = _with_starts_of(program, arrays, session, spans[session.id])
    integer = np.zeros(len(arrays.lower), dtype=np.bool_)
    integer[list(program.base.travel.held.values())] = True
    integer[len(program.base.arrays.lower) :] = True
    return replace(arrays, integer=integer)


def _with_starts_of(program: OpenProgram, arrays: Arrays, session: PlannedSession, spans: tuple[Span, ...]) -> Arrays:
    columns = program.columns[session.id]
    free, cost = _free(program, session, spans), _costs(program, session, spans)
    chosen = _undominated(free, cost)
    if len(chosen) == 1 and free[:, chosen].all() and not cost[chosen].any():
        return arrays
    first, count = len(arrays.lower), len(chosen)
    more = replace(
        arrays,
        lower=np.concatenate([arrays.lower, np.zeros(count)]),
        upper=np.concatenate([arrays.upper, np.ones(count)]),
        cost=np.concatenate([arrays.cost, cost[chosen]]),
    )
    return more.with_rows(_rows(columns, free[:, chosen], np.arange(first, first + count)))


def _free(program: OpenProgram, session: PlannedSession, spans: tuple[Span, ...]) -> Flags:
    """Whether the expert of each seat can come in each span, shape (seats, spans)."""
    blocked, position = program.blocked[program.columns[session.id]], program.masks.position
    free = np.stack([~blocked[:, [position[half] for half in one if half in position]].any(axis=1) for one in spans], 1)
    elsewhere = program.merits.brief.elsewhere
    free[[expert in elsewhere for _, expert, _ in program.seated[session.id]]] = True
    return np.asarray(free, dtype=np.bool_)


def _costs(program: OpenProgram, session: PlannedSession, spans: tuple[Span, ...]) -> Reals:
    """What each span is worth beside the best that preferred days could be, shape (spans,)."""
    merits, weight = program.merits, weights(program.merits.brief.rulebook)
    dated = [replace(session, start=min(one)) for one in spans]
    preferred = np.array([merits.is_preferred(one) for one in dated], dtype=np.float64)
    idle = np.array([merits.idle_days(one) for one in dated], dtype=np.float64)
    return weight["preferred_day"] * (preferred - merits.may_be_preferred(session)) + weight["compact"] * idle


def _undominated(free: Flags, cost: Reals) -> list[int]:
    """Spans that no other one replaces: it would leave at least the same people, and cost no more."""
    kept: list[int] = []
    for one in np.lexsort((-cost, -free.sum(axis=0))):
        if not any(cost[other] >= cost[one] and not (free[:, one] & ~free[:, other]).any() for other in kept):
            kept.append(int(one))
    return kept


def _rows(columns: Indices, free: Flags, starts: Indices) -> Rows:
    """One of ``starts`` is chosen, and each seat is taken no further than those that suit it."""
    bound = np.flatnonzero(~free.all(axis=1))
    row, start = np.nonzero(free[bound])
    count = len(bound)
    return Rows(
        np.concatenate([[1.0], np.full(count, -np.inf)]),
        np.concatenate([[1.0], np.zeros(count)]),
        np.concatenate([np.zeros(len(starts), dtype=np.int64), 1 + np.arange(count), 1 + row]),
        np.concatenate([starts, columns[bound], starts[start]]),
        np.concatenate([np.ones(len(starts) + count), np.full(len(row), -1.0)]),
    )
