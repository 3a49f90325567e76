"""When each session could be held, and whom each start would find available: availability as supply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan, PlannedSession, Reason
from solver.model.ask import Asked, ask
from solver.model.merits import Merits
from solver.model.objective import weights
from solver.model.times import Masks
from solver.rules.catalogue import RULES
from solver.rules.pins import kept_experts
from solver.rules.requirement import Clear, Forbidden, Requirement, Seat, StartWithin
from solver.rules.rule import Matter
from solver.rules.seat_rules import SEAT_RULES

Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

PLACED = frozenset({Matter.PANEL, Matter.ROOM})
"""Rules about seats and rooms in time; the rest of those about time say when a session may start."""
TIMED = tuple(rule for rule in RULES if Matter.TIME in rule.matters and not rule.matters & PLACED)
"""The rules that say when a session may start."""
CHAIRS = 2
"""A chair and a vice-chair."""
SHORT_KEPT = 10
"""Somebody whom a pin keeps and who cannot come counts as so many missing experts."""
SHORT_CHAIR = 5
"""A missing chair counts as so many missing experts: nobody else can take the place."""


@dataclass(frozen=True)
class Team:
    """A group of a session, or its whole panel: its ``seats`` and the ``fit`` of each eligible expert.

    ``fit`` is in score units, shape (experts,), -∞ for those who may not sit in it.
    """

    seats: int
    fit: Reals


@dataclass(frozen=True)
class Opening:
    """The starts a session may have.

    Parameters
    ----------
    starts
        Positions in the season's half-days, ascending, shape (starts,).
    worth
        Score that depends on the start, in score units: best fit of those available, preferred day, idle days.
    short
        Experts missing at each start, alternates included.
    eligible
        Experts who may sit, whatever the start.
    need
        Experts the session takes: panel and alternates.
    free
        Whether each eligible expert is available for the whole session, shape (experts, starts).
    kept
        Eligible experts whom a pin keeps in the session: one who cannot come counts as ``SHORT_KEPT`` missing.
    teams
        Its groups.
    """

    session: PlannedSession
    starts: Places
    worth: Reals
    short: Reals
    eligible: tuple[str, ...]
    need: int
    free: Flags
    kept: tuple[str, ...] = ()
    teams: tuple[Team, ...] = ()


@dataclass(frozen=True)
class Openings:
    """Openings by session.

    ``closed`` are the sessions without any lawful start, ``ejected`` the (session, application) pairs that would leave
    their session none, each with the rule that does so.
    """

    halves: tuple[HalfDay, ...]
    opening: Mapping[str, Opening]
    closed: Mapping[str, Reason]
    ejected: Mapping[tuple[str, str], Reason]


def openings_of(merits: Merits, plan: Plan, asked: Asked | None = None) -> Openings:
    """The openings of every session of ``plan``.

    Parameters
    ----------
    asked
        Requirements of its seats and its time, dates open, where they are already known.
    """
    halves = merits.brief.season_half_days
    requirements = (asked or ask(merits.brief, plan, rules=(*SEAT_RULES, *TIMED))).requirements
    lawful = _Starts(merits, plan, requirements)
    position = {half: number for number, half in enumerate(halves)}
    barred: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    blocked: defaultdict[str, defaultdict[str, set[frozenset[HalfDay]]]] = defaultdict(lambda: defaultdict(set))
    for requirement in requirements:
        match requirement:
            case Forbidden(atom=Seat() as seat):
                barred[seat.session].add((seat.group, seat.expert))
            case Clear(claim=Seat() as seat, blocked=times):
                blocked[seat.session][seat.expert].add(times)
            case _:
                continue
    supply = _Supply(merits, Masks(halves))
    opening = {
        session.id: supply.opening(session, starts, barred[session.id], blocked[session.id])
        for session in plan.sessions
        for starts in (np.array(sorted(position[half] for half in lawful.allowed[session.id]), dtype=np.int64),)
        if len(starts)
    }
    return Openings(halves, opening, lawful.closed, lawful.ejected)


class _Starts:
    """Lawful starts: first what binds the session as a whole, then its cases, as long as any start is left."""

    def __init__(self, merits: Merits, plan: Plan, requirements: Iterable[Requirement]) -> None:
        self.plan = plan
        everything = frozenset(merits.brief.season_half_days)
        self.allowed = {session.id: everything for session in plan.sessions}
        self.closed: dict[str, Reason] = {}
        self.ejected: dict[tuple[str, str], Reason] = {}
        starts = [one for one in requirements if isinstance(one, StartWithin)]
        for requirement in sorted(starts, key=lambda one: "application" in dict(one.subject)):
            self._narrow(requirement)

    def _narrow(self, requirement: StartWithin) -> None:
        session = requirement.session
        left = self.allowed[session] & requirement.starts
        if left or session in self.closed:
            self.allowed[session] = left
            return
        facts = (("session", session), ("needed", requirement.needed))
        reason = Reason("start", requirement.rule, self.plan.session[session].committee, facts)
        application = dict(requirement.subject).get("application")
        if application is None:
            self.allowed[session], self.closed[session] = left, reason
        else:
            self.ejected.setdefault((session, application), reason)


@dataclass(frozen=True)
class _Supply:
    """Counts of available experts, as arrays over experts × starts."""

    merits: Merits
    masks: Masks

    @property
    def halves(self) -> tuple[HalfDay, ...]:
        """Half-days of the season."""
        return self.masks.halves

    def opening(
        self,
        session: PlannedSession,
        starts: Places,
        barred: set[tuple[str, str]],
        blocked: Mapping[str, Iterable[frozenset[HalfDay]]],
    ) -> Opening:
        """The opening of one session with its lawful ``starts``."""
        groups = session.group_ids()
        eligible = tuple(
            one for one in self.merits.brief.candidates(session) if any((group, one) not in barred for group in groups)
        )
        free = self._free(session, eligible, starts, blocked)
        spares = self.merits.alternates_per_group(session)
        seats = {group.id: group.seats for group in session.groups} or {"": session.size}
        worth = self._dated(session, starts)
        short = np.maximum(0.0, session.size + sum(spares.values()) - free.sum(axis=0))
        teams = []
        for group in groups:
            members = np.array([(group, one) not in barred for one in eligible], dtype=np.bool_)
            here = free & members[:, None]
            short += np.maximum(0.0, seats[group] + spares.get(group, 0) - here.sum(axis=0))
            fit = self._fit(session, group, eligible)
            worth += _best(fit, here, seats[group])
            teams.append(Team(seats[group], np.where(members, fit, -np.inf)))
        chairs = np.array([self.merits.brief.season.expert[one].can_chair for one in eligible], dtype=np.bool_)
        short += SHORT_CHAIR * np.maximum(0.0, CHAIRS - (free & chairs[:, None]).sum(axis=0))
        short += self._unheld(session, eligible, free)
        kept = kept_experts(self.merits.brief, session.id, eligible)
        short += SHORT_KEPT * (~free[[eligible.index(one) for one in kept]]).sum(axis=0)
        need = session.size + sum(spares.values())
        return Opening(session, starts, worth, short, eligible, need, free, kept, tuple(teams))

    def _free(
        self,
        session: PlannedSession,
        eligible: Sequence[str],
        starts: Places,
        blocked: Mapping[str, Iterable[frozenset[HalfDay]]],
    ) -> Flags:
        """Whether each expert is available for the whole session, shape (experts, starts)."""
        busy = np.zeros((len(eligible), len(self.masks.halves) + 1), dtype=np.int64)
        for row, expert in enumerate(eligible):
            for times in blocked.get(expert, ()):
                busy[row, 1:] |= self.masks.of(times)
        total = np.cumsum(busy, axis=1)
        ends = np.minimum(starts + session.length, self.masks.count)
        return np.equal(total[:, ends], total[:, starts])

    def _fit(self, session: PlannedSession, group: str, eligible: Sequence[str]) -> Reals:
        """The strength that each of ``eligible`` brings to ``group``, in score units."""
        committee = self.merits.brief.season.committee[session.committee]
        covered = self.merits.specialties(session, group)
        strength = np.array([self.merits.strength(one, committee.series, covered) for one in eligible])
        return np.asarray(weights(self.merits.brief.rulebook)["seat_fit"] * strength, dtype=np.float64)

    def _unheld(self, session: PlannedSession, eligible: Sequence[str], free: Flags) -> Reals:
        """Specialties with cases that nobody available holds, by start."""
        brief = self.merits.brief
        committee = brief.season.committee[session.committee]
        asked = {row.specialty for row in (brief.application(case.application) for case in session.cases) if row}
        short = np.zeros(free.shape[1])
        for specialty in sorted(asked):
            holds = [specialty in brief.specialties_of.get((one, committee.series), {}) for one in eligible]
            short += ~(free & np.array(holds, dtype=np.bool_)[:, None]).any(axis=0)
        return short

    def _dated(self, session: PlannedSession, starts: Places) -> Reals:
        """Preferred day and idle days of each start, in score units."""
        weight = weights(self.merits.brief.rulebook)
        request = self.merits.brief.season.session_request.get(session.id)
        preferred = frozenset(request.preferred_days) if request else frozenset()
        worth = np.zeros(len(starts))
        for number, start in enumerate(starts):
            first = self.halves[start].day
            last = self.halves[min(start + session.length, len(self.halves)) - 1].day
            sitting = len({half.day for half in self.halves[start : start + session.length]})
            worth[number] = weight["compact"] * ((last - first).days + 1 - sitting)
            worth[number] += weight["preferred_day"] * (first in preferred)
        return worth


def _best(fit: Reals, here: Flags, seats: int) -> Reals:
    """The best sum that those ``here``, shape (experts, starts), can bring to so many seats, by start."""
    order = np.argsort(-fit, kind="stable")
    ranked = here[order]
    taken = ranked & (np.cumsum(ranked, axis=0) <= seats)
    return np.asarray(fit[order] @ taken, dtype=np.float64)
