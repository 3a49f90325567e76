"""The template: empty, it asks for the season; filled in, it reads as what was filled in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from data.season_files import template
from data.season_files.columns import ALL_TABLES, SEASON
from data.season_files.season_file import read_season
from data.season_files.table import EXAMPLE_MARK, Table
from data.season_files.template import example_cell, write_template
from solver.errors import InputError
from tests.builders import complete_season
from tests.data.season_files.sheets import found, grids_of, save_workbook


def test_the_template_has_every_sheet_heading_and_one_example_row(tmp_path: Path) -> None:
    write_template(tmp_path / "season.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "season.xlsx"))
    assert book.sheet_names == ["说明", *(table.sheet for table in ALL_TABLES)]
    for table in ALL_TABLES:
        headings, example = book.get_sheet_by_name(table.sheet).to_python(skip_empty_area=False)
        assert headings == [column.heading for column in table.columns]
        assert str(example[0]).startswith(EXAMPLE_MARK)


def test_every_column_is_explained_and_every_vocabulary_is_a_drop_down(tmp_path: Path) -> None:
    write_template(tmp_path / "season.xlsx")
    with zipfile.ZipFile(tmp_path / "season.xlsx") as book:
        for number, table in enumerate(ALL_TABLES, start=1):
            comments = book.read(f"xl/comments{number}.xml").decode()
            sheet = book.read(f"xl/worksheets/sheet{number + 1}.xml").decode()
            assert comments.count("<comment ") == len(table.columns)
            lists = [",".join(column.codec.choices) for column in table.columns if column.codec.choices]
            assert sheet.count('type="list"') == len(lists)
            assert all(f'"{one}"' in sheet.replace("&quot;", '"') for one in lists)


def test_the_empty_template_asks_for_the_season_only(tmp_path: Path) -> None:
    write_template(tmp_path / "season.xlsx")
    assert found(tmp_path / "season.xlsx") == [("season_empty", SEASON.sheet, "0")]


def test_the_template_filled_in_below_its_examples(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    for table in ALL_TABLES:
        grids[table.sheet].insert(1, [example_cell(table, index) for index in range(len(table.columns))])
        grids[table.sheet][1] += [""] * (len(grids[table.sheet][0]) - len(table.columns))
    assert read_season(save_workbook(tmp_path / "season.xlsx", grids)) == complete_season()


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_every_example_cell_is_a_valid_one(table: Table) -> None:
    for column in table.columns:
        assert not column.example or column.codec.parse(column.example) is not None
        assert column.example or not table.required(column.field), column.field


def test_a_template_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(book: xlsxwriter.Workbook) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(template, "_guide", fail)
    (tmp_path / "season.xlsx").write_bytes(b"as it was")
    with pytest.raises(OSError, match="disk full"):
        write_template(tmp_path / "season.xlsx")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("season.xlsx", b"as it was")]


def test_a_template_is_a_workbook_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_template(tmp_path / "season.json")
    assert [(fault.code, fault.value) for fault in caught.value.faults] == [("template_suffix", ".json")]
