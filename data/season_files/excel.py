"""Reads a season from a workbook (.xlsx of Excel, WPS or LibreOffice): a sheet per table, headings in its first row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from data.season_files.columns import table_named
from data.season_files.fault_list import FaultList
from data.season_files.places import SheetOrigin, column_letters
from data.season_files.strangers import is_plan, stray_table
from data.season_files.table import Column, Table
from data.season_files.table_text import (
    HEADINGS_WITHIN,
    Headings,
    TableText,
    extra_of,
    frame_of,
    heading_row,
    is_example,
    not_first,
    read_headings,
)
from data.season_files.workbook_archive import archive_fault
from data.season_files.workbook_child import read_workbook
from data.season_files.workbook_content import CellValue, SheetContent
from solver.domain.faults import Fault
from solver.errors import InputError

MOST_EXACT_DIGITS = 15
"""Excel keeps 15 digits of a number; the rest of a longer one is lost."""

_CELL = re.compile(r"([A-Z]+)([0-9]+)")


def read_excel(path: Path) -> tuple[list[TableText], list[Fault]]:
    """Tables of a workbook, as text, and every fault of form; raises InputError if it cannot be opened."""
    unsafe = archive_fault(path)
    if unsafe:
        raise InputError([unsafe])
    sheets = read_workbook(path)
    if is_plan(sheet.name for sheet in sheets):
        raise InputError([Fault("plan_not_season", place=path.name)])
    tables: dict[str, TableText] = {}
    faults = FaultList()
    for sheet in sheets:
        table = table_named(sheet.name)
        if table is None:
            faults += stray_table(sheet.name, sheet.name, _texts(sheet.rows[0]) if sheet.rows else [])
        elif table.name in tables:
            faults.append(Fault("table_twice", table.name, place=sheet.name, value=sheet.name))
        else:
            faults += _marked(table, sheet)
            tables[table.name] = _Sheet(table, sheet).read(faults)
    return list(tables.values()), faults


def _marked(table: Table, sheet: SheetContent) -> list[Fault]:
    """Faults of what a reader of values cannot see."""
    found = [] if sheet.visible else [Fault("hidden_sheet", table.name, place=sheet.name)]
    marks = sheet.marks
    for code, ranges in (
        ("formula", marks.formulas),
        ("error_value", marks.errors),
        ("merged_cells", marks.merged),
        ("hidden_cells", marks.hidden),
    ):
        found += [Fault(code, table.name, place=f"{sheet.name}!{one}", value=one) for one in ranges]
    return found


def _texts(row: Sequence[CellValue]) -> list[str]:
    return [cell_text(cell).strip() for cell in row]


def cell_text(cell: CellValue) -> str:
    """Text of a cell as a person would type it."""
    match cell:
        case str():
            return cell
        case bool():
            return "是" if cell else "否"
        case float() | int():
            return f"{cell:.0f}" if float(cell).is_integer() else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)


class _Sheet:
    """One sheet on its way to a table of text."""

    def __init__(self, table: Table, sheet: SheetContent) -> None:
        self.table = table
        self.name = sheet.name
        top = heading_row(table, [_texts(row) for row in sheet.rows[:HEADINGS_WITHIN]])
        headings = _texts(sheet.rows[top]) if sheet.rows else []
        at = top + 1  # as its user counts
        places = [f"{sheet.name}!{column_letters(index)}{at}" for index in range(len(headings))]
        self.headings: Headings = read_headings(table, headings, places, f"{sheet.name}!{at}:{at}")
        self.misplaced = not_first(table, f"{sheet.name}!{at}:{at}", at)
        self.blank = [index for index, heading in enumerate(headings) if not heading]
        first = self.headings.known.get(table.columns[0].field)
        below = enumerate(sheet.rows[at:], start=at + 1)
        numbered = [(number, row) for number, row in below if any(map(_filled, row))]
        if first is not None:
            numbered = [(number, row) for number, row in numbered if not is_example(cell_text(row[first]))]
        self.numbers = [number for number, _ in numbered]
        self.rows = [row for _, row in numbered]
        self.origin = SheetOrigin(sheet.name, self.numbers, dict(self.headings.known))
        self.reported = frozenset(self._cells([*sheet.marks.formulas, *sheet.marks.errors]))

    def read(self, faults: list[Fault]) -> TableText:
        """The table; faults of its headings and cells are added to ``faults``."""
        faults += self.misplaced
        faults += self.headings.faults
        faults += self._without_heading()
        known = {field: self._column(self.table.column[field], index, faults) for field, index in self._known()}
        unknown = {
            name: [cell_text(row[index]).strip() for row in self.rows] for name, index in self.headings.unknown.items()
        }
        count = len(self.rows)
        frame = frame_of(self.table, known, count)
        extra = extra_of(unknown, count)
        return TableText(self.table, frame, extra, self.origin, self.headings.missing, self.reported)

    def _known(self) -> list[tuple[str, int]]:
        return list(self.headings.known.items())

    def _cells(self, ranges: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Row (0-based, as read) and field of every cell in ranges of one column each, such as ``C7:C20``."""
        field_of = {column_letters(index): field for field, index in self._known()}
        row_of = {number: row for row, number in enumerate(self.numbers)}
        for one in ranges:
            (letters, low), (_, high) = (_CELL.findall(one) * 2)[:2]
            numbers = range(int(low), int(high) + 1)
            yield from ((row_of[number], field_of.get(letters, "")) for number in numbers if number in row_of)

    def _without_heading(self) -> list[Fault]:
        return [
            Fault("no_heading", self.table.name, number, "", f"{self.name}!{column_letters(index)}{number}", "")
            for index in self.blank
            for number, row in zip(self.numbers, self.rows, strict=True)
            if _filled(row[index])
        ][:1]

    def _column(self, column: Column, index: int, faults: list[Fault]) -> list[str]:
        """Texts of a known column; a cell that Excel made a number where digits matter is a fault."""
        cells = [row[index] for row in self.rows]
        texts = [cell.strip() if isinstance(cell, str) else cell_text(cell) for cell in cells]
        for row, cell in enumerate(cells):
            code = "" if isinstance(cell, str) else _fault_of(column, cell, texts[row])
            if code:
                table = TableText(self.table, frame_of(self.table, {}, 0), (), self.origin)
                faults.append(table.fault(code, row, column.field, texts[row]))
                if column.field == "identity_no":
                    texts[row] = ""
        return texts


def _fault_of(column: Column, cell: CellValue, text: str) -> str:
    """Code of what Excel made of a cell that was to be text, ``""`` if nothing."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return "id_is_no_text" if column.codec.digits_matter else ""
    if column.field == "identity_no":
        return "identity_as_number"
    if column.codec.digits_matter:
        return "id_as_number"
    return "digits_lost" if not column.codec.numeric and len(text) > MOST_EXACT_DIGITS else ""


def _filled(cell: CellValue) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True
