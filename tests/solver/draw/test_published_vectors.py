"""Vectors that others published: RFC 3797 and three nominating committees, draft-thomson-elegy-vrs-00, RFC 5869."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from solver.draw.codes import chain, code, extract, position
from solver.draw.merkle import inclusion_path, leaf_hash, root, root_by_path
from solver.draw.sources import canonical_source, canonical_sources

RFC_3797 = [
    (
        ("9319", "2 5 12 8 10", "9 18 26 34 41 45"), 25,
        "17 7 2 16 25 23 8 24 19 13 22 5 18 9 1 4", "990DD0A5692A029A98B5E01AA28F3459",
    ),
    (
        ("17 20 22 35 38 48 36", "90193202", "55598744", "11 17 21 48 50 9 10"), 134,
        "90 25 92 126 24 31 122 96 81 132 2 41", "",
    ),
    (
        ("7 8 11 17 19 25 46", "08285182", "60115701", "2 3 18 26 32 33 42"), 154,
        "138 151 89 112 117 145 118 143 144 122 95 139", "",
    ),
    (
        ("7 18 28 40 48 8 11", "15 21 31 36 65 16", "17 21 12 26 8 42 35 13", "1 10 13 14 16 25 27 5 21"), 267,
        "171 245 68 190 70 126 110 128 138 173", "D0BD0C1947856D9EC8892BFD7B8F537A",
    ),
]  # fmt: skip


def selection(key: str, pool: int, count: int) -> list[int]:
    """RFC 3797, section 4: MD5 of the key between the number of the pick, twice; the picked one leaves the list."""
    left, picked = list(range(1, pool + 1)), []
    for number in range(count):
        turn = number.to_bytes(2, "big")
        made = hashlib.md5(turn + key.encode() + turn).digest()  # the RFC's own choice of hash
        picked.append(left.pop(int.from_bytes(made, "big") % len(left)))
    return picked


@pytest.mark.parametrize(("sources", "pool", "expected", "first"), RFC_3797)
def test_sources_select_whom_rfc_3797_selects(sources: Sequence[str], pool: int, expected: str, first: str) -> None:
    key, picks = canonical_sources(sources), [int(one) for one in expected.split()]
    assert selection(key, pool, len(picks)) == picks
    made = hashlib.md5(b"\x00\x00" + key.encode() + b"\x00\x00").hexdigest()
    assert first in {"", made.upper()}


def test_the_key_is_written_as_in_the_rfc() -> None:
    assert canonical_sources(RFC_3797[0][0]) == "9319./2.5.8.10.12./9.18.26.34.41.45./"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12, 7，007", "7.7.12./"), ("3041.50", "3041.5./"), ("0", "0./"), ("00.10 0.2", "0.1.0.2./"), ("5.00", "5./")],
)
def test_figures_have_one_spelling(text: str, expected: str) -> None:
    assert canonical_source(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "12a", "-3", "1e5", "١٢", "3.", ".5", "NaN"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        canonical_source(text)


def test_the_hash_chain_of_elegy_vrs() -> None:
    secret = b"totally not a bikeshed"
    assert chain(secret, 10).hex() == "950ea08d8d5fd3ae415b9967aba7a48aba39ca62a4d98f2e7fe25cb1b8f8c488"
    assert code(secret, 10, 1).hex() == "5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456"
    assert chain(code(secret, 10, 4), 1) == code(secret, 10, 3)


def test_a_position_is_one_block_of_hkdf() -> None:
    key = extract(bytes.fromhex("000102030405060708090a0b0c"), b"\x0b" * 22)  # RFC 5869, test case 1
    assert key.hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    assert position(key, bytes.fromhex("f0f1f2f3f4f5f6f7f8f9")).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    )


def test_the_tree_of_one_and_of_none() -> None:
    leaf = leaf_hash(bytes(32), b"one")
    assert root([leaf]) == leaf
    assert root([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13, 64, 100])
def test_every_leaf_proves_itself_and_nothing_else(count: int) -> None:
    leaves = [leaf_hash(number.to_bytes(32, "big"), b"x") for number in range(count)]
    top = root(leaves)
    for number, leaf in enumerate(leaves):
        path = inclusion_path(leaves, number)
        assert root_by_path(leaf, number, count, path) == top
        for other in range(count):
            if other != number:
                assert not _leads(leaf, other, count, path, top)
        assert not _leads(leaf, number, count, (*path, top), top)


def _leads(leaf: bytes, at: int, count: int, path: Sequence[bytes], top: bytes) -> bool:
    try:
        return root_by_path(leaf, at, count, path) == top
    except ValueError:
        return False


def test_a_salt_is_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        leaf_hash(b"short", b"x")
