"""Every act on a delegation, in every state, by everybody, over HTTP; and what comes with an act."""

from __future__ import annotations

from datetime import date

import pytest

from api.letter_terms import letter_terms, sweep
from data.store.verification import verify_store
from solver.domain.vocabulary import DelegationState
from tests.api.routes.entrusting import (
    BODIES,
    PARTIES,
    TODAY,
    WHERE,
    faults,
    letter_in,
    season_with,
    town_with,
    wording,
)
from tests.api.service import Service
from tests.solver.rules.entrusting import entrusted_plan

STEPS = {
    ("draft", "amend"): ("draft", {"entrusting"}),
    ("returned", "amend"): ("returned", {"entrusting"}),
    ("draft", "submit"): ("submitted", {"entrusting"}),
    ("returned", "submit"): ("submitted", {"entrusting"}),
    ("submitted", "return"): ("returned", {"asked"}),
    ("submitted", "approve"): ("authorised", {"asked"}),
    ("submitted", "reject"): ("rejected", {"asked"}),
    ("authorised", "accept"): ("accepted", {"receiving"}),
    ("authorised", "decline"): ("declined", {"receiving"}),
    ("accepted", "revoke"): ("revoked", {"asked", "above"}),
}
"""State and act → the state after it, and which parties may: all that is allowed, as SERVICE.md has it."""
ROLE_OF = {
    **dict.fromkeys(("amend", "submit", "accept", "decline"), "secretariat"),
    **dict.fromkeys(("return", "approve", "reject", "revoke"), "authority"),
}
OUTSIDERS = {"bystander", "below"}


@pytest.mark.parametrize("state", [state.value for state in DelegationState])
def test_every_act_by_everybody(service: Service, state: str) -> None:
    town = town_with(service, *(letter_in(state, f"DG-{act}") for act in BODIES))
    for act in BODIES:
        then, allowed = STEPS.get((state, act), ("", set()))
        for party in sorted(PARTIES, key=lambda one: one in allowed):
            answer = town.act(party, f"DG-{act}", act)
            told = (state, act, party, answer.text)
            if PARTIES[party][0] != ROLE_OF[act]:
                assert answer.status_code == 403, told
            elif party in OUTSIDERS:
                assert answer.status_code == 404, told
            elif not then:
                assert (answer.status_code, answer.json()["code"]) == (409, "state-forbids"), told
            elif party not in allowed:
                assert (answer.status_code, answer.json()["code"]) == (409, "delegation-refused"), told
                assert faults(answer) == {"office"}, told
            else:
                assert answer.status_code == 200, told
                assert answer.json()["state"] == then, told
                break
            assert town.state(f"DG-{act}") == state, told


@pytest.mark.parametrize("act", BODIES)
def test_nobody_acts_without_signing_in(service: Service, act: str) -> None:
    town = town_with(service, letter_in("draft"))
    assert town.act({}, "DG1", act, '"1"').status_code == 401


@pytest.mark.parametrize("act", ["return", "approve", "reject"])
def test_who_requested_does_not_decide(service: Service, act: str) -> None:
    """One account with both roles (四眼原则); another person of the same authority may."""
    town = town_with(service)
    account = service.account("secretariat", ["C2"])
    _grant(service, account, "authority", ["H3"])
    both = service.token(account)
    made = town.post(WHERE, both, wording(id="DG1"))
    assert made.status_code == 201, made.text
    assert town.act("entrusting", "DG1", "submit").status_code == 200
    refused = town.act(both, "DG1", act)
    assert (refused.status_code, faults(refused)) == (409, {"four_eyes"})
    assert town.state() == "submitted"
    assert town.act("asked", "DG1", act).status_code == 200


def _grant(service: Service, account: str, role: str, reach: list[str]) -> None:
    asked = {"account": account, "role": role, "reach": reach}
    answer = service.client.post("/v1/roles", json=asked, headers=service.person("administrator"))
    assert answer.status_code == 201, answer.text


