"""Where a cell is, in the words of its user: sheet and cell, file and line, or JSON pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


def column_letters(index: int) -> str:
    """Letters of a sheet's column, 0-based: 0 → A, 26 → AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters, index = chr(65 + rest) + letters, index - 1
    return letters


class Origin(Protocol):
    """What turns a row of a table (0-based, as read) and a field into a place."""

    def number(self, row: int) -> int:
        """The row's number as its user sees it."""

    def place(self, row: int | None, field: str) -> str:
        """The place of a cell, of a row (no field), of a column (no row) or of the table."""


@dataclass(frozen=True)
class SheetOrigin:
    """A sheet: ``专家库!C7``; ``numbers`` are the sheet's rows from 1, ``columns`` the 0-based columns by field."""

    sheet: str
    numbers: Sequence[int]
    columns: Mapping[str, int]

    def number(self, row: int) -> int:
        return self.numbers[row]

    def place(self, row: int | None, field: str) -> str:
        letters = column_letters(self.columns[field]) if field in self.columns else ""
        if row is None:
            return f"{self.sheet}!{letters}1" if letters else self.sheet
        return f"{self.sheet}!{letters or 'A'}{self.numbers[row]}"


@dataclass(frozen=True)
class FileOrigin:
    """A CSV file: ``专家库.csv:7:status``; ``numbers`` are the lines on which rows begin, from 1."""

    file: str
    numbers: Sequence[int]

    def number(self, row: int) -> int:
        return self.numbers[row]

    def place(self, row: int | None, field: str) -> str:
        line = 1 if row is None else self.numbers[row]
        return f"{self.file}:{line}:{field}" if field else f"{self.file}:{line}"


@dataclass(frozen=True)
class PointerOrigin:
    """A JSON document: ``/experts/3/status`` (RFC 6901); the season itself is one object, ``/season/year``."""

    key: str
    single: bool = False

    def number(self, row: int) -> int:
        return row

    def place(self, row: int | None, field: str) -> str:
        index = "" if row is None or self.single else f"/{row}"
        return f"/{self.key}{index}" + (f"/{field}" if field else "")
