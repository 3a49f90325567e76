"""Who could take a seat that falls empty, best first, and for everybody else the rule that keeps them out.

The one who leaves keeps no say: the panel is looked at without them, and each candidate in their place and office. What
the panel had wrong before is not held against anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from solver.check import Facts, violation
from solver.domain.plan import Finding, PanelSeat, Plan, PlannedSession
from solver.model.ask import ask
from solver.model.cpsat import atoms_in
from solver.model.objective import weights
from solver.replan.bench import PANEL_RULES
from solver.replan.ground import Fixed, Ground
from solver.replan.prices import prices_for
from solver.replan.weighing import days_held, fit, worth_beside_fit
from solver.rules.brief import Brief
from solver.rules.requirement import Holds, Requirement

DRAWN = "CN40-11a"
"""The provision by which a drawn panel takes nobody in without a draw."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can take the seat.

    ``rank`` is their place on the session's list (0: none), ``fit`` strength in [0, 1] for the group, ``days`` already
    sat this season and last, ``travel`` days on the way, ``recusals`` the applications they would leave the room for.
    """

    expert: str
    rank: int
    fit: float
    days: int
    travel: int
    fresh: bool
    recusals: tuple[str, ...]
    value: float


@dataclass(frozen=True)
class Replacements:
    """For the ``seat`` of a session: who can take it, best first, and who cannot, with every rule in the way."""

    session: str
    seat: PanelSeat
    candidates: tuple[Candidate, ...]
    excluded: Mapping[str, tuple[Finding, ...]]


def replacements(brief: Brief, plan: Plan, session: str, expert: str) -> Replacements:
    """Who could take the seat of ``expert`` in ``session``.

    Raises
    ------
    KeyError
        If ``plan`` has no such session, or ``expert`` no seat in it.
    """
    row = plan.session[session]
    seat = next((one for one in row.panel if one.expert == expert), None)
    if seat is None:
        raise KeyError(expert)
    return _Search(Ground(brief, brief, plan, prices_for(brief, plan), Fixed()), row, seat).found()


@dataclass(frozen=True)
class _Search:
    ground: Ground
    session: PlannedSession
    seat: PanelSeat

    def found(self) -> Replacements:
        """Everybody in the pool, on one side or the other."""
        able: list[Candidate] = []
        excluded: dict[str, tuple[Finding, ...]] = {}
        for expert in self.ground.brief.candidates(self.session):
            if expert in self.session.seated():
                continue
            against = tuple(self._against(expert))
            if against:
                excluded[expert] = against
            else:
                able.append(self._candidate(expert))
        ranked = sorted(able, key=lambda one: (one.rank == 0, one.rank, -one.value, one.expert))
        return Replacements(self.session.id, self.seat, tuple(ranked), excluded)

    @cached_property
    def _left(self) -> PlannedSession:
        """The session without the one who leaves."""
        return replace(self.session, panel=tuple(one for one in self.session.panel if one != self.seat))

    @cached_property
    def _asked(self) -> tuple[Requirement, ...]:
        bare = replace(self.session, panel=(), alternates=())
        routes = self.ground.routes_to((self.session.committee,))
        return ask(self.ground.brief, Plan(routes=routes, sessions=(bare,)), rules=PANEL_RULES).requirements

    @cached_property
    def _about(self) -> Mapping[str, tuple[int, ...]]:
        """By expert: numbers of the requirements that speak of them."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, one in enumerate(self._asked):
            for atom in atoms_in(one):
                found[getattr(atom, "expert", "")].add(number)
        return {expert: tuple(sorted(numbers)) for expert, numbers in found.items()}

    @cached_property
    def _broken(self) -> frozenset[int]:
        """What does not hold with the seat empty."""
        return frozenset(self._violated(range(len(self._asked)), self._left))

    @cached_property
    def _known(self) -> frozenset[int]:
        """What did not hold with the one who leaves, and is held against nobody."""
        return frozenset(self._violated(range(len(self._asked)), self.session))

    def _violated(self, numbers: Iterable[int], session: PlannedSession) -> Iterator[int]:
        facts = Facts(self.ground.brief, Plan(sessions=(session,)))
        for number in numbers:
            one = self._asked[number]
            if not isinstance(one, Holds) and violation(one, facts) is not None:
                yield number

    def _with(self, expert: str) -> PlannedSession:
        alternates = tuple(one for one in self.session.alternates if one.expert != expert)
        seat = replace(self.seat, expert=expert)
        return replace(self._left, panel=(*self._left.panel, seat), alternates=alternates)

    def _against(self, expert: str) -> Iterator[Finding]:
        """Every rule in the way of ``expert``."""
        seated = self._with(expert)
        facts = Facts(self.ground.brief, Plan(sessions=(seated,)))
        numbers = sorted(self._broken.union(self._about.get(expert, ())) - self._known)
        for number in self._violated(numbers, seated):
            one = self._asked[number]
            broken = violation(one, facts)
            if broken is not None:
                yield self._finding(one.rule, one.subject, *broken)
        yield from self._elsewhere(expert)
        if self.session.draw and not self._rank(expert):
            yield self._finding(DRAWN, (("session", self.session.id), ("expert", expert)), "—", "draw", ())

    def _elsewhere(self, expert: str) -> Iterator[Finding]:
        """Duties of ``expert`` at that time, and limits of what they sit in a season."""
        held = [self.ground.now[one] for one in sorted(self.ground.duties.get(expert, ())) if one != self.session.id]
        for other in held:
            if self.ground.clash(self.session, other):
                about = (("session", self.session.id), ("expert", expert), ("other", other.id))
                yield self._finding("LG-01", about, other.id, "", (("other", other.id),))
        load = self.ground.brief.rulebook.active("PD-06")
        if load is None:
            return
        sat, own = [one for one in held if expert in one.seated()], self.ground.brief.season.expert[expert]
        days = sum(map(self.ground.merits.sitting_days, (*sat, self.session)))
        limits = (
            ("sessions", len(sat) + 1, load.whole("max_sessions_per_year"), own.max_sessions),
            ("days", days, load.whole("max_days_per_year"), own.max_days),
        )
        for unit, count, limit, wish in limits:
            most = limit if wish is None else min(limit, wish)
            if count > most:
                yield self._finding("PD-06", (("expert", expert),), str(count), f"≤ {most}", (("unit", unit),))

    def _finding(
        self,
        rule: str,
        subject: tuple[tuple[str, str], ...],
        found: str,
        needed: str,
        facts: tuple[tuple[str, str], ...],
    ) -> Finding:
        severity = self.ground.brief.rulebook.provision(rule).severity
        name = next((one.name for one in PANEL_RULES if rule in one.ids), "")
        return Finding(rule, severity, subject, found, needed, facts, by=name)

    def _rank(self, expert: str) -> int:
        """Place on the list of the seat's group, 0 for none."""
        mine = ((one.expert, one.group) for one in self.session.alternates)
        if (expert, self.seat.group) not in set(mine):
            return 0
        return next(one.rank for one in self.session.alternates if one.expert == expert)

    def _candidate(self, expert: str) -> Candidate:
        merits = self.ground.merits
        recused = tuple(merits.recused(self.session, frozenset((expert,))))
        travel = merits.trip_days(expert, self.session, merits.district(self.session))
        fresh = merits.is_new(expert, self.session.committee)
        fitting = fit(self.ground, self.session, self.seat.group, expert)
        held = days_held(self.ground, self.session, expert)
        value = fitting + worth_beside_fit(self.ground, self.session, expert)
        scale = weights(self.ground.brief.rulebook)["seat_fit"]
        strength = fitting / scale if scale else 0.0
        return Candidate(expert, self._rank(expert), strength, held, travel, fresh, recused, value)
