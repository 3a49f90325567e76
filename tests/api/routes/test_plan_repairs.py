"""Repairs over HTTP: the season's rows and the new draft together, the answer, and what only other acts may change.

A child of the service makes one in ``tests/api/test_generated_client.py``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from api.access_table import Scope
from api.runs import TRIES, Pace, Run, claimed
from data.plan_files.plan_json import plan_of
from data.store import operations, plans
from data.store.season_edits import add_row, replace_row
from data.store.season_rows import one_row
from data.store.seasons import one_season, read_season
from data.store.tables import Operations, Trail
from data.store.transaction import SYSTEM
from solver.planning.season_plan import digest_of
from tests.api.planning import PLANS, SEASON
from tests.api.repairing import Office
from tests.api.service import Service
from tests.conftest import KEY

NUMBER = "210102197501011234"
OPEN = {"start": "2026-09-01/AM", "end": "2026-11-27/PM"}


@pytest.fixture
def office(service: Service) -> Office:
    """A season that is planned."""
    return Office(service)


def declined(office: Office) -> dict[str, Any]:
    """Somebody does not come."""
    return {"declined": [{"expert": office.member, "session": office.session, "reason": "出差"}]}


def version(office: Office) -> int:
    """Version of the season."""
    with office.service.store.read() as reader:
        return one_season(reader, SEASON).version


def test_after_publication_a_drop_out_concerns_exactly_those_whom_the_diff_names(office: Office) -> None:
    assert office.publish().status_code == 200
    over = office.repair(declined(office), reason="电话请假")
    assert (over["state"], over["percent"], over["kind"]) == ("succeeded", 100, "repair")
    new = over["result"]
    answer = office.answer(over)
    concerned = {one["expert"] for one in answer["changes"] if one["expert"]}
    row, at = office.made.sessions[0], office.member
    difference = office.get(f"{PLANS}/{new}/diff?base={office.plan}").json()
    (changed,) = difference["changed"]
    (called,) = changed["joined"]
    assert called in {one.expert for one in row.alternates}
    assert (changed["left"], difference["routes"]) == ([at], [])
    told = office.get(f"{PLANS}/{new}/notices?base={office.plan}").json()["notices"]
    assert {one["expert"] for one in told} == concerned == {at, called} | rearranged(office, new)
    assert (answer["base"], answer["plan"], answer["told"], answer["undrawn"]) == (office.plan, new, True, 0)
    assert answer["weight"] == answer["bound"] == sum(one["weight"] for one in answer["changes"])
    assert answer["unresolved"] == []
    published = office.publish(new)
    assert published.status_code == 200, published.text
    assert published.json()["difference"]["changed"] == difference["changed"]


def rearranged(office: Office, new: str) -> set[str]:
    """Experts whose seat, place on the list or applications to read are not what they were."""
    with office.service.store.read() as reader:
        (now,) = plan_of(plans.plan_body(reader, new)).sessions
    (was,) = office.made.sessions
    found = set[str]()
    for of in (
        lambda one: {(row.expert, row.role, row.group) for row in one.panel},
        lambda one: {(row.expert, row.group, row.rank) for row in one.alternates},
        lambda one: {(expert, case.application) for case in one.cases for expert in case.readers},
    ):
        found |= {expert for expert, *_ in of(was) ^ of(now)}
    return found


def test_rows_and_draft_are_written_together_in_the_name_of_who_asked(office: Office) -> None:
    before = version(office)
    over = office.repair(declined(office), reason="电话请假")
    with office.service.store.read() as reader:
        season, plan = read_season(reader, SEASON), plans.one_plan(reader, over["result"])
        body = plan_of(plans.plan_body(reader, plan.id))
        rows = reader.rows(select(Trail.action, Trail.kind, Trail.actor, Trail.role, Trail.reason).order_by(Trail.seq))
    (away,) = season.unavailability
    assert (away.person, away.reason) == (season.expert[office.member].person, "出差")
    assert (plan.season_version, version(office), plan.state) == (before + 1, before + 1, "draft")
    assert body.season_digest == digest_of(season)
    asked = next(row for row in rows if row[:2] == ("create", "operation"))
    written = [row for row in rows[rows.index(asked) + 1 :] if row.action != "claim"]
    assert [row[:2] for row in written] == [("finish", "operation"), ("create", "unavailability"), ("create", "plan")]
    assert {tuple(row[2:]) for row in (asked, *written)} == {(asked.actor, "secretariat", "电话请假")}


def test_every_kind_of_row_is_written_as_the_changes_say(office: Office) -> None:
    room = office.made.sessions[0].rooms[0]
    application = dict(one_body(office, "applications", "D01"), id="D99", applicant="A99")
    changes: dict[str, Any] = {
        "unavailable": [{"expert": "E20", "from": "2026-10-12/AM", "to": "2026-10-12/PM"}],
        "room_lost": [{"room": room, "from": "2026-11-20/AM", "to": "2026-11-20/PM"}],
        "persons": [{"id": "A99", "name": "新申报人", "employer": "V01", "identity_no": NUMBER}],
        "relations": [{"a": "P01", "b": "A99", "kind": "spouse"}],
        "applications": [application],
        "withdrawn": [{"application": "D02"}],
    }
    asked = office.ask(changes)
    assert asked.status_code == 202, asked.text
    with office.service.store.read() as reader:
        (waiting,) = reader.rows(select(Operations.request))
    assert NUMBER not in str(waiting), "identity numbers wait under seal"
    run, made = office.begun()
    run.keep_repair(made)
    with office.service.store.read() as reader:
        season = read_season(reader, SEASON)
    before = office.season
    assert season.person["A99"].identity_no == NUMBER
    assert [one.id for one in season.applications] == [*(one.id for one in before.applications), "D99"]
    assert [one.id for one in season.applications if one.withdrawn] == ["D02"]
    assert len(season.room[room].closed) == len(before.room[room].closed) + 1
    assert [one.person for one in season.unavailability] == ["P20"]
    assert [(one.a, one.b) for one in season.relations] == [("P01", "A99")]


def one_body(office: Office, table: str, key: str) -> dict[str, Any]:
    """A row as it is stored."""
    with office.service.store.read() as reader:
        return dict(one_row(reader, SEASON, table, key).body)


def test_a_dry_run_answers_and_writes_nothing(office: Office) -> None:
    before = version(office)
    over = office.repair(declined(office), dry_run=True)
    assert (over["state"], over["result"]) == ("succeeded", None)
    answer = office.answer(over)
    assert (answer["plan"], answer["told"]) == (None, False)
    assert office.member in {one["expert"] for one in answer["changes"]}
    assert version(office) == before
    assert len(office.get(PLANS).json()["items"]) == 1


def test_sessions_that_were_held_stay(office: Office) -> None:
    office.publish()
    office.service.store.clock = lambda: datetime(2026, 12, 1, tzinfo=UTC)
    office.people = office.service.person("secretariat", ["*"])
    over = office.repair(declined(office))
    assert office.answer(over)["changes"] == []


def test_a_repair_is_made_again_where_the_season_has_changed_meanwhile(office: Office) -> None:
    assert office.ask(declined(office)).status_code == 202
    for attempt in range(1, TRIES + 1):
        run, made = office.begun()
        with office.service.store.change(SYSTEM) as change:
            add_row(
                change,
                SEASON,
                "rooms",
                {"id": f"R9{attempt}", "place": "二楼", "district": "和平区", "seats": 40, **OPEN},
            )
        run.keep_repair(made)
        with office.service.store.read() as reader:
            now = operations.one_operation(reader, run.operation.id)
        assert (now.state, now.attempts) == ("queued" if attempt < TRIES else "failed", attempt)
    assert isinstance(now.problem, dict)
    assert now.problem["code"] == "repair-overtaken"
    assert len(office.get(PLANS).json()["items"]) == 1


def test_a_repair_that_is_cancelled_writes_nothing(office: Office) -> None:
    asked = office.ask(declined(office))
    operation = claimed(office.service.store, "w-test")
    assert operation is not None
    cancelled = office.service.client.post(f"{asked.headers['Location']}:cancel", headers=office.people)
    assert cancelled.status_code == 200
    run = Run(office.service.store, KEY, operation, "w-test", lambda: False, Pace(beat=0.05, grace=600.0))
    run.carry_out()  # ends at its first sign of life, long before its grace is over
    now = office.get(asked.headers["Location"]).json()
    assert (now["state"], now["result"]) == ("cancelled", None)
    assert office.get(f"/v1/operations/{now['id']}/repair").status_code == 404
    assert len(office.get(PLANS).json()["items"]) == 1


def test_faults_are_told_at_once_each_at_its_place(office: Office) -> None:
    changes: dict[str, Any] = {
        "declined": [{"expert": "E99", "session": office.session}, {"expert": office.member}],
        "suspended": [{"committee": "C1"}],
        "relations": [{"a": "P01", "b": "P02", "kind": "cousin"}],
        "applications": [dict(one_body(office, "applications", "D01"), id="D98", specialty="占星")],
        "moved": [],
    }
    answer = office.ask(changes)
    assert (answer.status_code, answer.json()["code"]) == (422, "input")
    assert sorted((fault["code"], fault["pointer"]) for fault in answer.json()["faults"]) == [
        ("dangling", "/changes/declined/0/expert"),
        ("measure_first", "/changes/suspended/0/committee"),
        ("missing_value", "/changes/declined/1/session"),
        ("unknown_change", "/changes/moved"),
        ("unknown_word", "/changes/relations/0/kind"),
    ]
    assert all(fault["message"] and fault["message_en"] for fault in answer.json()["faults"])
    assert [fault["pointer"] for fault in office.ask({}).json()["faults"]] == ["/changes"]


def test_a_row_that_could_not_be_added_alone_is_refused(office: Office) -> None:
    known = {"id": "A98", "name": "另一人", "identity_no": NUMBER}
    with office.service.store.change(SYSTEM) as change:
        add_row(change, SEASON, "persons", {"id": "A97", "name": "先来者", "identity_no": NUMBER})
    answer = office.ask({"persons": [known], "withdrawn": [{"application": "D01"}]})
    assert [fault["pointer"] for fault in answer.json()["faults"]] == ["/changes/persons/0/identity_no"]


def test_a_repair_goes_by_the_measure_that_stands(office: Office) -> None:
    asked = {"suspended": [{"committee": "C1", "from": "2026-09-01"}]}
    assert [fault["code"] for fault in office.ask(asked).json()["faults"]] == ["measure_first"]
    with office.service.store.change(SYSTEM) as change:
        row = one_row(change, SEASON, "committees", "C1")
        body = {**row.body, "state": "suspended", "state_from": "2026-09-01"}
        replace_row(change, SEASON, "committees", "C1", body, None)
    other = {"suspended": [{"committee": "C1", "from": "2026-09-02"}]}
    assert [fault["code"] for fault in office.ask(other).json()["faults"]] == ["measure_first"]
    before = version(office)
    over = office.repair(asked)
    assert over["state"] == "succeeded"
    effects = {one["effect"] for one in office.answer(over)["changes"]}
    assert "session_dropped" in effects
    assert version(office) == before, "the measure stood before"


def test_who_may_not_change_the_rows_or_the_plan_is_refused(office: Office) -> None:
    account = office.service.account("secretariat", ["*"])
    narrow = office.service.token(account, [Scope.PLANS_SOLVE])
    both = office.service.token(account, [Scope.PLANS_SOLVE, Scope.SEASONS_WRITE])
    part = office.service.person("secretariat", ["C1"])
    asked = declined(office)
    assert office.ask(asked, narrow).json()["code"] == "forbidden"
    assert office.ask(asked, part).json()["code"] == "whole-season-only"
    assert office.ask(asked, office.service.person("supervisor")).status_code == 403
    assert office.ask(asked, office.service.person("secretariat", ["*"], "2025")).status_code == 404
    assert office.ask(asked, both).status_code == 202
    stale = {**office.people, "If-Match": '"99"', "Idempotency-Key": "k" * 16}
    where = f"{PLANS}/{office.plan}:repair"
    assert office.service.client.post(where, headers=stale, json={"changes": asked}).status_code == 412


def test_asked_twice_it_is_done_once(office: Office) -> None:
    first = office.ask(declined(office), key="k" * 20)
    run, made = office.begun()
    run.keep_repair(made)
    again = office.ask(declined(office), key="k" * 20)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (202, "true")
    assert again.json()["id"] == first.json()["id"]
    assert claimed(office.service.store, "w-test") is None


def test_a_plan_that_was_followed_by_another_is_not_repaired(office: Office) -> None:
    office.publish()
    over = office.repair(declined(office))
    office.publish(over["result"])
    assert office.ask(declined(office)).json()["code"] == "state-forbids"


def test_of_panels_that_await_their_draw_nobody_is_named(service: Service) -> None:
    office = Office(service, drawn=True)
    row = office.made.sessions[0]
    asked = {"unavailable": [{"expert": office.member, "from": "2026-09-01/AM", "to": "2026-12-31/PM"}]}
    draft = office.answer(office.repair(asked, dry_run=True))
    assert draft["undrawn"] == 0
    assert office.member in {one["expert"] for one in draft["changes"]}
    assert office.publish().status_code == 200
    told = office.answer(office.repair(asked, dry_run=True))
    assert told["undrawn"] > 0
    assert {one["expert"] for one in told["changes"]} <= {""}
    witnesses = row.seated() | {one.expert for one in row.alternates}
    assert [one for one in witnesses if one in str(told)] == []
    faults = [
        office.ask({"declined": [{"expert": one, "session": row.id}]}).json()["faults"][0]["code"]
        for one in (office.member, next(one.id for one in office.season.experts if one.id not in witnesses))
    ]
    assert faults == ["not_asked", "not_asked"], "whoever is asked about: nobody has been asked yet"


def test_who_was_drawn_is_followed_by_a_draw(service: Service) -> None:
    office = Office(service, drawn=True)
    rows = tuple(replace(one, draw="draw-1") for one in office.made.sessions)
    from tests.api.planning import keep

    office.plan = keep(service.store, office.season, replace(office.made, sessions=rows))
    answer = office.ask(declined(office)).json()
    assert [(fault["code"], fault["pointer"]) for fault in answer["faults"]] == [
        ("replace_drawn", "/changes/declined/0/session")
    ]


def pinned(office: Office, kind: str, expert: str) -> None:
    """Somebody decides about a seat of the session."""
    row = {"id": "Z1", "kind": kind, "what": "seat", "session": office.session, "expert": expert}
    added = office.service.client.post(f"/v1/seasons/{SEASON}/pins", headers=office.people, json=row)
    assert added.status_code == 201, added.text


def test_a_repair_keeps_to_pins(office: Office) -> None:
    free = office.answer(office.repair(declined(office), dry_run=True))
    (called,) = [one["expert"] for one in free["changes"] if one["effect"] in ("called_up", "seat_given")]
    pinned(office, "forbid", called)
    over = office.repair(declined(office))
    assert office.answer(over)["unresolved"] == []
    with office.service.store.read() as reader:
        plan = plan_of(plans.plan_body(reader, over["result"]))
    named = {one for row in plan.sessions for one in (*row.seated(), *(other.expert for other in row.alternates))}
    assert not named & {called, office.member}


def test_a_pin_that_cannot_be_kept_is_named_in_the_answer(office: Office) -> None:
    pinned(office, "keep", office.member)
    answer = office.answer(office.repair(declined(office), dry_run=True))
    told = [fact for one in answer["unresolved"] for fact in (*one["subject"], *one["facts"])]
    assert [value for kind, value in told if kind in ("pin", "pins")] == ["Z1"]
