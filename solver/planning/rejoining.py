"""The plans of all parts as one plan: summed up, and checked for what no part could see.

Each part was checked whole by whoever planned it. What is left is what could meet across parts: one expert, one room or
one application in two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Protocol

from solver.check import hard
from solver.domain.plan import Fair, Finding, Plan, PlannedSession, Route, Status, Term, Unplaced
from solver.errors import EngineError
from solver.model.kept import decided_by_pins, judged
from solver.model.objective import total
from solver.planning.fairness import fairness_of
from solver.planning.progress import Progress, Report, silent
from solver.planning.season_plan import digest_of, gap_of, status_of, summed
from solver.routing import options_for
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES

ACROSS = tuple(
    rule
    for rule in RULES
    if rule.name
    in {
        "once_a_year",
        "cases_per_day",
        "cases_per_season",
        "sessions_and_days",
        "one_place",
        "reachable",
        "room_use",
        "plan_agrees_with_itself",
    }
)
"""Rules that two sessions of different committees can break together, though each keeps them alone."""
ORDER = {rule.name: number for number, rule in enumerate(RULES)}


class Piece(Protocol):
    """What is asked of a part: its applications, and the brief it was planned by."""

    @property
    def applications(self) -> frozenset[str]:
        """Those that may go to one of its committees."""

    @property
    def scope(self) -> Brief:
        """Its brief."""


@dataclass(frozen=True)
class Known:
    """What of the whole plan no part says: the digest, and why applications that are in no part go to no committee."""

    digest: str
    routes: Mapping[str, Route]

    @classmethod
    def of(cls, brief: Brief, parts: Sequence[Piece]) -> Known:
        """What is known of the season of ``brief``."""
        parted = frozenset().union(*(part.applications for part in parts))
        others = [row for row in brief.season.applications if row.id not in parted]
        return cls(digest_of(brief.season), {one: options[0] for one, options in options_for(brief, others).items()})


def joined(
    brief: Brief, parts: Sequence[Piece], plans: Sequence[Plan], report: Report = silent, known: Known | None = None
) -> Plan:
    """One plan out of those of all ``parts``.

    Raises
    ------
    EngineError
        If it breaks a hard rule: a defect of Pingwei, never an outcome.
    """
    known = known or Known.of(brief, parts)
    routes = dict(known.routes)
    for part, plan in zip(parts, plans, strict=True):
        routes.update((row.application, row) for row in plan.routes if row.application in part.applications)
    bounds, dated = [plan.bound for plan in plans], [plan.dated_bound for plan in plans]
    first = next((plan for plan in plans if plan.sessions), plans[0])
    whole = Plan(
        season_digest=known.digest,
        register_digest=brief.rulebook.digest,
        engine=first.engine,
        seed=first.seed,
        routes=tuple(routes[row.id] for row in brief.season.applications),
        sessions=tuple(session for plan in plans for session in plan.sessions),
        unplaced=tuple(one for part, plan in zip(parts, plans, strict=True) for one in _own(part, plan)),
        placed=sum(plan.placed for plan in plans),
        placed_bound=sum(plan.placed_bound for plan in plans),
        bound=summed(bounds),
        bound_basis=first.bound_basis if summed(bounds) is not None else "",
        dated_bound=None if any(part.scope.elsewhere for part in parts) else summed(dated),
        dates=tuple(dates for plan in plans for dates in plan.dates),
        fair=fairness_of([_of_whole(part, plan.fair) for part, plan in zip(parts, plans, strict=True) if plan.fair]),
    )
    return _finished(brief, whole, plans, report)


def _of_whole(part: Piece, fair: Fair) -> Fair:
    """What is proved of a part holds for the whole only where nobody of its pools sits in another one."""
    return replace(fair, proved=fair.proved and not part.scope.elsewhere)


def _own(part: Piece, plan: Plan) -> Iterator[Unplaced]:
    """What the part could not place of its own; another application of its people is not its business."""
    yield from (one for one in plan.unplaced if one.kind != "application" or one.subject in part.applications)


def _finished(brief: Brief, plan: Plan, plans: Sequence[Plan], report: Report) -> Plan:
    report(Progress("check", 0.0, None, plan.bound))
    terms = tuple(_terms(plans))
    value = total(terms)
    gap, dated_gap = gap_of(value, plan.bound), gap_of(value, plan.dated_bound)
    plan = replace(plan, score=terms, total=value, gap=gap, dated_gap=dated_gap)
    found = (*(one for part in plans for one in part.findings), *_across(brief, plan, plans))
    if broken := tuple(one for one in hard(found) if not decided_by_pins(one)):
        raise EngineError(stage="check", findings=broken)
    report(Progress("check", 100.0, plan.total, plan.bound))
    findings = sorted(found, key=lambda one: ORDER.get(one.by, len(ORDER)))
    late = any(one.status is Status.OUT_OF_TIME for one in plans)
    status = Status.OUT_OF_TIME if late and not plan.placed else status_of(plan)
    return replace(plan, findings=tuple(findings), status=status)


def _terms(plans: Sequence[Plan]) -> Iterator[Term]:
    """The score of the whole: nobody sits in two parts, so every term of it is a sum over the parts."""
    for number, term in enumerate(plans[0].score):
        count = fsum(plan.score[number].count for plan in plans)
        yield Term(term.name, count, term.weight, term.weight * count)


def _across(brief: Brief, plan: Plan, plans: Sequence[Plan]) -> tuple[Finding, ...]:
    """What sessions of different parts break together."""
    meeting = _meeting(brief, plans)
    if not meeting:
        return ()
    return judged(brief, replace(plan, sessions=tuple(row for row in plan.sessions if row.id in meeting)), ACROSS)


def _meeting(brief: Brief, plans: Sequence[Plan]) -> frozenset[str]:
    """Sessions with an expert, an application, or a room at one time, that a session of another part has too."""
    at: defaultdict[tuple[object, ...], dict[int, None]] = defaultdict(dict)
    for number, plan in enumerate(plans):
        for session in plan.sessions:
            for one in _taken(brief, session):
                at[one][number] = None
    several = {one for one, parts in at.items() if len(parts) > 1}
    return frozenset(
        session.id
        for plan in plans
        for session in plan.sessions
        if several and not several.isdisjoint(_taken(brief, session))
    )


def _taken(brief: Brief, session: PlannedSession) -> Iterable[tuple[object, ...]]:
    """What a session takes that no session of another part should have."""
    yield from (("expert", one) for one in session.seated())
    yield from (("expert", one.expert) for one in session.alternates)
    yield from (("application", one.application) for one in session.cases)
    yield from (("room", one, half) for one in session.rooms for half in brief.span(session))
