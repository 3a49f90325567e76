"""Seminars as flow: sessions of a day are alike, so only how many of them follow each pattern is decided.

For each day and half one network: a path through it says which speciality sits in each slot of a half, and remembers
which ones have sat already, so that every term of the cost but availability is a cost of an arc. As many paths are
taken as the day has sessions. Students flow to (day, slot, speciality). Nothing names a session, so nothing is
symmetrical, and what a solver must prove shrinks accordingly. Morning and afternoon paths are paired afterwards: where
noon is used by at most as many paths as there are sessions, a pairing without two at noon exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.public.theses import EMPTY, Seminar, Sitting
from solver.model.program import Arrays, Program, Reals

Memory = tuple[frozenset[int], int]
"""Which specialities have sat in a half, and which sits now (:data:`~benchmarks.public.theses.EMPTY` for none)."""
START: Memory = (frozenset(), -2)


@dataclass(frozen=True, slots=True)
class Arc:
    """A step into the next slot of a half."""

    column: int
    tail: Memory
    head: Memory


@dataclass
class SeminarModel:
    """The program of one seminar, and the way from its values back to sessions."""

    seminar: Seminar
    program: Program = field(default_factory=Program)
    sessions: list[int] = field(default_factory=list)
    arcs: dict[tuple[int, int], list[Arc]] = field(default_factory=lambda: defaultdict(list))
    """Arcs into (day, slot)."""
    seats: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """Column of (student, day, slot)."""

    def build(self) -> Arrays:
        """The program; its maximum is minus the least cost."""
        each = self.seminar.weights[4]
        self.sessions = [
            self.program.column(0, self.seminar.sessions, -each, integer=True) for _ in range(self.seminar.days)
        ]
        self.program.row(self.sessions, [1.0] * len(self.sessions), 0, self.seminar.sessions, "sessions")
        for day in range(self.seminar.days):
            for half in self.seminar.halves:
                self._half(day, half)
            self._noon(day)
        self._students()
        return self.program.freeze()

    def _half(self, day: int, half: tuple[int, ...]) -> None:
        """The network of a half: as many paths as sessions."""
        nodes: list[Memory] = [START]
        for slot in half:
            into = self.arcs[day, slot]
            into.extend(self._step(node, kind) for node in nodes for kind in range(EMPTY, self.seminar.specialisms))
            if slot == half[0]:
                columns = [arc.column for arc in into]
                self._equal(columns, [self.sessions[day]])
            else:
                self._conserve(self.arcs[day, slot - 1], into)
            nodes = list(dict.fromkeys(arc.head for arc in into))

    def _step(self, tail: Memory, kind: int) -> Arc:
        seen, last = tail
        switches, specialisms, changes = self.seminar.weights[:3]
        fresh = kind != EMPTY and kind not in seen
        cost = specialisms * fresh
        if tail != START and kind != last:
            cost += switches * ((kind == EMPTY) != (last == EMPTY)) + changes * ((kind != EMPTY) + (last != EMPTY))
        column = self.program.column(0, self.seminar.sessions, -cost, integer=True)
        return Arc(column, tail, (seen | {kind} if fresh else seen, kind))

    def _conserve(self, before: list[Arc], after: list[Arc]) -> None:
        leaving: dict[Memory, list[int]] = defaultdict(list)
        for arc in after:
            leaving[arc.tail].append(arc.column)
        coming: dict[Memory, list[int]] = defaultdict(list)
        for arc in before:
            coming[arc.head].append(arc.column)
        for node, columns in coming.items():
            self._equal(columns, leaving[node])

    def _equal(self, left: list[int], right: list[int]) -> None:
        self.program.row(left + right, [1.0] * len(left) + [-1.0] * len(right), 0, 0, "flow")

    def _noon(self, day: int) -> None:
        used = [arc.column for slot in self.seminar.noon for arc in self.arcs[day, slot] if arc.head[1] != EMPTY]
        columns = [*used, self.sessions[day]]
        self.program.row(columns, [1.0] * len(used) + [-1.0], -self.seminar.sessions, 0, "noon")

    def _students(self) -> None:
        unavailable = self.seminar.weights[3]
        places = [(day, slot) for day in range(self.seminar.days) for slot in range(self.seminar.slots)]
        for student, free in enumerate(self.seminar.available):
            for day, slot in places:
                cost = 0.0 if free[day][slot] else unavailable
                self.seats[student, day, slot] = self.program.column(0, 1, -cost, integer=True)
            columns = [self.seats[student, day, slot] for day, slot in places]
            self.program.row(columns, [1.0] * len(columns), 1, 1, "student")
        for day, slot in places:
            for kind in range(self.seminar.specialisms):
                offered = [arc.column for arc in self.arcs[day, slot] if arc.head[1] == kind]
                taken = [
                    self.seats[student, day, slot] for student, own in enumerate(self.seminar.speciality) if own == kind
                ]
                self._equal(taken, offered)

    def sittings(self, values: Reals) -> list[Sitting]:
        """The sessions that ``values`` (one per column, whole) mean."""
        left = {column: round(values[column]) for arcs in self.arcs.values() for column in (arc.column for arc in arcs)}
        waiting = self._waiting(values)
        found = []
        for day, column in enumerate(self.sessions):
            count = round(values[column])
            mornings, afternoons = ([self._path(left, day, half) for _ in range(count)] for half in self.seminar.halves)
            mornings.sort(key=lambda path: path[-1] == EMPTY)
            afternoons.sort(key=lambda path: path[0] != EMPTY)
            for kinds in (morning + afternoon for morning, afternoon in zip(mornings, afternoons, strict=True)):
                seated = [EMPTY if kind == EMPTY else waiting[day, slot, kind].pop() for slot, kind in enumerate(kinds)]
                found.append(Sitting(day, tuple(seated)))
        return found

    def _waiting(self, values: Reals) -> dict[tuple[int, int, int], list[int]]:
        waiting: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for (student, day, slot), column in self.seats.items():
            if round(values[column]):
                waiting[day, slot, self.seminar.speciality[student]].append(student)
        return waiting

    def _path(self, left: dict[int, int], day: int, half: tuple[int, ...]) -> list[int]:
        """Take one path out of what is ``left`` of the flow."""
        return [arc.head[1] for arc in self._taken(left, day, half)]

    def _taken(self, left: dict[int, int], day: int, half: tuple[int, ...]) -> Iterator[Arc]:
        node = START
        for slot in half:
            arc = next(one for one in self.arcs[day, slot] if one.tail == node and left[one.column] > 0)
            left[arc.column] -= 1
            node = arc.head
            yield arc
