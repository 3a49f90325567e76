"""The pool as one number: a Merkle tree over salted leaves (RFC 9162, section 2.1), and proofs for single experts.

A leaf is SHA-256(0x00 ‖ salt ‖ content) and a node SHA-256(0x01 ‖ left ‖ right). 32 random bytes of salt keep anybody
from guessing who is behind a leaf; the leaves stand in the order of their hashes, which the salts make a random one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

SALT = 32
"""Bytes of a salt."""


def leaf_hash(salt: bytes, content: bytes) -> bytes:
    """The leaf that hides ``content``; ValueError unless the salt has 32 bytes."""
    if len(salt) != SALT:
        raise ValueError(f"a salt has {SALT} bytes, not {len(salt)}")
    return hashlib.sha256(b"\x00" + salt + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over ``leaves``; of no leaves the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _split(len(leaves))
    return _node(root(leaves[:half]), root(leaves[half:]))


def inclusion_path(leaves: Sequence[bytes], at: int) -> tuple[bytes, ...]:
    """The hashes that lead from leaf ``at`` to the root, nearest first; IndexError if there is no such leaf."""
    if not 0 <= at < len(leaves):
        raise IndexError(at)
    if len(leaves) == 1:
        return ()
    half = _split(len(leaves))
    if at < half:
        return (*inclusion_path(leaves[:half], at), root(leaves[half:]))
    return (*inclusion_path(leaves[half:], at - half), root(leaves[:half]))


def root_by_path(leaf: bytes, at: int, count: int, path: Sequence[bytes]) -> bytes:
    """The root that ``path`` leads to from ``leaf``, number ``at`` of ``count``; ValueError where no tree is so."""
    if count <= 1:
        if path or at != 0:
            raise ValueError("the path does not fit the tree")
        return leaf
    if not path or not 0 <= at < count:
        raise ValueError("the path does not fit the tree")
    half = _split(count)
    if at < half:
        return _node(root_by_path(leaf, at, half, path[:-1]), path[-1])
    return _node(path[-1], root_by_path(leaf, at - half, count - half, path[:-1]))


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
