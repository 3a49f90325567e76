"""The panel program of some sessions with known times: seats, rules, switches and preferences put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from solver.domain.plan import Plan
from solver.model.linear import LinearCompiler, Switches
from solver.model.merits import Merits
from solver.model.objective import weights
from solver.model.preferences import Preferences
from solver.model.program import INFINITE, Arrays, Program
from solver.model.seats import Seats, open_seats
from solver.model.times import Times
from solver.model.travel import Travel
from solver.rules.requirement import Requirement

IS_ONE = 1 - 1e-6
"""From where on a switch of a relaxation counts as on."""


@dataclass(frozen=True)
class PanelProgram:
    """A panel program: its arrays, the seats behind the first columns, and the switches of sessions and cases.

    ``owners`` names the rule behind each row; ``travel`` has the columns of districts that are still open.
    """

    arrays: Arrays
    owners: tuple[str, ...]
    seats: Seats
    switches: Switches
    travel: Travel


def panel_program(
    merits: Merits,
    plan: Plan,
    requirements: Iterable[Requirement],
    times: Times,
    free: frozenset[str],
    droppable: frozenset[str] = frozenset(),
) -> PanelProgram:
    """The program that fills the panels of the ``free`` sessions of ``plan``.

    Parameters
    ----------
    requirements
        What the rules ask of ``plan``; those of other sessions do no harm.
    times
        When sessions are; clashes are only compiled between decided ones.
    droppable
        Sessions whose cases may be dropped one by one; elsewhere a session is held with all of its cases.
    """
    listed = tuple(requirements)
    seats = open_seats(merits.brief, plan, listed, times, free)
    program = Program()
    for _ in seats.columns:
        program.column(0.0, 1.0, integer=True)
    switches = _switches(merits, program, plan, free, droppable)
    LinearCompiler(program, seats, times, switches).compile(listed)
    travel = Travel(merits, program, weights(merits.brief.rulebook)["travel"])
    Preferences(merits, program, seats, times, switches, travel).add(plan, free)
    return PanelProgram(program.freeze(), tuple(program.owners), seats, switches, travel)


def _switches(
    merits: Merits, program: Program, plan: Plan, free: frozenset[str], droppable: frozenset[str]
) -> Switches:
    sessions, cases = {}, {}
    reviewed: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for session in plan.sessions:
        if session.id not in free:
            continue
        sessions[session.id] = program.column(0.0, 1.0, integer=True)
        for case in session.cases if session.id in droppable else ():
            placed = program.column(0.0, 1.0, integer=True)
            cases[session.id, case.application] = placed
            program.row([placed, sessions[session.id]], [1.0, -1.0], -INFINITE, 0.0, "case needs its session")
            application = merits.brief.application(case.application)
            if application is not None:
                reviewed[session.id, case.group, application.specialty].append(application.id)
    return Switches(sessions, cases, {where: tuple(applications) for where, applications in reviewed.items()})
