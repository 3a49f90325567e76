"""Replacements: the next code decides, alternates go first, rules hold, each record is linked to the one before."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from data.documents import verify_draw
from solver.domain.vocabulary import Role
from solver.draw.canonical import canonical, digest
from solver.draw.codes import code
from solver.draw.replacement import Decline, Replacement, nothing_since, replacement
from solver.draw.transcript import Seat, Transcript
from solver.errors import InputError
from tests.solver.draw.small_draw import CHAIN, TERMS, committed, drawn

APPROVED = ("病假", "市人社局")


def step_in(
    first: Transcript, before: list[Replacement], leaf: int, barred: dict[int, str] | None = None
) -> Replacement:
    """Replace ``leaf`` by the next code."""
    since = (lambda _, one: (barred or {}).get(one, "")) if barred else nothing_since
    return replacement(first, before, Decline(leaf, *APPROVED), code(CHAIN, 8, len(before) + 2), since)


def member(first: Transcript, role: Role = Role.MEMBER) -> Seat:
    """A seat of the panel drawn."""
    return next(one for one in first.seats if one[2] is role)


def verified(folder: Path, first: Transcript, made: list[Replacement]) -> bool:
    (folder / "draw.json").write_bytes(canonical(first))
    (folder / "commitment.json").write_bytes(canonical(committed(first.announcement)))
    options = []
    for one in made:
        (folder / f"{one.number}.json").write_bytes(canonical(one))
        options += ["--replacement", f"{folder / f'{one.number}.json'}@{digest(one)}"]
    return verify_draw.main([str(folder / "draw.json"), str(folder / "commitment.json"), *options]) == 0


def test_who_stands_by_for_the_group_follows_by_rank(tmp_path: Path) -> None:
    first, _, _ = drawn()
    gone = member(first)
    made = step_in(first, [], gone[0])
    alternate = next(leaf for leaf, group, _ in first.alternates if group == "g2")
    assert made.given == (alternate, "g2", Role.MEMBER)
    assert (made.number, made.after) == (1, digest(first))
    assert verified(tmp_path, first, [made])


def test_an_office_is_followed_by_somebody_who_may_hold_it(tmp_path: Path) -> None:
    first, _, _ = drawn()
    made = step_in(first, [], member(first, Role.CHAIR)[0])
    assert made.given[1:] == ("g1", Role.CHAIR)
    assert verified(tmp_path, first, [made])


def test_one_after_the_other_until_nobody_is_left(tmp_path: Path) -> None:
    """Four can sit in g2, two do: two can follow, then nobody."""
    first, _, _ = drawn()
    made = [step_in(first, [], member(first)[0])]
    made.append(step_in(first, made, made[0].given[0]))
    assert made[1].after == digest(made[0])
    assert verified(tmp_path, first, made)
    assert not verified(tmp_path, first, made[1:])
    with pytest.raises(InputError, match="nobody_replaces"):
        step_in(first, made, made[1].given[0])


def test_the_code_decides_and_its_wording_does_not() -> None:
    """Where nobody stands by, either of the two left in g2 can follow."""
    followers = Counter[int]()
    for number in range(200):
        first, _, _ = drawn(replace(TERMS, draw=f"S1-{number}"), lottery=None)
        bare = replace(first, alternates=())
        leaf = member(bare)[0]
        made = step_in(bare, [], leaf)
        other = replacement(bare, [], Decline(leaf, "另一种说法", "另一人"), code(CHAIN, 8, 2), nothing_since)
        assert other.given == made.given
        able = sorted(one for one in bare.announcement.problem.types[1] if one not in {s[0] for s in bare.seats})
        followers[able.index(made.given[0])] += 1
    assert min(followers[0], followers[1]) > 60  # 100 each expected; below 60 by chance in one of 10⁸ runs


def test_what_has_happened_since_is_in_the_record(tmp_path: Path) -> None:
    first, _, _ = drawn()
    alternate = next(leaf for leaf, group, _ in first.alternates if group == "g2")
    made = step_in(first, [], member(first)[0], {alternate: "PT-03"})
    assert made.barred == ((alternate, "PT-03"),)
    assert made.given[0] != alternate
    assert verified(tmp_path, first, [made])


@pytest.mark.parametrize(("reason", "approved"), [("", "市人社局"), ("病假", " ")])
def test_nobody_is_replaced_without_reason_and_approval(tmp_path: Path, reason: str, approved: str) -> None:
    first, _, _ = drawn()
    leaf = member(first)[0]
    with pytest.raises(InputError, match="decline_unfounded"):
        replacement(first, [], Decline(leaf, reason, approved), code(CHAIN, 8, 2), nothing_since)
    made = step_in(first, [], leaf)
    assert not verified(tmp_path, first, [replace(made, declined=Decline(leaf, reason, approved))])


def test_a_code_of_another_turn_is_refused() -> None:
    first, _, _ = drawn()
    with pytest.raises(InputError, match="code_differs"):
        replacement(first, [], Decline(member(first)[0], *APPROVED), code(CHAIN, 8, 3), nothing_since)
    with pytest.raises(InputError, match="not_seated"):
        step_in(first, [], next(leaf for leaf, _, _ in first.alternates))


def test_another_record_than_the_one_published_is_refused(tmp_path: Path) -> None:
    first, _, _ = drawn()
    made = step_in(first, [], member(first)[0])
    assert verified(tmp_path, first, [made])
    told = json.loads((tmp_path / "1.json").read_bytes())
    told["declined"]["reason"] = "另一原因"
    (tmp_path / "1.json").write_text(
        json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8"
    )
    call = [str(tmp_path / "draw.json"), str(tmp_path / "commitment.json"), "--replacement"]
    assert verify_draw.main([*call, f"{tmp_path / '1.json'}@{digest(made)}"]) == 1
    own = hashlib.sha256((tmp_path / "1.json").read_bytes()).hexdigest()
    assert verify_draw.main([*call, f"{tmp_path / '1.json'}@{own}"]) == 0  # a reason is on trust: publish the hash


@pytest.mark.parametrize("field", ["seats", "given", "steps", "key", "number", "after", "draw", "code", "format"])
def test_no_part_of_a_record_can_be_another(tmp_path: Path, field: str) -> None:
    first, _, _ = drawn()
    made = step_in(first, [], member(first)[0])
    left = next(
        leaf
        for members in first.announcement.problem.types
        for leaf in members
        if leaf not in {one[0] for one in (*first.seats, made.given)}
    )
    other = {
        "seats": first.seats, "given": (left, *made.given[1:]), "steps": ((left, ""),), "key": "00" * 32, "number": 2,
        "after": "00" * 32, "draw": "S1-2", "code": first.code, "format": "pingwei-draw-replacement/2",
    }  # fmt: skip
    assert not verified(tmp_path, first, [replace(made, **{field: other[field]})])
