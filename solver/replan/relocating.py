"""A session that cannot stay when or where it is: other rooms, or another start with whoever can come then."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solver.domain.plan import Plan, PlannedSession
from solver.replan.account import account, weight_of
from solver.replan.bench import Elsewhere
from solver.replan.filling import fill
from solver.replan.ground import Ground
from solver.replan.moving import housed, is_allowed, place_weight, spots

TRIES = 8
"""Other starts that are looked at for one session, cheapest first."""
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


def people_weight(ground: Ground, session: PlannedSession) -> int:
    """What the people of ``session`` weigh, its place and cases apart."""
    told = ground.was.session.get(session.id)
    if told is None:
        return weight_of(account(Plan(), Plan(sessions=(session,)), ground.prices))
    there = replace(told, start=session.start, rooms=session.rooms, groups=session.groups, cases=session.cases)
    return weight_of(account(Plan(sessions=(there,)), Plan(sessions=(session,)), ground.prices))
