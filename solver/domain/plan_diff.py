"""What differs between two plans: sessions that come, go or change, and applications that go elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan, PlannedSession, Route


@dataclass(frozen=True, slots=True)
class SessionChange:
    """A session that is in both plans: before and after, None where nothing changed."""

    session: str
    starts: tuple[HalfDay | None, HalfDay | None] | None
    rooms: tuple[tuple[str, ...], tuple[str, ...]] | None
    joined: tuple[str, ...]
    left: tuple[str, ...]
    reseated: tuple[str, ...]
    cases_added: tuple[str, ...]
    cases_removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteChange:
    """An application that goes to another committee, or there by another way; None where a plan does not route it."""

    application: str
    before: Route | None
    after: Route | None


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """What is different in the second of two plans."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[SessionChange, ...]
    routes: tuple[RouteChange, ...]


def diff(before: Plan, after: Plan) -> PlanDiff:
    """What is different in ``after``, in the order of its sessions and routes."""
    common = [one for one in after.sessions if one.id in before.session]
    changes = (_session(before.session[one.id], one) for one in common if before.session[one.id] != one)
    return PlanDiff(
        tuple(one.id for one in after.sessions if one.id not in before.session),
        tuple(one.id for one in before.sessions if one.id not in after.session),
        tuple(changes),
        tuple(_routes(before, after)),
    )


def _session(before: PlannedSession, after: PlannedSession) -> SessionChange:
    seats, then = ({seat.expert: seat for seat in one.panel} for one in (before, after))
    cases, cases_then = (tuple(case.application for case in one.cases) for one in (before, after))
    return SessionChange(
        after.id,
        (before.start, after.start) if before.start != after.start else None,
        (before.rooms, after.rooms) if before.rooms != after.rooms else None,
        tuple(one for one in then if one not in seats),
        tuple(one for one in seats if one not in then),
        tuple(one for one in then if one in seats and seats[one] != then[one]),
        tuple(one for one in cases_then if one not in cases),
        tuple(one for one in cases if one not in cases_then),
    )


def _routes(before: Plan, after: Plan) -> Iterator[RouteChange]:
    for application in dict.fromkeys((*after.route, *before.route)):
        was, now = before.route.get(application), after.route.get(application)
        if _way(was) != _way(now):
            yield RouteChange(application, was, now)


def _way(route: Route | None) -> tuple[str, str, str] | None:
    return (route.kind.value, route.committee, route.delegation) if route else None
