"""Forecasts, why not, what-if copies and comparisons over HTTP, for those whom the whole season is open to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api import why_answers
from api.runs import Run, claimed
from data.store.seasons import read_season
from solver.domain.edits import edited
from solver.domain.season import Season
from tests.api.planning import keep as keep_plan
from tests.api.planning import plannable, planned, stored
from tests.api.season_uploads import HERE, SEASON, at_version, keep
from tests.api.service import Service
from tests.conftest import KEY
from tests.solver.explain.whynot.impossible_seasons import IMPOSSIBLE, tiny
from tests.solver.explain.whynot.test_conflicts import all_is_placed

SHORT = "away all season"
WEEK_LATER = {"shift": "timetable", "where": {}, "fields": ["earliest", "latest"], "days": 7}


def spoilt(name: str) -> Season:
    return edited(tiny(IMPOSSIBLE[name].experts), IMPOSSIBLE[name].edits)


def test_the_forecast_says_what_breaks(service: Service) -> None:
    keep(service, spoilt(SHORT))
    found = service.client.get(f"{HERE}/forecast", headers=service.person("supervisor")).json()
    assert found["broken"] is True
    (proof,) = found["breaks"]
    assert (proof["kind"], proof["found"], proof["needed"]) == ("time", 4, 5)
    assert {cell["verdict"] for cell in found["cells"]} == {"broken", "fine"}
    assert service.client.get(f"{HERE}/forecast", headers=service.person("expert", ["E01"])).status_code == 403
    part = service.client.get(f"{HERE}/forecast", headers=service.person("secretariat", ["C1"]))
    assert (part.status_code, part.json()["code"]) == (403, "whole-season-only")


def test_why_not_names_the_conflict_and_edits_that_help(service: Service) -> None:
    season = spoilt(SHORT)
    keep(service, season)
    headers = service.person("secretariat", ["*"])
    found = service.client.post(f"{HERE}:why", json={"application": "D1"}, headers=headers).json()
    assert found["verdict"] == "impossible"
    (answer,) = found["answers"]
    assert {"kind": "availability", "id": "E05"}.items() <= next(
        one for one in answer["elements"] if one["kind"] == "availability"
    ).items()
    assert all(one["proved"] for one in answer["elements"])
    assert [one["ask"] for one in answer["remedies"]] == ["number", "attend_then", "experts"]


def test_what_is_not_proved_at_once_is_answered_by_an_operation(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(service, spoilt(SHORT))
    people = service.person("supervisor")
    at_once = service.client.post(f"{HERE}:why", json={"application": "D1"}, headers=people).json()
    monkeypatch.setattr(why_answers, "PATIENCE", 0.0)
    begun = service.client.post(f"{HERE}:why", json={"application": "D1"}, headers=people)
    assert (begun.status_code, begun.json()["kind"], begun.json()["state"]) == (202, "why", "queued")
    where = begun.headers["Location"]
    assert service.client.get(f"{where}/why", headers=people).status_code == 404
    operation = claimed(service.store, "w-test")
    assert operation is not None
    Run(service.store, KEY, operation, "w-test", lambda: False).carry_out()
    assert service.client.get(where, headers=people).json()["state"] == "succeeded"
    assert service.client.get(f"{where}/why", headers=people).json() == at_once
    assert service.client.get(f"{where}/repair", headers=people).status_code == 404
    part = service.person("secretariat", ["C1"])
    assert service.client.get(f"{where}/why", headers=part).json()["code"] == "whole-season-only"


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({}, "/"),
        ({"application": "D1", "committee": "C1"}, "/"),
        ({"application": "D9"}, "/application"),
        ({"committee": "C9"}, "/committee"),
        ({"session": "S9"}, "/session"),
    ],
)
def test_what_cannot_be_asked_about_is_told(service: Service, asked: dict[str, str], pointer: str) -> None:
    keep(service, tiny())
    answer = service.client.post(f"{HERE}:why", json=asked, headers=service.person("supervisor"))
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["faults"]] == [pointer]


def test_a_copy_has_the_edits_and_leaves_the_season_as_it_is(service: Service) -> None:
    season = spoilt(SHORT)
    keep(service, season)
    authority = service.person("authority", ["*"])
    asked = {"id": "what-if", "edits": [{"remove": "unavailability", "where": {"person": "P05"}}]}
    assert service.client.post(f"{HERE}:copy", json=asked, headers=authority).status_code == 428
    made = service.client.post(f"{HERE}:copy", json=asked, headers=at_version(authority, 2))
    assert (made.status_code, made.headers["Location"]) == (201, "/v1/seasons/what-if")
    with service.store.read() as reader:
        before, after = read_season(reader, SEASON), read_season(reader, "what-if")
    assert (len(before.unavailability), len(after.unavailability)) == (1, 0)
    assert after.persons == before.persons  # identity numbers too, sealed for the copy
    assert all_is_placed(after)
    assert not all_is_placed(before)
    again = service.client.post(f"{HERE}:copy", json=asked, headers=at_version(authority, 2))
    assert (again.status_code, again.json()["code"]) == (409, "exists-already")
    for role in ("secretariat", "supervisor"):
        refused = service.client.post(f"{HERE}:copy", json=asked, headers=at_version(service.person(role, ["*"]), 2))
        assert refused.status_code == 403


def test_every_fault_of_edits_is_told_at_its_place_and_nothing_is_made(service: Service) -> None:
    keep(service, tiny())
    authority = service.person("authority", ["*"])
    wrong: list[dict[str, Any]] = [{"remove": "rooms", "where": {"colour": "red"}}, {"shift": "nothing"}]
    for edits, pointers in (
        (wrong, ["/edits/0/where/colour", "/edits/1/shift"]),
        ([{"remove": "rooms", "where": {"id": "R9"}}], ["/edits/0/where"]),
    ):
        answer = service.client.post(
            f"{HERE}:copy", json={"id": "what-if", "edits": edits}, headers=at_version(authority, 2)
        )
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json()["faults"]] == pointers
    assert service.client.get("/v1/seasons/what-if", headers=authority).status_code == 404


def test_seven_days_later_is_seven_days_later(service: Service) -> None:
    keep(service, tiny())
    authority = service.person("authority", ["*"])
    asked = {"id": "later", "edits": [WEEK_LATER]}
    assert service.client.post(f"{HERE}:copy", json=asked, headers=at_version(authority, 2)).status_code == 201
    with service.store.read() as reader:
        (before,), (after,) = (read_season(reader, one).timetable for one in (SEASON, "later"))
    assert (after.latest - before.latest).days == 7


def test_plans_are_compared_measure_by_measure(service: Service) -> None:
    season = plannable()
    stored(service.store, season)
    plan = planned(season)
    fewer = replace(plan, placed=plan.placed - 2, total=plan.total - 5.0)
    first, second = (keep_plan(service.store, season, one) for one in (plan, fewer))
    found = service.client.get(
        f"{HERE}/plans/{second}/comparison?base={first}", headers=service.person("supervisor")
    ).json()
    changed = {one["name"]: one["change"] for one in found["measures"] if one["before"] != one["after"]}
    assert changed == {"placed": -2, "total": pytest.approx(-5.0)}
    absent = service.client.get(f"{HERE}/plans/{second}/comparison?base=p-none", headers=service.person("supervisor"))
    assert absent.status_code == 404
