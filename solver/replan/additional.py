"""Additional sessions (加开评审会) for applications that no session of their committee can take.

Their form and the starts they may have are found as planning finds them; who sits is decided by the program of a
repair, with everybody's other duties fixed: nobody who was told of a seat loses it for an additional session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count, islice
from math import ceil

import numpy as np

from solver.domain.committees import Application, SessionRequest
from solver.domain.plan import Plan, PlannedSession, Reason, Route, Unplaced
from solver.domain.vocabulary import Level
from solver.planning.bands import Band, bands_of
from solver.planning.batches import Batching, bounds_of
from solver.planning.facts import refused, without_broken
from solver.planning.measures import Measures, measures
from solver.planning.openings import Opening, Openings, openings_of
from solver.planning.sizes import Sizes, wanted_size
from solver.replan.bench import Elsewhere
from solver.replan.filling import fill
from solver.replan.ground import Ground
from solver.replan.moving import housed, is_allowed

TRIES = 24
"""Starts at which a panel is looked for before a session is split or given up."""
AMPLE = 2
"""Experts free at a start, as a multiple of those needed, beyond which more of them are no better."""
ROOM, STAFF = "LG-06", "CN40-11b"
"""Provisions named where nothing nearer is: a room for every session, a panel of lawful size."""


@dataclass(frozen=True)
class Held:
    """Additional sessions with their panels, in the ground already, and the applications left out with the reason."""

    sessions: tuple[PlannedSession, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()

    def __add__(self, other: Held) -> Held:
        return Held((*self.sessions, *other.sessions), (*self.unplaced, *other.unplaced))


@dataclass(frozen=True)
class Additional:
    """Additional sessions of ``committee`` at ``level``."""

    ground: Ground
    committee: str
    level: Level

    def hold(self, applications: Iterable[str]) -> Held:
        """As few sessions as the volume of ``applications`` asks for, each where a panel can be found."""
        routes = self.ground.routes
        barred = refused(self.ground.brief, tuple(routes[one] for one in applications))
        out = {one.subject for one in barred}
        held = self._held([one for one in applications if one not in out])
        return Held((), barred) + held

    def least_weight(self, applications: int) -> int:
        """What additional sessions for so many ``applications`` weigh at least: everybody in them is asked.

        Their panels are of the size that the committee filed; smaller ones are held only where nothing else helps.
        """
        if self._band is None:
            return 0
        brief, prices, bounds = self.ground.brief, self.ground.prices, bounds_of(self.ground.brief)
        wanted = wanted_size(brief, brief.season.committee[self.committee], None)
        size = next(Sizes(brief, self._band).preferred(wanted), 0)
        waiting = max(bounds.spare_min, ceil(bounds.spare_ratio * size))
        sessions = ceil(applications / bounds.measures.cases_max)
        return sessions * (prices.asked * size + prices.standby_asked * waiting)

    @cached_property
    def measures(self) -> Measures:
        """Minutes of cases and half-days."""
        return measures(self.ground.brief)

    @property
    def _routes(self) -> tuple[Route, ...]:
        return self.ground.routes_to((self.committee,))

    @cached_property
    def _band(self) -> Band | None:
        """The band with the experts who may sit, whichever of its applications are asked about."""
        bands = bands_of(self.ground.brief, self._routes)
        return next((one for one in bands if one.level == self.level), None)

    def _batching(self, band: Band, applications: tuple[Application, ...]) -> Batching:
        return Batching(self.ground.brief, bounds_of(self.ground.brief), replace(band, applications=applications))

    def _held(self, applications: Sequence[str]) -> Held:
        if not applications or self._band is None:
            return Held()
        formed = self._formed(applications)
        openings = openings_of(self.ground.merits, formed)
        held = Held((), tuple(one for one in formed.unplaced if one.kind == "application"))
        for session in formed.sessions:
            held += self._opened(session, openings)
        return held

    def _opened(self, session: PlannedSession, openings: Openings) -> Held:
        """``session`` at one of its starts; cases that leave it none are left out."""
        late = {case.application for case in session.cases if (session.id, case.application) in openings.ejected}
        out = tuple(Unplaced(one, "application", (openings.ejected[session.id, one],)) for one in sorted(late))
        left = [case.application for case in session.cases if case.application not in late]
        opening = openings.opening.get(session.id)
        if opening is None:
            reason = openings.closed[session.id]
            return Held((), (*out, *(Unplaced(one, "application", (reason,)) for one in left)))
        return Held((), out) + (self._held(left) if late else self._staffed(opening, left))

    def _formed(self, applications: Sequence[str]) -> Plan:
        """Sessions with their form, without start and panel; those wanted of old that were never held come first."""
        rows = tuple(self.ground.brief.season.application[one] for one in applications)
        assert self._band is not None
        made, unplaced = self._batching(self._band, rows).sessions(self._wanted())
        named = tuple(replace(one, id=name) for one, name in zip(made, self._names(made), strict=True))
        shaped = Plan(routes=self._routes, sessions=named, unplaced=tuple(unplaced))
        return without_broken(self.ground.brief, shaped)

    def _wanted(self) -> tuple[SessionRequest, ...]:
        known = self.ground.was.session.keys() | self.ground.now.keys()
        return tuple(
            row
            for row in self.ground.brief.season.sessions
            if row.committee == self.committee and self.level in row.levels and row.id not in known
        )

    def _names(self, sessions: Iterable[PlannedSession]) -> Iterator[str]:
        """Ids that no session has or had, wanted ones apart."""
        wanted = {row.id for row in self._wanted()}
        taken = (
            self.ground.was.session.keys() | self.ground.now.keys() | self.ground.brief.season.session_request.keys()
        )
        free = (
            name for name in (f"{self.committee}-{self.level}-{number}" for number in count(1)) if name not in taken
        )
        return (one.id if one.id in wanted else next(free) for one in sessions)

    def _staffed(self, opening: Opening, applications: list[str]) -> Held:
        """The session at the first start with rooms and a panel; its applications in two halves where there is none."""
        spots = False
        for there in islice(self._spots(opening), TRIES):
            spots = True
            found = fill(self.ground, (there,), Elsewhere.FORBIDDEN)
            if found.found:
                self.ground.put(found.sessions[0])
                return Held(found.sessions)
        if spots and len(applications) > 1:
            half = len(applications) // 2
            return self._held(applications[:half]) + self._held(applications[half:])
        reason = self._no_panel(opening) if spots else self._no_room(opening)
        return Held(unplaced=tuple(Unplaced(one, "application", (reason,)) for one in applications))

    def _spots(self, opening: Opening) -> Iterator[PlannedSession]:
        """The session at each start where rooms are free and the rules of time and rooms allow it."""
        halves = self.ground.brief.season_half_days
        for start in self._order(opening):
            there = housed(self.ground, replace(opening.session, start=halves[opening.starts[start]]))
            if there is not None and is_allowed(self.ground, there):
                yield there

    def _order(self, opening: Opening) -> list[int]:
        """Positions among the starts, those first at which most experts are neither away nor on other duty."""
        supply = self._supply(opening)
        ample = np.minimum(supply, AMPLE * opening.need)
        return sorted(range(len(opening.starts)), key=lambda one: (-ample[one], -opening.worth[one], one))

    def _supply(self, opening: Opening) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Experts who are free at each start, shape (starts,)."""
        halves = self.ground.brief.season_half_days
        position = {half: number for number, half in enumerate(halves)}
        busy = np.zeros((len(opening.eligible), len(halves) + 1), dtype=np.int64)
        for row, expert in enumerate(opening.eligible):
            duties = (self.ground.now[one] for one in self.ground.duties.get(expert, ()))
            for half in chain.from_iterable(self.ground.brief.span(one) for one in duties):
                if half in position:
                    busy[row, position[half] + 1] = 1
        total = np.cumsum(busy, axis=1)
        ends = np.minimum(opening.starts + opening.session.length, len(halves))
        free = opening.free & np.equal(total[:, ends], total[:, opening.starts])
        return np.asarray(free.sum(axis=0), dtype=np.int64)

    def _no_panel(self, opening: Opening) -> Reason:
        most = int(self._supply(opening).max(initial=0))
        facts = (("found", str(most)), ("needed", str(opening.session.size)))
        return Reason("staff", STAFF, self.committee, facts)

    def _no_room(self, opening: Opening) -> Reason:
        facts = (("session", opening.session.id), ("needed", str(max(1, len(opening.session.groups)))))
        return Reason("room", ROOM, self.committee, facts)
