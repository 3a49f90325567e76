"""``pingwei audit verify``, ``store backup`` and ``store restore`` as an auditor and an administrator run them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from api.exits import Exit
from api.texts import WORDS
from data.store.engine import Store
from data.store.transaction import Actor
from data.store.verification import Wrong
from tests.api import command
from tests.api.command import Done


def pingwei(folder: Path, url: str, *arguments: object) -> Done:
    """One run of the command, with a database and a data folder."""
    return command.pingwei(*arguments, PINGWEI_FOLDER=str(folder), PINGWEI_DATABASE_URL=url)


@pytest.fixture
def url(store: Store) -> str:
    """URL of a store with five changes."""
    for number in range(5):
        with store.change(Actor("anna", "secretariat")) as change:
            change.record("create", "thing", f"t{number}", None, {})
    return store.url.render_as_string(hide_password=False)


def test_a_sound_trail(url: str, anchors: Path, tmp_path: Path) -> None:
    done = pingwei(tmp_path, url, "audit", "verify", "--lang", "en")  # the fixture's anchors are the folder's
    assert done.returncode == Exit.FINE, done.stdout + done.stderr
    assert "sound: 5 rows, 10 anchors" in done.stdout


def test_a_trail_that_was_cut(url: str, anchors: Path, tmp_path: Path) -> None:
    with anchors.open("a", encoding="ascii") as file:
        file.write('["kept", 6, 6, "0", "2026"]\n')
    done = pingwei(tmp_path, url, "audit", "verify", "--anchors", anchors)
    assert done.returncode == Exit.TRAIL_BROKEN
    assert WORDS["trail_cut"][0].format(seq=6, until=6) in done.stdout


def test_an_anchors_file_that_was_altered(url: str, anchors: Path, tmp_path: Path) -> None:
    anchors.write_text("nothing\n" + anchors.read_text(encoding="ascii"), encoding="ascii")
    done = pingwei(tmp_path, url, "audit", "verify")
    assert done.returncode == Exit.TRAIL_BROKEN
    assert "anchors.jsonl:1" in done.stdout


def test_nothing_to_verify(tmp_path: Path) -> None:
    done = pingwei(tmp_path, "", "audit", "verify")
    assert done.returncode == Exit.BAD_INPUT
    assert list(tmp_path.iterdir()) == []
    sqlite3.connect(tmp_path / "pingwei.db").execute("CREATE TABLE other (id)")
    done = pingwei(tmp_path, "", "audit", "verify", "--lang", "en")
    assert done.returncode == Exit.BAD_INPUT
    assert "revision -" in done.stdout


def test_every_fault_has_words() -> None:
    assert {f"trail_{wrong}" for wrong in Wrong.__args__} <= set(WORDS)


def test_backup_and_restore(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    made = pingwei(tmp_path, url, "store", "backup", tmp_path / "backup.zip", "--lang", "en")
    assert made.returncode == Exit.FINE, made.stdout + made.stderr
    assert "until row 5" in made.stdout
    empty = "" if url.startswith("sqlite") else request.getfixturevalue("postgresql").create()
    restored = pingwei(tmp_path / "new", empty, "store", "restore", tmp_path / "backup.zip", "--lang", "en")
    assert restored.returncode == Exit.FINE, restored.stdout + restored.stderr
    assert pingwei(tmp_path / "new", empty, "audit", "verify").returncode == Exit.FINE
    again = pingwei(tmp_path / "new", empty, "store", "restore", tmp_path / "backup.zip", "--lang", "en")
    assert again.returncode == Exit.BAD_INPUT
    assert "not empty" in again.stdout
