"""A plan refers to what exists, agrees with itself and leaves nothing out. All other rules skip what does not exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from solver.domain.plan import Plan, PlannedSession, RouteKind
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement, Subject
from solver.rules.rulebook import Provision

NONE = "—"
PLACED = frozenset({RouteKind.COMMITTEE, RouteKind.DELEGATED})
APPLICATION, SESSION = "application", "session"
"""Kinds of what a plan may leave unplaced."""
Names = tuple[str, Container[str], Iterable[str]]
"""A kind of thing, those that exist, and the ids a plan names."""


def plan_refers_to_what_exists(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Every committee, expert, application, group, room and delegation that a plan names exists."""
    season = brief.season
    for left in plan.unplaced:
        if left.kind == APPLICATION:
            names: Names = (APPLICATION, season.application, (left.subject,))
            yield from _missing(provision, ((APPLICATION, left.subject),), names)
    for route in plan.routes:
        subject: Subject = (("route", route.application),)
        yield from _missing(provision, subject, ("application", season.application, (route.application,)))
        yield from _missing(provision, subject, ("committee", season.committee, (route.committee,)))
        yield from _missing(provision, subject, ("delegation", season.delegation, (route.delegation,)))
    for session in plan.sessions:
        for names in _references(brief, session):
            yield from _missing(provision, ((SESSION, session.id),), names)


def _references(brief: Brief, session: PlannedSession) -> Iterator[Names]:
    season = brief.season
    yield "committee", season.committee, (session.committee or NONE,)
    yield "expert", season.expert, (seat.expert for seat in session.panel)
    yield "expert", season.expert, (one.expert for one in session.alternates)
    yield "expert", season.expert, (one for case in session.cases for one in (*case.readers, *case.recused))
    yield "application", season.application, (case.application for case in session.cases)
    yield "room", season.room, (*session.rooms, *(group.room for group in session.groups))
    groups = [one.group for one in session.panel] + [one.group for one in session.alternates]
    groups += [case.group for case in session.cases]
    yield "group", session.group_ids(), (group or (NONE if session.groups else "") for group in groups)


def _missing(provision: Provision, subject: Subject, names: Names) -> Iterator[Holds]:
    kind, known, ids = names
    for one in dict.fromkeys(ids):
        if one and one not in known:
            yield Holds(provision.id, (*subject, (kind, one)), False, one, NONE)


def plan_agrees_with_itself(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nothing is planned twice, and every case sits with the committee and the level band that its route gives it."""
    yield from _once(provision, (), SESSION, [session.id for session in plan.sessions])
    yield from _once(provision, (), APPLICATION, [case.application for one in plan.sessions for case in one.cases])
    for session in plan.sessions:
        subject = ((SESSION, session.id),)
        yield from _once(provision, subject, "group", [group.id for group in session.groups])
        yield from _once(provision, subject, "expert", [seat.expert for seat in session.panel])
        yield from _standing_by_in_turn(provision, session)
        for case in session.cases:
            about = (*subject, (APPLICATION, case.application))
            route, application = plan.route.get(case.application), brief.application(case.application)
            routed = route.committee if route and route.kind in PLACED else NONE
            if routed != session.committee:
                yield Holds(provision.id, about, False, session.committee, routed)
            if application is not None and application.level not in session.levels:
                bands = ", ".join(level.name.lower() for level in session.levels)
                yield Holds(provision.id, about, False, application.level.name.lower(), bands)


def _standing_by_in_turn(provision: Provision, session: PlannedSession) -> Iterator[Holds]:
    """Nobody is on the lists of a session twice, nor two on one rank of a list: it is clear who is called next."""
    subject: Subject = ((SESSION, session.id),)
    yield from _once(provision, subject, "expert", [one.expert for one in session.alternates])
    for group in dict.fromkeys(one.group for one in session.alternates):
        about = (*subject, ("group", group)) if group else subject
        ranks = [str(one.rank) for one in session.alternates if one.group == group]
        yield from _once(provision, about, "rank", ranks)


def plan_leaves_nothing_out(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Every application has one route; what is to be evaluated is in a session or listed as not placed, never both.

    The same for the sessions that the season wants. A plan that lists no session, routes alone say, is not asked.
    """
    if not plan.sessions:
        return
    routes = Counter(route.application for route in plan.routes)
    for application in brief.season.application:
        if routes[application] != 1:
            subject: Subject = ((APPLICATION, application),)
            yield Holds(provision.id, subject, False, str(routes[application]), "one_route")
    cases = Counter(case.application for session in plan.sessions for case in session.cases)
    settled = brief.settled_cases
    routed = [one.application for one in plan.routes if one.kind in PLACED and one.application not in settled]
    yield from _told_of(provision, plan, APPLICATION, routed, cases)
    yield from _told_of(provision, plan, SESSION, brief.season.session_request, plan.session)


def _told_of(
    provision: Provision, plan: Plan, kind: str, wanted: Iterable[str], placed: Mapping[str, object]
) -> Iterator[Holds]:
    """Each of ``wanted`` is placed or listed as not placed, and nothing that is placed is listed."""
    left = {one.subject: None for one in plan.unplaced if one.kind == kind}
    for one in dict.fromkeys((*wanted, *left)):
        if (one in placed) == (one in left):
            found, needed = ("both", "either") if one in left else (NONE, "listed")
            yield Holds(provision.id, ((kind, one),), False, found, needed)


def _once(provision: Provision, subject: Subject, kind: str, ids: list[str]) -> Iterator[Holds]:
    for one, times in Counter(ids).items():
        if times > 1:
            yield Holds(provision.id, (*subject, (kind, one)), False, str(times), "1")
