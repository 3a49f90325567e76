"""Only what a committee is approved for (40号令 第6–8、37条; 人社部发〔2024〕56号; 省级评委会专属清单)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from solver.domain.committees import Application, Committee
from solver.domain.plan import Plan, PlannedSession, Reason, RouteKind
from solver.domain.vocabulary import Tier
from solver.errors import RegisterError
from solver.rules import admission
from solver.rules.approval import EXTENDABLE, GRADE_RULES, STATE_RULES, Approval, asked_by, cite, level_names
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement, StartWithin, Subject
from solver.rules.rulebook import Provision
from solver.rules.starts import Window, active_windows, starts_within

PROVINCIAL = frozenset({Tier.PROVINCE, Tier.NATIONAL})


def competence(
    brief: Brief, committee: str, application: Application, days: tuple[date, ...] = ()
) -> tuple[Reason, ...]:
    """Why ``committee`` (id) is not competent for ``application``, dimension by dimension; empty where it is.

    Parameters
    ----------
    days
        The days of the session, on all of which it must be competent; empty: on some working day of its published
        window, so that a filing that ends before a session could be held counts for nothing.
    """
    found = brief.season.committee.get(committee)
    if found is None:
        return (Reason("state", cite(brief, *STATE_RULES), committee, (("found", "unknown"), ("needed", "active"))),)
    return tuple(incompetence(Approval(brief, found), application, days))


def incompetence(approval: Approval, application: Application, days: tuple[date, ...] = ()) -> Iterator[Reason]:
    """The reasons of :func:`competence`, for a committee whose approval is at hand."""
    brief, committee = approval.brief, approval.committee
    if not approval.active_on(days):
        state = (("found", committee.state.value), ("needed", "active"))
        yield Reason("state", cite(brief, *STATE_RULES), committee.id, state)
    if not approval.grade_covers(application.level):
        grade = (("found", level_names((application.level,))), ("needed", committee.grade.value))
        yield Reason("level", cite(brief, *GRADE_RULES), committee.id, grade)
    yield from approval.filing_reasons(asked_by(brief, application), days)
    yield from _provincial_reasons(brief, committee, application)
    yield from admission.exam_reasons(brief, application, committee.id)


def _provincial_reasons(brief: Brief, committee: Committee, application: Application) -> Iterator[Reason]:
    provision = brief.rulebook.active("SY24-12")
    if provision and on_provincial_list(provision, application) and not is_provincial(brief, committee):
        listed = (("found", application.specialty), ("needed", Tier.PROVINCE.value))
        yield Reason("provincial_list", provision.id, committee.id, listed)


def is_provincial(brief: Brief, committee: Committee) -> bool:
    """Whether ``committee`` stands under a provincial (or national) authority."""
    authority = brief.season.authority.get(committee.authority)
    return authority is not None and authority.tier in PROVINCIAL


def on_provincial_list(provision: Provision, application: Application) -> bool:
    """Whether the province keeps ``application`` to its own committees (``items`` of the list: series or specialty)."""
    items = provision.raw("items")
    if not isinstance(items, Sequence) or not all(isinstance(item, Mapping) for item in items):
        raise RegisterError(rule=provision.id, parameter="items", value=items)
    return any(_listed(item, application) for item in items)


def _listed(item: Mapping[str, Sequence[str] | str], application: Application) -> bool:
    named = (
        item.get("series", application.series) == application.series
        and item.get("specialty", application.specialty) == application.specialty
    )
    return named and application.level.name.lower() in item["levels"]


def approvals(brief: Brief, plan: Plan) -> dict[str, Approval]:
    """The approval of every committee that sits in ``plan``."""
    ids = dict.fromkeys(session.committee for session in plan.sessions)
    return {one: Approval(brief, brief.season.committee[one]) for one in ids if one in brief.season.committee}


def sittings(brief: Brief, plan: Plan) -> Iterator[tuple[PlannedSession, Approval]]:
    """Sessions of committees that exist, each with its committee's approval."""
    known = approvals(brief, plan)
    for session in plan.sessions:
        if session.committee in known:
            yield session, known[session.committee]


def planned(brief: Brief, session: PlannedSession) -> Iterator[Application]:
    """Applications in ``session`` that exist."""
    for case in session.cases:
        found = brief.application(case.application)
        if found is not None:
            yield found


def case_subject(session: PlannedSession, application: Application) -> Subject:
    """The subject of a requirement about one application in one session."""
    return (("session", session.id), ("application", application.id))


def is_delegated(plan: Plan, application: Application) -> bool:
    """Whether ``plan`` routes ``application`` by a delegation."""
    route = plan.route.get(application.id)
    return route is not None and route.kind is RouteKind.DELEGATED


def committee_active(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A committee sits only while it is active (整改、暂停、收回的不得评审)."""
    for session, approval in sittings(brief, plan):
        subject = (("session", session.id), ("committee", session.committee))
        starts = starts_within(brief, session, active_windows(approval.committee))
        yield Holds(provision.id, subject, bool(starts), approval.committee.state.value, "active")
        if starts:
            yield StartWithin(provision.id, subject, session.id, starts, "active")


def one_series(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """All that a committee is filed for and evaluates is of its one series (40号令 第6条)."""
    for session, approval in sittings(brief, plan):
        own = approval.committee.series
        filed = {filing.series for filing, _ in approval.terms} | {own}
        subject: Subject = (("session", session.id), ("committee", session.committee))
        yield Holds(provision.id, subject, filed == {own}, "、".join(sorted(filed)), own)
        for application in planned(brief, session):
            if application.series != own:
                yield Holds(provision.id, case_subject(session, application), False, application.series, own)


def within_filing(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Each application lies within one filing; a delegated one may lie outside its region and employers (第37条)."""
    for session, approval in sittings(brief, plan):
        for application in planned(brief, session):
            but = EXTENDABLE if is_delegated(plan, application) else frozenset()
            _, beyond = approval.nearest(asked_by(brief, application), but=but)
            if beyond:
                yield Holds(provision.id, case_subject(session, application), False, "、".join(beyond), "")


def grade_covers_levels(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """The level reviewed is of the committee's grade, or below it where the place allows reviewing downward (第7条)."""
    for session, approval in sittings(brief, plan):
        for application in planned(brief, session):
            if not approval.grade_covers(application.level):
                found, grade = level_names((application.level,)), approval.committee.grade.value
                yield Holds(provision.id, case_subject(session, application), False, found, grade)


def filing_term(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """The whole session lies in the term of a filing that covers its applications, at most three years (第8条)."""
    for session, approval in sittings(brief, plan):
        terms: dict[tuple[Window, ...], Application] = {}
        for application in planned(brief, session):
            windows = approval.windows_for(asked_by(brief, application), is_delegated(plan, application))
            terms.setdefault(windows, application)
        for windows, application in terms.items():
            if windows:  # where no filing covers the application on any day, within_filing says so
                starts = starts_within(brief, session, windows)
                needed = "、".join(f"{first}/{last}" for first, last in windows)
                yield StartWithin(provision.id, case_subject(session, application), session.id, starts, needed)


def provincial_only(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """What is on the province's list is evaluated by a provincial committee only."""
    for session, approval in sittings(brief, plan):
        provincial = is_provincial(brief, approval.committee)
        for application in planned(brief, session):
            if not provincial and on_provincial_list(provision, application):
                subject = case_subject(session, application)
                yield Holds(provision.id, subject, False, application.specialty, Tier.PROVINCE.value)
