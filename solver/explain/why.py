"""Why an expert is or is not in a session, and why an application is where it is: lines for people."""

from __future__ import annotations

from solver.domain.plan import Plan
from solver.explain.application_answer import ApplicationAnswer
from solver.explain.seat_answer import SeatAnswer
from solver.explain.sentence import fill
from solver.explain.texts import SAY
from solver.explain.words import Lang
from solver.rules.brief import Brief


def why_expert(brief: Brief, plan: Plan, expert: str, session: str, lang: Lang) -> tuple[str, ...]:
    """Why ``expert`` is or is not in ``session``: seat, duties and recusals, or each rule that keeps them out."""
    if expert not in brief.season.expert:
        return (fill(SAY["no_expert"], {"expert": expert}, lang),)
    if session not in plan.session:
        return (fill(SAY["no_session"], {"session": session}, lang),)
    return tuple(SeatAnswer(brief, plan, expert, plan.session[session], lang).lines())


def why_application(brief: Brief, plan: Plan, application: str, lang: Lang) -> tuple[str, ...]:
    """Where ``application`` goes and why, who reads it and who recuses, or what is in its way and what would help."""
    if application not in brief.season.application:
        return (fill(SAY["no_application"], {"application": application}, lang),)
    return tuple(ApplicationAnswer(brief, plan, application, lang).lines())
