"""Who could sit for a committee and level, and in which half-days, as arrays over the experts of the season."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.domain.calendar import HalfDay
from solver.domain.committees import Application
from solver.domain.plan import Plan, PlannedCase, PlannedSession, Route
from solver.domain.vocabulary import Level
from solver.model.ask import ask
from solver.model.times import Masks
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import Clear, Forbidden, Seat, StartWithin
from solver.rules.rule import Matter
from solver.rules.seat_rules import SEAT_RULES

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

PLACED = frozenset({Matter.PANEL, Matter.ROOM, Matter.STANDBY})
"""Rules about who and where; those about time that are left say when a committee may sit."""


@dataclass(frozen=True)
class Band:
    """Applications routed to ``committee`` at ``level``, and what there is for them.

    Parameters
    ----------
    experts
        Numbers of the experts who may sit for it, ascending: of the pool, fit, of the level, no kin of any applicant.
    free
        Whether each of them can come in each half-day, shape (experts, half-days).
    lawful
        Whether a session may begin in each half-day, shape (half-days,).
    """

    committee: str
    level: Level
    applications: tuple[Application, ...]
    experts: Numbers
    free: Flags
    lawful: Flags

    @cached_property
    def available(self) -> Numbers:
        """Experts who can come, by half-day; 0 where no session may begin."""
        return np.asarray(np.where(self.lawful, self.free.sum(axis=0), 0), dtype=np.int64)

    @property
    def specialties(self) -> tuple[str, ...]:
        """Specialties with cases, in alphabetical order."""
        return tuple(sorted({row.specialty for row in self.applications}))


@dataclass(frozen=True)
class Supply:
    """The bands of a season, their experts by number, and its half-days."""

    brief: Brief
    names: tuple[str, ...]
    halves: tuple[HalfDay, ...]
    bands: tuple[Band, ...]


def supply_of(brief: Brief, routes: Sequence[Route]) -> Supply:
    """The supply of every committee and level with routed applications, committees in season order."""
    asked: defaultdict[tuple[str, Level], list[Application]] = defaultdict(list)
    for route in routes:
        application = brief.application(route.application)
        if application is not None and route.committee in brief.season.committee:
            asked[route.committee, application.level].append(application)
    order = {row.id: number for number, row in enumerate(brief.season.committees)}
    keys = sorted(asked, key=lambda key: (order[key[0]], -key[1]))
    probes = tuple(_probe(number, key, asked[key]) for number, key in enumerate(keys))
    plan = Plan(routes=tuple(routes), sessions=probes)
    names = tuple(row.id for row in brief.season.experts)
    masks = Masks(brief.season_half_days)
    lawful, barred, blocked = _lawful(brief, plan, masks), *_kept_out(brief, plan)
    number_of = {one: number for number, one in enumerate(names)}
    bands = []
    for probe, key in zip(probes, keys, strict=True):
        able = [one for one in brief.pool.get(key[0], ()) if one not in barred[probe.id]]
        free = np.ones((len(able), masks.count), dtype=np.bool_)
        for row, one in enumerate(able):
            for times in blocked[probe.id].get(one, ()):
                free[row] &= ~masks.of(times)
        numbers = np.array([number_of[one] for one in able], dtype=np.int64)
        bands.append(Band(*key, tuple(asked[key]), numbers, free, lawful[probe.id]))
    return Supply(brief, names, brief.season_half_days, tuple(bands))


def _probe(number: int, key: tuple[str, Level], applications: Sequence[Application]) -> PlannedSession:
    """A session without groups, as short as it can be: whoever may sit in some session of the band may sit in it."""
    cases = tuple(PlannedCase(row.id) for row in applications)
    return PlannedSession(f"?{number}", key[0], (key[1],), 1, cases=cases)


def _lawful(brief: Brief, plan: Plan, masks: Masks) -> Mapping[str, Flags]:
    """When each probe may begin, by what binds the session as a whole: its cases could sit in sessions of their own."""
    rules = tuple(rule for rule in RULES if Matter.TIME in rule.matters and rule.matters.isdisjoint(PLACED))
    found = {row.id: np.ones(masks.count, dtype=np.bool_) for row in plan.sessions}
    for one in ask(brief, plan, rules=rules).requirements:
        if isinstance(one, StartWithin) and "application" not in dict(one.subject):
            found[one.session] &= masks.of(one.starts)
    return found


Blocked = Mapping[str, Mapping[str, Sequence[frozenset[HalfDay]]]]


def _kept_out(brief: Brief, plan: Plan) -> tuple[Mapping[str, set[str]], Blocked]:
    """By probe: the experts who may not sit in it, and the half-days in which others cannot."""
    barred: defaultdict[str, set[str]] = defaultdict(set)
    blocked: defaultdict[str, defaultdict[str, list[frozenset[HalfDay]]]] = defaultdict(lambda: defaultdict(list))
    for one in ask(brief, plan, rules=SEAT_RULES).requirements:
        match one:
            case Forbidden(atom=Seat() as seat):
                barred[seat.session].add(seat.expert)
            case Clear(claim=Seat() as seat, blocked=times):
                blocked[seat.session][seat.expert].append(times)
            case _:
                continue
    return barred, blocked
