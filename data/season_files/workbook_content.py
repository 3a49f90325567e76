"""What is inside a workbook, as read in the child process and handed to its parent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

CellValue: TypeAlias = "str | int | float | bool | date | datetime | time | timedelta"


@dataclass(frozen=True)
class Marks:
    """What of a sheet a reader of values cannot see; cells and ranges in A1 notation.

    ``hidden`` are ranges of hidden rows (``7:9``) and columns (``C:D``) that hold something.
    """

    formulas: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetContent:
    """One sheet: its values from A1 on, row by row, and its marks."""

    name: str
    visible: bool
    rows: list[list[CellValue]]
    marks: Marks
