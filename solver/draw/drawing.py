"""The problem of a draw from a planned season: the requirements of planning, compiled by planning's own compiler."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from solver.domain.plan import PlannedSession
from solver.draw.entities import Pool, Problem
from solver.draw.merging import Given, Row, merged
from solver.draw.pool import ELSEWHERE, Surroundings, bare
from solver.errors import EngineError
from solver.model.ask import ask
from solver.model.linear import LinearCompiler, Switches
from solver.model.program import Program
from solver.model.seats import Seats, open_seats
from solver.model.times import decided_times
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Between, Forbidden, Office, Requirement, Seat
from solver.rules.rule import Matter, Rule

PANEL_RULES = frozenset({Matter.PANEL})
ALWAYS = frozenset({"chair_and_vice"})
"""Asked although the article only advises: somebody has to preside (40号令 第19条)."""


def problem_of(brief: Brief, around: Surroundings, pools: Sequence[Pool]) -> Problem:
    """The problem of drawing the session of the first of ``pools`` so that those of the others can still be filled.

    Parameters
    ----------
    pools
        The pool of the session that is drawn, then those of later sessions decided along with it.
    """
    sessions = tuple(bare(around.plan.session[one.session]) for one in pools)
    requirements = _asked(brief, around, sessions, pools)
    together = around.beside(brief, *sessions) if len(sessions) > 1 else around.alone(*sessions)
    times = decided_times(brief, together)
    seats = open_seats(brief, together, requirements, times, frozenset(_ids(sessions)))
    program = Program()
    for _ in seats.columns:
        program.column(0.0, 1.0, integer=True)
    switches = {one: program.column(1.0, 1.0) for one in _ids(sessions)}
    compiler = LinearCompiler(program, seats, times, Switches(switches))
    compiler.compile(requirements)
    drawn = sessions[0]
    groups = tuple((one.id, one.seats) for one in drawn.groups) or (("", drawn.size),)
    return merged(drawn.id, drawn.size, groups, *_rows(program, seats, frozenset(switches.values())))


def _ids(sessions: Iterable[PlannedSession]) -> tuple[str, ...]:
    return tuple(one.id for one in sessions)


def _asked(
    brief: Brief, around: Surroundings, sessions: tuple[PlannedSession, ...], pools: Sequence[Pool]
) -> tuple[Requirement, ...]:
    """What the rules ask of these panels, and of their experts' places in several sessions."""
    alone = around.alone(*sessions)
    names = frozenset(rule.name for rule in ELSEWHERE)
    own = ask(brief, alone, PANEL_RULES, also=ALWAYS, rules=_without(names)).requirements
    several = len(sessions) > 1  # the pool of one session knows of the others
    together = around.beside(brief, *sessions) if several else alone
    among = ask(brief, together, rules=ELSEWHERE).requirements
    barred = tuple(
        Forbidden("pool", (("expert", one.expert),), Seat(pool.session, group, one.expert))
        for pool, session in zip(pools, sessions, strict=True)
        for one in pool.candidates
        for group in session.group_ids()
        if group not in one.groups
    )
    return (*barred, *(_whole_panel(brief, one) for one in sessions), *own, *among)


def _whole_panel(brief: Brief, session: PlannedSession) -> Between:
    """The seats of a panel, which its groups add up to: shares of a number that is known are whole numbers."""
    atoms = (Seat(session.id, group, expert) for group in session.group_ids() for expert in brief.candidates(session))
    return Between("LG-09", (("session", session.id),), tuple(atoms), session.size, session.size)


def _without(names: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.name not in names)


def _rows(program: Program, seats: Seats, switches: frozenset[int]) -> tuple[tuple[Given, ...], list[Row]]:
    """Atoms and rows of a compiled program; switches are on, atoms that can never hold go."""
    arrays = program.freeze()
    known = len(seats.columns)
    if len(arrays.lower) != known + len(switches):
        raise EngineError(stage="draw", status="a headcount is open")
    kept = [(atom, column) for atom, column in seats.columns.items() if arrays.upper[column] > 0]
    number = {column: index for index, (_, column) in enumerate(kept)}
    terms: list[list[tuple[int, int]]] = [[] for _ in arrays.row_low]
    shift = np.zeros(len(arrays.row_low))
    for row, column, value in zip(arrays.entry_row, arrays.entry_column, arrays.entry_value, strict=True):
        if int(column) in switches:
            shift[row] += value
        elif int(column) in number:
            terms[row].append((number[int(column)], round(value)))
    rows = [
        Row(owner, tuple(terms[row]), _side(arrays.row_low[row] - shift[row]), _side(arrays.row_high[row] - shift[row]))
        for row, owner in enumerate(program.owners)
    ]
    return tuple(atom for atom, _ in kept if isinstance(atom, (Seat, Office))), rows


def _side(value: float) -> int | None:
    return round(value) if np.isfinite(value) else None
