"""One table as text, between a file and the entities: a pandas frame of strings, and where each cell came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from data.season_files.identity import hidden, masked
from data.season_files.places import Origin
from data.season_files.table import EXAMPLE_MARK, Table
from solver.domain.faults import Fault
from solver.domain.people import Extra

if TYPE_CHECKING:
    import pandas as pd


MOST_TOLD = 200
"""Characters of a cell that a fault repeats."""

MOST_UNKNOWN = 200
"""Columns of their own that somebody may keep in a table."""

LONGEST_HEADING = 40
"""No heading is longer; a comparison takes time with the square of the length."""

HEADINGS_WITHIN = 5
"""The heading row is looked for in this many first rows."""


@dataclass(frozen=True)
class TableText:
    """The rows of one table as text.

    Parameters
    ----------
    frame
        One column of strings per field of the table (all of them; ``""`` where empty), one row per entity.
    extra
        Per row, the non-empty cells of columns that Pingwei does not know.
    missing
        Fields whose column the file does not have.
    reported
        Cells (row, field) of which a fault says already that they hold nothing certain.
    whole
        Whether every row could be read; what refers to the others is no fault of its own.
    """

    table: Table
    frame: pd.DataFrame
    extra: tuple[Extra, ...]
    origin: Origin
    missing: frozenset[str] = frozenset()
    reported: frozenset[tuple[int, str]] = frozenset()
    whole: bool = True

    def cell(self, row: int, field: str) -> str:
        """Text of one cell."""
        return str(self.frame.at[row, field])

    def fault(self, code: str, row: int | None = None, field: str = "", value: str = "", **facts: str) -> Fault:
        """A fault at a cell, row or column of this table; identity numbers in it are hidden."""
        number = None if row is None else self.origin.number(row)
        told = tuple((name, masked(text)) for name, text in facts.items())
        shown = hidden(value) if field == "identity_no" else masked(value)
        return Fault(code, self.table.name, number, field, self.origin.place(row, field), shown[:MOST_TOLD], told)


def frame_of(table: Table, columns: Mapping[str, Sequence[str]], rows: int) -> pd.DataFrame:
    """Frame of strings with every field of ``table``; fields that ``columns`` lacks are empty."""
    import pandas as pd

    filled = {field: columns.get(field) or [""] * rows for field in table.column}
    return pd.DataFrame(filled, index=range(rows), dtype=object)


def extra_of(columns: Mapping[str, Sequence[str]], rows: int) -> tuple[Extra, ...]:
    """Per row the (heading, text) pairs of unknown columns that are filled in."""
    if not columns:
        return ((),) * rows
    by_row = zip(*columns.values(), strict=True)
    return tuple(tuple((name, text) for name, text in zip(columns, row, strict=True) if text) for row in by_row)


def is_example(first_cell: str) -> bool:
    """Whether a row is the explained example of the template: its first cell begins with 示例."""
    return first_cell.startswith(EXAMPLE_MARK)


def heading_row(table: Table, rows: Sequence[Sequence[str]]) -> int:
    """Which of the first ``rows`` has the headings: the first, or one below that knows more columns of the table."""
    fields = _field_of(table)
    known = [len({fields.get(_closed_up(cell), "") for cell in row} - {""}) for row in rows[:HEADINGS_WITHIN]]
    return max(range(len(known)), key=known.__getitem__, default=0)


def not_first(table: Table, place: str, number: int) -> list[Fault]:
    """The fault of headings in row ``number``, counted from 1; none where that is the first."""
    return [Fault("headings_not_first", table.name, number, place=place, value=str(number))] if number > 1 else []


def _closed_up(heading: str) -> str:
    """A heading without spaces and line breaks, whatever its case."""
    return "".join(heading.split()).casefold()


def _field_of(table: Table) -> Mapping[str, str]:
    """Fields by heading and by their own name."""
    fields = {column.heading.casefold(): column.field for column in table.columns}
    return fields | {column.field.casefold(): column.field for column in table.columns}


@dataclass(frozen=True)
class Headings:
    """What the heading row of a sheet or file says: 0-based columns of known fields and of unknown headings."""

    known: Mapping[str, int]
    unknown: Mapping[str, int]
    faults: tuple[Fault, ...]
    missing: frozenset[str]


def read_headings(table: Table, headings: Sequence[str], places: Sequence[str], heading_row: str) -> Headings:
    """Match ``headings`` with the columns of ``table``; ``places`` are their cells, ``heading_row`` their row."""
    fields = _field_of(table)
    known: dict[str, int] = {}
    unknown: dict[str, int] = {}
    faults = []
    for index, heading in enumerate(headings):
        field = fields.get(_closed_up(heading), "")
        into, name = (known, field) if field else (unknown, heading)
        if name in into:
            faults.append(Fault("column_twice", table.name, 1, field, places[index], heading))
        elif name:
            into[name] = index
    faults += too_many(table, heading_row, len(unknown))
    unknown = dict(islice(unknown.items(), MOST_UNKNOWN))
    missing = frozenset(field for field in table.column if field not in known)
    faults += [
        _missing_column(table, field, unknown, heading_row)
        for field in table.column
        if field in missing and table.required(field)
    ]
    return Headings(known, unknown, tuple(faults), missing)


def too_many(table: Table, place: str, unknown: int) -> list[Fault]:
    """The fault of a table with more than ``MOST_UNKNOWN`` columns that are not known."""
    return [Fault("too_many_columns", table.name, place=place, value=str(unknown))] if unknown > MOST_UNKNOWN else []


def _missing_column(table: Table, field: str, unknown: Iterable[str], heading_row: str) -> Fault:
    compared = [heading for heading in unknown if len(heading) <= LONGEST_HEADING]
    similar = difflib.get_close_matches(table.column[field].heading, compared, 1, 0.5)
    facts = (("similar", similar[0] if similar else ""),)
    return Fault("missing_column", table.name, 1, field, heading_row, "", facts)
