"""A panel program with its dates open, and the same with dates: built once, dated as often as a search likes.

Opening a date only takes seats away (who cannot come), adds rows (who would be in two places) and settles a district;
none of that needs the rules again, so dating is work on arrays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan
from solver.model.ask import ask
from solver.model.build import PanelProgram, panel_program
from solver.model.linear import LinearCompiler, Switches
from solver.model.merits import Merits
from solver.model.program import Arrays, Flags, Indices, Program, Reals, Rows
from solver.model.reading import Reading, Seated
from solver.model.times import Masks, Times, decided_times, open_times
from solver.rules.catalogue import RULES
from solver.rules.requirement import Clear, Exclusive, Reachable, Requirement, Seat

DATED_RULES = tuple(rule for rule in RULES if rule.name == "sessions_and_days")
"""Rules about panels that ask for other numbers once dates are known: a session from noon to noon takes a day more."""


@dataclass(frozen=True)
class Claims:
    """Seats of which one person can keep one at a time: ``owner`` numbers the person, ``session`` the session."""

    rule: str
    owner: Indices
    column: Indices
    session: Indices

    def rows(self, together: Sequence[frozenset[int]], live: Flags) -> Rows:
        """At most one seat of each person in each set of sessions."""
        rows, columns, count = [], [], 0
        for sessions in together:
            inside = live[self.column] & np.isin(self.session, list(sessions))
            owners, column = self.owner[inside], self.column[inside]
            several = np.bincount(owners, minlength=1)[owners] > 1
            found, number = np.unique(owners[several], return_inverse=True)
            rows.append(number + count)
            columns.append(column[several])
            count += len(found)
        entry_row = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        entry_column = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
        return Rows(np.full(count, -np.inf), np.ones(count), entry_row, entry_column, np.ones(len(entry_row)))


@dataclass(frozen=True)
class OpenProgram:
    """The panel program of all sessions of ``plan`` whatever their dates.

    ``plan`` is undated; ``requirements`` are those that concern its sessions, asked while dates were open.
    """

    merits: Merits
    plan: Plan
    requirements: tuple[Requirement, ...]
    masks: Masks

    @cached_property
    def base(self) -> PanelProgram:
        """The program itself, built when it is first asked for: whoever needs it then may be one of several threads."""
        times = open_times(self.merits.brief, self.plan, self.requirements)
        return panel_program(self.merits, self.plan, self.requirements, times, frozenset(self.plan.session))

    def held(self, only: frozenset[str] | None = None) -> Arrays:
        """Every session (of ``only``) held, each seat on the best date for it; nobody sits in the others."""
        lower, upper = self.base.arrays.lower.copy(), self.base.arrays.upper.copy()
        self._hold(lower, upper, frozenset(self.plan.session) if only is None else only)
        return self.base.arrays.bounded(lower, upper)

    def _hold(self, lower: Reals, upper: Reals, sessions: Iterable[str]) -> None:
        for session, switch in self.base.switches.sessions.items():
            lower[switch] = upper[switch] = float(session in sessions)
            if session not in sessions:
                upper[self.columns[session]] = 0.0

    def knows(self, plan: Plan) -> bool:
        """Whether the sessions of ``plan`` are some of its own, as they were, within the half-days of the season."""
        return all(
            session.id in self.plan.session
            and len(session.cases) == len(self.plan.session[session.id].cases)
            and session.start is not None
            and self.masks.within(self.merits.brief.span(session))
            for session in plan.sessions
        )

    def dated(self, plan: Plan) -> Arrays:
        """The program with the dates and rooms of ``plan``; sessions that are not in it are not held."""
        lower, upper, cost = (
            one.copy() for one in (self.base.arrays.lower, self.base.arrays.upper, self.base.arrays.cost)
        )
        self._hold(lower, upper, plan.session)
        spans = {session.id: self.merits.brief.span(session) for session in plan.sessions}
        for session, span in spans.items():
            columns = self.columns[session]
            away = self.blocked[columns][:, self.masks.places(span)].any(axis=1)
            upper[columns[away]] = 0.0
        at = {session.id: self.merits.district(session) for session in plan.sessions}
        self.base.travel.decide(lower, upper, cost, at)
        times = decided_times(self.merits.brief, plan)
        return self._with_dated_rows(self.base.arrays.revalued(lower, upper, cost), plan, times)

    def _with_dated_rows(self, arrays: Arrays, plan: Plan, times: Times) -> Arrays:
        live = arrays.upper > 0
        together = self._numbered(_at_once(times.decided))
        apart = self._numbered(
            frozenset((one, other)) for one, others in times.apart.items() for other in others if one < other
        )
        arrays = arrays.with_rows(self._exclusive.rows(together, live))
        arrays = arrays.with_rows(self._reachable.rows(apart, live))
        return self._with_limits(arrays, plan, times)

    def _with_limits(self, arrays: Arrays, plan: Plan, times: Times) -> Arrays:
        """Rows whose numbers depend on the days sessions sit on: days a season, and readings a day."""
        more = Program(lower=arrays.lower.tolist(), upper=arrays.upper.tolist(), cost=arrays.cost.tolist())
        reading = Reading(self.merits, more, 0.0)
        for session in plan.sessions:
            reading.add_capacity(session, self.seated[session.id], self.base.switches.sessions.get(session.id))
        merits = self.merits
        if any(merits.sitting_days(session) > merits.days(session) for session in plan.sessions):
            asked = ask(merits.brief, plan, rules=DATED_RULES).requirements
            LinearCompiler(more, self.base.seats, times, Switches(self.base.switches.sessions)).require(asked)
        if not more.row_low:
            return arrays
        return arrays.bounded(arrays.lower, np.array(more.upper)).with_rows(more.rows())

    def _numbered(self, sets: Iterable[frozenset[str]]) -> list[frozenset[int]]:
        """``sets`` by number and in their order: the order of sets of text differs from process to process."""
        return sorted((frozenset(self._number[one] for one in sessions) for sessions in sets), key=sorted)

    @cached_property
    def _number(self) -> Mapping[str, int]:
        return {session.id: number for number, session in enumerate(self.plan.sessions)}

    @cached_property
    def seated(self) -> Mapping[str, list[Seated]]:
        """By session: its live seats as (group, expert, column)."""
        found: dict[str, list[Seated]] = {session.id: [] for session in self.plan.sessions}
        for atom, column in self.base.seats.columns.items():
            if isinstance(atom, Seat):
                found[atom.session].append((atom.group, atom.expert, column))
        return found

    @cached_property
    def columns(self) -> Mapping[str, Indices]:
        """By session: the columns of its live seats."""
        return {
            session: np.array([column for _, _, column in seated], dtype=np.int64)
            for session, seated in self.seated.items()
        }

    @cached_property
    def blocked(self) -> Flags:
        """Half-days in which nobody can sit on a seat, shape (seats and offices, half-days)."""
        blocked = np.zeros((len(self.base.seats.columns), self.masks.count), dtype=np.bool_)
        for requirement in self.requirements:
            if isinstance(requirement, Clear):
                column = self.base.seats.columns.get(requirement.claim)
                if column is not None:
                    blocked[column] |= self.masks.of(requirement.blocked)
        return blocked

    @cached_property
    def _exclusive(self) -> Claims:
        return self._claims(one for one in self.requirements if isinstance(one, Exclusive))

    @cached_property
    def _reachable(self) -> Claims:
        return self._claims(one for one in self.requirements if isinstance(one, Reachable))

    def _claims(self, requirements: Iterable[Exclusive | Reachable]) -> Claims:
        found: list[tuple[int, int, int]] = []
        rule = ""
        for owner, requirement in enumerate(requirements):
            rule = requirement.rule
            for claim in requirement.claims:
                column = self.base.seats.columns.get(claim)
                if column is not None:
                    found.append((owner, column, self._number[claim.session]))
        owner_, column_, session_ = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return Claims(rule, owner_, column_, session_)


def open_program(merits: Merits, plan: Plan, requirements: Iterable[Requirement], masks: Masks) -> OpenProgram:
    """The program of all sessions of ``plan`` with the dates that ``requirements`` leave open."""
    return OpenProgram(merits, plan, tuple(requirements), masks)


def _at_once(spans: Mapping[str, Iterable[HalfDay]]) -> list[frozenset[str]]:
    """The widest sets of sessions that share a half-day."""
    at: defaultdict[HalfDay, set[str]] = defaultdict(set)
    for session, span in spans.items():
        for half in span:
            at[half].add(session)
    sets = dict.fromkeys(frozenset(one) for one in at.values() if len(one) > 1)
    return [one for one in sets if not any(one < other for other in sets)]
