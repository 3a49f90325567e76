"""Look-ahead: whether the sessions still to be drawn can all be filled after a draw.

The plan holds a witness for them, a lawful panel and list each. What a draw takes away from a witness is made good one
seat at a time where an expert who is free can step in, else by another panel for that session alone. Where both fail
that session is scarce, and its seats are decided along with those of the draw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from solver.domain.plan import Alternate, PanelSeat, Plan, PlannedSession
from solver.draw.counting import Wholes
from solver.draw.entities import DrawnPanel, Pool
from solver.draw.pool import ELSEWHERE
from solver.draw.standby import Bench
from solver.model.ask import ask
from solver.model.times import decided_times
from solver.rules.brief import Brief
from solver.rules.requirement import Between, Seat


@dataclass(frozen=True)
class Occupation:
    """When nobody can be in two sessions, and how much each expert may take on: the rules' own figures, kept by expert.

    ``loads`` are (weight by session, most) by expert.
    """

    clashes: Mapping[str, frozenset[str]]
    loads: Mapping[str, tuple[tuple[Mapping[str, int], int], ...]]

    def bears(self, expert: str, sessions: frozenset[str]) -> bool:
        """Whether ``expert`` may sit in all of ``sessions``, clashes apart."""
        return all(sum(weight.get(one, 0) for one in sessions) <= most for weight, most in self.loads.get(expert, ()))


def occupation(brief: Brief, plan: Plan) -> Occupation:
    """The occupation rules of ``plan`` at its dates."""
    times = decided_times(brief, plan)
    at: defaultdict[object, set[str]] = defaultdict(set)
    for session, span in times.decided.items():
        for half in span:
            at[half].add(session)
    clashes = {
        one.id: frozenset().union(
            *(at[half] for half in times.decided.get(one.id, ())), times.apart.get(one.id, frozenset())
        )
        - {one.id}
        for one in plan.sessions
    }
    loads: defaultdict[str, list[tuple[Mapping[str, int], int]]] = defaultdict(list)
    for requirement in ask(brief, plan, rules=ELSEWHERE).requirements:
        if isinstance(requirement, Between) and requirement.high is not None:
            weights = requirement.weights or (1,) * len(requirement.atoms)
            by_session = {
                atom.session: weight
                for atom, weight in zip(requirement.atoms, weights, strict=True)
                if isinstance(atom, Seat)
            }
            loads[dict(requirement.subject)["expert"]].append((by_session, requirement.high))
    return Occupation(clashes, {expert: tuple(found) for expert, found in loads.items()})


@dataclass(frozen=True)
class Later:
    """A session still to be drawn: its bench of candidates, whose pool knows nothing of other sessions' witnesses."""

    session: PlannedSession
    pool: Pool
    bench: Bench

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Groups each expert may be drawn for."""
        return {one.expert: one.groups for one in self.pool.eligible}


Reseat = Callable[[Later, frozenset[str]], DrawnPanel | None]
"""Another lawful panel for a session without some experts."""


@dataclass
class Ahead:
    """The witnesses of the sessions that are ``waiting`` to be drawn, and who is busy where in the whole season."""

    occupation: Occupation
    waiting: set[str]
    later: Callable[[str], Later]
    reseat: Reseat
    witness: dict[str, DrawnPanel] = field(default_factory=dict)
    busy: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sits: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _free: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _stakes: dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    _given: dict[str, Wholes] = field(default_factory=dict)

    def hold(self, session: str, panel: DrawnPanel) -> None:
        """Take ``panel`` as the one of ``session``, in place of what it had."""
        before = self.witness.get(session)
        for expert in before.present() if before else ():
            self.busy[expert].discard(session)
            self.sits[expert].discard(session)
        self.witness[session] = panel
        self._free.clear()
        self._stakes.clear()
        self._given.pop(session, None)
        for seat in panel.seats:
            self.busy[seat.expert].add(session)
            self.sits[seat.expert].add(session)
        for one in panel.alternates:
            self.busy[one.expert].add(session)

    def after(self, session: str, panel: DrawnPanel) -> Mapping[str, DrawnPanel] | str:
        """The witnesses that change if ``panel`` is drawn for ``session``, or a later session that cannot be filled."""
        changed: dict[str, DrawnPanel] = {}
        for other, gone in sorted(self._hit(session, panel).items()):
            mended = self._mended(other, gone, session, panel, changed)
            if mended is None:
                return other
            changed[other] = mended
        return changed

    def needed(self, session: str) -> frozenset[str]:
        """Who is in the witness of a session that is waiting and at the time of ``session``."""
        others = self.occupation.clashes[session] & self.waiting
        return frozenset().union(*(self.witness[one].present() for one in others if one != session))

    def touched(self, session: str, experts: Iterable[str]) -> frozenset[str]:
        """Sessions still to be drawn whose witness any of ``experts`` would be missing in, seated in ``session``."""
        everybody = DrawnPanel(tuple(PanelSeat(one) for one in sorted(set(experts))))
        return frozenset(self._hit(session, everybody))

    def _hit(self, session: str, panel: DrawnPanel) -> Mapping[str, set[str]]:
        """By later session: members of its witness who cannot be there any more."""
        hit = defaultdict[str, set[str]](set)
        seated = panel.experts()
        for expert in panel.present():
            by_time, by_load = self._stake(session, expert)
            for other in by_time | by_load if expert in seated else by_time:
                hit[other].add(expert)
        return hit

    def _stake(self, session: str, expert: str) -> tuple[frozenset[str], frozenset[str]]:
        """Later sessions whose witness ``expert`` would be missing in: present in ``session``, and seated there."""
        known = self._stakes.get((session, expert))
        if known is None:
            at_once = self.busy.get(expert, set()) & self.occupation.clashes[session] & self.waiting
            sits = self.sits.get(expert, set()) - {session}
            bears = self.occupation.bears(expert, frozenset((*sits, session)))
            too_much = frozenset[str]() if bears else frozenset(sits & self.waiting)
            known = self._stakes[session, expert] = frozenset(at_once - {session}), too_much
        return known

    def _mended(
        self, other: str, gone: set[str], session: str, panel: DrawnPanel, changed: Mapping[str, DrawnPanel]
    ) -> DrawnPanel | None:
        """The witness of ``other`` without ``gone``, mended seat by seat or made anew; None if neither can be."""
        later = self.later(other)
        able = self._able(other, session, {session: panel, **changed})
        if other not in self._given:
            self._given[other] = later.bench.names.given(self.witness[other])
        mended = _stepped_in(later, self.witness[other], self._given[other], gone, able)
        if mended is not None:
            return mended
        seated = self.reseat(later, frozenset(later.groups).difference(able))
        return _listed(later, seated, able) if seated is not None else None

    def _able(self, other: str, session: str, given: Mapping[str, DrawnPanel]) -> list[str]:
        """Who can be in ``other`` beside all that stands, once ``session`` and more have what is ``given``."""
        if (session, other) not in self._free:
            groups = self.later(other).groups
            self._free[session, other] = tuple(one for one in groups if self._is_free(one, other, session))
        clashes = self.occupation.clashes[other]
        taken = frozenset().union(*(panel.present() for one, panel in given.items() if one in clashes))
        more: defaultdict[str, set[str]] = defaultdict(set)
        for one, panel in given.items():
            for expert in panel.experts():
                more[expert].add(one)
        return [
            one
            for one in self._free[session, other]
            if one not in taken
            and (one not in more or self.occupation.bears(one, frozenset(self.sits[one] | more[one] | {other})))
        ]

    def _is_free(self, expert: str, other: str, session: str) -> bool:
        held = self.busy.get(expert, set()) - {other, session}
        sits = (self.sits.get(expert, set()) - {session}) | {other}
        return held.isdisjoint(self.occupation.clashes[other]) and self.occupation.bears(expert, frozenset(sits))


def _stepped_in(later: Later, witness: DrawnPanel, given: Wholes, gone: set[str], able: list[str]) -> DrawnPanel | None:
    """``witness``, by place ``given``, with each of ``gone`` replaced by somebody able who keeps every limit."""
    names, now = later.bench.names, witness
    for seat in witness.seats:
        if seat.expert not in gone:
            continue
        old = names.of(seat.expert, seat.group, seat.role)
        busy = now.present()
        for expert in able:
            fresh = names.of(expert, seat.group, seat.role)
            if expert in busy or not fresh or not old:
                continue
            after = given.copy()
            np.add.at(after, old, -1)
            np.add.at(after, fresh, 1)
            if names.counting.keeps(after):
                given = after
                now = replace(now, seats=tuple(sorted(_swapped(now, seat, expert), key=lambda one: one.expert)))
                break
        else:
            return None
    return _standing(later, now, gone, able)


def _swapped(panel: DrawnPanel, seat: PanelSeat, expert: str) -> list[PanelSeat]:
    return [replace(one, expert=expert) if one == seat else one for one in panel.seats]


def _standing(later: Later, panel: DrawnPanel, gone: set[str], able: list[str]) -> DrawnPanel | None:
    """``panel`` with its alternates who still can stand by, and others in place of the rest."""
    allowed = later.bench.free(panel)
    kept = {one for one in panel.alternates if one.expert not in gone and one.expert in allowed[one.group]}
    taken = {one.expert for one in kept} | panel.experts()
    found = list[Alternate]()
    for one in panel.alternates:
        steps_in = one.expert if one in kept else _first(able, allowed[one.group], taken)
        if steps_in is None:
            return None
        taken.add(steps_in)
        found.append(replace(one, expert=steps_in))
    return replace(panel, alternates=tuple(found))


def _listed(later: Later, panel: DrawnPanel, able: list[str]) -> DrawnPanel | None:
    """``panel`` with lists of alternates from those able, None where they do not suffice."""
    allowed, needs = later.bench.free(panel), later.bench.needs
    taken, found = set(panel.experts()), list[Alternate]()
    for group in sorted(needs, key=lambda one: (len(allowed[one]) - needs[one], one)):
        for rank in range(1, needs[group] + 1):
            steps_in = _first(able, allowed[group], taken)
            if steps_in is None:
                return None
            taken.add(steps_in)
            found.append(Alternate(steps_in, group, rank))
    return replace(panel, alternates=tuple(sorted(found, key=lambda one: (one.group, one.rank))))


def _first(able: list[str], allowed: Collection[str], taken: set[str]) -> str | None:
    return next((one for one in able if one not in taken and one in allowed), None)
