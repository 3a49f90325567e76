"""What a published plan may show (40号令 第11条)."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.plan import Plan, PlannedSession, PlanState
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
