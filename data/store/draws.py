"""Draws in the store: what each party committed to and revealed, how a draw stands, and what lies under seal.

Nothing here tells whom an unsealed draw did not name: the result is a function of what is stored and of papers that
only the seal key opens, and is put down when the panel is unsealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, insert, select, update

from data.season_files.codecs import Json
from data.store.column_types import stamp
from data.store.errors import AbsentError, ExistsError, StaleError
from data.store.tables import DrawParts, Draws
from data.store.transaction import Change, Reader, Write

State = Literal["announced", "committed", "sealed", "unsealed", "void", "annulled"]
ANNOUNCED, COMMITTED, SEALED, UNSEALED, VOID, ANNULLED = (
    "announced", "committed", "sealed", "unsealed", "void", "annulled",
)  # fmt: skip
UNDER_WAY = frozenset({ANNOUNCED, COMMITTED})
"""States in which a draw waits for a party."""


@dataclass(frozen=True, slots=True)
class Times:
    """Until when parties contribute and reveal, and when the names may be known."""

    contribute_until: datetime
    reveal_until: datetime
    names_at: datetime


@dataclass(frozen=True, slots=True)
class Redraw:
    """That a draw is to be repeated: who asked for it and why, and who approved it (``""``: nobody yet)."""

    reason: str
    document: str
    asked_by: str
    asked_as: str
    approved_by: str = ""
    approved_as: str = ""


@dataclass(frozen=True, slots=True)
class Unsealing:
    """That a panel is to be unsealed before its time: who asked first, in which role, when and why."""

    asked_by: str
    asked_as: str
    asked_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A party's part in a draw; ``secret`` is ``""`` until it is revealed."""

    role: str
    account: str
    commitment: str
    signature: str
    committed_at: datetime
    secret: str
    revealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredDraw:
    """A draw without the papers that lie under seal; ``version`` is its ETag, ``announced`` the announcement's digest.

    ``commitment`` is the text of ``commitment.json`` (``""``: not everybody has contributed), ``result`` the panel
    (None: under seal), ``redraw_of`` the draw that this one repeats.
    """

    season: str
    id: str
    number: int
    session: str
    committee: str
    plan: str
    state: str
    version: int
    method: str
    balls: int
    at: str
    place: str
    sources: tuple[str, ...]
    source_values: Mapping[str, str]
    contribute_until: datetime
    reveal_until: datetime
    names_at: datetime
    redraw_of: str
    announced: str
    commitment: str
    redraw: Redraw | None
    unsealing: Unsealing | None
    result: Json
    operation: str | None
    created_at: datetime
    created_by: str
    sealed_at: datetime | None
    unsealed_at: datetime | None

    def standing(self, now: datetime) -> str:
        """Its state at ``now``: a draw for which somebody was late is void, recorded or not."""
        late = {ANNOUNCED: self.contribute_until, COMMITTED: self.reveal_until}.get(self.state)
        return VOID if late is not None and now > late else self.state


COLUMNS = tuple(getattr(Draws, one.name) for one in fields(StoredDraw))


@dataclass(frozen=True, slots=True)
class NewDraw:
    """A draw to be put down: ``about`` are the columns of that name, the two papers are sealed already."""

    about: Mapping[str, Json]
    times: Times
    announcement: str
    pool: str


def add_draw(change: Change, season: str, draw: str, made: NewDraw) -> StoredDraw:
    """Put down a draw that was announced; raises ExistsError."""
    if change.first(select(Draws.id).where(Draws.season == season, Draws.id == draw)):
        raise ExistsError(kind="draw", id=draw)
    last = change.first(select(func.max(Draws.number)).where(Draws.season == season))
    number = 1 + ((last[0] or 0) if last else 0)
    moments = {one.name: getattr(made.times, one.name) for one in fields(Times)}
    row = insert(Draws).values(
        season=season, id=draw, number=number, state=ANNOUNCED, version=1, source_values={}, commitment="",
        redraw=None, unsealing=None, result=None, announcement=made.announcement, pool=made.pool,
        created_at=change.now, created_by=change.actor.id, **moments, **made.about,
    )  # fmt: skip
    told: dict[str, Json] = {**made.about, "season": season, "number": number, "state": ANNOUNCED}
    told["announced"] = in_groups(str(made.about["announced"]))
    told |= {name: stamp(moment) for name, moment in moments.items()}
    change.record("announce", "draw", draw, None, told, row)
    return one_draw(change, season, draw)


