"""Applications of one committee and level, and the experts who could judge them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from solver.domain.committees import Application
from solver.domain.plan import Plan, PlannedCase, PlannedGroup, PlannedSession, Route
from solver.domain.vocabulary import Level
from solver.model.ask import ask
from solver.rules.brief import Brief
from solver.rules.requirement import Forbidden, Seat
from solver.rules.seat_rules import SEAT_RULES

HOLDERS = "PD-21"
"""The provision that asks for a holder of every specialty with cases."""


@dataclass(frozen=True)
class Band:
    """Applications of ``committee`` at ``level``, in season order.

    ``experts`` are those who may sit, by specialty; ``barred`` counts the experts each rule keeps from every specialty.
    ``anybody`` may sit in a session without groups where no case needs a holder of its specialty (PD-21 not in force).
    """

    committee: str
    level: Level
    applications: tuple[Application, ...]
    experts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    barred: Mapping[str, int] = field(default_factory=dict)
    anybody: frozenset[str] = frozenset()

    def eligible(self, specialties: Iterable[str]) -> frozenset[str]:
        """Experts who may sit for one of ``specialties``."""
        return frozenset().union(*(self.experts.get(one, frozenset()) for one in specialties))

    def alone(self, specialties: Iterable[str]) -> frozenset[str]:
        """Experts who may sit for cases of ``specialties`` in a session without groups."""
        return self.anybody or self.eligible(specialties)

    def takes(self, specialty: str) -> bool:
        """Whether any session could take cases of ``specialty``."""
        return bool(self.experts.get(specialty) or self.anybody)

    @property
    def specialties(self) -> tuple[str, ...]:
        """Specialties with cases, in alphabetical order."""
        return tuple(sorted({row.specialty for row in self.applications}))


def bands_of(brief: Brief, routes: tuple[Route, ...]) -> tuple[Band, ...]:
    """Every band with routed applications, committees in season order, the highest level first."""
    found: defaultdict[tuple[str, Level], list[Application]] = defaultdict(list)
    for route in routes:
        application = brief.application(route.application)
        if route.committee in brief.season.committee and application is not None:
            found[route.committee, application.level].append(application)
    order = {row.id: number for number, row in enumerate(brief.season.committees)}
    keys = sorted(found, key=lambda key: (order[key[0]], -key[1]))
    return _with_experts(brief, routes, [Band(*key, tuple(found[key])) for key in keys])


def _with_experts(brief: Brief, routes: tuple[Route, ...], bands: list[Band]) -> tuple[Band, ...]:
    """Bands with their experts, found by asking the rules for a session with one group per specialty."""
    probes = [_probe(number, band) for number, band in enumerate(bands)]
    open_to_all = brief.rulebook.active(HOLDERS) is None
    plenary = [replace(probe, id=f"{probe.id}*", groups=()) for probe in probes if open_to_all]
    barred: defaultdict[str, dict[Seat, str]] = defaultdict(dict)
    for requirement in ask(brief, Plan(routes=routes, sessions=(*probes, *plenary)), rules=SEAT_RULES).requirements:
        if isinstance(requirement, Forbidden) and isinstance(requirement.atom, Seat):
            barred[requirement.atom.session].setdefault(requirement.atom, requirement.rule)
    found = [_staffed(brief, band, probe, barred[probe.id]) for band, probe in zip(bands, probes, strict=True)]
    for number, probe in enumerate(plenary):
        out = {seat.expert for seat in barred[probe.id]}
        found[number] = replace(found[number], anybody=frozenset(brief.candidates(probe)) - out)
    return tuple(found)


def _probe(number: int, band: Band) -> PlannedSession:
    groups = tuple(PlannedGroup(one, (one,), 0) for one in band.specialties)
    cases = tuple(PlannedCase(row.id, row.specialty) for row in band.applications)
    return PlannedSession(f"?{number}", band.committee, (band.level,), 1, groups=groups, cases=cases)


def _staffed(brief: Brief, band: Band, probe: PlannedSession, barred: Mapping[Seat, str]) -> Band:
    candidates = brief.candidates(probe)
    experts = {
        specialty: frozenset(one for one in candidates if Seat(probe.id, specialty, one) not in barred)
        for specialty in band.specialties
    }
    anywhere = frozenset().union(*experts.values())
    first = band.specialties[0]
    reasons = Counter(barred[Seat(probe.id, first, one)] for one in candidates if one not in anywhere)
    return Band(band.committee, band.level, band.applications, experts, reasons)
