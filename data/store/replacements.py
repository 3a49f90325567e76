"""Replacements in the store: who asked for one, who approved it, and the record, which lies under seal.

Whom a replacement concerns is in its ``paper`` alone, sealed like the pool of its draw: first the leaf of who does not
come, then the whole record. Its digest is told, and with it the record is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import insert, select, update

from data.season_files.codecs import Json
from data.store.draws import StoredDraw, in_groups, replaced
from data.store.errors import AbsentError, StaleError
from data.store.tables import Replacements
from data.store.transaction import Change, Reader, Write

ASKED, DRAWN, WITHDRAWN = "asked", "drawn", "withdrawn"


@dataclass(frozen=True, slots=True)
class StoredReplacement:
    """A replacement; ``asked`` counts the requests of its draw from 1, ``number`` the replacements (0: not drawn)."""

    season: str
    id: str
    draw: str
    state: str
    reason: str
    document: str
    asked_by: str
    asked_as: str
    asked_at: datetime
    paper: str
    digest: str
    asked: int
    number: int
    version: int
    approved_by: str | None
    approved_as: str | None
    approved_at: datetime | None


COLUMNS = tuple(getattr(Replacements, one.name) for one in fields(StoredReplacement))


@dataclass(frozen=True, slots=True)
class NewReplacement:
    """What is asked for; ``paper`` is sealed for :func:`paper_place` of the id it gets."""

    id: str
    asked: int
    reason: str
    document: str
    paper: str


def of_draw(reader: Reader, draw: StoredDraw) -> tuple[StoredReplacement, ...]:
    """Every replacement of ``draw`` in the order in which they were asked for."""
    mine = select(*COLUMNS).where(Replacements.season == draw.season, Replacements.draw == draw.id)
    return tuple(StoredReplacement(*row) for row in reader.rows(mine.order_by(Replacements.asked)))


def drawn_of(reader: Reader, draw: StoredDraw) -> tuple[StoredReplacement, ...]:
    """Those of ``draw`` that were drawn, the first one first."""
    return tuple(one for one in of_draw(reader, draw) if one.state == DRAWN)


def of_season(reader: Reader, season: str) -> tuple[StoredReplacement, ...]:
    """Every replacement of a season, by id."""
    mine = select(*COLUMNS).where(Replacements.season == season).order_by(Replacements.id)
    return tuple(StoredReplacement(*row) for row in reader.rows(mine))


def one_replacement(reader: Reader, season: str, one: str, if_version: int | None = None) -> StoredReplacement:
    """One replacement, if it has the version asked for (None: any); raises AbsentError, StaleError."""
    row = reader.first(select(*COLUMNS).where(Replacements.season == season, Replacements.id == one))
    if row is None:
        raise AbsentError(kind="replacement", id=one)
    found = StoredReplacement(*row)
    if if_version is not None and found.version != if_version:
        raise StaleError(kind="replacement", id=one, found=found.version, expected=if_version)
    return found


def next_of(reader: Reader, draw: StoredDraw) -> tuple[str, int]:
    """Id and count of the next request for ``draw``."""
    asked = len(of_draw(reader, draw)) + 1
    return f"{draw.id}-r{asked}", asked


def paper_place(season: str, one: str) -> str:
    """What the paper of a replacement is bound to."""
    return f"{season}/{one}/replacement"


def ask(change: Change, draw: StoredDraw, made: NewReplacement) -> StoredReplacement:
    """Put down that somebody on the panel of ``draw`` is to be replaced; what was asked for before is withdrawn."""
    before = [one for one in of_draw(change, draw) if one.state == ASKED]
    gone = [_changed(one, state=WITHDRAWN) for one in before]
    row = insert(Replacements).values(
        season=draw.season, id=made.id, draw=draw.id, state=ASKED, reason=made.reason, document=made.document,
        asked_by=change.actor.id, asked_as=change.actor.role, asked_at=change.now, paper=made.paper, digest="",
        asked=made.asked, number=0, version=1,
    )  # fmt: skip
    told: Json = {"season": draw.season, "draw": draw.id, "state": ASKED, "withdrawn": [one.id for one in before]}
    change.record("ask_replacement", "replacement", made.id, None, told, *gone, row)
    return one_replacement(change, draw.season, made.id)


def note_drawn(
    change: Change, draw: StoredDraw, one: StoredReplacement, paper: str, digest: str, result: Json
) -> StoredReplacement:
    """Put down the record of a replacement, and the panel as it is now where it may be known (None: under seal)."""
    number = len(drawn_of(change, draw)) + 1
    write = _changed(
        one, state=DRAWN, number=number, paper=paper, digest=digest,
        approved_by=change.actor.id, approved_as=change.actor.role, approved_at=change.now,
    )  # fmt: skip
    replaced(change, draw, {"replacement": one.id, "number": number, "record": in_groups(digest)}, result, write)
    return one_replacement(change, draw.season, one.id)


def _changed(one: StoredReplacement, **values: object) -> Write:
    where = (Replacements.season == one.season, Replacements.id == one.id)
    return update(Replacements).where(*where).values(version=one.version + 1, **values)
