"""A rule: one function that yields requirements, and the provisions of the register it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from solver.domain.plan import Plan
from solver.rules.brief import Brief
from solver.rules.requirement import Requirement
from solver.rules.rulebook import Provision, Rulebook

Ask = Callable[[Brief, Plan, Provision], Iterator[Requirement]]


class Matter(StrEnum):
    """What a rule's requirements decide, so that each planning stage asks only the rules it needs."""

    ROUTE = "route"  # where applications go; filings; delegations
    SHAPE = "shape"  # composition of sessions: sizes, groups, cases, minutes
    TIME = "time"  # starts
    ROOM = "room"  # rooms
    PANEL = "panel"  # seats and offices
    READING = "reading"  # readers
    STANDBY = "standby"  # alternates
    RECORD = "record"  # what publishing and filing need


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    ``ids`` are register ids; the first in force at the place is cited and gives the numbers (a local provision goes
    before the national one, the product default comes last). If none is in force the rule is silent.

    ``of_named``: whoever, and whatever room, a plan does not name makes no difference to what the rule finds in it, so
    that :mod:`solver.check` need not ask about them.
    """

    name: str
    ids: tuple[str, ...]
    matters: frozenset[Matter]
    ask: Ask
    of_named: bool = False

    def requirements(self, brief: Brief, plan: Plan) -> Iterator[Requirement]:
        """Everything this rule asks of ``plan`` under the register of ``brief``."""
        provision = self.provision(brief.rulebook)
        if provision is not None:
            yield from self.ask(brief, plan, provision)

    def provision(self, rulebook: Rulebook) -> Provision | None:
        """The provision this rule stands on here and now, None if none is in force."""
        return rulebook.active(*self.ids)
