"""``pingwei repair``, ``diff`` and ``replacements`` from files to files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from api.cli import main
from api.exits import Exit
from data.briefing import brief_for
from data.plan_files.plan_file import read_plan
from data.plan_files.plan_json import write_plan_json
from data.season_files.season_file import read_season, write_season
from solver.check import check, hard
from solver.domain.plan import Term
from tests.solver.replan.small_repairs import one_session

Run = Callable[..., tuple[int, str, str]]
CHANGES = {"declined": [{"expert": "E05", "session": "S1", "reason": "出差"}]}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit code, what it printed, and what it said was wrong."""

    def asked(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["pingwei", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A season, a plan for it, and somebody who declined."""
    brief, plan = one_session()
    write_season(brief.season, tmp_path / "season.json")
    write_plan_json(plan, brief, tmp_path / "plan.json")
    (tmp_path / "changes.json").write_text(json.dumps(CHANGES), encoding="utf-8")
    return tmp_path


def files(folder: Path) -> list[str]:
    return [str(folder / "season.json"), str(folder / "plan.json")]


def test_a_repair_is_written_whole_and_keeps_every_rule(folder: Path, run: Run) -> None:
    out = folder / "out"
    asked = ["--change", str(folder / "changes.json"), "-o", str(out), "--told"]
    code, printed, _ = run("repair", *files(folder), *asked)
    assert code == Exit.FINE
    assert "专家 E05（专家5）不再参加评审会 S1" in printed.replace("\n", "")
    assert {path.name for path in out.iterdir()} == {
        "plan.json", "plan.xlsx", "plan.html", "changes.json", "changes.xlsx", "season.json",
    }  # fmt: skip
    season = read_season(out / "season.json")
    for name in ("plan.json", "plan.xlsx"):
        assert not hard(check(brief_for(season), read_plan(out / name)))
    report = json.loads((out / "changes.json").read_text(encoding="utf-8"))
    assert (report["weight"], report["bound"], report["unresolved"]) == (10, 10, [])
    assert {(one["expert"], one["effect"]) for one in report["changes"] if one["weight"]} == {
        ("E05", "seat_lost"),
        ("E06", "called_up"),
        (next(one["expert"] for one in report["changes"] if one["effect"] == "standby_given"), "standby_given"),
    }


def test_a_pin_stays_although_its_expert_declined_and_nothing_is_guessed(folder: Path, run: Run) -> None:
    wrong = [word for one in ("S9/E05", "x", "S1/E99", "S1/") for word in ("--pin", one)]
    asked = ["--change", str(folder / "changes.json"), "-o", str(folder / "out"), *wrong]
    code, _, errors = run("repair", *files(folder), *asked)
    assert code == Exit.BAD_INPUT
    assert errors.count("--pin") == 4
    assert not (folder / "out").exists()


def test_faults_of_the_changes_are_told_and_nothing_is_written(folder: Path, run: Run) -> None:
    (folder / "changes.json").write_text('{"declined": [{"expert": "E99", "session": "S9"}]}', encoding="utf-8")
    code, _, errors = run("repair", *files(folder), "--change", str(folder / "changes.json"), "-o", str(folder / "out"))
    assert code == Exit.BAD_INPUT
    assert "/declined/0/expert" in errors
    assert "/declined/0/session" in errors
    assert not (folder / "out").exists()


def test_two_plans_are_compared_by_term_and_person(folder: Path, run: Run) -> None:
    run("repair", *files(folder), "--change", str(folder / "changes.json"), "-o", str(folder / "out"))
    code, printed, _ = run("diff", str(folder / "plan.json"), str(folder / "out" / "plan.json"), "--lang", "en")
    assert code == Exit.FINE
    assert "expert E05 no longer sits in session S1 (was member)" in printed
    code, printed, _ = run("diff", str(folder / "plan.json"), str(folder / "plan.json"))
    assert "•" not in printed


def test_a_plan_without_its_score_is_not_compared_by_score(folder: Path, run: Run) -> None:
    brief, plan = one_session()
    for name, value in (("with.json", 7.0), ("more.json", 9.0)):
        write_plan_json(replace(plan, score=(Term("panel_fit", value, 1, value),), total=value), brief, folder / name)
    write_plan_json(replace(plan, score=()), brief, folder / "without.json")
    _, printed, _ = run("diff", str(folder / "with.json"), str(folder / "more.json"))
    assert printed.count("+2.0") == 2
    code, printed, _ = run("diff", str(folder / "with.json"), str(folder / "without.json"))
    assert code == Exit.FINE
    assert "without.json 里没有得分" in printed
    assert "-7.0" not in printed
    assert "总分" not in printed


def test_who_can_take_a_seat_is_listed_with_the_alternates_first(folder: Path, run: Run) -> None:
    code, printed, _ = run("replacements", *files(folder), "--session", "S1", "--seat", "E05")
    assert code == Exit.FINE
    order = [printed.index(f"E{number:02d}（") for number in (6, 7, 8)]
    assert order == sorted(order)
    code, _, errors = run("replacements", *files(folder), "--session", "S1", "--seat", "E09")
    assert code == Exit.BAD_INPUT
    assert "S1/E09" in errors


def test_the_schema_of_changes_is_printed(run: Run) -> None:
    code, printed, _ = run("schema", "changes")
    assert code == Exit.FINE
    assert Draft202012Validator(json.loads(printed)).is_valid(CHANGES)


def test_whom_to_tell_is_written_with_a_calendar_each(folder: Path, run: Run) -> None:
    season, plan = files(folder)
    run("repair", season, plan, "--change", str(folder / "changes.json"), "-o", str(folder / "out"))
    told = folder / "told"
    words = ["--former", plan, "--number", "2", "-o", str(told)]
    code, printed, _ = run("notices", season, str(folder / "out" / "plan.json"), *words)
    assert code == Exit.FINE
    assert (told / "notices.xlsx").exists()
    names = {path.name for path in (told / "calendars").iterdir()}
    assert {"E05-cancel.ics", "E06-request.ics"} <= names
    assert not [name for name in names if name.startswith(("E01", "E02"))]
    assert "5 人" in printed
