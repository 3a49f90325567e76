"""Replacements over the service: the next code draws who follows, under seal and after, and strangers verify it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.draw_run import DrawTask, announce
from api.runs import Run, claimed
from data.briefing import brief_for
from data.plan_files.plan_json import plan_of
from data.store import plans
from solver.check import check, hard
from solver.domain.plan import Plan
from tests.api.drawn_season import DAWN, DRAWS, PANELS, Ceremony, ceremony_of, drawn_season, papers, sessions
from tests.api.planning import keep
from tests.api.routes.test_draws import NOON, codes
from tests.api.season_uploads import HERE, SEASON
from tests.api.service import Service
from tests.conftest import KEY

REPLACEMENTS = f"{HERE}/replacements"
CALLING = {"reason": "通知评审专家"}


@pytest.fixture
def ceremony(service: Service) -> Ceremony:
    """The first session drawn, its panel under seal; somebody may publish."""
    made = ceremony_of(service)
    made.accounts["whole"] = service.account("authority", ["*"])
    made.at(DAWN)
    made.sealed(sessions()[0])
    return made


def called(ceremony: Ceremony, number: int = 0) -> Any:
    """The panel as the convener sees it."""
    panel = ceremony.get(PANELS).json()["items"][number]
    return ceremony.post(f"{PANELS}/{panel['id']}:call", CALLING, "convener").json()


def ask(ceremony: Ceremony, seat: int, role: str = "convener", **other: object) -> Any:
    panel = ceremony.get(PANELS).json()["items"][0]
    body = {"draw": panel["id"], "seat": seat, "reason": "因病不能到会", **other}
    return ceremony.post(REPLACEMENTS, body, role, version=panel["version"])


def approve(ceremony: Ceremony, made: Any, role: str = "authority", key: str = "") -> Any:
    return ceremony.post(f"{REPLACEMENTS}/{made['id']}:approve", {}, role, version=made["version"], key=key)


def unsealed(ceremony: Ceremony) -> None:
    ceremony.at(NOON)
    ceremony.swept()


def published(ceremony: Ceremony) -> Plan:
    with ceremony.service.store.read() as reader:
        found = plans.published_plan(reader, SEASON)
        assert found is not None
        return plan_of(plans.plan_body(reader, found.id))


def verified(ceremony: Ceremony, draw: str, records: list[str], folder: Path) -> bool:
    """Whether the stand-alone verifiers accept the record with the replacements, by the digests that were told."""
    found = papers(ceremony, draw, folder)
    found["verify_walk.py"] = folder / "verify_walk.py"
    found["verify_walk.py"].write_bytes(ceremony.get(f"{DRAWS}/{draw}/documents/verify_walk.py").content)
    options: list[str] = []
    for one in records:
        path = folder / f"{one}.json"
        path.write_bytes(ceremony.get(f"{REPLACEMENTS}/{one}/record").content)
        told = ceremony.get(f"{REPLACEMENTS}/{one}").json()["record_sha256"]
        assert told == hashlib.sha256(path.read_bytes()).hexdigest()
        options += ["--replacement", f"{path}@{told}"]
    alone = [str(found[name]) for name in ("verify_draw.py", "draw.json", "commitment.json")]
    return subprocess.run([sys.executable, *alone, *options], check=False, capture_output=True).returncode == 0


def test_under_seal_the_convener_alone_learns_who_follows(ceremony: Ceremony, tmp_path: Path) -> None:
    before = called(ceremony)
    gone = before["members"][2]
    made = ask(ceremony, gone["seat"]).json()
    assert (made["state"], made["declined"], made["number"]) == ("asked", None, None)
    answer = approve(ceremony, made)
    told = answer.json()
    assert (told["state"], told["declined"], told["given"], told["number"]) == ("drawn", None, None, 1)
    assert not [one for one in before["members"] if one["expert"] in answer.text]
    for role in ("secretariat", "authority", "supervisor", "convener"):
        assert ceremony.get(f"{REPLACEMENTS}/{made['id']}", role).json() == told
        assert codes(ceremony.get(f"{REPLACEMENTS}/{made['id']}/record", role))[0] in {403, 409}
    after = called(ceremony)
    assert gone["expert"] not in {one["expert"] for one in after["members"]}
    assert len(after["members"]) == len(before["members"])
    (new,) = {one["expert"] for one in after["members"]} - {one["expert"] for one in before["members"]}
    assert new in {one["expert"] for one in before["alternates"] if one["group"] == gone["group"]}
    assert new not in {one["expert"] for one in after["alternates"]}
    unsealed(ceremony)
    panel = ceremony.get(f"{PANELS}/{before['id']}").json()
    assert (panel["members"], panel["alternates"]) == (after["members"], after["alternates"])
    assert {one.expert for one in published(ceremony).session[sessions()[0]].panel} == {
        one["expert"] for one in after["members"]
    }
    shown = ceremony.get(f"{REPLACEMENTS}/{made['id']}").json()
    assert (shown["declined"]["expert"], shown["given"]["expert"]) == (gone["expert"], new)
    assert verified(ceremony, before["id"], [made["id"]], tmp_path)
    assert ceremony.post(f"{DRAWS}/{before['id']}:verify", {}, "supervisor").json()["holds"] is True


def test_of_an_unsealed_panel_the_plan_is_published_anew(ceremony: Ceremony, tmp_path: Path) -> None:
    unsealed(ceremony)
    first, asked = sessions()[0], []
    for _ in range(2):
        panel = ceremony.get(PANELS).json()["items"][0]
        gone = next(one for one in panel["members"] if one["role"] == "member")
        made = ask(ceremony, gone["seat"]).json()
        done = approve(ceremony, made).json()
        assert done["declined"]["expert"] == gone["expert"]
        row = published(ceremony).session[first]
        assert done["given"]["expert"] in row.seated()
        assert gone["expert"] not in row.seated() | {one.expert for one in row.alternates}
        asked.append(made["id"])
    plan = published(ceremony)
    assert hard(check(brief_for(drawn_season()), plan)) == ()
    with ceremony.service.store.read() as reader:
        assert {one.expert for one in plans.season_duties(reader, SEASON)} == plan.session[first].seated()
    draft = keep(ceremony.service.store, drawn_season(), plan)
    assert ceremony.post(f"{HERE}/plans/{draft}:publish", {}, "whole", version=1).status_code == 200
    assert verified(ceremony, plan.session[first].draw, asked, tmp_path)
    assert not verified(ceremony, plan.session[first].draw, asked[1:], tmp_path)


def test_it_takes_the_convener_and_another_role_and_happens_once(ceremony: Ceremony) -> None:
    for role in ("secretariat", "authority", "supervisor"):
        assert codes(ask(ceremony, 1, role))[:2] == (403, "forbidden")
    assert codes(ask(ceremony, 99)) == (409, "draw-refused", ["seat_unknown"])
    made = ask(ceremony, 1).json()
    assert codes(approve(ceremony, made, "convener"))[:2] == (403, "forbidden")
    assert codes(approve(ceremony, made, "elsewhere"))[:2] == (404, "not-found")
    other = ask(ceremony, 2).json()
    assert ceremony.get(f"{REPLACEMENTS}/{made['id']}").json()["state"] == "withdrawn"
    assert codes(approve(ceremony, made))[:2] == (412, "version-changed")
    once = approve(ceremony, other, "supervisor", key="k" * 16)
    again = approve(ceremony, other, "supervisor", key="k" * 16)
    assert (once.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    assert codes(approve(ceremony, once.json()))[:2] == (409, "state-forbids")
    listed = ceremony.get(REPLACEMENTS).json()["items"]
    assert [(one["id"], one["state"]) for one in listed] == [(made["id"], "withdrawn"), (other["id"], "drawn")]


def test_not_while_another_draw_waits_and_a_lottery_made_meanwhile_is_made_again(ceremony: Ceremony) -> None:
    made = ask(ceremony, 1).json()
    queued = ceremony.post(DRAWS, ceremony.wanted(sessions()[1]), "secretariat")
    store = ceremony.service.store
    operation = claimed(store, "w-test")
    assert operation is not None
    run = Run(store, KEY, operation, "w-test", lambda: False, seals=ceremony.service.settings.seals)
    task = run.task()
    assert isinstance(task, DrawTask)
    lottery = announce(task)
    assert approve(ceremony, made).json()["state"] == "drawn"
    run.keep_draw(lottery)
    ended = ceremony.get(queued.headers["Location"]).json()
    assert (ended["state"], ended["problem"]["code"]) == ("failed", "draw-overtaken")
    later = ceremony.announced(sessions()[1])
    waiting = ask(ceremony, 2).json()
    assert codes(approve(ceremony, waiting)) == (409, "draw-refused", ["draw_under_way"])
    ceremony.drawn(later)
    assert approve(ceremony, waiting).json()["number"] == 2
    ceremony.at(DAWN + timedelta(days=3))
    assert len(ceremony.swept()) == 2
    assert hard(check(brief_for(drawn_season()), published(ceremony))) == ()


def test_the_trail_tells_of_it_and_names_nobody(ceremony: Ceremony) -> None:
    members = [one["expert"] for one in called(ceremony)["members"]]
    made = ask(ceremony, 1).json()
    approve(ceremony, made)
    (asked,) = ceremony.get("/v1/audit?kind=replacement").json()["items"]
    (drawn,) = [one for one in ceremony.get("/v1/audit?kind=draw").json()["items"] if one["action"] == "replace"]
    assert (asked["action"], asked["role"], drawn["role"]) == ("ask_replacement", "convener", "authority")
    assert not [one for one in members if one in asked["after"] + drawn["after"]]
