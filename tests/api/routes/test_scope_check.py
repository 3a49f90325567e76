"""Where an application would go that is not in the season: the answer it would have if it were, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.scope_question import FORESEEN
from solver.domain.committees import Application, Delegation
from solver.domain.plan import RouteKind
from solver.domain.vocabulary import DelegationState, Level
from solver.routing import route_of
from solver.rules.letters import needed_letter
from tests.api.routes.entrusting import SEASON, Town, letter_in, season_with, town_with
from tests.api.service import Service
from tests.solver.rules.asking import brief_of
from tests.solver.rules.entrusting import with_filing

WHERE = f"/v1/seasons/{SEASON}"
OURS = {"region": "沈阳", "series": "05", "specialty": "机械工程", "level": "associate_senior"}
GENERAL = replace(letter_in("accepted"), applications=())

ASKED: Mapping[str, tuple[Mapping[str, Any], str, str]] = {
    "ours": (OURS, "V02", "committee"),
    "of 大连, whose unit entrusts it": ({**OURS, "region": "大连"}, "V01", "entrusted"),
    "of 大连, of a unit without a letter": ({**OURS, "region": "大连"}, "V02", "needs_authorisation"),
    "of 大连, of a unit nobody knows": ({**OURS, "region": "大连"}, "", "needs_authorisation"),
    "a specialty nobody is filed for": ({**OURS, "specialty": "采矿工程"}, "V02", "outside"),
    "a series without a committee": ({**OURS, "series": "04"}, "V02", "outside"),
    "another level": ({**OURS, "level": "intermediate"}, "V02", "outside"),
    "recognised directly": ({**OURS, "channel": "recognition"}, "V02", "not_for_committee"),
    "withdrawn": ({**OURS, "withdrawn": True}, "V02", "not_for_committee"),
}
"""By what is asked: the application, the applicant's employer, and the answer in a word."""


def asked(town: Town, application: Mapping[str, Any], party: str = "supervisor", **more: Any) -> Any:
    body = {"application": dict(application), **more}
    return town.service.client.post(f"{WHERE}/routes:check", json=body, headers=town.party(party))


def put(town: Town, table: str, body: Mapping[str, Any]) -> None:
    whole = town.service.person("authority", ["*"])
    assert town.service.client.post(f"{WHERE}/{table}", json=dict(body), headers=whole).status_code == 201


def told_of(service: Service) -> list[str]:
    """What the trail tells of anything but the people who were signed in for the test."""
    return [row["hash"] for row in service.trail() if row["kind"] not in ("account", "grant", "token")]


def test_the_answer_is_that_of_a_stored_one(service: Service) -> None:
    town = town_with(service, GENERAL)
    told = {case: asked(town, body, employer=employer).json() for case, (body, employer, _) in ASKED.items()}
    assert {case: one["verdict"] for case, one in told.items()} == {case: one[2] for case, one in ASKED.items()}
    for case, (body, employer, _) in ASKED.items():
        put(town, "persons", {"id": FORESEEN, "name": FORESEEN, "employer": employer})
        put(town, "applications", {"id": FORESEEN, "applicant": FORESEEN, **body})
        assert town.get(f"{WHERE}/routes/{FORESEEN}").json() == told[case], case
        for table in ("applications", "persons"):
            tag = town.etag(f"{WHERE}/{table}/{FORESEEN}")
            whole = service.person("authority", ["*"]) | {"If-Match": tag}
            assert service.client.delete(f"{WHERE}/{table}/{FORESEEN}", headers=whole).status_code == 204


def test_a_second_application_of_somebody_is_told_as_one(service: Service) -> None:
    town = town_with(service, GENERAL)
    applicant = town.get(f"{WHERE}/applications/D02").json()["row"]["applicant"]
    told = asked(town, {**OURS, "applicant": applicant}).json()
    assert told["verdict"] == "not_for_committee"
    assert [one["found"] for one in told["route"]["reasons"]] == [f"D02、{FORESEEN}"]


def test_each_answer_is_told_in_sentences_with_its_source(service: Service) -> None:
    town = town_with(service, GENERAL)
    for case, (body, employer, verdict) in ASKED.items():
        told = asked(town, body, employer=employer).json()
        assert told["sentences"], case
        assert len(told["sentences"]) == len(told["sentences_en"])
        if verdict != "entrusted":
            continue
        assert any(GENERAL.letter_no in one for one in told["sentences"])
    told = asked(town, {**OURS, "region": "大连"}, employer="V02").json()
    (letter,) = told["letters"]
    assert (letter["entrusting"], letter["to_committee"], letter["issuers"]) == ("V02", "C1", ["H2", "H1"])
    assert all(word in letter["sentence"] for word in ("V02", "C1", "机械工程", "H2", letter["by"], "依据："))


def test_nothing_is_stored(service: Service) -> None:
    town = town_with(service, GENERAL)
    before = town.etag(WHERE), told_of(service)
    assert asked(town, OURS, employer="V02").status_code == 200
    assert (town.etag(WHERE), told_of(service)) == before
    assert town.get(f"{WHERE}/applications/{FORESEEN}").status_code == 404


