"""Applications of a band into the sessions that are to take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Placing:
    """What pins say of cases: by application the session that takes it, and the sessions that do not."""

    kept: Mapping[str, str] = field(default_factory=dict)
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)


FREE = Placing()
NOWHERE: frozenset[str] = frozenset()


def spread(
    applications: Sequence[Application],
    slots: Sequence[Slot],
    employer_of: Mapping[str, str],
    extra: int,
    placing: Placing = FREE,
) -> tuple[Mapping[str, tuple[Application, ...]], tuple[Application, ...]]:
    """Balanced filling of ``slots`` and the applications that found no room.

    Parameters
    ----------
    employer_of
        By application: employers are kept together, so that few panels have colleagues of an applicant.
    extra
        Sessions a specialty is spread over beyond those its number asks for: with none, its experts come seldom; with
        many, each session has more experts to choose from.
    placing
        Cases that are kept go first.
    """
    room = {slot.id: slot.capacity for slot in slots}
    filled: dict[str, list[Application]] = {slot.id: [] for slot in slots}
    known = {slot.id: slot for slot in slots}
    alike: defaultdict[tuple[str, frozenset[str]], list[Application]] = defaultdict(list)
    waiting_for = {row.id: row for row in applications}
    for one, session in placing.kept.items():  # in their order: a plan kept whole stays as it is
        slot = known.get(session)
        if one in waiting_for and slot is not None and slot.takes(waiting_for[one].specialty):
            filled[slot.id].append(waiting_for.pop(one))
            room[slot.id] -= 1
    for row in applications:
        if row.id in waiting_for:
            alike[row.specialty, placing.barred.get(row.id, NOWHERE)].append(row)
    target = max(1, ceil(len(applications) / max(1, len(slots))))
    left: list[Application] = []
    for (specialty, barred), rows in sorted(alike.items(), key=_most_first):
        waiting = sorted(rows, key=lambda row: (employer_of.get(row.id, ""), row.id))
        pieces = ceil(len(rows) / target) + extra
        while waiting:
            open_slots = [
                slot for slot in slots if slot.takes(specialty) and room[slot.id] > 0 and slot.id not in barred
            ]
            if not open_slots:
                break
            open_slots.sort(key=lambda slot: (-room[slot.id] / slot.capacity, slot.id))
            _pour(waiting, open_slots[:pieces], room, filled)
        left.extend(waiting)
    return {slot: tuple(rows) for slot, rows in filled.items() if rows}, tuple(left)


def _most_first(pair: tuple[tuple[str, frozenset[str]], list[Application]]) -> tuple[int, str, list[str]]:
    (specialty, barred), rows = pair
    return -len(rows), specialty, sorted(barred)


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
