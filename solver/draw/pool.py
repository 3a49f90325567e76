"""Who can be drawn for a session of a planned season, and every reason why the others cannot.

The rules are those of planning, asked of what is settled: panels chosen or drawn already, with their lists of
alternates. Panels that are still witnesses bind nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from solver.check import Facts, violation
from solver.domain.plan import PanelSeat, Plan, PlannedSession
from solver.draw.entities import Candidate, Exclusion, Pool
from solver.model.ask import ask
from solver.rules import attendance, workload
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Clear, Forbidden, Seat, Standby
from solver.rules.rule import Rule
from solver.rules.seat_rules import SEAT_RULES

ELSEWHERE = tuple(
    rule for rule in RULES if rule.ask in (attendance.one_place, attendance.reachable, workload.sessions_and_days)
)
"""Rules about an expert's places in several sessions."""


@dataclass(frozen=True)
class Surroundings:
    """What is settled around a draw: the routes, and the sessions whose panels stand."""

    plan: Plan
    settled: tuple[PlannedSession, ...]

    def beside(self, brief: Brief, *open_sessions: PlannedSession) -> Plan:
        """The given sessions among those whose panels stand, of which only who could be drawn for them matters."""
        names = {one.id for one in open_sessions}
        able = frozenset[str]().union(*(brief.candidates(one) for one in open_sessions))
        others = (_of(able, one) for one in self.settled if one.id not in names)
        return Plan(sessions=(*open_sessions, *(one for one in others if one.panel or one.alternates)))

    def alone(self, *open_sessions: PlannedSession) -> Plan:
        """The given sessions with what their own rules look at: the routes to their committees."""
        committees = {one.committee for one in open_sessions}
        return Plan(
            routes=tuple(one for one in self.plan.routes if one.committee in committees), sessions=open_sessions
        )


def _of(experts: frozenset[str], session: PlannedSession) -> PlannedSession:
    """``session`` with those of its panel and its lists who are among ``experts``, and without cases."""
    panel = tuple(one for one in session.panel if one.expert in experts)
    alternates = tuple(one for one in session.alternates if one.expert in experts)
    return replace(session, committee="", cases=(), panel=panel, alternates=alternates)


def bare(session: PlannedSession) -> PlannedSession:
    """``session`` without panel, alternates, readers and recusals: what a draw decides or what follows from it."""
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    return replace(session, panel=(), alternates=(), cases=cases, draw="")


def eligible_pool(brief: Brief, around: Surroundings, session: PlannedSession) -> Pool:
    """Every expert of the pool of ``session`` with the groups they can be drawn for and all that keeps them out."""
    found: defaultdict[str, dict[tuple[object, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    own = bare(session)
    for expert, group, reason in (*_by_own_seat(brief, around, own), *_by_others(brief, around, own)):
        found[expert][reason].add(group)
    groups = session.group_ids()
    candidates = []
    for expert in sorted(brief.candidates(own)):
        exclusions = tuple(sorted(_exclusion(reason, barred) for reason, barred in found[expert].items()))
        closed = {group for one in exclusions for group in one.groups}
        candidates.append(Candidate(expert, tuple(one for one in groups if one not in closed), exclusions))
    return Pool(session.id, session.committee, tuple(candidates))


Reason = tuple[object, ...]


def _exclusion(reason: Reason, groups: set[str]) -> Exclusion:
    provision, rule, subject, found, needed, facts = reason
    return Exclusion(provision, rule, tuple(sorted(groups)), subject, found, needed, facts)  # type: ignore[arg-type] # as put in by _reasons


def _by_own_seat(brief: Brief, around: Surroundings, own: PlannedSession) -> Iterator[tuple[str, str, Reason]]:
    """What the rules of a seat forbid: everybody is thought to sit in every group at once."""
    experts = brief.candidates(own)
    everywhere = tuple(PanelSeat(one, group=group) for group in own.group_ids() for one in experts)
    yield from _reasons(brief, around.alone(own), replace(own, panel=everywhere), SEAT_RULES)


def _by_others(brief: Brief, around: Surroundings, own: PlannedSession) -> Iterator[tuple[str, str, Reason]]:
    """What places in other sessions forbid, whatever the group: everybody is thought to sit in the first."""
    groups = own.group_ids()
    everybody = replace(own, panel=tuple(PanelSeat(one, group=groups[0]) for one in brief.candidates(own)))
    for expert, _, reason in _reasons(brief, around.beside(brief, own), everybody, ELSEWHERE):
        for group in groups:
            yield expert, group, reason


def _reasons(
    brief: Brief, plan: Plan, seated: PlannedSession, rules: Iterable[Rule]
) -> Iterator[tuple[str, str, Reason]]:
    """(expert, group, reason) for what ``rules`` ask of ``plan`` and a panel as in ``seated`` breaks."""
    facts = Facts(brief, replace(plan, sessions=(seated, *plan.sessions[1:])))
    for rule in rules:
        for one in ask(brief, plan, rules=(rule,)).requirements:
            broken = violation(one, facts)
            if broken is None:
                continue
            subject = dict(one.subject)
            if isinstance(one, Forbidden):
                group = one.atom.group if isinstance(one.atom, (Seat, Standby)) else ""
            elif isinstance(one, Clear):
                group = one.claim.group
            else:
                group = ""
            yield subject["expert"], group, (one.rule, rule.name, one.subject, *broken)
