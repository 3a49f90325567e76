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
from solver.domain.vocabulary import PinMatter
from solver.model.flow import SINK, SOURCE, Network
from solver.model.merits import Merits
from solver.rules.brief import Brief

UNIT = 1000
"""Cost units of one full strength."""
BANDS = ((100, 0), (150, 50), (None, 150))
"""Up to which percentage of an even share a reading costs how much extra; None: no end."""
KEPT = -(10**6)
"""Cost of a reading that a pin keeps: it goes before everything else."""
NOBODY: frozenset[str] = frozenset()
PLENTY = 10**6
"""More readings than anybody could have."""

Case = tuple[str, str]
"""(session, application)."""


@dataclass(frozen=True)
class Readings:
    """``plan`` with readers and recusals in its cases; ``unread`` cases found too few readers and are not in it."""

    plan: Plan
    unread: tuple[Unplaced, ...] = ()


def assign_readers(brief: Brief, plan: Plan, merits: Merits | None = None, least_strength: float = 0.0) -> Readings:
    """Give every case of ``plan`` its readers, fitting and evenly, and list who leaves the room for it.

    Where not all can be read, the case that lacks most goes, in each session, until the others are. Nobody reads whose
    strength in the specialty of the case is below ``least_strength``.
    """
    known = merits or Merits(brief)
    recused = {session.id: known.recused(session, session.seated()) for session in plan.sessions}
    now, unread = plan, list[Unplaced]()
    while True:
        readers = _readers(known, now, recused, least_strength)
        short = [one for session in now.sessions for one in _shortest(known, session, readers)]
        if not short:
            break
        now, gone = _without(brief, now, short)
        unread += gone
    sessions = tuple(
        replace(session, cases=tuple(_read(session, case, readers, recused[session.id]) for case in session.cases))
        for session in now.sessions
    )
    return Readings(replace(now, sessions=sessions), tuple(unread))


@dataclass(frozen=True)
class _Short:
    """The case of a session that lacks most readers."""

    session: str
    case: PlannedCase
    found: int
    needed: int


def _shortest(merits: Merits, session: PlannedSession, readers: Mapping[Case, tuple[str, ...]]) -> list[_Short]:
    needed = merits.readers_per_case(session)
    found = [(len(readers.get((session.id, case.application), ())), case) for case in session.cases]
    short = [(count, case) for count, case in found if count < needed]
    if not short:
        return []
    count, case = min(short, key=lambda one: one[0])
    return [_Short(session.id, case, count, needed)]


def _without(brief: Brief, plan: Plan, short: list[_Short]) -> tuple[Plan, list[Unplaced]]:
    """``plan`` without some cases, and without sessions that have none left, and what is told of them."""
    lost = {one.session: one for one in short}
    kept, gone = [], []
    for session in plan.sessions:
        one = lost.get(session.id)
        if one is None:
            kept.append(session)
            continue
        gone.append(_unread(brief, session, one))
        cases = tuple(case for case in session.cases if case != one.case)
        if cases:
            kept.append(replace(session, cases=cases))
        else:
            gone.append(Unplaced(session.id, "session", gone[-1].reasons))
    return replace(plan, sessions=tuple(kept)), gone


def _read(
    session: PlannedSession,
    case: PlannedCase,
    readers: Mapping[Case, tuple[str, ...]],
    recused: Mapping[str, frozenset[str]],
) -> PlannedCase:
    out = recused.get(case.application, frozenset())
    return replace(case, readers=readers.get((session.id, case.application), ()), recused=tuple(sorted(out)))


def _unread(brief: Brief, session: PlannedSession, short: _Short) -> Unplaced:
    provision = brief.rulebook.active("PD-12", "CN40-21")
    facts = (("found", str(short.found)), ("needed", str(short.needed)))
    reason = Reason("readers", provision.id if provision else "PD-12", session.committee, facts)
    return Unplaced(short.case.application, "application", (reason,))


def _readers(
    merits: Merits, plan: Plan, recused: Mapping[str, Mapping[str, frozenset[str]]], least_strength: float
) -> Mapping[Case, tuple[str, ...]]:
    network, offers, wanted = Network(), dict[int, tuple[Case, str]](), 0
    pinned = _pinned(merits.brief)
    dearest = UNIT - round(UNIT * least_strength)
    costs: dict[tuple[str, str, str], int] = {}
    for session in plan.sessions:
        needed = merits.readers_per_case(session)
        members: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for one in session.panel:
            members[one.group][one.expert] = network.node(("seat", session.id, one.expert))
        for case in session.cases:
            key = (session.id, case.application)
            out = recused[session.id].get(case.application, frozenset())
            place = network.node(("case", *key))
            kept, barred = pinned.get(key, (NOBODY, NOBODY))
            beside = _wherever(members, kept) if kept else {}
            able = members[case.group] | beside
            readers_here = max(needed, len(beside))  # pins may keep more than the case needs
            network.join(network.node(SOURCE), place, readers_here)
            wanted += readers_here
            for expert, seat in able.items():
                if expert in kept:
                    offers[network.join(place, seat, 1, KEPT)] = (key, expert)
                    continue
                cost = UNIT if expert in out else _cost(merits, expert, case, costs)
                if expert not in out and cost <= dearest and expert not in barred:
                    offers[network.join(place, seat, 1, cost)] = (key, expert)
        _even_shares(network, session, needed, members)
    _limits(network, merits.brief, plan)
    readers: defaultdict[Case, list[str]] = defaultdict(list)
    for arc, flow in enumerate(network.solve(wanted)):
        if flow and arc in offers:
            key, expert = offers[arc]
            readers[key].append(expert)
    return {key: tuple(experts) for key, experts in readers.items()}


def _pinned(brief: Brief) -> Mapping[Case, tuple[frozenset[str], frozenset[str]]]:
    """By case: who is to read it, and who is not to."""
    found: defaultdict[Case, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for pin in brief.season.pins:
        if pin.what is PinMatter.READER:
            found[pin.session, pin.application][0 if pin.keeps else 1].add(pin.expert)
    return {case: (frozenset(kept), frozenset(barred)) for case, (kept, barred) in found.items()}


def _wherever(members: Mapping[str, Mapping[str, int]], experts: frozenset[str]) -> dict[str, int]:
    """Those of ``experts`` who sit, in whatever group, with their nodes."""
    return {expert: seat for group in members.values() for expert, seat in group.items() if expert in experts}


def _cost(merits: Merits, expert: str, case: PlannedCase, known: dict[tuple[str, str, str], int]) -> int:
    """Cost of a reading; ``known`` are those already worked out, by expert, series and specialty."""
    application = merits.brief.application(case.application)
    if application is None:
        return UNIT
    key = expert, application.series, application.specialty
    if key not in known:
        known[key] = UNIT - round(UNIT * merits.strength(expert, application.series, (application.specialty,)))
    return known[key]


def _even_shares(
    network: Network, session: PlannedSession, needed: int, members: Mapping[str, Mapping[str, int]]
) -> None:
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
