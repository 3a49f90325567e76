"""What panels mean for readers: how well the cases of a group can be read by whoever sits in it.

Readings are not decided with the panels, but a panel without enough holders of a specialty reads its cases badly or not
at all. Readers of one strength are added up, so this costs a few columns per group; where that is few, cases are told
apart by who is recused, elsewhere recusals enter as cases an expert cannot read. It is a relaxation of the flow that
later assigns readers: its worth is never less than what that reaches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from solver.domain.plan import PlannedSession
from solver.model.merits import Merits
from solver.model.program import INFINITE, Program

EXACT_UP_TO = 500
"""Entries (kinds of cases × seats) of a session up to which cases are told apart by who is recused for them."""
Kind = tuple[str, str, frozenset[str]]
"""Cases alike: series, specialty, and who is recused (empty where cases are not told apart by it)."""
Seated = tuple[str, str, int]
"""(group, expert, column) of a live seat."""


@dataclass(frozen=True)
class Reading:
    """Adds the readers of one session at a time to ``program``; ``weight`` is that of ``reader_fit``."""

    merits: Merits
    program: Program
    weight: float

    def add(self, session: PlannedSession, seated: Sequence[Seated], switch: int | None) -> None:
        """Worth of the readers of ``session``, and their capacity."""
        needed = self.merits.readers_per_case(session)
        recused = self.merits.recused(session, frozenset(expert for _, expert, _ in seated))
        exact = len(set(recused.values())) * len(seated) <= EXACT_UP_TO
        for group in session.group_ids():
            seats = [(expert, column) for where, expert, column in seated if where == group]
            kinds = self._kinds(session, group, recused if exact else {})
            unread = Counter[tuple[str, str, str]]() if exact else self._unreadable(recused)
            for kind, count in kinds.items():
                self._worth(kind, count, needed, seats, unread)
        self.add_capacity(session, seated, switch)

    def add_capacity(self, session: PlannedSession, seated: Sequence[Seated], switch: int | None) -> None:
        """That the groups of ``session`` can read their cases at all, in the days it sits on."""
        needed = self.merits.readers_per_case(session)
        readings = Counter(case.group for case in session.cases if self.merits.brief.application(case.application))
        for group in session.group_ids():
            seats = [(expert, column) for where, expert, column in seated if where == group]
            self._capacity(session, group, readings[group] * needed, seats, switch)

    def add_strong(self, session: PlannedSession, seated: Sequence[Seated], least: float, owner: str) -> None:
        """That readers of a strength of at least ``least`` can read every case of ``session``."""
        needed = self.merits.readers_per_case(session)
        recused = self.merits.recused(session, frozenset(expert for _, expert, _ in seated))
        exact = len(set(recused.values())) * len(seated) <= EXACT_UP_TO
        unread = Counter[tuple[str, str, str]]() if exact else self._unreadable(recused)
        for group in session.group_ids():
            by_seat: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
            for (series, specialty, out), count in self._kinds(session, group, recused if exact else {}).items():
                readings = []
                for where, expert, seat in seated:
                    fits = where == group and expert not in out
                    if fits and self.merits.strength(expert, series, (specialty,)) >= least:
                        most = float(count - unread.get((expert, series, specialty), 0))
                        readings.append(self.program.column(0.0, most))
                        self.program.row([readings[-1], seat], [1.0, -most], -INFINITE, 0.0, owner)
                        by_seat[expert, seat].append(readings[-1])
                self.program.row(readings, [1.0] * len(readings), float(needed * count), INFINITE, owner)
            for (expert, seat), readings in by_seat.items():
                values = [*([1.0] * len(readings)), -float(*self._most(session, [expert]))]
                self.program.row([*readings, seat], values, -INFINITE, 0.0, owner)

    def _kinds(self, session: PlannedSession, group: str, recused: Mapping[str, frozenset[str]]) -> Counter[Kind]:
        """Number of cases of ``group`` of each kind."""
        found = Counter[Kind]()
        for case in session.cases:
            application = self.merits.brief.application(case.application)
            if application is not None and case.group == group:
                out = recused.get(application.id, frozenset())
                found[application.series, application.specialty, out] += 1
        return found

    def _unreadable(self, recused: Mapping[str, frozenset[str]]) -> Counter[tuple[str, str, str]]:
        """Cases an expert must not read, by (expert, series, specialty)."""
        found = Counter[tuple[str, str, str]]()
        for case, experts in recused.items():
            application = self.merits.brief.application(case)
            if application is not None:
                found.update((expert, application.series, application.specialty) for expert in experts)
        return found

    def _worth(
        self,
        kind: Kind,
        count: int,
        needed: int,
        seats: Sequence[tuple[str, int]],
        unread: Mapping[tuple[str, str, str], int],
    ) -> None:
        """Readings by strength: as many as cases ask for, and per seat no more than it may read."""
        series, specialty, out = kind
        by_strength: defaultdict[float, list[tuple[int, int]]] = defaultdict(list)
        for expert, column in seats:
            if expert not in out:
                strength = self.merits.strength(expert, series, (specialty,))
                by_strength[strength].append((column, count - unread.get((expert, series, specialty), 0)))
        by_strength.pop(0.0, None)
        readings = []
        for strength in sorted(by_strength, reverse=True):
            reading = self.program.column(0.0, float(needed * count), self.weight * strength)
            columns = [column for column, _ in by_strength[strength]]
            values = [-float(most) for _, most in by_strength[strength]]
            self.program.row([reading, *columns], [1.0, *values], -INFINITE, 0.0, "preference")
            readings.append(reading)
        if len(readings) > 1:
            self.program.row(readings, [1.0] * len(readings), -INFINITE, float(needed * count), "preference")

    def _capacity(
        self,
        session: PlannedSession,
        group: str,
        readings: int,
        seats: Sequence[tuple[str, int]],
        switch: int | None,
    ) -> None:
        """The seats of a group can carry its readings within the limits of each expert (PD-06)."""
        most = self._most(session, [expert for expert, _ in seats])
        size = next((one.seats for one in session.groups if one.id == group), session.size)
        if switch is not None and most and min(most) * size < readings:
            columns = [column for _, column in seats]
            values = [float(min(one, readings)) for one in most]
            self.program.row([*columns, switch], [*values, -float(readings)], 0.0, INFINITE, "PD-06")

    def _most(self, session: PlannedSession, experts: Iterable[str]) -> list[int]:
        """Readings that each of ``experts`` may have in ``session``."""
        load, cases = self.merits.brief.rulebook.active("PD-06"), len(session.cases)
        if load is None:
            return [cases for _ in experts]
        limit, known = (
            load.whole("max_apps_per_day") * self.merits.sitting_days(session),
            self.merits.brief.season.expert,
        )
        return [min(limit, cases if (own := known[one].max_cases) is None else own) for one in experts]
