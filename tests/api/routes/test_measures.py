"""Every measure against a committee, in every state, by everybody, over HTTP; and what it leaves to be routed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from httpx import Response

from data.store.season_import import create_from
from data.store.transaction import SYSTEM
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState
from tests.api.routes.entrusting import PARTIES, SEASON, TODAY, Town, faults, letter_in, season_with
from tests.api.service import Service
from tests.solver.rules.entrusting import entrusted_plan, with_committee

WHERE = f"/v1/seasons/{SEASON}/committees"
PLANS = f"/v1/seasons/{SEASON}/plans"
BODIES: Mapping[str, Mapping[str, Any]] = {
    "rectify": {"reason": "评审程序不规范", "start": "2026-09-15", "end": "2026-10-20"},
    "suspend": {"reason": "群众举报", "start": "2026-09-15"},
    "revoke": {"reason": "不具备评审能力", "start": "2026-09-15"},
    "reinstate": {"reason": "整改验收合格"},
}
THEN = {"rectify": "rectification", "suspend": "suspended", "revoke": "revoked", "reinstate": "active"}
STEPS = {
    "active": {"rectify", "suspend", "revoke"},
    "rectification": {"rectify", "suspend", "revoke", "reinstate"},
    "suspended": {"suspend", "revoke", "reinstate"},
    "revoked": set[str](),
}
MAY = {"receiver's", "above"}
"""H2, with which C1 is filed, and H1 above it."""


def town_in(service: Service, state: str) -> tuple[Town, Season]:
    """A town whose committee C1 is in a state since 2026-09-01, with the letter DG1 to it."""
    season = season_with(letter_in("accepted"))
    if state != "active":
        season = with_committee(season, "C1", state=CommitteeState(state), state_from=date(2026, 9, 1))
    town = Town(service)
    town.set_day(TODAY)
    with service.store.change(SYSTEM) as change:
        create_from(change, SEASON, season)
    return town, season


def take(town: Town, party: str, measure: str, committee: str = "C1", **changes: Any) -> Response:
    """Take a measure as it should be taken unless ``changes`` say otherwise."""
    tag = town.etag(f"{WHERE}/{committee}/displaced")
    return town.post(f"{WHERE}/{committee}:{measure}", party, {**BODIES[measure], **changes}, **{"If-Match": tag})


@pytest.mark.parametrize("state", STEPS)
@pytest.mark.parametrize("measure", BODIES)
def test_every_measure_by_everybody(service: Service, state: str, measure: str) -> None:
    town, _ = town_in(service, state)
    for party in sorted(PARTIES, key=lambda one: one == "above"):
        answer = take(town, party, measure)
        told = (state, measure, party, answer.text)
        if PARTIES[party][0] != "authority":
            assert answer.status_code == 403, told
        elif party not in MAY:
            assert answer.status_code == 404, told
        elif measure not in STEPS[state]:
            assert (answer.status_code, answer.json()["code"]) == (409, "state-forbids"), told
        else:
            assert (answer.status_code, answer.json()["state"]) == (200, THEN[measure]), told
            return
        assert town.get(f"{WHERE}/C1/displaced").json()["state"] == state, told
    assert measure not in STEPS[state]


@pytest.mark.parametrize(
    ("measure", "changes", "expected"),
    [
        ("suspend", {"reason": " "}, (409, {"reason"})),
        ("suspend", {"reason": ""}, (422, {"string_too_short"})),
        ("suspend", {"start": "2026-09-14"}, (409, {"dates"})),  # nothing begins before it is decided
        ("suspend", {"end": "2026-09-14"}, (409, {"dates"})),
        ("rectify", {"end": None}, (422, {"date_type"})),
        ("revoke", {"end": "2026-12-31"}, (422, {"extra_forbidden"})),  # what is taken back has no end
    ],
)
def test_a_measure_has_reason_and_dates(
    service: Service, measure: str, changes: dict[str, Any], expected: tuple[int, set[str]]
) -> None:
    town, _ = town_in(service, "active")
    answer = take(town, "receiver's", measure, **changes)
    assert (answer.status_code, faults(answer)) == expected
    assert town.get(f"{WHERE}/C1/displaced").json()["state"] == "active"


def test_what_was_planned_is_listed_until_it_may_sit_again(service: Service) -> None:
    town, season = town_in(service, "active")
    plan = entrusted_plan(season)  # C1 sits on 2026-10-12
    town.plan("p-1", plan, season, published=True)
    town.plan("p-2", replace(plan, sessions=(), routes=()), season)
    everything = [row.id for row in season.applications]
    answer = take(town, "receiver's", "suspend").json()
    assert [(one["plan"], one["sessions"], one["applications"], one["delegations"]) for one in answer["plans"]] == [
        ("p-1", ["S1"], everything, ["DG1"])
    ]
    assert town.get(f"{WHERE}/C1/displaced", "receiving").json() == answer
    assert town.get(f"{WHERE}/C1/displaced", "bystander").status_code == 404
    assert town.flags("p-1") == [("committee", "C1", "suspended", everything)]
    assert town.flags("p-2") == []
    again = take(town, "receiver's", "reinstate").json()
    assert (again["state"], again["state_from"], again["plans"]) == ("active", None, [])
    assert town.flags("p-1") == []
    told = [(row["action"], row["reason"]) for row in service.trail() if row["object"].endswith("/committees/C1")]
    assert {("change", "群众举报"), ("change", "整改验收合格")} <= set(told)


def test_a_flag_names_only_what_its_reader_sees_of_the_plan(service: Service) -> None:
    town, season = town_in(service, "active")
    town.plan("p-1", entrusted_plan(season), season, published=True)
    take(town, "receiver's", "suspend")
    everything = [row.id for row in season.applications]

    def told(party: str) -> list[list[Any]]:
        (listed,) = town.get(PLANS, party).json()["items"]
        read = town.get(f"{PLANS}/p-1", party).json()
        assert read["flags"] == listed["flags"]
        return [[flag["subject"], flag["sessions"], flag["applications"]] for flag in read["flags"]]

    assert told("supervisor") == [["C1", ["S1"], everything]]
    assert told("receiving") == [["C1", ["S1"], everything]]
    assert told("entrusting") == [["C1", [], everything]]  # of its series, but another committee sits
    assert told("bystander") == []


@pytest.mark.parametrize(("end", "displaced"), [("2026-10-11", False), ("2026-10-12", True)])
def test_a_measure_that_is_over_before_the_session_displaces_nothing(
    service: Service, end: str, displaced: bool
) -> None:
    town, season = town_in(service, "active")
    town.plan("p-1", entrusted_plan(season), season, published=True)
    answer = take(town, "receiver's", "rectify", end=end).json()
    assert bool(answer["plans"]) == displaced
    assert bool(town.flags("p-1")) == displaced
