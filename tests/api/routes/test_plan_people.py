"""Over HTTP: whom to tell what when a plan follows another, and who could take a seat."""

from __future__ import annotations

from dataclasses import replace

from solver.domain.vocabulary import Role
from tests.api.planning import PLANS, keep
from tests.api.routes.test_plans import draft, made, whole
from tests.api.service import Service


def test_only_those_are_told_whose_duty_changed(service: Service) -> None:
    before = draft(service)
    season, plan = made()
    row = plan.sessions[0]
    gone = next(seat for seat in row.panel if seat.role is Role.MEMBER)
    free = next(
        one.id
        for one in season.experts
        if one.id not in row.seated() | {alternate.expert for alternate in row.alternates}
    )
    panel = tuple(replace(seat, expert=free) if seat == gone else seat for seat in row.panel)
    cases = tuple(
        replace(case, readers=tuple(free if one == gone.expert else one for one in case.readers)) for case in row.cases
    )
    after = keep(
        service.store, season, replace(plan, sessions=(replace(row, panel=panel, cases=cases), *plan.sessions[1:]))
    )
    people = whole(service)
    found = service.client.get(f"{PLANS}/{after}/notices?base={before}", headers=people).json()
    assert {one["expert"]: [len(one[key]) for key in ("given", "changed", "lost")] for one in found["notices"]} == {
        gone.expert: [0, 0, 1],
        free: [1, 0, 0],
    }
    everybody = service.client.get(f"{PLANS}/{after}/notices", headers=people).json()["notices"]
    named = {seat.expert for one in plan.sessions for seat in one.panel} | {
        alternate.expert for one in plan.sessions for alternate in one.alternates
    }
    assert {one["expert"] for one in everybody} == named - {gone.expert} | {free}


def test_nobody_is_told_of_a_panel_that_awaits_its_draw(service: Service) -> None:
    plan = draft(service, drawn=True)
    assert service.client.get(f"{PLANS}/{plan}/notices", headers=whole(service)).json()["notices"] == []


def test_who_can_take_a_seat_and_who_cannot(service: Service) -> None:
    plan = draft(service)
    season, known = made()
    row = known.sessions[0]
    seat = next(one.expert for one in row.panel if one.role is Role.MEMBER)
    where = f"{PLANS}/{plan}/alternatives?session={row.id}&expert="
    found = service.client.get(where + seat, headers=whole(service)).json()
    waiting = [one.expert for one in sorted(row.alternates, key=lambda one: one.rank)]
    assert [one["expert"] for one in found["candidates"]][: len(waiting)] == waiting
    others = {one.id for one in season.experts} - row.seated()
    assert {one["expert"] for one in (*found["candidates"], *found["excluded"])} == others
    assert all(one["findings"] for one in found["excluded"])
    absent = service.client.get(where + waiting[0], headers=whole(service))
    assert absent.status_code == 404
