"""The same contributions give the same bytes, wherever, in whatever language and on however many cores it is drawn."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from api.exits import Exit
from tests.api.test_draw_commands import demo, planned, session
from tests.soak.counts import count, keep

__all__ = ["planned", "session"]

LANGUAGES = ("C", "C.UTF-8", "POSIX")
ZONES = ("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati")
PAPERS = ("draw.json", "commitment.json", "draw-record.html")


def surroundings(number: int) -> dict[str, str]:
    """Of run ``number``: seed of hashes, language, time zone, threads of every library."""
    threads = str((1, 2, 8)[number % 3])
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PYTHONHASHSEED": str(number * 4242 % 4_294_967_291),
        "LC_ALL": LANGUAGES[number % len(LANGUAGES)],
        "TZ": ZONES[number % len(ZONES)],
        "PYTHONUTF8": "1",
        **dict.fromkeys(names, threads),
    }


@pytest.mark.parametrize("method", ["leximin", "walk"])
def test_the_same_contributions_give_the_same_bytes_anywhere(
    planned: Path, session: str, tmp_path: Path, method: str
) -> None:
    runs, hashes, cores = count("draw_bytes", 3, 20), set(), sorted(os.sched_getaffinity(0))
    for number in range(runs):
        os.sched_setaffinity(0, cores if number % 2 else cores[:1])  # the child inherits it
        done = demo(planned, session, tmp_path / str(number), method, **surroundings(number))
        os.sched_setaffinity(0, cores)
        assert done.returncode == Exit.FINE, done.stdout + done.stderr
        papers = [(tmp_path / str(number) / name).read_bytes() for name in PAPERS]
        hashes.add(tuple(hashlib.sha256(one).hexdigest() for one in papers))
    told = [dict(zip(PAPERS, one, strict=True)) for one in sorted(hashes)]
    keep(f"draw-bytes-{method}", {"method": method, "runs": runs, "hashes": told})
    assert len(hashes) == 1
