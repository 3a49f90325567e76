"""What cannot be seated: which sessions and cases to leave out so that most applications are placed, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from solver.domain.plan import Plan, Reason, Unplaced
from solver.model.ask import Asked, ask
from solver.model.build import IS_ONE, PanelProgram, panel_program
from solver.model.highs import Limits, solve
from solver.model.merits import Merits
from solver.model.program import Arrays, Indices, Reals
from solver.model.times import Times, decided_times
from solver.rules.catalogue import RULES
from solver.rules.pins import RULE as PINNED
from solver.rules.requirement import Holds, Requirement
from solver.rules.rule import Matter

PANEL_RULES = frozenset({Matter.PANEL})
OPEN_RULES = tuple(
    rule
    for rule in RULES
    if Matter.PANEL in rule.matters or (Matter.TIME in rule.matters and Matter.ROOM not in rule.matters)
)
"""What a panel program with open dates is made of: rules about panels, and those that say when a session may be."""
ALWAYS = frozenset({"chair_and_vice"})
"""Asked although the article only advises: somebody has to preside (40号令 第19条)."""
SMALL = 20_000
"""Columns up to which the choice of what to leave out is entirely open."""
EXACT = 1e-7
"""Relative gap for counting applications: every one counts."""
LEAST_TELLING = frozenset({"LG-09"})
"""That seats stay empty is said only where no other rule can give way instead."""
PRICES = {**dict.fromkeys(LEAST_TELLING, 2.0), PINNED: 1e4}
"""What it costs that a rule gives way, where it is not 1; what a person has fixed gives way to nothing."""
SIDE_ROWS = frozenset({"preference", "office needs a seat", "headcount", "case needs its session", "one district"})


@dataclass(frozen=True)
class Omitted:
    """Sessions, and (session, application) cases, that are left out, with the facts that are known at once."""

    sessions: Mapping[str, tuple[Reason, ...]]
    cases: Mapping[tuple[str, str], tuple[Reason, ...]]

    def __bool__(self) -> bool:
        return bool(self.sessions or self.cases)

    def named(self) -> tuple[str, ...]:
        """Sessions that are left out, or lose a case."""
        return tuple(dict.fromkeys((*self.sessions, *(session for session, _ in self.cases))))

    def __or__(self, other: Omitted) -> Omitted:
        return Omitted({**self.sessions, **other.sessions}, {**self.cases, **other.cases})


def without(plan: Plan, omitted: Omitted) -> Plan:
    """``plan`` without what is ``omitted``; a session that loses its last case goes too."""
    kept = []
    for session in plan.sessions:
        cases = tuple(case for case in session.cases if (session.id, case.application) not in omitted.cases)
        if session.id not in omitted.sessions and (cases or not session.cases):
            kept.append(replace(session, cases=cases))
    return replace(plan, sessions=tuple(kept))


def blocked_by_facts(requirements: Iterable[Requirement], plan: Plan, free: frozenset[str]) -> Omitted:
    """Sessions and cases that some fact (a pool too small for a draw …) keeps out, whoever would sit."""
    sessions: defaultdict[str, list[Reason]] = defaultdict(list)
    cases: defaultdict[tuple[str, str], list[Reason]] = defaultdict(list)
    for requirement in requirements:
        if not isinstance(requirement, Holds) or requirement.ok:
            continue
        subject = dict(requirement.subject)
        session, application = subject.get("session", ""), subject.get("application")
        if session not in free:
            continue
        facts = (("found", requirement.found), ("needed", requirement.needed), *requirement.facts)
        reason = Reason("panel", requirement.rule, plan.session[session].committee, facts)
        if application is None:
            sessions[session].append(reason)
        else:
            cases[session, application].append(reason)
    return Omitted(
        {session: tuple(reasons) for session, reasons in sessions.items()},
        {case: tuple(reasons) for case, reasons in cases.items()},
    )


def choose_omitted(
    merits: Merits,
    plan: Plan,
    requirements: Iterable[Requirement],
    times: Times,
    free: frozenset[str],
    short: frozenset[str],
    limits: Limits,
) -> Omitted:
    """What to leave out so that most applications of the ``free`` sessions can be seated.

    Parameters
    ----------
    short
        Sessions that the relaxation could not hold; their cases may go one by one.
    """
    program = panel_program(merits, plan, requirements, times, free, droppable=short)
    arrays = program.arrays.valued(_placing(program, plan))
    if len(program.seats.columns) > SMALL:
        arrays = _keeping_the_rest(arrays, program, short)
    found = solve(arrays, replace(limits, gap=EXACT))
    if found.values is None:
        return Omitted(dict.fromkeys(short, ()), {})
    switches = program.switches
    gone = {session for session, switch in switches.sessions.items() if found.values[switch] < IS_ONE}
    cases = {key for key, switch in switches.cases.items() if found.values[switch] < IS_ONE and key[0] not in gone}
    return Omitted(dict.fromkeys(sorted(gone), ()), dict.fromkeys(sorted(cases), ()))


def _placing(program: PanelProgram, plan: Plan) -> Reals:
    """One for each application placed, and a little for holding a session at all."""
    cost = np.zeros(len(program.arrays.cost))
    with_switches = {session for session, _ in program.switches.cases}
    for session, switch in program.switches.sessions.items():
        cost[switch] = 0.5 if session in with_switches else 0.5 + len(plan.session[session].cases)
    for switch in program.switches.cases.values():
        cost[switch] = 1.0
    return cost


def _keeping_the_rest(arrays: Arrays, program: PanelProgram, short: frozenset[str]) -> Arrays:
    lower = arrays.lower.copy()
    for session, switch in program.switches.sessions.items():
        if session not in short:
            lower[switch] = 1.0
    return arrays.bounded(lower, arrays.upper)


def reasons_for(merits: Merits, plan: Plan, asked: Asked, session: str, limits: Limits) -> tuple[Reason, ...]:
    """The rules in the way of seating ``session`` while everybody else of ``plan`` stays where they are.

    First those whose bounds have to give way, least in all (a solve with elastic bounds); then those that took away
    candidates, with how many seats each.
    """
    free = frozenset((session,))
    program = panel_program(merits, plan, asked.touching(free), decided_times(merits.brief, plan), free)
    committee = plan.session[session].committee
    found = [
        Reason("panel", rule, committee, (("short", str(short)),))
        for rule, short in _giving_way(program, limits).items()
    ]
    taken = [
        Reason("panel", rule, committee, (("seats", str(count)),))
        for (_, rule), count in program.seats.dropped.most_common()
    ]
    return (*found, *taken)


def _giving_way(program: PanelProgram, limits: Limits) -> Mapping[str, int]:
    """By rule: by how much its bounds have to give way, least in all."""
    found, given = elastic(program, limits), defaultdict[str, int](int)
    if found is not None:
        for row, slack in zip(np.concatenate(_loosened(program)), found[len(program.arrays.lower) :], strict=True):
            if slack > 1 - IS_ONE:
                given[program.owners[int(row)]] += int(np.ceil(slack - (1 - IS_ONE)))
    return given


def _loosened(program: PanelProgram) -> tuple[Indices, Indices]:
    """Rows with an elastic bound: those with a lower one, and those with an upper one."""
    rows = np.array([row for row, owner in enumerate(program.owners) if owner not in SIDE_ROWS], dtype=np.int64)
    arrays = program.arrays
    return rows[np.isfinite(arrays.row_low[rows])], rows[np.isfinite(arrays.row_high[rows])]


def elastic(program: PanelProgram, limits: Limits) -> Reals | None:
    """The columns of ``program`` with every session held and its bounds broken least, then by how much each is."""
    arrays, (up, down) = program.arrays, _loosened(program)
    count, slacks, rows = len(arrays.lower), len(up) + len(down), np.concatenate([up, down])
    lower = np.concatenate([arrays.lower, np.zeros(slacks)])
    lower[list(program.switches.sessions.values())] = 1.0
    wide = Arrays(
        lower,
        np.concatenate([arrays.upper, np.full(slacks, np.inf)]),
        np.concatenate([np.zeros(count), -np.array([PRICES.get(program.owners[int(row)], 1.0) for row in rows])]),
        np.concatenate([arrays.integer, np.zeros(slacks, dtype=np.bool_)]),
        arrays.row_low,
        arrays.row_high,
        np.concatenate([arrays.entry_row, rows]),
        np.concatenate([arrays.entry_column, count + np.arange(slacks)]),
        np.concatenate([arrays.entry_value, np.ones(len(up)), -np.ones(len(down))]),
    )
    return solve(wide, replace(limits, gap=EXACT)).values


def told(merits: Merits, plan: Plan, whole: Plan, omitted: Omitted, limits: Limits) -> tuple[Unplaced, ...]:
    """The sessions and applications of ``whole`` that are ``omitted`` from ``plan``, each with the rules in its way."""
    if not omitted:
        return ()
    opened = _reopened(plan, whole)
    asked = ask(merits.brief, opened, PANEL_RULES, also=ALWAYS)
    reasons: dict[str, tuple[Reason, ...]] = {}
    for one in dict.fromkeys((*omitted.sessions, *(session for session, _ in omitted.cases))):
        reasons[one] = omitted.sessions.get(one, ()) or reasons_for(merits, opened, asked, one, limits)
    found = []
    for session in whole.sessions:
        gone = session.id in omitted.sessions
        if gone:
            found.append(Unplaced(session.id, "session", reasons[session.id]))
        for case in session.cases:
            key = (session.id, case.application)
            if gone or key in omitted.cases:
                own = omitted.cases.get(key, ())
                found.append(Unplaced(case.application, "application", own or reasons[session.id]))
    return tuple(found)


def _reopened(plan: Plan, whole: Plan) -> Plan:
    """``whole`` with the panels of ``plan``: what was left out stands there without a panel."""
    seated = {session.id: session.panel for session in plan.sessions}
    return replace(whole, sessions=tuple(replace(row, panel=seated.get(row.id, ())) for row in whole.sessions))
