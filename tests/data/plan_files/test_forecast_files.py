"""A forecast as JSON, workbook and page: the same lines in each, and as a section of the plan page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from api.cli import app
from data.briefing import brief_for
from data.plan_files.forecast_files import forecast_json, write_forecast
from data.season_files.season_file import write_season
from solver.domain.edits import edited
from solver.explain.forecast_texts import HEADINGS
from solver.planning.forecast.cells import forecast
from tests.solver.explain.whynot.impossible_seasons import IMPOSSIBLE, tiny

NAME = "away all season"
SPOILT = edited(tiny(IMPOSSIBLE[NAME].experts), IMPOSSIBLE[NAME].edits)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forecast")
    brief = brief_for(SPOILT)
    assert len(list(write_forecast(forecast(brief), brief, folder, "zh"))) == 3
    return folder


def test_the_json_has_every_cell_and_proof(written: Path) -> None:
    brief = brief_for(SPOILT)
    found = forecast(brief)
    document = json.loads((written / "forecast.json").read_text("utf-8"))
    assert document == json.loads(json.dumps(forecast_json(found, brief)))
    assert document["broken"] is True
    assert len(document["cells"]) == len(found.cells) == 2  # all, and 机械工程
    (proof,) = document["breaks"]
    assert (proof["kind"], proof["found"], proof["needed"]) == ("time", 4, 5)
    assert {len(cell["weeks"]) for cell in document["cells"]} == {len(document["weeks"])}


def test_the_workbook_has_the_same_lines(written: Path) -> None:
    book = CalamineWorkbook.from_path(written / "forecast.xlsx")
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][: len(HEADINGS)] == [words[0] for words in HEADINGS.values()]
    assert [row[0] for row in rows[2:]] == ["机械工程高级评委会"] * 2
    assert rows[2][list(HEADINGS).index("eligible")] == 5
    assert "缺 1 名" in str(book.get_sheet_by_index(1).to_python()[0][0])


def test_the_page_says_what_breaks_in_both_languages(written: Path) -> None:
    page = (written / "forecast.html").read_text("utf-8")
    assert "缺 1 名" in page
    assert "1 missing" in page
    assert "http" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize(("season", "code", "said"), [(SPOILT, 3, "缺 1 名"), (tiny(9), 0, "没有证明断裂之处")])
def test_the_command_tells_it(season: object, code: int, said: str, tmp_path: Path) -> None:
    write_season(season, tmp_path / "season.json")  # type: ignore[arg-type] # one of the two above
    arguments = ["forecast", str(tmp_path / "season.json"), "-o", str(tmp_path / "out")]
    found = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert (found.exit_code, said in found.output) == (code, True)
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        "forecast.html", "forecast.json", "forecast.xlsx",
    ]  # fmt: skip


def test_the_plan_page_has_it(tmp_path: Path) -> None:
    write_season(tiny(), tmp_path / "season.json")
    arguments = ["plan", str(tmp_path / "season.json"), "-o", str(tmp_path), "--effort", "1"]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    assert 'id="forecast"' in (tmp_path / "plan.html").read_text("utf-8")