def test_every_fault_is_told_at_its_place(service: Service) -> None:
    town = town_with(service, GENERAL)
    answer = asked(town, {**OURS, "level": "某级", "id": "D01"}, employer="V99", on="2031-01-01")
    assert (answer.status_code, answer.json()["code"]) == (422, "input")
    assert {one["pointer"] for one in answer.json()["faults"]} == {
        "/application/level",
        "/application/id",
        "/employer",
        "/on",
    }
    both = asked(town, {**OURS, "applicant": "P-D02"}, employer="V02").json()
    assert "/employer" in {one["pointer"] for one in both["faults"]}
    lacking = asked(town, {"region": "沈阳"}).json()
    assert {one["pointer"] for one in lacking["faults"]} == {
        f"/application/{one}" for one in ("series", "specialty", "level")
    }


def test_it_is_asked_by_whoever_would_see_it(service: Service) -> None:
    town = town_with(service, GENERAL)
    assert asked(town, OURS, "receiving").status_code == 200
    assert asked(town, OURS, "bystander").status_code == 404  # of another series
    assert asked(town, {**OURS, "series": "08"}, "bystander").status_code == 200
    assert asked(town, {**OURS, "preferred_committee": "C1"}, "entrusting").status_code in (404, 422)
    assert asked(town, OURS, "expert").status_code == 403
    assert asked(town, OURS, "administrator").status_code == 403
    elsewhere = service.person("authority", ["*"], season="2025")
    body = {"application": OURS}
    assert service.client.post(f"{WHERE}/routes:check", json=body, headers=elsewhere).status_code == 404


@pytest.mark.parametrize(
    ("on", "region", "employer", "verdict"),
    [
        ("2026-10-30", "沈阳", "V02", "committee"),
        ("2026-11-02", "沈阳", "V02", "outside"),  # after the filing
        ("2026-09-15", "大连", "V01", "needs_authorisation"),  # the day on which the letter is accepted
        ("2026-09-16", "大连", "V01", "entrusted"),
    ],
)
def test_on_a_day_all_must_hold_on_that_day(
    service: Service, on: str, region: str, employer: str, verdict: str
) -> None:
    town = town_with(service, GENERAL)
    seen = town.get(f"{WHERE}/filings/F1")
    whole = service.person("authority", ["*"]) | {"If-Match": seen.headers["ETag"]}
    row = {**seen.json()["row"], "end": "2026-10-31"}
    assert service.client.put(f"{WHERE}/filings/F1", json=row, headers=whole).status_code == 200
    assert asked(town, {**OURS, "region": region}, employer=employer, on=on).json()["verdict"] == verdict


def application(**changes: object) -> Application:
    found = season_with().application["D01"]
    return replace(found, id="D99", applicant="P99", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("days", [(), (date(2026, 10, 12),)])
@pytest.mark.parametrize(("employer", "issuers"), [("V01", ("H3", "H1")), ("", ("H3", "H1"))])
def test_a_letter_that_says_what_is_told_authorises(
    days: tuple[date, ...], employer: str, issuers: tuple[str, ...]
) -> None:
    """And none of its members can be left out: that is held against every guard in tests/solver/rules."""
    season = season_with()
    person = replace(season.person[season.application["D01"].applicant], id="P99", identity_no="", employer=employer)
    one = application()
    season = replace(season, applications=(*season.applications, one), persons=(*season.persons, person))
    brief = brief_of(season)
    route = route_of(brief, one, (), days)
    assert (route.kind, route.candidates) == (RouteKind.NEEDS_AUTHORISATION, ("C1",))
    told = needed_letter(brief, one, "C1", days)
    assert (told.reasons, told.issuers) == ((), issuers)
    assert told.first is not None
    assert told.last is not None
    assert told.by is not None
    for issuer in told.issuers:
        given = Delegation(
            "DG9", told.entrusting, "C1", told.series, (told.level,), issuer, told.first, told.last,
            specialties=(told.specialty,), applications=(told.application,), letter_no="1", issued_on=told.by,
            accepted_on=told.by, state=DelegationState.ACCEPTED,
        )  # fmt: skip
        routed = route_of(brief_of(replace(season, delegations=(given,))), one, (), days)
        assert (routed.kind, routed.delegation) == (RouteKind.DELEGATED, "DG9")
        late = replace(given, accepted_on=told.by + timedelta(days=1))
        assert route_of(brief_of(replace(season, delegations=(late,))), one, (), days).kind is not RouteKind.DELEGATED


def test_where_not_even_a_letter_helps_the_reasons_are_told() -> None:
    season = with_filing(season_with(), "F1", levels=(Level.FULL_SENIOR,))
    told = needed_letter(brief_of(season), season.application["D01"], "C1")
    assert [dict(one.facts)["guard"] for one in told.reasons] == ["receiver"]