def in_groups(digest: str) -> str:
    """A hash as the trail has it, eight digits at a time: a longer run might be blotted out as a number."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def season_draws(reader: Reader, season: str) -> tuple[StoredDraw, ...]:
    """Every draw of a season, in the order in which they were announced."""
    found = reader.rows(select(*COLUMNS).where(Draws.season == season).order_by(Draws.number))
    return tuple(_draw(row) for row in found)


def is_any_open(reader: Reader, season: str) -> bool:
    """Whether a draw of a season waits for a party or has a panel under seal."""
    return any(one.standing(reader.now) in UNDER_WAY | {SEALED} for one in season_draws(reader, season))


def one_draw(reader: Reader, season: str, draw: str, if_version: int | None = None) -> StoredDraw:
    """One draw, if it has the version asked for (None: any); raises AbsentError, StaleError."""
    row = reader.first(select(*COLUMNS).where(Draws.season == season, Draws.id == draw))
    if row is None:
        raise AbsentError(kind="draw", id=draw)
    found = _draw(row)
    if if_version is not None and found.version != if_version:
        raise StaleError(kind="draw", id=draw, found=found.version, expected=if_version)
    return found


def _draw(row: Sequence[Any]) -> StoredDraw:  # the columns of COLUMNS, each of its own type
    told = dict(zip((one.name for one in fields(StoredDraw)), row, strict=True))
    for name, kind in (("redraw", Redraw), ("unsealing", Unsealing)):
        told[name] = kind(**told[name]) if told[name] else None
    return StoredDraw(**{**told, "sources": tuple(told["sources"])})


def papers(reader: Reader, draw: StoredDraw) -> tuple[str, str]:
    """The announcement and the pool of a draw, both as they were sealed."""
    row = reader.first(select(Draws.announcement, Draws.pool).where(Draws.season == draw.season, Draws.id == draw.id))
    if row is None:
        raise AbsentError(kind="draw", id=draw.id)
    return row[0], row[1]


def parts(reader: Reader, draw: StoredDraw) -> tuple[Part, ...]:
    """What the parties have brought so far, by role."""
    columns = tuple(getattr(DrawParts, one.name) for one in fields(Part))
    mine = select(*columns).where(DrawParts.season == draw.season, DrawParts.draw == draw.id)
    return tuple(Part(*row) for row in reader.rows(mine.order_by(DrawParts.role)))


def contribute(change: Change, draw: StoredDraw, part: Part, commitment: str) -> StoredDraw:
    """Put down a contribution; ``commitment`` is the closed commitment if it was the last (``""``: it was not)."""
    row = insert(DrawParts).values(
        season=draw.season, draw=draw.id, **{one.name: getattr(part, one.name) for one in fields(Part)}
    )
    state = COMMITTED if commitment else draw.state
    told: dict[str, Json] = {"role": part.role, "commitment": in_groups(part.commitment)}
    told["signature"] = in_groups(part.signature)
    return _turned(change, draw, "contribute", told, {"state": state, "commitment": commitment}, row)


def reveal(change: Change, draw: StoredDraw, role: str, secret: str, values: Mapping[str, str]) -> StoredDraw:
    """Put down what a party revealed; with the last one the draw has its result, which stays under seal."""
    mine = (DrawParts.season == draw.season, DrawParts.draw == draw.id, DrawParts.role == role)
    write = update(DrawParts).where(*mine).values(secret=secret, revealed_at=change.now)
    last = all(one.secret or one.role == role for one in parts(change, draw))
    changed: dict[str, object] = {"source_values": {**draw.source_values, **values}}
    if last:
        changed |= {"state": SEALED, "sealed_at": change.now}
    return _turned(change, draw, "reveal", {"role": role}, changed, write)


def declare_void(change: Change, draw: StoredDraw, missing: tuple[str, ...]) -> StoredDraw:
    """Put down that a draw has no result, because parties were late."""
    return _turned(change, draw, "void", {"missing": list(missing)}, {"state": VOID})


def annul(change: Change, draw: StoredDraw, by: str) -> StoredDraw:
    """Put down that a draw under seal was repeated by another: its panel is never unsealed."""
    return _turned(change, draw, "annul", {"repeated_by": by}, {"state": ANNULLED})


def note_redraw(change: Change, draw: StoredDraw, redraw: Redraw) -> StoredDraw:
    """Put down who wants a draw repeated and why, or who approved it."""
    noted = _body(redraw)
    return _turned(change, draw, "approve_redraw" if redraw.approved_by else "ask_redraw", noted, {"redraw": noted})


def note_unsealing(change: Change, draw: StoredDraw, asked: Unsealing) -> StoredDraw:
    """Put down who wants a panel unsealed before its time."""
    noted = _body(asked)
    return _turned(change, draw, "ask_unsealing", noted, {"unsealing": noted})


def seal_until(change: Change, draw: StoredDraw, moment: datetime) -> StoredDraw:
    """Keep a panel under seal until ``moment``; what was asked for before counts no more."""
    return _turned(change, draw, "seal", {"names_at": stamp(moment)}, {"names_at": moment, "unsealing": None})


def unseal(change: Change, draw: StoredDraw, result: Json) -> StoredDraw:
    """Put down the panel: from now on it may be known."""
    changed = {"state": UNSEALED, "result": result, "unsealed_at": change.now}
    return _turned(change, draw, "unseal", {"early": change.now < draw.names_at}, changed)


def replaced(change: Change, draw: StoredDraw, told: dict[str, Json], result: Json, write: Write) -> StoredDraw:
    """Put down that somebody on a panel was replaced; ``result`` is the panel from now on (None: under seal)."""
    return _turned(change, draw, "replace", told, {} if result is None else {"result": result}, write)


def tell_call(change: Change, draw: StoredDraw) -> None:
    """Put down that somebody who calls the experts was shown the names; which ones is not said."""
    change.record("show_names", "draw", draw.id, None, {"season": draw.season, "state": draw.state})


def _turned(
    change: Change, draw: StoredDraw, action: str, told: dict[str, Json], values: Mapping[str, object], *writes: Write
) -> StoredDraw:
    """Change a draw, with a row of the trail that says ``told``; writes before it belong to the same act."""
    where = (Draws.season == draw.season, Draws.id == draw.id)
    turned = update(Draws).where(*where).values(**values, version=draw.version + 1)
    before: Json = {"season": draw.season, "state": draw.state}
    after: dict[str, Json] = {"season": draw.season, "state": str(values.get("state", draw.state)), **told}
    change.record(action, "draw", draw.id, before, after, turned, *writes)
    return one_draw(change, draw.season, draw.id)


def _body(noted: Redraw | Unsealing) -> dict[str, Json]:
    return {one.name: getattr(noted, one.name) for one in fields(noted)}
