"""``pingwei whatif``: both seasons planned and compared term by term."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from api.cli import app
from data.plan_files.plan_file import read_plan
from data.season_files.season_file import read_season, write_season
from solver.domain.edits import edited
from solver.errors import InputError
from tests.solver.explain.whynot.impossible_seasons import IMPOSSIBLE, tiny

SHORT = IMPOSSIBLE["away all season"]


def run(folder: Path, edits: object) -> tuple[int, str]:
    write_season(edited(tiny(SHORT.experts), SHORT.edits), folder / "season.json")
    (folder / "edits.json").write_text(json.dumps(edits, ensure_ascii=False), encoding="utf-8")
    arguments = ["whatif", str(folder / "season.json"), "--edit", str(folder / "edits.json")]
    found = CliRunner().invoke(app, [*arguments, "-o", str(folder / "out"), "--effort", "1"])
    return found.exit_code, found.output


def test_both_plans_and_the_comparison_are_written(tmp_path: Path) -> None:
    code, text = run(tmp_path, [{"remove": "unavailability", "where": {"person": "P05"}}])
    assert code == 0, text
    placed = [read_plan(tmp_path / "out" / name / "plan.json").placed for name in ("before", "after")]
    assert placed == [0, 2]
    measures = {
        one["name"]: one for one in json.loads((tmp_path / "out/comparison.json").read_text("utf-8"))["measures"]
    }
    assert (measures["placed"]["before"], measures["placed"]["after"], measures["placed"]["change"]) == (0, 2, 2)
    assert measures["seats"]["after"] == 3
    assert read_season(tmp_path / "out/after/season.json").unavailability == ()
    assert "已安排申报" in text


def test_edits_that_do_not_fit_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    write_season(tiny(), tmp_path / "season.json")
    (tmp_path / "edits.json").write_text('[{"remove": "rooms", "where": {"id": "R9"}}]', encoding="utf-8")
    arguments = ["whatif", str(tmp_path / "season.json"), "--edit", str(tmp_path / "edits.json")]
    found = CliRunner().invoke(app, [*arguments, "-o", str(tmp_path / "out")])
    assert isinstance(found.exception, InputError)
    assert [fault.place for fault in found.exception.faults] == ["/0/where"]
    assert not (tmp_path / "out").exists()
