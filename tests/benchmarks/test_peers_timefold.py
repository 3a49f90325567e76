"""The peer in Java: its numbers say of any panels what score and check say, and what it lacks is told."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from benchmarks.peers.answers import PEERS, Watch
from benchmarks.peers.given import Given, judged
from benchmarks.peers.grounded import Grounded, grounded
from benchmarks.peers.timefold import PYTHON, Found, MissingError, Sheet, jars, planned
from solver.domain.plan import Status
from solver.model.joint import SCALE
from solver.model.merits import Merits, load
from solver.model.objective import weights
from solver.rules.requirement import Seat
from tests.solver.planning.seating import unseated, varied


def given_for(seed: int, sessions: int, groups: int) -> Given:
    brief, plan = unseated(varied(seed, experts=24), sessions, groups)
    return Given(Merits(brief), plan)


def chosen(ground: Grounded, rng: Random) -> Found:
    """Panels and starts by chance: every group full, nobody in two groups of a session."""
    seats: list[Seat] = []
    for session in ground.given.plan.sessions:
        taken: set[str] = set()
        for group in session.group_ids():
            size = next((one.seats for one in session.groups if one.id == group), session.size)
            able = [seat for seat in ground.of[session.id] if seat.group == group and seat.expert not in taken]
            picked = rng.sample(able, size)
            taken |= {seat.expert for seat in picked}
            seats += picked
    starts = {session.id: rng.choice(ground.starts(session))[0] for session in ground.given.plan.sessions}
    return Found(tuple(seats), starts, (0, 0), 0.0, 0.0, "")


def worth(ground: Grounded, found: Found) -> float:
    """The score without readers, by the numbers a peer is given."""
    merits, held = ground.given.merits, set(found.seats)
    total = sum(ground.seats[seat] for seat in held)
    total -= sum(one.cost * max(0, sum(one.seats.get(seat, 0) for seat in held) - one.free) for one in ground.counts)
    days: dict[str, int] = {}
    for session in ground.given.plan.sessions:
        total += next(value for place, value, _ in ground.starts(session) if place == found.starts[session.id])
        for seat in held:
            if seat.session == session.id:
                days[seat.expert] = days.get(seat.expert, 0) + merits.days(session)
    weight = weights(ground.given.brief.rulebook)["load"]
    return total / SCALE + sum(weight * load(merits.past_days(one), count) for one, count in days.items())


def breaks(ground: Grounded, found: Found) -> bool:
    """Whether the numbers a peer is given forbid these panels and starts."""
    held, rows = set(found.seats), ground.given.plan.session
    if any(sum(one.seats.get(seat, 0) for seat in held) > one.high for one in ground.counts):
        return True
    spans = {one: range(start, start + rows[one].length) for one, start in found.starts.items()}
    if any(not ground.blocked.get(seat, frozenset()).isdisjoint(spans[seat.session]) for seat in held):
        return True
    pairs = [(one, other) for one in rows for other in rows if one < other and set(spans[one]) & set(spans[other])]
    experts = {session: {seat.expert for seat in held if seat.session == session} for session in rows}
    if any((one, other) in ground.rooms or experts[one] & experts[other] for one, other in pairs):
        return True
    able = [(seat.session, ground.masks.get((seat.session, seat.expert))) for seat in held]
    for session in rows:
        masks = [mask for where, mask in able if where == session and mask is not None]
        if not any(not one & other for n, one in enumerate(masks) for other in masks[:n]):
            return True
    return False


@pytest.mark.parametrize(("seed", "sessions", "groups"), [(0, 1, 0), (1, 1, 3), (2, 2, 0), (3, 2, 2)])
def test_the_numbers_say_of_any_panels_what_score_and_check_say(seed: int, sessions: int, groups: int) -> None:
    ground = grounded(given_for(seed, sessions, groups))
    rng, seen = Random(seed), set[bool]()
    for _ in range(25):
        found = chosen(ground, rng)
        verdict = judged(ground.given, planned(ground, found))
        if verdict["placed"] != sum(len(row.cases) for row in ground.given.plan.sessions):
            continue  # nobody was left to read a case, which is for the flow to say
        assert bool(verdict["hard_violations"]) == breaks(ground, found), verdict["hard_by_rule"]
        seen.add(breaks(ground, found))
        terms = verdict["terms"]
        assert isinstance(terms, dict)
        assert sum(terms.values()) - terms["reader_fit"] == pytest.approx(worth(ground, found), abs=0.05)
    assert seen


def test_what_is_written_is_read_back_number_for_number(tmp_path: Path) -> None:
    ground = grounded(given_for(1, 2, 2))
    sheet = Sheet(ground)
    sheet.write(tmp_path)
    numbers = [int(one) for one in (tmp_path / "problem.txt").read_text().split()]
    halves, experts, sessions, groups, weight = numbers[:5]
    assert (halves, sessions, groups) == (2, 2, 4)
    assert experts == len(sheet.experts)
    assert weight == -SCALE * weights(ground.given.brief.rulebook)["load"]


def test_without_an_interpreter_that_has_it_the_peer_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="timefold-python"):
        jars("")
    with pytest.raises(MissingError, match="nowhere"):
        jars(str(tmp_path / "nowhere"))


@pytest.mark.skipif(not os.environ.get(PYTHON), reason=f"{PYTHON} names no interpreter with timefold")
def test_timefold_breaks_nothing_and_is_judged_as_it_judges_itself() -> None:
    given = given_for(2, 2, 0)
    answer = PEERS["timefold"](given, 5.0, Watch())
    assert answer.status is Status.FEASIBLE
    assert answer.plan is not None
    verdict = judged(given, answer.plan)
    assert verdict["hard_by_rule"] == {}
    assert verdict["score"] == pytest.approx(answer.value, abs=0.05)
