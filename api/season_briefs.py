"""Seasons of the store with all that rules read, kept while they do not change."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from data.briefing import brief_for
from data.store.seasons import one_season, read_season
from data.store.transaction import Change, Reader
from solver.rules.brief import Brief

KEPT = 2
"""A city's season takes some 100 MB with its conflicts."""


class Briefs:
    """Briefs of seasons, each for one version of it; the last few asked for are kept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str, int], Brief] = OrderedDict()

    def of(self, reader: Reader, season: str) -> Brief:
        """The brief of a season as ``reader`` sees it; raises AbsentError, and InputError as ``brief_for``."""
        stored = one_season(reader, season)
        key = (season, stored.created_at.isoformat(), stored.version)
        with self._lock:  # also while it is made: two that ask at once would make it twice
            if key not in self._kept and isinstance(reader, Change):
                return brief_for(read_season(reader, season))  # it may yet be undone, and its version given again
            if key not in self._kept:
                self._kept[key] = brief_for(read_season(reader, season))
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _briefs(request: Request) -> Briefs:
    found: Briefs = request.app.state.briefs
    return found


TheBriefs = Annotated[Briefs, Depends(_briefs)]
