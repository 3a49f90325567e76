"""The acts of delegations: each step with who took it and on which letter; the delegation itself is a season's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from data.season_files.codecs import Json
from data.season_files.identity import masked
from data.store.season_rows import row_id
from data.store.tables import DelegationActs
from data.store.transaction import Change, Reader


@dataclass(frozen=True, slots=True)
class Act:
    """The ``number``-th step of a delegation, from one state to another; ``document`` is the letter, or what was said.

    Documents and reasons are kept without identity numbers.
    """

    delegation: str
    number: int
    act: str
    from_state: str
    to_state: str
    actor: str
    role: str
    at: datetime
    reason: str
    document: Json


def add_act(
    change: Change, season: str, delegation: str, act: str, states: tuple[str, str], document: Json = None
) -> Act:
    """Put down a step from ``states[0]`` to ``states[1]``, by the actor and for the reason of the change."""
    known = DelegationActs
    mine = (known.season == season, known.delegation == delegation)
    last = change.first(select(func.max(known.number)).where(*mine))
    number = 1 + ((last[0] or 0) if last else 0)
    reason, told = masked(change.reason), change.vault.told(document)
    taken = Act(delegation, number, act, *states, change.actor.id, change.actor.role, change.now, reason, told)
    values = {name: getattr(taken, name) for name in Act.__slots__}
    after: Json = {"number": number, "state": states[1], "document": told}
    write = insert(known).values(season=season, **values)
    name = row_id(season, "delegations", delegation)
    change.record(act, "delegation_act", name, {"state": states[0]}, after, write)
    return taken


def acted_on(reader: Reader, season: str) -> frozenset[str]:
    """Keys of the delegations that have any step."""
    found = select(DelegationActs.delegation).where(DelegationActs.season == season).distinct()
    return frozenset(row[0] for row in reader.rows(found))


def acts(reader: Reader, season: str, delegation: str) -> tuple[Act, ...]:
    """Every step of a delegation, in their order."""
    known = DelegationActs
    columns = [getattr(known, name) for name in Act.__slots__]
    mine = (known.season == season, known.delegation == delegation)
    return tuple(Act(*row) for row in reader.rows(select(*columns).where(*mine).order_by(known.number)))
