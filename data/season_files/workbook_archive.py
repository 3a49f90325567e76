"""The outside of a workbook: is this file one, and is it safe to open? Nothing of it is unpacked here."""

from __future__ import annotations

import zipfile
from pathlib import Path

from solver.domain.faults import Fault

ZIP_MAGIC = b"PK\x03\x04"
COMPOUND_FILE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
"""OLE2 compound file: a password-protected workbook, or one of Excel 97–2003 or WPS (.xls, .et)."""

MOST_UNPACKED = 1 << 30
BIG_PART = 64 << 20
MOST_RATIO = 100
"""A sheet of real data packs 10–30 times; a part above 64 MiB that packs more than 100 times is no data."""

_KINDS = (("word/", "Word"), ("ppt/", "PowerPoint"), ("content.xml", "OpenDocument"))


def archive_fault(path: Path) -> Fault | None:
    """Why ``path`` cannot be opened as a workbook, None if it can; reads only its first bytes and its directory."""
    with path.open("rb") as file:
        magic = file.read(8)
    if not magic:
        return Fault("empty_file", place=path.name)
    if magic == COMPOUND_FILE_MAGIC:
        return Fault(_compound_file(path), place=path.name)
    if not magic.startswith(ZIP_MAGIC):
        return Fault("not_a_workbook", place=path.name, facts=(("kind", ""),))
    try:
        with zipfile.ZipFile(path) as archive:
            return _unsafe(path, archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as error:  # the second: a way of packing that zipfile lacks
        return Fault("damaged_workbook", place=path.name, value=str(error))


def _compound_file(path: Path) -> str:
    """An encrypted workbook keeps itself in a stream of this name ([MS-OFFCRYPTO] 2.3.4.4)."""
    encrypted = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
    return "password_protected" if encrypted else "old_excel"


def _unsafe(path: Path, parts: list[zipfile.ZipInfo]) -> Fault | None:
    if any(part.flag_bits & 1 for part in parts):
        return Fault("password_protected", place=path.name)
    unpacked = sum(part.file_size for part in parts)
    bombs = [part for part in parts if part.file_size > BIG_PART and part.file_size > MOST_RATIO * part.compress_size]
    if unpacked > MOST_UNPACKED or bombs:
        facts = (("limit", f"{MOST_UNPACKED >> 20} MiB"),)
        return Fault("zip_bomb", place=path.name, value=f"{unpacked >> 20} MiB", facts=facts)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        kind = next((kind for start, kind in _KINDS if any(name.startswith(start) for name in names)), "")
        return Fault("not_a_workbook", place=path.name, facts=(("kind", kind),))
    return None
