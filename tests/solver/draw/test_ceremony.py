"""The steps of a draw: what is fixed before, what is revealed, and that the result is a function of both."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from solver.draw.canonical import WIDEST, canonical
from solver.draw.ceremony import Revealed, commit, conclude, contribute, opening, opens, seal
from solver.draw.codes import extract
from solver.draw.seed import ball, contribution_hash, randomness
from solver.draw.transcript import Redraw
from solver.errors import EngineError, InputError
from tests.solver.draw.small_draw import CHAIN, SECRETS, TERMS, announced, committed, drawn, revealed, salts, small_pool


def codes_of(error: InputError) -> list[str]:
    return [fault.code for fault in error.faults]


def test_a_draw_is_a_function_of_what_is_published() -> None:
    assert canonical(drawn()[0]) == canonical(drawn()[0])
    assert drawn()[0].key != drawn(replace(TERMS, at="2026-10-13"))[0].key


def test_the_result_is_the_panel_of_the_ball() -> None:
    transcript, _, _ = drawn()
    panel = transcript.announcement.panels[transcript.ball]
    assert (transcript.seats, transcript.alternates) == (panel.seats, panel.alternates)


@pytest.mark.parametrize("role", sorted(SECRETS))
def test_every_party_decides_alone_if_the_others_collude(role: str) -> None:
    announcement, _ = announced()
    balls = set()
    for number in range(200):
        secrets = {**SECRETS, role: bytes([number]) * 32}
        made = commit(announcement, [contribute(announcement, one, secret) for one, secret in secrets.items()])
        balls.add(conclude(announcement, made, Revealed(secrets, {}, revealed(announcement).code)).ball)
    assert len(balls) == len(announcement.panels)


def test_balls_are_equally_likely() -> None:
    drawn_balls = Counter(ball(extract(b"code", number.to_bytes(4, "big")), 7) for number in range(7000))
    error = sum((drawn_balls[one] - 1000) ** 2 / 1000 for one in range(7))
    assert error < 22.46  # chi-square with six degrees of freedom, level 0.001


def test_a_contribution_is_bound_to_its_role_its_draw_and_its_announcement() -> None:
    secret, digest = b"x" * 32, "ab" * 32
    hashes = {
        contribution_hash("supervisor", "S1-1", digest, secret),
        contribution_hash("authority", "S1-1", digest, secret),
        contribution_hash("supervisor", "S1-2", digest, secret),
        contribution_hash("supervisor", "S1-1", "ac" * 32, secret),
        contribution_hash("supervisorS", "1-1", digest, secret),
    }
    assert len(hashes) == 5


def test_no_two_lists_of_parts_mix_to_the_same() -> None:
    one, other = {"a": b"12", "b": b"3"}, {"a": b"1", "b": b"23"}
    assert randomness("00" * 32, one, ()) != randomness("00" * 32, other, ())
    assert randomness("00" * 32, one, ("1./",)) != randomness("00" * 32, one, ("1./", ""))


def test_who_does_not_reveal_makes_the_draw_void() -> None:
    announcement, _ = announced()
    left = {role: secret for role, secret in SECRETS.items() if role != "supervisor"}
    with pytest.raises(InputError) as told:
        conclude(announcement, committed(announcement), replace(revealed(announcement), secrets=left))
    assert codes_of(told.value) == ["reveal_missing"]


def test_everything_wrong_is_told_at_once() -> None:
    announcement, _ = announced(replace(TERMS, sources=("体彩", "双色球")))
    secrets = {"authority": b"q" * 32, "secretariat": SECRETS["secretariat"]}
    other, _ = announced()
    with pytest.raises(InputError) as told:
        conclude(other, committed(announcement), Revealed(secrets, {"沪指": "1"}, b"no code"))
    expected = ["other_announcement", "other_announcement", "reveal_missing", "reveal_differs", "reveal_differs"]
    assert codes_of(told.value)[:3] == expected[:3]
    assert {"reveal_differs", "code_differs", "source_unknown"} <= set(codes_of(told.value))


def test_public_figures_that_are_missing_or_no_numbers_are_told() -> None:
    announcement, _ = announced(replace(TERMS, sources=("体彩", "双色球")))
    with pytest.raises(InputError) as told:
        conclude(announcement, committed(announcement), revealed(announcement, 双色球="7 八"))
    assert codes_of(told.value) == ["source_missing", "source_unreadable"]


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_secret_that_can_be_guessed_is_refused(length: int) -> None:
    with pytest.raises(InputError, match="secret_length"):
        contribute(announced()[0], "supervisor", b"x" * length)


def test_contributions_are_those_of_the_three_roles() -> None:
    announcement, _ = announced()
    with pytest.raises(InputError, match="unknown_role"):
        contribute(announcement, "chef", b"x" * 32)
    twice = [contribute(announcement, "authority", bytes([number]) * 32) for number in (1, 2)]
    with pytest.raises(InputError) as told:
        commit(announcement, twice)
    assert codes_of(told.value) == ["contribution_missing", "contribution_missing", "contribution_twice"]


def test_a_redraw_without_reason_and_approval_is_not_announced() -> None:
    with pytest.raises(InputError) as told:
        announced(replace(TERMS, redraw=Redraw("ab" * 32, " ", "", "")))
    assert codes_of(told.value) == ["redraw_unfounded"] * 3


def test_leaves_tell_nothing_and_stand_in_a_random_order() -> None:
    ones = {
        tuple(leaf.candidate.expert for leaf in seal(small_pool(), salts(8, f"{number}"), CHAIN, "S1-1").leaves)
        for number in range(20)
    }
    assert len(ones) > 15
    announcement, _ = announced()
    assert not any(one.expert.encode() in canonical(announcement) for one in small_pool().candidates)
    with pytest.raises(EngineError):
        seal(small_pool(), (salts(1) * 8), CHAIN, "S1-1")


def test_every_expert_can_be_given_a_proof_also_who_was_excluded() -> None:
    announcement, sealed = announced()
    for leaf in range(8):
        proof = opening(sealed, announcement.root, leaf)
        assert opens(proof, announcement.root)
        assert not opens(replace(proof, candidate=replace(proof.candidate, expert="Z9")), announcement.root)
        assert not opens(replace(proof, leaf=(leaf + 1) % 8), announcement.root)
        assert not opens(replace(proof, path=proof.path[1:]), announcement.root)


@pytest.mark.parametrize("value", [1.5, WIDEST + 1, -WIDEST - 1, {"a": 1}, b"x", {1}])
def test_what_has_no_one_form_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        canonical((value,))
