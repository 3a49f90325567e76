"""Who must not judge whom (人社部令第40号 第19、25条; 人社部规〔2019〕1号)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from solver.domain.conflicts import Conflict
from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import RecusalMode
from solver.rules.brief import Brief
from solver.rules.places import least_heads, places, seats, with_committee
from solver.rules.requirement import (
    AtMostOne,
    Forbidden,
    Headcount,
    Holds,
    Reading,
    Requirement,
    Share,
    Subject,
)
from solver.rules.rulebook import Provision

Facts = tuple[tuple[str, str], ...]
SELF = "SELF"
"""Kind of the conflict of an expert who is the applicant."""
WORKPLACES = frozenset({"EMP", "DEP"})
"""Kinds of the conflict of a present common employer or department."""
Barred = Mapping[str, Mapping[str, Conflict]]
"""By committee: the experts kept out of all its sessions, each with the first tie that does so."""


def recused_sets(
    brief: Brief, session: PlannedSession, among: frozenset[str], group: str | None = None
) -> Mapping[frozenset[str], tuple[str, ...]]:
    """Applications of ``session`` by the experts of ``among`` who are recused for them; those with none left out.

    A session has few employers and many cases: cases with the same recused experts are one requirement. ``group``
    narrows to its cases.
    """
    if brief.committee_of(session) is None:
        return {}
    alone = brief.is_self_review(session.committee)
    found: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for case in session.cases:
        application = brief.application(case.application)
        if application is not None and group in (None, case.group):
            recused = brief.conflicts.recused(application.applicant, alone, among)
            if recused:
                found[recused].append(application.id)
    return {recused: tuple(applications) for recused, applications in found.items()}


def named(applications: tuple[str, ...]) -> Facts:
    """The facts that name every application a merged requirement stands for."""
    return (("applications", ", ".join(applications)), ("cases", str(len(applications))))


EVERYWHERE = ""
"""Key of the experts who are out of every committee's pool for the year."""


