"""Where the experts of a session could be placed: the atoms that rules about panels enumerate.

A hand-made plan may seat somebody in a group that the session does not have, or leave a panel short; both must still be
judged by every rule, so groups and headcounts are read from what the plan says as well as from what it intends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solver.domain.committees import Committee
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Level
from solver.rules.brief import Brief
from solver.rules.requirement import Forbidden, Seat, Standby
from solver.rules.rulebook import Provision


def group_ids(session: PlannedSession) -> tuple[str, ...]:
    """Groups an expert could sit in: those of the session, and whatever else its panel names."""
    planned = session.group_ids()
    if not session.panel:
        return planned
    return planned + tuple(sorted({seat.group for seat in session.panel}.difference(planned)))


def seats(session: PlannedSession, experts: Iterable[str]) -> tuple[Seat, ...]:
    """Every seat that ``experts`` could take in ``session``, one per group."""
    groups = group_ids(session)
    return tuple(Seat(session.id, group, expert) for expert in experts for group in groups)


def places(session: PlannedSession, expert: str) -> Iterator[Seat | Standby]:
    """Every seat ``expert`` could take in ``session``, and the place on a list of alternates the plan names them for.

    Alternates satisfy every rule of the seat. Standby atoms are made only for experts whom the plan names; who chooses
    alternates takes them from experts none of whose seats in the group is forbidden.
    """
    for group in group_ids(session) if session.panel else session.group_ids():
        yield Seat(session.id, group, expert)
    for one in session.alternates:
        if one.expert == expert:
            yield Standby(session.id, one.group, expert)


def heads(session: PlannedSession) -> int:
    """Size of the panel: as seated, or as planned while nobody is seated yet."""
    return len(session.panel) or session.size


def least_heads(session: PlannedSession) -> int:
    """The fewest members the panel may come to have: those seated, or those planned if fewer.

    What a share allows of so many it allows of any panel that the plan may become.
    """
    return min(len(session.panel), session.size) if session.panel else session.size


def group_heads(session: PlannedSession, group: str) -> int:
    """Size of a group: as seated, or as planned while nobody is seated yet."""
    if session.panel:
        return sum(seat.group == group for seat in session.panel)
    return next((one.seats for one in session.groups if one.id == group), 0)


def filled_as_planned(session: PlannedSession) -> bool:
    """Whether panel and groups have the seats planned for them, or nobody is seated yet.

    Only then may a number that must remain of a group be written as a bound on the few that do not.
    """
    if not session.panel:
        return True
    return len(session.panel) == session.size and all(
        group_heads(session, group.id) == group.seats for group in session.groups
    )


def reviewed_levels(brief: Brief, session: PlannedSession) -> frozenset[Level]:
    """Levels that ``session`` reviews: those it was made for, and those of its cases."""
    cases = (brief.application(case.application) for case in session.cases)
    return frozenset(session.levels) | {case.level for case in cases if case}


def with_committee(brief: Brief, plan: Plan) -> Iterator[tuple[PlannedSession, Committee]]:
    """Sessions with their committees, without those of committees that do not exist."""
    for session in plan.sessions:
        committee = brief.committee_of(session)
        if committee is not None:
            yield session, committee


def forbidden(
    provision: Provision,
    session: PlannedSession,
    expert: str,
    found: str,
    needed: str,
    *,
    group: str | None = None,
    facts: tuple[tuple[str, str], ...] = (),
) -> Iterator[Forbidden]:
    """Every place of ``expert`` in ``session`` (or in one ``group`` of it) forbidden for one reason."""
    subject = (("session", session.id), ("expert", expert))
    for place in places(session, expert):
        if group in (None, place.group):
            yield Forbidden(provision.id, subject, place, found, needed, facts)
