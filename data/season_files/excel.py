"""Reads a season from a workbook (.xlsx of Excel, WPS or LibreOffice): a sheet per table, headings in its first row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from data.season_files.columns import table_named
from data.season_files.places import SheetOrigin, column_letters
from data.season_files.strangers import stray_table
from data.season_files.table import Column, Table
from data.season_files.table_text import Headings, TableText, extra_of, frame_of, is_example, read_headings
from data.season_files.workbook_archive import archive_fault
from data.season_files.workbook_child import read_workbook
from data.season_files.workbook_content import CellValue, SheetContent
from solver.domain.faults import Fault
from solver.errors import InputError

MOST_EXACT_DIGITS = 15
"""Excel keeps 15 digits of a number; the rest of a longer one is lost."""


def read_excel(path: Path) -> tuple[list[TableText], list[Fault]]:
    """Tables of a workbook, as text, and every fault of form; raises InputError if it cannot be opened."""
    unsafe = archive_fault(path)
    if unsafe:
        raise InputError([unsafe])
    tables: dict[str, TableText] = {}
    faults: list[Fault] = []
    for sheet in read_workbook(path):
        headings = [cell_text(cell).strip() for cell in sheet.rows[0]] if sheet.rows else []
        table = table_named(sheet.name)
        if table is None:
            faults += stray_table(sheet.name, sheet.name, headings)
        elif table.name in tables:
            faults.append(Fault("table_twice", table.name, place=sheet.name, value=sheet.name))
        else:
            faults += _marked(table, sheet)
            tables[table.name] = _Sheet(table, sheet, headings).read(faults)
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

    def __init__(self, table: Table, sheet: SheetContent, headings: Sequence[str]) -> None:
        self.table = table
        self.name = sheet.name
        places = [f"{sheet.name}!{column_letters(index)}1" for index in range(len(headings))]
        self.headings: Headings = read_headings(table, headings, places, f"{sheet.name}!1:1")
        self.blank = [index for index, heading in enumerate(headings) if not heading]
        first = self.headings.known.get(table.columns[0].field)
        numbered = [(number, row) for number, row in enumerate(sheet.rows[1:], start=2) if any(map(_filled, row))]
        if first is not None:
            numbered = [(number, row) for number, row in numbered if not is_example(cell_text(row[first]))]
        self.numbers = [number for number, _ in numbered]
        self.rows = [row for _, row in numbered]
        self.origin = SheetOrigin(sheet.name, self.numbers, dict(self.headings.known))

    def read(self, faults: list[Fault]) -> TableText:
        """The table; faults of its headings and cells are added to ``faults``."""
        faults += self.headings.faults
        faults += self._without_heading()
        known = {field: self._column(self.table.column[field], index, faults) for field, index in self._known()}
        unknown = {
            name: [cell_text(row[index]).strip() for row in self.rows] for name, index in self.headings.unknown.items()
        }
        count = len(self.rows)
        frame = frame_of(self.table, known, count)
        return TableText(self.table, frame, extra_of(unknown, count), self.origin, self.headings.missing)

    def _known(self) -> list[tuple[str, int]]:
        return list(self.headings.known.items())

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
            if isinstance(cell, str | bool) or not isinstance(cell, int | float):
                continue
            code = _number_fault(column, texts[row])
            if code:
                table = TableText(self.table, frame_of(self.table, {}, 0), (), self.origin)
                faults.append(table.fault(code, row, column.field, texts[row]))
                if column.field == "identity_no":
                    texts[row] = ""
        return texts


def _number_fault(column: Column, text: str) -> str:
    if column.field == "identity_no":
        return "identity_as_number"
    if column.codec.digits_matter:
        return "id_as_number"
    return "digits_lost" if not column.codec.numeric and len(text) > MOST_EXACT_DIGITS else ""


def _filled(cell: CellValue) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True
