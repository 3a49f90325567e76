"""Faults of a workbook as a whole: sheets, columns, what a reader of values cannot see, and files that are none."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.season_files import workbook_child
from data.season_files.season_file import read_season, write_season
from tests.builders import complete_season
from tests.data.season_files.sheets import faults_of, found, grids_of, put, save_workbook


def dressed(tmp_path: Path, name: str, dress: Callable[[Worksheet], None]) -> Path:
    """The complete season with one sheet changed by ``dress``."""

    def only(sheet: str, worksheet: Worksheet) -> None:
        if sheet == name:
            dress(worksheet)

    return save_workbook(tmp_path / "season.xlsx", grids_of(complete_season()), only)


def formulas(sheet: Worksheet) -> None:
    sheet.write_formula("B2", '="集"&"团"', None, "集团")
    sheet.write_formula("B3", '="设计院"', None, "设计院")
    sheet.write_formula("D3", '="沈阳"', None, "沈阳")


DRESSES = [
    ("单位", formulas, [("formula", "单位!B2:B3", "B2:B3"), ("formula", "单位!D3", "D3")]),
    ("单位", lambda sheet: sheet.merge_range("D2:D3", "沈阳"), [("merged_cells", "单位!D2:D3", "D2:D3")]),
    ("人员", lambda sheet: sheet.set_row(2, None, None, {"hidden": True}), [("hidden_cells", "人员!3:3", "3:3")]),
    ("人员", lambda sheet: sheet.set_column("B:C", 8, None, {"hidden": True}), [("hidden_cells", "人员!B:C", "B:C")]),
    ("人员", lambda sheet: sheet.hide(), [("hidden_sheet", "人员", "")]),
]


@pytest.mark.parametrize(("name", "dress", "faults"), DRESSES)
def test_what_people_cannot_see_or_did_not_type(
    tmp_path: Path, name: str, dress: Callable[[Worksheet], None], faults: list[tuple[str, str, str]]
) -> None:
    got = found(dressed(tmp_path, name, dress))
    assert [one for one in got if one[0] == faults[0][0]] == faults


def test_hidden_rows_and_columns_that_hold_nothing_are_no_fault(tmp_path: Path) -> None:
    def beyond(sheet: Worksheet) -> None:
        sheet.set_default_row(hide_unused_rows=True)
        sheet.set_column("X:XFD", 8, None, {"hidden": True})

    assert read_season(dressed(tmp_path, "人员", beyond)) == complete_season()


def test_error_values(tmp_path: Path) -> None:
    path = save_workbook(tmp_path / "season.xlsx", grids_of(complete_season()))
    shared = "xl/worksheets/sheet4.xml"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts[shared].decode()
    start = sheet.index('<c r="E2"')
    end = sheet.index("</c>", start) + 4
    parts[shared] = (sheet[:start] + '<c r="E2" t="e"><v>#N/A</v></c>' + sheet[end:]).encode()
    rewrite(path, parts)
    assert found(path) == [("error_value", "单位!E2", "E2")]


def rewrite(path: Path, parts: dict[str, bytes]) -> Path:
    """A zip of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def test_missing_sheets_and_columns(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    del grids["会场"], grids["评审会"], grids["指定与禁止"]  # may be absent
    del grids["核准备案"]
    for row in grids["人员"]:
        del row[1]
    put(grids, "专家库!B1", "人员编码")
    faults = {
        (fault.code, fault.table, fault.field): fault for fault in faults_of(save_workbook(tmp_path / "s.xlsx", grids))
    }
    assert set(faults) == {
        ("missing_table", "filings", ""),
        ("missing_column", "persons", "name"),
        ("missing_column", "experts", "person"),
    }
    assert faults["missing_column", "persons", "name"].place == "人员!1:1"
    assert dict(faults["missing_column", "experts", "person"].facts)["similar"] == "人员编码"


def test_missing_optional_columns_take_their_defaults(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    for row in grids["评审年度"]:
        del row[4]
    season = read_season(save_workbook(tmp_path / "season.xlsx", grids))
    assert season.header.half_days == 2


def test_columns_and_sheets_that_come_twice(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "人社部门!G1", "region")
    grids["Rooms"] = grids["会场"]
    assert found(save_workbook(tmp_path / "season.xlsx", grids)) == [
        ("column_twice", "人社部门!G1", "region"),
        ("table_twice", "Rooms", "Rooms"),
    ]


def test_content_without_a_heading(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "会场!I2", "靠窗")
    assert found(save_workbook(tmp_path / "season.xlsx", grids)) == [("no_heading", "会场!I2", "")]


def test_a_title_above_the_headings_is_one_fault(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    grids["专家库"].insert(0, ["2026 年专家库"])
    put(grids, "专家库!G3", "在岗")
    assert found(save_workbook(tmp_path / "season.xlsx", grids)) == [
        ("headings_not_first", "专家库!2:2", "2"),
        ("unknown_word", "专家库!G3", "在岗"),
    ]


def test_a_workbook_without_any_table(tmp_path: Path) -> None:
    assert found(save_workbook(tmp_path / "season.xlsx", {"值班": [["谁"]]})) == [("no_tables", "season.xlsx", "")]


def test_a_misspelt_table_is_not_missing_besides(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    grids["人员表"] = grids.pop("人员")
    assert found(save_workbook(tmp_path / "season.xlsx", grids)) == [("stray_table", "人员表", "人员表")]


def test_own_sheets_are_left_alone_and_misspelt_ones_are_asked_about(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    grids["值班安排"] = [["日期", "谁"], ["周一", "张三"]]
    assert read_season(save_workbook(tmp_path / "own.xlsx", grids)) == complete_season()
    grids["会场表"] = grids.pop("会场")
    grids["Sheet1"] = grids.pop("推荐人")
    faults = faults_of(save_workbook(tmp_path / "misspelt.xlsx", grids))
    asked = [(fault.place, dict(fault.facts)["similar"]) for fault in faults if fault.code == "stray_table"]
    assert asked == [("会场表", "会场"), ("Sheet1", "推荐人")]


def test_english_headings_and_sheet_names(tmp_path: Path) -> None:
    from data.season_files.columns import ALL_TABLES

    grids = grids_of(complete_season())
    for table in ALL_TABLES:
        grid = grids.pop(table.sheet)
        grid[0][: len(table.columns)] = [column.field.upper() for column in table.columns]
        grids[table.name] = grid
    assert read_season(save_workbook(tmp_path / "season.xlsx", grids)) == complete_season()


def test_columns_in_another_order(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    grids["申报"] = [[*row[5:19], *row[:5], *row[19:]] for row in grids["申报"]]
    assert read_season(save_workbook(tmp_path / "season.xlsx", grids)) == complete_season()


# --- files that are no workbook, or no safe one ---------------------------------------------------------------------


def docx(path: Path) -> None:
    rewrite(path, {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


def encrypted(path: Path) -> None:
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"))


def old_excel(path: Path) -> None:
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "Workbook".encode("utf-16-le"))


def bomb(path: Path) -> None:
    """300 MB of spaces inside the sheet of a workbook of less than 1 MB."""
    rewrite(path, {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 300_000_000})
    assert path.stat().st_size < 743_000


def cut(path: Path) -> None:
    write_season(complete_season(), path)
    path.write_bytes(path.read_bytes()[:-2_000])


def broken_xml(path: Path) -> None:
    write_season(complete_season(), path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    rewrite(path, parts | {"xl/worksheets/sheet4.xml": b"<worksheet><sheetData><row><c><f>1</f>"})


def far_cell(path: Path) -> None:
    """One cell in the last row and column: a dense reader would need hundreds of gigabytes."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("人员")
        sheet.write_string("A1", "编号")
        sheet.write_string("XFD1048576", "x")


FILES = [
    (lambda path: path.write_bytes(b""), "empty_file"),
    (lambda path: path.write_text("编号,姓名\n", encoding="utf-8"), "not_a_workbook"),
    (docx, "not_a_workbook"),
    (encrypted, "password_protected"),
    (old_excel, "old_excel"),
    (bomb, "zip_bomb"),
    (cut, "damaged_workbook"),
    (broken_xml, "damaged_workbook"),
    (far_cell, "workbook_too_large"),
]


@pytest.mark.parametrize(("make", "code"), FILES, ids=[getattr(make, "__name__", code) for make, code in FILES])
def test_files_that_cannot_be_opened(tmp_path: Path, make: Callable[[Path], None], code: str) -> None:
    path = tmp_path / "season.xlsx"
    make(path)
    (fault,) = faults_of(path)
    assert (fault.code, fault.place) == (code, "season.xlsx")


def test_a_renamed_docx_is_called_one(tmp_path: Path) -> None:
    docx(tmp_path / "season.xlsx")
    (fault,) = faults_of(tmp_path / "season.xlsx")
    assert fault.facts == (("kind", "Word"),)


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "season.xlsx"
    write_season(complete_season(), path)
    monkeypatch.setattr(workbook_child, "MOST_SECONDS", 0.001)
    assert found(path) == [("workbook_too_large", "season.xlsx", "")]


def test_unknown_suffix_and_absent_file(tmp_path: Path) -> None:
    path = tmp_path / "season.ods"
    path.write_bytes(b"PK\x03\x04")
    assert found(path) == [("unknown_suffix", "season.ods", ".ods")]
    with pytest.raises(FileNotFoundError):
        read_season(tmp_path / "absent.xlsx")
