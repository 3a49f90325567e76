"""Going back to an earlier version of a season: an import of what it was, with the rights of an import."""

from __future__ import annotations

from dataclasses import dataclass

from api.access import Principal
from api.preconditions import Expected, etag
from api.problems import Problem, body_fault
from api.season_imports import imported, would_change
from api.season_reach import need_whole
from api.season_rows import open_season
from data.season_files.entities import tables_of
from data.season_files.season_file import season_from
from data.store.season_import import Difference
from data.store.season_past import Past, season_at_version, versions
from data.store.seasons import one_season
from data.store.transaction import Change, Reader
from solver.errors import InputError


@dataclass(frozen=True, slots=True)
class Undo:
    """The season as ``who`` wants it back, read while it had the version ``found``."""

    season: str
    who: Principal
    found: int
    past: Past

    def would_change(self, reader: Reader) -> Difference:
        """What going back would do; raises Problem as :meth:`carry_out`."""
        return would_change(reader, self.season, self.past.season, self.who)

    def carry_out(self, change: Change) -> Difference:
        """Go back; raises Problem if the season has changed since, or rows would that are others' to change."""
        return imported(change, self.season, self.past.season, self.who, Expected(frozenset({etag(self.found)})))


def undo(reader: Reader, season: str, number: int, who: Principal, seen: Expected | None) -> Undo:
    """The season as it was at version ``number``.

    Raises
    ------
    AbsentError, Problem
        If it is absent or hidden, another version than the one ``seen``, or has no such earlier version.
    InputError
        With every fault of it, where what stays names what would go.
    """
    open_season(reader, season, who)
    need_whole(who, season)
    now = one_season(reader, season).version
    if seen is not None:
        seen.require(now)
    if number >= now:
        raise Problem("input", [body_fault("no_earlier_version", "/version", version=number, now=now)])
    past = season_at_version(reader, season, versions(reader, season)[number - 1])
    _, faults = season_from(tables_of(past.season), (), season)
    if faults:
        raise InputError(faults, faults.more)
    return Undo(season, who, now, past)
