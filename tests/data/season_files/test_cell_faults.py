"""Every fault of a cell, of a row and between tables: its code, its cell, and the value shown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.season_files.season_file import read_season
from data.season_files.sentences import fault_sentence
from tests.builders import complete_season
from tests.data.season_files.sheets import faults_of, found, grids_of, put, save_workbook

CELLS = [
    # cell, content, code of the one fault, value shown
    ("专家库!G2", "在岗", "unknown_word", "在岗"),
    ("专家库!D2", "可能", "bad_yes_no", "可能"),
    ("专家库!J2", "四场", "bad_number", "四场"),
    ("专家库!J2", 2.5, "bad_number", "2.5"),
    ("专家库!J2", -1, "bad_number", "-1"),
    ("会场!D2", 0, "number_out_of_range", "0"),
    ("评审年度!E2", 4, "number_out_of_range", "4"),
    ("专家职称!F2", "九成", "bad_share", "九成"),
    ("专家职称!F2", 1.5, "bad_share", "1.5"),
    ("专家职称!B2", "28", "unknown_series", "28"),
    ("专家职称!D2", "特级", "unknown_word", "特级"),
    ("入库!C2", "去年底", "bad_date", "去年底"),
    ("入库!C2", "2026-02-30", "no_such_date", "2026-02-30"),
    ("入库!C2", 46000, "bad_date", "46000"),
    ("入库!C2", datetime(2026, 1, 2, 9, 30, tzinfo=UTC), "bad_date", "2026-01-02 09:30"),
    ("不可用时间!B2", "2026-10-12 半夜", "bad_half_day", "2026-10-12 半夜"),
    ("不可用时间!B2", "2026-13-12 上午", "no_such_date", "2026-13-12 上午"),
    ("评审会!H3", "机械工程6席", "bad_counts", "机械工程6席"),
    ("单位!G3", "正高级：一", "bad_number", "正高级：一"),
    ("核准备案!E2", "副高级、特级", "unknown_word", "副高级、特级"),
    ("人员!B4", "", "missing_value", ""),
    ("人员!C4", "21010219750101", "identity_form", "2101******0101"),
    ("人员!C4", "210102197501010013", "identity_check_digit", "2101**********0013"),
    ("人员!C4", "210102197513010017", "identity_check_digit", "2101**********0017"),
    ("人员!C4", 210102197501010012, "identity_as_number", "2101**********9984"),  # what 16 digits leave of it
    ("人员!E4", 1234567890123456, "digits_lost", "1234********3456"),
    ("专家库!A4", 12, "id_as_number", "12"),
    ("人员!C4", "210102197501010012", "identity_twice", "2101**********0012"),
    ("人员!F2", date(1976, 1, 1), "birthday_differs", "1976-01-01"),
    ("评审会!A3", "S1", "duplicate", "S1"),
    ("专家库!B3", "P1", "expert_twice", "P1"),
    ("履职记录!B2", "C9", "dangling", "C9"),
    ("委托代评!J2", "D1、D9", "dangling", "D9"),
    ("评委会!C2", "H9", "dangling", "H9"),
    ("入库!D2", "2024-12-31", "ends_before_start", "2024-12-31"),
    ("核准备案!G2", "2024-12-31", "ends_before_start", "2024-12-31"),
    ("不可用时间!C2", "2026-10-12 上午", "ends_before_start", "2026-10-12 上午"),
    ("评审年度!C2", "2025-09-01", "other_year", "2025-09-01"),
    ("单位!C2", "007", "cycle", "007"),
    ("人社部门!D2", "H2", "cycle", "H2"),
    ("专家职称!B2", "06", "pool_of_other_series", "E1"),
    ("核准备案!D2", "06", "second_series", "06"),
    ("关系!B3", "P1", "relation_with_oneself", "P1"),
    ("评审会!G2", "13", "seats_do_not_add_up", None),
    ("专家库!A4", date(2026, 1, 2), "id_is_no_text", "2026-01-02"),  # typed 1-2
    ("专家库!A4", True, "id_is_no_text", "是"),
    ("人员!B4", "张\x07三", "unprintable", "张\x07三"),
    ("申报!E2", "机械　工程", "spelt_otherwise", "机械　工程"),
    ("专家库!H2", "和平 区", "spelt_otherwise", "和平 区"),
    ("评审年度!B2", "月球", "unknown-place", "月球"),
    ("指定与禁止!D2", "S9", "pin_of_no_session", "S9"),
    ("指定与禁止!D3", "C9-3-1", "pin_of_no_session", "C9-3-1"),
    ("指定与禁止!D3", "C1-5-1", "pin_of_no_session", "C1-5-1"),
    ("指定与禁止!E2", "E9", "dangling", "E9"),
    ("指定与禁止!E2", "", "pin_lacks", ""),
    ("指定与禁止!F3", "组长", "pin_says_too_much", "组长"),
    ("指定与禁止!I5", "", "pin_lacks", ""),
    ("指定与禁止!I5", "R9", "dangling", "R9"),
    ("指定与禁止!H5", "2026-10-12 上午", "pin_says_too_much", "2026-10-12 上午"),
    ("指定与禁止!J7", "D9", "dangling", "D9"),
    ("指定与禁止!C2", "座位", "unknown_word", "座位"),
    ("指定与禁止!A3", "Z1", "duplicate", "Z1"),
    ("参数!A2", "PD-99", "unknown-rule", "PD-99"),
    ("参数!B2", "most", "unknown-parameter", "most"),
    ("参数!C2", "三分之一", "wrong-parameter-value", None),
    ("参数!D2", "", "reason-missing", ""),
]

PLACES = {
    # where the fault shows, if not in the cell that was changed
    ("专家职称!B2", "pool_of_other_series"): "入库!A2",
    ("评审会!G2", "seats_do_not_add_up"): "评审会!H2",
    ("单位!C2", "cycle"): "单位!C2",
}


@pytest.mark.parametrize(("place", "content", "code", "value"), CELLS)
def test_one_spoilt_cell_is_one_fault_at_its_place(
    tmp_path: Path, place: str, content: object, code: str, value: str | None
) -> None:
    grids = grids_of(complete_season())
    put(grids, place, content)
    if place == "专家库!A4":  # a third expert, whole but for its identifier
        put(grids, "专家库!B4", "P3")
    (fault,) = faults_of(save_workbook(tmp_path / "season.xlsx", grids))
    assert fault.code == code
    assert fault.place == PLACES.get((place, code), place)
    assert value is None or fault.value == value


def test_an_unspoilt_workbook_has_no_fault(tmp_path: Path) -> None:
    path = save_workbook(tmp_path / "season.xlsx", grids_of(complete_season()))
    assert read_season(path) == complete_season()


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "专家库!G2", "在岗")
    put(grids, "入库!D2", "2024-12-31")
    put(grids, "入库!B2", "C9")
    put(grids, "会场!D2", "四十")
    del grids["申报"]
    assert set(found(save_workbook(tmp_path / "season.xlsx", grids))) >= {
        ("unknown_word", "专家库!G2", "在岗"),
        ("ends_before_start", "入库!D2", "2024-12-31"),
        ("dangling", "入库!B2", "C9"),
        ("bad_number", "会场!D2", "四十"),
        ("missing_table", "season.xlsx", ""),
    }


def test_a_wrong_cell_does_not_hide_another_fault_of_its_row(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "关系!C2", "表亲")
    put(grids, "关系!E2", "2019-01-01")
    assert found(save_workbook(tmp_path / "season.xlsx", grids)) == [
        ("unknown_word", "关系!C2", "表亲"),
        ("ends_before_start", "关系!E2", "2019-01-01"),
    ]


def test_a_cycle_through_three_is_reported_once_with_its_path(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "单位!A4", "U3")
    put(grids, "单位!B4", "三公司")
    put(grids, "单位!C4", "U2")
    put(grids, "单位!C2", "U3")
    (fault,) = faults_of(save_workbook(tmp_path / "season.xlsx", grids))
    assert (fault.code, fault.place) == ("cycle", "单位!C2")
    assert dict(fault.facts)["path"] == "007 → U3 → U2 → 007"


def test_no_identity_number_is_shown_whole_wherever_it_was_typed(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    for place in ("人员!F4", "专家库!J2", "专家库!B2", "人员!D4"):
        put(grids, place, "210102197501010012")
    for fault in faults_of(save_workbook(tmp_path / "season.xlsx", grids)):
        assert "197501010012" not in str(fault)


def test_the_season_is_one_row(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    grids["评审年度"].append(grids["评审年度"][1])
    assert found(save_workbook(tmp_path / "twice.xlsx", grids)) == [("season_twice", "评审年度!A3", "2")]
    del grids["评审年度"][1:]
    assert found(save_workbook(tmp_path / "empty.xlsx", grids)) == [("season_empty", "评审年度", "0")]


def test_a_session_in_a_half_day_that_the_season_does_not_have(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "评审年度!E2", 2)
    put(grids, "评审会!I2", "2026-10-12 晚上")
    assert found(save_workbook(tmp_path / "season.xlsx", grids)) == [
        ("half_day_not_used", "评审会!I2", "2026-10-12 晚上")
    ]


def test_what_is_almost_an_identifier_is_asked_about(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "履职记录!A2", "ｅ1\u200b")
    (fault,) = faults_of(save_workbook(tmp_path / "season.xlsx", grids))
    assert (fault.code, dict(fault.facts)["similar"]) == ("dangling", "E1")
    assert "“ｅ1⟨U+200B⟩”" in fault_sentence(fault)


def test_the_number_that_stands_for_a_date_is_told(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "入库!C2", (date(2025, 1, 1) - date(1899, 12, 30)).days)
    (fault,) = faults_of(save_workbook(tmp_path / "season.xlsx", grids))
    assert (fault.code, fault.value, dict(fault.facts)) == ("bad_date", "45658", {"serial": "2025-01-01"})


def test_a_fault_does_not_draw_others_after_it(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    put(grids, "入库!A2", "E9")  # no expert, so no word on the series they lack
    del grids["人员"]  # nobody who is named can be found, and the sheet is reported
    faults = found(save_workbook(tmp_path / "season.xlsx", grids))
    assert faults == [("missing_table", "season.xlsx", ""), ("dangling", "入库!A2", "E9")]


def test_what_people_type_is_understood(tmp_path: Path) -> None:
    grids = grids_of(complete_season())
    for place, content in (
        ("入库!C2", date(2025, 1, 1)),
        ("入库!D2", "２０２７年12月31日"),
        ("时间计划!B2", "2026/9/1"),
        ("专家职称!E2", "2015—01—01"),
        ("核准备案!F2", "2025/01/01 00:00:00"),
        ("核准备案!G2", "2027 年 12 月 31 号"),
        ("人员!C2", "210102 19750101 0012"),
        ("时间计划!C2", 20261127),
        ("专家库!C2", "×"),
        ("专家库!D2", True),
        ("专家职称!D2", "正高"),
        ("专家职称!B2", "工程"),
        ("专家职称!D3", "intermediate"),
        ("核准备案!E2", "副高级，full_senior"),
        ("不可用时间!B2", datetime(2026, 10, 12, 13, 0, tzinfo=UTC)),
        ("不可用时间!C2", "2026-10-14全天"),
        ("会场!E2", "2026-09-01/AM"),
        ("会场!F2", "2026年11月27日下午"),
        ("评审会!I2", "2026-10-12 09:00"),
        ("评审会!H2", r"机械\、材料\;焊接\:甲\\乙,机械工程:6;焊接:5"),
    ):
        put(grids, place, content)
    assert read_season(save_workbook(tmp_path / "season.xlsx", grids)) == complete_season()


CONTRADICTIONS = [
    # cells of the third pin (row 4), which keeps the start of S1 at 2026-10-12 上午, and the cell that is told
    ({"B4": "指定", "C4": "席位", "D4": "S1", "E4": "E1", "F4": "副主任委员", "H4": ""}, "指定与禁止!A4"),
    ({"B4": "指定", "C4": "席位", "D4": "S1", "E4": "E1", "G4": "G2", "H4": ""}, "指定与禁止!A4"),
    ({"B4": "禁止", "C4": "席位", "D4": "S1", "E4": "E1", "H4": ""}, "指定与禁止!A4"),
    ({"B4": "指定", "C4": "候补", "D4": "S1", "E4": "E1", "H4": ""}, "指定与禁止!A4"),
    ({"B5": "禁止", "C5": "开始时间", "H5": "2026-10-12 上午", "I5": ""}, "指定与禁止!A5"),
    ({"C5": "开始时间", "H5": "2026-10-13 上午", "I5": ""}, "指定与禁止!A5"),
    ({"B6": "指定", "D6": "S1", "B7": "指定", "C7": "申报", "D7": "S2", "E7": "", "J7": "D1"}, "指定与禁止!A7"),
]


@pytest.mark.parametrize(("cells", "place"), CONTRADICTIONS)
def test_pins_that_exclude_each_other_are_told_once_with_both(
    tmp_path: Path, cells: dict[str, str], place: str
) -> None:
    grids = grids_of(complete_season())
    for cell, content in cells.items():
        put(grids, f"指定与禁止!{cell}", content)
    (fault,) = faults_of(save_workbook(tmp_path / "season.xlsx", grids))
    assert (fault.code, fault.place) == ("pins_contradict", place)
    assert dict(fault.facts)["first"].startswith("指定与禁止!A")
    assert "不能同时成立" in fault_sentence(fault)
    assert "cannot both hold" in fault_sentence(fault, "en")


AGREEING = [
    {"B4": "禁止", "C4": "席位", "D4": "S1", "E4": "E1", "G4": "G2", "H4": ""},  # kept in G1, forbidden in G2
    {"B4": "禁止", "C4": "席位", "D4": "S1", "E4": "E1", "F4": "副主任委员", "H4": ""},  # kept as chair
    {"B4": "禁止", "C4": "席位", "D4": "S2", "E4": "E1", "H4": ""},  # another session
    {"B5": "禁止", "C5": "开始时间", "H5": "2026-10-13 上午", "I5": ""},  # kept on the 12th
]


@pytest.mark.parametrize("cells", AGREEING)
def test_pins_that_leave_each_other_room_are_no_fault(tmp_path: Path, cells: dict[str, str]) -> None:
    grids = grids_of(complete_season())
    for cell, content in cells.items():
        put(grids, f"指定与禁止!{cell}", content)
    assert len(read_season(save_workbook(tmp_path / "season.xlsx", grids)).pins) == len(complete_season().pins)
