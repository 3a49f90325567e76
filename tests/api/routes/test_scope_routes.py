"""Where applications go over HTTP: by a letter as soon as it holds, and no longer than it does."""

from __future__ import annotations

from datetime import date

import pytest

from data.briefing import scope_brief_for
from data.store.scope_season import read_scope
from data.store.seasons import read_season
from solver.routing import route_applications
from tests.api.routes.entrusting import SEASON, letter_in, town_with
from tests.api.service import Service

WHERE = f"/v1/seasons/{SEASON}/routes"


@pytest.mark.parametrize(
    "state",
    ["draft", "submitted", "returned", "authorised", "rejected", "accepted", "declined", "revoked", "expired"],
)
def test_only_an_accepted_letter_routes(service: Service, state: str) -> None:
    town = town_with(service, letter_in(state))
    found = town.get(f"{WHERE}/D01").json()
    if state == "accepted":
        assert (found["route"]["kind"], found["route"]["delegation"]) == ("delegated", "DG1")
        return
    assert (found["route"]["kind"], found["route"]["committee"]) == ("needs_authorisation", "")
    assert (found["route"]["candidates"], found["route"]["authority"]) == (["C1"], "H3")
    lacks = {one["committee"]: [row["dimension"] for row in one["lacks"]] for one in found["committees"]}
    assert lacks == {"C1": ["region"]}  # C2 is not filed for the specialty
    assert all(row["sentence"] and row["sentence_en"] for row in found["route"]["reasons"])


def test_the_route_follows_the_acts(service: Service) -> None:
    town = town_with(service, letter_in("authorised"))
    assert town.get(f"{WHERE}/D01").json()["route"]["kind"] == "needs_authorisation"
    assert town.act("receiving", "DG1", "accept").status_code == 200
    assert town.get(f"{WHERE}/D01").json()["route"]["kind"] == "delegated"
    town.set_day(date(2026, 9, 20))
    assert town.act("asked", "DG1", "revoke").status_code == 200
    assert town.get(f"{WHERE}/D01").json()["route"]["kind"] == "needs_authorisation"


def test_every_application_has_one_route_for_who_may_see_it(service: Service) -> None:
    town = town_with(service, letter_in("accepted"))
    with service.store.read() as reader:
        whole, part = read_season(reader, SEASON), read_scope(reader, SEASON)
    routed = route_applications(scope_brief_for(whole))
    assert route_applications(scope_brief_for(part)) == routed
    listed = town.get(WHERE).json()["items"]
    assert [(one["application"], one["kind"], one["committee"]) for one in listed] == [
        (row.application, row.kind.value, row.committee) for row in routed
    ]
    first = town.get(f"{WHERE}?limit=2").json()
    assert [one["application"] for one in first["items"]] == [row.application for row in routed[:2]]
    assert town.get(WHERE, "bystander").json()["items"] == []
    assert town.get(f"{WHERE}/D01", "bystander").status_code == 404
    assert town.get(WHERE, "expert").status_code == 403
