"""One-time codes on a hash chain, and the order they give (draft-thomson-elegy-vrs-00).

The end of the chain, Hⁿ(secret), is announced; code number k is Hⁿ⁻ᵏ(secret). Whoever knows the last code can check the
next, nobody can foresee it, and its holder cannot choose it: so a replacement is drawn the moment it is needed.
"""

from __future__ import annotations

import hashlib
import hmac

from solver.errors import EngineError


def chain(secret: bytes, times: int) -> bytes:
    """SHA-256 applied ``times`` times to ``secret``."""
    value = secret
    for _ in range(times):
        value = hashlib.sha256(value).digest()
    return value


def code(secret: bytes, length: int, number: int) -> bytes:
    """Code ``number`` (1 ≤ number < length) of the chain of ``length`` from ``secret``."""
    if not 1 <= number < length:
        raise EngineError(stage="draw", code=number, codes=length - 1)
    return chain(secret, length - number)


def extract(one_time: bytes, randomness: bytes) -> bytes:
    """The key of one draw: HKDF-Extract (RFC 5869) with the one-time code as salt."""
    return hmac.digest(one_time, randomness, "sha256")


def position(key: bytes, label: bytes) -> bytes:
    """Where ``label`` stands in the order of ``key``; independent of who else is in it."""
    return hmac.digest(key, label + b"\x01", "sha256")
