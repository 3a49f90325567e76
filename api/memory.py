"""How much memory this process may still take, as far as the system says so."""

from __future__ import annotations

from pathlib import Path

KIB = 1024
MEMINFO = Path("/proc/meminfo")
CGROUP = Path("/sys/fs/cgroup")


def free_memory(meminfo: Path = MEMINFO, cgroup: Path = CGROUP) -> int | None:
    """Bytes that are free here: of the machine, or of the container where that allows less; None where nothing is told.

    Parameters
    ----------
    meminfo, cgroup
        Where Linux tells the memory of the machine (proc(5)) and of the control group (cgroup v2, ``memory.max``).
    """
    known = [one for one in (_available(meminfo), _of_group(cgroup)) if one is not None]
    return min(known, default=None)


def _available(meminfo: Path) -> int | None:
    for line in _read(meminfo).splitlines():
        name, _, amount = line.partition(":")
        if name == "MemAvailable":
            return int(amount.split()[0]) * KIB
    return None


def _of_group(cgroup: Path) -> int | None:
    most, used = _read(cgroup / "memory.max").strip(), _read(cgroup / "memory.current").strip()
    if not most.isdecimal() or not used.isdecimal():
        return None  # no group, or "max": no limit
    return max(0, int(most) - int(used))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
