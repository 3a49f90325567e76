"""Under seal nothing tells who was drawn: two services that differ only in that are asked the same, and say the same.

Hashes, ids that chance gives and moments of the machine are left out of the comparison; lengths are not.
"""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from api import panels
from api.logs import JsonFormatter
from api.repair_run import RepairTask, repaired
from api.runs import Run, claimed
from api.schemas.panels import PanelOut
from api.under_seal import opened
from data.store.draws import StoredDraw
from data.store.sealing import Seal
from data.store.transaction import Reader
from tests.api.drawn_season import EXPERTS
from tests.api.service import Service
from tests.conftest import KEY
from tests.postgresql import Databases
from tests.soak.counts import FULL, SEED, count, keep
from tests.soak.probing import Asked, Probe, ask
from tests.soak.twins import Twin, bytes_of, content_of, rows_of, told, twins

REQUESTS = count("leaks", 60, 500)
"""On each of the two databases."""
SHUFFLES = 10_000
WATCHED = ""
"""Whom the leaky service of a test tells of."""
LEVEL = 0.001
"""Below this chance a difference of times would not be noise."""


@pytest.fixture
def empty(service: Service, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Makes a second database of the same sort."""
    made: list[str] = []
    databases: Databases | None = None if service.store.is_sqlite else request.getfixturevalue("postgresql")

    def create() -> str:
        made.append(databases.create() if databases else f"sqlite:///{tmp_path / 'second.db'}")
        return made[-1]

    yield create
    for url in made:
        if databases:
            databases.drop(url)


@dataclass
class Compared:
    """What both were asked, and where they did not say the same."""

    statuses: Counter[int] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    asked: set[tuple[str, str]] = field(default_factory=set)
    different: list[str] = field(default_factory=list)
    seconds: list[tuple[float, float]] = field(default_factory=list)


def compare(one: Twin, other: Twin, probe: Probe) -> Compared:
    """Ask both the same, in an order that chance gives each time."""
    found, chance = Compared(), random.Random(SEED)
    for number in range(REQUESTS):
        asked = probe.next()
        answers, seconds = {}, {}
        for name, twin in chance.sample([("one", one), ("other", other)], 2):
            begun = time.perf_counter()
            answers[name] = ask(twin.ceremony, asked, number)
            seconds[name] = time.perf_counter() - begun
        found.statuses[answers["one"].status_code] += 1
        found.roles[asked.role] += 1
        found.asked.add((asked.role, asked.address))
        found.seconds.append((seconds["one"], seconds["other"]))
        if not _alike(answers["one"], answers["other"]):
            found.different.append(_told(asked))
    return found


def _alike(one: Response, other: Response) -> bool:
    first, second = ((answer.status_code, content_of(answer.content), _headers(answer)) for answer in (one, other))
    return first == second


def _headers(answer: Response) -> dict[str, str]:
    """Headers; the length of an archive depends on the hashes in it, which pack differently."""
    found = {name: told(text) for name, text in answer.headers.items()}
    if answer.content.startswith(b"PK"):
        found.pop("content-length", None)
    return found


def _told(asked: Asked) -> str:
    return f"{asked.role} {asked.method} {asked.address}"


class Lines(logging.Handler):
    """What is logged, as the service writes it, but for moments and lengths of time."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        vars(record).pop("ms", None)
        self.lines.append(told(self.format(record)))


def metrics(twin: Twin) -> Counter[str]:
    """The metrics without those that are seconds."""
    found: Counter[str] = Counter()
    for line in twin.service.client.get("/metrics").text.splitlines():
        name, _, value = line.rpartition(" ")
        if not line.startswith("#") and not any(one in name for one in ("_bucket", "_sum", "_created")):
            found[name] = round(float(value))
    return found


def test_nothing_tells_who_was_drawn(service: Service, tmp_path: Path, empty: Callable[[], str]) -> None:
    logged = Lines()
    logging.getLogger("pingwei").addHandler(logged)
    logging.getLogger("pingwei").setLevel(logging.DEBUG)
    with twins(service, tmp_path / "second", empty) as (one, other):
        differing = {name: len(one.panel[name] ^ other.panel[name]) for name in one.panel}
        assert min(differing.values()) > 0, "chance has drawn the same panel twice: take another salt"
        probe = Probe(one.service.client.get("/v1/openapi.json").json(), SEED)
        before = [metrics(twin) for twin in (one, other)]
        logged.lines.clear()
        found = compare(one, other, probe)
        lines = Counter(logged.lines)
        measured = [metrics(twin) - earlier for twin, earlier in zip((one, other), before, strict=True)]
        rows = [rows_of(twin.service.store, twin.service.settings.folder) for twin in (one, other)]
        raw = [occurrences(bytes_of(twin.service.store)) for twin in (one, other)]
    logging.getLogger("pingwei").removeHandler(logged)
    odd = [line for line, times in lines.items() if times % 2]
    chance = chance_of_times(found.seconds) if FULL else None
    different_rows = {name: len(rows[0][name] - rows[1][name]) for name in rows[0] if rows[0][name] != rows[1][name]}
    told_of = {
        "requests": REQUESTS,
        "different_requests": len(found.asked),
        "by_role": dict(sorted(found.roles.items())),
        "statuses": dict(sorted(found.statuses.items())),
        "members_that_differ": differing,
        "answers_that_differ": found.different,
        "log_lines": sum(lines.values()),
        "log_lines_that_differ": len(odd),
        "metrics_that_differ": len(measured[0] - measured[1]) + len(measured[1] - measured[0]),
        "backup_rows_that_differ": different_rows,
        "names_in_the_database_files_that_differ": [name for name in raw[0] if raw[0][name] != raw[1][name]],
        "median_seconds": [sorted(pair[side] for pair in found.seconds)[REQUESTS // 2] for side in (0, 1)],
        "chance_of_the_difference_of_times": chance,
    }
    keep(f"leaks-{service.store.engine.dialect.name}", told_of)
    assert found.different == []
    assert odd == []
    assert measured[0] == measured[1]
    assert different_rows == {}
    assert raw[0] == raw[1]
    assert chance is None or chance > LEVEL


def occurrences(data: bytes) -> dict[str, int]:
    """How often each expert is named in a file, by id and by name."""
    ids = [f'"E{number:02d}"' for number in range(1, EXPERTS + 1)]
    names = [f'"专家{number}"' for number in range(1, EXPERTS + 1)]
    return {one: data.count(one.encode()) for one in (*ids, *names)}


def chance_of_times(pairs: list[tuple[float, float]]) -> float:
    """How often chance alone brings times that differ as much: a paired permutation test of the mean logarithm."""
    import numpy as np

    logs = np.log([a / b for a, b in pairs])
    signs = np.random.default_rng(SEED).choice([-1.0, 1.0], size=(SHUFFLES, len(logs)))
    return float(np.mean(np.abs(signs @ logs) >= abs(logs.sum())))


def test_a_repair_under_seal_does_not_tell_who_was_drawn(
    service: Service, tmp_path: Path, empty: Callable[[], str]
) -> None:
    with twins(service, tmp_path / "second", empty) as (one, other):
        session, panel = next(iter(one.panel.items()))
        odd = sorted(panel ^ other.panel[session])
        always = {"from": "2026-09-01/AM", "to": "2026-11-27/PM"}
        asked = [{"declined": [{"expert": expert, "session": session}]} for expert in odd]
        asked += [{"unavailable": [{"expert": expert, **always}]} for expert in odd]
        statuses = set()
        for plan in ("p-first", "p-draft"):
            for changes in asked:
                answers = [tried(twin, plan, changes) for twin in (one, other)]
                assert answers[0] == answers[1], (plan, changes)
                statuses |= {answers[0][0]}
        assert statuses == {200, 422}


def tried(twin: Twin, plan: str, changes: dict[str, Any]) -> tuple[int, str]:
    """What a repair without a trace answers."""
    ceremony, where = twin.ceremony, f"/v1/seasons/2026/plans/{plan}"
    version = ceremony.get(where, "whole").json()["version"]
    asked = ceremony.post(f"{where}:repair", {"changes": changes, "dry_run": True}, "whole", version=version)
    if asked.status_code != 202:
        return asked.status_code, told(asked.text)
    operation = claimed(twin.service.store, "w-test")
    assert operation is not None
    run = Run(twin.service.store, KEY, operation, "w-test", lambda: False)
    task = run.task()
    assert isinstance(task, RepairTask)
    run.keep_repair(repaired(task, lambda _phase, _percent: None))
    answer = ceremony.get(f"{asked.headers['Location']}/repair", "whole")
    return answer.status_code, told(answer.text)


def test_a_leak_is_found(
    service: Service, tmp_path: Path, empty: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = panels.shown

    def leaky(reader: Reader, draw: StoredDraw) -> PanelOut:
        """A list of panels that is a character longer where the one who is watched is on the panel."""
        found, panel = honest(reader, draw), opened(reader, Seal(service.settings.seals), draw).panel
        return found.model_copy(update={"session": found.session + " " * (WATCHED in panel.present())})

    with twins(service, tmp_path / "second", empty) as (one, other):
        listed = Asked("supervisor", "GET", "/v1/seasons/2026/panels")
        here, there = (twin.ceremony for twin in (one, other))
        assert _alike(ask(here, listed, 1), ask(there, listed, 1))
        monkeypatch.setattr("api.routes.panels.shown", leaky)
        odd = sorted(set().union(*one.panel.values()) ^ set().union(*other.panel.values()))
        assert odd
        monkeypatch.setattr("tests.soak.test_leaks.WATCHED", odd[0])
        assert not _alike(ask(here, listed, 2), ask(there, listed, 2))
