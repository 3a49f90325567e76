"""Seasons as such: made by the authority, seen by whoever has a role in them, changed only as last seen."""

from __future__ import annotations

from typing import Any

from tests.api.season_uploads import HERE, SEASON, at_version, keep
from tests.api.service import Service
from tests.builders import small_season

HEADER: dict[str, Any] = {"year": 2026, "place": "沈阳", "first_day": "2026-09-01", "last_day": "2026-12-31"}


def test_a_season_is_made_once_by_whom_the_whole_city_is_entrusted_to(service: Service) -> None:
    asked = {"id": SEASON, "header": HEADER}
    for role, reach, status in (("authority", ["H2"], 403), ("secretariat", ["*"], 403), ("authority", ["*"], 201)):
        answer = service.client.post("/v1/seasons", json=asked, headers=service.person(role, reach))
        assert answer.status_code == status, (role, reach)
    again = service.client.post("/v1/seasons", json=asked, headers=service.person("authority", ["*"]))
    assert (again.status_code, again.json()["code"]) == (409, "exists-already")


def test_every_fault_of_a_header_is_told(service: Service) -> None:
    asked = {"id": SEASON, "header": {"year": 2027, "first_day": "2026-09-01", "last_day": "2026-08-01"}}
    answer = service.client.post("/v1/seasons", json=asked, headers=service.person("authority", ["*"]))
    assert answer.status_code == 422
    assert {fault["pointer"] for fault in answer.json()["faults"]} == {
        "/header/place",
        "/header/first_day",
        "/header/last_day",
    }
    listed = service.client.get("/v1/seasons", headers=service.person("supervisor"))
    assert listed.json() == {"items": [], "next": None}


def test_a_role_in_another_season_sees_nothing(service: Service) -> None:
    keep(service, small_season())
    for season, status, count in (("", 200, 1), (SEASON, 200, 1), ("2025", 404, 0)):
        headers = service.person("expert", ["E01"], season)
        assert service.client.get(HERE, headers=headers).status_code == status
        assert len(service.client.get("/v1/seasons", headers=headers).json()["items"]) == count


def test_seasons_come_in_pages(service: Service) -> None:
    authority = service.person("authority", ["*"])
    for name in ("2024", "2025", "2026"):
        service.client.post("/v1/seasons", json={"id": name, "header": HEADER}, headers=authority)
    first = service.client.get("/v1/seasons?limit=2", headers=authority).json()
    second = service.client.get(f"/v1/seasons?limit=2&cursor={first['next']}", headers=authority).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == ["2024", "2025", "2026"]
    assert second["next"] is None


def test_a_header_is_changed_only_as_it_was_last_seen(service: Service) -> None:
    keep(service, small_season())
    authority = service.person("authority", ["*"])
    asked = HEADER | {"last_day": "2026-12-15"}
    assert service.client.put(HERE, json=asked, headers=authority).status_code == 428
    assert service.client.put(HERE, json=asked, headers=at_version(authority, 1)).status_code == 412
    done = service.client.put(HERE, json=asked, headers=at_version(authority, 2))
    assert (done.status_code, done.headers["ETag"], done.json()["header"]["last_day"]) == (200, '"3"', "2026-12-15")
    regional = at_version(service.person("authority", ["H1"]), 3)
    assert service.client.put(HERE, json=asked, headers=regional).status_code == 403
