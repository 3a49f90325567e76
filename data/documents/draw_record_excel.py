"""The draw record as a workbook, ready to be printed and signed; texts as texts, never a formula."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from data.documents.draw_record import DrawRecord, Table
from data.plan_files.plan_excel import Styles

WIDTHS = {"value": 70.0, "reason": 60.0, "employer": 26.0, "specialty": 24.0, "step": 34.0, "number": 6.0, "leaf": 9.0}
USUAL = 14.0
"""Width of a column, in characters."""


def draw_record_workbook(record: DrawRecord) -> bytes:
    """The workbook: result with facts and room for signatures on the first sheet, the other tables each on its own."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        styles = Styles(book)
        for number, table in enumerate(record.tables):
            page = book.add_worksheet(table.name)
            page.set_landscape()
            page.set_paper(9)  # A4
            page.fit_to_pages(1, 0)
            page.hide_gridlines(2)
            page.write_string(0, 0, f"{record.title}（{record.note}）", styles.note)
            row = _facts(page, record, styles) if number == 0 else 2
            row = _table(page, table, row, styles)
            if number == 0:
                _signatures(page, record, row + 1, styles)
    return made.getvalue()


def _facts(page: Worksheet, record: DrawRecord, styles: Styles) -> int:
    for row, (heading, text) in enumerate(record.facts, start=2):
        page.write_string(row, 1, heading, styles.read_only)
        page.write_string(row, 2, text)
    return len(record.facts) + 3


def _table(page: Worksheet, table: Table, top: int, styles: Styles) -> int:
    for at, (field, heading) in enumerate(table.columns):
        page.write_string(top, at, heading, styles.editable)
        page.set_column(at, at, WIDTHS.get(field, USUAL))
    for row, cells in enumerate(table.rows, start=top + 1):
        for at, (field, _) in enumerate(table.columns):
            page.write_string(row, at, cells.get(field, ""), styles.text[row % 2])
    page.repeat_rows(top)
    return top + len(table.rows) + 1


def _signatures(page: Worksheet, record: DrawRecord, top: int, styles: Styles) -> None:
    for row, text in enumerate(record.signatures, start=top):
        page.set_row(row, 36)  # room for a hand
        page.write_string(row, 1, text, styles.read_only)
        page.write_string(row, 2, "＿" * 16)
