"""The objective as columns and rows of a panel program: the same counts and weights that score a plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solver.domain.plan import Plan, PlannedSession
from solver.model.linear import Switches
from solver.model.merits import Merits, by_members, load
from solver.model.objective import weights
from solver.model.program import INFINITE, Program
from solver.model.reading import Reading
from solver.model.seats import Seats
from solver.model.times import Times
from solver.model.travel import Travel
from solver.rules.requirement import Seat

Sitting = tuple[str, int, int]
"""(session, column, days) of a seat an expert could have."""
EVERY = 10**6
"""A limit that nobody reaches."""


@dataclass
class Preferences:
    """Adds the worth of every seat of the ``free`` sessions to ``program``.

    Readers enter at their best (:mod:`solver.model.reading`); terms that no seat decides (alternates, preferred days,
    compactness) are not in it.
    """

    merits: Merits
    program: Program
    seats: Seats
    times: Times
    switches: Switches
    travel: Travel

    def add(self, plan: Plan, free: frozenset[str]) -> None:
        """Costs, and the columns and rows of the convex terms."""
        days: defaultdict[str, list[Sitting]] = defaultdict(list)
        reading = Reading(self.merits, self.program, self._weights["reader_fit"])
        for session in plan.sessions:
            if session.id in free:
                seated = self._seats_of(session)
                reading.add(session, seated, self.switches.sessions.get(session.id))
                self._worth(session, seated)
                self._spread(session, seated)
                self._reserve(session, seated)
                for _, expert, column in seated:
                    days[expert].append((session.id, column, self.merits.days(session)))
        self._load(days, self._days_held(plan, free))

    @property
    def _weights(self) -> Mapping[str, float]:
        return weights(self.merits.brief.rulebook)

    def _seats_of(self, session: PlannedSession) -> list[tuple[str, str, int]]:
        """(group, expert, column) of each live seat."""
        experts = self.merits.brief.candidates(session)
        found = []
        for group in session.group_ids():
            for expert in experts:
                column = self.seats.columns.get(Seat(session.id, group, expert))
                if column is not None:
                    found.append((group, expert, column))
        return found

    def _worth(self, session: PlannedSession, seated: Sequence[tuple[str, str, int]]) -> None:
        weight, merits = self._weights, self.merits
        committee = merits.brief.committee_of(session)
        series = committee.series if committee else ""
        covered = {group: merits.specialties(session, group) for group in session.group_ids()}
        recusals = Counter[str]()
        for experts in merits.recused(session, frozenset(merits.brief.candidates(session))).values():
            recusals.update(experts)
        for group, expert, column in seated:
            self.program.cost[column] += (
                weight["seat_fit"] * merits.strength(expert, series, covered[group])
                + weight["fresh"] * merits.is_new(expert, session.committee)
                + weight["recusals"] * recusals[expert]
            )
        self.travel.add(session, seated, self.times.districts.get(session.id, frozenset()))

    def _spread(self, session: PlannedSession, seated: Iterable[tuple[str, str, int]]) -> None:
        """Each seat of an employer beyond its first costs the same."""
        by_employer: defaultdict[str, list[int]] = defaultdict(list)
        for _, expert, column in seated:
            by_employer[self.merits.employer(expert, session.committee)].append(column)
        weight = self._weights["employer_spread"]
        for employer, columns in by_employer.items():
            if employer and len(columns) > 1 and weight:
                self._beyond(columns, 1, weight)

    def _reserve(self, session: PlannedSession, seated: Iterable[tuple[str, str, int]]) -> None:
        """Recusals that leave no reserve for a no-show cost, per application."""
        spare, weight = self.merits.reserve_from(session.size), self._weights["reserve"]
        columns: defaultdict[str, list[int]] = defaultdict(list)
        for _, expert, column in seated:
            columns[expert].append(column)
        if spare is None or not weight:
            return
        for experts, cases in by_members(self.merits.recused(session, frozenset(columns))).items():
            if len(experts) > spare:
                self._beyond([one for expert in sorted(experts) for one in columns[expert]], spare, weight * cases)

    def _beyond(self, columns: list[int], free: int, cost: float) -> None:
        """A column for how far Σ ``columns`` goes beyond ``free``, at ``cost`` (negative) each."""
        excess = self.program.column(0.0, float(max(0, len(columns) - free)), cost)
        self.program.row([*columns, excess], [1.0] * len(columns) + [-1.0], -INFINITE, float(free), "preference")

    def _load(self, days: Mapping[str, list[Sitting]], held: Mapping[str, int]) -> None:
        """The n-th day of an expert costs n: each seat what it costs alone, and a column for what they cost together.

        Charging a seat for its days whole, not by the day, keeps the relaxation from seating half an expert for two
        days at the price of one; the column is bounded by the chords between the numbers of days that can come about.
        """
        weight = self._weights["load"]
        for expert, seats in days.items() if weight else ():
            before = self.merits.past_days(expert) + held.get(expert, 0)
            for _, column, length in seats:
                self.program.cost[column] += weight * load(before, length)
            totals = self._totals(expert, seats)
            if not totals or totals[-1] <= max(length for _, _, length in seats):
                continue
            together = self.program.column(0.0, INFINITE, weight)
            for low, high in pairwise(totals):
                slope = (load(0, high) - load(0, low)) / (high - low)
                values = [slope * length - load(0, length) for _, _, length in seats]
                bar = slope * low - load(0, low)
                if sum(value for value in values if value > 0) > bar:
                    columns = [column for _, column, _ in seats]
                    self.program.row([*columns, together], [*values, -1.0], -INFINITE, bar, "preference")

    def _totals(self, expert: str, seats: Iterable[Sitting]) -> list[int]:
        """Numbers of days from 1 on that ``expert`` could come to, within the limits of PD-06."""
        provision, own = self.merits.brief.rulebook.active("PD-06"), self.merits.brief.season.expert[expert]
        most_days = provision.whole("max_days_per_year") if provision else EVERY
        most_sessions = provision.whole("max_sessions_per_year") if provision else EVERY
        if provision and own.max_sessions is not None:
            most_sessions = min(most_sessions, own.max_sessions)
        reached = {0: 0}
        for length in {session: length for session, _, length in seats}.values():
            for total, sessions in sorted(reached.items()):
                if total + length <= most_days and sessions < most_sessions:
                    known = reached.get(total + length, EVERY)
                    reached[total + length] = min(known, sessions + 1)
        return sorted(reached)[1:]

    def _days_held(self, plan: Plan, free: frozenset[str]) -> Mapping[str, int]:
        held = Counter[str]()
        for session in plan.sessions:
            if session.id not in free:
                for seat in session.panel:
                    held[seat.expert] += self.merits.days(session)
        return held
