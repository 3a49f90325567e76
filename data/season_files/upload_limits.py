"""How much of a machine one upload may take; what is above is refused, however it is made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Limits of one upload.

    A season of 20,000 applications and 8,000 experts needs 40 MiB unpacked and 130 MiB of memory as a workbook
    (``benchmarks/README.md``, hostile input).

    Parameters
    ----------
    memory
        Bytes that the reading process may take beyond what it takes by itself, before it has read anything.
    seconds
        How long reading may take.
    unpacked
        Bytes that all parts of an archive may unpack to.
    parts
        Parts that an archive may have.
    rows
        Rows that the sheets or CSV files of an archive may have together, and objects and lists that a JSON document
        may hold; that season has 110,000.
    escapes
        Characters that a JSON document may write with a backslash.
    depth
        How deep they may be nested.
    """

    memory: int = 160 * MIB
    seconds: float = 120
    unpacked: int = 64 * MIB
    parts: int = 1_000
    rows: int = 300_000
    escapes: int = 8_000_000
    depth: int = 32


def cap_memory(beyond: int) -> None:
    """Let this process and those it starts take ``beyond`` bytes of addresses more than now; else it is ended.

    Where the system does not tell what a process takes (not Linux), sizes and time remain the limits.
    """
    try:
        import resource

        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (ImportError, OSError):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = taken + beyond if hard == resource.RLIM_INFINITY else min(taken + beyond, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def uncap_memory() -> None:
    """Take the limit of :func:`cap_memory` away."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
