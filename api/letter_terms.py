"""What becomes of accepted letters as days go by: used once all of it has sat, expired once over and unused.

No route waits for it: a letter whose term is over authorises nothing, swept or not. The sweep puts it on the record.
"""

from __future__ import annotations

import logging

from api.delegating import NAME, TABLE, put_down, requesters
from api.sweeping import Sweeping
from api.today import today
from data.briefing import scope_brief_for
from data.plan_files.plan_json import plan_of
from data.season_files.row_json import entities_of
from data.store.engine import Store
from data.store.plans import plan_body, published_plan
from data.store.scope_season import read_scope
from data.store.season_references import bare_rows
from data.store.seasons import all_seasons
from data.store.transaction import SYSTEM, Change, Reader
from solver.domain.committees import Delegation
from solver.domain.officers import Capacity, Officer
from solver.domain.plan import Plan
from solver.domain.vocabulary import DelegationState
from solver.errors import InputError
from solver.rules.delegation_acts import perform
from solver.rules.delegation_motion import Act, Motion

LOG = logging.getLogger("pingwei.letters")
SWEEP_SECONDS = 3600.0
PINGWEI = Officer(SYSTEM.id, Capacity.SYSTEM, None)


def sweep(store: Store) -> tuple[str, ...]:
    """End every letter that the day of the store's clock ends, season by season; tells which ones."""
    with store.read() as reader:
        seasons = [one.id for one in all_seasons(reader) if _accepted(reader, one.id)]
    ended: list[str] = []
    for season in seasons:
        try:
            with store.change(SYSTEM, "term", apart=True) as change:
                ended += _ended(change, season)
        except InputError as error:  # a season that cannot be read keeps no other from being swept
            LOG.warning("letters of a season not swept: %d faults", len(error.faults))
    return tuple(ended)


def _accepted(reader: Reader, season: str) -> list[Delegation]:
    rows: list[Delegation] = list(entities_of(TABLE, (body for _, body in bare_rows(reader, season, NAME))))
    return [one for one in rows if one.state is DelegationState.ACCEPTED]


def _ended(change: Change, season: str) -> list[str]:
    brief, day, published = scope_brief_for(read_scope(change, season)), today(change), _published(change, season)
    ended = []
    for letter in _accepted(change, season):
        for act in (Act.USE, Act.EXPIRE):
            motion = Motion(act, PINGWEI, day, published=published)
            outcome = perform(brief, letter, motion, requesters(change, season, letter.id))
            if outcome.is_done:
                put_down(change, season, brief, letter, outcome, motion)
                ended.append(letter.id)
                break
    return ended


def _published(reader: Reader, season: str) -> Plan | None:
    found = published_plan(reader, season)
    return plan_of(plan_body(reader, found.id)) if found else None


def letter_terms(store: Store, seconds: float = SWEEP_SECONDS) -> Sweeping:
    """The rounds of a service: at once, and then every hour."""
    return Sweeping("letters", lambda: sweep(store), seconds)
