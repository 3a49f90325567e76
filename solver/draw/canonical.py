"""The one form in which a document of a draw is bytes: RFC 8785 (JSON Canonicalization Scheme), restricted.

Only objects, arrays, texts, whole numbers within ±(2⁵³ − 1), true, false and null; names of members are ASCII, in
ascending order; no white space, no line end after the last byte. Ratios are texts ``"3/11"`` in lowest terms. What has
one meaning then has one spelling, so that any other byte is a tampered one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
WIDEST = 2**53 - 1
"""Largest whole number that every reader of JSON keeps exactly."""


def plain(value: object) -> Plain:
    """``value`` (a dataclass of texts, numbers and tuples) as JSON; TypeError for what has no one form."""
    kind = value.__class__
    if kind is str or kind is bool or value is None:
        return value  # type: ignore[return-value] # of these kinds, which a checker does not see by their class
    if isinstance(value, tuple | list):  # texts without a call: an announcement has a hundred thousand of them
        return [one if one.__class__ is str else plain(one) for one in value]
    if kind is int and -WIDEST <= value <= WIDEST:  # type: ignore[operator] # as above
        return value  # type: ignore[return-value] # as above
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _members(type(value))}
    raise TypeError(f"no canonical form: {value!r}")


@cache
def _members(kind: type) -> tuple[str, ...]:
    """Names of the members of a dataclass."""
    return tuple(row.name for row in fields(kind))


def canonical(value: object) -> bytes:
    """The canonical bytes of ``value``."""
    made = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return made.encode("utf-8")


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes of ``value``, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
