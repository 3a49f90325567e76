"""The walk: an order nobody can choose, skips by coded rules only, and a look-ahead that never strands or overlooks."""

from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents import verify_draw
from solver.domain.vocabulary import Role
from solver.draw.canonical import canonical
from solver.draw.ceremony import announce, conclude, seal
from solver.draw.completing import Completing, Refutation, refutes
from solver.draw.entities import Candidate, Limit, Lottery, Method, Place, Pool, Problem
from solver.draw.transcript import Announcement, Sealed, Terms, Transcript
from solver.draw.walk import AHEAD, order_of, walk
from tests.solver.draw.small_draw import CHAIN, committed, revealed, salts


def walked_draw(
    problem: Problem, salt: str = "salt", standby: tuple[tuple[str, int], ...] = ()
) -> tuple[Announcement, Sealed]:
    """A walk over ``problem`` announced."""
    groups = [group for group, _ in problem.groups]
    pool = Pool("S1", "C1", tuple(Candidate(one, tuple(groups)) for one in sorted(problem.type_of)))
    lottery = Lottery("S1", Method.WALK, problem, (), (), (), ())
    terms = Terms("S1-1", standby=standby, codes=8)
    return announce(lottery, pool, seal(pool, salts(len(pool.candidates), salt), CHAIN, "S1-1"), terms, "0.1.0")


def concluded(problem: Problem, salt: str = "salt", standby: tuple[tuple[str, int], ...] = ()) -> Transcript:
    announcement, _ = walked_draw(problem, salt, standby)
    return conclude(announcement, committed(announcement), revealed(announcement))


def accepted(made: Transcript, folder: Path) -> bool:
    """Whether the stand-alone verifier takes it."""
    (folder / "draw.json").write_bytes(canonical(made))
    (folder / "commitment.json").write_bytes(canonical(committed(made.announcement)))
    (folder / "proofs.json").write_bytes(canonical(walk(made.announcement, bytes.fromhex(made.key)).proofs))
    return verify_draw.main([str(folder / "draw.json"), str(folder / "commitment.json")]) == 0


def two_scarce() -> Problem:
    """Two seats; A may sit in either group, B only in g1: who takes A for g1 leaves g2 without anybody."""
    places = (Place(0, "g1"), Place(0, "g2"), Place(1, "g1"))
    limits = (
        Limit("LG-09", ((0, 1), (2, 1)), 1, 1),
        Limit("LG-09", ((1, 1),), 1, 1),
        Limit("one seat", ((0, 1), (1, 1)), None, 1),
    )
    return Problem("S1", 2, (("g1", 1), ("g2", 1)), (("A",), ("B",)), places, limits)


def test_a_greedy_walk_would_strand_and_this_one_does_not(tmp_path: Path) -> None:
    tried_ahead = 0
    for number in range(12):
        made = concluded(two_scarce(), f"salt {number}")
        assert sorted((group, role) for _, group, role in made.seats) == [("g1", Role.MEMBER), ("g2", Role.MEMBER)]
        assert accepted(made, tmp_path)
        _, tried = made.walk[0]
        if len(tried) > 1:  # A came first: g1 alone looks open to A
            tried_ahead += 1
            assert tried[0] == ("g1", Role.MEMBER, AHEAD)
    assert tried_ahead


def scarce_pairs() -> Problem:
    """Three of six with two seniors and two women at least: the senior woman is on every lawful panel."""
    types = tuple((name,) for name in ("senior woman", "senior 1", "senior 2", "woman 1", "woman 2", "nobody"))
    places = tuple(Place(number, "") for number in range(6))
    size = Limit("LG-09", tuple((one, 1) for one in range(6)), 3, 3)
    senior, women = Limit("senior", ((0, 1), (1, 1), (2, 1)), 2), Limit("women", ((0, 1), (3, 1), (4, 1)), 2)
    return Problem("S1", 3, (("", 3),), types, places, (size, senior, women))


def test_what_no_single_limit_refuses_is_refused_by_the_look_ahead_with_a_proof(tmp_path: Path) -> None:
    """Nobody in particular is refused by size and two quotas together, by none of them alone."""
    reasons = set()
    for number in range(20):
        made = concluded(scarce_pairs(), f"salt {number}")
        assert accepted(made, tmp_path)
        reasons |= {why for _, tried in made.walk for _, _, why in tried}
    assert AHEAD in reasons


