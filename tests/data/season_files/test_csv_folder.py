"""A folder of CSV files: encodings, lines, and what spreadsheets would run."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.season_files.season_file import read_season, write_season
from solver.errors import InputError
from tests.builders import complete_season
from tests.data.season_files.sheets import faults_of, found, grids_of, put, save_folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_files_of_excel_in_chinese(tmp_path: Path, encoding: str) -> None:
    assert read_season(save_folder(tmp_path / "season", grids_of(complete_season()), encoding)) == complete_season()


def test_unicode_text_of_excel_with_tabs(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    folder = save_folder(tmp_path / "season", grids)
    for path in folder.iterdir():
        with path.open("w", encoding="utf-16", newline="") as file:
            csv.writer(file, delimiter="\t").writerows(grids[path.stem])
    assert read_season(folder) == complete_season()


def test_a_table_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    folder = save_folder(tmp_path / "season", grids_of(complete_season()))
    (folder / "人员.csv").write_bytes(b"\xff\xff\x00\x01")
    (folder / "单位.csv").write_text('编号,名称\n"007,集团\n', encoding="utf-8")
    (folder / "~$人员.csv").write_bytes(b"")
    assert [(code, place) for code, place, _ in found(folder)] == [
        ("encoding", "人员.csv"),
        ("csv_syntax", "单位.csv:2"),
    ]


def test_english_file_names_and_files_that_are_no_table(tmp_path: Path) -> None:
    folder = save_folder(tmp_path / "season", grids_of(complete_season()))
    (folder / "会场.csv").rename(folder / "rooms.CSV")
    (folder / "备忘.csv").write_bytes(b"\xff\xfe\x00anything")
    (folder / "readme.txt").write_text("x", encoding="utf-8")
    assert read_season(folder) == complete_season()


def test_faults_name_the_file_and_the_line_where_the_row_begins(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "人员!D4", "U9")  # after P2, whose department takes two lines: rows begin on 1, 2, 3 and 5
    assert found(save_folder(tmp_path / "season", grids)) == [("dangling", "人员.csv:5:employer", "U9")]


def test_more_cells_than_headings(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    grids["参数"][1].append("多出来的")
    assert found(save_folder(tmp_path / "season", grids)) == [("no_heading", "参数.csv:2", "")]


def test_rows_that_end_early_are_empty_there(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    grids["申报"][2] = grids["申报"][2][:6]
    season = read_season(save_folder(tmp_path / "season", grids))
    assert season.application["D2"] == complete_season().application["D2"]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    folder = save_folder(tmp_path / "season", grids_of(complete_season()))
    (folder / "会场.csv").write_bytes(b"\xff\xff\x00\x01")
    assert ("encoding", "会场.csv", "") in found(folder)


def test_quotation_marks_that_do_not_pair(tmp_path: Path) -> None:
    folder = save_folder(tmp_path / "season", grids_of(complete_season()))
    (folder / "推荐人.csv").write_text('申报,人员,层级\nD1,P2,正高级\nD2,"P2"x,正高级\n', encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.code, fault.place) == ("csv_syntax", "推荐人.csv:3")


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    folder = save_folder(tmp_path / "season", grids_of(complete_season()))
    (folder / "推荐人.csv").write_bytes(b"")
    missing = [(fault.code, fault.field, fault.place) for fault in faults_of(folder)]
    assert missing == [("missing_column", name, "推荐人.csv:1") for name in ("application", "person", "level")]


def test_no_cell_begins_like_a_formula(tmp_path: Path) -> None:
    write_season(complete_season(), tmp_path / "season")
    persons = (tmp_path / "season" / "人员.csv").read_text(encoding="utf-8-sig")
    assert """P2,"'=HYPERLINK(""x"",""李四"")",""" in persons
    assert """"'-1\n第二行""" in persons


def test_a_folder_with_other_files_is_not_written_into(tmp_path: Path) -> None:
    folder = tmp_path / "season"
    folder.mkdir()
    (folder / "合同.docx").write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        write_season(complete_season(), folder)
    assert [fault.code for fault in caught.value.faults] == ["folder_not_ours"]
    assert [one.name for one in folder.iterdir()] == ["合同.docx"]


def test_an_earlier_season_in_the_folder_is_replaced_whole(tmp_path: Path) -> None:
    folder = save_folder(tmp_path / "season", grids_of(complete_season()))
    (folder / "会场.csv").rename(folder / "rooms.csv")
    write_season(complete_season(), folder)
    assert not (folder / "rooms.csv").exists()
    assert read_season(folder) == complete_season()
    assert [one.name for one in tmp_path.iterdir()] == ["season"]
