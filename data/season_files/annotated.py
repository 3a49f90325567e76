"""The workbook to correct: what was sent, each faulty cell coloured with a comment, and a list of all faults first.

A workbook keeps its sheets, rows and columns, so that places are the places in the user's own file; CSV files and JSON
documents become one workbook. Identity numbers are masked in it; texts stay texts, so that nothing in it can run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.season_files.entities import extra_headings
from data.season_files.excel import cell_text
from data.season_files.fault_list import FaultList, more_of
from data.season_files.identity import masked
from data.season_files.places import column_letters
from data.season_files.sentences import fault_sentence
from data.season_files.strangers import FAULT_LIST
from data.season_files.table_text import TableText
from data.season_files.workbook_content import CellValue, Marks, SheetContent
from solver.domain.faults import Fault

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADINGS = ("序号", "位置", "内容", "说明", "In English")
MORE = (
    "另有 {count} 处错误没有列出。请先改正上面的，再发一次",
    "{count} more are not listed. Correct these and send it again",
)
MOST_MARKED = 10_000
"""Cells that get a comment: Excel itself becomes slow beyond; the list has every fault."""
_RANGE = re.compile(r"([A-Z]*)([0-9]*)(?::([A-Z]*)([0-9]*))?")
_Cells = dict[tuple[str, int, int], list[str]]


@dataclass(frozen=True)
class _Place:
    """A cell, 0-based, of a sheet."""

    sheet: str
    row: int
    column: int


def write_annotated(sheets: Sequence[SheetContent], faults: Sequence[Fault], path: Path) -> None:
    """Write ``sheets`` with ``faults``, whose places are cells or ranges of these sheets (or nothing in them)."""
    import xlsxwriter

    sizes = {sheet.name: (len(sheet.rows), max(map(len, sheet.rows), default=0)) for sheet in sheets}
    said: _Cells = defaultdict(list)
    first: dict[Fault, _Place] = {}
    for fault in faults:
        for place in _cells(fault.place, sizes):
            first.setdefault(fault, place)
            if len(said) >= MOST_MARKED:
                break
            said[place.sheet, place.row, place.column].append(fault_sentence(fault, "zh"))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True, "tmpdir": path.parent}
    with xlsxwriter.Workbook(path, options) as book:
        _write_list(book, faults, first)
        wrong = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        for sheet in sheets:
            if sheet.name != FAULT_LIST:
                _write_sheet(book.add_worksheet(_sheet_name(sheet.name)), sheet, said, text, wrong)


def _sheet_name(name: str) -> str | None:
    """``name`` if Excel takes it, else None for one that Excel makes up: a file made by hand may have any."""
    return name if 0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) else None


def content_of(tables: Iterable[TableText], faults: Iterable[Fault]) -> tuple[list[SheetContent], list[Fault]]:
    """Tables of CSV files or of JSON as sheets, and the faults with the places they have there."""
    sheets, cells = [], {}
    for text in tables:
        unknown = extra_headings(text.extra)
        rows: list[list[CellValue]] = [[*(column.heading for column in text.table.columns), *unknown]]
        for values, pairs in zip(text.frame.itertuples(index=False), text.extra, strict=True):
            told = dict(pairs)
            rows.append([*values, *(told.get(name, "") for name in unknown)])
        sheets.append(SheetContent(text.table.sheet, True, rows, Marks()))
        cells[text.table.name] = (text, {text.origin.number(row): row for row in range(len(text.frame))})
    moved = FaultList(_moved(fault, *cells[fault.table]) if fault.table in cells else fault for fault in faults)
    moved.more += more_of(faults)
    return sheets, moved


def _moved(fault: Fault, text: TableText, row_of: dict[int, int]) -> Fault:
    row = row_of.get(fault.row) if fault.row is not None else None
    fields = list(text.table.column)
    letters = column_letters(fields.index(fault.field)) if fault.field in fields else ""
    number = 1 if row is None else row + 2
    if row is None and not letters:
        return replace(fault, place=text.table.sheet)
    return replace(fault, place=f"{text.table.sheet}!{letters or 'A'}{number}")


def _cells(place: str, sizes: dict[str, tuple[int, int]]) -> Iterator[_Place]:
    """Cells of ``sheet!C7``, ``sheet!C7:C20``, ``sheet!7:9`` or ``sheet!C:D`` in the sheet; the first at least."""
    sheet, _, cells = place.rpartition("!")
    match = _RANGE.fullmatch(cells)
    if sheet not in sizes or not match or not cells:
        return
    height, width = sizes[sheet]
    left, top = _index(match[1], 0), int(match[2] or 1) - 1
    last_left, last_top = (match[3], match[4]) if match[3] is not None else (match[1], match[2])
    right, bottom = _index(last_left or "", width - 1), int(last_top or height) - 1
    yield _Place(sheet, top, left)
    for row in range(top, min(bottom, height - 1) + 1):
        for column in range(left, min(right, width - 1) + 1):
            if (row, column) != (top, left):
                yield _Place(sheet, row, column)


def _index(letters: str, otherwise: int) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1 if letters else otherwise


def _write_list(book: xlsxwriter.Workbook, faults: Sequence[Fault], first: dict[Fault, _Place]) -> None:
    sheet = book.add_worksheet(FAULT_LIST)
    sheet.freeze_panes(1, 0)
    heading = book.add_format({"bold": True, "border": 1, "bg_color": "#FFC7CE"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    for column, (name, width) in enumerate(zip(HEADINGS, (6, 24, 24, 70, 70), strict=True)):
        sheet.write_string(0, column, name, heading)
        sheet.set_column(column, column, width)
    for row, fault in enumerate(faults, start=1):
        sheet.write_number(row, 0, row)
        place = first.get(fault)
        if place:
            cell = f"{column_letters(place.column)}{place.row + 1}"
            quoted = place.sheet.replace("'", "''")
            sheet.write_url(row, 1, f"internal:'{quoted}'!{cell}", link, fault.place)
        else:
            sheet.write_string(row, 1, masked(fault.place), wrapped)
        for column, text in ((2, fault.value), (3, fault_sentence(fault, "zh")), (4, fault_sentence(fault, "en"))):
            sheet.write_string(row, column, masked(text), wrapped)
    if more_of(faults):
        zh, en = MORE
        row = len(faults) + 1
        sheet.write_string(row, 3, zh.format(count=more_of(faults)), wrapped)
        sheet.write_string(row, 4, en.format(count=more_of(faults)), wrapped)


def _write_sheet(sheet: Worksheet, content: SheetContent, said: _Cells, text: Format, wrong: Format) -> None:
    marked: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for (name, row, column), told in said.items():
        if name == content.name:
            marked[row][column] = told
    if marked:
        sheet.set_tab_color("#C00000")
    for row in range(max(len(content.rows), *(one + 1 for one in marked)) if marked else len(content.rows)):
        cells = content.rows[row] if row < len(content.rows) else []
        here = marked.get(row, {})
        for column, cell in enumerate(cells):
            if cell != "":
                _write_cell(sheet, row, column, cell, wrong if column in here else text)
        for column, told in here.items():
            if column >= len(cells) or cells[column] == "":
                sheet.write_blank(row, column, None, wrong)
            sheet.write_comment(row, column, "\n".join(told), {"x_scale": 3})


def _write_cell(sheet: Worksheet, row: int, column: int, cell: CellValue, look: Format) -> None:
    """A number stays one where Excel made it one, so that the fault can still be seen; an identity number does not."""
    shown = masked(cell_text(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and "*" not in shown:
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, shown, look)
