"""Panel sizes that the rules in force allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from solver.domain.committees import Committee, SessionRequest
from solver.domain.plan import Plan, PlannedSession
from solver.model.ask import ask
from solver.planning.bands import Band
from solver.planning.measures import default_size
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Odd
from solver.rules.rule import Matter

SHAPE = frozenset({Matter.SHAPE})
LEAST = 3
LARGEST = 61
"""Sizes that are tried; no document asks for fewer or more."""


@dataclass
class Sizes:
    """Panel sizes that are lawful for the committee of ``band``; each is asked of the rules once, when needed."""

    brief: Brief
    band: Band
    _against: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def preferred(self, wanted: int) -> Iterator[int]:
        """The lawful size nearest above ``wanted`` (itself, as a rule), then every smaller one, the largest first."""
        yield from islice((size for size in range(wanted, max(wanted, LARGEST) + 1) if not self.against(size)), 1)
        yield from (size for size in range(wanted - 1, LEAST - 1, -1) if not self.against(size))

    def least(self) -> int | None:
        """The smallest lawful size, None if there is none."""
        return next((size for size in range(LEAST, LARGEST + 1) if not self.against(size)), None)

    def against(self, size: int) -> tuple[str, ...]:
        """The rules about the shape of a session that a panel of ``size`` breaks."""
        if size not in self._against:
            self._against[size] = tuple(self._broken(size))
        return self._against[size]

    def _broken(self, size: int) -> Iterator[str]:
        probe = PlannedSession("?", self.band.committee, (self.band.level,), 1, size=size)
        for requirement in ask(self.brief, Plan(sessions=(probe,)), SHAPE).requirements:
            match requirement:
                case Holds(ok=False):
                    yield requirement.rule
                case Odd() if size % 2 == 0:
                    yield requirement.rule
                case _:
                    continue


def wanted_size(brief: Brief, committee: Committee, request: SessionRequest | None) -> int:
    """The panel size that the request, else the committee's filing, else PD-11 names."""
    if request and request.groups:
        return sum(group.seats for group in request.groups)
    asked = request.panel_size if request else None
    return asked or committee.size or default_size(brief.rulebook, committee)
