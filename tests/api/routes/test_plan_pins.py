"""An edited plan over HTTP becomes pins of the season: within one's reach, once, contradictions named, and kept to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api import plan_pinning
from data.briefing import brief_for
from data.plan_files.plan_excel import write_plan_excel
from data.store.seasons import read_season
from solver.check import check
from solver.domain.plan import Plan
from solver.domain.vocabulary import Role
from tests.api.planning import PLANS, SEASON, sent
from tests.api.repairing import Office
from tests.api.service import Headers, Service

HERE = f"/v1/seasons/{SEASON}"


@pytest.fixture
def office(service: Service) -> Office:
    """A season that is planned."""
    return Office(service)


def swapped(office: Office) -> tuple[Plan, str, str]:
    """The plan with somebody put on the panel who has no duty, and who makes way."""
    (row,) = office.made.sessions
    gone = next(seat for seat in row.panel if seat.role is Role.MEMBER)
    named = row.seated() | {one.expert for one in row.alternates}
    new = next(one.id for one in office.season.experts if one.id not in named)
    panel = tuple(replace(seat, expert=new) if seat == gone else seat for seat in row.panel)
    cases = tuple(
        replace(case, readers=tuple(new if one == gone.expert else one for one in case.readers)) for case in row.cases
    )
    return replace(office.made, sessions=(replace(row, panel=panel, cases=cases),)), new, gone.expert


def pin(office: Office, content: bytes, people: Headers | None = None, seen: str = '"1"', **query: Any) -> Any:
    """The answer to an edited plan."""
    who = people or office.people
    headers = who | {"Content-Type": "application/octet-stream"} | ({"If-Match": seen} if seen else {})
    return office.service.client.post(f"{PLANS}/{office.plan}:pins", headers=headers, content=content, params=query)


def said(answer: Any) -> set[tuple[str, str, str]]:
    """What pins say of whom."""
    return {(one["kind"], one["what"], one["expert"]) for one in answer.json()["pins"]}


def test_what_was_changed_by_hand_is_pinned_once(office: Office) -> None:
    plan, new, gone = swapped(office)
    reads = {("keep", "reader", new)} if any(new in case.readers for case in plan.sessions[0].cases) else set()
    wanted = {("keep", "seat", new), ("forbid", "seat", gone)} | reads
    looked = pin(office, sent(plan, office.season), seen="", validate_only=True)
    assert looked.status_code == 200, looked.text
    assert (looked.status_code, looked.json()["written"], said(looked)) == (200, False, wanted)
    assert office.get(f"{HERE}/pins").json()["items"] == []
    made = pin(office, sent(plan, office.season), reason="主任委员要求")
    assert (made.status_code, made.json()["written"], said(made)) == (200, True, wanted)
    rows = [one["row"] for one in office.get(f"{HERE}/pins").json()["items"]]
    assert {(one["kind"], one["what"], one["expert"]) for one in rows} == wanted
    assert {one["reason"] for one in rows} == {"主任委员要求"}
    assert made.json()["conflicts"] == []
    again = pin(office, sent(plan, office.season))
    assert (again.json()["pins"], again.json()["known"]) == ([], len(rows))
    with office.service.store.read() as reader:
        season = read_season(reader, SEASON)
    brief = brief_for(season)
    broken = {one.rule for one in check(brief, office.made)}
    assert "PD-27" in broken, "the plan as it was does not keep to them"
    assert "PD-27" not in {one.rule for one in check(brief, plan)}


def test_a_workbook_that_was_not_edited_pins_nothing(office: Office, tmp_path: Path) -> None:
    write_plan_excel(office.made, brief_for(office.season), tmp_path / "plan.xlsx", "zh")
    answer = pin(office, (tmp_path / "plan.xlsx").read_bytes())
    assert (answer.status_code, answer.json()["pins"]) == (200, [])
    plan, new, gone = swapped(office)
    write_plan_excel(plan, brief_for(office.season), tmp_path / "edited.xlsx", "zh")
    assert {("keep", "seat", new), ("forbid", "seat", gone)} <= said(
        pin(office, (tmp_path / "edited.xlsx").read_bytes())
    )


def test_conflicts_of_a_season_too_large_are_left_to_its_plan(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_pinning, "AT_ONCE", len(office.season.applications) - 1)
    made = pin(office, sent(swapped(office)[0], office.season))
    assert (made.status_code, made.json()["written"], made.json()["conflicts"]) == (200, True, None)


def test_a_contradiction_names_the_pin_that_stands(office: Office) -> None:
    plan, _, gone = swapped(office)
    stands = {"id": "Z9", "kind": "keep", "what": "seat", "session": office.session, "expert": gone}
    assert office.service.client.post(f"{HERE}/pins", headers=office.people, json=stands).status_code == 201
    answer = pin(office, sent(plan, office.season))
    assert (answer.status_code, answer.json()["code"]) == (422, "input")
    assert any("Z9" in fault["message"] for fault in answer.json()["faults"])
    assert [one["key"] for one in office.get(f"{HERE}/pins").json()["items"]] == ["Z9"]


def test_what_no_pin_says_and_who_may_not(office: Office) -> None:
    plan, _, _ = swapped(office)
    longer = replace(office.made, sessions=(replace(office.made.sessions[0], length=2),))
    refused = pin(office, sent(longer, office.season)).json()
    assert [(one["code"], one["pointer"]) for one in refused["faults"]] == [
        ("not_to_be_pinned", f"/sessions/{office.session}")
    ]
    content = sent(plan, office.season)
    assert pin(office, content, seen='"7"').status_code == 412
    assert pin(office, content, seen="").status_code == 428
    assert pin(office, content, office.service.person("supervisor")).status_code == 403
    elsewhere = office.service.person("secretariat", ["C9"])
    assert pin(office, content, elsewhere).status_code in (404, 422)
    assert office.get(f"{HERE}/pins").json()["items"] == []
    assert pin(office, content, office.service.person("secretariat", ["C1"])).status_code == 200
