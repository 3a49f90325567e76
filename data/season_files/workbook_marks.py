"""Formulas, error values, merged cells, hidden rows and columns of a sheet, read from its XML part.

A reader of values shows none of them, and each can make a person see another season than the program does.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from data.season_files.places import column_letters
from data.season_files.workbook_content import Marks

_SUSPECT = re.compile(rb'<(?:\w+:)?(?:f|mergeCell)[\s/>]|hidden\s*=\s*["\'](?:1|true)|t\s*=\s*["\']e["\']')
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


def sheet_marks(xml: bytes) -> Marks:
    """Marks of one sheet part; raises ``ElementTree.ParseError`` for XML that is none."""
    if not _SUSPECT.search(xml):
        return Marks()
    return _Scan().run(xml)


class _Scan:
    """One pass over a sheet part. Cells may come without their address; then they are counted."""

    def __init__(self) -> None:
        self.formulas: list[tuple[int, int]] = []
        self.errors: list[tuple[int, int]] = []
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.used_columns: set[int] = set()
        self.row = 0

    def run(self, xml: bytes) -> Marks:
        for _, element in ElementTree.iterparse(io.BytesIO(xml)):
            match element.tag.rpartition("}")[2]:
                case "row":
                    self._row(element)
                    element.clear()
                case "mergeCell":
                    self.merged.append(element.get("ref", ""))
                case "col" if _true(element.get("hidden")):
                    self.hidden_columns.append((int(element.get("min", "1")), int(element.get("max", "1"))))
        return Marks(
            tuple(_runs(self.formulas)),
            tuple(_runs(self.errors)),
            tuple(self.merged),
            (*(f"{low}:{high}" for low, high in _joined(self.hidden_rows)), *self._hidden_columns()),
        )

    def _row(self, row: ElementTree.Element) -> None:
        self.row = int(row.get("r") or self.row + 1)
        column = -1
        filled = False
        for cell in row:
            match = _CELL.fullmatch(cell.get("r") or "")
            column = _column_index(match[1]) if match else column + 1
            parts = {part.tag.rpartition("}")[2] for part in cell}
            if "f" in parts:
                self.formulas.append((column, self.row))
            elif cell.get("t") == "e":
                self.errors.append((column, self.row))
            if parts & {"v", "is"}:
                filled = True
                self.used_columns.add(column + 1)
        if filled and _true(row.get("hidden")):
            self.hidden_rows.append(self.row)

    def _hidden_columns(self) -> Iterator[str]:
        for low, high in self.hidden_columns:
            used = sorted(column for column in self.used_columns if low <= column <= high)
            yield from (f"{column_letters(first - 1)}:{column_letters(last - 1)}" for first, last in _joined(used))


def _true(text: str | None) -> bool:
    return text in ("1", "true")


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _joined(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of consecutive ascending numbers, as (first, last)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _runs(cells: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Cells as ranges of one column each: ``C7`` or ``C7:C20``."""
    by_column: dict[int, list[int]] = {}
    for column, row in cells:
        by_column.setdefault(column, []).append(row)
    for column, rows in sorted(by_column.items()):
        letters = column_letters(column)
        yield from (
            f"{letters}{low}" if low == high else f"{letters}{low}:{letters}{high}" for low, high in _joined(rows)
        )
