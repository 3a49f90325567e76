"""plan.xlsx: comes back as written, shows edits, and names the cell of every fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from data.plan_files.excel_reading import editable_part, read_plan_excel
from data.plan_files.plan_excel import write_plan_excel
from data.plan_files.plan_file import read_plan
from data.plan_files.sheets import SHEETS
from data.season_files.season_file import write_season
from solver.domain.calendar import HalfDay
from solver.domain.plan import Alternate
from solver.domain.vocabulary import Role
from solver.errors import InputError
from tests.builders import small_season
from tests.data.plan_files.complete import brief, complete_plan

Edit = tuple[str, str, object]
"""Sheet, cell and the value that a person types there."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The complete plan as a workbook."""
    write_plan_excel(complete_plan(), brief(), tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def edited(path: Path, *edits: Edit, without: str = "") -> Path:
    """The workbook with cells changed, written anew as another program would save it."""
    book = CalamineWorkbook.from_path(str(path))
    copy = path.with_name("edited.xlsx")
    with Workbook(str(copy), {"default_date_format": "yyyy-mm-dd"}) as made:
        for name in book.sheet_names:
            if name == without:
                continue
            page = made.add_worksheet(name)
            for row, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                page.write_row(row, 0, cells)
            for _, cell, value in (edit for edit in edits if edit[0] == name):
                page.write(cell, value)
    return copy


def faults(path: Path) -> dict[str, str]:
    """Fault codes by place."""
    with pytest.raises(InputError) as caught:
        read_plan_excel(path)
    return {fault.place: fault.code for fault in caught.value.faults}


def cell(path: Path, sheet: str, row: int, heading: str) -> str:
    """The text in a row (1 = the first below the headings) under a heading."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return str(rows[1 + row][rows[1].index(heading)])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_comes_back_as_the_plan_it_was(tmp_path: Path, lang: str) -> None:
    write_plan_excel(complete_plan(), brief(), tmp_path / "plan.xlsx", "zh" if lang == "zh" else "en")
    assert read_plan(tmp_path / "plan.xlsx") == editable_part(complete_plan())


def test_saving_it_in_another_program_changes_nothing(path: Path) -> None:
    assert read_plan_excel(edited(path)) == editable_part(complete_plan())


def test_edits_are_seen(path: Path) -> None:
    copy = edited(
        path,
        ("评审会", "E3", date(2026, 10, 19)),
        ("评审会", "F3", "上午"),
        ("评审会", "H3", "R2，R1"),
        ("评委名单", "D3", "E20"),
        ("评委名单", "F4", "委员"),
        ("评委名单", "C14", 4),
        ("申报与主审", "H3", "E04； E05"),
    )
    session = read_plan_excel(copy).sessions[0]
    assert session.start == HalfDay(date(2026, 10, 19), 1)
    assert session.rooms == ("R2", "R1")
    assert (session.panel[0].expert, session.panel[0].role) == ("E20", Role.CHAIR)
    assert session.panel[1].role is Role.MEMBER
    assert session.alternates[0] == Alternate("E12", "G1", 4)
    assert session.cases[0].readers == ("E04", "E05")
    untouched = complete_plan().sessions[0]
    assert session.panel[2:] == untouched.panel[2:]
    assert session.cases[1:] == untouched.cases[1:]


def test_every_fault_with_its_cell(path: Path) -> None:
    copy = edited(
        path,
        ("评审会", "E3", "下周一"),
        ("评审会", "G3", "三"),
        ("评审会", "A4", "S1"),
        ("评委名单", "A3", "S9"),
        ("评委名单", "F4", "书记"),
        ("评委名单", "D5", " "),
        ("去向", "F3", "别处"),
    )
    assert faults(copy) == {
        "评审会!E3": "bad_date",
        "评审会!G3": "bad_number",
        "评审会!A4": "duplicate_id",
        "评委名单!A3": "dangling_id",
        "评委名单!F4": "unknown_word",
        "评委名单!D5": "empty_cell",
        "去向!F3": "unknown_word",
        **{f"评委名单!A{row}": "dangling_id" for row in range(17, 24)},  # the seats of S2, whose row became a second S1
        "申报与主审!A6": "dangling_id",
    }


def test_sheets_and_columns_that_are_missing(path: Path) -> None:
    copy = edited(path, ("评审会", "D2", "级别"), without="评议组")
    assert faults(copy) == {"评审会": "missing_column", "评议组": "missing_sheet"}


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"not a workbook", "not_a_workbook"), (b"PK\x03\x04 broken", "damaged_workbook")],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "plan.xlsx").write_bytes(content)
    assert faults(tmp_path / "plan.xlsx") == {"plan.xlsx": code}


def test_a_formula_is_refused_with_all_other_faults(path: Path) -> None:
    copy = edited(path, ("评审会", "I3", "=5+6"), ("评审会", "E3", "下周一"))
    assert faults(copy) == {"评审会!I3": "formula", "评审会!E3": "bad_date"}


def test_a_season_is_no_plan(tmp_path: Path) -> None:
    write_season(small_season(), tmp_path / "season.xlsx")
    assert faults(tmp_path / "season.xlsx") == {"season.xlsx": "season_not_plan"}


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    plan = replace(complete_plan(), effort='=HYPERLINK("x")', notes={"=1+1": "@SUM(A1)"})
    write_plan_excel(plan, brief(), tmp_path / "plan.xlsx")
    assert read_plan_excel(tmp_path / "plan.xlsx").effort == '=HYPERLINK("x")'
    rows = CalamineWorkbook.from_path(str(tmp_path / "plan.xlsx")).get_sheet_by_name("概览").to_python()
    assert ["=1+1", "@SUM(A1)", ""] in rows


def test_the_sheets_people_asked_for(path: Path) -> None:
    assert CalamineWorkbook.from_path(str(path)).sheet_names == [sheet.name[0] for sheet in SHEETS]
    assert cell(path, "去向", 5, "去向") == "待授权"
    assert cell(path, "待授权", 1, "应向谁申请") == "人社部门 H2（市人社局）"
    assert cell(path, "问题与依据", 1, "依据") == "《职称评审管理暂行规定》人社部令第40号（2019）第9条〔已核对文本〕"
    assert cell(path, "评委名单", 12, "席位") == "候补"


def test_workload_counts_days_sessions_and_cases(path: Path) -> None:
    """E02 sits in S1 (Monday afternoon, Tuesday: 2 days) and reads one of its three cases; E05 is recused once."""
    assert [cell(path, "专家工作量", 2, heading) for heading in ("专家", "评审会数", "评审天数", "主审份数")] == [
        "E02",
        "1.0",
        "2.0",
        "1.0",
    ]
    assert cell(path, "专家工作量", 5, "回避次数") == "1.0"
    assert cell(path, "专家工作量", 12, "候补次数") == "1.0"


def test_a_text_longer_than_a_cell_is_cut_short_and_not_lost(tmp_path: Path) -> None:
    known = brief()
    endless = replace(known.season.employers[0], name="长" * 40_000)
    season = replace(known.season, employers=(endless, *known.season.employers[1:]))
    write_plan_excel(complete_plan(), replace(known, season=season), tmp_path / "plan.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "plan.xlsx")).get_sheet_by_name("评委名单").to_python()
    assert "长" * 32_766 + "…" in {cell for row in rows for cell in row}


def test_an_id_that_holds_a_separator_stays_one(tmp_path: Path) -> None:
    plan = complete_plan()
    session = replace(plan.sessions[0], rooms=("一厅、二厅", "三厅,东"))
    plan = replace(plan, sessions=(session, *plan.sessions[1:]))
    write_plan_excel(plan, brief(), tmp_path / "plan.xlsx")
    assert read_plan_excel(tmp_path / "plan.xlsx").sessions[0].rooms == ("一厅、二厅", "三厅,东")


def test_who_is_named_twice_in_a_panel_is_told_at_the_later_cell(path: Path) -> None:
    first, second = (seat.expert for seat in complete_plan().sessions[0].panel[:2])
    assert first != second
    assert faults(edited(path, ("评委名单", "D4", first))) == {"评委名单!D4": "seated_twice"}