def test_the_whole_way_is_on_record(service: Service) -> None:
    town = town_with(service)
    made = town.post(WHERE, "entrusting", wording(reason="本地无该专业"))
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    one = made.json()["id"]
    assert made.headers["Location"] == f"{WHERE}/{one}"
    way = [
        ("entrusting", "submit"),
        ("asked", "return"),
        ("entrusting", "amend"),
        ("entrusting", "submit"),
        ("asked", "approve"),
        ("receiving", "accept"),
        ("asked", "revoke"),
    ]
    for party, act in way:
        assert town.act(party, one, act).status_code == 200, act
    found = town.get(f"{WHERE}/{one}").json()
    assert (found["letter_no"], found["issued_on"], found["accepted_on"]) == (
        "大人社委〔2026〕1号",
        "2026-09-10",
        TODAY.isoformat(),
    )
    steps = town.get(f"{WHERE}/{one}/acts").json()
    assert [step["act"] for step in steps] == ["draft", *(act for _, act in way)]
    assert [step["role"] for step in steps] == ["secretariat", *(PARTIES[party][0] for party, _ in way)]
    assert steps[2]["reason"] == "材料不全"
    assert steps[5]["document"] == {
        "letter_no": "大人社委〔2026〕1号",
        "document": "委托函.pdf",
        "issued_on": "2026-09-10",
    }
    told = sorted((row for row in service.trail() if row["kind"] == "delegation_act"), key=lambda row: int(row["seq"]))
    assert [row["action"] for row in told] == [step["act"] for step in steps]
    assert any(row["reason"] == "委托函有误" for row in told)
    assert verify_store(service.store, [service.settings.anchors]).faults == ()


@pytest.mark.parametrize(
    ("act", "changes", "expected"),
    [
        ("approve", {"letter_no": " "}, (409, {"document"})),
        ("approve", {"document": " "}, (409, {"document"})),
        ("approve", {"issued_on": "2026-09-16"}, (409, {"document"})),  # a day after it is recorded
        ("approve", {"issued_on": None}, (422, {"date_type"})),
        ("return", {"reason": " "}, (409, {"reason"})),
        ("return", {"reason": ""}, (422, {"string_too_short"})),
        ("reject", {"reason": " "}, (409, {"reason"})),
    ],
)
def test_a_decision_is_documented(
    service: Service, act: str, changes: dict[str, object], expected: tuple[int, set[str]]
) -> None:
    town = town_with(service, letter_in("submitted"))
    answer = town.act("asked", "DG1", act, **changes)
    assert (answer.status_code, faults(answer)) == expected
    assert town.state() == "submitted"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"to_committee": "C2"}, {"receiver"}),  # not filed for the specialty: a letter extends region, not specialty
        ({"authority": "H4"}, {"issuer_competent"}),  # a county's, for a senior title
        ({"authority": "H2"}, {"issuer_competent"}),  # a city's, but another one's
        ({"applications": ["D02"]}, {"wording"}),  # of another unit
        ({"end": "2026-09-14"}, {"term"}),
        ({"series": "08"}, {"scope"}),
    ],
)
def test_what_could_not_hold_is_not_submitted(service: Service, changes: dict[str, object], expected: set[str]) -> None:
    town = town_with(service)
    made = town.post(WHERE, "entrusting", wording(id="DG1", **changes))
    assert made.status_code == 201, made.text
    answer = town.act("entrusting", "DG1", "submit")
    assert answer.status_code == 409
    assert expected <= faults(answer)
    assert all(one["message"] and one["message_en"] for one in answer.json()["faults"])


def test_a_request_names_what_there_is(service: Service) -> None:
    town = town_with(service)
    body = wording(to_committee="C77", applications=["D01", "D77"], authority="H77", entrusting="V77")
    answer = town.post(WHERE, "entrusting", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "input")
    pointers = {one["pointer"] for one in answer.json()["faults"]}
    assert pointers == {"/to_committee", "/applications", "/authority", "/entrusting"}
    assert town.get(WHERE).json()["items"] == []


@pytest.mark.parametrize(
    ("party", "status"),
    [("receiving", 409), ("bystander", 409), ("asked", 403), ("supervisor", 403), ("administrator", 403)],
)
def test_a_request_is_its_own_sides(service: Service, party: str, status: int) -> None:
    town = town_with(service)
    body = wording(applications=[])  # one that names no application: C9 sees none of series 05
    answer = town.post(WHERE, party, body)
    assert answer.status_code == status, answer.text
    assert town.get(WHERE).json()["items"] == []


