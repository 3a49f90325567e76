"""The cells of a hand-edited workbook: columns found by their headings, values read with faults at their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from data.plan_files.seat_texts import LIST
from data.plan_files.sheets import Sheet
from data.season_files.codecs import Codec, UnreadableError, plain
from data.season_files.columns import SEASON
from data.season_files.excel import cell_text
from data.season_files.workbook_archive import archive_fault
from data.season_files.workbook_child import read_workbook
from data.season_files.workbook_content import SheetContent
from solver.domain.faults import Fault
from solver.errors import InputError
from solver.explain.words import Words

Value = TypeVar("Value")
Empty = TypeVar("Empty")
HEADINGS_WITHIN = 5
"""The heading row is looked for in this many first rows."""


@dataclass
class Cells:
    """The rows of one sheet as texts by field, and the faults found in them."""

    sheet: Sheet
    title: str
    columns: Mapping[str, int]
    rows: list[tuple[int, list[str]]]
    faults: list[Fault] = field(default_factory=list)

    def __iter__(self) -> Iterator[Line]:
        for number, texts in self.rows:
            yield Line(self, number, texts)


@dataclass(frozen=True)
class Line:
    """One row of a sheet; ``number`` counts as its user sees it."""

    cells: Cells
    number: int
    texts: list[str]

    def text(self, name: str) -> str:
        """The text of a cell, ``""`` where it is empty."""
        at = self.cells.columns[name]
        return self.texts[at] if at < len(self.texts) else ""

    def needed(self, name: str) -> str:
        """The text of a cell that may not be empty."""
        text = self.text(name)
        if not text:
            self.fault("empty_cell", name)
        return text

    def listed(self, name: str) -> tuple[str, ...]:
        """The ids in a cell, separated as in a season's lists: by 、 or by commas or semicolons of either width."""
        return self.read(name, LIST, ())

    def read(self, name: str, codec: Codec[Value], empty: Empty) -> Value | Empty:
        """The value of a cell by ``codec``; ``empty`` where the cell is empty or cannot be read (its fault is kept)."""
        text = self.text(name)
        if not text:
            return empty
        try:
            return codec.parse(text)
        except UnreadableError as error:
            self.fault(error.code, name, **error.facts)
            return empty

    def choice(self, name: str, words: Mapping[Value, Words], empty: Empty, text: str | None = None) -> Value | Empty:
        """The member that a word of either language, or its code, stands for."""
        shown = plain(self.text(name) if text is None else text)
        spelt = {plain(word): member for member, pair in words.items() for word in (*pair, str(member))}
        if shown and shown not in spelt:
            self.fault("unknown_word", name, choices="、".join(zh for zh, _ in words.values()))
        return spelt.get(shown, empty)

    def place(self, name: str) -> str:
        """Where the cell of ``name`` is: ``评委!C7``."""
        return f"{self.cells.title}!{letters(self.cells.columns[name])}{self.number}"

    def fault(self, code: str, name: str, **facts: str) -> None:
        """Keep a fault of the cell of ``name``."""
        place, sheet = self.place(name), self.cells.sheet
        heading = sheet.columns[sheet.column(name)].heading[0]  # as its user sees it
        found = Fault(code, sheet.name[0], self.number, heading, place, self.text(name), tuple(facts.items()))
        self.cells.faults.append(found)


def open_sheets(path: Path, wanted: tuple[Sheet, ...]) -> dict[str, Cells]:
    """The wanted sheets of a workbook by key.

    Raises
    ------
    InputError
        For a file that is no safe workbook or a season, and for all sheets and columns that are missing.
    """
    unsafe = archive_fault(path)
    if unsafe is not None:
        raise InputError([unsafe])
    contents = {plain(one.name): one for one in read_workbook(path)}
    if plain(SEASON.sheet) in contents:
        raise InputError([Fault("season_not_plan", place=path.name)])
    faults: list[Fault] = []
    found: dict[str, Cells] = {}
    for sheet in wanted:
        content = next((contents[plain(name)] for name in sheet.name if plain(name) in contents), None)
        if content is None:
            faults.append(Fault("missing_sheet", sheet.name[0], place=sheet.name[0]))
        else:
            found[sheet.key] = _cells(sheet, content, faults)
            found[sheet.key].faults += _marked(sheet, content)
    if faults:
        raise InputError(faults)
    return found


def _marked(sheet: Sheet, content: SheetContent) -> list[Fault]:
    """Faults of what a reader of values cannot see; rows that a filter hides are read like the others."""
    marks = content.marks
    found = (("formula", marks.formulas), ("error_value", marks.errors), ("merged_cells", marks.merged))
    return [
        Fault(code, sheet.name[0], place=f"{content.name}!{at}", value=at) for code, ranges in found for at in ranges
    ]


def _cells(sheet: Sheet, content: SheetContent, faults: list[Fault]) -> Cells:
    rows = [[cell_text(cell).strip() for cell in row] for row in content.rows]
    best = max(range(min(len(rows), HEADINGS_WITHIN)), key=lambda n: len(_columns(sheet, rows[n])), default=0)
    columns = _columns(sheet, rows[best]) if rows else {}
    for column in sheet.columns:
        if column.field not in columns and (column.editable or sheet.key == "overview"):
            missing = Fault("missing_column", sheet.name[0], best + 1, column.heading[0], content.name)
            faults.append(missing)
    below = [(n + 1, row) for n, row in enumerate(rows) if n > best and any(row)]
    return Cells(sheet, content.name, columns, below)


def _columns(sheet: Sheet, headings: list[str]) -> dict[str, int]:
    at = {plain(text): n for n, text in reversed(list(enumerate(headings)))}
    spelt = ((column.field, plain(word)) for column in sheet.columns for word in (*column.heading, column.field))
    return {name: at[word] for name, word in spelt if word in at}


def letters(column: int) -> str:
    """The letters of a column counted from 0: A … Z, AA …"""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
