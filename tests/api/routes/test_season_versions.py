"""Versions of a season over HTTP, and back to one of them: audited, and itself to be gone back from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from data.store.season_edits import add_row, delete_row, replace_row
from data.store.season_import import create_from, import_season
from data.store.season_past import versions
from data.store.season_rows import one_row
from data.store.seasons import change_header, one_season
from data.store.transaction import SYSTEM, Change
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState
from tests.api.season_uploads import HERE, SEASON, at_version, keep, kept
from tests.api.service import Headers, Service
from tests.builders import small_season

NUMBER = "210102197501011234"


def whole_season() -> Season:
    """Somebody in it has an identity number."""
    season = small_season()
    first, *others = season.persons
    return replace(season, persons=(replace(first, identity_no=NUMBER), *others))


@pytest.fixture
def office(service: Service) -> Headers:
    """The authority of a stored season of version 2."""
    keep(service, whole_season())
    return service.person("authority", ["*"])


def changed(service: Service, *acts: Any) -> list[Season]:
    """The season before each of ``acts``, and after the last."""
    found = [kept(service)]
    for act in acts:
        with service.store.change(SYSTEM, "改动") as change:
            act(change)
        found.append(kept(service))
    return found


def edited(change: Change, table: str, key: str, **values: Any) -> None:
    replace_row(change, SEASON, table, key, {**one_row(change, SEASON, table, key).body, **values}, None)


def added(change: Change) -> None:
    add_row(change, SEASON, "unavailability", {"person": "P02", "start": "2026-10-12/AM", "end": "2026-10-12/PM"})


def renamed(change: Change) -> None:
    edited(change, "persons", "P01", name="改名")


def headed(change: Change) -> None:
    header = one_season(change, SEASON).header
    change_header(change, SEASON, replace(header, last_day=header.last_day - timedelta(days=1)), None)


def imported(change: Change) -> None:
    season = whole_season()
    fewer = replace(season, applications=season.applications[:-2], rooms=())
    import_season(change, SEASON, replace(fewer, header=one_season(change, SEASON).header))


ACTS = (added, renamed, headed, imported)


def back(service: Service, people: Headers, version: int, seen: int, **query: Any) -> Any:
    asked = {"version": version, "reason": "误操作"}
    headers = people if query else at_version(people, seen)
    return service.client.post(f"{HERE}:revert", json=asked, headers=headers, params=query)


def test_every_version_can_be_gone_back_to_and_from(service: Service, office: Headers) -> None:
    states = changed(service, *ACTS)
    numbers = [2 + step for step in range(len(states))]
    listed = service.client.get(f"{HERE}/versions", headers=office).json()["items"]
    assert [one["version"] for one in listed] == [6, 5, 4, 3, 2, 1]
    assert [(one["action"], [row["table"] for row in one["tables"]]) for one in listed[:4]] == [
        ("import", ["unavailability", "rooms", "applications", "persons"]),
        ("change", []),
        ("change", ["persons"]),
        ("create", ["unavailability"]),
    ]
    now = numbers[-1]
    for number, state in [*zip(numbers[:-1], states, strict=False), (now, states[-1])]:
        done = back(service, office, number, now)
        assert done.status_code == 200, done.text
        now = done.json()["version"]
        assert same(kept(service), state), number
    rows = service.client.get("/v1/audit?kind=season&limit=200", headers=service.person("supervisor")).json()["items"]
    assert {one["reason"] for one in rows[4:]} == {"误操作"}, "after the four of its making and of the changes"


def same(one: Season, other: Season) -> bool:
    """Whether two seasons have the same rows; what was taken out and put back is the last of its table."""
    tables = [name for name in vars(Season)["__dataclass_fields__"] if name != "header"]
    return one.header == other.header and all(set(getattr(one, name)) == set(getattr(other, name)) for name in tables)


def test_looking_first_writes_nothing(service: Service, office: Headers) -> None:
    *_, now = changed(service, added, renamed)
    looked = back(service, office, 2, 4, validate_only=True).json()
    assert (looked["written"], looked["version"]) == (False, 4)
    assert (looked["added"], looked["changed"], looked["removed"]) == (0, 1, 1)
    assert kept(service) == now


def test_an_identity_number_that_was_taken_out_is_named(service: Service, office: Headers) -> None:
    def without(change: Change) -> None:
        edited(change, "persons", "P01", identity_no="")

    changed(service, without)
    done = back(service, office, 2, 3).json()
    assert done["lost"] == [{"table": "persons", "key": "P01"}]
    assert kept(service).person["P01"].identity_no == ""


def test_a_number_that_another_season_has_is_found(service: Service, office: Headers) -> None:
    def gone(change: Change) -> None:
        for key in ("E01", "P01"):
            delete_row(change, SEASON, "experts" if key == "E01" else "persons", key, None)

    with service.store.change(SYSTEM) as change:
        create_from(change, "2026-copy", whole_season())
    changed(service, gone)
    done = back(service, office, 2, 4).json()
    assert (done["lost"], kept(service).person["P01"].identity_no) == ([], NUMBER)


def test_measures_stay_as_they_are(service: Service, office: Headers) -> None:
    def suspended(change: Change) -> None:
        edited(change, "committees", "C1", state="suspended", state_from="2026-09-01", name="改名")

    changed(service, added, suspended)
    done = back(service, office, 2, 4).json()
    assert done["kept"] == [{"table": "committees", "key": "C1"}]
    (row,) = kept(service).committees
    assert (row.state, row.name) == (CommitteeState.SUSPENDED, "机械工程高级评委会")
    assert kept(service).unavailability == ()


def test_what_is_refused(service: Service, office: Headers) -> None:
    changed(service, headed, added)
    assert back(service, office, 2, 3).status_code == 412
    assert service.client.post(f"{HERE}:revert", json={"version": 2}, headers=office).status_code == 428
    future = back(service, office, 4, 4)
    assert [(fault["code"], fault["pointer"]) for fault in future.json()["faults"]] == [
        ("no_earlier_version", "/version")
    ]
    part = service.person("secretariat", ["C1"])
    assert back(service, part, 2, 4).json()["code"] == "whole-season-only"
    assert service.client.get(f"{HERE}/versions", headers=part).json()["code"] == "whole-season-only"

    def approved(change: Change) -> None:
        edited(change, "committees", "C1", name="改名")

    changed(service, approved)
    secretariat = service.person("secretariat", ["*"])
    assert back(service, secretariat, 4, 5).json()["code"] == "rows-forbidden"
    assert back(service, office, 4, 5).status_code == 200


def test_versions_are_told_page_by_page(service: Service, office: Headers) -> None:
    changed(service, *ACTS)
    first = service.client.get(f"{HERE}/versions?limit=4", headers=office).json()
    rest = service.client.get(f"{HERE}/versions?limit=4&cursor={first['next']}", headers=office).json()
    assert [one["version"] for page in (first, rest) for one in page["items"]] == [6, 5, 4, 3, 2, 1]
    assert rest["next"] is None
    with service.store.read() as reader:
        assert [one.number for one in versions(reader, SEASON)] == [1, 2, 3, 4, 5, 6]
