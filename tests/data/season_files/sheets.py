"""Seasons as grids of cells, so that a test can spoil one cell and write the workbook, folder or document again."""

from __future__ import annotations

import csv
import re
import string
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.season_files.columns import ALL_TABLES
from data.season_files.entities import extra_headings, tables_of
from data.season_files.season_file import read_season
from data.season_files.sentences import EXPECTED, HINTS, SENTENCES, fault_sentence
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError

Grid = list[list[object]]
Grids = dict[str, Grid]


def grids_of(season: Season) -> Grids:
    """Every table as rows of cells under a row of Chinese headings, extra columns last."""
    grids: Grids = {}
    for text in tables_of(season):
        unknown = extra_headings(text.extra)
        rows: Grid = [[*(column.heading for column in text.table.columns), *unknown]]
        for cells, pairs in zip(text.frame.itertuples(index=False), text.extra, strict=True):
            extra = dict(pairs)
            rows.append([*cells, *(extra.get(name, "") for name in unknown)])
        grids[text.table.sheet] = rows
    return grids


def position(cell: str) -> tuple[int, int]:
    """0-based row and column of an A1 name (columns A to Z)."""
    match = re.fullmatch(r"([A-Z])([0-9]+)", cell)
    assert match
    return int(match[2]) - 1, ord(match[1]) - 65


def put(grids: Grids, place: str, value: object) -> None:
    """Put ``value`` into a cell named ``sheet!A1``; rows and columns grow as needed."""
    sheet, _, cell = place.partition("!")
    row, column = position(cell)
    grid = grids[sheet]
    while len(grid) <= row:
        grid.append([""] * len(grid[0]))
    grid[row] += [""] * (column + 1 - len(grid[row]))
    grid[row][column] = value


def save_workbook(path: Path, grids: Mapping[str, Grid], dress: Callable[[str, Worksheet], None] | None = None) -> Path:
    """Write grids as a workbook; numbers and dates as such; ``dress`` may merge, hide or add formulas per sheet."""
    with xlsxwriter.Workbook(path) as book:
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, grid in grids.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(grid):
                for column, cell in enumerate(cells):
                    match cell:
                        case bool():
                            sheet.write_boolean(row, column, cell)
                        case int() | float():
                            sheet.write_number(row, column, cell)
                        case datetime():
                            sheet.write_datetime(row, column, cell.replace(tzinfo=None), day_format)
                        case date():
                            sheet.write_datetime(row, column, cell, day_format)
                        case str() if cell:
                            sheet.write_string(row, column, cell)
            if dress:
                dress(name, sheet)
    return path


def save_folder(folder: Path, grids: Mapping[str, Grid], encoding: str = "utf-8") -> Path:
    """Write grids as a folder of CSV files."""
    folder.mkdir()
    for name, grid in grids.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(grid)
    return folder


def faults_of(path: Path) -> tuple[Fault, ...]:
    """Every fault of a file that cannot be read; each is checked to have whole sentences in both languages."""
    with pytest.raises(InputError) as caught:
        read_season(path)
    for fault in caught.value.faults:
        assert_said(fault)
    return caught.value.faults


def assert_said(fault: Fault) -> None:
    """The sentences of a fault name its place and leave no blank."""
    facts = dict(fault.facts)
    for template, lang in zip(SENTENCES[fault.code], ("zh", "en"), strict=True):
        sentence = fault_sentence(fault, "zh" if lang == "zh" else "en")
        assert sentence.startswith(fault.place + ("：" if lang == "zh" else ": "))
        used = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        blanks = used - {"value", "sheet", "column", "tables"} - {name for name, text in facts.items() if text}
        assert not blanks, (fault, template)
        assert "value" not in used or fault.value, fault
        words = {name: EXPECTED.get(text, text) if lang == "zh" else text for name, text in facts.items()}
        assert all(text in sentence for name, text in words.items() if name in used | set(HINTS))


def found(path: Path) -> list[tuple[str, str, str]]:
    """Code, place and value of every fault of a file."""
    return [(fault.code, fault.place, fault.value) for fault in faults_of(path)]


SHEETS = [table.sheet for table in ALL_TABLES]
