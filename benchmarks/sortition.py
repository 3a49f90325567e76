"""Fair lotteries on public sortition data, beside the leading package, and on a pool with personal relations.

``python -m benchmarks.sortition --data FOLDER --peer PYTHON`` measures each instance and method in one run. ``FOLDER``
holds the public instances (see benchmarks/README.md), ``PYTHON`` is the interpreter of an environment of its own in
which ``sortition-algorithms`` is installed: that package is GPL and never a dependency of this one. What is missing is
said, and left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

from benchmarks.measure import Measured
from benchmarks.run import RESULTS, commit, machine
from solver.draw.entities import Lottery, Method, Problem
from solver.draw.lottery import fair_lottery
from solver.draw.merging import Row, merged
from solver.rules.requirement import Seat

PUBLIC = {
    "fixture_150_22": ("candidates.csv", "features.csv", 22),
    "example_small_20": ("respondents.csv", "categories.csv", 20),
    "example_large_200": ("respondents.csv", "categories.csv", 200),
}
PEER = """
import csv, json, sys, time
from sortition_algorithms.committee_generation.leximin import find_distribution_leximin
from sortition_algorithms.committee_generation.maximin import find_distribution_maximin
from sortition_algorithms.features import read_in_features
from sortition_algorithms.people import read_in_people
from sortition_algorithms.settings import Settings
quotas, people, size, backend, method = sys.argv[1:]
rows, body = (list(csv.DictReader(open(name))) for name in (quotas, people))
features, _, _ = read_in_features(list(rows[0]), rows)
settings = Settings(id_column=list(body[0])[0], columns_to_keep=[], solver_backend=backend)
known, _ = read_in_people(list(body[0]), body, features, settings)
find = {"maximin": find_distribution_maximin, "leximin": find_distribution_leximin}[method]
start, busy = time.monotonic(), time.process_time()
panels, chances, _ = find(features, known, int(size), [], backend)
seconds, busy = time.monotonic() - start, time.process_time() - busy
total = {}
for panel, chance in zip(panels, chances):
    for one in panel:
        total[one] = total.get(one, 0.0) + chance
least = min(total.get(one, 0.0) for one in known)
print(json.dumps({"seconds": round(seconds, 3), "cpu_seconds": round(busy, 3), "least": least}))
"""
"""What runs in the peer's environment: its own functions on the same files, the clock around the search alone."""


def public_problem(folder: Path, name: str) -> Problem:
    """A public instance as a draw problem: one nameless group, a quota per value of a feature."""
    people_file, quota_file, size = PUBLIC[name]
    with (folder / name / people_file).open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    with (folder / name / quota_file).open(encoding="utf-8") as file:
        quotas = list(csv.DictReader(file))
    rows = [Row("size", tuple((one, 1) for one in range(len(people))), size, size)]
    for row in quotas:
        feature, value = (row["feature"], row["value"]) if "value" in row else (row["category"], row["feature"])
        holders = tuple((number, 1) for number, person in enumerate(people) if person[feature] == value)
        rows.append(Row(f"{feature}={value}", holders, int(row["min"]), int(row["max"])))
    return merged(name, size, (("", size),), [Seat(name, "", f"p{one:05d}") for one in range(len(people))], rows)


FAMILIES = (
    (0.4, 0.3, 0.2, 0.1),
    (0.3, 0.7),
    (0.4, 0.6),
    (0.25, 0.75),
    (0.15, 0.85),
    (0.35, 0.4, 0.25),
    (0.5, 0.5),
    (0.22, 0.18, 0.12, 0.1, 0.1, 0.1, 0.08, 0.1),
)
"""Shares of the values of eight families of quotas."""


