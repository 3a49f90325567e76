"""Plans over HTTP: solved while the API answers, read within one's reach, checked, compared, published once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.schemas.operations import OperationOut
from data.plan_files.plan_json import plan_of
from data.store import operations, plans
from data.store.season_edits import replace_row
from data.store.season_rows import one_row
from data.store.transaction import SYSTEM
from solver.domain.pins import Pin
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import ExpertStatus, PinKind, PinMatter
from tests.api.planning import PLANS, SEASON, keep, plannable, planned, sent, shrunk, stored, supervised, until
from tests.api.service import Headers, Service

SEASONS: dict[bool, tuple[Season, Plan]] = {}


def made(drawn: bool = False) -> tuple[Season, Plan]:
    """The season and its plan, planned once."""
    if drawn not in SEASONS:
        season = plannable(drawn)
        SEASONS[drawn] = season, planned(season)
    return SEASONS[drawn]


def draft(service: Service, drawn: bool = False, **changes: Any) -> str:
    """Id of a draft in a stored season."""
    season, plan = made(drawn)
    stored(service.store, season)
    return keep(service.store, season, replace(plan, **changes))


def whole(service: Service, role: str = "secretariat") -> Headers:
    """Somebody who reaches the whole season."""
    return service.person(role, ["*"])


def publish(service: Service, plan: str, headers: Headers, key: str = "k" * 16, **body: Any) -> Any:
    """The answer to publishing a plan that was just read."""
    seen = service.client.get(f"{PLANS}/{plan}", headers=headers).headers["ETag"]
    given = {**headers, "If-Match": seen, "Idempotency-Key": key}
    return service.client.post(f"{PLANS}/{plan}:publish", headers=given, json=body)


def test_a_plan_is_solved_beside_the_service_and_read(service: Service) -> None:
    stored(service.store, made()[0])
    someone = whole(service)
    supervisor = supervised(service.store)
    service.client.app.state.runs = lambda _: supervisor.wake()  # type: ignore[attr-defined] # the application
    supervisor.start()
    try:
        asked = {"effort": 1, "seed": 1, "fairness": "heaviest-expert"}
        begun = service.client.post(f"{PLANS}:solve", headers=someone, json=asked)
        assert begun.status_code == 202
        where = begun.headers["Location"]
        over = until(lambda: _over(service, where, someone))
    finally:
        supervisor.stop()
    assert (over["state"], over["percent"], over["problem"]) == ("succeeded", 100, None)
    plan = service.client.get(f"{PLANS}/{over['result']}", headers=someone).json()
    assert (plan["placed"], plan["state"], plan["hard_findings"], plan["operation"]) == (6, "draft", 0, over["id"])
    (listed,) = service.client.get(PLANS, headers=someone).json()["items"]
    assert listed["id"] == over["result"]
    fair = service.client.get(f"{PLANS}/{over['result']}/score", headers=someone).json()["fair"]
    assert fair == {"first": "heaviest-expert", "level": 1.0, "proved": True}  # one session: nobody has a second day
    refused = service.client.post(f"{PLANS}:solve", headers=someone, json={"fairness": "anybody"}).json()
    assert [fault["pointer"] for fault in refused["faults"]] == ["/fairness"]


def _over(service: Service, where: str, headers: Headers) -> dict[str, Any] | None:
    now: dict[str, Any] = service.client.get(where, headers=headers).json()
    return None if now["state"] in operations.UNFINISHED else now


def test_who_reaches_only_a_part_does_not_solve_or_publish(service: Service) -> None:
    plan = draft(service)
    one = service.person("secretariat", ["C1"])
    assert service.client.post(f"{PLANS}:solve", headers=one, json={}).json()["code"] == "whole-season-only"
    assert publish(service, plan, one).json()["code"] == "whole-season-only"


def test_a_plan_is_seen_within_ones_reach(service: Service) -> None:
    plan = draft(service)
    for reach, sessions, routed in ((["C1"], 1, 6), (["C9"], 0, 0)):
        someone = service.person("secretariat", reach)
        body = service.client.get(f"{PLANS}/{plan}/document", headers=someone).json()
        assert (len(body["sessions"]), len(body["routes"])) == (sessions, routed)
        assert service.client.get(f"{PLANS}/{plan}", headers=someone).json()["sessions"] == sessions


@pytest.mark.parametrize("where", ["", "/document", "/findings", "/score", "/diff?base=p-none"])
def test_a_plan_of_another_season_is_not_there(service: Service, where: str) -> None:
    plan = draft(service)
    elsewhere = service.person("secretariat", ["*"], season="2025")
    assert service.client.get(f"{PLANS}/{plan}{where}", headers=elsewhere).status_code == 404
    assert service.client.get(f"/v1/seasons/2025/plans/{plan}{where}", headers=whole(service)).status_code == 404


@pytest.mark.parametrize(("form", "begins"), [("json", b"{"), ("xlsx", b"PK"), ("html", b"<!")])
def test_a_plan_is_downloaded_in_three_forms(service: Service, form: str, begins: bytes) -> None:
    plan = draft(service)
    got = service.client.get(f"{PLANS}/{plan}/document?form={form}", headers=whole(service))
    assert (got.status_code, got.content[: len(begins)]) == (200, begins)
    assert got.headers["Content-Disposition"] == f'attachment; filename="plan-1.{form}"'


def test_the_document_is_the_plan(service: Service) -> None:
    plan = draft(service)
    body = service.client.get(f"{PLANS}/{plan}/document", headers=whole(service)).json()
    assert plan_of(body) == made()[1]


def test_findings_come_with_their_sentence_and_source(service: Service) -> None:
    season, plan = made()
    stored(service.store, season)
    answer = service.client.post(
        f"/v1/seasons/{SEASON}/checks", headers=whole(service), content=sent(shrunk(plan), season)
    )
    assert answer.status_code == 200
    found = answer.json()
    assert found["hard"] > 0
    odd = next(one for one in found["findings"] if one["by"] == "panel_is_odd")
    assert (odd["found"], odd["needed"]) == (str(len(plan.sessions[0].panel) - 1), "odd")
    assert odd["sentence"]["zh"]
    assert odd["citation"]["document"]


def test_a_workbook_is_checked_like_the_plan_it_was(service: Service) -> None:
    plan = draft(service)
    someone = whole(service)
    book = service.client.get(f"{PLANS}/{plan}/document?form=xlsx", headers=someone).content
    kind = {"Content-Type": "application/octet-stream"}
    found = service.client.post(f"/v1/seasons/{SEASON}/checks", headers=someone | kind, content=book).json()
    assert found["hard"] == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"season": {}}', b"PK\x03\x04rubbish", b"\xff\xfe"])
def test_what_is_no_plan_is_refused_with_its_faults(service: Service, content: bytes) -> None:
    stored(service.store, made()[0])
    answer = service.client.post(f"/v1/seasons/{SEASON}/checks", headers=whole(service), content=content)
    assert (answer.status_code, answer.json()["code"]) == (422, "input")
    assert answer.json()["faults"]


def test_the_score_is_the_sum_of_its_terms(service: Service) -> None:
    plan = draft(service)
    score = service.client.get(f"{PLANS}/{plan}/score", headers=whole(service)).json()
    assert score["total"] == pytest.approx(sum(term["value"] for term in score["terms"]))
    assert score["bound"] >= score["total"] - 1e-6


def test_what_differs_between_two_plans(service: Service) -> None:
    before = draft(service)
    season, plan = made()
    after = keep(service.store, season, shrunk(plan))
    left = plan.sessions[0].panel[-1].expert
    found = service.client.get(f"{PLANS}/{after}/diff?base={before}", headers=whole(service)).json()
    assert [one["left"] for one in found["changed"]] == [[left]]
    assert (found["before"], found["after"], found["added"], found["removed"]) == (before, after, [], [])


def test_publishing_binds_the_experts_and_happens_once(service: Service) -> None:
    plan = draft(service)
    someone = whole(service)
    first = publish(service, plan, someone, reason="审定")
    assert first.status_code == 200
    assert (first.json()["plan"]["state"], first.json()["difference"]) == ("published", None)
    with service.store.read() as reader:
        duties = plans.season_duties(reader, SEASON)
    panel = {seat.expert for seat in made()[1].sessions[0].panel}
    assert {one.expert for one in duties} == panel
    again = service.client.post(f"{PLANS}/{plan}:publish", headers=first.request.headers, content=first.request.content)
    assert (again.status_code, again.json()) == (200, first.json())
    other = publish(service, plan, someone, key="o" * 16)
    assert (other.status_code, other.json()["code"]) == (409, "state-forbids")
    published = [row for row in service.trail() if row["action"] == "published"]
    assert [(row["object"], row["reason"]) for row in published] == [(plan, "审定")]


def test_a_second_publication_supersedes_the_first_and_tells_the_difference(service: Service) -> None:
    first = draft(service)
    season, plan = made()
    someone = whole(service)
    assert publish(service, first, someone).status_code == 200
    turned = replace(plan.sessions[0], panel=tuple(reversed(plan.sessions[0].panel)))
    second = keep(service.store, season, replace(plan, sessions=(turned, *plan.sessions[1:])))
    answer = publish(service, second, someone, key="o" * 16).json()
    assert (answer["difference"]["before"], answer["difference"]["after"]) == (first, second)
    states = {one["id"]: one["state"] for one in service.client.get(PLANS, headers=someone).json()["items"]}
    assert states == {first: "superseded", second: "published"}


def test_a_plan_that_breaks_a_rule_is_not_published(service: Service) -> None:
    season, plan = made()
    stored(service.store, season)
    broken = keep(service.store, season, shrunk(plan))
    answer = publish(service, broken, whole(service))
    assert (answer.status_code, answer.json()["code"]) == (409, "plan-breaks-rules")
    assert all(one["message"] and one["message_en"] for one in answer.json()["faults"])
    with service.store.read() as reader:
        assert plans.published_plan(reader, SEASON) is None


def test_a_rule_that_a_pin_breaks_is_refused_with_the_pin(service: Service) -> None:
    season, plan = made()
    session = plan.sessions[0]
    expert = session.panel[-1].expert
    experts = tuple(replace(one, status=ExpertStatus.SUSPENDED) if one.id == expert else one for one in season.experts)
    pin = Pin("Z001", PinKind.KEEP, PinMatter.SEAT, session.id, expert=expert)
    stored(service.store, replace(season, experts=experts, pins=(pin,)))
    answer = publish(service, keep(service.store, season, plan), whole(service)).json()
    told = [one for one in answer["faults"] if expert in one["place"]]
    assert told
    assert all("Z001" in one["message"] and "Z001" in one["message_en"] for one in told)


def test_the_season_as_it_is_now_decides(service: Service) -> None:
    plan = draft(service)
    expert = made()[1].sessions[0].panel[0].expert
    with service.store.change(SYSTEM) as change:
        row = one_row(change, SEASON, "experts", expert)
        replace_row(change, SEASON, "experts", expert, {**row.body, "status": "suspended"}, None)
    answer = publish(service, plan, whole(service))
    assert answer.json()["code"] == "plan-breaks-rules"
    assert any(expert in one["place"] for one in answer.json()["faults"])


def test_a_panel_that_is_to_be_drawn_is_published_without_names(service: Service) -> None:
    plan = draft(service, drawn=True)
    someone = whole(service)
    session = made(drawn=True)[1].sessions[0]
    assert session.panel
    refused = publish(service, plan, someone, name_drawn=True)
    assert refused.json()["code"] == "plan-breaks-rules"
    assert {one["code"] for one in refused.json()["faults"]} == {"CN40-11a"}
    told = publish(service, plan, someone, key="o" * 16).json()
    assert told["plan"]["awaiting_draw"] == [one.id for one in made(drawn=True)[1].sessions]
    for form in ("json", "html", "xlsx"):
        shown = service.client.get(f"{PLANS}/{plan}/document?form={form}", headers=someone)
        assert shown.status_code == 200
    body = service.client.get(f"{PLANS}/{plan}/document", headers=someone).json()
    assert [(one["panel"], one["alternates"]) for one in body["sessions"]] == [([], [])] * len(body["sessions"])
    assert all(not case["readers"] for one in body["sessions"] for case in one["cases"])
    assert body["sessions"][0]["start"]
    with service.store.read() as reader:
        assert plans.season_duties(reader, SEASON) == ()


def queued(service: Service) -> str:
    """An operation that waits."""
    stored(service.store, made()[0])
    begun = service.client.post(f"{PLANS}:solve", headers=whole(service), json={"seconds": 600})
    return str(begun.json()["id"])


def test_what_nobody_has_begun_is_cancelled_at_once(service: Service) -> None:
    one = queued(service)
    someone = whole(service, "authority")
    assert service.client.post(f"/v1/operations/{one}:cancel", headers=someone).json()["state"] == "cancelled"
    again = service.client.post(f"/v1/operations/{one}:cancel", headers=someone)
    assert (again.status_code, again.json()["code"]) == (409, "state-forbids")


def test_an_operation_of_another_season_is_not_there(service: Service) -> None:
    one = queued(service)
    elsewhere = service.person("authority", ["*"], season="2025")
    for method, path in (("GET", ""), ("GET", "/events"), ("POST", ":cancel")):
        assert service.client.request(method, f"/v1/operations/{one}{path}", headers=elsewhere).status_code == 404


def test_events_tell_the_end_and_resume_after_it(service: Service) -> None:
    one = queued(service)
    someone = whole(service)
    service.client.post(f"/v1/operations/{one}:cancel", headers=someone)
    answer = service.client.get(f"/v1/operations/{one}/events", headers=someone)
    assert answer.headers["content-type"].startswith("text/event-stream")
    (event,) = [part for part in answer.text.split("\n\n") if part.startswith("event:")]
    fields = dict(line.split(": ", 1) for line in event.splitlines())
    assert fields["event"] == "end"
    assert OperationOut.model_validate_json(fields["data"]).state == "cancelled"
    again = service.client.get(f"/v1/operations/{one}/events", headers=someone | {"Last-Event-ID": fields["id"]})
    assert (again.status_code, again.content) == (204, b"")  # nothing is to come
    late = service.client.get(f"/v1/operations/{one}/events", headers=someone | {"Last-Event-ID": "0" * 24})
    assert event in late.text


def test_a_service_without_a_supervisor_still_takes_runs(service: Service) -> None:
    stored(service.store, made()[0])
    begun = service.client.post(f"{PLANS}:solve", headers=whole(service), json={"effort": 1})
    assert begun.status_code == 202
    now = service.client.get(begun.headers["Location"], headers=whole(service, "supervisor"))
    assert (now.status_code, now.json()["state"]) == (200, "queued")
