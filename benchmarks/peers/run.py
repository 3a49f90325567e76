"""Peers beside Pingwei on the same seasons: ``python -m benchmarks.peers.run --instances forty,forty-tight``.

A line per instance and peer; raw results in ``benchmarks/results/peers-<instance>-seconds<n>-<commit>.json``, where the
rows of a second run of the same commit are put behind those of the first.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.instances import INSTANCES
from benchmarks.measure import Measured
from benchmarks.peers.answers import PEERS
from benchmarks.peers.solve import PINGWEI
from benchmarks.peers.timefold import PYTHON
from benchmarks.run import RESULTS, child, commit, machine

SOON = 10.0
"""Seconds after which Pingwei is looked at a second time."""


def compared(instance: str, peers: list[str], seconds: float, seed: int) -> Iterator[Measured]:
    """Pingwei, Pingwei in a hurry, then ``peers``, each in a process of its own, in this order."""
    with tempfile.TemporaryDirectory() as folder:
        plan = str(Path(folder) / "plan.json")
        for peer, limit in ((PINGWEI, seconds), (PINGWEI, SOON), *((peer, seconds) for peer in peers)):
            words = [instance, peer, plan, "--seconds", str(limit), "--seed", str(seed)]
            before = os.getloadavg()[0]
            found = child("benchmarks.peers.solve", words)
            load = [round(before, 2), round(os.getloadavg()[0], 2)]
            yield {"peer": peer, "limit": limit, "load_average": load, **found}


def line(row: Measured) -> str:
    """One line of what a peer did."""
    if "missing" in row:
        return f"{row['peer']}: {row['missing']}"
    if row["exit"]:
        seconds = ", ".join(f"{step} {time} s" for step, time in dict(row.get("seconds") or {}).items())  # type: ignore[call-overload] # a mapping
        while_ = f" while {row['ended_while']}" if "ended_while" in row else ""
        told = f" ({seconds})" if seconds else ""
        return f"{row['peer']}: no answer, ended with exit code {row['exit']}{while_}{told}, {row['peak_rss_mib']} MiB"
    words = {
        "status": row["status"],
        "score": row.get("score", "none"),
        "placed": row.get("placed", "none"),
        "hard": row.get("hard_violations", "none"),
        "value": row["value"],
        "bound": row["bound"],
        "s": row["seconds"],
        "MiB": row["peak_rss_mib"],
    }
    return f"{row['peer']} {row['limit']:g}: " + " · ".join(f"{name} {value}" for name, value in words.items())


def main() -> None:
    """Compare on every instance asked for and keep the raw results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", default="forty,forty-tight", help="names, by commas: " + ", ".join(INSTANCES))
    parser.add_argument("--peers", default=",".join(PEERS), help="names, by commas: " + ", ".join(PEERS))
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="search of each peer; building its model comes on top"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timefold-python", default="", help="an interpreter with timefold installed; a JDK beside it")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    names, peers = asked.instances.split(","), asked.peers.split(",")
    unknown = [name for name in names if name not in INSTANCES] + [peer for peer in peers if peer not in PEERS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    os.environ[PYTHON] = asked.timefold_python
    asked.results.mkdir(parents=True, exist_ok=True)
    for name in names:
        made = {"commit": commit(), "machine": machine(), "instance": asdict(INSTANCES[name]), "seed": asked.seed}
        kept = asked.results / f"peers-{name}-seconds{asked.seconds:g}-{made['commit']}.json"
        rows = json.loads(kept.read_text(encoding="utf-8"))["peers"] if kept.exists() else []
        for row in compared(name, peers, asked.seconds, asked.seed):
            print(f"{name}: {line(row)}", flush=True)
            rows.append(row)
            text = json.dumps(made | {"peers": rows}, ensure_ascii=False, indent=1) + "\n"
            kept.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
