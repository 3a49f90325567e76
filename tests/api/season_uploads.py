"""Seasons in the store of a service, and seasons as somebody sends them."""

from __future__ import annotations

from pathlib import Path

from data.season_files.csv_archive import write_csv_archive
from data.season_files.season_file import write_season
from data.store.season_import import create_from
from data.store.seasons import read_season
from data.store.transaction import SYSTEM
from solver.domain.season import Season
from tests.api.service import Headers, Service

OCTETS = {"Content-Type": "application/octet-stream"}
SEASON = "2026"
HERE = f"/v1/seasons/{SEASON}"
IMPORTS = f"{HERE}/imports"


def keep(service: Service, whole: Season) -> None:
    """Put a season into the store, version 2."""
    with service.store.change(SYSTEM) as change:
        create_from(change, SEASON, whole)


def kept(service: Service) -> Season:
    """The season as it is in the store."""
    with service.store.read() as reader:
        return read_season(reader, SEASON)


def content_of(whole: Season, form: str, folder: Path) -> bytes:
    """A season as a file of one of the three forms."""
    path = folder / f"sent.{form}"
    write_csv_archive(whole, path) if form == "zip" else write_season(whole, path)
    return path.read_bytes()


def at_version(headers: Headers, version: int) -> Headers:
    """Headers of a change of something whose version was seen."""
    return headers | {"If-Match": f'"{version}"'}
