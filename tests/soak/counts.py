"""How much is asked: little in ``make test``, all of it with ``SOAK=full`` in the environment (``make soak``)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from benchmarks.run import RESULTS, commit, machine

FULL = os.environ.get("SOAK") == "full"
SEED = int(os.environ.get("SOAK_SEED", "1"))
"""Where chance begins; another seed, other moments and other requests."""


def count(name: str, reduced: int, full: int) -> int:
    """How many of something: ``SOAK_<NAME>`` if it is set, else the full or the reduced count."""
    return int(os.environ.get(f"SOAK_{name.upper()}", full if FULL else reduced))


def keep(name: str, result: Mapping[str, object]) -> None:
    """Keep the raw result of a full run among the benchmarks' results."""
    if FULL:
        whole = {"commit": commit(), "machine": machine(), "seed": SEED, **result}
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        (RESULTS / f"soak-{name}-seed{SEED}-{whole['commit']}.json").write_text(text, encoding="utf-8")
