"""A season as a folder of CSV files, one per table (``专家库.csv`` or ``experts.csv``), UTF-8 or GBK."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data.season_files.columns import table_named
from data.season_files.entities import extra_headings, tables_of
from data.season_files.fault_list import FaultList
from data.season_files.places import FileOrigin
from data.season_files.strangers import stray_table
from data.season_files.table import Table
from data.season_files.table_text import (
    HEADINGS_WITHIN,
    TableText,
    extra_of,
    frame_of,
    heading_row,
    is_example,
    not_first,
    read_headings,
)
from solver.domain.faults import Fault
from solver.domain.season import Season

MOST_TEXT = 1 << 20
_WOULD_RUN = re.compile(r"'*[=+\-@＝＋－＠]")
"""What a spreadsheet runs as a formula when it opens a CSV file, in letters of full width too where Excel speaks
Chinese; such a text is written with ' before it."""


def write_folder(season: Season, folder: Path) -> None:
    """Write every table of a season into an existing folder (UTF-8 with a mark, so that Excel reads it)."""
    for text in tables_of(season):
        unknown = extra_headings(text.extra)
        with (folder / f"{text.table.sheet}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(column.heading for column in text.table.columns), *map(_guarded, unknown)])
            for row, pairs in zip(text.frame.itertuples(index=False), text.extra, strict=True):
                extra = dict(pairs)
                writer.writerow([_guarded(cell) for cell in (*row, *(extra.get(name, "") for name in unknown))])


def _guarded(text: str) -> str:
    return f"'{text}" if _WOULD_RUN.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _WOULD_RUN.match(text) else text


def season_files_only(folder: Path) -> bool:
    """Whether a folder holds nothing but tables of a season."""
    return all(one.suffix.lower() == ".csv" and table_named(one.stem) for one in folder.iterdir())


def read_folder(folder: Path) -> tuple[list[TableText], list[Fault]]:
    """Tables of a folder, as text, and every fault of form; files that are no CSV are left alone."""
    tables: dict[str, TableText] = {}
    faults = FaultList()
    for path in sorted(one for one in folder.iterdir() if _is_table_file(one)):
        table = table_named(path.stem)
        text = _decoded(path.read_bytes())
        unreadable: list[Fault] = []
        rows = _rows(path.name, table.name if table else "", text, unreadable)
        if table is None:
            faults += stray_table(path.stem, path.name, rows[0][1] if rows else ())
        elif table.name in tables:
            faults.append(Fault("table_twice", table.name, place=path.name, value=path.name))
        elif text is None:
            faults += unreadable
            tables[table.name] = _nothing_of(table, path.name)
        else:
            faults += unreadable
            tables[table.name] = replace(_table(table, path.name, rows, faults), whole=not unreadable)
    return list(tables.values()), faults


def _is_table_file(path: Path) -> bool:
    """Whether a file is a CSV of its user; what a program keeps beside one that is open (``~$…``) is not."""
    return path.suffix.lower() == ".csv" and not path.name.startswith(("~$", "."))


def _nothing_of(table: Table, file: str) -> TableText:
    """A table of whose file nothing could be read."""
    return TableText(table, frame_of(table, {}, 0), (), FileOrigin(file, ()), frozenset(table.column), whole=False)


def _rows(file: str, table: str, text: str | None, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """Rows of a file with the line each begins on; blank ones dropped."""
    if text is None:
        faults.append(Fault("encoding", table, place=file))
        return []
    csv.field_size_limit(MOST_TEXT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            stripped = [_unguarded(cell.replace("\r\n", "\n").replace("\r", "\n").strip()) for cell in cells]
            if any(stripped):
                rows.append((line, stripped))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault("csv_syntax", table, line, place=f"{file}:{line}", value=str(error)))
    return rows


def _delimiter(text: str) -> str:
    """The comma, unless the first line has none and holds tabs or semicolons (some programs write these)."""
    first = text.lstrip().partition("\n")[0]
    return "," if "," in first else max(",\t;", key=first.count)


def _decoded(content: bytes) -> str | None:
    """Text of a file in UTF-8, in UTF-16 with its mark, or in GBK (what Excel in Chinese writes); None if in none."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _table(table: Table, file: str, rows: Sequence[tuple[int, list[str]]], faults: list[Fault]) -> TableText:
    top = heading_row(table, [cells for _, cells in rows[:HEADINGS_WITHIN]])
    heading_line, headings = rows[top] if rows else (1, [])
    where = f"{file}:{heading_line}"
    found = read_headings(table, headings, [where] * len(headings), where)
    faults += not_first(table, where, heading_line) if top else []
    faults += found.faults
    first = found.known.get(table.columns[0].field)
    body = [(line, _padded(cells, len(headings))) for line, cells in rows[top + 1 :]]
    body = [(line, cells) for line, cells in body if first is None or not is_example(cells[first])]
    faults += [
        Fault("no_heading", table.name, line, "", f"{file}:{line}", "")
        for line, cells in body
        if any(cell and (index >= len(headings) or not headings[index]) for index, cell in enumerate(cells))
    ]
    columns = {field: [cells[index] for _, cells in body] for field, index in found.known.items()}
    unknown = {name: [cells[index] for _, cells in body] for name, index in found.unknown.items()}
    frame = frame_of(table, columns, len(body))
    origin = FileOrigin(file, [line for line, _ in body])
    return TableText(table, frame, extra_of(unknown, len(body)), origin, found.missing)


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
