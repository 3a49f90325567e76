"""Settings: every variable is documented, read by its type, and none is guessed."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from api.settings import Settings, SettingsError, settings_from

TABLE_ROW = re.compile(r"^\| `(PINGWEI_\w+)` \| (?:`([^`]*)`)? *\|", re.MULTILINE)
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_without_variables_everything_has_its_default() -> None:
    assert settings_from({"HOME": "/somewhere"}) == Settings()


def test_variables_are_read_by_their_type() -> None:
    given = settings_from({"PINGWEI_PORT": "9000", "PINGWEI_FOLDER": "/data", "PINGWEI_HOST": "0.0.0.0"})
    assert given == Settings(port=9000, folder=Path("/data"), host="0.0.0.0")


def test_every_slip_is_named_at_once() -> None:
    wrong = {"PINGWEI_PROT": "9000", "PINGWEI_PORT": "many", "PINGWEI_JSON_DEPTH": "-1"}
    with pytest.raises(SettingsError) as caught:
        settings_from(wrong)
    assert caught.value.parameters == {
        "unknown": "PINGWEI_PROT",
        "unreadable": "PINGWEI_JSON_DEPTH、PINGWEI_PORT",
    }


def test_the_switch_of_the_command_line_is_no_slip() -> None:
    assert settings_from({"PINGWEI_DEBUG": "1"}) == Settings()


def test_files_lie_in_the_folder_unless_said_otherwise() -> None:
    plain = Settings(folder=Path("/data"))
    assert plain.database == "sqlite:////data/pingwei.db"
    assert (plain.keys, plain.anchors) == (Path("/data/identity.key"), Path("/data/anchors.jsonl"))
    moved = Settings(database_url="postgresql://db/pingwei", key_file="/keys/key", anchor_file="/other/anchors")
    assert (moved.database, moved.keys, moved.anchors) == (
        "postgresql://db/pingwei", Path("/keys/key"), Path("/other/anchors"),
    )  # fmt: skip


def test_the_documented_table_is_the_settings() -> None:
    documented = dict(TABLE_ROW.findall(OPERATIONS.read_text(encoding="utf-8")))
    defaults = {f"PINGWEI_{one.name.upper()}": str(getattr(Settings(), one.name)) for one in fields(Settings)}
    assert documented == defaults
