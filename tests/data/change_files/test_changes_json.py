"""``changes.json``: every kind of change, every fault at once with its pointer, and the schema that says the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from data.change_files.changes_json import changes_of, changes_schema, read_changes
from data.season_files.sentences import fault_sentence
from solver.domain.calendar import HalfDay
from solver.domain.changes import Declined, RoomLost, Suspended, Unavailable, Withdrawn
from solver.errors import InputError
from tests.builders import small_plan, small_season

SEASON = small_season()
PLAN = small_plan(SEASON)
MONDAY = date(2026, 10, 12)
EVERYTHING: dict[str, Any] = {
    "declined": [{"expert": "E01", "session": "S1", "reason": "出差"}],
    "unavailable": [{"expert": "E02", "from": "2026-10-12/AM", "to": "2026-10-12/PM"}],
    "suspended": [{"committee": "C1", "from": "2026-10-12"}],
    "room_lost": [{"room": "R1", "from": "2026-10-12/AM", "to": "2026-10-12/AM"}],
    "persons": [{"id": "A99", "name": "新申报人", "employer": "U01"}],
    "relations": [{"a": "P01", "b": "A99", "kind": "spouse"}],
    "applications": [
        {
            "id": "D99",
            "applicant": "A99",
            "region": "沈阳",
            "series": "05",
            "specialty": "机械工程",
            "level": "associate_senior",
        }
    ],
    "withdrawn": [{"application": "D01"}],
}


def faults(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as raised:
        changes_of(document, SEASON, PLAN)
    for fault in raised.value.faults:
        for lang in ("zh", "en"):
            assert fault_sentence(fault, lang)
    return [(fault.code, fault.place) for fault in raised.value.faults]


def test_every_kind_of_change_is_read(tmp_path: Path) -> None:
    path = tmp_path / "changes.json"
    path.write_text(json.dumps(EVERYTHING, ensure_ascii=False), encoding="utf-8")
    found = read_changes(path, SEASON, PLAN)
    assert found.declined == (Declined("E01", "S1", "出差"),)
    assert found.unavailable == (Unavailable("E02", HalfDay(MONDAY, 1), HalfDay(MONDAY, 2)),)
    assert found.suspended == (Suspended("C1", MONDAY, None),)
    assert found.room_lost == (RoomLost("R1", HalfDay(MONDAY, 1), HalfDay(MONDAY, 1)),)
    assert found.withdrawn == (Withdrawn("D01"),)
    assert (found.persons[0].id, found.relations[0].b, found.applications[0].id) == ("A99", "A99", "D99")
    assert len(found) == 7


def test_the_schema_accepts_what_is_read_and_refuses_what_is_not() -> None:
    schema = changes_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid(EVERYTHING)
    for wrong in (
        {},
        {"moved": []},
        {"declined": [{"expert": "E01"}]},
        {"unavailable": [{"expert": "E01", "from": 3}]},
    ):
        assert not validator.is_valid(wrong)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], [("json_type", "/")]),
        ({}, [("no_changes", "/")]),
        ({"persons": []}, [("no_changes", "/")]),
        ({"moved": []}, [("unknown_change", "/moved")]),
        ({"declined": {}}, [("json_type", "/declined")]),
        ({"declined": [3]}, [("json_type", "/declined/0")]),
        ({"declined": [{"expert": "E01", "session": "S1", "why": "x"}]}, [("unknown_field", "/declined/0/why")]),
        (
            {
                "unavailable": [{"expert": "E01", "from": "gestern", "to": "2026-10-12/PM"}],
                "declined": [{"expert": "E01"}],
            },
            [("bad_half_day", "/unavailable/0/from"), ("missing_value", "/declined/0/session")],
        ),
        (
            {"unavailable": [{"expert": "E01", "from": "2026-10-13/AM", "to": "2026-10-12/PM"}]},
            [("ends_before_start", "/unavailable/0/to")],
        ),
        (
            {"declined": [{"expert": "E98", "session": "S1"}, {"expert": "E15", "session": "S1"}]},
            [("dangling", "/declined/0/expert"), ("not_asked", "/declined/1/expert")],
        ),
        (
            {
                "declined": [3, {"expert": "E98", "session": 7}, {"expert": "E15", "session": "S1", "why": "x"}],
                "unavailable": [{"expert": "E97", "from": "gestern", "to": "2026-10-12/PM"}],
                "room_lost": [{"room": "R9", "from": "2026-10-13/AM", "to": "2026-10-12/PM"}],
                "relations": [{"a": "P98", "b": "P98", "kind": "friend"}],
            },
            [
                ("json_type", "/declined/0"),
                ("unknown_field", "/declined/2/why"),
                ("json_type", "/declined/1/session"),
                ("bad_half_day", "/unavailable/0/from"),
                ("unknown_word", "/relations/0/kind"),
                ("dangling", "/declined/1/expert"),
                ("dangling", "/unavailable/0/expert"),
                ("dangling", "/room_lost/0/room"),
                ("dangling", "/relations/0/a"),
                ("dangling", "/relations/0/b"),
                ("not_asked", "/declined/2/expert"),
                ("ends_before_start", "/room_lost/0/to"),
                ("relation_with_oneself", "/relations/0/b"),
            ],
        ),
    ],
)
def test_every_fault_is_told_at_its_place(document: Any, told: list[tuple[str, str]]) -> None:
    assert faults(document) == told


def test_a_file_that_is_no_json_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "changes.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_changes(path, SEASON, PLAN)
    assert raised.value.faults[0].code == "json_syntax"


@pytest.mark.parametrize(
    ("document", "zh", "en"),
    [
        (
            {"unavailable": [{"expert": "E02", "from": "2026-10-13/AM", "to": "2026-10-12/PM"}]},
            "/unavailable/0/to：“止”2026-10-12/PM 早于起始 2026-10-13/AM。请核对两个日期。",
            "/unavailable/0/to: “止 (to)” 2026-10-12/PM is before its start 2026-10-13/AM. Check the two.",
        ),
        (
            {"suspended": [{"committee": "C1", "from": "2026-10-13", "to": "2026-10-12"}]},
            "/suspended/0/to：“止”2026-10-12 早于起始 2026-10-13。请核对两个日期。",
            "/suspended/0/to: “止 (to)” 2026-10-12 is before its start 2026-10-13. Check the two.",
        ),
        (
            {"declined": [{"session": "S1"}]},
            "/declined/0/expert：“专家”是必填的，这里空着。请填写。",
            "/declined/0/expert: “专家 (expert)” is required and empty here. Fill it in.",
        ),
        (
            {"relations": [{"a": "P01", "b": "P02", "kind": "spouse", "place": "x"}]},
            "/relations/0/place：不认识的字段“place”。请对照 `pingwei schema changes` 改正或删去。",
            "/relations/0/place: unknown member “place”. Correct or delete it (see `pingwei schema changes`).",
        ),
    ],
)
def test_a_fault_speaks_of_members_as_the_file_writes_them(document: Any, zh: str, en: str) -> None:
    with pytest.raises(InputError) as raised:
        changes_of(document, SEASON, PLAN)
    (fault,) = raised.value.faults
    assert (fault_sentence(fault, "zh"), fault_sentence(fault, "en")) == (zh, en)