def test_no_letter_comes_with_a_request(service: Service) -> None:
    town = town_with(service)
    for forged in ({"state": "accepted"}, {"letter_no": "一号"}, {"accepted_on": "2026-09-15"}):
        assert faults(town.post(WHERE, "entrusting", wording(**forged))) == {"extra_forbidden"}


def test_only_who_is_concerned_reads_it(service: Service) -> None:
    town = town_with(service, letter_in("submitted"))
    for party, (role, _) in PARTIES.items():
        listed, read = town.get(WHERE, party), town.get(f"{WHERE}/DG1", party)
        if role in ("expert", "administrator"):
            assert (listed.status_code, read.status_code) == (403, 403), party
        elif party in OUTSIDERS:
            assert (listed.json()["items"], read.status_code) == ([], 404), party
        else:
            assert [one["id"] for one in listed.json()["items"]] == ["DG1"], party
            assert read.json()["state"] == "submitted", party
    assert town.get(f"{WHERE}?state=draft").json()["items"] == []
    absent, hidden = town.get(f"{WHERE}/DG7", "bystander").json(), town.get(f"{WHERE}/DG1", "bystander").json()
    assert absent | {"request_id": ""} == hidden | {"request_id": ""}


def test_an_act_needs_the_version_seen_and_happens_once(service: Service) -> None:
    town = town_with(service, letter_in("draft"))
    tag, path = town.etag(f"{WHERE}/DG1"), f"{WHERE}/DG1:submit"
    once = {**town.party("entrusting"), "Idempotency-Key": "a-key-of-a-client-0001"}
    client = service.client
    assert client.post(path, json={}, headers=once).status_code == 428
    assert client.post(path, json={}, headers=once | {"If-Match": '"99"'}).status_code == 412
    keyless = {name: value for name, value in once.items() if name != "Idempotency-Key"}
    assert client.post(path, json={}, headers=keyless | {"If-Match": tag}).status_code == 400
    first = client.post(path, json={}, headers=once | {"If-Match": tag})
    again = client.post(path, json={}, headers=once | {"If-Match": tag})
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(town.get(f"{WHERE}/DG1/acts").json()) == 1


def test_revoking_flags_the_plans_that_went_by_it(service: Service) -> None:
    season = season_with(letter_in("accepted"))
    town = town_with(service, letter_in("accepted"))
    plan = entrusted_plan(season)
    town.plan("p-1", plan, season, published=True)
    town.plan("p-2", plan, season)
    answer = town.act("asked", "DG1", "revoke").json()
    assert [(one["plan"], one["state"], one["applications"], one["sessions"]) for one in answer["plans"]] == [
        ("p-1", "published", ["D01"], ["S1"]),
        ("p-2", "draft", ["D01"], ["S1"]),
    ]
    assert town.get(f"{WHERE}/DG1").json()["plans"] == answer["plans"]
    assert town.flags("p-1") == [("delegation", "DG1", "revoked", ["D01"])]


@pytest.mark.parametrize(
    ("day", "planned", "expected"),
    [
        (date(2026, 10, 12), True, "accepted"),  # it sits today
        (date(2026, 10, 13), True, "used"),
        (date(2026, 12, 31), False, "accepted"),  # its last day
        (date(2027, 1, 1), False, "expired"),
        (date(2027, 1, 1), True, "used"),
    ],
)
def test_a_letter_ends_by_the_day_of_the_clock(service: Service, day: date, planned: bool, expected: str) -> None:
    season = season_with(letter_in("accepted"))
    town = town_with(service, letter_in("accepted"))
    if planned:
        town.plan("p-1", entrusted_plan(season), season, published=True)
    town.set_day(day)
    assert sweep(service.store) == (("DG1",) if expected != "accepted" else ())
    assert town.state() == expected
    assert sweep(service.store) == ()
    steps = town.get(f"{WHERE}/DG1/acts").json()
    assert [(step["to_state"], step["role"]) for step in steps] == (
        [(expected, "system")] if expected != "accepted" else []
    )


def test_the_service_sweeps_by_itself(service: Service) -> None:
    town = town_with(service, letter_in("accepted"))
    town.set_day(date(2027, 1, 1))
    terms = letter_terms(service.store)
    terms.start()
    terms.stop()
    assert town.state() == "expired"
