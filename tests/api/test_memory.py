"""Free memory as Linux tells it, in files that a test can write."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.memory import free_memory

GIB = 2**30


@pytest.mark.parametrize(
    ("available", "most", "free"),
    [
        (4, "max", 4 * GIB),
        (4, str(3 * GIB), 2 * GIB),
        (1, str(3 * GIB), 1 * GIB),
        (4, str(GIB // 2), 0),
        (None, str(3 * GIB), 2 * GIB),
        (None, "max", None),
    ],
)
def test_the_least_of_machine_and_container_counts(
    tmp_path: Path, available: int | None, most: str, free: int | None
) -> None:
    """The container has used 1 GiB of what it may."""
    meminfo = tmp_path / "meminfo"
    if available is not None:
        meminfo.write_text(f"MemTotal: 1 kB\nMemAvailable:   {available * GIB // 1024} kB\n", encoding="ascii")
    (tmp_path / "memory.max").write_text(most + "\n", encoding="ascii")
    (tmp_path / "memory.current").write_text(str(GIB) + "\n", encoding="ascii")
    assert free_memory(meminfo, tmp_path) == free


def test_where_nothing_is_told_nothing_is_known(tmp_path: Path) -> None:
    assert free_memory(tmp_path / "none", tmp_path) is None
