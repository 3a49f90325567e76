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

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
WIDEST = 2**53 - 1
"""Largest whole number that every reader of JSON keeps exactly."""


def plain(value: object) -> Plain:
    """``value`` (a dataclass of texts, numbers and tuples) as JSON; TypeError for what has no one form."""
    match value:
        case StrEnum():
            return value.value
        case None | bool() | str():
            return value
        case int() if abs(value) <= WIDEST:
            return value
        case tuple() | list():
            return [plain(one) for one in value]
        case _ if is_dataclass(value):
            return {row.name: plain(getattr(value, row.name)) for row in fields(value)}
    raise TypeError(f"no canonical form: {value!r}")


def canonical(value: object) -> bytes:
    """The canonical bytes of ``value``."""
    made = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return made.encode("utf-8")


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes of ``value``, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
