"""Requirements compiled into rows of a linear program over the seats of a panel stage with known times.

Every lower bound is multiplied by the switch of its session (is it held?) and, where cases may be dropped, of its case
(is it placed?), so that the program always has a solution and placing is what it maximises first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from solver.model.clashes import at_one_time, out_of_reach
from solver.model.program import INFINITE, Program
from solver.model.seats import Head, Seats, head_of, is_decided
from solver.model.times import Times
from solver.rules.requirement import (
    AtMostOne,
    Between,
    Claim,
    Clear,
    Exclusive,
    Forbidden,
    Holds,
    Odd,
    Reachable,
    Requirement,
    Seat,
    Share,
    StartWithin,
)


@dataclass
class Switches:
    """Columns that say whether a session is held and whether a case is placed; a missing one means "yes, always".

    ``reviewed`` lists the applications of a specialty by (session, group, specialty), for the rules that speak of it.
    """

    sessions: Mapping[str, int] = field(default_factory=dict)
    cases: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reviewed: Mapping[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)

    def of(self, session: str, requirement: Between | Share) -> tuple[int, ...]:
        """The switches that turn a requirement on, each by itself: those of its cases, else that of its session."""
        cases = self.of_cases(session, requirement)
        if cases:
            return cases
        return (self.sessions[session],) if session in self.sessions else ()

    def of_cases(self, session: str, requirement: Between | Share) -> tuple[int, ...]:
        """The switches of the cases that a requirement of ``session`` is about, where they can be dropped."""
        if not self.cases:
            return ()
        subject = dict(requirement.subject)
        named = dict(requirement.facts).get("applications", subject.get("application", ""))
        where = (session, subject.get("group", ""), subject.get("specialty", ""))
        applications = tuple(named.split(", ")) if named else self.reviewed.get(where, ())
        return tuple(self.cases[session, one] for one in applications if (session, one) in self.cases)


@dataclass
class LinearCompiler:
    """Adds the rows of requirements to ``program``; call one of :meth:`compile` and :meth:`require`, once."""

    program: Program
    seats: Seats
    times: Times
    switches: Switches
    _heads: dict[Head, int] = field(default_factory=dict)
    _counted: dict[Head, int] = field(default_factory=dict)
    _caps: dict[tuple[str, int], dict[frozenset[int], str]] = field(default_factory=lambda: defaultdict(dict))
    _seen: set[tuple[object, ...]] = field(default_factory=set)

    def compile(self, requirements: Iterable[Requirement]) -> None:
        """The rows of ``requirements`` and of what seats and offices are."""
        listed = tuple(requirements)
        for requirement in listed:
            if isinstance(requirement, Between):
                self._note_headcount(requirement)
        self._offices_need_seats()
        self.require(listed)

    def require(self, requirements: Iterable[Requirement]) -> None:
        """The rows of ``requirements`` alone, for a program whose seats and offices are compiled already."""
        for requirement in requirements:
            self._add(requirement)
        self._flush_caps()

    def _add(self, requirement: Requirement) -> None:
        match requirement:
            case Between():
                self._between(requirement)
            case Share():
                self._share(requirement)
            case Odd():
                self._odd(requirement)
            case AtMostOne():
                columns, facts = self.seats.split(requirement.atoms)
                self._at_most(columns, 1 - facts, requirement.rule)
            case Exclusive():
                self._apart(at_one_time(self._live(requirement.claims), self.times), requirement.rule)
            case Reachable():
                self._apart(out_of_reach(self._live(requirement.claims), self.times), requirement.rule)
            case Holds() | StartWithin():
                pass  # nothing about seats: decided before the panels, by whoever made sessions and dates
            case Forbidden() | Clear():
                pass  # already dropped as variables, see solver.model.seats
            case _:
                assert_never(requirement)

    def _note_headcount(self, requirement: Between) -> None:
        """Remember a number of seats that is fixed: shares of it are then whole numbers, which tightens the program."""
        if requirement.low is None or requirement.low != requirement.high or requirement.weights:
            return
        sessions = {atom.session for atom in requirement.atoms}
        if len(sessions) != 1 or not all(isinstance(atom, Seat) for atom in requirement.atoms):
            return
        (session,) = sessions
        groups = {atom.group for atom in requirement.atoms if isinstance(atom, Seat)}
        columns, _ = self.seats.split(requirement.atoms)
        for group in (None, *groups):
            if len(columns) == len(self.seats.seats.get((session, group), ())) and (group is None or len(groups) == 1):
                self._heads[session, group] = requirement.low

    def _offices_need_seats(self) -> None:
        for (session, expert), offices in self.seats.offices.items():
            seats = self.seats.places[session, expert]
            self.program.row(
                [*offices, *seats], [1.0] * len(offices) + [-1.0] * len(seats), -INFINITE, 0.0, "office needs a seat"
            )

    def _between(self, requirement: Between) -> None:
        columns, weights, facts = self._weighted(requirement)
        if requirement.high is not None:
            self._at_most_weighted(requirement, columns, weights, requirement.high - facts)
        low = requirement.low
        if low is None or not all(is_decided(atom) for atom in requirement.atoms):
            return
        session = dict(requirement.subject).get("session", "")
        if session in self.switches.sessions:
            self._at_least(requirement, session, columns, weights, low - facts)

    def _weighted(self, requirement: Between) -> tuple[list[int], list[int], int]:
        if not requirement.weights:
            columns, facts = self.seats.split(requirement.atoms)
            return columns, [1] * len(columns), facts
        columns, weights, facts = [], [], 0
        for atom, weight in zip(requirement.atoms, requirement.weights, strict=True):
            column = self.seats.columns.get(atom)
            if column is not None:
                columns.append(column)
                weights.append(weight)
            elif atom in self.seats.held:
                facts += weight
        return columns, weights, facts

    def _at_most_weighted(self, requirement: Between, columns: list[int], weights: list[int], high: int) -> None:
        sessions = {atom.session for atom in requirement.atoms}
        session = next(iter(sessions)) if len(sessions) == 1 else ""
        switches = self.switches.of_cases(session, requirement)
        if switches:
            self._relaxable(columns, weights, high, switches, requirement.rule)
        elif session and weights == [1] * len(columns):
            self._at_most(columns, high, requirement.rule, session)
        elif sum(weight for weight in weights if weight > 0) > high:
            self._once(columns, weights, -INFINITE, high, requirement.rule)

    def _relaxable(
        self, columns: list[int], weights: list[int], high: int, switches: Iterable[int], owner: str
    ) -> None:
        """Σ ≤ high only while the case of a switch is placed."""
        slack = sum(weight for weight in weights if weight > 0) - high
        for switch in switches if slack > 0 else ():
            self._once([*columns, switch], [*weights, slack], -INFINITE, high + slack, owner)

    def _switched(self, columns: list[int], weights: list[int], low: int, switches: Iterable[int], owner: str) -> None:
        """Σ ≥ low for each switch that is on; always where there is none."""
        listed = tuple(switches)
        if not listed:
            self._once(columns, weights, low, INFINITE, owner)
        for switch in listed:
            self._once([*columns, switch], [*weights, -low], 0.0, INFINITE, owner)

    def _at_least(self, requirement: Between, session: str, columns: list[int], weights: list[int], low: int) -> None:
        if low <= sum(weight for weight in weights if weight < 0):
            return
        if weights == [1] * len(columns) and not self.switches.of_cases(session, requirement):
            head = self._head_of(session, requirement)
            if head is not None and 2 * len(columns) > len(self.seats.seats[head]):
                rest = list(set(self.seats.seats[head]).difference(columns))
                self._at_most(rest, self._heads[head] - low, requirement.rule, session)
                return
        self._switched(columns, weights, low, self.switches.of(session, requirement), requirement.rule)

    def _head_of(self, session: str, requirement: Between) -> Head | None:
        """The fixed headcount that the atoms are a part of: the few others are then the shorter row."""
        if not all(isinstance(atom, Seat) for atom in requirement.atoms):
            return None
        groups = {atom.group for atom in requirement.atoms if isinstance(atom, Seat)}
        head = (session, next(iter(groups)) if len(groups) == 1 else None)
        known = self._heads.get(head)
        return head if known is not None and known != requirement.low else None

    def _share(self, requirement: Share) -> None:
        if not all(is_decided(atom) for atom in requirement.part):
            return
        columns, facts = self.seats.split(requirement.part)
        head, session = self._heads.get(head_of(requirement.whole)), requirement.whole.session
        if head is None:
            self._share_of_column(requirement, columns, facts)
            return
        bar, ones = requirement.ratio * head, [1] * len(columns)
        if not requirement.at_most:
            low = -(-bar.numerator // bar.denominator) - facts
            self._switched(columns, ones, low, self.switches.of(session, requirement), requirement.rule)
            return
        high = bar.numerator // bar.denominator - facts
        switches = self.switches.of_cases(session, requirement)
        if switches:
            self._relaxable(columns, ones, high, switches, requirement.rule)
        else:
            self._at_most(columns, high, requirement.rule, session)

    def _share_of_column(self, requirement: Share, columns: list[int], facts: int) -> None:
        """A share of a number that is itself open: den·Σ part − num·whole on the right side of 0."""
        if requirement.whole.session not in self.switches.sessions:
            return
        whole = self._count(head_of(requirement.whole))
        ratio: Fraction = requirement.ratio
        row = [*columns, whole]
        values = [ratio.denominator] * len(columns) + [-ratio.numerator]
        bar = -facts * ratio.denominator
        low, high = (-INFINITE, bar) if requirement.at_most else (bar, INFINITE)
        self._once(row, values, low, high, requirement.rule)

    def _count(self, whole: Head) -> int:
        """A column that counts the seats of ``whole``."""
        if whole not in self._counted:
            seats = self.seats.seats.get(whole, [])
            column = self.program.column(0.0, float(len(seats)))
            self.program.row([*seats, column], [1.0] * len(seats) + [-1.0], 0.0, 0.0, "headcount")
            self._counted[whole] = column
        return self._counted[whole]

    def _odd(self, requirement: Odd) -> None:
        known = self._heads.get(head_of(requirement.whole))
        switch = self.switches.sessions.get(requirement.whole.session)
        if switch is None or (known is not None and known % 2 == 1):
            return
        if known is not None:
            self.program.row([switch], [1.0], -INFINITE, 0.0, requirement.rule)
            return
        whole = self._count(head_of(requirement.whole))
        half = self.program.column(0.0, self.program.upper[whole] // 2, integer=True)
        self.program.row([whole, half, switch], [1.0, -2.0, -1.0], 0.0, 0.0, requirement.rule)

    def _live(self, claims: Iterable[Claim]) -> list[Claim]:
        return [claim for claim in claims if claim in self.seats.columns or claim in self.seats.held]

    def _apart(self, cliques: Iterable[Iterable[Claim]], owner: str) -> None:
        for clique in cliques:
            columns, facts = self.seats.split(clique)
            self._at_most(columns, 1 - facts, owner)

    def _at_most(self, columns: list[int], high: int, owner: str, session: str = "") -> None:
        """Σ columns ≤ high; of several within one session only the widest is kept."""
        if len(columns) <= high:
            return
        if high <= 0:
            for column in columns:
                self.program.upper[column] = 0.0
            return
        self._caps[session, high].setdefault(frozenset(columns), owner)

    def _once(self, columns: list[int], values: list[int], low: float, high: float, owner: str) -> None:
        key = (tuple(columns), tuple(values), low, high)
        if key not in self._seen:
            self._seen.add(key)
            self.program.row(columns, [float(value) for value in values], low, high, owner)

    def _flush_caps(self) -> None:
        for (session, high), sets in self._caps.items():
            widest: list[frozenset[int]] = []
            for columns in sorted(sets, key=lambda one: (-len(one), sorted(one))):
                if session and any(columns <= wider for wider in widest):
                    continue
                widest.append(columns)
                self.program.row(sorted(columns), [1.0] * len(columns), -INFINITE, float(high), sets[columns])
