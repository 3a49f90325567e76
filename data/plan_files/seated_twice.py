"""Experts whom ``plan.json`` names twice in a panel, or twice among the alternates of a group.

A plan knows who sits where, not how often: whoever is named twice would count as two of the number present. So such a
file is no plan, and it is for its writer to say who was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.plan_files.codec import Json
from solver.domain.faults import Fault


def seated_twice(document: Json) -> Iterator[Fault]:
    """A fault at each later place of an expert who has one already; what is no list of objects is passed over."""
    for at, session in _objects(document, "sessions"):
        for name, within in (("panel", ()), ("alternates", ("group",))):
            yield from _again(session, name, ("expert", *within), f"/sessions/{at}/{name}")


def _again(session: dict[str, Json], name: str, fields: tuple[str, ...], place: str) -> Iterator[Fault]:
    known: dict[tuple[str, ...], str] = {}
    for at, seat in _objects(session, name):
        expert = seat.get("expert")
        if not isinstance(expert, str):
            continue
        here, one = f"{place}/{at}/expert", tuple(str(seat.get(field, "")) for field in fields)
        if one in known:
            yield Fault("seated_twice", place=here, value=expert, facts=(("first", known[one]),))
        known.setdefault(one, here)


def _objects(document: Json, name: str) -> Iterator[tuple[int, dict[str, Json]]]:
    rows = document.get(name) if isinstance(document, dict) else None
    for at, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield at, row
