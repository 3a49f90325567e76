"""Whole seasons over HTTP: three forms, every fault told, all or nothing, and never more than single rows allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from data.season_files.identity import hidden
from data.season_files.strangers import FAULT_LIST
from data.store.delegations import add_act
from data.store.transaction import SYSTEM
from solver.domain.vocabulary import CommitteeState
from tests.api.season_uploads import IMPORTS, OCTETS, SEASON, at_version, content_of, keep, kept
from tests.api.service import Headers, Service
from tests.builders import complete_season, small_season

HEADER = {"year": 2026, "place": "沈阳", "first_day": "2026-09-01", "last_day": "2026-12-31"}


@pytest.fixture
def authority(service: Service) -> Headers:
    """Somebody who may import a whole season."""
    return service.person("authority", ["*"]) | OCTETS


@pytest.mark.parametrize("form", ["xlsx", "zip", "json"])
def test_a_season_is_made_validated_and_imported(
    service: Service, authority: Headers, form: str, tmp_path: Path
) -> None:
    whole, client = complete_season(), service.client
    sent = content_of(whole, form, tmp_path)
    made = client.post(
        "/v1/seasons", json={"id": SEASON, "header": HEADER}, headers=authority | {"Content-Type": "application/json"}
    )
    assert (made.status_code, made.headers["ETag"], made.headers["Location"]) == (201, '"1"', f"/v1/seasons/{SEASON}")

    def told() -> list[str]:
        return [row["action"] for row in service.trail() if row["actor"] != SYSTEM.id]

    assert told() == ["create"]
    checked = client.post(f"{IMPORTS}?validate_only=true", content=sent, headers=authority)
    assert (checked.status_code, checked.json()["written"], checked.json()["version"]) == (200, False, 1)
    assert kept(service).persons == ()
    assert told() == ["create"]
    done = client.post(IMPORTS, content=sent, headers=at_version(authority, 1))
    assert done.status_code == 200
    assert {name: done.json()[name] for name in ("written", "added")} == {
        "written": True,
        "added": checked.json()["added"],
    }
    assert kept(service) == whole
    assert [row["kind"] for row in service.trail() if row["action"] == "import"] == ["season"]
    again = client.post(IMPORTS, content=sent, headers=at_version(authority, done.json()["version"]))
    assert (again.json()["added"], again.json()["changed"], again.json()["removed"]) == (0, 0, 0)


def test_a_version_must_have_been_seen(service: Service, authority: Headers, tmp_path: Path) -> None:
    keep(service, small_season())
    sent = content_of(replace(small_season(), persons=()), "json", tmp_path)
    assert service.client.post(IMPORTS, content=sent, headers=authority).status_code == 428
    sent = content_of(small_season(experts=14), "json", tmp_path)
    assert service.client.post(IMPORTS, content=sent, headers=at_version(authority, 1)).status_code == 412
    assert kept(service) == small_season()


def test_every_fault_is_told_and_nothing_written(service: Service, authority: Headers, tmp_path: Path) -> None:
    keep(service, small_season())
    good = small_season()
    experts = (replace(good.experts[0], person="P-none"), replace(good.experts[1], person="P-no"), *good.experts[2:])
    bad = replace(good, experts=experts)
    for form, places in (("json", ["/experts/0/person", "/experts/1/person"]), ("xlsx", ["专家库!B2", "专家库!B3"])):
        answer = service.client.post(IMPORTS, content=content_of(bad, form, tmp_path), headers=at_version(authority, 2))
        assert (answer.status_code, answer.json()["code"]) == (422, "input")
        assert [fault["place"] for fault in answer.json()["faults"]] == places
        assert all(fault["message"] and fault["message_en"] for fault in answer.json()["faults"])
    assert kept(service) == good


def test_faults_come_back_marked_in_a_workbook(service: Service, authority: Headers, tmp_path: Path) -> None:
    keep(service, complete_season())
    whole = complete_season()
    bad = replace(whole, experts=(replace(whole.experts[0], person="P-none"), *whole.experts[1:]))
    answer = service.client.post(f"{IMPORTS}:annotate", content=content_of(bad, "json", tmp_path), headers=authority)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(answer.content)
    listed = CalamineWorkbook.from_path(str(marked)).get_sheet_by_name(FAULT_LIST).to_python()
    assert [row[1] for row in listed[1:]] == ["专家库!B2"]
    told = str([CalamineWorkbook.from_path(str(marked)).get_sheet_by_name("人员").to_python()])
    assert hidden(whole.persons[0].identity_no) in told
    assert whole.persons[0].identity_no not in told
    assert kept(service) == whole


def test_only_who_reaches_everything_imports_a_whole_season(service: Service, tmp_path: Path) -> None:
    keep(service, small_season())
    sent = content_of(small_season(experts=14), "json", tmp_path)
    for role, reach, season, status in (
        ("secretariat", ["C1"], "", 403),
        ("secretariat", ["*"], "2025", 404),
        ("authority", ["H2"], "", 403),
        ("supervisor", [], "", 403),
        ("administrator", [], "", 403),
        ("secretariat", ["*"], SEASON, 200),
    ):
        headers = at_version(service.person(role, reach, season) | OCTETS, 2)
        assert service.client.post(IMPORTS, content=sent, headers=headers).status_code == status, (role, reach)
    assert len(kept(service).experts) == 14


def test_a_secretariat_changes_no_scope_no_state_and_no_delegation_by_an_import(
    service: Service, tmp_path: Path
) -> None:
    whole = complete_season()
    keep(service, whole)
    first = replace(whole.committees[0], name="另一个评委会")
    changed = replace(whole, committees=(first, *whole.committees[1:]), filings=(), delegations=(), policy=())
    secretariat = at_version(service.person("secretariat", ["*"]) | OCTETS, 2)
    answer = service.client.post(IMPORTS, content=content_of(changed, "json", tmp_path), headers=secretariat)
    assert (answer.status_code, answer.json()["code"]) == (403, "rows-forbidden")
    pointers = {fault["pointer"] for fault in answer.json()["faults"]}
    assert pointers == {"/committees", "/filings", "/policy", "/delegations"}
    assert kept(service) == whole


def test_a_secretariat_changes_no_header_by_an_import(service: Service, authority: Headers, tmp_path: Path) -> None:
    whole = complete_season()
    keep(service, whole)
    later = replace(whole.header, last_day=whole.header.last_day + timedelta(days=1))
    sent = content_of(replace(whole, header=later), "json", tmp_path)
    secretariat = at_version(service.person("secretariat", ["*"]) | OCTETS, 2)
    answer = service.client.post(IMPORTS, content=sent, headers=secretariat)
    assert (answer.status_code, answer.json()["code"]) == (403, "rows-forbidden")
    assert [fault["pointer"] for fault in answer.json()["faults"]] == ["/season"]
    assert "评审年度" in answer.json()["faults"][0]["message"]
    assert kept(service) == whole
    answer = service.client.post(IMPORTS, content=sent, headers=at_version(authority | OCTETS, 2))
    assert answer.status_code == 200
    assert kept(service).header == later


def test_the_state_of_a_committee_is_changed_by_no_import(service: Service, authority: Headers, tmp_path: Path) -> None:
    whole = small_season()
    keep(service, whole)
    suspended = replace(whole.committees[0], state=CommitteeState.SUSPENDED)
    sent = content_of(replace(whole, committees=(suspended,)), "json", tmp_path)
    answer = service.client.post(IMPORTS, content=sent, headers=at_version(authority, 2))
    assert (answer.status_code, [fault["code"] for fault in answer.json()["faults"]]) == (403, ["state_by_decision"])
    assert kept(service) == whole


def test_a_delegation_that_was_acted_on_is_changed_by_no_import(
    service: Service, authority: Headers, tmp_path: Path
) -> None:
    whole = complete_season()
    keep(service, whole)
    with service.store.change(SYSTEM) as change:
        add_act(change, SEASON, whole.delegations[0].id, "submit", ("draft", "submitted"))
    sent = content_of(replace(whole, delegations=whole.delegations[1:]), "json", tmp_path)
    answer = service.client.post(IMPORTS, content=sent, headers=at_version(authority, 2))
    assert [fault["code"] for fault in answer.json()["faults"]] == ["rows_by_act"]
    assert kept(service) == whole


def test_what_is_no_file_of_a_season_is_refused(service: Service, authority: Headers) -> None:
    keep(service, small_season())
    form = authority | {"Content-Type": "multipart/form-data; boundary=x"}
    assert service.client.post(IMPORTS, content=b"--x--", headers=at_version(form, 2)).status_code == 415
    for content in (b"", b"[]", b"hello", b"PK\x03\x04nothing", b"\xff\xfe"):
        answer = service.client.post(IMPORTS, content=content, headers=at_version(authority, 2))
        assert (answer.status_code, answer.json()["code"]) == (422, "input"), content
        assert service.client.post(f"{IMPORTS}:annotate", content=content, headers=authority).status_code == 422
