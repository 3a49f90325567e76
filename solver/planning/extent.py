"""How much memory a planning run will take, told before it takes it."""

from __future__ import annotations

from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.errors import InputError
from solver.rules.brief import Brief

MIB = 2**20
ENGINE = 100 * MIB
"""Bytes of the solvers' own code and tables."""
PER_SEAT = 8 * 2**10
"""Bytes for each seat that a candidate could take: measured 5 to 7 KiB on seasons of 2,000 and 8,000 experts."""


def seats_of(brief: Brief, batched: Plan) -> int:
    """Seats that candidates of the sessions of ``batched`` could take, one per expert and group."""
    return sum(len(brief.candidates(session)) * len(session.group_ids()) for session in batched.sessions)


def memory_for(brief: Brief, batched: Plan) -> int:
    """Bytes that planning the sessions of ``batched`` takes beyond what the season itself takes, about."""
    return ENGINE + PER_SEAT * seats_of(brief, batched)


def refuse_too_large(brief: Brief, batched: Plan, memory: int | None) -> None:
    """Say at once that ``memory`` bytes (None: no limit) are too few for planning ``batched``.

    Raises
    ------
    InputError
        With one fault, ``season_too_large``: what it takes and what there is.
    """
    needed = memory_for(brief, batched)
    if memory is not None and needed > memory:
        facts = (
            ("seats", f"{seats_of(brief, batched):,}"),
            ("needed", f"{-(-needed // MIB):,} MiB"),
            ("free", f"{memory // MIB:,} MiB"),
        )
        raise InputError((Fault("season_too_large", value=str(len(brief.season.applications)), facts=facts),))
