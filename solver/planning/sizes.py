"""Panel sizes that the rules in force allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Sizes:
    """Panel sizes that are lawful for a committee, and for each other size the rules against it."""

    lawful: frozenset[int]
    against: Mapping[int, tuple[str, ...]]

    def preferred(self, wanted: int) -> tuple[int, ...]:
        """The lawful size nearest above ``wanted`` (itself, as a rule), then every smaller one, the largest first."""
        larger = [size for size in sorted(self.lawful) if size >= wanted][:1]
        return (*larger, *sorted((size for size in self.lawful if size < wanted), reverse=True))


def wanted_size(brief: Brief, committee: Committee, request: SessionRequest | None) -> int:
    """The panel size that the request, else the committee's filing, else PD-11 names."""
    if request and request.groups:
        return sum(group.seats for group in request.groups)
    asked = request.panel_size if request else None
    return asked or committee.size or default_size(brief.rulebook, committee)


def lawful_sizes(brief: Brief, band: Band) -> Sizes:
    """The sizes for which no rule about the shape of sessions is broken."""
    probes = {f"?{size}": size for size in range(LEAST, LARGEST + 1)}
    sessions = tuple(PlannedSession(one, band.committee, (band.level,), 1, size=size) for one, size in probes.items())
    against: defaultdict[int, list[str]] = defaultdict(list)
    for requirement in ask(brief, Plan(sessions=sessions), SHAPE).requirements:
        match requirement:
            case Holds(ok=False):
                broken = [probes[one] for kind, one in requirement.subject if kind == "session"]
            case Odd():
                broken = [size for size in (probes[requirement.whole.session],) if size % 2 == 0]
            case _:
                broken = []
        for size in broken:
            against[size].append(requirement.rule)
    lawful = frozenset(size for size in probes.values() if size not in against)
    return Sizes(lawful, {size: tuple(rules) for size, rules in against.items()})
