"""Where the public data lie: beside the project, never in it, for their licences differ."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = "PINGWEI_BENCH_DATA"
BESIDE = Path(__file__).parents[3] / "shared" / "bench"


def data(*parts: str) -> Path:
    """A file or folder of the public data; ends the run with a sentence where it is missing."""
    root = Path(os.environ.get(FOLDER, BESIDE))
    found = root.joinpath(*parts)
    if not found.exists():
        raise SystemExit(
            f"找不到公开数据 {Path(*parts)}：请把数据放在项目旁的 shared/bench，或用 {FOLDER} 指明\n"
            f"the public data {Path(*parts)} are missing: put them beside the project in shared/bench,"
            f" or name their folder in {FOLDER}"
        )
    return found
