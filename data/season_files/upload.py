"""A file as somebody sends it: a season or a plan, told by content and never by name.

Whatever is in it is measured and read by a process of its own with a limit of memory and of time; here nothing of it
is opened.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from data.season_files.upload_limits import UploadLimits
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.errors import EngineError, InputError

LOG = logging.getLogger("pingwei.uploads")
CHILD = "data.season_files.upload_child"
TOO_LARGE = 4
"""Exit code of a reader that ran out of memory."""
LIMITS = UploadLimits()


class Kind(StrEnum):
    """What is expected to be in the file."""

    SEASON = "season"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the child is to do: read ``path``, and write the workbook to correct to ``annotated`` unless it is None.

    ``numbers`` are the identity numbers of persons already known, by id: a masked one in the file stands for them.
    """

    path: Path
    kind: Kind
    annotated: Path | None
    numbers: Mapping[str, str]
    limits: UploadLimits


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: a season without faults, or None, the first faults, and how many ``more`` there are."""

    season: Season | None
    faults: tuple[Fault, ...]
    more: int = 0


def read_upload(
    path: Path, numbers: Mapping[str, str], annotated: Path | None = None, limits: UploadLimits = LIMITS
) -> Read:
    """Read a season that was sent, under limits.

    Raises
    ------
    InputError
        If nothing in it can be read, so that there is nothing to annotate either.
    """
    found = _in_child(Wanted(path, Kind.SEASON, annotated, numbers, limits))
    if not isinstance(found, Read):
        raise EngineError(child=CHILD)
    return found


def read_sent_plan(path: Path, limits: UploadLimits = LIMITS) -> Plan:
    """Read a plan that was sent, under limits; raises InputError with every fault of it."""
    found = _in_child(Wanted(path, Kind.PLAN, None, {}, limits))
    if not isinstance(found, Plan):
        raise EngineError(child=CHILD)
    return found


def _in_child(wanted: Wanted) -> Read | Plan:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "OPENBLAS_NUM_THREADS": "1",  # each of its threads would take addresses that the limit counts
        "TMPDIR": str(wanted.path.parent),  # whatever it puts aside goes with the upload
    }
    too_large = InputError([Fault("upload_too_large", place=wanted.path.name)])
    try:
        done = subprocess.run(
            [sys.executable, "-m", CHILD],
            input=pickle.dumps(wanted),
            env=environment,
            capture_output=True,
            timeout=wanted.limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise too_large from None
    if done.returncode == TOO_LARGE or done.returncode < 0:  # at its limit, or killed by the system for its memory
        raise too_large
    if done.returncode:
        LOG.error("reader failed", extra={"places": done.stderr.decode(errors="replace").splitlines()[-20:]})
        raise EngineError(child=CHILD, returncode=done.returncode)
    found: Read | Plan | InputError = pickle.loads(done.stdout)  # our own child wrote it, from values it had checked
    if isinstance(found, InputError):
        raise found
    return found