def related_pool(persons: int = 2000, size: int = 25, pairs: int = 200, seed: int = 1) -> Problem:
    """A pool with eight families of quotas out of proportion, and pairs that do not sit together."""
    rng = Random(seed)
    people = [[rng.choices(range(len(shares)), shares)[0] for shares in FAMILIES] for _ in range(persons)]
    sample = rng.sample(range(persons), size)  # one lawful panel, relations apart
    rows = [Row("size", tuple((one, 1) for one in range(persons)), size, size)]
    for family, shares in enumerate(FAMILIES):
        for value in range(len(shares)):
            holders = tuple((number, 1) for number, person in enumerate(people) if person[family] == value)
            even, known = len(holders) / persons * size, sum(people[one][family] == value for one in sample)
            low, high = int(even * rng.uniform(0.7, 1.3)) - 1, int(even * rng.uniform(0.9, 1.3)) + 2
            rows.append(Row(f"{family}={value}", holders, max(0, min(low, known)), min(size, max(high, known))))
    apart: set[tuple[int, int]] = set()
    while len(apart) < pairs:
        one, other = sorted(rng.sample(range(persons), 2))
        apart.add((one, other))
    rows += [Row("kin", ((one, 1), (other, 1)), None, 1) for one, other in sorted(apart)]
    return merged("pool", size, (("", size),), [Seat("pool", "", f"E{one:04d}") for one in range(persons)], rows)


def gini(values: Sequence[float]) -> float:
    """Gini coefficient of chances: 0 is equal."""
    ordered = sorted(values)
    total, count = sum(ordered), len(ordered)
    return sum((2 * rank - count + 1) * value for rank, value in enumerate(ordered)) / (count * total)


def measured(name: str, problem: Problem, method: Method) -> Measured:
    """Time and fairness of one lottery, and how far its proof is from it."""
    start = time.monotonic()
    processor = time.process_time()
    lottery = fair_lottery(problem, method)
    seconds, cpu = time.monotonic() - start, time.process_time() - processor
    if lottery is None:
        return {"instance": name, "method": method.value, "lottery": None}
    return {
        "instance": name,
        "method": method.value,
        "persons": len(problem.type_of),
        "types": len(problem.types),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "least": float(lottery.least),
        "gini": gini([float(one.before) for one in lottery.chances]),
        "proof_gap": float(_gap(lottery)),
        "steps": len(lottery.steps),
        "searched_limits": sum(one.searched for one in lottery.problem.limits),
        "largest_error_balls": float(max(abs(one.error(1000)) for one in lottery.chances) * 1000),
        "panels": len(lottery.mixture),
    }


def _gap(lottery: Lottery) -> Fraction:
    """The most by which a proved ceiling is above the smallest chance it is for."""
    chance = {lottery.problem.type_of[one.expert]: one.before for one in lottery.chances}
    return max(step.value - min(chance[number] for number in step.settled) for step in lottery.steps)


def peer(python: Path, folder: Path, name: str, backend: str, method: str) -> Measured:
    """The same instance with ``sortition-algorithms`` in its own environment."""
    people_file, quota_file, size = PUBLIC[name]
    words = [str(folder / name / quota_file), str(folder / name / people_file), str(size), backend, method]
    label: Measured = {"instance": name, "method": method, "peer": "sortition-algorithms", "backend": backend}
    try:
        found = subprocess.run(
            [str(python), "-c", PEER, *words], capture_output=True, text=True, check=False, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired) as wrong:
        return {**label, "missing": type(wrong).__name__}
    if found.returncode:
        return {**label, "missing": found.stderr.strip().splitlines()[-1]}
    answer: Measured = json.loads(found.stdout.splitlines()[-1])
    return {**label, **answer}


def _runs(data: Path | None, python: Path | None, pool: bool) -> Iterator[Measured]:
    if data is None or not data.exists():
        yield {"missing": "public data: give --data"}
    else:
        for name in PUBLIC:
            for method in (Method.LEXIMIN, Method.MAXIMIN):
                yield measured(name, public_problem(data, name), method)
        for backend in ("highspy", "mip"):
            if python is None:
                yield {"peer": "sortition-algorithms", "backend": backend, "missing": "give --peer"}
            else:
                yield peer(python, data, "fixture_150_22", backend, "maximin")
    if pool:
        yield measured("pool-2000-25-8-200", related_pool(), Method.LEXIMIN)


def main() -> None:
    """Measure everything that is there and keep the raw results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--no-pool", action="store_true", help="leave the pool of 2,000 out")
    asked = parser.parse_args()
    found = []
    for one in _runs(asked.data, asked.peer, not asked.no_pool):
        print(json.dumps(one), flush=True)
        found.append(one)
    text = json.dumps({"commit": commit(), "machine": machine(), "runs": found}, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / f"sortition-{commit()}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
