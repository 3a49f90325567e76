"""What each change to a plan weighs (register PD-26): more where a person has been told, whole numbers throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solver.domain.plan import PanelSeat, Plan, PlannedSession, PlanState
from solver.domain.vocabulary import Role
from solver.rules.brief import Brief
from solver.rules.publication import awaits_draw

OFFICES: Mapping[Role, bool] = {role: role is not Role.MEMBER for role in Role}


@dataclass(frozen=True)
class Prices:
    """The weights, and the plan they are applied to; ``told`` multiplies what takes back what somebody was told."""

    plan: Plan
    told: int = 4
    lost: int = 2
    office: int = 1
    role: int = 1
    called: int = 1
    asked: int = 3
    standby_lost: int = 1
    standby_asked: int = 1
    moved: int = 1
    room: int = 1
    case: int = 5

    def factor(self, session: PlannedSession) -> int:
        """By how much a change to ``session`` counts more because those named in it know of it."""
        known = self.plan.state is PlanState.PUBLISHED and not awaits_draw(session)
        return self.told if known else 1

    def loses_seat(self, session: PlannedSession, seat: PanelSeat) -> int:
        """Price of ``seat`` of ``session`` being taken from its holder."""
        return (self.lost + self.office * OFFICES[seat.role]) * self.factor(session)

    def loses_standby(self, session: PlannedSession) -> int:
        """Price of an alternate of ``session`` being let go."""
        return self.standby_lost * self.factor(session)

    def moves(self, session: PlannedSession) -> int:
        """Price of another start for ``session``: by each person named in it, at least one."""
        return self.moved * self.factor(session) * max(1, len(session.panel) + len(session.alternates))

    def rehouses(self, session: PlannedSession) -> int:
        """Price of other rooms for ``session``."""
        return self.room * self.factor(session)

    def moves_case(self, session: PlannedSession) -> int:
        """Price of a case that leaves ``session`` for another one."""
        return self.case * self.factor(session)

    @property
    def fills_seat(self) -> int:
        """The least that filling an empty seat costs: an alternate called up and another asked, or somebody new."""
        return min(self.called + self.standby_asked, self.asked)


def prices_for(brief: Brief, plan: Plan) -> Prices:
    """The weights of the register for changes to ``plan``."""
    provision = brief.rulebook.active("PD-26")
    if provision is None:
        return Prices(plan)
    return Prices(plan, **{name: provision.whole(name) for name in provision.parameters})
