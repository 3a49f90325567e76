"""Exceptions to rules that bind in principle: by the authority, with reason and document, shown once published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from data.store import plans
from data.store.season_edits import replace_row
from data.store.season_rows import one_row
from data.store.transaction import SYSTEM
from solver.domain.overrides import Override, overridden, with_exceptions
from solver.domain.plan import Finding
from solver.domain.vocabulary import Severity
from tests.api.planning import PLANS, SEASON, keep, shrunk, stored
from tests.api.routes.test_plans import draft, made, publish, whole
from tests.api.service import Headers, Service

RULE = "CN40-09b"
WHY = {"reason": "本系列在库专家不足，经会议研究同意", "document": "沈人社函〔2026〕12号"}


def by_series(service: Service) -> str:
    """A draft that was fine, until its committee was found to be formed by series: its panels are below 25."""
    plan = draft(service)
    assert 0 < len(made()[1].sessions[0].panel) < 25
    with service.store.change(SYSTEM) as change:
        row = one_row(change, SEASON, "committees", "C1")
        replace_row(change, SEASON, "committees", "C1", {**row.body, "basis": "series"}, None)
    return plan


def exception(**changes: Any) -> dict[str, Any]:
    """What is asked for, one session being too small."""
    session = made()[1].sessions[0]
    asked = {"rule": RULE, "by": "senior_by_series", "subject": [["session", session.id]], **WHY}
    return asked | changes


def override(service: Service, plan: str, who: Headers, *asked: Mapping[str, Any], **headers: str) -> Any:
    seen = service.client.get(f"{PLANS}/{plan}", headers=whole(service)).headers["ETag"]
    given = {**who, "If-Match": seen, "Idempotency-Key": uuid4().hex, **headers}
    return service.client.post(f"{PLANS}/{plan}:override", headers=given, json={"overrides": list(asked)})


def subject_of(service: Service, plan: str) -> list[list[str]]:
    """Whom the finding is about, as checkPlan tells it."""
    body = service.client.get(f"{PLANS}/{plan}/document", headers=whole(service)).content
    found = service.client.post(f"/v1/seasons/{SEASON}/checks", headers=whole(service), content=body).json()
    (one,) = [row for row in found["findings"] if row["rule"] == RULE]
    assert one["severity"] == "overridable"
    return list(one["subject"])


def test_without_an_exception_publishing_lists_what_needs_one(service: Service) -> None:
    plan = by_series(service)
    refused = publish(service, plan, whole(service))
    assert (refused.status_code, refused.json()["code"]) == (409, "plan-needs-overrides")
    (fault,) = refused.json()["faults"]
    assert fault["code"] == RULE
    assert "可由人社部门豁免" in fault["message"]
    with service.store.read() as reader:
        assert plans.published_plan(reader, SEASON) is None


def test_an_exception_by_the_authority_lets_it_be_published_and_is_shown(service: Service) -> None:
    plan = by_series(service)
    asked = exception(subject=subject_of(service, plan))
    granted = override(service, plan, whole(service, "authority"), asked)
    assert granted.status_code == 200
    assert granted.headers["ETag"] == f'"{granted.json()["version"]}"' == '"2"'
    (told,) = granted.json()["findings"]
    assert WHY["reason"] in told["overridden"]
    assert WHY["document"] in told["overridden"]
    assert publish(service, plan, whole(service), key="p" * 16).status_code == 200
    someone = whole(service, "supervisor")
    shown = service.client.get(f"{PLANS}/{plan}/document", headers=someone).json()
    (finding,) = [one for one in shown["findings"] if one["rule"] == RULE]
    assert finding["overridden"] == told["overridden"]
    printed = service.client.get(f"{PLANS}/{plan}/document?form=html", headers=someone).text
    assert told["overridden"] in printed
    listed = service.client.get(f"{PLANS}/{plan}/findings", headers=someone).json()
    assert (listed["hard"], [one["rule"] for one in listed["findings"] if one["overridden"]]) == (0, [RULE])
    assert service.client.get(f"{PLANS}/{plan}", headers=someone).json()["hard_findings"] == 0
    (row,) = [row for row in service.trail() if row["action"] == "override"]
    assert (row["object"], row["role"]) == (plan, "authority")
    assert all(text in row["after"] for text in (RULE, WHY["reason"], WHY["document"]))


def test_only_the_authority_allows_exceptions_and_only_in_a_draft(service: Service) -> None:
    plan = by_series(service)
    asked = exception(subject=subject_of(service, plan))
    for role in ("secretariat", "supervisor", "administrator"):
        assert override(service, plan, whole(service, role), asked).status_code == 403
    someone = whole(service, "authority")
    assert override(service, plan, someone, asked).status_code == 200
    assert publish(service, plan, whole(service)).status_code == 200
    late = override(service, plan, someone, asked)
    assert (late.status_code, late.json()["code"]) == (409, "state-forbids")


def test_an_authority_excepts_only_what_is_within_its_reach(service: Service) -> None:
    plan = by_series(service)
    asked = exception(subject=subject_of(service, plan))
    elsewhere = override(service, plan, service.person("authority", ["H9"]), asked)
    assert (elsewhere.status_code, [one["code"] for one in elsewhere.json()["faults"]]) == (409, ["no_such_finding"])
    own = made()[0].committee["C1"].authority
    assert override(service, plan, service.person("authority", [own]), asked).status_code == 200


def test_what_binds_without_exception_is_not_excepted(service: Service) -> None:
    season, plan = made()
    stored(service.store, season)
    broken = keep(service.store, season, shrunk(plan))
    refused = publish(service, broken, whole(service))
    assert refused.json()["code"] == "plan-breaks-rules"
    session = plan.sessions[0].id
    odd = exception(rule="CN40-09a", by="panel_is_odd", subject=[["session", session]])
    absent = exception(rule="CN40-09b")
    answer = override(service, broken, whole(service, "authority"), odd, absent)
    assert (answer.status_code, answer.json()["code"]) == (409, "override-refused")
    told = [(one["code"], one["pointer"]) for one in answer.json()["faults"]]
    assert told == [("no_exception", "/overrides/0/rule"), ("no_such_finding", "/overrides/1")]
    assert publish(service, broken, whole(service), key="o" * 16).json()["code"] == "plan-breaks-rules"


@pytest.mark.parametrize("changes", [{"reason": " "}, {"reason": ""}, {"document": ""}, {"document": "  "}])
def test_reason_and_document_are_asked_for(service: Service, changes: dict[str, str]) -> None:
    plan = by_series(service)
    answer = override(service, plan, whole(service, "authority"), exception(**changes))
    (name,) = changes
    assert [one["pointer"] for one in answer.json()["faults"]] == [f"/overrides/0/{name}"]


def test_an_exception_happens_once_and_to_the_version_that_was_seen(service: Service) -> None:
    plan = by_series(service)
    asked = exception(subject=subject_of(service, plan))
    someone = whole(service, "authority")
    first = override(service, plan, someone, asked, **{"Idempotency-Key": "k" * 16})
    again = service.client.post(
        f"{PLANS}/{plan}:override", headers=first.request.headers, content=first.request.content
    )
    assert (again.status_code, again.json()) == (200, first.json())
    assert len([row for row in service.trail() if row["action"] == "override"]) == 1
    assert override(service, plan, someone, asked, **{"If-Match": '"1"'}).status_code == 412


def finding(found: str = "11", **changes: Any) -> Finding:
    given = {"severity": Severity.OVERRIDABLE, "subject": (("session", "S1"),), "needed": "≥ 25", **changes}
    return Finding(RULE, found=found, by="senior_by_series", **given)


def test_an_exception_is_for_what_was_found_then() -> None:
    allowed = (Override(finding(), "甲"), Override(finding(), "乙"))
    assert [one.overridden for one in overridden((finding(), finding("9")), allowed)] == ["乙", ""]
    assert overridden((finding(severity=Severity.HARD),), allowed) == (finding(severity=Severity.HARD),)
    assert overridden((finding(subject=(("session", "S2"),)),), allowed)[0].overridden == ""
    assert [(one.found, one.overridden) for one in with_exceptions((finding("9"),), allowed)] == [
        ("9", ""),
        ("11", "乙"),
    ]
