"""What it costs any plan at least that somebody leaves a session that is held."""

from __future__ import annotations

from solver.domain.plan import PlannedSession
from solver.replan.ground import Ground
from solver.rules.attendance import alternates_needed


def leaving(ground: Ground, told: PlannedSession, expert: str) -> int:
    """The least that any plan pays for ``expert`` leaving a session that is held: the place is filled again."""
    prices = ground.prices
    for seat in told.panel:
        if seat.expert == expert:
            return prices.loses_seat(told, seat) + prices.fills_seat
    provision = ground.brief.rulebook.active("PD-04")
    needed = sum(alternates_needed(provision, told).values()) if provision and not told.draw else 0
    refilled = prices.standby_asked if len(told.alternates) <= needed else 0
    return prices.loses_standby(told) + refilled
