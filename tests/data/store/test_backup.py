"""A backup brings back everything, to the letter, and refuses what it must not touch."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from data.store.accounts import add_account
from data.store.backup import MANIFEST, back_up, manifest_of, restore
from data.store.engine import Store, open_store
from data.store.errors import BackupError
from data.store.season_import import create_from
from data.store.seasons import read_season
from data.store.sign_ins import add_attempt
from data.store.tables import Base
from data.store.transaction import Actor
from data.store.verification import verify_store
from tests.builders import complete_season
from tests.conftest import KEY
from tests.postgresql import Databases

ANNA = Actor("anna", "administrator")


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with a season, an account and a try to sign in."""
    with store.change(ANNA) as change:
        create_from(change, "s", complete_season())
        add_account(change, "a1", "anna", "安娜", "argon2")
        add_attempt(change, "anna", succeeded=True)
    return store


@pytest.fixture
def empty(store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty database of the sort of ``store``."""
    if store.is_sqlite:
        opened = open_store(f"sqlite:///{tmp_path / 'restored.db'}", KEY)
        yield opened
        opened.close()
        return
    databases: Databases = request.getfixturevalue("postgresql")
    url = databases.create()
    opened = open_store(url, KEY)
    yield opened
    opened.close()
    databases.drop(url)


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{table.name}"'))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def test_everything_comes_back(filled: Store, empty: Store, anchors: Path, tmp_path: Path) -> None:
    made = back_up(filled, tmp_path / "backup.zip", [anchors])
    assert restore(tmp_path / "backup.zip", empty, tmp_path / "restored.jsonl") == made
    assert contents(empty) == contents(filled)
    with empty.read() as reader:
        assert read_season(reader, "s") == complete_season()
    found = verify_store(empty, [tmp_path / "restored.jsonl"])
    assert (found.rows, found.head, found.faults) == (made.seq, made.hash, ())
    assert made.seq > 30


def test_a_restored_store_goes_on(filled: Store, empty: Store, anchors: Path, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip", [anchors])
    restore(tmp_path / "backup.zip", empty, tmp_path / "restored.jsonl")
    reopened = open_store(empty.url.render_as_string(hide_password=False), KEY, tmp_path / "restored.jsonl")
    with reopened.change(ANNA) as change:
        add_account(change, "a2", "bert", "贝特")
        add_attempt(change, "bert", succeeded=False)  # its number is given out by the database
    assert verify_store(reopened, [tmp_path / "restored.jsonl"]).faults == ()
    reopened.close()


def test_writers_need_not_stop(filled: Store, empty: Store, anchors: Path, tmp_path: Path) -> None:
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            with filled.change(ANNA) as change:
                change.record("touch", "thing", "t", None, None)
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait()
    made = back_up(filled, tmp_path / "backup.zip", [anchors])
    stop.set()
    writer.join()
    restore(tmp_path / "backup.zip", empty, tmp_path / "restored.jsonl")
    found = verify_store(empty, [tmp_path / "restored.jsonl"])
    assert (found.rows, found.faults) == (made.seq, ())


def test_what_came_after_a_backup_shows_as_cut(filled: Store, empty: Store, anchors: Path, tmp_path: Path) -> None:
    made = back_up(filled, tmp_path / "backup.zip", [anchors])
    with filled.change(ANNA) as change:
        add_account(change, "a2", "bert", "贝特")
    restore(tmp_path / "backup.zip", empty, tmp_path / "restored.jsonl")
    (fault,) = verify_store(empty, [anchors]).faults
    assert (fault.wrong, fault.seq, fault.until) == ("cut", made.seq + 1, made.seq + 1)


def test_nothing_is_restored_over_something(filled: Store, empty: Store, anchors: Path, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip", [anchors])
    before = contents(filled)
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "backup.zip", filled, tmp_path / "restored.jsonl")
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "backup.zip", empty, anchors)
    assert contents(filled) == before


def test_the_key_is_not_in_the_archive(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    numbers = [person.identity_no for person in complete_season().persons if person.identity_no]
    assert numbers
    assert not [one for one in (KEY, *numbers) if one.encode() in whole]


def test_what_is_no_archive_is_refused(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive", encoding="ascii")
    with pytest.raises(BackupError):
        manifest_of(tmp_path / "text.zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr(MANIFEST, json.dumps({"format": "another"}))
    with pytest.raises(BackupError):
        manifest_of(tmp_path / "other.zip")


def test_an_archive_whose_end_was_altered_is_refused(
    filled: Store, empty: Store, anchors: Path, tmp_path: Path
) -> None:
    back_up(filled, tmp_path / "backup.zip", [anchors])
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members[MANIFEST]) | {"hash": "0" * 64}
    with zipfile.ZipFile(tmp_path / "altered.zip", "w") as archive:
        for name, content in (members | {MANIFEST: json.dumps(manifest).encode()}).items():
            archive.writestr(name, content)
    with pytest.raises(BackupError, match="another end"):
        restore(tmp_path / "altered.zip", empty, tmp_path / "restored.jsonl")
