"""What was drawn stands: no plan drops, alters or makes up a panel, but by a redraw that another role approved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.supervisor import Supervisor
from data.plan_files.plan_json import plan_of
from data.store import plans
from solver.domain.plan import Plan, PlannedSession
from tests.api.drawn_season import DRAWS, EXPERTS, PANELS, Ceremony, ceremony_of, drawn_plan, drawn_season, sessions
from tests.api.planning import QUICK, keep, until
from tests.api.routes.test_draws import NOON, codes
from tests.api.season_uploads import HERE, SEASON
from tests.api.service import Service
from tests.conftest import KEY

Row = PlannedSession


@pytest.fixture
def ceremony(service: Service) -> Ceremony:
    """The first session drawn and unsealed; somebody may publish."""
    made = ceremony_of(service)
    made.accounts["whole"] = service.account("authority", ["*"])
    made.sealed(sessions()[0])
    made.at(NOON)
    assert len(made.swept()) == 1
    return made


def published(ceremony: Ceremony) -> Plan:
    with ceremony.service.store.read() as reader:
        found = plans.published_plan(reader, SEASON)
        assert found is not None
        return plan_of(plans.plan_body(reader, found.id))


def publishing(ceremony: Ceremony, plan: Plan) -> Any:
    draft = keep(ceremony.service.store, drawn_season(), plan)
    return ceremony.post(f"{HERE}/plans/{draft}:publish", {}, "whole", version=1)


def _first(plan: Plan, **changed: object) -> Plan:
    rows = tuple(replace(one, **changed) if one.id == sessions()[0] else one for one in plan.sessions)  # type: ignore[arg-type] # fields of a session
    return replace(plan, sessions=rows)


def _without(plan: Plan) -> Plan:
    return replace(plan, sessions=tuple(one for one in plan.sessions if one.id != sessions()[0]))


def _row(plan: Plan) -> Row:
    return plan.session[sessions()[0]]


def _dropped_alternate(plan: Plan) -> Plan:
    return _first(plan, alternates=_row(plan).alternates[1:])


def _other_member(plan: Plan) -> Plan:
    row = _row(plan)
    taken = row.seated() | {one.expert for one in row.alternates}
    other = next(one for number in range(1, EXPERTS + 1) if (one := f"E{number:02d}") not in taken)
    return _first(plan, panel=(replace(row.panel[0], expert=other), *row.panel[1:]))


def _other_time(plan: Plan) -> Plan:
    return _first(plan, start=plan.session[sessions()[1]].start)


def _made_up(plan: Plan) -> Plan:
    rows = tuple(replace(one, draw="S-9") if one.id == sessions()[1] else one for one in plan.sessions)
    return replace(plan, sessions=rows)


def _solved_from_nothing(plan: Plan) -> Plan:
    del plan
    return drawn_plan()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (_solved_from_nothing, 0), (_without, 0), (_dropped_alternate, 0), (_other_member, 0), (_other_time, 0),
        (_made_up, 1),
    ],
)  # fmt: skip
def test_a_plan_with_another_drawn_panel_is_not_published(ceremony: Ceremony, changed: Any, named: int) -> None:
    before = published(ceremony)
    answer = publishing(ceremony, changed(before))
    assert codes(answer) == (409, "drawn-panels-stand", ["drawn_panel_stands"])
    told = answer.json()["faults"][0]["message"]
    assert sessions()[named] in told
    assert not [one for one in before.session[sessions()[0]].seated() if one in answer.text]
    assert published(ceremony) == before


def test_a_plan_that_keeps_the_drawn_panel_is_published(ceremony: Ceremony) -> None:
    before = published(ceremony)
    rows = tuple(reversed(before.sessions))
    assert publishing(ceremony, replace(before, sessions=rows)).status_code == 200


def test_a_plan_solved_anew_carries_the_drawn_panel_over(ceremony: Ceremony) -> None:
    before = published(ceremony)
    queued = ceremony.post(f"{HERE}/plans:solve", {"effort": 1, "seed": 3}, "whole")
    worker = Supervisor(ceremony.service.store, KEY, pace=QUICK, seals=ceremony.service.settings.seals)
    worker.start()
    try:
        ended = until(lambda: one if (one := ceremony.get(queued.headers["Location"]).json())["ended_at"] else None)
    finally:
        worker.stop()
    answer = ceremony.post(f"{HERE}/plans/{ended['result']}:publish", {}, "whole", version=1)
    assert answer.status_code == 200, answer.text
    assert _row(published(ceremony)).panel == _row(before).panel


def test_an_approved_redraw_gives_up_the_panel_and_the_session_is_drawn_again(ceremony: Ceremony) -> None:
    first = sessions()[0]
    panel = ceremony.get(PANELS).json()["items"][0]
    here = f"{DRAWS}/{panel['id']}"

    def asked(step: str, body: dict[str, object], role: str) -> Any:
        version = ceremony.get(here).json()["version"]
        return ceremony.post(f"{here}:{step}", body, role, version=version)

    assert asked("ask-redraw", {"reason": "程序有误", "document": "沈人社函2号"}, "secretariat").status_code == 200
    assert codes(asked("approve-redraw", {}, "secretariat"))[:2] == (403, "forbidden")
    assert codes(publishing(ceremony, drawn_plan()))[1] == "drawn-panels-stand"
    assert asked("approve-redraw", {}, "authority").json()["state"] == "annulled"
    with ceremony.service.store.read() as reader:
        assert plans.season_duties(reader, SEASON) == ()
    assert published(ceremony).session[first].draw == ""
    assert codes(ceremony.get(f"{PANELS}/{panel['id']}"))[0] == 404
    assert ceremony.get(f"{here}/documents/draw.json").status_code == 200
    assert ceremony.post(f"{here}:verify", {}, "supervisor").json()["holds"] is True
    assert publishing(ceremony, drawn_plan()).status_code == 200
    again = ceremony.announced(first)
    assert (again["id"], again["redraw_of"]) == (f"{first}-2", panel["id"])
    assert ceremony.drawn(again)["state"] == "sealed"


def test_a_panel_is_not_given_up_while_another_rests_under_seal(ceremony: Ceremony) -> None:
    panel = ceremony.get(PANELS).json()["items"][0]
    ceremony.sealed(sessions()[1])
    here = f"{DRAWS}/{panel['id']}"
    body = {"reason": "程序有误", "document": "沈人社函2号"}
    asked = ceremony.post(f"{here}:ask-redraw", body, "secretariat", version=panel["version"])
    refused = ceremony.post(f"{here}:approve-redraw", {}, "authority", version=asked.json()["version"])
    assert codes(refused)[:2] == (409, "draw-under-way")
    assert ceremony.get(f"{PANELS}/{panel['id']}").json()["state"] == "unsealed"
