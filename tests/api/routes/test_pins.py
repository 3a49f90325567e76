"""Pins row by row: whose they are, and that a row may not say the contrary of another one."""

from __future__ import annotations

from dataclasses import replace

from solver.domain.committees import SessionRequest
from solver.domain.vocabulary import Level
from tests.api.season_uploads import HERE, keep
from tests.api.service import Service
from tests.builders import small_season

SEAT = {"id": "Z1", "kind": "keep", "what": "seat", "session": "C1-3-1", "expert": "E01"}


def test_a_row_that_contradicts_another_one_is_refused_with_its_name(service: Service) -> None:
    keep(service, small_season())
    who = service.person("secretariat", ["C1"])
    assert service.client.post(f"{HERE}/pins", json=SEAT, headers=who).status_code == 201
    contrary = SEAT | {"id": "Z2", "kind": "forbid"}
    refused = service.client.post(f"{HERE}/pins", json=contrary, headers=who)
    assert refused.status_code == 422
    (fault,) = refused.json()["faults"]
    assert (fault["code"], fault["pointer"]) == ("pins_contradict", "/id")
    elsewhere = contrary | {"session": "C1-3-2"}
    assert service.client.post(f"{HERE}/pins", json=elsewhere, headers=who).status_code == 201


def test_a_pin_is_for_the_secretariat_of_its_session(service: Service) -> None:
    keep(service, small_season())
    ours, theirs = service.person("secretariat", ["C1"]), service.person("secretariat", ["C9"])
    assert service.client.post(f"{HERE}/pins", json=SEAT, headers=theirs).status_code in (403, 404, 422)
    assert service.client.post(f"{HERE}/pins", json=SEAT, headers=ours).status_code == 201
    assert service.client.get(f"{HERE}/pins/Z1", headers=theirs).status_code == 404
    assert service.client.get(f"{HERE}/pins", headers=theirs).json()["items"] == []
    assert service.client.get(f"{HERE}/pins/Z1", headers=service.person("expert", ["E01"])).status_code == 403


def test_a_session_that_a_pin_names_stays(service: Service) -> None:
    wanted = SessionRequest("S1", "C1", (Level.ASSOCIATE_SENIOR,))
    keep(service, replace(small_season(), sessions=(wanted,)))
    who = service.person("secretariat", ["C1"])
    assert service.client.post(f"{HERE}/pins", json=SEAT | {"session": "S1"}, headers=who).status_code == 201
    at = service.client.get(f"{HERE}/sessions/S1", headers=who)
    gone = service.client.delete(f"{HERE}/sessions/S1", headers=who | {"If-Match": f'"{at.json()["version"]}"'})
    assert gone.status_code == 409


def test_a_committee_whose_derived_session_a_pin_names_stays(service: Service) -> None:
    season = small_season()
    keep(service, replace(season, committees=(*season.committees, replace(season.committees[0], id="C9"))))
    who = service.person("authority", ["*"])
    start = {"id": "Z1", "kind": "keep", "what": "start", "session": "C9-3-1", "start": "2026-10-12/AM"}
    made = service.client.post(f"{HERE}/pins", json=start, headers=service.person("secretariat", ["*"]))
    assert made.status_code == 201, made.text
    at = service.client.get(f"{HERE}/committees/C9", headers=who)
    gone = service.client.delete(f"{HERE}/committees/C9", headers=who | {"If-Match": f'"{at.json()["version"]}"'})
    assert gone.status_code == 409, gone.text
