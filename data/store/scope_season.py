"""The part of a season that scope, delegations and measures ask for: not the rest, and no identity numbers."""

from __future__ import annotations

from typing import Any, Final

from data.season_files.columns import BY_NAME
from data.season_files.row_json import entities_of
from data.store.season_references import bare_rows
from data.store.seasons import one_season
from data.store.transaction import Reader
from solver.domain.season import Season

TABLES: Final = (
    "calendar",
    "authorities",
    "employers",
    "persons",
    "pools",
    "committees",
    "filings",
    "timetable",
    "sessions",
    "applications",
    "delegations",
    "policy",
)
"""The tables that routing and the rules of scope read; all others are empty."""


def read_scope(reader: Reader, season: str) -> Season:
    """A season as routing needs it, where it gives the same routes as the whole; raises AbsentError."""
    header = one_season(reader, season).header
    tables: dict[str, Any] = {  # each table has its own entity
        name: tuple(entities_of(BY_NAME[name], (body for _, body in bare_rows(reader, season, name))))
        for name in TABLES
    }
    return Season(header, **tables)
