"""Which of three forms a file that was sent has, and whether it may be opened: told before anything of it is read."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from data.season_files.archive_sizes import archive_size_fault
from data.season_files.json_shape import containers_of, is_deeper
from data.season_files.upload_limits import UploadLimits
from data.season_files.workbook_archive import COMPOUND_FILE_MAGIC, ZIP_MAGIC, archive_fault
from solver.domain.faults import Fault
from solver.errors import InputError


class Form(StrEnum):
    """The three forms of what can be sent, by their usual suffix."""

    WORKBOOK = "xlsx"
    ARCHIVE = "zip"
    JSON = "json"


def safe_form(path: Path, limits: UploadLimits) -> Form:
    """The form of a file by its content.

    Raises
    ------
    InputError
        For an archive that is damaged, lies or unpacks to too much, for a workbook of another kind, and for JSON that
        is nested too deeply or holds too many objects.
    """
    with path.open("rb") as file:
        magic = file.read(8)
    if magic == COMPOUND_FILE_MAGIC:
        _refuse(archive_fault(path))
    if not magic.startswith(ZIP_MAGIC):
        _refuse(_json_fault(path, limits))
        return Form.JSON
    _refuse(archive_size_fault(path, limits.unpacked, limits.parts, limits.rows))
    with zipfile.ZipFile(path) as archive:
        tables = any(name.lower().endswith(".csv") for name in archive.namelist())
    if tables:
        return Form.ARCHIVE
    _refuse(archive_fault(path))
    return Form.WORKBOOK


def _refuse(fault: Fault | None) -> None:
    if fault:
        raise InputError([fault])


def _json_fault(path: Path, limits: UploadLimits) -> Fault | None:
    content = path.read_bytes()
    if (count := containers_of(content)) > limits.rows:
        return Fault("json_too_many", place=path.name, value=str(count), facts=(("limit", str(limits.rows)),))
    if content.count(b"\\") > limits.escapes:
        return Fault("upload_too_large", place=path.name)
    if is_deeper(content, limits.depth):
        return Fault("json_too_deep", place=path.name, facts=(("limit", str(limits.depth)),))
    return None
