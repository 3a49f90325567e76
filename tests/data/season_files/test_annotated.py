"""The workbook to correct: every fault in its cell and in the list, whatever form was sent, and nothing that runs."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from data.season_files.season_file import write_season
from data.season_files.strangers import FAULT_LIST
from data.season_files.upload import read_upload
from tests.builders import small_season
from tests.data.season_files.sheets import Grids, grids_of, put, save_folder, save_workbook

WRONG_CELLS = {
    "专家库!G2": ("好", "unknown_word"),
    "专家库!B3": ("P-nobody", "dangling"),
    "人员!F2": ("不知道", "bad_date"),
}
"""Cells of the sample that are spoilt: status and person of an expert, birthday of a person."""


def spoilt() -> Grids:
    """The sample as grids, with what is wrong in it."""
    grids = grids_of(small_season())
    for place, (value, _) in WRONG_CELLS.items():
        put(grids, place, value)
    return grids


def sent_as(form: str, tmp_path: Path) -> Path:
    """The spoilt sample in one of the three forms."""
    path = tmp_path / f"sent.{form}"
    if form == "xlsx":
        return save_workbook(path, spoilt())
    if form == "zip":
        folder = save_folder(tmp_path / "tables", spoilt())
        with zipfile.ZipFile(path, "w") as archive:
            for one in folder.iterdir():
                archive.write(one, one.name)
        return path
    write_season(small_season(), path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["experts"][0]["status"] = "好"
    document["experts"][1]["person"] = "P-nobody"
    document["persons"][0]["born"] = "不知道"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def comments(path: Path) -> dict[str, list[str]]:
    """Commented cells by sheet."""
    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
        for part in archive.namelist():
            relations = re.fullmatch(r"xl/worksheets/_rels/sheet(\d+)\.xml\.rels", part)
            target = relations and re.search(r"\.\./(comments\d+\.xml)", archive.read(part).decode())
            if relations and target:
                cells = re.findall(r'<comment ref="([A-Z]+\d+)"', archive.read(f"xl/{target[1]}").decode())
                found[names[int(relations[1]) - 1]] = cells
    return found


@pytest.mark.parametrize("form", ["xlsx", "zip", "json"])
def test_each_faulty_cell_is_marked_and_listed(tmp_path: Path, form: str) -> None:
    path = tmp_path / "annotated.xlsx"
    read = read_upload(sent_as(form, tmp_path), {}, path)
    assert read.season is None
    assert sorted(fault.code for fault in read.faults) == sorted(code for _, code in WRONG_CELLS.values())
    told = {f"{sheet}!{cell}" for sheet, cells in comments(path).items() for cell in cells}
    assert told == set(WRONG_CELLS)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names[0] == FAULT_LIST
    listed = book.get_sheet_by_name(FAULT_LIST).to_python()[1:]
    assert {(row[1], row[2]) for row in listed} == {(place, value) for place, (value, _) in WRONG_CELLS.items()}
    assert all(str(row[3]).startswith(f"{row[1]}：") and str(row[4]).startswith(f"{row[1]}: ") for row in listed)


@pytest.mark.parametrize("form", ["xlsx", "zip", "json"])
def test_once_corrected_it_reads_as_the_season(tmp_path: Path, form: str) -> None:
    path = tmp_path / "annotated.xlsx"
    read_upload(sent_as(form, tmp_path), {}, path)
    right = grids_of(small_season())
    book = CalamineWorkbook.from_path(str(path))
    grids: Grids = {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}
    for place in WRONG_CELLS:
        sheet, _, cell = place.partition("!")
        row, column = int(cell[1:]) - 1, ord(cell[0]) - 65
        put(grids, place, right[sheet][row][column])
    assert read_upload(save_workbook(tmp_path / "again.xlsx", grids), {}).season == small_season()


def test_formulas_and_identity_numbers_do_not_come_back(tmp_path: Path) -> None:
    grids = spoilt()
    put(grids, "人员!B2", '=HYPERLINK("http://example.org","x")')
    put(grids, "人员!C2", "210102197501010010")  # its check digit is wrong
    put(grids, "人员!C3", 210102197501010011.0)
    path = tmp_path / "annotated.xlsx"
    read = read_upload(save_workbook(tmp_path / "sent.xlsx", grids), {}, path)
    assert {"identity_check_digit", "identity_as_number"} <= {fault.code for fault in read.faults}
    with zipfile.ZipFile(path) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in whole
    assert b"HYPERLINK" in whole
    assert not re.search(rb"2101021975010100", whole)


def test_csv_written_for_excel_does_not_run_either(tmp_path: Path) -> None:
    grids = spoilt()
    put(grids, "人员!B2", "=1+1")
    folder = save_folder(tmp_path / "tables", grids)
    with (folder / "人员.csv").open(encoding="utf-8", newline="") as file:
        assert next(row for row in csv.reader(file) if row[1] == "=1+1")
    path = tmp_path / "annotated.xlsx"
    sent = tmp_path / "sent.zip"
    with zipfile.ZipFile(sent, "w") as archive:
        for one in folder.iterdir():
            archive.write(one, one.name)
    read_upload(sent, {}, path)
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
