"""Fresh faces on a committee (product defaults; no text has the numbers)."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.plan import Plan
from solver.rules.brief import Brief
from solver.rules.places import forbidden, least_heads, seats
from solver.rules.requirement import Headcount, Requirement, Share
from solver.rules.rulebook import Provision


def new_share(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """At least a third of a panel did not serve on the committee the year before.

    Asked of those who did serve, because they are fewer: at most two thirds.
    """
    ratio = 1 - provision.share("min_new_share")
    for session in plan.sessions:
        old = [one for one in brief.candidates(session) if _served(brief, one, session.committee, 1)]
        if len(old) <= ratio * least_heads(session):
            continue  # not even all of them on the panel would be too many
        subject = (("session", session.id), ("committee", session.committee))
        yield Share(provision.id, subject, seats(session, old), Headcount(session.id), ratio)


def consecutive_years(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:
    """Nobody serves on one committee more than two years running."""
    years = provision.whole("max_consecutive_years")
    for session in plan.sessions:
        for expert in brief.candidates(session):
            if all(_served(brief, expert, session.committee, back) for back in range(1, years + 1)):
                yield from forbidden(provision, session, expert, str(years + 1), f"≤ {years}")


def _served(brief: Brief, expert: str, committee: str, years_back: int) -> bool:
    return (expert, committee, brief.season.header.year - years_back) in brief.served
