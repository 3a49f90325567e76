"""How much memory the parts of a season take, told before any of them is begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.domain.faults import Fault
from solver.errors import InputError
from solver.planning.batches import batch_cases
from solver.planning.components import Part
from solver.planning.extent import MIB, memory_for, seats_of
from solver.routing import route_applications


@dataclass(frozen=True, slots=True)
class PartExtent:
    """What the largest of some parts takes.

    Parameters
    ----------
    parts, applications
        How many parts there are, and how many applications the largest has.
    seats, memory
        Seats that candidates of its sessions could take, and the bytes of planning it.
    """

    parts: int
    applications: int
    seats: int
    memory: int

    def refuse_above(self, memory: int | None) -> None:
        """Say that ``memory`` bytes (None: no limit) for one part are too few.

        Raises
        ------
        InputError
            With one fault, ``parts_too_large``: what the largest part takes and what there is.
        """
        if memory is None or self.memory <= memory:
            return
        facts = (
            ("parts", str(self.parts)),
            ("seats", f"{self.seats:,}"),
            ("needed", f"{-(-self.memory // MIB):,} MiB"),
            ("free", f"{memory // MIB:,} MiB"),
        )
        raise InputError((Fault("parts_too_large", value=f"{self.applications:,}", facts=facts),))


def extent_of(parts: Sequence[Part]) -> PartExtent:
    """What the largest of ``parts`` takes: the one with most experts for most applications."""
    largest = max(parts, key=_likely_size)
    batched = batch_cases(largest.scope, route_applications(largest.scope))
    return PartExtent(
        len(parts),
        len(largest.applications),
        seats_of(largest.scope, batched),
        memory_for(largest.scope, batched),
    )


def _likely_size(part: Part) -> int:
    return len(part.scope.season.pools) * len(part.applications)
