"""Where every application of a season goes, kept while the season does not change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from data.store.seasons import one_season
from data.store.transaction import Reader
from solver.domain.plan import Route
from solver.routing import route_applications
from solver.rules.brief import Brief

KEPT = 2


class Routings:
    """Routes by application, each for one version of a season; those of the last few asked for are kept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str, int], Mapping[str, Route]] = OrderedDict()

    def of(self, reader: Reader, season: str, brief: Brief) -> Mapping[str, Route]:
        """The routes of a season whose brief, as ``reader`` sees it, is ``brief``; raises AbsentError."""
        stored = one_season(reader, season)
        key = (season, stored.created_at.isoformat(), stored.version)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = {row.application: row for row in route_applications(brief)}
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _routings(request: Request) -> Routings:
    found: Routings = request.app.state.routings
    return found


TheRoutings = Annotated[Routings, Depends(_routings)]
