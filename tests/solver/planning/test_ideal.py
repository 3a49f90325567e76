"""The ideal bounds every plan with its batches, and every plan that leaves some of its sessions out."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.domain.plan import Plan
from solver.model.merits import Merits
from solver.planning.batches import batch_cases
from solver.planning.budget import Allowance, Budget
from solver.planning.furnishing import furnish
from solver.planning.ideal import Ideal, ideal_of
from solver.planning.timetable import set_timetable
from solver.routing import route_applications


def allowance() -> Allowance:
    return Budget(None, 2, time.monotonic).start()


@pytest.fixture(scope="module")
def merits() -> Merits:
    return Merits(brief_for(synthesise(4, 140, 160, 2, "easy")))


@pytest.fixture(scope="module")
def batched(merits: Merits) -> Plan:
    return batch_cases(merits.brief, route_applications(merits.brief))


@pytest.fixture(scope="module")
def ideal(merits: Merits, batched: Plan) -> Ideal:
    return ideal_of(merits, batched, allowance())


def test_each_session_wants_as_many_as_its_panel_seats(ideal: Ideal, batched: Plan) -> None:
    for session in batched.sessions:
        assert sum(ideal.wanted[session.id].values()) == pytest.approx(session.size, abs=1e-3)


def test_leaving_out_any_session_keeps_the_bound_valid(merits: Merits, batched: Plan, ideal: Ideal) -> None:
    timed = set_timetable(merits, batched, allowance(), seed=1)
    assert len(batched.sessions) > 3
    for out in batched.sessions:
        rest = replace(timed.plan, sessions=tuple(row for row in timed.plan.sessions if row.id != out.id))
        found = furnish(merits, rest, allowance())
        bound = ideal.bound_of(merits, batched, found.plan)
        own = ideal_of(merits, rest, allowance())
        assert bound is not None
        assert own.bound is not None
        assert found.value <= own.bound + 1e-6 <= bound + 1e-3


def test_the_bound_of_everything_is_the_ideal(merits: Merits, batched: Plan, ideal: Ideal) -> None:
    assert ideal.bound_of(merits, batched, batched) == ideal.bound


def test_a_session_that_lost_a_case_has_no_bound_here(merits: Merits, batched: Plan, ideal: Ideal) -> None:
    first = batched.sessions[0]
    fewer = replace(batched, sessions=(replace(first, cases=first.cases[1:]), *batched.sessions[1:]))
    assert ideal.bound_of(merits, batched, fewer) is None
