"""Where sessions that cannot stay could go together, and what that costs any plan at least.

Every session takes one of its starts or is not held. Somebody named in it who is away then leaves it. Somebody with
another duty at that time leaves one of the two, or the other session is held at another time as well; likewise where
its room is in use. What each of these weighs is counted once, however many sessions share people and rooms; other rooms
that are open are taken to be free and everybody who follows to be at hand, so that no plan weighs less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from math import ceil

from ortools.sat.python import cp_model

from solver.domain.calendar import HalfDay
from solver.domain.plan import PlannedSession
from solver.model.searches import repeating_search
from solver.replan.ground import Ground, named
from solver.replan.leaving import leaving
from solver.replan.moving import may_be_housed, starts_of
from solver.replan.place_costs import PlaceCosts, rooms_in

EFFORT = 4.0
"""Deterministic seconds of CP-SAT for each session."""

Key = tuple[str, str]
"""(session, expert)."""
Here = tuple[str, HalfDay | None]
"""(session, start)."""


@dataclass(frozen=True)
class Places:
    """The best starts by the model, by session (None: not held), and what any plan pays for these sessions."""

    starts: Mapping[str, HalfDay | None]
    least: int


@dataclass
class PlaceModel:
    """The starts of ``sessions``, which cannot stay when or where they are.

    Parameters
    ----------
    paid
        Sessions that are paid for otherwise: duties in them are left free of charge, so that bounds add up.
    """

    ground: Ground
    sessions: tuple[PlannedSession, ...]
    paid: frozenset[str] = frozenset()
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    cost: list[tuple[cp_model.IntVar, int]] = field(default_factory=list)
    starts: dict[Here, cp_model.IntVar] = field(default_factory=dict)
    leaves: dict[Key, cp_model.IntVar] = field(default_factory=dict)
    moves: dict[str, cp_model.IntVar] = field(default_factory=dict)
    rehouses: dict[str, cp_model.IntVar] = field(default_factory=dict)

    @cached_property
    def there(self) -> Mapping[str, tuple[PlannedSession, ...]]:
        """By session: itself at each start that the rules of time leave, where some room is open."""
        return {
            one.id: tuple(
                there
                for start in sorted(starts_of(self.ground, one))
                for there in (replace(one, start=start),)
                if may_be_housed(self.ground, there)
            )
            for one in self.sessions
        }

    @cached_property
    def costs(self) -> PlaceCosts:
        """What starts cost."""
        return PlaceCosts(self.ground, self.sessions, self.paid)

    @cached_property
    def near(self) -> Mapping[str, Sequence[PlannedSession]]:
        """:attr:`there` without the starts that no cheapest set has."""
        return self.costs.worth_trying(self.there)

    def build(self) -> None:
        """All starts, and who has to leave what."""
        for session in self.sessions:
            self._options(session)
        for one, other in combinations(self.sessions, 2):
            self._apart(one, other)

    def _options(self, session: PlannedSession) -> None:
        self._start(session.id, None, self.costs.given_up(session.id))
        for there in self.near[session.id]:
            takes = self._start(session.id, there.start, self.costs.price(there))
            self._beside(there, takes)
            self._in_rooms(there, takes)
        self.model.add_exactly_one(literal for (one, _), literal in self.starts.items() if one == session.id)

    def _in_rooms(self, there: PlannedSession, takes: cp_model.IntVar) -> None:
        """A session whose room is shut then takes another; where it is in use, one of the two does."""
        if self.costs.is_shut(there):
            self.model.add_implication(takes, self._rehouses(there.id))
        for user in sorted(self.costs.users(there)):
            ways = [self._rehouses(there.id), self._rehouses(user), self._moves(user)]
            self.model.add_bool_or([takes.negated(), *ways])

    def _start(self, session: str, start: HalfDay | None, price: int) -> cp_model.IntVar:
        literal = self.starts[session, start] = self.model.new_bool_var("")
        self.cost.append((literal, price))
        return literal

    def _beside(self, there: PlannedSession, takes: cp_model.IntVar) -> None:
        """Who is away leaves; who has a duty then in a session that stays leaves one of the two, or that one moves."""
        for expert in named(self.costs.told(there.id)):
            if self.costs.is_away(expert, there):
                self.model.add_implication(takes, self._leaves(there.id, expert))
                continue
            for duty in self.costs.busy(expert, there):
                ways = [self._leaves(there.id, expert), self._leaves(duty, expert), self._moves(duty)]
                self.model.add_bool_or([takes.negated(), *ways])

    def _apart(self, one: PlannedSession, other: PlannedSession) -> None:
        """Who is named in two of the sessions leaves one of them where they are held at once."""
        told, beside = self.costs.told(one.id), self.costs.told(other.id)
        shared = [expert for expert in named(told) if expert in named(beside)]
        if shared:
            apart = self._at_once(one, other, self.ground.clash)
            for expert in shared:
                self.model.add_bool_or([apart, self._leaves(one.id, expert), self._leaves(other.id, expert)])
        if rooms_in(told) & rooms_in(beside):
            apart = self._at_once(one, other, self._overlap)
            self.model.add_bool_or([apart, self._rehouses(one.id), self._rehouses(other.id)])

    def _overlap(self, one: PlannedSession, other: PlannedSession) -> bool:
        return not set(self.ground.brief.span(one)).isdisjoint(self.ground.brief.span(other))

    def _at_once(
        self, one: PlannedSession, other: PlannedSession, test: Callable[[PlannedSession, PlannedSession], bool]
    ) -> cp_model.IntVar:
        """A literal that may only hold where two sessions are held apart in the sense of ``test``."""
        apart = self.model.new_bool_var("")
        covering: defaultdict[HalfDay, list[PlannedSession]] = defaultdict(list)
        for there in self.near[other.id]:
            for half in self.ground.brief.span(there):
                covering[half].append(there)
        for here in self.near[one.id]:
            halves = [
                HalfDay(half.day, half.half + step) for half in self.ground.brief.span(here) for step in (-1, 0, 1)
            ]
            near = {there.start: there for half in halves for there in covering.get(half, ())}
            for there in near.values():
                if test(here, there):
                    held = self.starts[one.id, here.start].negated(), self.starts[other.id, there.start].negated()
                    self.model.add_bool_or([*held, apart.negated()])
        return apart

    def _leaves(self, session: str, expert: str) -> cp_model.IntVar:
        if (session, expert) not in self.leaves:
            self.leaves[session, expert] = self.model.new_bool_var("")
            self.cost.append((self.leaves[session, expert], leaving(self.ground, self.costs.told(session), expert)))
        return self.leaves[session, expert]

    def _rehouses(self, session: str) -> cp_model.IntVar:
        if session not in self.rehouses:
            self.rehouses[session] = self.model.new_bool_var("")
            self.cost.append((self.rehouses[session], self.ground.prices.rehouses(self.costs.told(session))))
        return self.rehouses[session]

    def _moves(self, session: str) -> cp_model.IntVar:
        if session not in self.moves:
            self.moves[session] = self.model.new_bool_var("")
            self.cost.append((self.moves[session], self.ground.prices.moves(self.costs.told(session))))
        return self.moves[session]

    def solved(self) -> Places:
        """The cheapest starts and their bound."""
        self.model.minimize(sum(price * literal for literal, price in self.cost))
        solver = repeating_search(EFFORT * len(self.sessions))
        status = solver.solve(self.model)
        least = max(0, ceil(solver.best_objective_bound - 1e-6))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Places({}, least)
        taken = {session: start for (session, start), literal in self.starts.items() if solver.boolean_value(literal)}
        return Places(taken, least)

    def without(self, found: Places) -> None:
        """From now on the starts of ``found`` are not all taken together."""
        self.model.add_bool_or([self.starts[one].negated() for one in found.starts.items()])


def places_of(ground: Ground, sessions: Iterable[PlannedSession], paid: Iterable[str] = ()) -> Places:
    """Where ``sessions`` could go, and what any plan pays for that at least."""
    model = PlaceModel(ground, tuple(sessions), frozenset(paid))
    model.build()
    return model.solved()
