"""The sheets of plan.xlsx: headings that can be told apart, and rows that fill them."""

from __future__ import annotations

import pytest

from data.plan_files.sheets import SHEETS, Sheet
from data.plan_files.tables import Tables
from data.season_files import words as season_words
from solver.explain.words import LEVELS, SELECTIONS, Lang
from tests.data.plan_files.complete import brief, complete_plan


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_headings_are_told_apart_in_each_language(sheet: Sheet) -> None:
    for language in (0, 1):
        headings = [column.heading[language] for column in sheet.columns]
        assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_row_has_exactly_the_columns_of_its_sheet(sheet: Sheet, lang: Lang) -> None:
    rows = list(Tables(complete_plan(), brief(), lang).rows(sheet.key))
    assert rows
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(column.field for column in sheet.columns))}


def test_hard_findings_come_first() -> None:
    rules = [row["rule"] for row in Tables(complete_plan(), brief(), "zh").rows("findings")]
    assert rules == ["CN40-09a", "LG-01", "PD-01"]


def test_plans_and_seasons_use_the_same_words() -> None:
    assert {level: spelt[0] for level, spelt in season_words.LEVELS.items()} == {k: zh for k, (zh, _) in LEVELS.items()}
    assert {way: spelt[0] for way, spelt in season_words.SELECTIONS.items()} == {k: v[0] for k, v in SELECTIONS.items()}
