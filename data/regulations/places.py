"""Places of the register: which province a city belongs to, and the names they go by."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from solver.domain.faults import Fault
from solver.errors import InputError

NATIONAL = "全国"


def chain(place: str) -> tuple[str, ...]:
    """``place`` and what it belongs to, most local first: ``沈阳`` → 沈阳市, 辽宁省, 全国.

    Raises
    ------
    InputError
        If the place is unknown; the fault lists the known ones. National rules alone are had by asking for 全国.
    """
    names, parents = _places()
    at = names.get(place.strip())
    if at is None:
        known = "、".join(parents)
        raise InputError([Fault("unknown-place", "season", None, "place", value=place, facts=(("known", known),))])
    found = [at]
    while parents[at]:
        at = parents[at]
        found.append(at)
    return tuple(found)


def known_places() -> Mapping[str, str]:
    """Every name a place goes by, with the name the register uses."""
    return _places()[0]


@cache
def _places() -> tuple[Mapping[str, str], Mapping[str, str]]:
    rows = tomllib.loads((files("data.regulations") / "places.toml").read_text("utf-8"))["place"]
    names = {name: row["name"] for row in rows for name in (row["name"], *row["aliases"])}
    return names, {row["name"]: row.get("parent", "") for row in rows}
