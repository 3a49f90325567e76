"""Applications of a band into the sessions that are to take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from solver.domain.committees import Application, SessionRequest


@dataclass(frozen=True, slots=True)
class Slot:
    """A session to be filled: at most ``capacity`` cases, of ``specialties`` only (None: any)."""

    id: str
    capacity: int
    request: SessionRequest | None = None
    specialties: frozenset[str] | None = None

    def takes(self, specialty: str) -> bool:
        """Whether cases of ``specialty`` may go here."""
        return self.specialties is None or specialty in self.specialties


def spread(
    applications: Sequence[Application], slots: Sequence[Slot], employer_of: Mapping[str, str], extra: int
) -> tuple[Mapping[str, tuple[Application, ...]], tuple[Application, ...]]:
    """Balanced filling of ``slots`` and the applications that found no room.

    Parameters
    ----------
    employer_of
        By application: employers are kept together, so that few panels have colleagues of an applicant.
    extra
        Sessions a specialty is spread over beyond those its number asks for: with none, its experts come seldom; with
        many, each session has more experts to choose from.
    """
    by_specialty: defaultdict[str, list[Application]] = defaultdict(list)
    for row in applications:
        by_specialty[row.specialty].append(row)
    room = {slot.id: slot.capacity for slot in slots}
    filled: dict[str, list[Application]] = {slot.id: [] for slot in slots}
    target = max(1, ceil(len(applications) / max(1, len(slots))))
    left: list[Application] = []
    for specialty, rows in sorted(by_specialty.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        waiting = sorted(rows, key=lambda row: (employer_of.get(row.id, ""), row.id))
        pieces = ceil(len(rows) / target) + extra
        while waiting:
            open_slots = [slot for slot in slots if slot.takes(specialty) and room[slot.id] > 0]
            if not open_slots:
                break
            open_slots.sort(key=lambda slot: (-room[slot.id] / slot.capacity, slot.id))
            _pour(waiting, open_slots[:pieces], room, filled)
        left.extend(waiting)
    return {slot: tuple(rows) for slot, rows in filled.items() if rows}, tuple(left)


def _pour(
    waiting: list[Application], slots: Sequence[Slot], room: dict[str, int], filled: dict[str, list[Application]]
) -> None:
    """Move ``waiting`` into ``slots`` in proportion to their room; each takes at least one while any are left."""
    total = sum(room[slot.id] for slot in slots)
    amount = len(waiting)
    for slot in slots:
        quota = min(room[slot.id], max(1, round(amount * room[slot.id] / total)), len(waiting))
        filled[slot.id].extend(waiting[:quota])
        del waiting[:quota]
        room[slot.id] -= quota
