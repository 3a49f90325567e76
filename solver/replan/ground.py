"""What a repair works on: the plan as it was and as it stands by now, looked up by expert, room and committee.

Everything is made when it is first asked for, and only for what the changes touch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan, PlannedSession, Route
from solver.model.merits import Merits
from solver.planning.yielding import pins_alone
from solver.replan.prices import Prices
from solver.rules.brief import Brief


@dataclass(frozen=True)
class Fixed:
    """What a repair may not touch, and what it may not do.

    Parameters
    ----------
    before
        Sessions that begin before this day are held: they stay as they are.
    seats
        (session, expert) who stay on the panel, whatever it costs.
    sessions
        Sessions whose start and rooms stay.
    barred
        (session, expert) who are not to sit or stand by there: those who declined, and what a person forbade.
    """

    before: date | None = None
    seats: frozenset[tuple[str, str]] = frozenset()
    sessions: frozenset[str] = frozenset()
    barred: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Known:
    """What was found out about a ``session`` as it stood, for as long as it stands so.

    ``full`` are the kinds of cases (group, specialty, level, minutes) that it has no room for; ``broken`` the findings
    it has as it is (None: not looked at).
    """

    session: PlannedSession
    full: set[tuple[object, ...]] = field(default_factory=set)
    broken: frozenset[tuple[object, ...]] | None = None


@dataclass
class Ground:
    """A plan under repair. ``was`` is the plan as it was told; ``now`` holds each session as it stands by now.

    In the sessions that are ``given`` rules give way to pins.
    ``brief`` is of the season as it is now, ``before`` of the season in which the plan was made; ``version`` grows with
    every session that is put or taken out.
    """

    brief: Brief
    before: Brief
    was: Plan
    prices: Prices
    fixed: Fixed
    now: dict[str, PlannedSession] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    version: int = 0

    def __post_init__(self) -> None:
        self.now = dict(self.was.session)
        self.routes = dict(self.was.route)

    def gives_way(self, session: str) -> bool:
        """From now on rules give way where ``session`` cannot be filled with its pins; False where that is no help."""
        if session in self.given or not pins_alone(self.merits, self.now[session]):
            return False
        self.given.add(session)
        return True

    @cached_property
    def merits(self) -> Merits:
        """What seats are worth."""
        return Merits(self.brief)

    @cached_property
    def duties(self) -> Mapping[str, set[str]]:
        """By expert: sessions on whose panel or list of alternates they are by now."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for session in self.now.values():
            for expert in named(session):
                found[expert].add(session.id)
        return found

    def known(self, session: PlannedSession) -> Known:
        """What is known of ``session`` as it stands."""
        found = self._known.get(session.id)
        if found is None or found.session is not session:
            found = self._known[session.id] = Known(session)
        return found

    _known: dict[str, Known] = field(default_factory=dict)

    def put(self, session: PlannedSession) -> None:
        """``session`` stands so from now on."""
        old = self.now.get(session.id)
        duties = self.duties
        for expert in named(old) if old else ():
            duties[expert].discard(session.id)
        for expert in named(session):
            duties[expert].add(session.id)
        self._move_rooms(old, session)
        self.now[session.id] = session
        self.version += 1

    def take_out(self, session: str) -> PlannedSession:
        """``session`` is not held any more; what it was."""
        old = self.now.pop(session)
        for expert in named(old):
            self.duties[expert].discard(session)
        self._move_rooms(old, None)
        self.version += 1
        return old

    @cached_property
    def rooms_taken(self) -> dict[tuple[str, HalfDay], set[str]]:
        """By room and half-day: the sessions that use it."""
        found: defaultdict[tuple[str, HalfDay], set[str]] = defaultdict(set)
        for session in self.now.values():
            for place in self._places(session):
                found[place].add(session.id)
        return found

    def _places(self, session: PlannedSession) -> list[tuple[str, HalfDay]]:
        rooms = {*session.rooms, *(group.room for group in session.groups)} - {""}
        return [(room, half) for room in rooms for half in self.brief.span(session)]

    def _move_rooms(self, old: PlannedSession | None, new: PlannedSession | None) -> None:
        for place in self._places(old) if old else ():
            self.rooms_taken[place].discard(old.id if old else "")
        for place in self._places(new) if new else ():
            self.rooms_taken[place].add(new.id if new else "")

    def is_held(self, session: PlannedSession) -> bool:
        """Whether ``session`` has begun before the day from which things may change."""
        first = self.fixed.before
        return first is not None and session.start is not None and session.start.day < first

    def routes_to(self, committees: Iterable[str]) -> tuple[Route, ...]:
        """Routes to ``committees``."""
        return tuple(row for one in dict.fromkeys(committees) for row in self._routes_by_committee.get(one, ()))

    @property
    def _routes_by_committee(self) -> Mapping[str, list[Route]]:
        if self._routed is None or self._routed[0] != len(self._rerouted):
            found: defaultdict[str, list[Route]] = defaultdict(list)
            for row in self.routes.values():
                found[row.committee].append(row)
            self._routed = (len(self._rerouted), found)
        return self._routed[1]

    _routed: tuple[int, Mapping[str, list[Route]]] | None = None
    _rerouted: list[str] = field(default_factory=list)

    def reroute(self, route: Route) -> None:
        """An application goes where ``route`` says from now on."""
        self.routes[route.application] = route
        self._rerouted.append(route.application)

    def clash(self, one: PlannedSession, other: PlannedSession) -> bool:
        """Whether nobody can be in both: they share a half-day, or adjoin in different districts (PD-23)."""
        if one.id == other.id:
            return False
        here, there = self._when(one), self._when(other)
        if not here.span.isdisjoint(there.span):
            return True
        return not here.around.isdisjoint(there.span) and self._far(one, other)

    def _when(self, session: PlannedSession) -> _When:
        key = (session.start, session.length)
        if key not in self._times:
            span = frozenset(self.brief.span(session))
            around = frozenset(HalfDay(half.day, half.half + step) for half in span for step in (-1, 1))
            self._times[key] = _When(span, around)
        return self._times[key]

    def _far(self, one: PlannedSession, other: PlannedSession) -> bool:
        districts = {self.merits.district(session) for session in (one, other)}
        return len(districts) > 1 and "" not in districts and self.brief.rulebook.active("PD-23") is not None

    _times: dict[tuple[HalfDay | None, int], _When] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _When:
    """The half-days of a session, and those beside them on the same days."""

    span: frozenset[HalfDay]
    around: frozenset[HalfDay]


def named(session: PlannedSession) -> tuple[str, ...]:
    """Everybody on the panel and the lists of alternates of ``session``."""
    return (*(seat.expert for seat in session.panel), *(one.expert for one in session.alternates))
