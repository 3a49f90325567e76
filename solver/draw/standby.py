"""Alternates of drawn panels: out of the same lottery, ranked in each group, lawful for the seats they would take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256

import numpy as np

from solver.domain.plan import Alternate, PlannedSession
from solver.domain.vocabulary import Role
from solver.draw.balls import foremost
from solver.draw.counting import Counting, Reals, Wholes
from solver.draw.entities import DrawnPanel, Place, Pool, Problem
from solver.model.merits import Merits
from solver.rules.attendance import EmployerCap, employer_cap_of


@dataclass(frozen=True)
class Names:
    """A problem's panels by name: which places a named panel gives, and whom it bars."""

    problem: Problem

    @cached_property
    def counting(self) -> Counting:
        """The problem as arrays."""
        return Counting(self.problem)

    @cached_property
    def column(self) -> Mapping[Place, int]:
        """Index of each place."""
        return {place: number for number, place in enumerate(self.problem.places)}

    @cached_property
    def kin(self) -> Mapping[str, frozenset[str]]:
        """By expert: those with whom they share no panel."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in self.problem.apart:
            found[one].add(other)
            found[other].add(one)
        return {expert: frozenset(others) for expert, others in found.items()}

    @cached_property
    def _given(self) -> dict[tuple[str, str, Role], list[int]]:
        """Places of seats that were asked for: a thousand panels of a lottery have the same ones."""
        return {}

    def of(self, expert: str, group: str, role: Role) -> list[int]:
        """Places that a seat gives: the seat and, to who presides, the office; empty if it cannot be given."""
        known = self._given.get((expert, group, role))
        if known is None:
            known = self._given[expert, group, role] = self._places(expert, group, role)
        return known

    def _places(self, expert: str, group: str, role: Role) -> list[int]:
        number = self.problem.type_of.get(expert)
        if number is None:
            return []
        wanted = [Place(number, group)]
        if role in (Role.CHAIR, Role.VICE_CHAIR):
            wanted.append(Place(number, "", role))
        return [self.column[one] for one in wanted] if all(one in self.column for one in wanted) else []

    def given(self, panel: DrawnPanel) -> Wholes:
        """A named panel, by place."""
        found = np.zeros(len(self.problem.places), dtype=np.int64)
        for seat in panel.seats:
            for place in self.of(seat.expert, seat.group, seat.role):
                found[place] += 1
        return found


@dataclass
class Bench:
    """Who stands by for the panels of one lottery.

    An expert goes first who could take most of the group's seats without breaking a limit, then who stands by on fewest
    panels so far, then by a hash that nobody can choose. ``used`` counts how often each stands by.
    """

    merits: Merits
    session: PlannedSession
    pool: Pool
    names: Names
    used: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _covers: dict[bytes, Mapping[tuple[str, int], int]] = field(default_factory=dict)

    def staffed(self, panel: DrawnPanel, ball: int, spared: frozenset[str] = frozenset()) -> DrawnPanel | None:
        """``panel`` with its alternates, nobody ``spared`` among them; None where a group's list cannot be filled."""
        needs = self.needs
        covers = self._covered(self.names.given(panel))
        free = self.free(panel)
        found, taken = list[Alternate](), set[str]()
        for group in sorted(needs, key=lambda one: (len(free[one]) - needs[one], one)):
            able = [one for one in free[group] if one not in taken and one not in spared]
            if len(able) < needs[group]:
                return None
            counts = [self._count(one, group, covers) for one in able]
            chosen = foremost(able, counts, lambda one: self._lot(one, ball), needs[group])
            taken.update(chosen)
            found += [Alternate(expert, group, rank) for rank, expert in enumerate(chosen, start=1)]
        for expert in taken:
            self.used[expert] += 1
        return replace(panel, alternates=tuple(sorted(found, key=lambda one: (one.group, one.rank))))

    @cached_property
    def needs(self) -> Mapping[str, int]:
        """Alternates each group needs (PD-04)."""
        return self.merits.alternates_per_group(self.session)

    def free(self, panel: DrawnPanel) -> Mapping[str, list[str]]:
        """By group: who may be drawn for it, is not on the panel, no kin of anybody there, below the employer's cap."""
        seated = panel.experts()
        barred = seated.union(*(self.names.kin.get(one, frozenset()) for one in seated))
        full = self._cap.full(seated)
        return {
            group: [one for one in experts if one not in barred and self._cap.employer[one] not in full]
            for group, experts in self._eligible.items()
        }

    @cached_property
    def _eligible(self) -> Mapping[str, list[str]]:
        groups = self.session.group_ids()
        return {group: [one.expert for one in self.pool.eligible if group in one.groups] for group in groups}

    @cached_property
    def _cap(self) -> EmployerCap:
        return employer_cap_of(self.merits.brief, self.session, (one.expert for one in self.pool.candidates))

    def _count(self, expert: str, group: str, covers: Mapping[tuple[str, int], int]) -> tuple[int, int]:
        number = self.names.problem.type_of.get(expert, -1)
        return -covers.get((group, number), 0), self.used[expert]

    def _lot(self, expert: str, ball: int) -> bytes:
        return sha256(f"{self.session.id}\n{ball}\nalternate\n{expert}".encode()).digest()

    def _covered(self, given: Wholes) -> Mapping[tuple[str, int], int]:
        """By (group, type): how many seats of the group one of the type could take with every limit kept."""
        key = given.tobytes()
        if key not in self._covers:
            counting, places = self.names.counting, self.names.problem.places
            sums = counting.matrix @ given
            found: defaultdict[tuple[str, int], int] = defaultdict(int)
            seats = [place for place in np.flatnonzero(given).tolist() if counting.type_of[place] >= 0]
            for seat in seats:
                fits = swaps(counting, sums, [seat])
                for place in np.flatnonzero(fits).tolist():
                    if counting.type_of[place] >= 0 and places[place].group == places[seat].group:
                        found[places[place].group, places[place].type] += int(given[seat])
            self._covers[key] = dict(found)
        return self._covers[key]


def swaps(counting: Counting, sums: Wholes, gone: list[int]) -> Reals:
    """By place: whether it can be given in place of ``gone``, with every limit kept."""
    left = sums - counting.matrix[:, gone].sum(axis=1)
    after = left[:, None] + counting.matrix
    fits: Reals = np.all((after >= counting.low[:, None]) & (after <= counting.high[:, None]), axis=0)
    return fits
