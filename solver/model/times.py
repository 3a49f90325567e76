"""When and where sessions may be: one possibility where dates are decided, several while they are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan
from solver.rules.brief import Brief
from solver.rules.requirement import Requirement, StartWithin

Span = frozenset[HalfDay]


@dataclass(frozen=True)
class Times:
    """The spans each session may occupy, and the districts each may be in (empty: unknown).

    ``allowed_for`` are experts who cannot come on any date and still count while dates are open: see
    :attr:`solver.rules.brief.Brief.elsewhere`.
    """

    spans: Mapping[str, tuple[Span, ...]]
    districts: Mapping[str, frozenset[str]]
    allowed_for: frozenset[str] = frozenset()

    def may_avoid(self, session: str, blocked: Span) -> bool:
        """Whether ``session`` can be held without touching ``blocked``."""
        options = self.spans.get(session, ())
        return not options or any(span.isdisjoint(blocked) for span in options)

    @cached_property
    def decided(self) -> Mapping[str, Span]:
        """Spans of the sessions with one possibility only."""
        return {session: options[0] for session, options in self.spans.items() if len(options) == 1}

    @cached_property
    def apart(self) -> Mapping[str, frozenset[str]]:
        """By session: sessions of another district in an adjoining half-day of one day (dates decided)."""
        at: defaultdict[HalfDay, list[str]] = defaultdict(list)
        for session, span in self.decided.items():
            for half in span:
                at[half].append(session)
        found: defaultdict[str, set[str]] = defaultdict(set)
        for half, here in at.items():
            for one in here:
                for other in at.get(HalfDay(half.day, half.half + 1), ()):
                    if one != other and self._districts_differ(one, other):
                        found[one].add(other)
                        found[other].add(one)
        return {session: frozenset(others) for session, others in found.items()}

    def _districts_differ(self, one: str, other: str) -> bool:
        here, there = self.districts.get(one, frozenset()), self.districts.get(other, frozenset())
        return bool(here) and bool(there) and here.isdisjoint(there)


@dataclass
class Masks:
    """Sets of half-days as flags over the half-days of a season; equal sets are translated once."""

    halves: tuple[HalfDay, ...]
    _known: dict[Span, npt.NDArray[np.bool_]] = field(default_factory=dict)

    @cached_property
    def position(self) -> Mapping[HalfDay, int]:
        """Place of each half-day in the season."""
        return {half: number for number, half in enumerate(self.halves)}

    @property
    def count(self) -> int:
        """Half-days of the season."""
        return len(self.halves)

    def of(self, halves: Span) -> npt.NDArray[np.bool_]:
        """Which half-days of the season are in ``halves``, shape (half-days,)."""
        if halves not in self._known:
            flags = np.zeros(self.count, dtype=np.bool_)
            flags[[self.position[half] for half in halves if half in self.position]] = True
            self._known[halves] = flags
        return self._known[halves]

    def within(self, span: Iterable[HalfDay]) -> bool:
        """Whether all of ``span`` is in the season."""
        return all(half in self.position for half in span)

    def places(self, span: Iterable[HalfDay]) -> list[int]:
        """Places of the half-days of ``span``."""
        return [self.position[half] for half in span]


def decided_times(brief: Brief, plan: Plan) -> Times:
    """Times of ``plan`` as they stand; a session without a start has no possibility listed and blocks nobody."""
    return Times(
        {session.id: (frozenset(brief.span(session)),) for session in plan.sessions if session.start},
        {session.id: _district(brief, session.rooms) for session in plan.sessions},
    )


def open_times(brief: Brief, plan: Plan, requirements: Iterable[Requirement]) -> Times:
    """Every span the rules of time leave to each session of ``plan``, in any district there is a room in."""
    allowed: dict[str, frozenset[HalfDay]] = {}
    for requirement in requirements:
        if isinstance(requirement, StartWithin):
            known = allowed.get(requirement.session)
            allowed[requirement.session] = requirement.starts if known is None else known & requirement.starts
    everywhere = brief.every_district
    spans = {
        session.id: tuple(
            frozenset(brief.calendar.span(start, session.length))
            for start in sorted(allowed.get(session.id, frozenset(brief.season_half_days)))
        )
        for session in plan.sessions
    }
    return Times(spans, {session.id: everywhere for session in plan.sessions}, brief.elsewhere)


def _district(brief: Brief, rooms: tuple[str, ...]) -> frozenset[str]:
    room = brief.season.room.get(rooms[0]) if rooms else None
    return frozenset((room.district,)) if room and room.district else frozenset()