def kin_of_applicant(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Kin of an applicant of a committee sit in none of its sessions this year (人社部规〔2019〕1号)."""
    ties = ((person, tie) for person, tie in brief.conflicts.keeping_out if tie.is_kin)
    yield from _kept_out(brief, plan, provision, _by_tie(brief, _committees(plan), ties))


def kept_out_otherwise(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Other relations that count for the whole session or year keep out of it as well (40号令 第25条)."""
    committees = _committees(plan)
    others = ((person, tie) for person, tie in brief.conflicts.keeping_out if _is_other(tie))
    yield from _kept_out(brief, plan, provision, _by_tie(brief, committees, others))
    if brief.conflicts.employer_rule and brief.conflicts.employer_mode is not RecusalMode.CASE:
        yield from _kept_out(brief, plan, provision, _by_employer(brief, committees))


def _is_other(tie: Conflict) -> bool:
    return not tie.is_kin and tie.kind != SELF  # applicants themselves: rule not_applicant


def _kept_out(brief: Brief, plan: Plan, provision: Provision, barred: Barred) -> Iterator[Requirement]:
    for session in plan.sessions:
        tied = {**barred.get(EVERYWHERE, {}), **barred.get(session.committee, {})}
        for expert in brief.candidates(session) if tied else ():
            if expert in tied:
                yield from _out(provision, session, tied[expert])


def _out(provision: Provision, session: PlannedSession, tie: Conflict) -> Iterator[Forbidden]:
    subject: Subject = (("session", session.id), ("expert", tie.expert), ("person", tie.person))
    for place in places(session, tie.expert):
        yield Forbidden(provision.id, subject, place, tie.kind, tie.mode.value, _path(tie))


def _committees(plan: Plan) -> Mapping[str, frozenset[str]]:
    """Committees by application: where it is routed, and where a session has it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for route in plan.routes:
        found[route.application].add(route.committee)
    for session in plan.sessions:
        for case in session.cases:
            found[case.application].add(session.committee)
    return {application: frozenset(committees - {""}) for application, committees in found.items()}


def _by_tie(brief: Brief, committees: Mapping[str, frozenset[str]], ties: Iterable[tuple[str, Conflict]]) -> Barred:
    barred: defaultdict[str, dict[str, Conflict]] = defaultdict(dict)
    for person, tie in ties:
        applications = [row.id for row in brief.season.applications_of.get(person, ()) if not row.withdrawn]
        if tie.mode is RecusalMode.POOL_YEAR and applications:
            barred[EVERYWHERE].setdefault(tie.expert, tie)
        if tie.mode is RecusalMode.SESSION:
            for application in applications:
                for committee in committees.get(application, ()):
                    barred[committee].setdefault(tie.expert, tie)
    return barred


def _by_employer(brief: Brief, committees: Mapping[str, frozenset[str]]) -> Barred:
    """The same for a present common employer, or department in a self-review committee."""
    barred: defaultdict[str, dict[str, Conflict]] = defaultdict(dict)
    for row in brief.season.applications:
        for committee in committees.get(row.id, frozenset()) & brief.season.committee.keys():
            alone = brief.is_self_review(committee)
            among = frozenset(brief.pool.get(committee, ()))
            for expert in brief.conflicts.recused(row.applicant, alone, among):
                for tie in brief.conflicts.why(expert, row.applicant, alone):
                    if tie.kind in WORKPLACES:
                        barred[committee].setdefault(expert, tie)
    return barred


def _path(tie: Conflict) -> Facts:
    return (("kind", tie.kind), ("path", " ".join(tie.path)), ("source", tie.source.value), ("basis", tie.rule))


def kin_apart(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Experts who are kin do not share a panel (product default; classes of 人社部规〔2019〕1号)."""
    for session in plan.sessions:
        candidates = frozenset(brief.candidates(session))
        for one, other, tie in brief.conflicts.kin_experts:
            if one in candidates and other in candidates:
                subject = (("session", session.id), ("expert", one), ("expert", other))
                yield AtMostOne(provision.id, subject, seats(session, (one, other)), _path(tie))


def panel_left(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """For every application at least 2/3 of the panel is not recused (40号令 第19条: n − r ≥ ⌈2n/3⌉ ⇔ 3r ≤ n)."""
    ratio = 1 - provision.share("quorum")
    for session in plan.sessions:
        among = frozenset(brief.candidates(session))
        for recused, applications in recused_sets(brief, session, among).items():
            if len(recused) <= ratio * least_heads(session):
                continue  # not even all of them on the panel would be too many
            subject = (("session", session.id), ("application", applications[0]))
            part = seats(session, sorted(recused))
            yield Share(provision.id, subject, part, Headcount(session.id), ratio, facts=named(applications))


def readers_not_recused(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Who is recused for an application does not read it (40号令 第25条)."""
    for session, application, recused in _recusals(brief, plan):
        for expert in sorted(recused):
            subject = (("session", session.id), ("application", application), ("expert", expert))
            yield Forbidden(provision.id, subject, Reading(session.id, application, expert), "recused")


def recused_listed(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A plan lists for each case exactly the members of its panel who leave the room (40号令 第25条)."""
    recused_for = {(session.id, application): recused for session, application, recused in _recusals(brief, plan)}
    for session in plan.sessions:
        seated = session.seated()
        for case in session.cases:
            found, needed = (
                frozenset(case.recused),
                recused_for.get((session.id, case.application), frozenset()) & seated,
            )
            if found != needed:
                subject = (("session", session.id), ("application", case.application))
                yield Holds(provision.id, subject, False, _listed(found), _listed(needed))


def _listed(experts: frozenset[str]) -> str:
    return ", ".join(sorted(experts)) or "—"


def _recusals(brief: Brief, plan: Plan) -> Iterator[tuple[PlannedSession, str, frozenset[str]]]:
    """(session, application, experts recused for it), for cases that have any."""
    for session, committee in with_committee(brief, plan):
        among, alone = frozenset(brief.candidates(session)), brief.is_self_review(committee.id)
        for case in session.cases:
            application = brief.application(case.application)
            recused = brief.conflicts.recused(application.applicant, alone, among) if application else frozenset()
            if recused:
                yield session, case.application, recused
