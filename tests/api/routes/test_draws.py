"""Draws over the service: whole ceremonies, what is refused, and how a draw is repeated."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.supervisor import Supervisor
from tests.api.drawn_season import BALLS, DAWN, DRAWS, EXPERTS, PANELS, ROLES, Ceremony, ceremony_of, papers, sessions
from tests.api.planning import QUICK
from tests.api.season_uploads import HERE
from tests.api.service import Service
from tests.conftest import KEY

NOON = DAWN + timedelta(days=1, minutes=1)
"""After the names of the first draw may be known."""


@pytest.fixture
def ceremony(service: Service) -> Ceremony:
    """Nothing drawn yet."""
    return ceremony_of(service)


def codes(answer: Any) -> tuple[int, str, list[str]]:
    told = answer.json()
    return answer.status_code, told["code"], [one["code"] for one in told["faults"]]


def test_a_whole_ceremony_verifies_and_enters_the_plan(ceremony: Ceremony, tmp_path: Path) -> None:
    first, second = sessions()
    queued = ceremony.post(DRAWS, ceremony.wanted(first), "secretariat")
    worker = Supervisor(ceremony.service.store, KEY, pace=QUICK, seals=ceremony.service.settings.seals)
    worker.start()
    try:
        announced = ceremony.brought(queued.headers["Location"])
    finally:
        worker.stop()
    draw = ceremony.drawn(announced)
    assert (draw["state"], draw["awaited"]) == ("sealed", [])
    assert ceremony.get(f"{PANELS}/{draw['id']}").json()["members"] == []
    assert ceremony.swept() == ()
    ceremony.at(NOON)
    assert ceremony.swept() == (draw["id"],)
    panel = ceremony.get(f"{PANELS}/{draw['id']}").json()
    assert (panel["state"], len(panel["members"]), len(panel["alternates"])) == ("unsealed", 11, 6)
    found = papers(ceremony, draw["id"], tmp_path)
    alone = [sys.executable, "-I", *(str(found[name]) for name in ("verify_draw.py", "draw.json", "commitment.json"))]
    done = subprocess.run(alone, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert ceremony.post(f"{DRAWS}/{draw['id']}:verify", {}, "authority").json()["holds"] is True
    assert panel["members"][0]["name"] in found["draw-record.html"].read_text()
    published = next(one for one in ceremony.get(f"{HERE}/plans").json()["items"] if one["state"] == "published")
    plan = ceremony.get(f"{HERE}/plans/{published['id']}/document").json()
    rows = {one["id"]: one for one in plan["sessions"]}
    assert {one["expert"] for one in rows[first]["panel"]} == {one["expert"] for one in panel["members"]}
    assert rows[first]["draw"] == draw["id"]
    assert rows[second]["panel"] == []
    assert not [one for one in plan["findings"] if one["severity"] == "hard"]


def test_a_walk_verifies_with_its_proofs_and_both_verifiers(ceremony: Ceremony, tmp_path: Path) -> None:
    draw = ceremony.drawn(ceremony.announced(sessions()[0], method="walk"))
    ceremony.at(NOON)
    assert ceremony.swept() == (draw["id"],)
    assert ceremony.post(f"{DRAWS}/{draw['id']}:verify", {}, "authority").json()["holds"] is True
    names = ("verify_draw.py", "draw.json", "commitment.json", "proofs.json", "verify_walk.py")
    for name in names:
        (tmp_path / name).write_bytes(ceremony.get(f"{DRAWS}/{draw['id']}/documents/{name}").content)
    alone = [sys.executable, "-I", *(str(tmp_path / name) for name in names[:3])]
    done = subprocess.run(alone, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_later_panels_are_drawn_from_the_same_pool_beside_earlier_ones(ceremony: Ceremony) -> None:
    first, second = (ceremony.sealed(session) for session in sessions())
    hidden = ceremony.get(f"{DRAWS}/{second['id']}/documents/announcement.json")
    assert codes(hidden)[:2] == (409, "panel-sealed")
    ceremony.at(NOON)
    assert ceremony.swept() == (first["id"], second["id"])
    assert ceremony.get(f"{DRAWS}/{second['id']}/documents/announcement.json").status_code == 200
    published = ceremony.get(f"{HERE}/plans").json()["items"][-1]
    plan = ceremony.get(f"{HERE}/plans/{published['id']}/document").json()
    assert all(one["draw"] for one in plan["sessions"])
    assert not [one for one in plan["findings"] if one["severity"] == "hard"]
    listed = ceremony.get(PANELS).json()["items"]
    assert [one["id"] for one in listed] == [first["id"], second["id"]]


def test_each_party_contributes_its_own_part_once(ceremony: Ceremony) -> None:
    draw = ceremony.announced(sessions()[0])
    body = {"role": "authority", "commitment": "a" * 64}
    here = f"{DRAWS}/{draw['id']}:contribute"
    assert codes(ceremony.post(here, body, "supervisor"))[:2] == (403, "forbidden")
    assert codes(ceremony.post(here, body, "elsewhere"))[:2] == (404, "not-found")
    assert codes(ceremony.post(here, body, "convener"))[:2] == (403, "forbidden")
    assert ceremony.contribute(draw, "authority").status_code == 200
    assert codes(ceremony.contribute(draw, "authority")) == (409, "draw-refused", ["contribution_twice"])
    copied = ceremony.post(here, {"role": "supervisor", "commitment": _commitment(ceremony, draw)}, "supervisor")
    assert codes(copied) == (409, "draw-refused", ["contribution_copied"])
    assert codes(ceremony.reveal(draw, "authority"))[:2] == (409, "state-forbids")


def _commitment(ceremony: Ceremony, draw: dict[str, Any]) -> str:
    return str(ceremony.get(f"{DRAWS}/{draw['id']}").json()["parts"][0]["commitment"])


def test_a_person_stands_for_one_party(ceremony: Ceremony) -> None:
    draw = ceremony.announced(sessions()[0])
    account = ceremony.service.account("authority", ["H2"])
    _grant(ceremony, account, "supervisor")
    ceremony.people["authority"] = ceremony.service.token(account)
    assert ceremony.contribute(draw, "authority").status_code == 200
    ceremony.people["supervisor"] = ceremony.people["authority"]
    assert codes(ceremony.contribute(draw, "supervisor")) == (409, "draw-refused", ["one_person_per_party"])


def _grant(ceremony: Ceremony, account: str, role: str) -> None:
    from data.store.accounts import add_grant
    from data.store.transaction import SYSTEM

    with ceremony.service.store.change(SYSTEM) as change:
        add_grant(change, f"g-{account}-{role}", account, role, [], "")


def test_only_what_was_committed_to_is_revealed_and_by_whom(ceremony: Ceremony) -> None:
    draw = ceremony.announced(sessions()[0])
    for role in ROLES:
        ceremony.contribute(draw, role)
    here = f"{DRAWS}/{draw['id']}:reveal"
    other = ceremony.post(here, {"role": "authority", "secret": "00" * 32}, "authority")
    assert codes(other) == (409, "draw-refused", ["reveal_differs"])
    body = {"role": "authority", "secret": ceremony.hidden["authority"]}
    assert codes(ceremony.post(here, body, "authority2")) == (409, "draw-refused", ["own_part_only"])
    assert ceremony.reveal(draw, "authority").status_code == 200
    assert codes(ceremony.reveal(draw, "authority")) == (409, "draw-refused", ["revealed_twice"])


def test_a_repeated_request_has_one_effect(ceremony: Ceremony) -> None:
    draw = ceremony.announced(sessions()[0])
    body = {"role": "authority", "commitment": "a" * 64}
    here, key = f"{DRAWS}/{draw['id']}:contribute", "k" * 32
    once, again = (ceremony.post(here, body, "authority", key=key) for _ in range(2))
    assert (once.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    headers = ceremony.people["supervisor"]
    bare = ceremony.service.client.post(here, json={**body, "role": "supervisor"}, headers=headers)
    assert codes(bare)[:2] == (400, "idempotency-key-required")


@pytest.mark.parametrize(("contributed", "revealed"), [(2, 0), (3, 2)])
def test_a_party_that_is_late_makes_the_draw_void(ceremony: Ceremony, contributed: int, revealed: int) -> None:
    draw = ceremony.announced(sessions()[0])
    for role in ROLES[:contributed]:
        ceremony.contribute(draw, role)
    for role in ROLES[:revealed]:
        ceremony.reveal(draw, role)
    early = ceremony.post(f"{DRAWS}/{draw['id']}:void", {}, "supervisor", version=_version(ceremony, draw))
    assert codes(early) == (409, "draw-refused", ["nobody_late"])
    ceremony.at(DAWN + timedelta(hours=3))
    late = (ceremony.reveal if revealed else ceremony.contribute)(draw, ROLES[-1])
    assert codes(late)[:2] == (409, "state-forbids")
    assert ceremony.get(f"{DRAWS}/{draw['id']}").json()["state"] == "void"
    voided = ceremony.post(f"{DRAWS}/{draw['id']}:void", {}, "supervisor", version=_version(ceremony, draw))
    assert voided.json()["state"] == "void"
    told = [one for one in ceremony.get("/v1/audit?kind=draw").json()["items"] if one["action"] == "void"]
    assert [json.loads(one["after"])["missing"] for one in told] == [["supervisor"]]
    assert codes(ceremony.post(DRAWS, ceremony.wanted(draw["session"]), "authority"))[2] == ["redraw_not_approved"]


def _version(ceremony: Ceremony, draw: dict[str, Any]) -> int:
    return int(ceremony.get(f"{DRAWS}/{draw['id']}").json()["version"])


@pytest.mark.parametrize("sealed", [False, True])
def test_a_redraw_has_a_reason_an_approval_and_a_link(ceremony: Ceremony, sealed: bool) -> None:
    first, second = sessions()
    draw = ceremony.sealed(first) if sealed else ceremony.announced(first)
    if not sealed:
        ceremony.at(DAWN + timedelta(hours=3))
    here = f"{DRAWS}/{draw['id']}"

    def asked(step: str, body: dict[str, object], role: str) -> Any:
        return ceremony.post(f"{here}:{step}", body, role, version=_version(ceremony, draw))

    assert asked("ask-redraw", {"reason": "", "document": "d"}, "secretariat").status_code == 422
    assert codes(asked("approve-redraw", {}, "authority")) == (409, "draw-refused", ["redraw_not_asked"])
    assert asked("ask-redraw", {"reason": "迟到", "document": "沈人社函1号"}, "authority").status_code == 200
    assert codes(ceremony.post(DRAWS, ceremony.wanted(first), "secretariat"))[2] == ["redraw_not_approved"]
    assert codes(asked("approve-redraw", {}, "authority2")) == (409, "draw-refused", ["another_role"])
    assert asked("approve-redraw", {}, "supervisor").json()["redraw"]["approved_as"] == "supervisor"
    again = ceremony.announced(first)
    assert (again["id"], again["redraw_of"]) == (f"{first}-2", draw["id"])
    said = ceremony.get(f"{DRAWS}/{again['id']}/documents/announcement.json").json()["redraw"]
    assert (said["reason"], said["document"]) == ("迟到", "沈人社函1号")
    assert said["approved_by"].startswith("supervisor ")
    assert ceremony.get(here).json()["state"] == ("annulled" if sealed else "void")
    assert ceremony.drawn(again)["state"] == "sealed"
    assert codes(ceremony.get(f"{PANELS}/{draw['id']}"))[:2] == (404, "not-found")
    assert ceremony.sealed(second)["state"] == "sealed"


def test_sessions_are_drawn_in_the_order_of_their_dates_one_at_a_time(ceremony: Ceremony) -> None:
    first, second = sessions()
    assert codes(ceremony.post(DRAWS, ceremony.wanted(second), "secretariat"))[2] == ["draw_out_of_order"]
    draw = ceremony.announced(first)
    assert codes(ceremony.post(DRAWS, ceremony.wanted(second), "secretariat"))[2] == ["draw_under_way"]
    ceremony.drawn(draw)
    early = ceremony.wanted(second) | {"names_at": (DAWN + timedelta(hours=3)).isoformat()}
    assert codes(ceremony.post(DRAWS, early, "secretariat"))[2] == ["names_in_order"]
    turned = ceremony.wanted(second) | {"reveal_until": DAWN.isoformat()}
    assert codes(ceremony.post(DRAWS, turned, "secretariat"))[2] == ["times_in_order"]
    assert ceremony.sealed(second)["number"] == 2


@pytest.mark.parametrize(
    ("begun", "times", "refused"),
    [
        (DAWN - timedelta(days=1), {}, ["draw_too_early"]),
        (DAWN - timedelta(hours=10), {}, ["draw_too_early"]),  # still the day before in China
        (DAWN + timedelta(days=3), {}, []),  # the Sunday: one working day before
        (DAWN + timedelta(days=4), {"reveal_until": 16, "names_at": 20}, ["draw_too_late"]),
        (DAWN + timedelta(days=5), {}, ["draw_too_late", "draw_too_late"]),
    ],
)
def test_a_draw_is_announced_one_to_three_working_days_before(
    ceremony: Ceremony, begun: datetime, times: dict[str, int], refused: list[str]
) -> None:
    ceremony.at(begun)
    told = {name: (begun + timedelta(hours=hours)).isoformat() for name, hours in times.items()}
    answer = ceremony.post(DRAWS, ceremony.wanted(sessions()[0], **told), "secretariat")
    if not refused:
        assert answer.status_code == 202, answer.text
        return
    assert codes(answer) == (409, "draw-refused", refused)
    assert all("2026-08-27" in one["message"] and "2026-08-31" in one["message"] for one in answer.json()["faults"])


def test_what_cannot_be_drawn_is_refused(ceremony: Ceremony) -> None:
    assert codes(ceremony.post(DRAWS, ceremony.wanted("S99"), "secretariat"))[:2] == (404, "not-found")
    assert codes(ceremony.post(DRAWS, ceremony.wanted(sessions()[0]), "supervisor"))[:2] == (403, "forbidden")
    assert codes(ceremony.post(DRAWS, ceremony.wanted(sessions()[0]), "elsewhere"))[:2] == (404, "not-found")
    ceremony.sealed(sessions()[0])
    ceremony.at(NOON)
    ceremony.swept()
    assert codes(ceremony.post(DRAWS, ceremony.wanted(sessions()[0]), "secretariat"))[2][-1] == "redraw_not_approved"


def test_public_sources_come_with_the_supervisors_reveal_and_into_the_record(ceremony: Ceremony) -> None:
    draw = ceremony.announced(sessions()[0], sources=["福彩3D"])
    for role in ROLES:
        ceremony.contribute(draw, role)
    assert codes(ceremony.reveal(draw, "authority", sources={"福彩3D": "1 2 3"}))[2] == ["source_unknown"]
    assert codes(ceremony.reveal(draw, "supervisor"))[2] == ["source_missing"]
    for role in ROLES:
        given = {"sources": {"福彩3D": "9 2 3"}} if role == "supervisor" else {}
        assert ceremony.reveal(draw, role, **given).status_code == 200
    ceremony.at(NOON)
    ceremony.swept()
    here = f"{DRAWS}/{draw['id']}:verify"
    assert ceremony.post(here, {"sources": {"福彩3D": "9 2 3"}}, "supervisor").json()["holds"] is True
    assert ceremony.post(here, {"sources": {"福彩3D": "9 2 4"}}, "supervisor").json()["holds"] is False


def test_a_plan_is_not_published_around_a_draw(ceremony: Ceremony) -> None:
    from tests.api.drawn_season import drawn_plan, drawn_season
    from tests.api.planning import keep

    plan = keep(ceremony.service.store, drawn_season(), drawn_plan())
    ceremony.people["whole"] = ceremony.service.person("authority", ["*"])
    ceremony.sealed(sessions()[0])
    assert codes(ceremony.post(f"{HERE}/plans/{plan}:publish", {}, "whole", version=1))[:2] == (409, "draw-under-way")


def test_the_record_is_what_was_fixed_before(ceremony: Ceremony, tmp_path: Path) -> None:
    draw = ceremony.announced(sessions()[0])
    said = ceremony.get(f"{DRAWS}/{draw['id']}/documents/announcement.json").content
    ceremony.drawn(draw)
    published = ceremony.get(f"{DRAWS}/{draw['id']}/documents/commitment.json").content
    ceremony.at(NOON)
    ceremony.swept()
    found = papers(ceremony, draw["id"], tmp_path)
    record = json.loads(found["draw.json"].read_bytes())
    assert found["commitment.json"].read_bytes() == published
    assert (
        json.dumps(record["announcement"], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() == said
    )
    assert len(record["announcement"]["panels"]) == BALLS
    assert {one["secret"] for one in record["reveals"]} == set(ceremony.hidden.values())


def test_the_sheet_of_the_ceremony_tells_numbers_and_codes_before_any_name(ceremony: Ceremony) -> None:
    ceremony.people["whole"] = ceremony.service.person("authority", ["*"])
    away = {"person": "P07", "start": "2026-09-01/AM", "end": "2026-09-01/PM", "reason": ""}
    kept = ceremony.service.client.post(f"{HERE}/unavailability", json=away, headers=ceremony.people["whole"])
    assert kept.status_code == 201, kept.text
    draw = ceremony.announced(sessions()[0])
    here = f"{DRAWS}/{draw['id']}/documents"
    said = ceremony.get(f"{here}/announcement.json").json()
    assert len(said["chances"]) == EXPERTS - 1
    ceremony.contribute(draw, "authority")
    for lang, heading in (("zh", "可抽人数"), ("en", "Can be drawn")):
        page = ceremony.get(f"{here}/ceremony.html?lang={lang}").text
        assert heading in page
        assert f"<td>{EXPERTS}</td><td>{len(said['chances'])}</td><td>{said['problem']['size']}</td>" in page
        assert all(f"<td>{leaf}</td><td>{said['leaves'][leaf][:16]}</td>" in page for leaf, _, _ in said["chances"])
        assert page.count(f"/{BALLS}</td>") == len(said["chances"])
        assert re.search(r"<td>LG-02</td><td>[^<]+</td><td>1</td>", page)
        assert not [one for one in range(1, EXPERTS + 1) if f"E{one:02d}" in page or f"专家{one}" in page]
        parts = ceremony.get(f"{DRAWS}/{draw['id']}").json()["parts"]
        assert [f"<td>{one['commitment']}</td>" in page for one in parts] == [True]
    ceremony.drawn(ceremony.get(f"{DRAWS}/{draw['id']}").json(), done=("authority",))
    assert ceremony.get(f"{here}/ceremony.xlsx").content.startswith(b"PK")
    sheet = ceremony.get(f"{here}/ceremony.html").text
    assert ceremony.hidden["supervisor"] in sheet
    later = ceremony.announced(sessions()[1])
    for name in ("ceremony.html", "ceremony.xlsx"):
        refused = ceremony.get(f"{DRAWS}/{later['id']}/documents/{name}")
        assert codes(refused)[:2] == (409, "panel-sealed")
