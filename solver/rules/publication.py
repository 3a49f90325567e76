"""What a published plan may show (40号令 第11条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solver.domain.plan import Alternate, PanelSeat, Plan, PlannedSession, PlanState
from solver.domain.vocabulary import Selection
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement
from solver.rules.rulebook import Provision


def drawn_names(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """A published plan names no panel of a drawn session that did not come from a draw (随机抽取).

    Until the draw a drawn session's panel is a witness that one exists (拟定), not a selection. A panel is chosen only
    where its committee is, by the document that allows it.
    """
    if plan.state is not PlanState.PUBLISHED:
        return
    for session in plan.sessions:
        named = len(session.panel) + len(session.alternates)
        if not may_be_chosen(brief, session):
            subject = (("session", session.id), ("committee", session.committee))
            yield Holds(provision.id, subject, not named or bool(session.draw), str(named), "draw")


def may_be_chosen(brief: Brief, session: PlannedSession) -> bool:
    """Whether the panel of ``session`` may be chosen instead of drawn: committee and session say so, with a basis."""
    committee = brief.committee_of(session)
    return (
        session.selection is Selection.CHOSEN
        and committee is not None
        and committee.selection is Selection.CHOSEN
        and bool(committee.selection_basis)
    )


def awaits_draw(session: PlannedSession) -> bool:
    """Whether the panel of ``session`` is still to be drawn, so that those named in it are only witnesses (拟定)."""
    return session.selection is Selection.DRAWN and not session.draw


def drawn_otherwise(former: Plan | None, plan: Plan) -> tuple[str, ...]:
    """Sessions whose drawn panel ``plan`` drops, alters or makes up, by id: what was drawn stands as in ``former``.

    A panel stands with its session's committee, dates and alternates; rooms, groups' rooms and cases may change, as far
    as every other rule allows. None for ``former``: nothing was drawn yet.
    """
    before = {} if former is None else {one.id: _drawn_as(one) for one in former.sessions if one.draw}
    after = {one.id: _drawn_as(one) for one in plan.sessions if one.draw}
    return tuple(sorted(one for one in before.keys() | after.keys() if before.get(one) != after.get(one)))


def _drawn_as(session: PlannedSession) -> PlannedSession:
    """What a draw settles of a session."""
    return PlannedSession(
        session.id,
        session.committee,
        session.levels,
        session.length,
        session.start,
        panel=tuple(sorted(session.panel, key=lambda one: one.expert)),
        alternates=tuple(sorted(session.alternates, key=lambda one: (one.group, one.rank))),
        draw=session.draw,
    )


def published_form(plan: Plan) -> Plan:
    """``plan`` as it may be shown once it is published: sessions that await their draw name nobody.

    Their dates, rooms, groups and cases stay; findings about those who were named go with the names.
    """
    names = {one.expert for session in plan.sessions if awaits_draw(session) for one in _named(session)}
    sessions = tuple(_without_names(one) if awaits_draw(one) else one for one in plan.sessions)
    findings = tuple(one for one in plan.findings if names.isdisjoint(text for _, text in (*one.subject, *one.facts)))
    return replace(plan, state=PlanState.PUBLISHED, sessions=sessions, findings=findings)


def _named(session: PlannedSession) -> tuple[PanelSeat | Alternate, ...]:
    return (*session.panel, *session.alternates)


def _without_names(session: PlannedSession) -> PlannedSession:
    cases = tuple(replace(case, readers=(), recused=()) for case in session.cases)
    return replace(session, panel=(), alternates=(), cases=cases)
