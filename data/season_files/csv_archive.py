"""A season as a zip archive of CSV files: the folder of :mod:`data.season_files.csv_folder`, packed."""

from __future__ import annotations

import re
import stat
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from data.season_files.csv_folder import read_folder, write_folder
from data.season_files.table_text import TableText
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError

_UTF8_NAME = 0x800
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]|^/|(^|/)\.\.(/|$)")
_NOT_OURS = ("__MACOSX/",)
"""What an operating system adds by itself when a person packs a folder."""


def read_csv_archive(path: Path) -> tuple[list[TableText], list[Fault]]:
    """Tables of the CSV files in an archive whose sizes are known to be safe, as text, and every fault of form.

    Names are never followed: a file is unpacked under its last part, and a name that would lead elsewhere is refused.

    Raises
    ------
    InputError
        For unsafe names, and for an archive that is damaged.
    """
    with tempfile.TemporaryDirectory(prefix="pingwei-") as place:
        folder = Path(place)
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, folder, path.name)
        except zipfile.BadZipFile as error:
            raise InputError([Fault("damaged_workbook", place=path.name, value=str(error)[:100])]) from None
        return read_folder(folder)


def _unpack(archive: zipfile.ZipFile, folder: Path, shown: str) -> None:
    taken: dict[str, zipfile.ZipInfo] = {}
    faults = []
    for part in archive.infolist():
        name = _name_of(part)
        if part.is_dir() or name.startswith(_NOT_OURS):
            continue
        last = PurePosixPath(name).name
        if _UNSAFE.search(name) or stat.S_ISLNK(part.external_attr >> 16):
            faults.append(Fault("unsafe_name", place=shown, value=name[:100]))
        elif last in taken:
            faults.append(Fault("table_twice", place=shown, value=last))
        elif last.lower().endswith(".csv"):
            taken[last] = part
    if faults:
        raise InputError(faults)
    for last, part in taken.items():
        (folder / last).write_bytes(archive.read(part))


def _name_of(part: zipfile.ZipInfo) -> str:
    """Name of a part; one that is not marked as UTF-8 is in GBK, as a Chinese Windows packs it, if it can be."""
    if part.flag_bits & _UTF8_NAME:
        return part.orig_filename
    try:
        return part.orig_filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part.orig_filename


def write_csv_archive(season: Season, path: Path) -> None:
    """Write a season as an archive of CSV files."""
    with tempfile.TemporaryDirectory(prefix="pingwei-") as place, zipfile.ZipFile(path, "w") as archive:
        write_folder(season, Path(place))
        for file in sorted(Path(place).iterdir()):
            archive.write(file, file.name, zipfile.ZIP_DEFLATED)
