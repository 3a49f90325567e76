"""The tables of a season row by row: what every one of them does alike, held over tables of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.season_uploads import HERE, SEASON, at_version, keep, kept
from tests.api.service import Headers, Service
from tests.builders import small_season

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A row to add to a table, a change of it, its key, and a fault: (field, wrong value, pointer, code)."""

    table: str
    key: str
    row: Row
    changed: Row
    wrong: tuple[str, Any, str]

    @property
    def where(self) -> str:
        """Address of the table."""
        return f"{HERE}/{self.table}"

    @property
    def at(self) -> str:
        """Address of the row."""
        return f"{self.where}/{self.key}"


CASES = (
    Case(
        "calendar",
        "2026-10-10",
        {"day": "2026-10-10", "working": True},
        {"working": False},
        ("working", "perhaps", "json_type"),
    ),
    Case(
        "employers",
        "N01",
        {"id": "N01", "name": "新单位", "region": "沈阳"},
        {"name": "新名称"},
        ("parent", "nobody", "dangling"),
    ),
    Case(
        "persons",
        "N01",
        {"id": "N01", "name": "新人", "employer": "U01"},
        {"department": "设计室"},
        ("employer", "nobody", "dangling"),
    ),
    Case(
        "pools",
        "E01~C1~2028-01-01",
        {"expert": "E01", "committee": "C1", "start": "2028-01-01", "end": "2028-12-31"},
        {"end": "2029-12-31"},
        ("end", "2027-01-01", "ends_before_start"),
    ),
    Case(
        "unavailability",
        "P01~2026-10-12-AM~2026-10-13-PM",
        {"person": "P01", "start": "2026-10-12/AM", "end": "2026-10-13/PM"},
        {"reason": "出差"},
        ("start", "2026-10-99/AM", "no_such_date"),
    ),
    Case(
        "filings",
        "N01",
        {
            "id": "N01", "committee": "C1", "document_no": "沈人社备〔2026〕9号", "series": "05",
            "levels": ["full_senior"], "start": "2026-01-01", "end": "2026-12-31",
        },
        {"regions": ["沈阳"]},
        ("levels", ["professor"], "unknown_word"),
    ),
    Case(
        "rooms",
        "N01",
        {"id": "N01", "place": "市民大厦", "district": "和平区", "seats": 30, "start": "2026-09-01/AM",
         "end": "2026-12-18/PM"},
        {"seats": 40},
        ("seats", 0, "number_out_of_range"),
    ),
    Case(
        "applications",
        "N01",
        {"id": "N01", "applicant": "A01", "region": "沈阳", "series": "05", "specialty": "机械工程", "level": "junior"},
        {"minutes": 30},
        ("level", "professor", "unknown_word"),
    ),
    Case(
        "policy",
        "PD-01~max_share",
        {"rule": "PD-01", "parameter": "max_share", "value": "[1, 4]", "reason": "本市规定", "approved_by": "李四"},
        {"reason": "另有规定"},
        ("reason", 7, "json_type"),
    ),
    Case(
        "pins",
        "N01",
        {"id": "N01", "kind": "keep", "what": "seat", "session": "C1-3-1", "expert": "E01"},
        {"role": "chair"},
        ("session", "C9-3-1", "pin_of_no_session"),
    ),
)  # fmt: skip
"""Tables with ids and without, shared ones, a committee's, an expert's, a person's."""
EACH = pytest.mark.parametrize("case", CASES, ids=lambda one: one.table)


@pytest.fixture
def whole(service: Service) -> Headers:
    """An authority that reaches all of a season that is in the store."""
    keep(service, small_season())
    return service.person("authority", ["*"])


def added(service: Service, case: Case, who: Headers) -> int:
    """Version of the row of a case, once it has been added."""
    answer = service.client.post(case.where, json=case.row, headers=who)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["version"])


