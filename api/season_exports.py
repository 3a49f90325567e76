"""A season as a file, as far as somebody sees it; identity numbers masked, as a later import understands them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from api.access import Principal
from api.season_rows import open_season
from api.upload_body import ARCHIVE, JSON, WORKBOOK
from data.season_files.csv_archive import write_csv_archive
from data.season_files.identity import hidden
from data.season_files.season_file import write_season
from data.store.seasons import read_season
from data.store.transaction import Reader
from solver.domain.season import Season


class ExportForm(StrEnum):
    """The forms in which a season is handed out."""

    WORKBOOK = "xlsx"
    ARCHIVE = "zip"
    JSON = "json"


MEDIA_TYPES: Mapping[ExportForm, str] = {
    ExportForm.WORKBOOK: WORKBOOK,
    ExportForm.ARCHIVE: ARCHIVE,
    ExportForm.JSON: JSON,
}


def seen_season(reader: Reader, season: str, who: Principal) -> Season:
    """The rows of a season that ``who`` sees; raises AbsentError or Problem if it is absent or not theirs."""
    sees = open_season(reader, season, who).sees(who)
    whole = read_season(reader, season, sees)
    persons = (
        replace(person, identity_no=hidden(person.identity_no)) if person.identity_no else person
        for person in whole.persons
    )
    return replace(whole, persons=tuple(persons))


def as_file(season: Season, form: ExportForm) -> bytes:
    """The bytes of ``season`` in a form; texts in it stay texts, so that no spreadsheet runs them."""
    with TemporaryDirectory(prefix="pingwei-") as folder:
        path = Path(folder) / f"season.{form}"
        if form is ExportForm.ARCHIVE:
            write_csv_archive(season, path)
        else:
            write_season(season, path)
        return path.read_bytes()
