"""The register's documents: one TOML file each, read into provisions with their citations.

A file has a ``[document]`` (id, title, number, year, place, nature, since) and ``[[rule]]`` entries. What a rule does
not say itself (place, nature, since, until, in force) it has from its document. ``[rule.parameters]`` are its numbers;
``[rule.optional]`` names parameters that are absent by default, each with its kind (``whole``, ``share``, …).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from solver.domain.vocabulary import Severity, Standing
from solver.rules.rulebook import Citation, Provision

FOLDERS = ("national", "province", "city", "analogue", "product")
"""Folders of the register, in its order."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the register; ``optional`` lists, by rule id, parameters that may be set but have no default."""

    id: str
    title: str
    note: str
    provisions: tuple[Provision, ...]
    optional: Mapping[str, Mapping[str, str]]


@cache
def documents() -> tuple[Document, ...]:
    """Every document of the register: national, provinces, cities, analogues, product; by file name within each."""
    root = files("data.regulations")
    found: list[Document] = []
    for folder in FOLDERS:
        entries = sorted((root / folder).iterdir(), key=lambda entry: entry.name)
        found += [document(entry.read_text("utf-8")) for entry in entries if entry.name.endswith(".toml")]
    return tuple(found)


def document(text: str) -> Document:
    """The document that a TOML ``text`` describes."""
    table = tomllib.loads(text)
    head, rules = table["document"], table["rule"]
    return Document(
        head["id"],
        head["title"],
        head.get("note", ""),
        tuple(_provision(head, rule) for rule in rules),
        {rule["id"]: rule["optional"] for rule in rules if "optional" in rule},
    )


def _provision(head: dict[str, Any], rule: dict[str, Any]) -> Provision:
    citation = Citation(
        head["title"], head.get("number", ""), head.get("year"), rule.get("article", ""), rule.get("url", "")
    )
    return Provision(
        rule["id"],
        rule["zh"],
        rule["en"],
        Standing(rule["standing"]),
        Severity(rule["severity"]),
        rule.get("in_force", True),
        head["nature"],
        citation,
        rule["category"],
        head["place"],
        rule.get("binds", ""),
        rule["verification"],
        rule["confidence"],
        rule.get("since", head.get("since")),
        rule.get("until", head.get("until")),
        rule.get("parameters", {}),
        note=rule.get("note", ""),
    )
