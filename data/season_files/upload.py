"""A season as somebody sends it: a workbook, an archive of CSV files, or JSON, told by content and never by name.

Whatever is in it is read by a process of its own with a limit of memory and of time; archives are measured before.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from data.season_files.archive_sizes import archive_size_fault
from data.season_files.workbook_archive import COMPOUND_FILE_MAGIC, ZIP_MAGIC, archive_fault
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError

MOST_UNPACKED = 256 << 20
MOST_PARTS = 1_000
MOST_SECONDS = 180
CHILD = "data.season_files.upload_child"


class Form(StrEnum):
    """The three forms of a season that can be sent, by their usual suffix."""

    WORKBOOK = "xlsx"
    ARCHIVE = "zip"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the child is to do: read ``path``, and write the workbook to correct to ``annotated`` unless it is None.

    ``numbers`` are the identity numbers of persons already known, by id: a masked one in the file stands for them.
    """

    path: Path
    form: Form
    annotated: Path | None
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: a season without faults, or None and every fault."""

    season: Season | None
    faults: tuple[Fault, ...]


def read_upload(path: Path, numbers: Mapping[str, str], annotated: Path | None = None) -> Read:
    """Read what was sent, under limits.

    Raises
    ------
    InputError
        If nothing in it can be read, so that there is nothing to annotate either.
    """
    form = form_of(path)
    if form is not Form.JSON:
        fault = archive_size_fault(path, MOST_UNPACKED, MOST_PARTS)
        fault = fault or (archive_fault(path) if form is Form.WORKBOOK else None)
        if fault:
            raise InputError([fault])
    return _in_child(Wanted(path, form, annotated, numbers))


def form_of(path: Path) -> Form:
    """The form of a file by its content; raises InputError for an archive that is damaged or of another kind."""
    with path.open("rb") as file:
        magic = file.read(8)
    if magic == COMPOUND_FILE_MAGIC:
        return Form.WORKBOOK
    if not magic.startswith(ZIP_MAGIC):
        return Form.JSON
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError([Fault("damaged_workbook", place=path.name, value=str(error)[:100])]) from None
    return Form.ARCHIVE if any(name.lower().endswith(".csv") for name in names) else Form.WORKBOOK


def _in_child(wanted: Wanted) -> Read:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
    too_large = InputError([Fault("upload_too_large", place=wanted.path.name)])
    try:
        done = subprocess.run(
            [sys.executable, "-m", CHILD],
            input=pickle.dumps(wanted),
            env=environment,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise too_large from None
    if done.returncode:
        raise too_large
    found: Read | InputError = pickle.loads(done.stdout)  # our own child wrote it, from values it had checked
    if isinstance(found, InputError):
        raise found
    return found
