"""Readers (主审): who reads which case, once panels and groups stand.

One flow of least cost over the whole season: each case asks for its readers among the members of its group who are not
recused; the readings of one expert are limited over sessions that share days, and over the season (PD-06).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from solver.domain.calendar import days_of
from solver.domain.plan import Plan, PlannedCase, PlannedSession, Reason, Unplaced
from solver.model.flow import SINK, SOURCE, Network
from solver.model.merits import Merits
from solver.rules.brief import Brief

UNIT = 1000
"""Cost units of one full strength."""
BANDS = ((100, 0), (150, 50), (None, 150))
"""Up to which percentage of an even share a reading costs how much extra; None: no end."""
PLENTY = 10**6
"""More readings than anybody could have."""

Case = tuple[str, str]
"""(session, application)."""


@dataclass(frozen=True)
class Readings:
    """``plan`` with readers and recusals in its cases; ``unread`` cases found too few readers and are not in it."""

    plan: Plan
    unread: tuple[Unplaced, ...] = ()


def assign_readers(brief: Brief, plan: Plan, merits: Merits | None = None) -> Readings:
    """Give every case of ``plan`` its readers, fitting and evenly, and list who leaves the room for it."""
    known = merits or Merits(brief)
    recused = {session.id: known.recused(session, session.seated()) for session in plan.sessions}
    readers = _readers(known, plan, recused)
    sessions, unread = [], []
    for session in plan.sessions:
        needed = known.readers_per_case(session)
        cases = []
        for case in session.cases:
            found = readers.get((session.id, case.application), ())
            if len(found) < needed:
                unread.append(_unread(brief, session, case, len(found), needed))
                continue
            out = recused[session.id].get(case.application, frozenset())
            cases.append(replace(case, readers=found, recused=tuple(sorted(out))))
        if cases or not session.cases:
            sessions.append(replace(session, cases=tuple(cases)))
        else:
            unread.append(Unplaced(session.id, "session", unread[-1].reasons))
    return Readings(replace(plan, sessions=tuple(sessions)), tuple(unread))


def _unread(brief: Brief, session: PlannedSession, case: PlannedCase, found: int, needed: int) -> Unplaced:
    provision = brief.rulebook.active("PD-12", "CN40-21")
    facts = (("found", str(found)), ("needed", str(needed)))
    reason = Reason("readers", provision.id if provision else "PD-12", session.committee, facts)
    return Unplaced(case.application, "application", (reason,))


def _readers(
    merits: Merits, plan: Plan, recused: Mapping[str, Mapping[str, frozenset[str]]]
) -> Mapping[Case, tuple[str, ...]]:
    network, offers, wanted = Network(), dict[int, tuple[Case, str]](), 0
    for session in plan.sessions:
        needed = merits.readers_per_case(session)
        members: defaultdict[str, list[str]] = defaultdict(list)
        for seat in session.panel:
            members[seat.group].append(seat.expert)
        for case in session.cases:
            key = (session.id, case.application)
            out = recused[session.id].get(case.application, frozenset())
            network.arc(SOURCE, ("case", *key), needed)
            wanted += needed
            for expert in members[case.group]:
                if expert not in out:
                    cost = _cost(merits, expert, case)
                    offers[network.arc(("case", *key), ("seat", session.id, expert), 1, cost)] = (key, expert)
        _even_shares(network, session, needed, members)
    _limits(network, merits.brief, plan)
    readers: defaultdict[Case, list[str]] = defaultdict(list)
    for arc, flow in enumerate(network.solve(wanted)):
        if flow and arc in offers:
            key, expert = offers[arc]
            readers[key].append(expert)
    return {key: tuple(experts) for key, experts in readers.items()}


def _cost(merits: Merits, expert: str, case: PlannedCase) -> int:
    application = merits.brief.application(case.application)
    if application is None:
        return UNIT
    return UNIT - round(UNIT * merits.strength(expert, application.series, (application.specialty,)))


def _even_shares(network: Network, session: PlannedSession, needed: int, members: Mapping[str, list[str]]) -> None:
    """From a seat on: readings beyond an even share of the group's cost extra, so that ties go to who has fewest."""
    for group, experts in members.items():
        readings = needed * sum(case.group == group for case in session.cases)
        even = -(-readings // len(experts)) if experts else 0
        for expert in experts:
            taken = 0
            for percent, cost in BANDS:
                end = PLENTY if percent is None else -(-even * percent // 100)
                network.arc(("seat", session.id, expert), ("sat", session.id, expert), end - taken, cost)
                taken = end


def _limits(network: Network, brief: Brief, plan: Plan) -> None:
    """From a seat to the sink: over each run of sessions that share days, then over the season."""
    load = brief.rulebook.active("PD-06")
    per_day = load.whole("max_apps_per_day") if load else None
    sat: defaultdict[str, list[PlannedSession]] = defaultdict(list)
    for session in plan.sessions:
        for expert in session.seated():
            sat[expert].append(session)
    for expert in sorted(sat):
        for run in _runs(brief, sat[expert]):
            name = ("run", run[0].id, expert)
            for session in run:
                network.arc(("sat", session.id, expert), name, PLENTY)
            network.arc(name, ("expert", expert), PLENTY if per_day is None else per_day * _days(brief, run))
        own = brief.season.expert[expert].max_cases if load and expert in brief.season.expert else None
        network.arc(("expert", expert), SINK, PLENTY if own is None else own)


def _runs(brief: Brief, sessions: list[PlannedSession]) -> list[list[PlannedSession]]:
    """``sessions`` of one expert, those that share days (also through a third) together."""
    runs: list[list[PlannedSession]] = []
    for session in sorted(sessions, key=lambda one: (brief.span(one), one.id)):
        span = brief.span(session)
        if runs and span and any(half.day == span[0].day for one in runs[-1] for half in brief.span(one)):
            runs[-1].append(session)
        else:
            runs.append([session])
    return runs


def _days(brief: Brief, run: list[PlannedSession]) -> int:
    days = len(days_of(half for session in run for half in brief.span(session)))
    return days or -(-run[0].length // brief.calendar.halves)
