"""Which applications go before a committee at all: no exam-only level, recognition or certificate, none twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.domain.committees import Application
from solver.domain.plan import Plan, PlannedSession, Reason
from solver.domain.vocabulary import Channel
from solver.errors import RegisterError
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement
from solver.rules.rulebook import Provision


def is_exam_only(brief: Brief, provision: Provision, application: Application) -> bool:
    """Whether the level is granted by examination alone (以考代评); a series the table does not know is reviewed."""
    modes = provision.raw("modes")
    if not isinstance(modes, Sequence):
        raise RegisterError(rule=provision.id, parameter="modes", value=modes)
    return brief.assessment.get((application.series, application.level), "review") in modes


def exam_reasons(brief: Brief, application: Application, committee: str = "") -> Iterator[Reason]:
    """Why no committee evaluates an exam-only level."""
    provision = brief.rulebook.active("PD-15")
    if provision is not None and is_exam_only(brief, provision, application):
        facts = (("found", application.series), ("needed", "review"))
        yield Reason("exam_only", provision.id, committee, facts)


def live_applications(brief: Brief, application: Application) -> tuple[str, ...]:
    """The applicant's applications of this year that nobody withdrew, in table order."""
    rows = brief.season.applications_of.get(application.applicant, ())
    return tuple(row.id for row in rows if not row.withdrawn)


def _cases(brief: Brief, plan: Plan) -> Iterator[tuple[PlannedSession, Application]]:
    for session in plan.sessions:
        for case in session.cases:
            found = brief.application(case.application)
            if found is not None:
                yield session, found


def _unmet(provision: Provision, session: PlannedSession, application: Application, found: str) -> Holds:
    subject = (("session", session.id), ("application", application.id))
    return Holds(provision.id, subject, False, found, "")


def exam_only(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """No committee evaluates a level that is granted by examination alone (以考代评)."""
    for session, application in _cases(brief, plan):
        if is_exam_only(brief, provision, application):
            yield _unmet(provision, session, application, application.series)


def recognised_directly(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who is recognised directly (考核认定、期满出站博士后) goes before no committee."""
    for session, application in _cases(brief, plan):
        if application.channel is Channel.RECOGNITION:
            yield _unmet(provision, session, application, application.channel.value)


def granted_by_certificate(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Whose certificate already is the title (数字技术工程师) goes before no committee."""
    for session, application in _cases(brief, plan):
        if application.channel is Channel.CERTIFICATE:
            yield _unmet(provision, session, application, application.channel.value)


def once_a_year(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A person is evaluated once a year: of several applications none is planned until somebody picks one."""
    most = provision.whole("max_per_person_year")
    for session, application in _cases(brief, plan):
        live = live_applications(brief, application)
        if len(live) > most or application.withdrawn:
            subject = (("session", session.id), ("application", application.id), ("person", application.applicant))
            yield Holds(provision.id, subject, False, "、".join(live), f"≤ {most}")
