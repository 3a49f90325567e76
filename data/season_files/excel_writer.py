"""Writes a season as a workbook: one sheet per table, texts as texts, never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from data.season_files.entities import extra_headings, tables_of
from data.season_files.table import Column, Table
from data.season_files.table_text import TableText
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_TEXT = 32_767
"""Characters that one cell of Excel holds."""


def write_excel(season: Season, path: Path) -> None:
    """Write a season as a workbook; raises InputError for a text that no cell can hold."""
    import xlsxwriter

    tables = tables_of(season)
    faults = [fault for table in tables for fault in _too_long(table)]
    if faults:
        raise InputError(faults)
    with xlsxwriter.Workbook(path) as book:
        formats = SheetFormats(book)
        for table in tables:
            sheet = new_sheet(book, table.table, formats, extra_headings(table.extra))
            _write_rows(sheet, table)


def _too_long(table: TableText) -> list[Fault]:
    return [
        table.fault("text_too_long", row, field, text[:20], limit=str(MOST_TEXT))
        for field in table.frame.columns
        for row, text in enumerate(table.frame[field])
        if len(text) > MOST_TEXT
    ]


class SheetFormats:
    """The formats of every sheet: headings (required ones stand out), text cells and the explained example row."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        look = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        self.heading: Format = book.add_format(look | {"bg_color": "#E8EEF4"})
        self.required: Format = book.add_format(look | {"bg_color": "#FCE4D6"})
        self.text: Format = book.add_format({"num_format": "@"})
        self.number: Format = book.add_format({"num_format": "General"})
        self.example: Format = book.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": "@"})


def new_sheet(book: xlsxwriter.Workbook, table: Table, formats: SheetFormats, unknown: Sequence[str] = ()) -> Worksheet:
    """A sheet with the headings of ``table``, then of the ``unknown`` columns; cells are text unless numbers."""
    sheet = book.add_worksheet(table.sheet)
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(table.columns):
        heading = formats.required if table.required(column.field) else formats.heading
        sheet.write_string(0, index, column.heading, heading)
        sheet.set_column(index, index, _width(column), formats.number if column.codec.numeric else formats.text)
    for index, name in enumerate(unknown, start=len(table.columns)):
        sheet.write_string(0, index, name, formats.heading)
        sheet.set_column(index, index, 14, formats.text)
    return sheet


def _width(column: Column) -> float:
    widest = max(2 * len(column.heading), len(column.example.encode("gb18030")), 8)
    return min(widest + 2, 40)


def _write_rows(sheet: Worksheet, table: TableText) -> None:
    for index, column in enumerate(table.table.columns):
        texts = table.frame[column.field].tolist()
        for row, text in enumerate(texts, start=1):
            if text:
                write_cell(sheet, row, index, column, text)
    headings = extra_headings(table.extra)
    position = {name: index for index, name in enumerate(headings, start=len(table.table.columns))}
    for row, pairs in enumerate(table.extra, start=1):
        for name, text in pairs:
            sheet.write_string(row, position[name], text)


def write_cell(sheet: Worksheet, row: int, column_index: int, column: Column, text: str) -> None:
    """Write one cell: a number where Excel keeps every digit of it, else text."""
    if column.codec.numeric and float(f"{float(text):.15g}") == float(text):
        sheet.write_number(row, column_index, float(text))
    else:
        sheet.write_string(row, column_index, text)
