"""Hostile inputs against the real service, measured from outside: answer, time, memory of all processes, traces left.

``python -m benchmarks.hostile`` keeps the raw result in ``benchmarks/results``; ``--database-url`` for PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import create_engine, inspect, text

from benchmarks.hostile_inputs import CATALOGUE, SEASON, Hostile
from benchmarks.measure import Measured
from benchmarks.run import RESULTS, commit, machine
from benchmarks.service_process import ServiceProcess

MOST_SECONDS, MOST_BYTES = 2.0, 256 << 20
SAMPLE_SECONDS = 0.005
SECONDS_TO_TIDY = 10.0
HEADER = {"year": 2026, "place": "沈阳", "first_day": "2026-09-01", "last_day": "2026-12-31"}


def family(pid: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from family(int(child))
    except OSError:
        return  # it has ended meanwhile


def resident(pid: int) -> int:
    """Bytes of memory that a process has now, 0 once it has ended."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def processor_seconds(pid: int) -> float:
    """Seconds of processor time that a process and the children it has waited for have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


class Watched:
    """The greatest memory of a process and its children together while the block lasts, sampled."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.before = self.most = self._now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def growth(self) -> int:
        """Bytes beyond what there was before."""
        return self.most - self.before

    def _now(self) -> int:
        return sum(map(resident, family(self.pid)))

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.most = max(self.most, self._now())


class Target:
    """A service with an empty season, and whoever may import into it."""

    def __init__(self, folder: Path, database_url: str = "", settings: Mapping[str, str] | None = None) -> None:
        self.process = ServiceProcess(folder, database_url, settings=settings or {}).start()
        self.url = database_url or f"sqlite:///{folder / 'data' / 'pingwei.db'}"
        administrator = self.process.administrator()
        self.token = self.process.person(administrator, "authority", "authority", ["*"])
        self.tokens = {"administrator": administrator, "authority": self.token}
        self.process.call("POST", "/v1/seasons", {"id": SEASON, "header": HEADER}, self.token)

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))
        try:
            with engine.connect() as connection:
                names = inspect(connection).get_table_names()
                counts = {one: connection.execute(text(f'SELECT count(*) FROM "{one}"')).scalar_one() for one in names}
        finally:
            engine.dispose()
        return counts

    def left(self) -> list[str]:
        """What stays in the folder of uploads: of who was cut off it goes a moment after the answer."""
        end = time.monotonic() + SECONDS_TO_TIDY
        while (found := self.lying()) and time.monotonic() < end:
            time.sleep(0.02)
        return found

    def lying(self) -> list[str]:
        """What lies in the folder of uploads now."""
        return [one.name for one in (self.process.folder / "data" / "uploads").iterdir()]

    def ask(self, hostile: Hostile) -> tuple[int, str, bytes]:
        """Status, content type and body of the answer."""
        headers = {
            "Authorization": f"Bearer {self.tokens[hostile.role]}",
            "If-Match": '"1"',
            "Content-Type": hostile.kind,
        }
        connection = HTTPConnection("127.0.0.1", self.process.port, timeout=120)
        try:
            connection.request(hostile.method, hostile.path, hostile.body() or None, headers | dict(hostile.headers))
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()

    def measured(self, hostile: Hostile) -> Measured:
        """Everything about one hostile input."""
        body = hostile.body()
        made = replace(hostile, body=lambda: body)
        before = self.rows()
        with Watched(self.process.running.pid) as watched:
            begun, used = time.monotonic(), processor_seconds(self.process.running.pid)
            status, kind, answer = self.ask(made)
            seconds = time.monotonic() - begun
            used = processor_seconds(self.process.running.pid) - used
        found = json.loads(answer) if kind == "application/problem+json" else {}
        return {
            "name": hostile.name,
            "sent": len(body),
            "status": status,
            "code": found.get("code", ""),
            "fault": next((one["code"] for one in found.get("faults", ())), ""),
            "tells_what_to_do": bool(found.get("detail") and found.get("detail_en")),
            "answer": len(answer),
            "seconds": round(seconds, 2),
            "processor_seconds": round(used, 2),
            "growth_mib": round(watched.growth / (1 << 20), 1),
            "written": self.rows() != before,
            "left": self.left(),
            "ready": bool(self.process.call("GET", "/readyz")),
        }


def wrong(found: Measured) -> list[str]:
    """What is not as it should be, times apart."""
    return [
        name
        for name, holds in (
            ("status", 400 <= int(str(found["status"])) < 500),
            ("code", bool(found["code"]) and bool(found["tells_what_to_do"])),
            ("memory", float(str(found["growth_mib"])) < MOST_BYTES >> 20),
            ("written", not found["written"]),
            ("left", not found["left"]),
            ("ready", bool(found["ready"])),
        )
        if not holds
    ]


@contextmanager
def target(folder: Path, database_url: str = "", settings: Mapping[str, str] | None = None) -> Iterator[Target]:
    """A service to be attacked."""
    made = Target(folder, database_url, settings)
    try:
        yield made
    finally:
        made.process.stop()


def attacked(database_url: str, catalogue: Iterable[Hostile] = CATALOGUE) -> list[Measured]:
    """Every input of ``catalogue`` in turn."""
    with tempfile.TemporaryDirectory() as folder, target(Path(folder), database_url) as one:
        return [one.measured(hostile) for hostile in catalogue]


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="", help="postgresql://…; empty: SQLite")
    parser.add_argument("--only", default="", help="only inputs whose name holds this; nothing is kept")
    asked = parser.parse_args()
    found = attacked(asked.database_url, [one for one in CATALOGUE if asked.only in one.name])
    for one in found:
        late = ["seconds"] * (float(str(one["seconds"])) >= MOST_SECONDS)
        told = (one[name] for name in ("name", "status", "code", "fault", "seconds", "processor_seconds", "growth_mib"))
        print(*told, *wrong(one), *late)
    if asked.only:
        return
    result = {
        "commit": commit(),
        "machine": machine(),
        "load_average": [round(one, 1) for one in os.getloadavg()],
        "targets": {"seconds": MOST_SECONDS, "growth_mib": MOST_BYTES >> 20},
        "inputs": len(found),
        "wrong": {str(one["name"]): wrong(one) for one in found if wrong(one)},
        "late": [one["name"] for one in found if float(str(one["seconds"])) >= MOST_SECONDS],
        "found": found,
    }
    kind = asked.database_url.partition(":")[0] or "sqlite"
    whole = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / f"hostile-{kind}-{result['commit']}.json").write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    main()
