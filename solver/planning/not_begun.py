"""The answer of a part that was not begun: nothing is placed, and every application says so."""

from __future__ import annotations

from solver.domain.plan import Plan, Reason, Status, Unplaced
from solver.model.objective import score
from solver.routing import route_applications
from solver.rules.brief import Brief

NOT_BEGUN = "not_begun"
"""Dimension of the reason of applications whose part was not begun; it stands on no provision."""


def not_begun(brief: Brief, seed: int) -> Plan:
    """A plan for ``brief`` that places nothing, because planning was stopped or its time was up before.

    Conflicts of interest of ``brief`` are not looked at: it need not have any.
    """
    routes = route_applications(brief)
    asked = [route for route in routes if route.committee and route.application not in brief.settled_cases]
    return Plan(
        seed=seed,
        routes=routes,
        unplaced=tuple(
            Unplaced(route.application, "application", (Reason(NOT_BEGUN, "", route.committee),)) for route in asked
        ),
        placed_bound=len(asked),
        score=score(brief, Plan()),
        status=Status.OUT_OF_TIME,
    )
