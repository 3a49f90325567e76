"""Versions of a season, counted along the trail, and the season as it was at one of them.

Only the present rows are kept; what each change did is on the trail: a row is what it was before its first change.
The trail has identity numbers as keyed hashes only, so that a number is put back where some row still has it, and is
named where none has: what was taken out is kept nowhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from data.season_files.codecs import Json
from data.season_files.columns import SEASON, TABLES
from data.season_files.identity import masked
from data.season_files.row_json import entities_of
from data.store.delegations import acted_on
from data.store.season_rows import all_rows, row_id
from data.store.seasons import one_season
from data.store.tables import SeasonRows, Trail
from data.store.transaction import Reader
from data.store.vault import FIELD
from solver.domain.season import Season
from solver.errors import EngineError

NAMES = frozenset(table.name for table in TABLES)
COMMITTEES, DELEGATIONS = "committees", "delegations"
BY_ACT = ("state", "state_from", "state_to")
"""What a measure says in the row of a committee."""
HASHED = "hmac:"
MASK = "****"

Told = tuple[str, str]
"""Table and key of a row."""


@dataclass(frozen=True, slots=True)
class SeasonVersion:
    """A version of a season: the change that made it, and how many rows of each table it concerned."""

    number: int
    seq: int
    at: str
    actor: str
    role: str
    action: str
    reason: str
    tables: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Past:
    """A season as it was at a version, but for what stays.

    ``kept`` are committees and delegations whose acts since then stay as they are; ``lost`` are rows whose identity
    number (or what looked like one in a text) is kept nowhere any more.
    """

    season: Season
    kept: tuple[Told, ...]
    lost: tuple[Told, ...]


@dataclass
class _Counting:
    """Versions as they are counted; rows of an import follow it and are part of it."""

    found: list[SeasonVersion] = field(default_factory=list)
    left: int = 0
    tables: Counter[str] = field(default_factory=Counter)

    def take(self, row: Any, sizes: Mapping[int, int]) -> None:  # a row of the SELECT below
        """Count one row of the trail."""
        if self.left:
            self.left -= 1
            self.tables[row.kind] += 1
            last = self.found[-1]
            self.found[-1] = _version(last.number, row.seq, last, self.tables)
            return
        self.left = sizes.get(row.seq, 0)
        self.tables = Counter() if row.kind == SEASON.name else Counter({row.kind: 1})
        self.found.append(_version(len(self.found) + 1, row.seq, row, self.tables))


def _version(number: int, seq: int, of: Any, tables: Mapping[str, int]) -> SeasonVersion:  # a version, or a row
    return SeasonVersion(number, seq, of.at, of.actor, of.role, of.action, of.reason, dict(tables))


def versions(reader: Reader, season: str) -> tuple[SeasonVersion, ...]:
    """Every version of a season, from the first; raises AbsentError."""
    now, counting = one_season(reader, season).version, _Counting()
    imports = select(Trail.seq, Trail.after).where(
        Trail.kind == SEASON.name, Trail.object == season, Trail.action == "import"
    )
    sizes = {seq: sum(json.loads(after).values()) for seq, after in reader.rows(imports)}
    columns = (Trail.seq, Trail.at, Trail.actor, Trail.role, Trail.action, Trail.kind, Trail.reason)
    for row in reader.rows(select(*columns).where(_of(season)).order_by(Trail.seq)):
        counting.take(row, sizes)
    if len(counting.found) != now:
        raise EngineError(why="the trail does not tell every version", season=season)
    return tuple(counting.found)


def _of(season: str) -> ColumnElement[bool]:
    """Rows of the trail about a season and its rows."""
    rows = and_(Trail.kind.in_(NAMES), Trail.object.startswith(f"{season}/", autoescape=True))
    return or_(and_(Trail.kind == SEASON.name, Trail.object == season), rows)


def season_at_version(reader: Reader, season: str, version: SeasonVersion) -> Past:
    """The season as it was at one of its :func:`versions`; rows that were taken out since are the last of their table.

    Whether the whole has faults (what stays may name what goes) is for the caller to look.
    """
    return _Walk(reader, season, dict(_first_since(reader, season, version.seq))).past()


def _first_since(reader: Reader, season: str, seq: int) -> Iterator[tuple[Told, Json]]:
    """What each row that was changed since was before; the season itself by the key ``""``."""
    columns = (Trail.kind, Trail.object, Trail.action, Trail.before)
    met = set[Told]()
    wanted = select(*columns).where(_of(season), Trail.seq > seq).order_by(Trail.seq)
    for kind, name, action, before in reader.stream(wanted, 5000):
        where = (kind, name.removeprefix(row_id(season, kind, "")) if kind != SEASON.name else "")
        if where not in met and not (kind == SEASON.name and action == "import"):
            met.add(where)
            yield where, json.loads(before)


@dataclass
class _Walk:
    """A season on its way back: ``before`` says what the rows changed since were."""

    reader: Reader
    season: str
    before: dict[Told, Json]
    kept: list[Told] = field(default_factory=list)
    lost: list[Told] = field(default_factory=list)

    def past(self) -> Past:
        """Every table, and the header."""
        header = one_season(self.reader, self.season).header
        told = self.before.get((SEASON.name, ""))
        if isinstance(told, dict):
            (header,) = entities_of(SEASON, [told])
        acted = acted_on(self.reader, self.season)
        rows: dict[str, Any] = {  # each table has its own entity
            table.name: tuple(entities_of(table, self._bodies(table.name, acted))) for table in TABLES
        }
        return Past(Season(header, **rows), tuple(self.kept), tuple(self.lost))

    def _bodies(self, table: str, acted: frozenset[str]) -> Iterator[Mapping[str, Json]]:
        there = set[str]()
        for row in all_rows(self.reader, self.season, table):
            there.add(masked(row.key))
            where = (table, masked(row.key))
            if where not in self.before:
                yield row.body
            elif MASK in where[1]:  # keys that look like identity numbers are hidden, and some may look alike
                self.lost.append(where)
                yield row.body
            elif table == DELEGATIONS and row.key in acted:
                self.kept.append(where)
                yield row.body
            elif isinstance(told := self.before[where], dict):
                yield self._with_acts(where, self._restored(where, told, row.body), row.body)
        for (kind, key), told in self.before.items():
            if kind != table or key in there or not isinstance(told, dict):
                continue
            if MASK in key:
                self.lost.append((kind, key))
            else:
                yield self._restored((kind, key), told, {})

    def _with_acts(self, where: Told, body: Mapping[str, Json], now: Mapping[str, Json]) -> Mapping[str, Json]:
        """``body`` with the measure that stands now, where it is a committee's."""
        if where[0] != COMMITTEES or all(body.get(name) == now.get(name) for name in BY_ACT):
            return body
        self.kept.append(where)
        return {name: value for name, value in body.items() if name not in BY_ACT} | {
            name: now[name] for name in BY_ACT if name in now
        }

    def _restored(self, where: Told, told: Mapping[str, Json], now: Mapping[str, Json]) -> Mapping[str, Json]:
        """A row by what the trail tells; what it hides is taken from the row as it is now, where alike."""
        alike = self.reader.vault.told(dict(now))
        known: Mapping[str, Json] = alike if isinstance(alike, dict) else {}
        if dict(told) == known:
            return now
        restored = {
            name: now[name] if name in now and known[name] == value else self._opened(where, name, value)
            for name, value in told.items()
        }
        return {name: value for name, value in restored.items() if (name, value) != (FIELD, "")}

    def _opened(self, where: Told, name: str, value: Json) -> Json:
        if name != FIELD:
            if MASK in json.dumps(value):
                self.lost.append(where)
            return value
        if not isinstance(value, str) or not value.startswith(HASHED):
            return value
        asked = select(SeasonRows.identity_sealed).where(
            SeasonRows.identity_digest.startswith(value.removeprefix(HASHED), autoescape=True)
        )
        found = self.reader.first(asked.limit(1))
        if found is None:
            self.lost.append(where)
            return ""
        return self.reader.vault.open(found[0])
