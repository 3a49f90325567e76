"""plan.json: an exact round trip, a schema that fits, and every fault at its pointer."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from data.plan_files.plan_json import plan_schema, plan_text, read_plan_json, write_plan_json
from data.season_files.fault_list import MOST_KEPT
from solver.domain.plan import Plan
from solver.errors import InputError
from tests.data.plan_files.complete import brief, complete_plan


def written() -> dict[str, object]:
    """The complete plan as a JSON document."""
    document: dict[str, object] = json.loads(plan_text(complete_plan(), brief()))
    return document


def faults(tmp_path: Path, text: str) -> dict[str, str]:
    """Fault codes by place of a plan file with this text."""
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan_json(path)
    return {fault.place: fault.code for fault in caught.value.faults}


def test_the_complete_plan_leaves_no_field_at_rest() -> None:
    """The round trip below proves nothing about a field that is always empty."""
    plan = complete_plan()
    assert [row.name for row in fields(Plan) if not getattr(plan, row.name)] == []


def test_reading_gives_back_exactly_what_was_written(tmp_path: Path) -> None:
    write_plan_json(complete_plan(), brief(), tmp_path / "plan.json")
    assert read_plan_json(tmp_path / "plan.json") == complete_plan()


def test_an_empty_plan_comes_back_too(tmp_path: Path) -> None:
    write_plan_json(Plan(), brief(), tmp_path / "plan.json")
    assert read_plan_json(tmp_path / "plan.json") == Plan()


def test_what_is_written_fits_the_schema() -> None:
    schema = plan_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(written())) == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("sessions", 0, "start"), "2026-10-12"),
        (("sessions", 0, "panel", 0, "role"), "boss"),
        (("sessions", 0, "length"), "3"),
        (("routes", 0, "kind"), "elsewhere"),
        (("findings", 0, "subject", 0), ["session"]),
        (("surprise",), 1),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    tmp_path: Path, pointer: tuple[str | int, ...], value: object
) -> None:
    document = written()
    at: object = document
    for step in pointer[:-1]:
        at = at[step]  # type: ignore[index]
    at[pointer[-1]] = value  # type: ignore[index]
    assert not jsonschema.Draft202012Validator(plan_schema()).is_valid(document)
    if pointer[-1] != "start":  # the reader is kinder there: a day alone is its first half
        assert list(faults(tmp_path, json.dumps(document))) == ["/" + "/".join(map(str, pointer))]


def test_findings_carry_sentences_and_citations_for_other_programs() -> None:
    first, second = written()["findings"][:2]  # type: ignore[index]
    assert first["sentence"]["zh"] == "评审会 S1：评委共 12 人，应为单数"
    assert first["citation"]["zh"] == "《职称评审管理暂行规定》人社部令第40号（2019）第9条〔已核对文本〕"
    assert second["citation"]["verified"] == "assumption"


def test_all_faults_at_once(tmp_path: Path) -> None:
    document = {
        "sessions": [
            {"id": 3, "committee": "C1", "levels": ["senior"], "length": True, "start": "soon"},
            {"id": "S2", "levels": [], "length": 1, "a/b": 1},
        ],
        "routes": {},
    }
    assert faults(tmp_path, json.dumps(document)) == {
        "/sessions/0/id": "json_type",
        "/sessions/0/levels/0": "unknown_word",
        "/sessions/0/length": "json_type",
        "/sessions/0/start": "bad_half_day",
        "/sessions/1": "missing_field",
        "/sessions/1/a~1b": "unknown_field",
        "/routes": "json_type",
    }


@pytest.mark.parametrize(
    "text", ["", "{", '{"total": NaN}', "[" * 100_000, '{"id": "\ud800"'.encode("utf-8", "ignore").decode()]
)
def test_what_is_no_json_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == {"plan.json": "not_json"}


def test_a_document_of_another_kind(tmp_path: Path) -> None:
    assert faults(tmp_path, '{"format": "season-1"}') == {"/format": "other_format"}
    assert faults(tmp_path, "[]") == {"/": "json_type"}
    assert faults(tmp_path, '{"season": {}, "rooms": []}') == {"/season": "season_not_plan"}


def test_a_text_that_cannot_be_shown_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, '{"engine": "\\u001b[31m", "effort": "\\ud800"}') == {
        "/engine": "unprintable",
        "/effort": "unprintable",
    }


def test_who_is_named_twice_in_a_list_is_told_at_the_later_place_beside_all_other_faults(tmp_path: Path) -> None:
    document = written()
    session = document["sessions"][0]  # type: ignore[index]
    session["panel"].append({**session["panel"][0], "role": "member"})
    session["alternates"].append(session["alternates"][0])
    session["length"] = "long"
    seats, standing = len(session["panel"]) - 1, len(session["alternates"]) - 1
    assert faults(tmp_path, json.dumps(document)) == {
        f"/sessions/0/panel/{seats}/expert": "seated_twice",
        f"/sessions/0/alternates/{standing}/expert": "seated_twice",
        "/sessions/0/length": "json_type",
    }


def test_an_alternate_may_stand_by_for_two_groups(tmp_path: Path) -> None:
    document = written()
    session = document["sessions"][0]  # type: ignore[index]
    session["alternates"].append({**session["alternates"][0], "group": "another"})
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert len(read_plan_json(path).sessions[0].alternates) == len(session["alternates"])


@pytest.mark.parametrize(
    "members",
    [
        ",".join(f'"m{one}": 1' for one in range(MOST_KEPT + 5)),
        f'"sessions": [{",".join(["1"] * (MOST_KEPT + 5))}]',
        f'"sessions": [{{"panel": [{",".join(["""{"expert": "E1"}"""] * (MOST_KEPT + 5))}]}}]',
    ],
)
def test_of_very_many_faults_the_first_are_told_and_that_there_are_more(tmp_path: Path, members: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(f'{{"format": "pingwei-plan-1", {members}}}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan_json(path)
    assert len(caught.value.faults) == MOST_KEPT
    assert caught.value.more > 0
