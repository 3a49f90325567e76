"""From what several parties bring to the ceremony to one key, and from the key to a ball; every step has its label.

A party commits to its contribution before any is revealed: the hash is bound to its role, to the draw and to all that
was announced about it. The key is a function of all contributions, so one honest party makes it unforeseeable to all.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping

ROLES = ("authority", "secretariat", "supervisor")
"""Who contributes to a draw, in canonical order."""
SHORTEST, LONGEST = 16, 64
"""Bytes of a contribution: enough that nobody guesses it from its hash."""
CONTRIBUTION = b"pingwei draw contribution v1"
RANDOMNESS = b"pingwei draw randomness v1"
BALL = b"pingwei draw ball v1"
DRAWN = 2**64
"""Each try for a ball is a whole number below this."""


def framed(*parts: bytes) -> bytes:
    """``parts`` one after the other, each after its length in four bytes, so that no two lists look alike."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def contribution_hash(role: str, draw: str, announcement: str, secret: bytes) -> str:
    """What ``role`` publishes of its ``secret``; ``announcement`` is the digest of what was announced."""
    parts = (CONTRIBUTION, role.encode(), draw.encode(), bytes.fromhex(announcement), secret)
    return hashlib.sha256(framed(*parts)).hexdigest()


def randomness(commitment: str, secrets: Mapping[str, bytes], sources: Iterable[str]) -> bytes:
    """What goes into the key: the digest of the commitment, each role's secret, each source as RFC 3797 writes it."""
    roles = (part for role in sorted(secrets) for part in (role.encode(), secrets[role]))
    return framed(RANDOMNESS, bytes.fromhex(commitment), *roles, *(one.encode() for one in sources))


def ball(key: bytes, balls: int) -> int:
    """A number in [0, balls), each equally likely: tries that would favour the small ones are thrown away."""
    fair = DRAWN - DRAWN % balls
    tries = 0
    while True:
        made = hmac.digest(key, BALL + tries.to_bytes(4, "big"), "sha256")
        value = int.from_bytes(made[:8], "big")
        if value < fair:
            return value % balls
        tries += 1
