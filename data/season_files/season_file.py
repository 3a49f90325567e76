"""A season in any of its three forms: a workbook (.xlsx), a folder of CSV files, one JSON document."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from data.season_files.columns import ALL_TABLES, TABLES
from data.season_files.csv_folder import read_folder, season_files_only, write_folder
from data.season_files.entities import read_values, season_of, shown
from data.season_files.excel import read_excel
from data.season_files.excel_writer import write_excel
from data.season_files.fault_list import FaultList
from data.season_files.season_json import read_json, write_json
from data.season_files.table_text import TableText, is_example
from data.season_files.validate import cross_faults
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError

READERS: Mapping[str, Callable[[Path], tuple[list[TableText], list[Fault]]]] = {
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".json": read_json,
}
WRITERS: Mapping[str, Callable[[Season, Path], None]] = {".xlsx": write_excel, ".json": write_json}


def read_season(path: Path) -> Season:
    """The season of a workbook, a folder or a JSON document.

    Raises
    ------
    InputError
        With every fault of the input at once: of the file, of its cells, and between its tables.
    OSError
        If the file cannot be opened.
    """
    texts, faults = read_folder(path) if path.is_dir() else _reader(path)(path)
    season, found = season_from(texts, faults, path.name)
    if season is None:
        raise InputError(found, found.more)
    return season


def season_from(texts: Sequence[TableText], faults: Sequence[Fault], name: str) -> tuple[Season | None, FaultList]:
    """The season of tables of text, None if there is any fault: one of ``faults`` or of cells, or between tables."""
    found = FaultList(faults)
    found += _missing_tables(texts, faults, name)
    tables = {}
    for text in texts:
        tables[text.table.name], unreadable = read_values(text)
        found += unreadable
    found += cross_faults(tables)
    return (None if found else season_of(tables)), found


def _missing_tables(texts: Sequence[TableText], faults: Sequence[Fault], name: str) -> list[Fault]:
    """Tables that a season needs and has not, even under a name that somebody has been asked about already."""
    if not texts and not faults:
        return [Fault("no_tables", place=name)]
    present = {text.table.name for text in texts}
    asked = {text for fault in faults if fault.code == "stray_table" for _, text in fault.facts}
    needed = [table for table in ALL_TABLES if not table.optional and table.name not in present]
    return [Fault("missing_table", table.name, place=name) for table in needed if table.sheet not in asked]


def _reader(path: Path) -> Callable[[Path], tuple[list[TableText], list[Fault]]]:
    with path.open("rb"):  # a file that is not there is an OSError, not a fault of its content
        reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError([Fault("unknown_suffix", place=path.name, value=path.suffix)])
    return reader


def write_season(season: Season, path: Path) -> None:
    """Write a season as the suffix of ``path`` says (none: a folder), wholly or not at all.

    Raises
    ------
    InputError
        If the season cannot be written so that it reads back the same, or the folder holds other things.
    OSError
        If the place cannot be written.
    """
    faults = _reserved_marks(season)
    if faults:
        raise InputError(faults)
    if path.is_dir() or not path.suffix:
        _write_folder(season, path)
        return
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise InputError([Fault("unknown_suffix", place=path.name, value=path.suffix)])
    replace_file(path, lambda draft: writer(season, draft))


def _reserved_marks(season: Season) -> list[Fault]:
    """Rows whose first cell would make every reader pass them over as examples."""
    first = [(table, table.columns[0]) for table in TABLES]
    return [
        Fault("reserved_mark", table.name, row, column.field, f"/{table.name}/{row}/{column.field}", text)
        for table, column in first
        for row, one in enumerate(getattr(season, table.name))
        if is_example(text := shown(column, getattr(one, column.field)))
    ]


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a file beside ``path``, then put it in its place in one step; nothing is left of a failure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pingwei-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        write(draft)
        draft.replace(path)


def _write_folder(season: Season, path: Path) -> None:
    """Write the folder beside its place and swap; an earlier season there is replaced, anything else is refused."""
    foreign = path.is_dir() and not season_files_only(path)
    if foreign:
        raise InputError([Fault("folder_not_ours", place=path.name)])
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pingwei-", dir=path.parent) as folder:
        draft, former = Path(folder) / "new", Path(folder) / "former"
        draft.mkdir()
        write_folder(season, draft)
        if path.exists():
            path.rename(former)
        draft.rename(path)
        shutil.rmtree(former, ignore_errors=True)
