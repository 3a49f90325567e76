"""A plan by the ending of its file, and the sentences of its faults."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import pytest

from data.plan_files.excel_reading import editable_part
from data.plan_files.plan_file import read_plan, write_plan
from data.plan_files.plan_json import write_plan_json
from data.season_files.season_file import read_season
from data.season_files.sentences import SENTENCES, fault_sentence
from solver.domain.faults import Fault
from solver.errors import InputError
from tests.data.plan_files.complete import brief, complete_plan

CODES = (
    "json_type json_length unknown_word unknown_field missing_field not_json other_format bad_date bad_half_day "
    "missing_sheet missing_column empty_cell duplicate_id dangling_id bad_number formula unknown_suffix plan_not_season"
)


def test_the_ending_decides_whatever_its_case(tmp_path: Path) -> None:
    write_plan_json(complete_plan(), brief(), tmp_path / "PLAN.JSON")
    assert read_plan(tmp_path / "PLAN.JSON") == complete_plan()


def test_any_other_ending_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_plan(tmp_path / "plan.docx")
    assert [(fault.code, fault.value) for fault in caught.value.faults] == [("unknown_suffix", ".docx")]


@pytest.mark.parametrize("code", CODES.split())
def test_every_fault_of_a_plan_has_a_sentence_of_its_own(code: str) -> None:
    assert code in SENTENCES


def test_a_fault_of_a_cell_names_the_heading_its_user_sees() -> None:
    fault = Fault("bad_date", "评审会", 3, "开始日期", "评审会!E3", "下周一")
    assert fault_sentence(fault).startswith("评审会!E3：“开始日期”应为日期")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_plan_handed_in_as_a_season_is_told_so_once(tmp_path: Path, lang: Literal["zh", "en"]) -> None:
    _, as_json, as_excel = write_plan(complete_plan(), brief(), tmp_path, lang)
    for path in (as_json, as_excel):
        with pytest.raises(InputError) as caught:
            read_season(path)
        assert [(fault.code, fault.place) for fault in caught.value.faults] == [("plan_not_season", path.name)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_three_files_are_written_and_two_are_read(tmp_path: Path, lang: Literal["zh", "en"]) -> None:
    written = write_plan(complete_plan(), brief(), tmp_path / "new" / "out", lang)
    page, as_json, as_excel = written
    assert [path.name for path in written] == ["plan.html", "plan.json", "plan.xlsx"]
    assert read_plan(as_json) == complete_plan()
    assert read_plan(as_excel) == editable_part(complete_plan())
    assert f'data-lang="{lang}"' in page.read_text(encoding="utf-8")


def test_no_file_says_when_it_was_made(tmp_path: Path) -> None:
    """So that the same plan gives the same bytes whenever it is written."""
    (book,) = (path for path in write_plan(complete_plan(), brief(), tmp_path, "zh") if path.suffix == ".xlsx")
    with ZipFile(book) as parts:
        said = parts.read("docProps/core.xml").decode("utf-8")
        packed = {part.date_time for part in parts.infolist()}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", said)) == {"2000-01-01T00:00:00Z"}
    assert packed == {(1980, 1, 1, 0, 0, 0)}
