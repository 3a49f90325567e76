"""What becomes of draws as time goes by: a party that is late makes one void, and panels are unsealed at their time.

A draw is void from that moment whether swept or not; the sweep puts it on the record. Names stay under seal until the
sweep, or somebody who may, unseals them: their time is a policy of the service's clock, not a lock.
"""

from __future__ import annotations

import logging

from api.drawing import lapse
from api.sweeping import Sweeping
from api.unsealing import Unsealer
from data.store import draws
from data.store.draws import SEALED, VOID, StoredDraw
from data.store.engine import Store
from data.store.seasons import all_seasons
from data.store.transaction import SYSTEM, Reader
from solver.errors import PingweiError

LOG = logging.getLogger("pingwei.draws")
SWEEP_SECONDS = 15.0


def sweep(store: Store, unsealer: Unsealer) -> tuple[str, ...]:
    """Void what is late and unseal what is due, in the order in which it was drawn; tells which draws changed."""
    with store.read() as reader:
        listed = [one for season in all_seasons(reader) for one in draws.season_draws(reader, season.id)]
        due = [one for one in listed if _is_due(one, reader)]
    changed = []
    for one in due:
        try:
            if _turned(store, unsealer, one):
                changed.append(one.id)
        except PingweiError as error:  # one that cannot be unsealed keeps no other season's from it
            LOG.warning("draw_not_swept", extra={"season": one.season, "draw": one.id, "error": type(error).__name__})
    return tuple(changed)


def _is_due(draw: StoredDraw, reader: Reader) -> bool:
    late = draw.state != VOID and draw.standing(reader.now) == VOID
    return late or (draw.state == SEALED and draw.names_at <= reader.now)


def _turned(store: Store, unsealer: Unsealer, draw: StoredDraw) -> bool:
    """Void or unseal ``draw`` if it is still due; what takes long is worked out before the transaction."""
    ready = None
    if draw.state == SEALED:
        with store.read() as reader:
            ready = unsealer.ready(reader, draw)
    with store.change(SYSTEM, "term", apart=True) as change:
        now = draws.one_draw(change, draw.season, draw.id)
        if not _is_due(now, change):
            return False
        if now.state == SEALED:
            unsealer.unseal(change, now, ready)
        else:
            lapse(change, now)
    return True


def draw_terms(store: Store, unsealer: Unsealer) -> Sweeping:
    """The rounds of a service."""
    return Sweeping("draws", lambda: sweep(store, unsealer), SWEEP_SECONDS)
