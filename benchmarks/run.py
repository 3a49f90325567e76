"""Run benchmarks, each instance in a process of its own.

``python -m benchmarks.run --instances small,medium,city --seconds 60`` prints a line per instance and keeps the raw
results in ``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.instances import INSTANCES
from benchmarks.measure import CLOCKS, Measured

RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parent.parent
LIBRARIES = ("ortools", "networkx", "pandas", "numpy")


def commit() -> str:
    """The commit measured, ``+`` after it where tracked files differ from it."""
    head = _git("rev-parse", "--short=10", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "solver", "data", "api")
    return head + ("+" if changed else "")


def _git(*words: str) -> str:
    found = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else "unknown"


def machine() -> Measured:
    """The machine and the versions of what computes."""
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


def run(name: str, options: list[str]) -> Measured:
    """Measure one instance in a child process; its peak memory is that of the child alone."""
    measured: Measured = {"instance": name}
    return {"commit": commit(), "machine": machine(), **measured, **child("benchmarks.measure", [name, *options])}


def child(module: str, words: Sequence[str]) -> Measured:
    """What ``module`` measured in a process of its own: its JSON, with how it ended, its memory and processor time.

    The last word the module is given is where to write.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "measured.json"
        process = subprocess.Popen([sys.executable, "-m", module, *words, str(output)], cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        measured: Measured = json.loads(output.read_text(encoding="utf-8")) if output.exists() else {}
    return {
        "exit": process.returncode,
        "peak_rss_mib": round(used.ru_maxrss / 1024, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        **measured,
    }


def summary(result: Measured) -> str:
    """One line of what a run found."""
    if result["exit"]:
        return f"{result['instance']}: failed with exit code {result['exit']}"
    gap = result["gap"]
    words = {
        "plan s": result["seconds"]["plan"],  # type: ignore[index] # a mapping in every result of measure()
        "processor s": result["processor"]["plan"],  # type: ignore[index] # likewise
        "first plan s": result["first_plan"],
        "MiB": result["peak_rss_mib"],
        "placed": f"{result['placed']}/{result['placeable']} (bound {result['placed_bound']})",
        "score": result["total"],
        "gap": "unproved" if gap is None else f"{gap:.3%}",
        "hard": result["hard_violations"],
        "status": result["status"],
    }
    return " · ".join(f"{name} {value}" for name, value in words.items())


def main() -> None:
    """Measure the instances asked for, print a line for each, and keep the raw results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", default="small,medium", help="names, by commas: " + ", ".join(INSTANCES))
    parser.add_argument("--seconds", type=float, help="clock budget per instance; 60 by default")
    parser.add_argument("--effort", type=int, help="deterministic budget in place of the clock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clock", choices=sorted(CLOCKS), default="wall", help="what the seconds are counted by")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    names = asked.instances.split(",")
    unknown = [name for name in names if name not in INSTANCES]
    if unknown:
        parser.error(f"unknown instances: {', '.join(unknown)}")
    limit = ["--effort", str(asked.effort)] if asked.effort else ["--seconds", str(asked.seconds or 60.0)]
    asked.results.mkdir(parents=True, exist_ok=True)
    for name in names:
        result = run(name, [*limit, "--seed", str(asked.seed), "--clock", asked.clock])
        by = "" if asked.clock == "wall" else f"-{asked.clock}"
        label = f"{name}-{limit[0].strip('-')}{limit[1]}{by}-seed{asked.seed}-{result['commit']}.json"
        text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        (asked.results / label).write_text(text, encoding="utf-8")
        print(f"{name}: {summary(result)}", flush=True)


if __name__ == "__main__":
    main()
