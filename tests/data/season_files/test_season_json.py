"""The JSON form: pointers, types, strictness, and the schema it keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from data.season_files.schema import season_schema
from data.season_files.season_file import read_season, write_season
from tests.builders import complete_season, small_season
from tests.data.season_files.sheets import faults_of, found

Document = dict[str, Any]


def document(tmp_path: Path) -> Document:
    write_season(complete_season(), tmp_path / "whole.json")
    loaded: Document = json.loads((tmp_path / "whole.json").read_text(encoding="utf-8"))
    return loaded


def saved(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "season.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_values_are_typed(tmp_path: Path) -> None:
    made = document(tmp_path)
    assert made["season"]["year"] == 2026
    assert made["experts"][0]["in_post"] is False
    assert made["committees"][1]["grade"] == "intermediate"
    assert made["filings"][0]["levels"] == ["associate_senior", "full_senior"]
    assert made["employers"][1]["vacancies"] == {"full_senior": 1, "junior": 0}
    assert made["sessions"][0]["groups"][1] == {"specialties": ["焊接"], "seats": 5}
    assert made["unavailability"][0]["end"] == "2026-10-14/EVE"
    assert made["persons"][0]["extra"] == {"手机": "13800000000"}


SPOILT: list[tuple[Callable[[Document], object], str, str, str]] = [
    (lambda d: d["experts"][1].update(status="gone"), "unknown_word", "/experts/1/status", "gone"),
    (lambda d: d["experts"][1].update(in_post="yes"), "json_type", "/experts/1/in_post", '"yes"'),
    (lambda d: d["experts"][0].update(max_days="8"), "json_type", "/experts/0/max_days", '"8"'),
    (lambda d: d["experts"][0].update(max_days=8.0), "json_type", "/experts/0/max_days", "8.0"),
    (lambda d: d["experts"][0].update(max_days=True), "json_type", "/experts/0/max_days", "true"),
    (lambda d: d["qualifications"][0].update(strength="1"), "json_type", "/qualifications/0/strength", '"1"'),
    (lambda d: d["qualifications"][0].update(strength=2), "bad_share", "/qualifications/0/strength", "2.0"),
    (lambda d: d["filings"][0].update(levels="full_senior"), "json_type", "/filings/0/levels", '"full_senior"'),
    (lambda d: d["sessions"][0].update(groups=[{"seats": 5}]), "json_type", "/sessions/0/groups", '[{"seats": 5}]'),
    (lambda d: d["employers"][1].update(vacancies=[1]), "json_type", "/employers/1/vacancies", "[1]"),
    (
        lambda d: d["employers"][1].update(vacancies={"junior": "1"}),
        "json_type",
        "/employers/1/vacancies",
        '{"junior": "1"}',
    ),
    (lambda d: d["pools"][0].update(committee="C9"), "dangling", "/pools/0/committee", "C9"),
    (lambda d: d["season"].pop("place"), "missing_value", "/season/place", ""),
    (lambda d: d["season"].update(first_day="2025-09-01"), "other_year", "/season/first_day", "2025-09-01"),
    (lambda d: d["rooms"].append("R2"), "json_type", "/rooms/1", "R2"),
    (lambda d: d["rooms"][0].update(plan=["x"]), "json_type", "/rooms/0", '["x"]'),
    (lambda d: d["rooms"][0].update(extra="x"), "json_type", "/rooms/0", '"x"'),
    (lambda d: d.update(calendar={}), "json_type", "/calendar", "{}"),
    (lambda d: d.pop("filings"), "missing_table", "season.json", ""),
    (lambda d: d.update(expert=[]), "stray_table", "/expert", "expert"),
    (lambda d: d.update({"会场": []}), "table_twice", "/会场", "会场"),
    (lambda d: d["rooms"][0].update(place="厅" * 100_001), "too_long", "/rooms/0/place", "厅" * 200),
    (lambda d: d["rooms"][0].update(id="R" * 101), "too_long", "/rooms/0/id", "R" * 101),
    (lambda d: d["rooms"][0].update(place="\x1b"), "unprintable", "/rooms/0/place", "\x1b"),
    (lambda d: d["rooms"][0].update(id="示例 R1"), "reserved_mark", "/rooms/0/id", "示例 R1"),
]


@pytest.mark.parametrize(("spoil", "code", "place", "value"), SPOILT)
def test_faults_have_json_pointers(
    tmp_path: Path, spoil: Callable[[Document], object], code: str, place: str, value: str
) -> None:
    made = document(tmp_path)
    spoil(made)
    assert (code, place, value) in found(saved(tmp_path, made))


def test_unknown_members_of_a_row_are_kept(tmp_path: Path) -> None:
    made = document(tmp_path)
    made["rooms"][0] |= {"停车": 12, "空调": None}
    made["$schema"] = "season.schema.json"
    assert read_season(saved(tmp_path, made)).room["R1"].extra == (("楼层", "3"), ("停车", "12"))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "empty_file", "season.json:1:1"),
        ('{"season": ', "json_syntax", "season.json:1:12"),
        ('{"season": {"year": NaN}}', "json_syntax", "season.json"),
        ('{"season":\n {"place": "沈阳\\ud800"}}', "json_syntax", "season.json:2:15"),
        ('{"season":\n {"place": "\\u0000"}}', "json_syntax", "season.json:2:13"),
        ("[" * 100_000, "json_syntax", "season.json"),
        ("[]", "json_type", "/"),
        ('{"season": {"year": 2025, "year": 2026}}', "json_syntax", "season.json"),
    ],
)
def test_what_is_no_json_object(tmp_path: Path, text: str, code: str, place: str) -> None:
    path = tmp_path / "season.json"
    path.write_text(text, encoding="utf-8")
    (fault,) = faults_of(path)
    assert (fault.code, fault.place) == (code, place)


def test_json_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "season.json"
    path.write_bytes('{"地区": "沈阳"}'.encode("gbk"))
    assert found(path) == [("encoding", "season.json", "")]


def test_what_is_written_keeps_the_schema(tmp_path: Path) -> None:
    schema = season_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    write_season(small_season(), tmp_path / "small.json")
    small = json.loads((tmp_path / "small.json").read_text(encoding="utf-8"))
    assert [error.message for made in (document(tmp_path), small) for error in validator.iter_errors(made)] == []


@pytest.mark.parametrize(
    ("spoil", "pointer"),
    [
        (lambda d: d["experts"][1].update(status="gone"), ["experts", 1, "status"]),
        (lambda d: d["experts"][0].update(max_days="8"), ["experts", 0, "max_days"]),
        (lambda d: d["season"].pop("place"), ["season"]),
        (lambda d: d.pop("filings"), []),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    tmp_path: Path, spoil: Callable[[Document], object], pointer: list[object]
) -> None:
    made = document(tmp_path)
    spoil(made)
    (error,) = jsonschema.Draft202012Validator(season_schema()).iter_errors(made)
    assert list(error.absolute_path) == pointer
