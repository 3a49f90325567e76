"""Applications that no session of their committee has room for: room is made, or additional sessions are held.

Of the two, what weighs less; but every application that can be placed is, whatever it weighs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from solver.domain.plan import PlannedSession
from solver.replan.additional import Additional, Held
from solver.replan.ground import Ground
from solver.replan.housing import Exchange, Housing


@dataclass
class Crowd:
    """``applications`` to one committee at one level, for which there was no room.

    After :meth:`placed`, ``joined`` names the sessions that changed for each, and ``bound`` what any plan pays that
    places as many: some case of the committee moved, a session moved, or everybody on an additional panel asked.
    """

    ground: Ground
    housing: Housing
    additional: Additional
    applications: list[str]
    joined: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bound: int = 0

    def placed(self, bounds: Mapping[str, int]) -> Held:
        """The additional sessions that are held, and what is left out with the reason.

        Parameters
        ----------
        bounds
            What is known of other sessions: where one of the committee is paid for, room in it may come with that.
        """
        left = [one for one in self.applications if not self._makes_room(one, at_most=0)]
        crowded = self.housing.crowded_out(left)
        if not left:
            return Held()
        around, before = self._around(crowded, bounds), dict(self.ground.now)
        paid = self._exchanged(left)
        if paid is not None and paid <= self.additional.least_weight(len(left)):
            self.bound = self._least(crowded, around, self._cases())
            return Held()
        self._go_back(before, left)
        held = self.additional.hold(left)
        out = {one.subject: one for one in held.unplaced if not self._makes_room(one.subject)}
        self.bound = self._least([one for one in crowded if one not in out], around, self._cases())
        return Held(held.sessions, tuple(out.values()))

    def _rows(self, told: bool = False) -> list[PlannedSession]:
        """Sessions of the committee at the level; only those that were ``told`` of."""
        band, was = self.additional, self.ground.was.session
        rows = (one for one in self.ground.now.values() if one.committee == band.committee and band.level in one.levels)
        return [one for one in rows if not told or one.id in was]

    def _cases(self) -> int:
        return sum(len(one.cases) for one in self._rows())

    def _exchanged(self, applications: Iterable[str]) -> int | None:
        """What it weighs to make room for all ``applications``; None where it cannot be made for all."""
        weight = 0
        for one in applications:
            found = self.housing.exchange(one)
            if found is None:
                return None
            self._apply(found)
            weight += found.weight
        return weight

    def _makes_room(self, application: str, at_most: int | None = None) -> bool:
        found = self.housing.exchange(application, at_most)
        if found is None:
            return False
        self._apply(found)
        return True

    def _apply(self, found: Exchange) -> None:
        for one in found.sessions:
            self.ground.put(one)
        self.housing.came.add(found.application)
        self.joined[found.application] = tuple(one.id for one in found.sessions)

    def _go_back(self, before: dict[str, PlannedSession], applications: Iterable[str]) -> None:
        """The sessions as they were before room was made for ``applications``."""
        for one in applications:
            for session in self.joined.pop(one, ()):
                self.ground.put(before[session])
            self.housing.came.discard(one)

    def _around(self, crowded: list[str], bounds: Mapping[str, int]) -> int | None:
        """What it weighs at least to make room among the sessions as they were told; None where there are none.

        A case of theirs moves, two where one is not enough for somebody, or a session is held at another time.
        """
        rows = self._rows(told=True)
        if any(bounds.get(one.id) for one in rows):
            return 0
        one_case = min(map(self.ground.prices.moves_case, rows), default=None)
        if one_case is None:
            return None
        enough = self.housing.one_is_enough(crowded, rows)
        return min(one_case * (1 if enough else 2), *map(self.ground.prices.moves, rows))

    def _least(self, crowded: list[str], around: int | None, placed: int) -> int:
        """What any plan pays at least that places as many applications of the band.

        More of them than all sessions together could hold, however cases were shared out, need a further session.
        Otherwise those that no session as it was told has room for need one, or room that is made.
        """
        beyond = placed - sum(map(self._most_cases, self._rows(told=True)))
        if beyond > 0:
            return self.additional.least_weight(beyond)
        further = self.additional.least_weight(len(crowded)) if crowded else 0
        return further if around is None else min(further, around)

    def _most_cases(self, session: PlannedSession) -> int:
        """Cases as short as the shortest of the band that ``session`` could hold, evenly in its groups."""
        known, parallel = self.additional.measures, max(1, len(session.groups))
        each = max(1, self._shortest)
        most = 0
        while known.length((each * -(-(most + 1) // parallel),), most + 1) <= session.length:
            most += 1
        return most

    @cached_property
    def _shortest(self) -> int:
        season = self.ground.brief.season
        cases = [case.application for one in self._rows() for case in one.cases]
        return min(self.additional.measures.minutes(season.application[one]) for one in (*cases, *self.applications))
