"""Names that a person reads as one and a program as two: full-width and half-width letters, spaces, what nobody sees.

Specialties and regions have no table of their own; rules compare them letter by letter, so both must be written alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from data.season_files.entities import WRONG, ReadTable
from solver.domain.committees import GroupRequest
from solver.domain.faults import Fault

NAMES: Sequence[tuple[tuple[str, str], ...]] = (
    (
        ("filings", "specialties"),
        ("qualifications", "specialty"),
        ("sessions", "groups"),
        ("delegations", "specialties"),
        ("applications", "specialty"),
    ),
    (("authorities", "region"), ("filings", "regions"), ("employers", "region"), ("applications", "region")),
    (("rooms", "district"), ("experts", "district")),
)
"""Columns (table, field) that name the same kind of thing, the one that sets the spelling first."""


_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def plainest(text: str) -> str:
    """``text`` in plain letters (NFKC), without spaces and characters that cannot be seen, whatever its case.

    Characters of the private use areas stay: fonts of public offices have rare characters of names there.
    """
    shown = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in shown if unicodedata.category(one) not in _UNSEEN)


def spelt_otherwise(tables: Mapping[str, ReadTable]) -> Iterator[Fault]:
    """Names that differ from an earlier one only in what :func:`plainest` drops; each spelling once."""
    for columns in NAMES:
        first: dict[str, tuple[str, str]] = {}
        told: set[str] = set()
        for read, field, row, name in _named(tables, columns):
            spelt, place = first.setdefault(plainest(name), (name, read.text.origin.place(row, field)))
            if spelt != name and name not in told:
                told.add(name)
                yield read.text.fault("spelt_otherwise", row, field, name, other=spelt, first=place)


def _named(
    tables: Mapping[str, ReadTable], columns: tuple[tuple[str, str], ...]
) -> Iterator[tuple[ReadTable, str, int, str]]:
    """Table, field, row and name, once for each name of a column."""
    for table, field in columns:
        seen: set[str] = set()
        for row, value in enumerate(tables[table].values[field] if table in tables else ()):
            for name in _names(value):
                if name not in seen:
                    seen.add(name)
                    yield tables[table], field, row, name


def _names(value: object) -> Iterator[str]:
    if value is WRONG:
        return
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, GroupRequest):
            yield from one.specialties
        elif isinstance(one, str) and one:
            yield one
