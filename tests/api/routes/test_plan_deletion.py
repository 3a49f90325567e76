"""Deleting drafts: content and names go, the number stays taken, and what points at them can still be read."""

from __future__ import annotations

from sqlalchemy import select

from data.store import operations, plans
from data.store.tables import Plans
from data.store.transaction import SYSTEM
from tests.api.planning import PLANS, SEASON, keep
from tests.api.routes.test_plans import draft, made, publish, whole
from tests.api.service import Headers, Service


def delete(service: Service, plan: str, who: Headers, tag: str = "") -> int:
    seen = tag or service.client.get(f"{PLANS}/{plan}", headers=who).headers.get("ETag", '"1"')
    return int(service.client.delete(f"{PLANS}/{plan}", headers={**who, "If-Match": seen}).status_code)


def test_a_deleted_draft_is_gone_and_its_number_is_not_given_again(service: Service) -> None:
    first = draft(service)
    second = keep(service.store, *made())
    someone = whole(service)
    assert delete(service, second, someone) == 204
    assert [one["id"] for one in service.client.get(PLANS, headers=someone).json()["items"]] == [first]
    for where in ("", "/document", "/findings", "/score", f"/diff?base={first}"):
        assert service.client.get(f"{PLANS}/{second}{where}", headers=someone).status_code == 404
    assert service.client.get(f"{PLANS}/{first}/diff?base={second}", headers=someone).status_code == 404
    assert delete(service, second, someone) == 404
    third = keep(service.store, *made())
    assert service.client.get(f"{PLANS}/{third}", headers=someone).json()["number"] == 3
    (row,) = [row for row in service.trail() if row["action"] == "delete" and row["kind"] == "plan"]
    assert (row["object"], row["after"]) == (second, "null")
    with service.store.read() as reader:
        assert reader.rows(select(Plans.body).where(Plans.id == second))[0][0] == {}  # nobody's name is left


def test_only_drafts_are_deleted_by_who_has_the_whole_season(service: Service) -> None:
    plan = draft(service)
    someone = whole(service)
    assert delete(service, plan, service.person("secretariat", ["C1"])) == 403
    assert delete(service, plan, whole(service, "supervisor")) == 403
    assert delete(service, plan, someone, '"7"') == 412
    assert service.client.delete(f"{PLANS}/{plan}", headers=someone).status_code == 428
    assert publish(service, plan, someone).status_code == 200
    refused = service.client.delete(f"{PLANS}/{plan}", headers={**someone, "If-Match": '"2"'})
    assert (refused.status_code, refused.json()["code"]) == (409, "state-forbids")
    second = keep(service.store, *made())
    assert publish(service, second, someone, key="o" * 16).status_code == 200
    assert delete(service, plan, someone) == 409  # superseded: it was once published


def test_the_operation_that_made_it_can_still_be_read(service: Service) -> None:
    plan = draft(service)
    with service.store.change(SYSTEM) as change:
        body = plans.plan_body(change, plan)
        operations.queue(change, "op-1", "solve", SEASON, {})
        operations.claim(change, "w-1", change.now, "op-1")
        operations.finish(change, "op-1", "w-1", "succeeded", "p-made")
        plans.add_plan(change, "p-made", SEASON, 1, body, "op-1")
        plans.flag_plan(change, "p-made", [])
    someone = whole(service)
    assert delete(service, "p-made", someone) == 204
    told = service.client.get("/v1/operations/op-1", headers=someone).json()
    assert (told["state"], told["result"]) == ("succeeded", "p-made")
    events = service.client.get("/v1/operations/op-1/events", headers=someone).text
    assert "event: end" in events
    assert [row["action"] for row in service.trail() if row["object"] == "p-made"] == ["create", "flag", "delete"]