@EACH
def test_a_row_is_added_read_replaced_and_taken_out(service: Service, whole: Headers, case: Case) -> None:
    before = kept(service)
    made = service.client.post(case.where, json=case.row, headers=whole)
    assert (made.status_code, made.headers["Location"], made.json()["key"]) == (201, case.at, case.key)
    assert made.json()["row"] | case.row == made.json()["row"]
    read = service.client.get(case.at, headers=whole)
    assert (read.json(), read.headers["ETag"]) == (made.json(), made.headers["ETag"])
    sent = service.client.put(case.at, json=case.row | case.changed, headers=whole | {"If-Match": read.headers["ETag"]})
    assert sent.status_code == 200, sent.text
    assert sent.json()["row"] | case.changed == sent.json()["row"]
    assert sent.headers["ETag"] != read.headers["ETag"]
    assert service.client.get(case.at, headers=whole).json() == sent.json()
    gone = service.client.delete(case.at, headers=whole | {"If-Match": sent.headers["ETag"]})
    assert gone.status_code == 204
    assert service.client.get(case.at, headers=whole).status_code == 404
    assert kept(service) == before


@EACH
def test_each_change_is_one_row_of_the_trail(service: Service, whole: Headers, case: Case) -> None:
    version = added(service, case, whole)
    service.client.put(case.at, json=case.row | case.changed, headers=at_version(whole, version))
    service.client.delete(case.at, headers=at_version(whole, version + 1))
    told = [row for row in service.trail() if row["object"] == f"{SEASON}/{case.table}/{case.key}"]
    done = [row["action"] for row in sorted(told, key=lambda row: row["seq"])]
    assert done == ["create", "change", "delete"]


@EACH
def test_nobody_overwrites_what_they_have_not_seen(service: Service, whole: Headers, case: Case) -> None:
    version = added(service, case, whole)
    asked = case.row | case.changed
    for headers, status, code in (
        (whole, 428, "if-match-required"),
        (at_version(whole, version - 1), 412, "version-changed"),
        (whole | {"If-Match": "*"}, 412, "version-changed"),
        (whole | {"If-Match": f'W/"{version}"'}, 412, "version-changed"),
    ):
        for answer in (
            service.client.put(case.at, json=asked, headers=headers),
            service.client.delete(case.at, headers=headers),
        ):
            assert (answer.status_code, answer.json()["code"]) == (status, code)
    stale = service.client.put(case.at, json=asked, headers=at_version(whole, version - 1))
    assert stale.headers["ETag"] == f'"{version}"'
    assert service.client.get(case.at, headers=whole).json()["version"] == version


