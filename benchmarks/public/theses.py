"""Thesis seminar timetabling (github.com/Zhi-Cao/Thesis_Seminar_Timetabling_Problem): the problem and its scorer.

Every student gets one slot of one session; sessions sit on one day each. All indices count from 0.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

Halves = tuple[tuple[int, ...], tuple[int, ...]]
EMPTY = -1
TERMS = ("switches", "specialisms", "changes", "unavailable", "sessions")


@dataclass(frozen=True, slots=True)
class Seminar:
    """An instance: ``halves`` are the slots of morning and afternoon, ``weights`` those of :data:`TERMS`."""

    name: str
    days: int
    sessions: int
    specialisms: int
    halves: Halves
    most_per_half: int
    most_per_session: int
    speciality: tuple[int, ...]
    available: tuple[tuple[tuple[bool, ...], ...], ...]
    weights: tuple[float, ...]

    @property
    def noon(self) -> tuple[int, int]:
        """The two slots of which a session uses one at most."""
        return self.halves[0][-1], self.halves[1][0]

    @property
    def slots(self) -> int:
        """Slots of a day."""
        return len(self.halves[0]) + len(self.halves[1])


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session that is used: its day, and the student in each slot (:data:`EMPTY` for none)."""

    day: int
    students: tuple[int, ...]


def read_seminar(path: Path) -> Seminar:
    """An instance as it is published in JSON."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if raw["min_per_half_day"]:
        raise ValueError("a least number per half-day is in none of the published instances")
    return Seminar(
        raw["name"],
        raw["days"],
        raw["sessions"],
        raw["specialisations"],
        (tuple(raw["morning"]), tuple(raw["afternoon"])),
        raw["max_per_half_day"],
        raw["max_per_session"],
        tuple(raw["specialisation"]),
        tuple(tuple(tuple(bool(slot) for slot in day) for day in one) for one in raw["available"]),
        tuple(raw["weights"]),
    )


def faults(seminar: Seminar, sittings: Sequence[Sitting]) -> list[str]:
    """What makes a timetable illegal; nothing for a legal one."""
    seated = Counter(student for sitting in sittings for student in sitting.students if student != EMPTY)
    found = [f"student {one} sits {seated[one]} times" for one in range(len(seminar.speciality)) if seated[one] != 1]
    if len(sittings) > seminar.sessions:
        found.append(f"{len(sittings)} sessions")
    for number, sitting in enumerate(sittings):
        used = [student != EMPTY for student in sitting.students]
        if all(used[slot] for slot in seminar.noon):
            found.append(f"session {number} has no noon")
        if sum(used) > seminar.most_per_session:
            found.append(f"session {number} is too long")
        if any(sum(used[slot] for slot in half) > seminar.most_per_half for half in seminar.halves):
            found.append(f"session {number} has a half that is too long")
    return found


def score(seminar: Seminar, sittings: Sequence[Sitting]) -> Mapping[str, int]:
    """The count of each of :data:`TERMS`, taken from the timetable alone."""
    counts = Counter(dict.fromkeys(TERMS, 0))
    for sitting in sittings:
        kinds = [EMPTY if one == EMPTY else seminar.speciality[one] for one in sitting.students]
        for half in seminar.halves:
            held = [kinds[slot] for slot in half]
            counts["specialisms"] += len(set(held) - {EMPTY})
            for a, b in pairwise(held):
                counts["switches"] += (a == EMPTY) != (b == EMPTY)
                counts["changes"] += (a != b) * ((a != EMPTY) + (b != EMPTY))
        counts["unavailable"] += sum(
            not seminar.available[one][sitting.day][slot] for slot, one in enumerate(sitting.students) if one != EMPTY
        )
        counts["sessions"] += any(one != EMPTY for one in sitting.students)
    return counts


def cost(seminar: Seminar, sittings: Sequence[Sitting]) -> float:
    """The weighted sum that is minimised."""
    counts = score(seminar, sittings)
    return sum(weight * counts[term] for weight, term in zip(seminar.weights, TERMS, strict=True))
