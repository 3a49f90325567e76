"""Two services that differ only in who was drawn: one store, copied before the parties contribute."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.under_seal import Opened, opened, sealed_draws
from data.briefing import brief_for
from data.plan_files.plan_json import plan_document
from data.store import plans, table_dump
from data.store.backup import back_up, restore
from data.store.draws import one_draw
from data.store.engine import Store, open_store
from data.store.seasons import one_season
from data.store.tables import Base
from data.store.transaction import SYSTEM
from solver.draw.canonical import canonical
from solver.draw.ceremony import commit, contribute
from tests.api.drawn_season import DAWN, ROLES, Ceremony, ceremony_of, drawn_plan, drawn_season, salted, sessions
from tests.api.season_uploads import SEASON
from tests.api.service import Service
from tests.conftest import KEY
from tests.soak.probing import WHERE, everybody

HASHES = re.compile(r"(?:[0-9a-f]{8} ){7}[0-9a-f]{8}|[0-9a-f*]{24,64}")
"""Also those in which digits look like an identity number, and are blotted out."""
IDS = re.compile(r"\b(op|p|u|g|t)-[0-9a-f*]{8,32}")
MOMENTS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|\+00:00)?")
SEALED_PAPER = re.compile(r'(?<=")[A-Za-z0-9+/=]{1000,}(?=")')
"""What is under seal, in a row written as JSON; its length is told, as a leak could be in it."""
LEAST = 2
"""Experts in which panels differ at most once somebody of each was replaced."""
TRIES = 100
"""Salts at most: with thirty balls the same panel would have to come a hundred times over."""


@dataclass(frozen=True, slots=True)
class Twin:
    """One of two services; ``panel`` are the experts it has under seal, by session."""

    ceremony: Ceremony
    panel: dict[str, frozenset[str]]

    @property
    def service(self) -> Service:
        """The service itself."""
        return self.ceremony.service


def told(text: str) -> str:
    """A text without what differs between any two services: hashes, ids that chance gives, moments of the machine."""
    return SEALED_PAPER.sub(
        lambda one: f"sealed {len(one[0])}", IDS.sub(r"\1-", HASHES.sub("#", MOMENTS.sub("@", text)))
    )


def content_of(data: bytes) -> list[str]:
    """What an answer tells, part by part: an archive by its files."""
    if not data.startswith(b"PK"):
        return [told(data.decode("utf-8", "replace"))]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [f"{name}\n{told(archive.read(name).decode('utf-8', 'replace'))}" for name in archive.namelist()]


@contextmanager
def twins(service: Service, folder: Path, empty: Callable[[], str]) -> Iterator[tuple[Twin, Twin]]:
    """Two services, each with both sessions drawn and under seal; ``empty`` makes a database for the second."""
    first = ceremony_of(service)
    everybody(first)
    _draft(service)
    draw = first.announced(sessions()[0])
    copied = first.service.settings.folder / "twin.zip"
    back_up(service.store, copied, [first.service.settings.anchors])
    settings = Settings(folder=folder)
    folder.mkdir()
    shutil.copy(service.settings.seals, settings.seals)
    store = open_store(empty(), KEY, settings.anchors, lambda: DAWN)
    restore(copied, store, settings.anchors)
    copied.unlink()
    with TestClient(create_app(settings, store)) as client:
        second = Ceremony(Service(client, store, settings), dict(first.accounts), dict(first.people))
        one = _drawn(first, draw, "one")
        yield one, _drawn(second, draw, "one", one)
    store.close()


def _draft(service: Service) -> None:
    """A draft beside the published plan: its panels are witnesses, the same for both."""
    body: Any = plan_document(drawn_plan(), brief_for(drawn_season()))
    with service.store.change(SYSTEM) as change:
        plans.add_plan(change, "p-draft", SEASON, one_season(change, SEASON).version, body)


def _drawn(ceremony: Ceremony, draw: dict[str, Any], salt: str, other: Twin | None = None) -> Twin:
    """A twin whose contributions are its own, and bring panels that are none of those of ``other``."""
    taken = other.panel if other else {}
    ceremony.drawn(draw, _differing(ceremony, draw, salt, taken))
    later = ceremony.announced(sessions()[1])
    ceremony.drawn(later, _differing(ceremony, later, salt, taken))
    _replaced(ceremony, later["id"])
    with ceremony.service.store.read() as reader:
        ceremony.hidden["op"] = str(one_draw(reader, SEASON, later["id"]).operation)
    app: Any = ceremony.service.client.app
    with ceremony.service.store.read() as reader:
        found = [opened(reader, app.state.seal, one) for one in sealed_draws(reader, SEASON)]
    return Twin(ceremony, {one.draw.session: one.panel.present() for one in found})


def _differing(ceremony: Ceremony, draw: dict[str, Any], salt: str, taken: Mapping[str, frozenset[str]]) -> str:
    """The first of the salts that begin so whose contributions draw others than ``taken``: chance may draw them again.

    They differ in more than a replacement can make good.
    No two services are alike in their salts of leaves, so that this cannot be settled beforehand.
    """
    app: Any = ceremony.service.client.app
    with ceremony.service.store.read() as reader:
        found = opened(reader, app.state.seal, one_draw(reader, SEASON, draw["id"]))
    tried = (f"{salt} {number}" for number in range(TRIES))
    return next(one for one in tried if len(_foreseen(found, one) ^ taken.get(draw["session"], frozenset())) > LEAST)


def _replaced(ceremony: Ceremony, draw: str) -> None:
    """Somebody of a panel under seal is replaced: the same seat in both services."""
    where = f"{WHERE}/replacements"
    asked = {"draw": draw, "seat": 3, "reason": "因病不能到会"}
    version = ceremony.get(f"{WHERE}/panels/{draw}").json()["version"]
    made = ceremony.post(where, asked, "convener", version=version).json()
    drawn = ceremony.post(f"{where}/{made['id']}:approve", {}, "authority", version=made["version"])
    assert drawn.status_code == 200, drawn.text


def _foreseen(found: Opened, salt: str) -> frozenset[str]:
    """Who is on the panel or stands by for it if the parties contribute what follows from ``salt``."""
    said, secrets = found.announcement, {role: salted(salt, role) for role in ROLES}
    fixed = commit(said, [contribute(said, role, secret) for role, secret in secrets.items()])
    closed = replace(found.draw, commitment=canonical(fixed).decode())
    return replace(found, draw=closed, secrets=secrets).panel.present()


def rows_of(store: Store, folder: Path) -> dict[str, Counter[str]]:
    """Every row of every table of a backup, as far as it tells anything."""
    path = folder / "backup.zip"
    back_up(store, path, [])
    found: dict[str, Counter[str]] = {}
    with zipfile.ZipFile(path) as archive:
        if not store.is_sqlite:
            for name in archive.namelist():
                found[name] = Counter(told(line) for line in archive.read(name).decode().splitlines())
            return found
        copy = archive.extract("pingwei.db", folder)
    with sqlite3.connect(copy) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = database.execute(f'SELECT * FROM "{name}"').fetchall()
            found[name] = Counter(told(_json(row)) for row in rows)
    return found


def _json(row: tuple[object, ...]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)


def bytes_of(store: Store) -> bytes:
    """The file of a SQLite store, its log brought into it; of another database, every row as it is copied."""
    if store.is_sqlite:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(str(store.url.database)).read_bytes()
    with store.read() as reader:
        made = BytesIO()
        for table in Base.metadata.sorted_tables:
            table_dump.write(reader, table, made)
    return made.getvalue()
