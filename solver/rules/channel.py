"""What an application's channel and papers must show before it goes before a committee.

What the season does not say (an empty cell) is not guessed: the rule is silent there, and the checklist asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.calendar import WorkingCalendar
from solver.domain.committees import Application
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import Channel, Level
from solver.errors import RegisterError
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement
from solver.rules.rulebook import Provision
from solver.rules.scope import case_subject, planned


def _cases(brief: Brief, plan: Plan) -> Iterator[tuple[PlannedSession, Application]]:
    for session in plan.sessions:
        for application in planned(brief, session):
            yield session, application


def talent_team(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """At most three core members of a talent-plan team may apply one level up directly (2024年意见 一(四))."""
    most = provision.whole("team_core_max")
    for session, application in _cases(brief, plan):
        if application.channel is Channel.TALENT and application.team_size is not None:
            ok = application.team_size <= most
            yield Holds(provision.id, case_subject(session, application), ok, str(application.team_size), f"≤ {most}")


def talent_recommenders(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Applying directly for full-senior takes two or more full-senior recommenders (2024年意见 一(四))."""
    least, level = provision.whole("min_recommenders"), _level(provision)
    for session, application in _cases(brief, plan):
        if application.channel is Channel.TALENT and application.level is Level.FULL_SENIOR:
            named = brief.season.recommenders_of.get(application.id, ())
            fit = {row.person for row in named if row.level >= level} - {application.applicant}
            subject = case_subject(session, application)
            yield Holds(provision.id, subject, len(fit) >= least, str(len(fit)), f"≥ {least}")


def _level(provision: Provision) -> Level:
    value = str(provision.raw("level")).upper()
    if value not in Level.__members__:
        raise RegisterError(rule=provision.id, parameter="level", value=value)
    return Level[value]


def commitments(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Applicant and employer have both signed their commitment (双承诺, 2024年意见 二(八))."""
    needed = provision.whole("commitments")
    for session, application in _cases(brief, plan):
        if application.commitments is not None and application.commitments < needed:
            subject = case_subject(session, application)
            yield Holds(provision.id, subject, False, str(application.commitments), f"≥ {needed}")


def papers(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Papers were looked up in the register of journals and the databases (查刊检索, 2024年意见 二(八))."""
    for session, application in _cases(brief, plan):
        if application.papers_checked is False:
            yield Holds(provision.id, case_subject(session, application), False, "unchecked", "checked")


def employer_notice(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """The employer's notice ran five working days or more, and ended before the application was accepted (第16条).

    The day of posting is not counted (民法典 201).
    """
    least = provision.whole("min_workdays")
    for session, application in _cases(brief, plan):
        days = notice_days(brief.calendar, application)
        if days is None:
            continue
        if days < least:
            yield Holds(provision.id, case_subject(session, application), False, str(days), f"≥ {least}")
        accepted, end = application.accepted_on, application.notice_end
        if accepted is not None and end is not None and accepted <= end:
            subject = case_subject(session, application)
            yield Holds(provision.id, subject, False, accepted.isoformat(), f"> {end.isoformat()}")


def notice_days(calendar: WorkingCalendar, application: Application) -> int | None:
    """Working days of the employer's notice, the day of posting not counted; None where the season does not say."""
    start, end = application.notice_start, application.notice_end
    if start is None or end is None:
        return None
    whole = calendar.working_days_between(start, end)
    return whole - 1 if whole and calendar.is_working(start) else whole


def approval_document(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Green-channel applications (一事一议、一人一策) carry the document that approves them (2024年意见 一(六))."""
    for session, application in _cases(brief, plan):
        if application.channel is Channel.GREEN:
            document = application.approval_document
            yield Holds(provision.id, case_subject(session, application), bool(document), document, "approval_document")
