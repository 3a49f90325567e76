"""Readers of a session whose panel or cases changed: who reads a case keeps it, the rest is shared out evenly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from solver.domain.calendar import days_of
from solver.domain.plan import PlannedCase, PlannedSession
from solver.model.flow import SINK, SOURCE, Network
from solver.planning.cases import KEPT
from solver.replan.ground import Ground
from solver.rules.pins import pinned_readers

UNIT = 1000
"""Cost units of one full strength."""
CHANGED = 10**6
"""Cost of a reading that is not as it was: more than anything else can add up to in a session."""
CROWDED = 150
"""Cost of a reading beyond an even share."""


@dataclass(frozen=True)
class Read:
    """``session`` with its readers, and the cases that found too few (they are not in it)."""

    session: PlannedSession
    unread: tuple[PlannedCase, ...] = ()


def read_again(ground: Ground, session: PlannedSession) -> Read:
    """Give the cases of ``session`` their readers, changing as few readings as can be."""
    recused = ground.merits.recused(session, session.seated())
    unread: list[PlannedCase] = []
    now = session
    while True:
        readers = _readers(ground, now, recused)
        needed = ground.merits.readers_per_case(now)
        short = [case for case in now.cases if len(readers[case.application]) < needed]
        if not short:
            break
        worst = min(short, key=lambda case: len(readers[case.application]))
        unread.append(worst)
        now = replace(now, cases=tuple(case for case in now.cases if case != worst))
    cases = tuple(
        replace(
            case,
            readers=readers[case.application],
            recused=tuple(sorted(recused.get(case.application, frozenset()))),
        )
        for case in now.cases
    )
    return Read(replace(now, cases=cases), tuple(unread))


def _readers(
    ground: Ground, session: PlannedSession, recused: Mapping[str, frozenset[str]]
) -> Mapping[str, tuple[str, ...]]:
    network, offers = Network(), dict[int, tuple[str, str]]()
    needed = ground.merits.readers_per_case(session)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for seat in session.panel:
        members[seat.group].append(seat.expert)
    wanted, seated = 0, [seat.expert for seat in session.panel]
    for case in session.cases:
        kept, barred = pinned_readers(ground.brief, session.id, case.application)
        kept &= session.seated()
        readers_here = max(needed, len(kept))  # pins may keep more than the case needs
        network.arc(SOURCE, ("case", case.application), readers_here)
        wanted += readers_here
        for expert in dict.fromkeys((*members[case.group], *(one for one in seated if one in kept))):
            if expert in kept or expert not in barred | recused.get(case.application, frozenset()):
                cost = 0 if expert in case.readers else CHANGED + _misfit(ground, expert, case)
                cost = KEPT if expert in kept else cost
                arc = network.arc(("case", case.application), ("seat", expert), 1, cost)
                offers[arc] = (case.application, expert)
    for group, experts in members.items():
        readings = needed * sum(case.group == group for case in session.cases)
        even = -(-readings // len(experts))
        for expert in experts:
            most = min(readings, _most(ground, session, expert))
            network.arc(("seat", expert), SINK, min(even, most))
            network.arc(("seat", expert), SINK, max(0, most - even), CROWDED)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for arc, flow in enumerate(network.solve(wanted)):
        if flow and arc in offers:
            case_of, expert = offers[arc]
            found[case_of].append(expert)
    order = {case.application: {one: rank for rank, one in enumerate(case.readers)} for case in session.cases}
    return {
        one: tuple(sorted(found[one], key=lambda expert: (ranks.get(expert, len(ranks)), expert)))
        for one, ranks in order.items()
    }


def _misfit(ground: Ground, expert: str, case: PlannedCase) -> int:
    application = ground.brief.application(case.application)
    if application is None:
        return UNIT
    return UNIT - round(UNIT * ground.merits.strength(expert, application.series, (application.specialty,)))


def _most(ground: Ground, session: PlannedSession, expert: str) -> int:
    """Readings that are left to ``expert`` here, within the limits of a day and of the season (PD-06)."""
    load = ground.brief.rulebook.active("PD-06")
    if load is None:
        return len(session.cases)
    others = [ground.now[one] for one in sorted(ground.duties.get(expert, ())) if one != session.id]
    own = {half.day for half in ground.brief.span(session)}
    together = [session]
    for other in sorted(others, key=lambda one: (ground.brief.span(one), one.id)):
        days = {half.day for half in ground.brief.span(other)}
        if not own.isdisjoint(days):
            together.append(other)
            own |= days
    days_sat = len(days_of(half for one in together for half in ground.brief.span(one))) or session.length
    left = load.whole("max_apps_per_day") * days_sat - sum(_reads(one, expert) for one in together[1:])
    wish = ground.brief.season.expert[expert].max_cases
    if wish is not None:
        left = min(left, wish - sum(_reads(one, expert) for one in others))
    return max(0, left)


def _reads(session: PlannedSession, expert: str) -> int:
    return sum(expert in case.readers for case in session.cases)
