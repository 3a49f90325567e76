"""The ideal bounds every plan with its batches, and every plan that leaves some of its sessions out."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.domain.plan import Plan
from solver.model.highs import Limits
from solver.model.merits import Merits
from solver.planning.batches import batch_cases
from solver.planning.budget import Allowance, Budget
from solver.planning.furnishing import furnish
from solver.planning.ideal import Ideal, bound_of, ideal_of, ideals
from solver.planning.parts import panel_parts
from solver.planning.timetable import set_timetable
from solver.routing import route_applications
from solver.rules.requirement import Seat


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


def bound(merits: Merits, batched: Plan, plan: Plan) -> float | None:
    parts = panel_parts(merits, batched)
    found = [
        bound_of(part, ideal, plan, Limits()) for part, ideal in zip(parts, ideals(parts, allowance()), strict=True)
    ]
    return None if None in found else sum(one for one in found if one is not None)


def test_leaving_out_any_session_keeps_the_bound_valid(merits: Merits, batched: Plan) -> None:
    timed = set_timetable(merits, batched, allowance(), seed=1)
    assert len(batched.sessions) > 3
    for out in batched.sessions:
        rest = replace(timed.plan, sessions=tuple(row for row in timed.plan.sessions if row.id != out.id))
        found = furnish(merits, rest, allowance())
        own = ideal_of(merits, rest, allowance())
        assert own.bound is not None
        assert found.value <= own.bound + 1e-6
        assert bound(merits, batched, found.plan) == pytest.approx(own.bound, abs=1e-3)


def test_the_bound_of_everything_is_the_ideal(merits: Merits, batched: Plan, ideal: Ideal) -> None:
    assert bound(merits, batched, batched) == pytest.approx(ideal.bound)


def test_a_session_that_lost_a_case_is_bounded_as_it_is(merits: Merits, batched: Plan) -> None:
    first = batched.sessions[0]
    fewer = replace(batched, sessions=(replace(first, cases=first.cases[1:]), *batched.sessions[1:]))
    expected = ideal_of(merits, fewer, allowance()).bound
    assert expected is not None
    assert bound(merits, batched, fewer) == pytest.approx(expected, abs=1e-3)


def test_the_ideal_holds_each_session_in_one_district_at_most(ideal: Ideal, batched: Plan) -> None:
    assert set(ideal.districts) == set(batched.session)
    assert all(sum(found.values()) <= 1 + 1e-6 for found in ideal.districts.values())


def test_one_district_is_settled_for_each_session_and_its_panel_is_wanted_there(
    merits: Merits, batched: Plan, ideal: Ideal
) -> None:
    """More of the wanted live where the session is settled than where it is settled for another session."""
    assert set(ideal.settled) == set(batched.session)
    assert len(set(ideal.settled.values())) > 1

    def at_home(session: str, district: str) -> float:
        wanted = ideal.wanted[session].items()
        return sum(part for one, part in wanted if merits.brief.season.expert[one].district == district)

    here = sum(at_home(one, district) for one, district in ideal.settled.items())
    others = [sum(at_home(one, name) for one in ideal.settled) for name in sorted(set(ideal.settled.values()))]
    assert here > max(others)


def test_parts_share_no_expert_and_the_workers_do_not_matter(merits: Merits, batched: Plan) -> None:
    parts = panel_parts(merits, batched)
    assert sorted(one for part in parts for one in part.sessions) == sorted(batched.session)
    experts = [{atom.expert for atom in part.program.base.seats.columns if isinstance(atom, Seat)} for part in parts]
    assert sum(map(len, experts)) == len(set().union(*experts))
    assert ideals(parts, allowance(), workers=1) == ideals(parts, allowance(), workers=3)
