"""Measures against a committee: 限期整改, 暂停, 收回评审权, and lifting them (人社部发〔2024〕56号; 2024年意见 二(九)).

The committee's authority, or one above it, takes them, with a reason and dates. What was planned for the committee on
the days concerned is listed, to be routed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from solver.domain.committees import Committee
from solver.domain.officers import Capacity, Officer
from solver.domain.plan import Plan, PlannedSession, Reason
from solver.domain.vocabulary import CommitteeState, DelegationState
from solver.rules.approval import STATE_RULES, cite
from solver.rules.authority import line_of
from solver.rules.brief import Brief
from solver.rules.lapses import lapses
from solver.rules.starts import active_windows


@dataclass(frozen=True, slots=True)
class Measure:
    """A state that ``officer`` wants a committee to have ``start``–``end`` (None: open), decided on ``day``.

    ACTIVE lifts the measure in force and has no dates.
    """

    state: CommitteeState
    officer: Officer
    day: date
    reason: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """The committee under a measure, or as it was where ``refusals`` say why not."""

    committee: Committee
    refusals: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Displaced:
    """What a plan holds for a committee on days on which it may not sit.

    ``applications`` are those of the ``sessions`` and others routed to the committee that it may take on no day left;
    ``delegations`` are letters to the committee that are not at their end.
    """

    sessions: tuple[str, ...]
    applications: tuple[str, ...]
    delegations: tuple[str, ...]


STEPS: Mapping[CommitteeState, frozenset[CommitteeState]] = {
    CommitteeState.ACTIVE: frozenset(
        {CommitteeState.RECTIFICATION, CommitteeState.SUSPENDED, CommitteeState.REVOKED},
    ),
    CommitteeState.RECTIFICATION: frozenset(
        {
            CommitteeState.RECTIFICATION,  # another term
            CommitteeState.SUSPENDED,
            CommitteeState.REVOKED,
            CommitteeState.ACTIVE,
        },
    ),
    CommitteeState.SUSPENDED: frozenset({CommitteeState.SUSPENDED, CommitteeState.REVOKED, CommitteeState.ACTIVE}),
    CommitteeState.REVOKED: frozenset(),
}
"""From each state the states it may be given. A right taken back comes back with a new committee and filing only."""

LIVE = frozenset(
    {
        DelegationState.DRAFT,
        DelegationState.SUBMITTED,
        DelegationState.RETURNED,
        DelegationState.AUTHORISED,
        DelegationState.ACCEPTED,
    },
)
"""States from which a delegation may still route or come to route."""

Finding = tuple[str, str]
"""What was found and what is needed."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """A measure being heard."""

    brief: Brief
    committee: Committee
    measure: Measure


def measured(brief: Brief, committee: Committee, measure: Measure) -> Measured:
    """``committee`` under ``measure``, or everything that speaks against it."""
    reasons = tuple(_refused(Hearing(brief, committee, measure)))
    if reasons:
        return Measured(committee, reasons)
    return Measured(replace(committee, state=measure.state, state_from=measure.start, state_to=measure.end))


def _step(heard: Hearing) -> Finding | None:
    now = heard.committee.state
    return None if heard.measure.state in STEPS[now] else (now.value, "、".join(sorted(STEPS[now])))


def _office(heard: Hearing) -> Finding | None:
    officer, own = heard.measure.officer, heard.committee.authority
    if officer.capacity is not Capacity.AUTHORITY:
        return officer.capacity.value, Capacity.AUTHORITY.value
    line = tuple(dict.fromkeys((own, *(row.id for row in line_of(heard.brief, own)))))
    return None if any(officer.speaks_for(one) for one in line) else ("", "、".join(line))


def _argued(heard: Hearing) -> Finding | None:
    return None if heard.measure.reason.strip() else ("", "reason")


def _dated(heard: Hearing) -> Finding | None:
    """Nothing begins before the day it is decided; 整改 has an end (限期), 收回 has none, lifting has no dates."""
    state, start, end, day = heard.measure.state, heard.measure.start, heard.measure.end, heard.measure.day
    found = f"{start or ''}/{end or ''}"
    if state is CommitteeState.ACTIVE:
        return None if start is end is None else (found, "/")
    if start is None or start < day:
        return found, f"≥ {day}"
    if state is CommitteeState.REVOKED:
        return None if end is None else (found, f"{start}/")
    if end is None:
        return (found, f"≥ {start}") if state is CommitteeState.RECTIFICATION else None
    return None if start <= end else (found, f"≥ {start}")


GUARDS: Mapping[str, Callable[[Hearing], Finding | None]] = {
    "transition": _step,
    "office": _office,
    "reason": _argued,
    "dates": _dated,
}
"""Every guard on a measure, by name; each refuses alone."""


def _refused(heard: Hearing) -> Iterator[Reason]:
    for name, guard in GUARDS.items():
        finding = guard(heard)
        if finding is not None:
            facts = (("act", heard.measure.state.value), ("guard", name), ("found", finding[0]), ("needed", finding[1]))
            yield Reason("committee_measure", cite(heard.brief, *STATE_RULES), heard.committee.id, facts)


def displaced(brief: Brief, plan: Plan, committee: str) -> Displaced:
    """What ``plan`` holds for ``committee`` (as it stands in ``brief``) on days on which it may not sit."""
    found = brief.season.committee.get(committee)
    if found is None or found.state is CommitteeState.ACTIVE:
        return Displaced((), (), ())
    barred = [row for row in plan.sessions if row.committee == committee and not _may_sit(brief, found, row)]
    cases = [case.application for session in barred for case in session.cases]
    lapsed = [one.application for one in lapses(brief, plan) if one.committee == committee]
    letters = [row.id for row in brief.season.delegations if row.to_committee == committee and row.state in LIVE]
    return Displaced(tuple(row.id for row in barred), tuple(dict.fromkeys(cases + lapsed)), tuple(letters))


def _may_sit(brief: Brief, committee: Committee, session: PlannedSession) -> bool:
    """Whether the committee is active on every day of ``session``; one without a date has none on which it may not."""
    windows = active_windows(committee)
    if not session.start:
        return bool(windows)
    return all(any(first <= half.day <= last for first, last in windows) for half in brief.span(session))
