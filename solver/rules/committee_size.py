"""How many sit on a panel, and in which offices (人社部令第40号 第9、11、19条)."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.committees import Committee
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Basis, Grade, Role, Selection
from solver.rules.brief import Brief
from solver.rules.pins import kept_role
from solver.rules.places import group_heads, group_ids, heads, with_committee
from solver.rules.recusal import named, recused_sets
from solver.rules.requirement import Between, Forbidden, Headcount, Holds, Odd, Office, Requirement, Seat
from solver.rules.rulebook import Provision
from solver.rules.seat_rules import eligible_seats

OFFICES = (Role.CHAIR, Role.VICE_CHAIR)
"""Who may preside (40号令 第19条)."""


def panel_is_odd(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:  # noqa: ARG001 - no numbers
    """A panel has an odd number of members (40号令 第9条)."""
    for session in plan.sessions:
        yield Odd(provision.id, (("session", session.id),), Headcount(session.id))


def senior_by_series(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A senior committee formed by series has at least 25 members (40号令 第9条)."""
    for session, committee in with_committee(brief, plan):
        if (committee.grade, committee.basis) == (Grade.SENIOR, Basis.SERIES):
            yield _at_least(provision, session, provision.whole("min_series_senior"))


def senior_by_specialty(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A senior committee formed by specialty has at least 11 members (40号令 第9条)."""
    for session, committee in with_committee(brief, plan):
        if (committee.grade, committee.basis) == (Grade.SENIOR, Basis.SPECIALTY):
            yield _at_least(provision, session, provision.whole("min_specialty_senior"))


def size_by_grade(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A panel keeps the place's range and its least size for the committee's grade and basis (2011年省办法 第10条)."""
    divisor = provision.whole("not_multiple_of")
    for session, committee in with_committee(brief, plan):
        size, high = heads(session), provision.whole("max")
        low = max(provision.whole("min"), _least(provision, committee))
        subject = (("session", session.id), ("committee", committee.id))
        yield Holds(provision.id, subject, low <= size <= high, str(size), f"{low}–{high}")
        yield Holds(provision.id, subject, size % divisor != 0, str(size), f"≢ 0 (mod {divisor})")


def _least(provision: Provision, committee: Committee) -> int:
    if committee.grade is Grade.SENIOR:
        return provision.whole("min_series_senior" if committee.basis is Basis.SERIES else "min_specialty_senior")
    return provision.whole("min_intermediate" if committee.grade is Grade.INTERMEDIATE else "min_junior")


def seats_as_planned(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Panel and groups have exactly the seats that the session says and was wanted with; groups add up to the panel."""
    for session in plan.sessions:
        subject = (("session", session.id),)
        candidates = brief.candidates(session)
        request = brief.season.session_request.get(session.id)
        if request is not None and request.panel_size is not None:
            size, asked = session.size, request.panel_size
            yield Holds(provision.id, subject, size == asked, str(size), str(asked))
        if session.groups:
            total = sum(group.seats for group in session.groups)
            yield Holds(provision.id, subject, total == session.size, str(total), str(session.size))
        wanted = {group.id: group.seats for group in session.groups} or {"": session.size}
        for group in group_ids(session):
            atoms = tuple(Seat(session.id, group, expert) for expert in candidates)
            number = wanted.get(group, 0)
            yield Between(provision.id, (*subject, ("group", group)) if group else subject, atoms, number, number)


def chair_and_vice(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """One chair and one to three vice-chairs, who may chair (40号令 第9条; numbers of vice-chairs by the place)."""
    numbers = {
        Role.CHAIR: (provision.whole("chair"), provision.whole("chair")),
        Role.VICE_CHAIR: (provision.whole("vice_min"), provision.whole("vice_max")),
    }
    for session in plan.sessions:
        subject = (("session", session.id),)
        chairs = _may_chair(brief, session)
        for role, (low, high) in numbers.items():
            atoms = tuple(Office(session.id, "", expert, role) for expert in _presiding(brief, session, role))
            yield Between(provision.id, (*subject, ("role", role.value)), atoms, low, high)
        for seat in session.panel:
            if seat.role in OFFICES and seat.expert not in chairs:
                office = Office(session.id, "", seat.expert, seat.role)
                yield Forbidden(provision.id, (*subject, ("expert", seat.expert)), office, seat.role.value, "can_chair")


def presided(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """For every application the chair or a vice-chair is not recused, so that somebody may preside (40号令 第19条)."""
    for session in plan.sessions:
        if session.committee not in brief.season.committee:
            continue
        chairs = {one for role in OFFICES for one in _presiding(brief, session, role)}
        complete = not session.panel or set(OFFICES) <= {seat.role for seat in session.panel}
        for recused, applications in recused_sets(brief, session, frozenset(chairs)).items():
            if complete and len(recused) < len(OFFICES):
                continue  # chair and vice-chair are two persons: one recused leaves the other
            atoms = tuple(
                Office(session.id, "", expert, role)
                for role in OFFICES
                for expert in _presiding(brief, session, role)
                if expert not in recused
            )
            yield Between(
                provision.id,
                (("session", session.id), ("application", applications[0])),
                atoms,
                low=1,
                facts=named(applications),
            )


def leader_per_group(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Each group of a session has one leader (product default)."""
    for session in plan.sessions:
        candidates = brief.candidates(session)
        for group in session.groups:
            atoms = tuple(Office(session.id, group.id, expert, Role.LEADER) for expert in candidates)
            yield Between(provision.id, (("session", session.id), ("group", group.id)), atoms, 1, 1)


def pool_allows_draw(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A drawn panel has more experts to be drawn from than seats (40号令 第11条)."""
    beyond = provision.whole("pool_exceeds_panel_by")
    for session, eligible in _drawn(brief, plan):
        found, needed = len(set().union(*eligible.values())), heads(session) + beyond
        yield Holds(provision.id, (("session", session.id),), found >= needed, str(found), f"≥ {needed}")


def pool_multiple(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Each stratum of a draw, a group or the whole panel, has a multiple of its seats to be drawn from."""
    multiple = provision.whole("multiple")
    for session, eligible in _drawn(brief, plan):
        for group, experts in eligible.items():
            subject = (("session", session.id), *((("group", group),) if group else ()))
            needed = multiple * (group_heads(session, group) if group else heads(session))
            yield Holds(provision.id, subject, len(experts) >= needed, str(len(experts)), f"≥ {needed}")


def _drawn(brief: Brief, plan: Plan) -> Iterator[tuple[PlannedSession, dict[str, list[str]]]]:
    """Drawn sessions, each with the experts that may sit in each of its groups."""
    eligible: dict[str, dict[str, list[str]]] = {
        session.id: {group: [] for group in session.group_ids()}
        for session in plan.sessions
        if session.selection is Selection.DRAWN
    }
    for seat in eligible_seats(brief, plan):
        if seat.group in eligible.get(seat.session, ()):
            eligible[seat.session][seat.group].append(seat.expert)
    for session in plan.sessions:
        if session.id in eligible:
            yield session, eligible[session.id]


def _may_chair(brief: Brief, session: PlannedSession) -> tuple[str, ...]:
    return tuple(
        one for one in brief.candidates(session) if one in brief.season.expert and brief.season.expert[one].can_chair
    )


def _presiding(brief: Brief, session: PlannedSession, role: Role) -> tuple[str, ...]:
    """Who may chair, and whoever a pin keeps in ``role`` all the same."""
    chairs = _may_chair(brief, session)
    if session.id not in brief.season.pins_of:
        return chairs
    kept = (one for one in brief.candidates(session) if kept_role(brief, session, one) is role)
    return (*chairs, *(one for one in kept if one not in chairs))


def _at_least(provision: Provision, session: PlannedSession, low: int) -> Holds:
    subject = (("session", session.id), ("committee", session.committee))
    return Holds(provision.id, subject, heads(session) >= low, str(heads(session)), f"≥ {low}")
