"""Passwords by argon2id, with the parameters of RFC 9106 for machines of little memory (the library's defaults)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.problems import Problem, body_fault

LENGTH_MIN = 12
_WORN_OUT = frozenset({"password", "pingwei", "qwerty", "administrator", "123456", "abcdef", "woaini"})
"""What a password must be more than: digits and signs before and after are stripped before comparing."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("a password that nobody has")


def hashed(password: str) -> str:
    """The argon2id hash of ``password``, with its own salt."""
    return _hasher().hash(password)


def fits(password: str, kept: str) -> bool:
    """Whether ``password`` has the hash ``kept``; takes as long if there is none, so that time tells no logins."""
    try:
        return _hasher().verify(kept or _nobody(), password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def refuse_weak(password: str, login: str, pointer: str) -> None:
    """Raise Problem ``validation`` for a password that is short, worn out, or the login itself."""
    core = password.casefold().strip("0123456789!@#$%^&*._- ")
    few = len(set(password)) < 5
    if len(password) < LENGTH_MIN or few or core in _WORN_OUT | {login.casefold()}:
        raise Problem("validation", [body_fault("weak_password", pointer)])
