"""``plan.xlsx``: the plan as a workbook that people read, edit by hand and have checked again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from data.plan_files.sheets import LEFT, OVERVIEW, PANELS, SESSIONS, SHEETS, UNPLACED, Sheet
from data.plan_files.tables import Cell, Tables
from data.season_files.excel_writer import MOST_TEXT
from solver.domain.plan import Plan
from solver.domain.vocabulary import Role, Selection, Severity
from solver.explain.words import ROLES, SELECTIONS, SEVERITIES, Lang, pick
from solver.rules.brief import Brief

NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zone
"""Said to be when a workbook was made, so that the same plan gives the same bytes."""
HEADING_ROW = 1
"""Row of the headings, from 0; above it one line says how to read the sheet."""
INK, PAPER, QUIET, WARN = "#1F3A5F", "#F3F6FA", "#8A94A3", "#FBE9E7"
STRIPES = ({"bg_color": "#FFFFFF"}, {"bg_color": PAPER})


class Styles:
    """Cell formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        head = {**base, "bold": True, "font_color": "white", "border": 1, "border_color": "#D5DCE5", "text_wrap": True}
        self.note = book.add_format({**base, "italic": True, "font_color": QUIET})
        self.editable = book.add_format({**head, "bg_color": INK})
        self.read_only = book.add_format({**head, "bg_color": QUIET})
        lines = {**base, "bottom": 1, "bottom_color": "#E3E8EF", "text_wrap": True}
        self.text = tuple(book.add_format({**lines, **stripe, "num_format": "@"}) for stripe in STRIPES)
        self.number = tuple(book.add_format({**lines, **stripe, "num_format": "0.####"}) for stripe in STRIPES)
        self.warning = book.add_format({"bg_color": WARN, "font_color": "#B3261E"})


def write_plan_excel(plan: Plan, brief: Brief, path: Path, lang: Lang = "zh") -> None:
    """Write ``plan`` as a workbook: what may be edited under dark headings, what follows from it under grey ones."""
    tables = Tables(plan, brief, lang)
    with Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": NO_MOMENT})
        styles = Styles(book)
        for sheet in SHEETS:
            _write_sheet(book.add_worksheet(pick(sheet.name, lang)), sheet, tables, styles)


def _write_sheet(page: Worksheet, sheet: Sheet, tables: Tables, styles: Styles) -> None:
    page.write_string(0, 0, pick(sheet.note, tables.lang), styles.note)
    for at, column in enumerate(sheet.columns):
        head = styles.editable if column.editable else styles.read_only
        page.write_string(HEADING_ROW, at, pick(column.heading, tables.lang), head)
        page.set_column(at, at, column.width)
    last = HEADING_ROW
    for last, row in enumerate(tables.rows(sheet.key), start=HEADING_ROW + 1):
        for at, column in enumerate(sheet.columns):
            _write_cell(page, (last, at), row.get(column.field, ""), styles)
    page.freeze_panes(HEADING_ROW + 1, 0 if sheet is OVERVIEW else 1)
    page.autofilter(HEADING_ROW, 0, max(last, HEADING_ROW + 1), len(sheet.columns) - 1)
    page.set_row(HEADING_ROW, 30)
    page.hide_gridlines(2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING_ROW)
    _choices(page, sheet, max(last, HEADING_ROW + 1), tables.lang)
    if sheet.key == "findings":
        first, advice = HEADING_ROW + 2, pick(SEVERITIES[Severity.ADVISORY], tables.lang)
        criteria = f'=AND($A{first}<>"",$B{first}<>"{advice}",$G{first}="")'  # hard, and not overridden
        hard = {"type": "formula", "criteria": criteria, "format": styles.warning}
        page.conditional_format(HEADING_ROW + 1, 0, max(last, HEADING_ROW + 1), 1, hard)


def _write_cell(page: Worksheet, at: tuple[int, int], value: Cell, styles: Styles) -> None:
    stripe = (at[0] - HEADING_ROW) % 2
    if isinstance(value, str):  # never write(): a text that begins with "=" must not become a formula
        shown = value if len(value) <= MOST_TEXT else value[: MOST_TEXT - 1] + "…"
        page.write_string(*at, shown, styles.text[stripe])
    else:
        page.write_number(*at, value, styles.number[stripe])


def _choices(page: Worksheet, sheet: Sheet, last: int, lang: Lang) -> None:
    """Drop-downs where a cell takes one of a few words."""
    offered = {
        (PANELS.key, "role"): [pick(ROLES[role], lang) for role in Role],
        (SESSIONS.key, "selection"): [pick(SELECTIONS[way], lang) for way in Selection],
        (UNPLACED.key, "kind"): [pick(kind, lang) for kind in LEFT.values()],
    }
    for (key, field), words in offered.items():
        if key == sheet.key:
            at = sheet.column(field)
            page.data_validation(HEADING_ROW + 1, at, last + 200, at, {"validate": "list", "source": words})