@EACH
def test_a_fault_is_told_at_the_pointer_of_its_field(service: Service, whole: Headers, case: Case) -> None:
    field, value, code = case.wrong
    version = added(service, case, whole)
    before = kept(service)
    for answer in (
        service.client.post(case.where, json=case.row | {"id": "N02", field: value}, headers=whole)
        if "id" in case.row
        else service.client.post(case.where, json=case.row | {field: value}, headers=whole),
        service.client.put(case.at, json=case.row | {field: value}, headers=at_version(whole, version)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "input")
        told = {(one["pointer"], one["code"]) for one in answer.json()["faults"]}
        assert (f"/{field}", code) in told, told
    assert kept(service) == before


@EACH
def test_every_missing_field_is_told_at_once(service: Service, whole: Headers, case: Case) -> None:
    answer = service.client.post(case.where, json={}, headers=whole)
    schema = service.client.get("/v1/openapi.json").json()["paths"][f"/v1/seasons/{{season}}/{case.table}"]
    named = schema["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    required = service.client.get("/v1/openapi.json").json()["components"]["schemas"][named]["required"]
    assert {one["pointer"] for one in answer.json()["faults"]} == {f"/{field}" for field in required}


@pytest.mark.parametrize("case", [one for one in CASES if "id" in one.row], ids=lambda one: one.table)
def test_an_id_is_given_once_and_stays(service: Service, whole: Headers, case: Case) -> None:
    version = added(service, case, whole)
    again = service.client.post(case.where, json=case.row, headers=whole)
    assert (again.status_code, again.json()["code"]) in ((409, "exists-already"), (422, "input"))
    other = service.client.put(case.at, json=case.row | {"id": "N02"}, headers=at_version(whole, version))
    assert other.status_code == 409
    assert service.client.get(f"{case.where}/N02", headers=whole).status_code == 404


@pytest.mark.parametrize(
    ("table", "key"), [("committees", "C1"), ("persons", "P01"), ("experts", "E01"), ("authorities", "H1")]
)
def test_what_another_row_names_stays(service: Service, whole: Headers, table: str, key: str) -> None:
    answer = service.client.delete(f"{HERE}/{table}/{key}", headers=at_version(whole, 2))
    assert (answer.status_code, answer.json()["code"]) == (409, "referred-to")
    assert service.client.get(f"{HERE}/{table}/{key}", headers=whole).status_code == 200


@pytest.mark.parametrize(
    ("role", "reach", "table", "statuses"),
    [  # of reading a row, replacing it as it is, and taking it out
        ("secretariat", ["C1"], "pools/E01~C1~2025-01-01", (200, 200, 204)),
        ("secretariat", ["C9"], "pools/E01~C1~2025-01-01", (404, 404, 404)),
        ("authority", ["H2"], "pools/E01~C1~2025-01-01", (200, 200, 204)),
        ("authority", ["H9"], "pools/E01~C1~2025-01-01", (404, 404, 404)),
        ("supervisor", [], "pools/E01~C1~2025-01-01", (200, 403, 403)),
        ("expert", ["E01"], "pools/E01~C1~2025-01-01", (200, 403, 403)),
        ("expert", ["E02"], "pools/E01~C1~2025-01-01", (404, 403, 403)),
        ("administrator", [], "pools/E01~C1~2025-01-01", (403, 403, 403)),
        ("secretariat", ["C1"], "filings/F1", (200, 403, 403)),
        ("authority", ["H2"], "filings/F1", (200, 200, 204)),
        ("secretariat", ["C1"], "authorities/H2", (200, 403, 403)),
        ("authority", ["H2"], "authorities/H2", (200, 403, 403)),  # for all: only who reaches the whole season
        ("expert", ["E01"], "applications/D01", (403, 403, 403)),
        ("secretariat", ["C1"], "applications/D01", (200, 200, 204)),
        ("secretariat", ["C9"], "applications/D01", (404, 404, 404)),
        ("expert", ["E01"], "persons/P01", (200, 403, 403)),
        ("expert", ["E01"], "persons/P02", (404, 403, 403)),
    ],
)
def test_reach(service: Service, role: str, reach: list[str], table: str, statuses: tuple[int, int, int]) -> None:
    keep(service, small_season())
    at, who = f"{HERE}/{table}", service.person(role, reach)
    body = service.client.get(at, headers=service.person("authority", ["*"])).json()
    assert body["version"] == 2
    read = service.client.get(at, headers=who)
    written = service.client.put(at, json=body["row"], headers=at_version(who, body["version"]))
    version = written.json()["version"] if written.status_code == 200 else body["version"]
    gone = service.client.delete(at, headers=at_version(who, version))
    assert (read.status_code, written.status_code, gone.status_code) == statuses


def test_hidden_and_absent_answer_alike(service: Service) -> None:
    keep(service, small_season())
    who = service.person("secretariat", ["C9"])
    hidden, absent = (service.client.get(f"{HERE}/applications/{key}", headers=who).json() for key in ("D01", "D99"))
    assert hidden | {"request_id": ""} == absent | {"request_id": ""}


def test_a_row_cannot_be_moved_out_of_reach_or_into_it(service: Service) -> None:
    keep(service, small_season())
    ours, theirs = service.person("secretariat", ["C1"]), service.person("secretariat", ["C9"])
    row = {"expert": "E01", "committee": "C1", "start": "2028-01-01", "end": "2028-12-31"}
    refused = service.client.post(f"{HERE}/pools", json=row, headers=theirs)
    assert refused.status_code == 422  # for them there is no such committee
    assert {one["pointer"] for one in refused.json()["faults"]} <= {"/committee", "/expert"}
    assert service.client.post(f"{HERE}/pools", json=row, headers=ours).status_code == 201


def test_an_identity_number_is_never_shown_and_a_masked_one_stands_for_it(service: Service, whole: Headers) -> None:
    number = "11010519491231002X"
    row = {"id": "N01", "name": "新人", "identity_no": number}
    made = service.client.post(f"{HERE}/persons", json=row, headers=whole)
    masked = made.json()["row"]
    assert number not in made.text
    asked = masked | {"department": "设计室"}
    put = service.client.put(f"{HERE}/persons/N01", json=asked, headers=at_version(whole, made.json()["version"]))
    assert (put.status_code, put.json()["row"]["identity_no"]) == (200, masked["identity_no"])
    assert {one.id: one.identity_no for one in kept(service).persons}["N01"] == number
