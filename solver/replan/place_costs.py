"""What a start costs a session by itself, at least and at most: starts that no best plan takes are left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.domain.plan import Plan, PlannedSession
from solver.replan.account import account, weight_of
from solver.replan.ground import Ground, named
from solver.replan.leaving import leaving

There = Mapping[str, Sequence[PlannedSession]]
"""By session: itself at each start it may have."""


@dataclass(frozen=True)
class PlaceCosts:
    """Costs of ``sessions`` at their starts; of others, only duties in ``counted`` ones are paid for."""

    ground: Ground
    sessions: tuple[PlannedSession, ...]
    paid: frozenset[str]

    @cached_property
    def _mine(self) -> frozenset[str]:
        return frozenset(one.id for one in self.sessions)

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Experts named in several of the sessions."""
        count = Counter(expert for one in self.sessions for expert in frozenset(named(self.told(one.id))))
        return frozenset(expert for expert, number in count.items() if number > 1)

    def told(self, session: str) -> PlannedSession:
        """A session as it was told."""
        return self.ground.was.session[session]

    def is_counted(self, session: str) -> bool:
        """Whether a session stays, and what is done to it is paid for here."""
        return session not in self._mine and session not in self.paid and session in self.ground.was.session

    def price(self, there: PlannedSession) -> int:
        """What another start weighs."""
        told = self.told(there.id)
        return self.ground.prices.moves(told) if there.start != told.start else 0

    def given_up(self, session: str) -> int:
        """What it weighs not to hold a session: everybody loses their place, every case goes elsewhere."""
        told, prices = self.told(session), self.ground.prices
        return weight_of(account(Plan(sessions=(told,)), Plan(), prices)) + prices.moves_case(told) * len(told.cases)

    def is_away(self, expert: str, there: PlannedSession) -> bool:
        """Whether somebody cannot come then, or is not to sit there."""
        barred = (there.id, expert) in self.ground.fixed.barred
        away = self.ground.brief.unavailable.get(expert, frozenset())
        return barred or not away.isdisjoint(self.ground.brief.span(there))

    def busy(self, expert: str, there: PlannedSession) -> tuple[str, ...]:
        """Sessions that stay in which somebody has a duty at that time."""
        duties = sorted(self.ground.duties.get(expert, ()))
        return tuple(one for one in duties if self.is_counted(one) and self.ground.clash(there, self.ground.now[one]))

    def is_shut(self, there: PlannedSession) -> bool:
        """Whether one of the session's rooms is shut then."""
        known, span = self.ground.brief.season.room, self.ground.brief.span(there)
        return any(room in known and not all(map(known[room].is_open, span)) for room in rooms_in(self.told(there.id)))

    def users(self, there: PlannedSession) -> frozenset[str]:
        """Sessions that stay and use one of the session's rooms then."""
        span = self.ground.brief.span(there)
        taken = (
            self.ground.rooms_taken.get((room, half), set()) for room in rooms_in(self.told(there.id)) for half in span
        )
        return frozenset(one for users in taken for one in users if self.is_counted(one))

    def least(self, there: PlannedSession) -> int:
        """What a session costs there whatever the others do: nothing in it can be counted for two of them."""
        told, total = self.told(there.id), self.price(there)
        by_duty: defaultdict[str, int] = defaultdict(int)
        for expert in named(told):
            if expert in self._shared:
                continue
            leaves = leaving(self.ground, told, expert)
            if self.is_away(expert, there):
                total += leaves
                continue
            busy = self.busy(expert, there)
            if busy:
                by_duty[busy[0]] += min(leaves, *(leaving(self.ground, self.told(one), expert) for one in busy))
        for duty, amount in by_duty.items():
            total += min(amount, self.ground.prices.moves(self.told(duty)) // len(self.sessions))
        return total

    def most(self, there: PlannedSession, beside: Sequence[PlannedSession]) -> int:
        """What a session need not exceed there with others ``beside`` it: everybody who cannot come leaves it."""
        told, total = self.told(there.id), self.price(there)
        at_once = [one for one in beside if self.ground.clash(there, one)]
        others = frozenset(expert for one in at_once for expert in named(self.told(one.id)))
        for expert in named(told):
            if expert in others or self.is_away(expert, there) or self.busy(expert, there):
                total += leaving(self.ground, told, expert)
        rooms = frozenset(room for one in at_once for room in rooms_in(self.told(one.id)))
        crowded = self.is_shut(there) or self.users(there) or rooms_in(told) & rooms
        return total + (self.ground.prices.rehouses(told) if crowded else 0)

    def worth_trying(self, there: There) -> There:
        """The starts that may be part of a cheapest set: others cost more by themselves than some set does in all."""
        least = {one.id: {row.start: self.least(row) for row in there[one.id]} for one in self.sessions}
        floor = {one: min((*costs.values(), self.given_up(one))) for one, costs in least.items()}
        spare = self._some_set(there) - sum(floor.values())
        return {
            one: tuple(row for row in rows if least[one][row.start] - floor[one] <= spare)
            for one, rows in there.items()
        }

    def _some_set(self, there: There) -> int:
        """What one set of starts costs at most: the cheapest for each session beside those before it."""
        chosen: list[PlannedSession] = []
        total = 0
        for one in self.sessions:
            options = [(self.most(row, chosen), number) for number, row in enumerate(there[one.id])]
            cost, number = min(options, default=(self.given_up(one.id), -1))
            total += cost
            if number >= 0:
                chosen.append(there[one.id][number])
        return total


def rooms_in(session: PlannedSession) -> frozenset[str]:
    """Rooms of a session, the plenary's and those of its groups."""
    return frozenset((*session.rooms, *(group.room for group in session.groups))) - {""}
