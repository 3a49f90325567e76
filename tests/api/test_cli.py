"""The command line as its users run it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.exits import Exit
from api.texts import WORDS
from data.briefing import brief_for
from data.season_files.season_file import read_season, write_season
from solver.domain.vocabulary import Severity
from solver.explain.words import SEVERITIES, pick
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from tests.api.command import pingwei
from tests.builders import small_season

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "season.xlsx"


def process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """One run of the command in a process of its own."""
    command = [sys.executable, "-m", "api.cli", *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a plan of a small season, and the season beside it."""
    folder = tmp_path_factory.mktemp("planned")
    season = small_season(experts=36, applications=12, employers=36)
    write_season(season, folder / "season.xlsx")
    done = process("plan", folder / "season.xlsx", "-o", folder / "out", "--effort", 2)
    assert done.returncode == Exit.FINE, done.stdout + done.stderr
    return folder


def test_help_answers_without_the_heavy_libraries() -> None:
    code = "import sys, api.cli; print([m for m in ('ortools', 'pandas', 'networkx') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert "template" in process("--help").stdout


def test_a_plan_is_written_in_three_forms(planned: Path) -> None:
    assert {path.name for path in (planned / "out").iterdir()} == {"plan.json", "plan.xlsx", "plan.html"}
    made = json.loads((planned / "out" / "plan.json").read_text(encoding="utf-8"))
    assert made["placed"] == 12
    assert made["status"] in {"optimal", "feasible"}


@pytest.mark.parametrize("name", ["plan.json", "plan.xlsx"])
def test_check_accepts_what_was_planned(planned: Path, name: str) -> None:
    done = pingwei("check", planned / "season.xlsx", planned / "out" / name)
    assert done.returncode == Exit.FINE, done.stdout + done.stderr


def test_check_names_the_rule_a_hand_edit_breaks(planned: Path) -> None:
    made = json.loads((planned / "out" / "plan.json").read_text(encoding="utf-8"))
    made["sessions"][0]["panel"].pop()
    spoiled = planned / "spoiled.json"
    spoiled.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    done = pingwei("check", planned / "season.xlsx", spoiled)
    assert done.returncode == Exit.RULES_BROKEN
    assert "CN40-09a" in done.stdout
    assert "人社部令第40号" in done.stdout
    assert "CN40-09a" in pingwei("check", planned / "season.xlsx", spoiled, "--lang", "en").stdout


def test_explain_an_expert_and_an_application(planned: Path) -> None:
    plan = planned / "out" / "plan.json"
    made = json.loads(plan.read_text(encoding="utf-8"))
    session = made["sessions"][0]
    seated = session["panel"][0]["expert"]
    left_out = next(row for row in (f"E{n:02d}" for n in range(1, 37)) if row not in str(session["panel"]))
    for expert in (seated, left_out):
        done = pingwei("explain", planned / "season.xlsx", plan, "--expert", expert, "--session", session["id"])
        assert done.returncode == Exit.FINE, done.stderr
        assert expert in done.stdout
    done = pingwei("explain", planned / "season.xlsx", plan, "--application", "D01")
    assert done.returncode == Exit.FINE
    assert session["id"] in done.stdout


def test_explain_says_what_it_does_not_know(planned: Path) -> None:
    plan = planned / "out" / "plan.json"
    season = planned / "season.xlsx"
    for arguments in (["--application", "NO"], ["--expert", "NO", "--session", "S1"], ["--expert", "E01"]):
        done = pingwei("explain", season, plan, *arguments)
        assert done.returncode == Exit.BAD_INPUT
        assert "Traceback" not in done.stderr
        assert done.stderr.strip()


def test_faults_are_all_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "season.json").write_text(json.dumps({"header": {"year": "二〇二六"}}), encoding="utf-8")
    done = pingwei("plan", tmp_path / "season.json", "-o", tmp_path / "out")
    assert done.returncode == Exit.BAD_INPUT
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["missing.xlsx", "missing.json", "missing", "notes.txt"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    done = pingwei("routes", tmp_path / name)
    assert done.returncode == Exit.BAD_INPUT
    assert name in done.stderr.replace("\n", "")
    assert "Traceback" not in done.stderr


def test_seconds_and_effort_exclude_each_other(tmp_path: Path) -> None:
    done = pingwei("plan", SAMPLE, "-o", tmp_path, "--seconds", 5, "--effort", 5)
    assert done.returncode == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rules", "--on", "明天"), "“明天”不是日期"),
        (("repair", SAMPLE, SAMPLE, "-o", "out", "--before", "2026-13-01"), "“2026-13-01”不是日期"),
        (("rules", "--lang", "fr"), "没有语言“fr”"),
    ],
)
def test_what_is_no_day_or_no_language_is_told_in_chinese_first(arguments: tuple[object, ...], told: str) -> None:
    done = pingwei(*arguments)
    assert done.returncode == Exit.BAD_INPUT
    assert told in done.stderr


def test_how_binding_a_rule_is_has_one_word() -> None:
    assert pick(SEVERITIES[Severity.OVERRIDABLE], "zh") == "原则上硬性"
    assert "原则上硬性" in pingwei("rules", "CN40-09b").stdout


def test_rules_are_listed_by_place_and_day() -> None:
    listed = pingwei("rules", "--place", "沈阳", "--on", "2024-09-01").stdout
    assert "SY24-12" in listed
    assert "JL13-25" in listed
    assert {"已核对文本", "一般知识，未核对原文", "产品默认"} <= set(
        listed.replace("│", "\n").replace(" ", "").split("\n")
    )
    card = pingwei("rules", "CN40-09b").stdout
    assert "min_series_senior" in card
    assert "25" in card
    assert pingwei("rules", "CN40-99").returncode == Exit.BAD_INPUT
    assert pingwei("rules", "--place", "火星").returncode == Exit.BAD_INPUT


def test_schemas_are_json() -> None:
    for what in ("season", "plan"):
        assert json.loads(pingwei("schema", what).stdout)["$schema"].startswith("https://json-schema.org/")


def test_synth_writes_what_can_be_read(tmp_path: Path) -> None:
    arguments = ("--committees", 3, "--experts", 90, "--applications", 60, "--seed", 5)
    done = pingwei("synth", *arguments, "-o", tmp_path / "season.json")
    assert done.returncode == Exit.FINE, done.stderr
    assert len(read_season(tmp_path / "season.json").applications) == 60


def test_template_is_a_workbook(tmp_path: Path) -> None:
    assert pingwei("template", tmp_path / "season.xlsx").returncode == Exit.FINE
    assert (tmp_path / "season.xlsx").read_bytes()[:2] == b"PK"


def test_every_word_has_two_languages() -> None:
    assert all(len(words) == 2 and all(words) for words in WORDS.values())


def test_routes_of_the_sample() -> None:
    done = pingwei("routes", SAMPLE)
    assert done.returncode == Exit.FINE, done.stderr
    assert "待授权" in done.stdout


def test_every_phase_of_planning_has_words() -> None:
    """The progress bar says what it is doing in words; the phases are those the planner reports."""
    told: set[str] = set()
    brief = brief_for(small_season(experts=36, applications=12, employers=36))
    plan_season(brief, Budget(None, 1, lambda: 0.0), 1, report=lambda step: told.add(step.phase))
    assert {"routes", "batches", "timetable", "panels", "check"} <= told
    assert {f"phase_{phase}" for phase in told} <= WORDS.keys()
