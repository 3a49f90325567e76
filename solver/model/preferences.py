"""The objective as columns and rows of a panel program: the same counts and weights that score a plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from solver.domain.plan import Plan, PlannedSession
from solver.model.linear import Switches
from solver.model.loads import Loads, Sitting
from solver.model.merits import Merits, by_members
from solver.model.objective import weights
from solver.model.program import INFINITE, Program
from solver.model.reading import Reading
from solver.model.seats import Seats
from solver.model.times import Times
from solver.model.travel import Travel
from solver.rules.requirement import Seat


def seat_worths(merits: Merits, session: PlannedSession, seated: Sequence[tuple[str, str]]) -> list[float]:
    """What each (group, expert) on the panel of ``session`` adds to the score by itself, travel apart."""
    weight = weights(merits.brief.rulebook)
    committee = merits.brief.committee_of(session)
    series = committee.series if committee else ""
    covered = {group: merits.specialties(session, group) for group in session.group_ids()}
    recusals = Counter[str]()
    for experts in merits.recused(session, frozenset(merits.brief.candidates(session))).values():
        recusals.update(experts)
    return [
        weight["seat_fit"] * merits.strength(expert, series, covered[group])
        + weight["fresh"] * merits.is_new(expert, session.committee)
        + weight["recusals"] * recusals[expert]
        for group, expert in seated
    ]


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
        held, loads = self._days_held(plan, free), Loads(self.merits, self.program, self._weights["load"])
        for expert, seats in days.items() if loads.weight else ():
            loads.add(expert, seats, held.get(expert, 0))

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
        worths = seat_worths(self.merits, session, [(group, expert) for group, expert, _ in seated])
        for (_, _, column), worth in zip(seated, worths, strict=True):
            self.program.cost[column] += worth
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

    def _days_held(self, plan: Plan, free: frozenset[str]) -> Mapping[str, int]:
        held = Counter[str]()
        for session in plan.sessions:
            if session.id not in free:
                for seat in session.panel:
                    held[seat.expert] += self.merits.days(session)
        return held
