"""Relations that lead to recusal, with their names: the enumerated chains of kin, and the others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class RelationType:
    """A class of kin with the chains that make it (chain → Chinese name), or another relation without chains.

    ``basis`` is the provision of the register under which it counts.
    """

    code: str
    zh: str
    en: str
    basis: str
    chains: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@cache
def relation_types() -> Mapping[str, RelationType]:
    """Every relation that may lead to recusal, by code: kin first."""
    table = tomllib.loads((files("data.reference") / "relations.toml").read_text("utf-8"))
    kin = [
        RelationType(
            row["code"],
            row["zh"],
            row["en"],
            "CN-HB-1",
            {chain["chain"]: chain["zh"] for chain in row["chains"]},
            row.get("note", ""),
        )
        for row in table["kin"]
    ]
    others = [RelationType(**row) for row in table["other"]]
    return {one.code: one for one in (*kin, *others)}
