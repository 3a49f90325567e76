"""A season handed out: what one sees of it, without whole identity numbers, and ready to be imported again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.season_files.identity import hidden
from data.season_files.upload import read_upload
from tests.api.season_uploads import HERE, IMPORTS, OCTETS, at_version, keep, kept
from tests.api.service import Service
from tests.builders import complete_season, small_season

EXPORTS = f"{HERE}/exports"


@pytest.mark.parametrize("form", ["xlsx", "zip", "json"])
def test_an_export_can_be_imported_again_and_changes_nothing(service: Service, form: str, tmp_path: Path) -> None:
    whole = complete_season()
    keep(service, whole)
    authority = service.person("authority", ["*"])
    sent = service.client.get(f"{EXPORTS}?form={form}", headers=authority)
    assert (sent.status_code, sent.headers["ETag"]) == (200, '"2"')
    path = tmp_path / "export"
    path.write_bytes(sent.content)
    numbers = {person.id: person.identity_no for person in whole.persons if person.identity_no}
    assert numbers
    shown = read_upload(path, {})
    assert shown.season is None  # masked numbers alone are no identity numbers
    assert read_upload(path, numbers).season == whole
    back = service.client.post(IMPORTS, content=sent.content, headers=at_version(authority | OCTETS, 2))
    assert (back.status_code, back.json()["changed"], back.json()["version"]) == (200, 0, 2)
    assert kept(service) == whole


def test_identity_numbers_are_never_whole(service: Service) -> None:
    whole = complete_season()
    keep(service, whole)
    for role, reach in (("secretariat", ["*"]), ("authority", ["*"]), ("supervisor", [])):
        sent = service.client.get(f"{EXPORTS}?form=json", headers=service.person(role, reach)).text
        for number in filter(None, (person.identity_no for person in whole.persons)):
            assert number not in sent
            assert hidden(number) in sent


def test_one_gets_what_one_sees(service: Service) -> None:
    keep(service, small_season())
    mine = service.client.get(f"{EXPORTS}?form=json", headers=service.person("secretariat", ["C1"]))
    assert len(json.loads(mine.content)["experts"]) == len(small_season().experts)
    others = service.client.get(f"{EXPORTS}?form=json", headers=service.person("secretariat", ["C9"]))
    assert json.loads(others.content)["committees"] == []
    assert json.loads(others.content)["rooms"] != []
    for role, status in (("expert", 403), ("administrator", 403), ("supervisor", 200)):
        answer = service.client.get(EXPORTS, headers=service.person(role, ["E01"] if role == "expert" else []))
        assert answer.status_code == status, role
