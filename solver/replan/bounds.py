"""What any plan pays at least: sessions that a change touches, each with everything outside of it as free as may be.

A bound counts only what no plan avoids. Somebody who cannot sit in a session whatever its date and cases loses the seat
and is replaced, or the session is held on another day or without some of its cases, at the price of that.
"""

from __future__ import annotations

from solver.domain.plan import PlannedSession
from solver.replan.bench import Elsewhere
from solver.replan.filling import fill
from solver.replan.ground import Ground, named
from solver.rules.attendance import alternates_needed


def floor_of(ground: Ground, told: PlannedSession, out: frozenset[str]) -> int:
    """What losing the experts ``out`` comes to at least: their seats and places on lists, and whoever follows."""
    prices = ground.prices
    seats = [seat for seat in told.panel if seat.expert in out]
    lists = [one for one in told.alternates if one.expert in out]
    lost = sum(prices.loses_seat(told, seat) for seat in seats) + prices.loses_standby(told) * len(lists)
    provision = ground.brief.rulebook.active("PD-04")
    needed = sum(alternates_needed(provision, told).values()) if provision and not told.draw else 0
    waiting = len(told.alternates) - len(lists)
    vacant = max(0, told.size - (len(told.panel) - len(seats)))
    return lost + _refilled(ground, vacant, waiting, needed)


def _refilled(ground: Ground, vacant: int, waiting: int, needed: int) -> int:
    """The least for ``vacant`` seats where so many alternates wait and a list of ``needed`` has to be left."""
    prices = ground.prices
    options = [
        called * prices.called
        + (vacant - called) * prices.asked
        + prices.standby_asked * max(0, needed - waiting + called)
        for called in range(min(vacant, waiting) + 1)
    ]
    return min(options)


def seat_floor(ground: Ground, session: PlannedSession) -> int:
    """What any plan pays at least for the panel of ``session``, by those alone who may never sit in it."""
    told = ground.was.session[session.id]
    return floor_of(ground, told, frozenset(one for one in named(told) if (session.id, one) in ground.fixed.barred))


def seat_bound(ground: Ground, session: PlannedSession, alone: bool) -> int:
    """What any plan that holds ``session`` pays at least for its panel: the panel's own least, or a way around it.

    Parameters
    ----------
    alone
        Whether no other session is touched, so that the price of duties left elsewhere may be counted here.
    """
    told, least = ground.was.session[session.id], seat_floor(ground, session)
    relaxed = fill(ground, (session,), Elsewhere.PRICED if alone else Elsewhere.FREE)
    around = least + min(ground.prices.moves(told), ground.prices.moves_case(told))
    return min(max(least, relaxed.bound), around) if relaxed.found else least
