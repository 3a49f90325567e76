"""Panels under seal: nobody is named before the time, but by two people together, or for whoever calls the experts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from data.documents import verify_draw
from data.store import plans
from data.store.sealing import Seal
from tests.api.drawn_season import DAWN, DRAWS, EXPERTS, PANELS, Ceremony, ceremony_of, sessions
from tests.api.routes.test_draws import NOON, codes
from tests.api.season_uploads import SEASON
from tests.api.service import Service

REASON = {"reason": "评审会提前"}


@pytest.fixture
def ceremony(service: Service) -> Ceremony:
    """The first session drawn, its panel under seal."""
    made = ceremony_of(service)
    made.sealed(sessions()[0])
    return made


def panel_of(ceremony: Ceremony, number: int = 0) -> Any:
    return ceremony.get(PANELS).json()["items"][number]


def asked(ceremony: Ceremony, step: str, role: str, **body: object) -> Any:
    panel = panel_of(ceremony)
    return ceremony.post(f"{PANELS}/{panel['id']}:{step}", body or REASON, role, version=panel["version"])


def test_early_unsealing_takes_two_people_and_is_on_the_trail(ceremony: Ceremony) -> None:
    once = asked(ceremony, "unseal", "authority").json()
    assert (once["state"], once["members"], once["early"]["asked_as"]) == ("sealed", [], "authority")
    assert codes(asked(ceremony, "unseal", "authority")) == (409, "draw-refused", ["another_person"])
    assert codes(asked(ceremony, "unseal", "secretariat"))[:2] == (403, "forbidden")
    twice = asked(ceremony, "unseal", "authority2").json()
    assert (twice["state"], len(twice["members"])) == ("unsealed", 11)
    told = ceremony.get("/v1/audit?kind=draw").json()["items"][-2:]
    assert [one["action"] for one in told] == ["ask_unsealing", "unseal"]
    assert [json.loads(one["after"]).get("early") for one in told] == [None, True]
    assert len({one["actor"] for one in told}) == 2


def test_names_are_in_the_published_plan_and_its_duties_only_once_unsealed(ceremony: Ceremony) -> None:
    with ceremony.service.store.read() as reader:
        assert plans.season_duties(reader, SEASON) == ()
    ceremony.at(NOON)
    assert asked(ceremony, "unseal", "supervisor").json()["state"] == "unsealed"
    with ceremony.service.store.read() as reader:
        duties = plans.season_duties(reader, SEASON)
    assert {one.expert for one in duties} == {one["expert"] for one in panel_of(ceremony)["members"]}


def test_panels_are_unsealed_in_the_order_in_which_they_were_drawn(ceremony: Ceremony) -> None:
    later = ceremony.sealed(sessions()[1])
    here = f"{PANELS}/{later['id']}"
    version = ceremony.get(here).json()["version"]
    assert ceremony.post(f"{here}:unseal", REASON, "authority", version=version).status_code == 200
    again = ceremony.post(f"{here}:unseal", REASON, "supervisor", version=version + 1)
    assert codes(again) == (409, "draw-refused", ["earlier_sealed"])
    assert ceremony.get(here).json()["members"] == []


def test_a_panel_is_kept_under_seal_for_longer_with_those_drawn_after_it(ceremony: Ceremony) -> None:
    ceremony.sealed(sessions()[1])
    later = (DAWN + timedelta(days=3)).isoformat()
    assert codes(asked(ceremony, "seal", "authority", until=DAWN.isoformat(), reason="x"))[2] == ["seal_longer_only"]
    assert asked(ceremony, "seal", "authority", until=later, reason="延期").status_code == 200
    ceremony.at(NOON)
    assert ceremony.swept() == ()
    ceremony.at(DAWN + timedelta(days=3))
    assert len(ceremony.swept()) == 2


def test_whoever_calls_the_experts_sees_them_before_each_time_on_the_trail(ceremony: Ceremony) -> None:
    here = f"{PANELS}/{panel_of(ceremony)['id']}"
    for role in ("authority", "secretariat", "supervisor", "elsewhere"):
        assert codes(ceremony.post(f"{here}:call", REASON, role))[:2] == (403, "forbidden")
    assert ceremony.get(here, "convener").json()["members"] == []
    looks = [ceremony.post(f"{here}:call", REASON, "convener").json() for _ in range(2)]
    ceremony.at(NOON)
    ceremony.swept()
    assert looks[0]["members"] == looks[1]["members"] == panel_of(ceremony)["members"]
    told = [one for one in ceremony.get("/v1/audit?kind=draw").json()["items"] if one["action"] == "show_names"]
    assert [(one["role"], one["reason"]) for one in told] == [("convener", REASON["reason"])] * 2
    assert not [one for one in told if "E0" in one["after"] or "专家" in one["after"]]


def test_an_expert_sees_nothing_before_and_then_their_own(ceremony: Ceremony) -> None:
    panel = panel_of(ceremony)["id"]
    experts = [f"E{number:02d}" for number in range(1, EXPERTS + 1)]
    for one in experts:
        ceremony.accounts[one] = ceremony.service.account("expert", [one])
    ceremony.at(DAWN)
    for one in experts:
        assert ceremony.get(PANELS, one).json()["items"] == []
        assert ceremony.get(f"{PANELS}/{panel}", one).status_code == 404
        assert ceremony.get(f"{DRAWS}/{panel}/opening", one).status_code == 404
    ceremony.at(NOON)
    ceremony.swept()
    drawn = {one["expert"] for kind in ("members", "alternates") for one in panel_of(ceremony)[kind]}
    root = ceremony.get(f"{DRAWS}/{panel}/documents/announcement.json").json()
    for one in experts:
        assert len(ceremony.get(PANELS, one).json()["items"]) == (one in drawn)
        proof = ceremony.get(f"{DRAWS}/{panel}/opening", one).json()
        assert proof["candidate"]["expert"] == one
        verify_draw.check_opening(root, proof)


def test_a_paper_under_seal_opens_in_its_place_with_its_key_only(ceremony: Ceremony) -> None:
    seal, other = Seal(ceremony.service.settings.seals), Seal(ceremony.service.settings.folder / "other.key")
    paper = seal.close("2026/S1-1/pool", b"names")
    assert seal.open("2026/S1-1/pool", paper) == b"names"
    assert len(paper) == len(seal.close("2026/S1-1/pool", b"longer names" * 20))
    for broken, place in ((seal, "2026/S1-2/pool"), (other, "2026/S1-1/pool")):
        with pytest.raises(Exception, match="sealed with another key"):
            broken.open(place, paper)