def test_a_walk_without_its_proofs_is_refused(tmp_path: Path) -> None:
    made = next(
        one
        for one in (concluded(scarce_pairs(), f"salt {number}") for number in range(20))
        if any(why == AHEAD for _, tried in one.walk for _, _, why in tried)
    )
    assert accepted(made, tmp_path)
    text = (tmp_path / "proofs.json").read_text()
    (tmp_path / "proofs.json").write_text(text.replace('"by":[[0,', '"by":[[1,'))
    assert verify_draw.main([str(tmp_path / "draw.json"), str(tmp_path / "commitment.json")]) == 1


def random_problem(chance: Random) -> Problem:
    """Up to nine experts, one or two groups, an office, quotas and pairs apart; lawful panels may or may not exist."""
    count, groups = chance.randint(4, 9), chance.choice([(("", 3),), (("g1", 2), ("g2", 1))])
    types = tuple((f"E{number}",) for number in range(count))
    places = [Place(at, group) for at in range(count) for group, _ in groups if chance.random() < 0.85]
    chairs = [at for at in range(count) if chance.random() < 0.5 and any(one.type == at for one in places)]
    places = sorted({*places, *(Place(at, "", Role.CHAIR) for at in chairs)})
    seats = [n for n, one in enumerate(places) if one.role is Role.MEMBER]
    limits = [Limit("size", tuple((n, 1) for n in seats if places[n].group == group), k, k) for group, k in groups]
    for at in range(count):
        own = tuple((n, 1) for n in seats if places[n].type == at)
        limits.append(Limit("one seat", own, None, 1))
        if at in chairs:
            office = next(n for n, one in enumerate(places) if one.type == at and one.role is Role.CHAIR)
            limits.append(Limit("chair sits", (*own, (office, -1)), 0, None))
    limits.append(Limit("chair", tuple((n, 1) for n, one in enumerate(places) if one.role is Role.CHAIR), 1, 1))
    for name in range(chance.randint(0, 3)):
        some = tuple((n, 1) for n in seats if Random(f"{name}{places[n].type}").random() < 0.5)
        low = chance.randint(0, 2)
        limits.append(Limit(f"quota {name}", some, low, chance.choice([None, low + 1])))
    for one, other in chance.sample(list(combinations(range(count), 2)), 2):
        limits.append(Limit("kin", tuple((n, 1) for n in seats if places[n].type in {one, other}), None, 1))
    return Problem("S1", 3, groups, types, tuple(places), tuple(one for one in limits if one.terms or one.low))


def lawful_panels(problem: Problem) -> bool:
    completing = Completing(problem)
    none, most = np.zeros(len(problem.places), dtype=np.int64), completing.counting.most
    return not isinstance(completing.complete(none, most), Refutation)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_a_walk_never_strands_and_the_verifier_walks_the_same(
    tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    problem = random_problem(Random(number))
    if lawful_panels(problem):
        made = concluded(problem, f"salt {number}", tuple((group, 1) for group, _ in problem.groups))
        assert len(made.seats) == problem.size
        assert accepted(made, tmp_path_factory.mktemp("walk"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_completions_keep_every_limit_and_refutations_hold_against_every_panel(number: int) -> None:
    chance = Random(number)
    problem = random_problem(chance)
    completing, count = Completing(problem), len(problem.places)
    low = np.array([int(chance.random() < 0.15) for _ in range(count)], dtype=np.int64)
    high = np.maximum(low, [int(chance.random() < 0.8) for _ in range(count)])
    answer = completing.complete(low, high)
    if isinstance(answer, Refutation):
        assert proves(answer, completing, low, high)
    else:
        assert completing.counting.keeps(answer)
        assert np.all((answer >= low) & (answer <= high))


def proves(one: Refutation, completing: Completing, low: np.ndarray, high: np.ndarray) -> bool:
    if not one.split:
        return refutes(completing.counting, one.by, low, high)
    (place, at), fewer, more = one.split, high.copy(), low.copy()
    fewer[place], more[place] = min(at, fewer[place]), max(at + 1, more[place])
    return proves(one.parts[0], completing, low, fewer) and proves(one.parts[1], completing, more, high)


def test_the_order_depends_on_nobody_else() -> None:
    leaves = [hashlib.sha256(bytes([one])).hexdigest() for one in range(40)]
    key = b"k" * 32
    whole = [leaves[one] for one in order_of(leaves, key)]
    some = leaves[::3][::-1]
    assert [some[one] for one in order_of(some, key)] == [one for one in whole if one in set(some)]
