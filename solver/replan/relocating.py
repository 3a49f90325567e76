"""Sessions that cannot stay when or where they are: other rooms, or another start with whoever can come then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from solver.domain.calendar import HalfDay
from solver.domain.plan import PlannedSession, Status
from solver.replan.bench import Elsewhere
from solver.replan.filling import Filled, fill
from solver.replan.ground import Ground
from solver.replan.moving import absent, housed, is_allowed, place_weight, spots
from solver.replan.places import PlaceModel, places_of
from solver.replan.widening import WIDEST, people_weight, wider

TRIES = 8
"""Other starts that are looked at for one session, cheapest first."""
TOGETHER = 6
"""Best sets of starts that are looked at for several sessions together."""
HOPELESS = 3 * TRIES
"""Starts after which a session counts as one that cannot be held, if none of them could be filled."""


@dataclass(frozen=True, slots=True)
class Relocated:
    """``session`` where it can be held, what that weighs, and what any plan pays at ``least``."""

    session: PlannedSession
    weight: int
    least: int


@dataclass(frozen=True)
class Relocation:
    """The search for a place for ``session``, which costs at ``least`` so much."""

    ground: Ground
    session: PlannedSession
    least: int

    def best(self) -> Relocated | None:
        """The cheapest place that was found; None where the session cannot be held at all."""
        found = self._at_its_start()
        if found is None or found.weight > self.least:
            found = self._at_another(found)
        return found

    def _at_its_start(self) -> Relocated | None:
        there = housed(self.ground, self.session)
        return None if there is None or self._is_pinned else self._tried(there)

    @property
    def _is_pinned(self) -> bool:
        return self.session.id in self.ground.fixed.sessions

    def _at_another(self, best: Relocated | None) -> Relocated | None:
        options = [spot for spot in spots(self.ground, self.session) if spot.session.start != self.session.start]
        for number, spot in enumerate(options):
            least = min(one.least for one in options[number:])
            if number >= HOPELESS or (best is not None and (number >= TRIES or best.weight <= least)):
                break
            tried = self._tried(spot.session)
            if tried is not None and (best is None or tried.weight < best.weight):
                best = tried
        return best

    def _tried(self, there: PlannedSession) -> Relocated | None:
        """A session where it is to be, with its panel; None where it cannot be held there."""
        if not is_allowed(self.ground, there):
            return None
        filled = self._filled(there)
        if filled is None:
            return None
        told = self.ground.was.session[there.id]
        weight = place_weight(self.ground, told, filled) + people_weight(self.ground, filled)
        return Relocated(filled, weight, self.least)

    def _filled(self, there: PlannedSession) -> PlannedSession | None:
        if not there.panel:
            return there
        found = fill(self.ground, (there,), Elsewhere.FORBIDDEN)
        return found.sessions[0] if found.found else None


@dataclass(frozen=True, slots=True)
class Moved:
    """Sessions as they stand after all that had to were moved, what that weighs, and those that cannot be held."""

    sessions: tuple[PlannedSession, ...]
    weight: int
    unheld: tuple[str, ...] = ()


@dataclass
class Relocations:
    """The search for places for several ``sessions`` together; ``least`` is what any plan pays for them.

    Parameters
    ----------
    paid
        Other sessions that are touched, which are paid for by themselves.
    """

    ground: Ground
    sessions: Sequence[PlannedSession]
    paid: frozenset[str]
    least: int = field(default=0, init=False)

    def best(self) -> Moved:
        """The cheapest places found: those that are best for all together, else one session after another."""
        found = self._together()
        if found is None or found.weight > self.least:
            one_by_one = self._one_by_one()
            if found is None or (not one_by_one.unheld and one_by_one.weight < found.weight):
                return one_by_one
        return found

    def _together(self) -> Moved | None:
        """All sessions at the starts that the model of places finds best, the next best where that costs more."""
        model = PlaceModel(self.ground, tuple(self.sessions), self.paid)
        model.build()
        places, best = model.solved(), None
        self.least = places.least
        for _ in range(TOGETHER):
            tried = self._at(places.starts) if places.starts else None
            if tried is not None and (best is None or tried.weight < best.weight):
                best = tried
            if not places.starts or (best is not None and best.weight <= places.least):
                break
            model.without(places)
            places = model.solved()
        return best

    def _at(self, starts: Mapping[str, HalfDay | None]) -> Moved | None:
        """The sessions at ``starts``, with their panels; None where that cannot be. The ground stays as it is."""
        before, there = dict(self.ground.now), self._housed(starts)
        changed: dict[str, PlannedSession] = {}
        for together in self._linked(there) if there else ():
            found = self._filled(together)
            if found is None:
                changed = {}
                break
            for one in found.sessions:
                self.ground.put(one)
                changed[one.id] = one
        moved = tuple(changed.values())
        weight = sum(self._weight(one) for one in moved)
        self._back(before, (*there, *moved))
        return Moved(moved, weight) if moved else None

    def _housed(self, starts: Mapping[str, HalfDay | None]) -> tuple[PlannedSession, ...]:
        """The sessions with rooms at ``starts``, put so; none where that cannot be."""
        found: list[PlannedSession] = []
        before = dict(self.ground.now)
        for session in self.sessions:
            start = starts.get(session.id)
            there = housed(self.ground, replace(session, start=start)) if start else None
            if there is None or not is_allowed(self.ground, there):
                self._back(before, found)
                return ()
            self.ground.put(there)
            found.append(there)
        return tuple(found)

    def _linked(self, sessions: Sequence[PlannedSession]) -> list[tuple[PlannedSession, ...]]:
        """``sessions`` by themselves, but together where two are at once, as far as programs may be that wide."""
        at_once = any(self.ground.clash(one, other) for one, other in combinations(sessions, 2))
        if at_once and len(sessions) <= WIDEST:
            return [tuple(sessions)]
        return [(one,) for one in sessions]

    def _filled(self, sessions: tuple[PlannedSession, ...]) -> Filled | None:
        if all(not one.panel for one in sessions):
            return Filled(Status.OPTIMAL, sessions)
        found = fill(self.ground, sessions, Elsewhere.FORBIDDEN)
        least = sum(leaving_floor(self.ground, one) for one in sessions)
        usable = found if found.found else None
        return usable if usable is not None and usable.weight <= least else wider(self.ground, sessions, usable)

    def _one_by_one(self) -> Moved:
        """Each session at its own cheapest place, as those before it stand."""
        before = dict(self.ground.now)
        moved: list[PlannedSession] = []
        unheld: list[str] = []
        for session in self.sessions:
            least = places_of(self.ground, (session,), self.paid).least
            found = Relocation(self.ground, session, least).best()
            if found is None:
                unheld.append(session.id)
            else:
                self.ground.put(found.session)
                moved.append(found.session)
        weight = sum(self._weight(one) for one in moved)
        self._back(before, moved)
        return Moved(tuple(moved), weight, tuple(unheld))

    def _weight(self, session: PlannedSession) -> int:
        told = self.ground.was.session[session.id]
        return place_weight(self.ground, told, session) + people_weight(self.ground, session)

    def _back(self, before: Mapping[str, PlannedSession], sessions: Iterable[PlannedSession]) -> None:
        for one in sessions:
            self.ground.put(before[one.id])


def rehoused(ground: Ground, session: PlannedSession) -> PlannedSession | None:
    """``session`` at its start in other rooms, where everybody told of it can come to them; else None."""
    told, there = ground.was.session.get(session.id), housed(ground, session)
    if told is None or there is None or not is_allowed(ground, there):
        return None
    same = (told.start, told.panel, told.alternates, told.cases) == (
        there.start,
        there.panel,
        there.alternates,
        there.cases,
    )
    return there if same and not absent(ground, told, there) and not absent(ground, told, there, busy=True) else None


def leaving_floor(ground: Ground, session: PlannedSession) -> int:
    """What those cost at least who are away when ``session`` is held, or are not to sit in it."""
    return absent(ground, ground.was.session[session.id], session)
