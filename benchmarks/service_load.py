"""Load on the real service: reads and audited writes on 32 connections, beside a bare insert, and while it plans.

``python -m benchmarks.service_load --seconds 20`` keeps the raw result in ``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count, cycle
from pathlib import Path

from benchmarks.http_load import Asked, Heard, load, quantile
from benchmarks.measure import Measured
from benchmarks.run import RESULTS, commit, machine
from benchmarks.service_process import ServiceError, ServiceProcess

CONNECTIONS = 32
TARGETS = {"read_p99_ms": 300, "write_p99_ms": 400, "writes_per_second": 150, "answer_while_planning_ms": 1000}
SEASON = "2026"
UNFINISHED = {"queued", "running"}
_NUMBERS = count()


def measured(port: int, seconds: float, following: Callable[[], Asked], connections: int = CONNECTIONS) -> Measured:
    """Ask for so long; answers per second, their times in milliseconds, their statuses."""
    times: list[float] = []
    statuses = Counter[int]()
    begun = time.monotonic()

    def hear(_: Asked, heard: Heard) -> None:
        times.append(heard.seconds)
        statuses[heard.status] += 1

    def until(_: int) -> Asked | None:
        return following() if time.monotonic() < begun + seconds else None

    asyncio.run(load(port, connections, until, hear))
    return {
        "connections": connections,
        "answers": len(times),
        "per_second": round(len(times) / (time.monotonic() - begun), 1),
        **{f"p{round(share * 100)}_ms": quantile(times, share) for share in (0.5, 0.9, 0.99)},
        "max_ms": quantile(times, 1),
        "statuses": dict(statuses),
    }


def write(token: str) -> Asked:
    """A new account, which the trail tells of."""
    login = f"portal{next(_NUMBERS)}"
    return Asked("POST", "/v1/users", json.dumps({"login": login, "name": "区人社局"}).encode(), token)


def with_season(process: ServiceProcess, folder: Path, administrator: str) -> str:
    """Put a season of 20 committees, 2,000 experts and 5,000 applications beside; the token of a secretary for it."""
    from data.samples.synthetic import synthesise
    from data.store.engine import open_store
    from data.store.season_import import create_from
    from data.store.transaction import SYSTEM
    from data.store.vault import key_in

    data = folder / "data"
    url = process.database_url or f"sqlite:///{data / 'pingwei.db'}"
    store = open_store(url, key_in(data / "identity.key"), process.anchors)
    with closing(store), store.change(SYSTEM) as change:
        create_from(change, SEASON, synthesise(20, 2000, 5000, 1, "easy"))
    return process.person(administrator, "secretary", "secretariat", ["*"])


@contextmanager
def planning(process: ServiceProcess, secretary: str) -> Iterator[None]:
    """A run of the planner, asked of the service itself; raises ServiceError if it ends before the block does."""
    asked = process.call("POST", f"/v1/seasons/{SEASON}/plans:solve", {"seconds": 600}, secretary)
    where = f"/v1/operations/{asked['id']}"
    while process.call("GET", where, token=secretary)["phase"] in {None, ""}:
        time.sleep(0.1)
    yield
    now = process.call("GET", where, token=secretary)
    if now["state"] not in UNFINISHED:
        raise ServiceError(f"the run was over: {now}")


def service(folder: Path, seconds: float, database_url: str) -> Measured:
    """The service alone, then while it makes a plan."""
    process = ServiceProcess(folder, database_url).start()
    try:
        token = process.administrator()
        account = process.call("POST", "/v1/users", {"login": "read", "name": "read"}, token)["id"]
        read = Asked("GET", f"/v1/users/{account}", token=token)
        found: Measured = {
            "reads": measured(process.port, seconds, lambda: read),
            "writes": measured(process.port, seconds, lambda: write(token)),
        }
        secretary = with_season(process, folder, token)
        tables = cycle(
            Asked("GET", f"/v1/seasons/{SEASON}/{path}", token=secretary)
            for path in ("experts/E0001", "applications?limit=20", "committees?limit=20", "committees/C01")
        )
        found["season_reads"] = measured(process.port, seconds, lambda: next(tables))
        with planning(process, secretary):
            found["reads_while_planning"] = measured(process.port, seconds, lambda: read)
            found["writes_while_planning"] = measured(process.port, seconds, lambda: write(token))
    finally:
        process.stop()
    return found


def bare(folder: Path, seconds: float) -> Measured:
    """The bare service."""
    process = ServiceProcess(folder)
    process.words = ("-m", "benchmarks.bare_service", str(folder / "bare.db"))
    process.port_as_argument = True
    process.start()
    try:
        return measured(process.port, seconds, lambda: write(""))
    finally:
        process.stop()


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="length of each phase")
    parser.add_argument("--database-url", default="", help="postgresql://…; empty: SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        floor = bare(Path(one), asked.seconds)
        found = service(Path(other), asked.seconds, asked.database_url)
    ratio = round(found["writes"]["per_second"] / floor["per_second"], 3)  # type: ignore[index] # as measured()
    result = {
        "commit": commit(),
        "machine": machine(),
        "load_average": [round(one, 1) for one in os.getloadavg()],
        "seconds": asked.seconds,
        "targets": TARGETS,
        "bare_writes": floor,
        **found,
        "writes_to_bare_writes": ratio,
    }
    kind = asked.database_url.partition(":")[0] or "sqlite"
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / f"service-load-{kind}-{result['commit']}.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
