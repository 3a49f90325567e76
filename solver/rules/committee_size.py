"""How many sit on a panel (人社部令第40号 第9条)."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.plan import Plan
from solver.rules.brief import Brief
from solver.rules.requirement import Headcount, Odd, Requirement
from solver.rules.rulebook import Provision


def panel_is_odd(brief: Brief, plan: Plan, provision: Provision) -> Iterator[Requirement]:  # noqa: ARG001 - no numbers
    """A panel has an odd number of members (40号令 第9条)."""
    for session in plan.sessions:
        yield Odd(provision.id, (("session", session.id),), Headcount(session.id))
