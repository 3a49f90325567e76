"""What the days of an expert cost, as rows that leave the relaxation nothing to gain from half a seat.

The n-th day of an expert costs n, so the cost of a set of sessions depends on how many of each length are in it. Every
such count within the limits of PD-06 has a column that says how far it is the one chosen; the seats of each length add
up to the chosen counts, and a seat is taken no further than counts that have its length are chosen. For sessions of one
length that is the convex hull; for several it is close to it: on a part of 17 sessions of a city it brought the
relaxation from 5,936 to 5,880 where the optimum is 5,879 (disjunctive formulation: Balas 1979, "Disjunctive
programming", Annals of Discrete Mathematics 5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solver.domain.vocabulary import Severity
from solver.model.merits import Merits, load
from solver.model.program import INFINITE, Program

Sitting = tuple[str, int, int]
"""(session, column, days) of a seat an expert could have."""
Counts = tuple[int, ...]
"""How many sessions of each length."""
Columns = Mapping[int, Mapping[str, list[int]]]
"""By length in days and session: the columns of an expert's seats."""
EVERY = 10**6
"""A limit that nobody reaches."""
MOST_COUNTS = 80
"""Counts up to which each has a column; beyond, days are only added up."""


@dataclass(frozen=True)
class Loads:
    """Adds the load of one expert at a time to ``program``; ``weight`` (negative) is that of ``load``."""

    merits: Merits
    program: Program
    weight: float

    def add(self, expert: str, seats: Sequence[Sitting], held: int) -> None:
        """The cost of ``seats``, after ``held`` days of sessions that are settled."""
        before = self.merits.past_days(expert) + held
        columns: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for session, column, length in seats:
            columns[length][session].append(column)
        if sum(len(sessions) for sessions in columns.values()) == 1:
            for _, column, length in seats:
                self.program.cost[column] += self.weight * load(before, length)
            return
        most_sessions, most_days = self._limits(expert)
        found: list[Counts] = []
        for counts in _counts(columns, most_sessions, most_days):
            found.append(counts)
            if len(found) > MOST_COUNTS:
                self._added_up(before, seats, most_days)
                return
        self._chosen(before, columns, [one for one in found if any(one)])

    def _limits(self, expert: str) -> tuple[int, int]:
        """Sessions and days that ``expert`` may have in all (PD-06), as far as that binds."""
        provision, own = self.merits.brief.rulebook.active("PD-06"), self.merits.brief.season.expert[expert]
        if provision is None or provision.severity is Severity.ADVISORY:
            return EVERY, EVERY
        sessions, days = provision.whole("max_sessions_per_year"), provision.whole("max_days_per_year")
        return (
            sessions if own.max_sessions is None else min(sessions, own.max_sessions),
            days if own.max_days is None else min(days, own.max_days),
        )

    def _chosen(self, before: int, columns: Columns, found: Sequence[Counts]) -> None:
        """One of ``found``, or none, is chosen, and the seats agree with it."""
        program, lengths = self.program, list(columns)
        chosen = [
            program.column(0.0, 1.0, self.weight * load(before, _days(lengths, counts))) for counts in found
        ]  # fmt: skip
        program.row(chosen, [1.0] * len(chosen), -INFINITE, 1.0, "preference")
        for place, length in enumerate(lengths):
            having = [(column, counts[place]) for column, counts in zip(chosen, found, strict=True) if counts[place]]
            ways, times = [column for column, _ in having], [-float(count) for _, count in having]
            seats = [column for session in columns[length].values() for column in session]
            program.row([*seats, *ways], [*([1.0] * len(seats)), *times], 0.0, 0.0, "preference")
            for session in columns[length].values() if len(columns[length]) > 1 else ():
                values = [*([1.0] * len(session)), *([-1.0] * len(ways))]
                program.row([*session, *ways], values, -INFINITE, 0.0, "preference")

    def _added_up(self, before: int, seats: Iterable[Sitting], most_days: int) -> None:
        """Each seat what it costs alone, and a column for what they cost together: the chords between sums of days."""
        listed = tuple(seats)
        for _, column, length in listed:
            self.program.cost[column] += self.weight * load(before, length)
        together = self.program.column(0.0, INFINITE, self.weight)
        for low, high in pairwise(_sums(listed, most_days)):
            slope = (load(0, high) - load(0, low)) / (high - low)
            values = [slope * length - load(0, length) for _, _, length in listed]
            bar = slope * low - load(0, low)
            if sum(value for value in values if value > 0) > bar:
                columns = [column for _, column, _ in listed]
                self.program.row([*columns, together], [*values, -1.0], -INFINITE, bar, "preference")


def _counts(columns: Columns, most_sessions: int, most_days: int) -> Iterator[Counts]:
    """Every count of sessions by length within the limits."""
    lengths = list(columns)

    def further(place: int, sessions: int, days: int) -> Iterator[Counts]:
        if place == len(lengths):
            yield ()
            return
        length = lengths[place]
        for count in range(min(len(columns[length]), sessions, days // length) + 1):
            for rest in further(place + 1, sessions - count, days - count * length):
                yield (count, *rest)

    return further(0, most_sessions, most_days)


def _days(lengths: Sequence[int], counts: Counts) -> int:
    return sum(length * count for length, count in zip(lengths, counts, strict=True))


def _sums(seats: Iterable[Sitting], most_days: int) -> list[int]:
    """Numbers of days from 1 on that some of the sessions add up to."""
    reached = {0}
    for length in {session: length for session, _, length in seats}.values():
        reached |= {total + length for total in reached if total + length <= most_days}
    return sorted(reached)[1:]
