"""A season in parts that share no expert: each has a panel program of its own, built once for all dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import networkx as nx

from solver.domain.plan import Plan, PlannedSession
from solver.model.ask import Asked, ask
from solver.model.dated import OpenProgram, open_program
from solver.model.merits import Merits
from solver.model.times import Masks
from solver.planning.halls import housed
from solver.planning.shortage import ALWAYS, OPEN_RULES
from solver.rules.requirement import Forbidden, Seat

Given = TypeVar("Given")
Found = TypeVar("Found")


@dataclass(frozen=True)
class PanelPart:
    """Sessions that share experts with each other and with no others, and their panel program."""

    program: OpenProgram
    asked: Asked

    @property
    def merits(self) -> Merits:
        """The merits of the season."""
        return self.program.merits

    @property
    def sessions(self) -> frozenset[str]:
        """Ids of its sessions."""
        return frozenset(self.program.plan.session)

    def of(self, plan: Plan) -> Plan:
        """The sessions of ``plan`` that belong to it."""
        return replace(plan, sessions=tuple(row for row in plan.sessions if row.id in self.program.plan.session))


def bare(plan: Plan) -> Plan:
    """``plan`` without dates, rooms, panels, readers and alternates."""
    return replace(plan, sessions=tuple(_empty(session) for session in plan.sessions))


def _empty(session: PlannedSession) -> PlannedSession:
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    return housed(replace(session, start=None, panel=(), alternates=(), cases=cases), ())


def asked_open(merits: Merits, plan: Plan) -> Asked:
    """What the rules ask of the panels of ``plan`` and of when its sessions may be, while its dates are open."""
    return ask(merits.brief, bare(plan), rules=OPEN_RULES, also=ALWAYS)


def panel_parts(merits: Merits, plan: Plan, asked: Asked | None = None) -> tuple[PanelPart, ...]:
    """The parts of ``plan`` whatever its dates, in the order of their first sessions.

    Parameters
    ----------
    asked
        What :func:`asked_open` says of ``plan`` where it is already known.
    """
    shaped = bare(plan)
    known = Masks(merits.brief.season_half_days)
    asked = asked or asked_open(merits, shaped)
    found = []
    for sessions in _linked(merits, shaped, asked):
        requirements = asked.touching(sessions)
        own = replace(shaped, sessions=tuple(row for row in shaped.sessions if row.id in sessions))
        found.append(PanelPart(open_program(merits, own, requirements, known), Asked(requirements)))
    return tuple(found)


def _linked(merits: Merits, plan: Plan, asked: Asked) -> Iterable[frozenset[str]]:
    """Sets of sessions that share experts who may sit, also through others."""
    barred = {one.atom for one in asked.requirements if isinstance(one, Forbidden) and isinstance(one.atom, Seat)}
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    for session in plan.sessions:
        graph.add_node(("session", session.id))
        for expert in merits.brief.candidates(session):
            if any(Seat(session.id, group, expert) not in barred for group in session.group_ids()):
                graph.add_edge(("session", session.id), ("expert", expert))
    for linked in nx.connected_components(graph):
        yield frozenset(one for kind, one in linked if kind == "session")


def in_parallel(work: Callable[[Given], Found], given: Sequence[Given], workers: int) -> list[Found]:
    """``work`` on each of ``given``, in their order; the solvers inside leave the interpreter free meanwhile.

    The outcome does not depend on ``workers``.
    """
    if workers <= 1 or len(given) <= 1:
        return [work(one) for one in given]
    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(work, given))
