"""Sheets, files and keys that are no table of a season: most are the user's own notes, some are misspelt tables."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from data.season_files.columns import ALL_TABLES, SEASON
from solver.domain.faults import Fault

FAULT_LIST = "错误清单"
OWN_SHEETS = frozenset({"说明", "readme", "notes", FAULT_LIST})
"""Sheets that the template, or a workbook handed back to be corrected, adds by itself."""

ONLY_IN_PLANS = frozenset({"评委名单", "panels", "register_digest"})
"""A sheet, in either language, and a member that every plan has and no season."""


LONGEST = 40
"""No table has a longer name; a comparison takes time with the square of the length."""


def is_plan(names: Iterable[str]) -> bool:
    """Whether sheets or members of these names make up a plan, handed in where a season was asked for."""
    spelt = {name.strip().casefold() for name in names}
    return spelt.isdisjoint((SEASON.sheet, SEASON.name)) and not spelt.isdisjoint(ONLY_IN_PLANS)


def stray_table(name: str, place: str, headings: Sequence[str]) -> list[Fault]:
    """A fault if an unknown table looks like a misspelt one, by its name or by its headings; else nothing.

    Any other sheet is somebody's notes and is left alone.
    """
    if name.strip().casefold() in OWN_SHEETS:
        return []
    names = {spelt: table.sheet for table in ALL_TABLES for spelt in (table.sheet, table.name)}
    spelt = name.strip().casefold()
    near = difflib.get_close_matches(spelt, list(names), 1, 0.6) if len(spelt) <= LONGEST else []
    meant = names[near[0]] if near else _by_headings(headings)
    return [Fault("stray_table", place=place, value=name, facts=(("similar", meant),))] if meant else []


def _by_headings(headings: Sequence[str]) -> str:
    """The table that shares at least three quarters of its headings, and three, with ``headings``."""
    given = {heading.strip().casefold() for heading in headings}
    for table in ALL_TABLES:
        for names in ([column.heading for column in table.columns], [column.field for column in table.columns]):
            shared = len(given & set(names))
            if shared >= 3 and 4 * shared >= 3 * len(names):
                return table.sheet
    return ""
