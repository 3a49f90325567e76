"""Places as their user sees them."""

from __future__ import annotations

import pytest

from data.season_files.places import FileOrigin, PointerOrigin, SheetOrigin, column_letters


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_letters_of_columns(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_cells_rows_columns_and_tables() -> None:
    sheet = SheetOrigin("专家库", [2, 5], {"status": 6})
    assert [sheet.place(1, "status"), sheet.place(1, "remote"), sheet.place(None, "status"), sheet.place(None, "")] == [
        "专家库!G5",
        "专家库!A5",
        "专家库!G1",
        "专家库",
    ]
    file = FileOrigin("专家库.csv", [2, 5])
    assert [file.place(1, "status"), file.place(1, ""), file.place(None, "")] == [
        "专家库.csv:5:status",
        "专家库.csv:5",
        "专家库.csv:1",
    ]
    json, header = PointerOrigin("experts"), PointerOrigin("season", single=True)
    assert [json.place(1, "status"), json.place(None, ""), header.place(0, "year")] == [
        "/experts/1/status",
        "/experts",
        "/season/year",
    ]
