"""The trail: one hash-chained row per change, in which nothing can be altered unseen: what a row says, and its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from data.season_files.codecs import Json
from data.store.column_types import canonical

GENESIS = "0" * 64
"""What the first row names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one object: ``before`` is None for what is new, ``after`` None for what is gone."""

    action: str
    kind: str
    object: str
    before: Json = None
    after: Json = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many rows there are, and the hash of the last."""

    seq: int = 0
    hash: str = GENESIS


def row_hash(values: Mapping[str, Json]) -> str:
    """SHA-256 of the canonical JSON of a row's columns other than ``hash``; anybody can compute it again."""
    covered = {name: value for name, value in values.items() if name != "hash"}
    return sha256(canonical(covered).encode("utf-8")).hexdigest()
