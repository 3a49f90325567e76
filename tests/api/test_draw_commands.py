"""Draws on the command line: a whole ceremony, a rehearsal, and what is refused."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.exits import Exit
from data.season_files.season_file import write_season
from solver.domain.vocabulary import Selection
from tests.api.command import Done, pingwei
from tests.builders import small_season

SECRETS = {"authority": "11" * 32, "secretariat": "22" * 32, "supervisor": "33" * 32}
BALLS = 40


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a season, its plan and contributions."""
    folder = tmp_path_factory.mktemp("draws")
    season = small_season(experts=36, applications=12, employers=36)
    drawn = tuple(replace(one, selection=Selection.DRAWN) for one in season.committees)
    write_season(replace(season, committees=drawn), folder / "season.xlsx")
    done = pingwei("plan", folder / "season.xlsx", "-o", folder, "--effort", 2)
    assert done.returncode == Exit.FINE, done.stdout + done.stderr
    (folder / "c.json").write_text(json.dumps(SECRETS))
    return folder


@pytest.fixture(scope="module")
def session(planned: Path) -> str:
    sessions = json.loads((planned / "plan.json").read_text(encoding="utf-8"))["sessions"]
    return str(next(one["id"] for one in sessions if one["selection"] == "drawn"))


@pytest.fixture(scope="module")
def eve(planned: Path, session: str) -> tuple[str, str]:
    """The option for a draw that is announced on the day before its session."""
    rows = json.loads((planned / "plan.json").read_text(encoding="utf-8"))["sessions"]
    start = next(date.fromisoformat(one["start"][:10]) for one in rows if one["id"] == session)
    return "--on", (start - timedelta(days=1)).isoformat()


def demo(planned: Path, session: str, output: Path, method: str = "leximin", **surroundings: str) -> Done:
    given = ("--session", session, "--plan", planned / "plan.json", "--contributions", planned / "c.json")
    how = ("-o", output, "--balls", BALLS, "--method", method)
    return pingwei("draw", "demo", planned / "season.xlsx", *given, *how, **surroundings)


def test_a_rehearsal_writes_a_record_that_verifies(planned: Path, session: str, tmp_path: Path) -> None:
    done = demo(planned, session, tmp_path)
    assert done.returncode == Exit.FINE, done.stdout + done.stderr
    record, commitment = tmp_path / "draw.json", tmp_path / "commitment.json"
    good = pingwei("draw", "verify", record, "--commitment", commitment)
    assert good.returncode == 0, good.stdout + good.stderr
    alone = [sys.executable, "-I", str(tmp_path / "verify_draw.py"), str(record), str(commitment)]
    assert subprocess.run(alone, check=False, capture_output=True).returncode == 0
    record.write_bytes(record.read_bytes().replace(b'"ball":', b'"ball":1'))
    bad = pingwei("draw", "verify", record, "--commitment", commitment)
    assert bad.returncode == Exit.NOT_VERIFIED
    assert "核验不通过" in bad.stdout
    assert subprocess.run(alone, check=False, capture_output=True).returncode == 1


def test_the_sheet_has_every_field_and_every_expert(planned: Path, session: str, tmp_path: Path) -> None:
    assert demo(planned, session, tmp_path).returncode == Exit.FINE
    page = (tmp_path / "draw-record.html").read_text(encoding="utf-8")
    wanted = ["抽取时间", "抽取地点", "专家库版本/哈希", "随机种子与算法版本", "回避核查结果", "监督人意见", "抽取人"]
    assert not [one for one in wanted if one not in page]
    announcement = json.loads((tmp_path / "draw.json").read_bytes())["announcement"]
    assert page.count("/40</td>") == len(announcement["chances"])
    assert all(
        f"<td>{one['secret']}</td>" in page for one in json.loads((tmp_path / "draw.json").read_bytes())["reveals"]
    )
    assert (tmp_path / "draw-record.xlsx").read_bytes().startswith(b"PK")


def test_a_ceremony_step_by_step(planned: Path, session: str, eve: tuple[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "draw"
    given = ("--session", session, "--plan", planned / "plan.json", "-o", folder, "--balls", BALLS)
    told = pingwei("draw", "commit", planned / "season.xlsx", *given, "--on", "2026-12-30")
    assert (told.returncode, "PD-03" in told.stderr, folder.exists()) == (Exit.BAD_INPUT, True, False)
    given = (*given, *eve)
    done = pingwei("draw", "commit", planned / "season.xlsx", *given, "--source", "lotto", "--place", "三楼")
    assert done.returncode == Exit.FINE, done.stdout + done.stderr
    assert (folder / "sealed.json").stat().st_mode & 0o077 == 0
    early = pingwei("draw", "reveal", folder, "--role", "authority", "--secret", SECRETS["authority"])
    assert (early.returncode, "尚未齐备" in early.stderr) == (Exit.BAD_INPUT, True)
    for role, secret in SECRETS.items():
        assert pingwei("draw", "contribute", folder, "--role", role, "--secret", secret).returncode == Exit.FINE
    again = pingwei("draw", "contribute", folder, "--role", "authority", "--secret", "44" * 32)
    assert again.returncode == Exit.BAD_INPUT
    wrong = pingwei("draw", "reveal", folder, "--role", "authority", "--secret", "44" * 32)
    assert (wrong.returncode, "与其承诺不符" in wrong.stderr) == (Exit.BAD_INPUT, True)
    for role, secret in SECRETS.items():
        assert pingwei("draw", "reveal", folder, "--role", role, "--secret", secret).returncode == Exit.FINE
    assert pingwei("draw", "result", folder).returncode == Exit.BAD_INPUT
    assert not (folder / "draw.json").exists()
    assert pingwei("draw", "result", folder, "--source", "lotto=3 1 2").returncode == Exit.FINE
    assert (folder / "sealed-season.json").stat().st_mode & 0o077 == 0
    assert "三楼" in (folder / "draw-record.html").read_text(encoding="utf-8")
    assert (folder / "draw-record.xlsx").read_bytes().startswith(b"PK")
    check = ("draw", "verify", folder / "draw.json", "--commitment", folder / "commitment.json")
    assert pingwei(*check, "--source", "lotto=1 2 3").returncode == Exit.FINE
    assert pingwei(*check, "--source", "lotto=1 2 4").returncode == Exit.NOT_VERIFIED
    assert pingwei("draw", "result", folder, "--void").returncode == Exit.BAD_INPUT
    expert = json.loads((folder / "sealed.json").read_bytes())["leaves"][3]["candidate"]["expert"]
    assert pingwei("draw", "open", folder, "--expert", expert).returncode == Exit.FINE
    proved = (*check, "--source", "lotto=1 2 3", "--opening", folder / "openings" / "3.json")
    assert pingwei(*proved).returncode == Exit.FINE
    assert pingwei("draw", "open", folder, "--expert", "nobody").returncode == Exit.BAD_INPUT


def test_a_walk_and_two_replacements_verify(planned: Path, session: str, eve: tuple[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "draw"
    told = ("--session", session, "--plan", planned / "plan.json", "-o", folder, "--method", "walk")
    assert pingwei("draw", "commit", planned / "season.xlsx", *told, *eve).returncode == Exit.FINE
    for step in ("contribute", "reveal"):
        for role, secret in SECRETS.items():
            assert pingwei("draw", step, folder, "--role", role, "--secret", secret).returncode == Exit.FINE
    done = pingwei("draw", "result", folder)
    assert (done.returncode, "逐名抽取" in (folder / "draw-record.html").read_text(encoding="utf-8")) == (
        Exit.FINE,
        True,
    )
    leaves = json.loads((folder / "sealed.json").read_bytes())["leaves"]
    options: list[str] = []
    call = (folder, planned / "season.xlsx", "--plan", planned / "plan.json")
    for number in (1, 2):
        record = folder / ("draw.json" if number == 1 else f"replacements/{number - 1}.json")
        expert = leaves[json.loads(record.read_bytes())["seats"][-1][0]]["candidate"]["expert"]
        unfounded = pingwei("draw", "replace", *call, "--expert", expert)
        assert (unfounded.returncode, "批准人" in unfounded.stderr) == (Exit.BAD_INPUT, True)
        done = pingwei("draw", "replace", *call, "--expert", expert, "--reason", "病假", "--approved-by", "人社局")
        assert done.returncode == Exit.FINE, done.stdout + done.stderr
        made = folder / "replacements" / f"{number}.json"
        hashed = hashlib.sha256(made.read_bytes()).hexdigest()
        assert hashed in done.stdout
        options += ["--replacement", f"{made}@{hashed}"]
        again = pingwei("draw", "replace", *call, "--expert", expert, "--reason", "病假", "--approved-by", "人社局")
        assert again.returncode == Exit.BAD_INPUT
    alone = [
        sys.executable,
        "-I",
        folder / "verify_draw.py",
        folder / "draw.json",
        folder / "commitment.json",
        *options,
    ]
    good = subprocess.run([str(one) for one in alone], check=False, capture_output=True, text=True)
    assert (good.returncode, good.stderr) == (0, "")
    check = ("draw", "verify", folder / "draw.json", "--commitment", folder / "commitment.json", *options)
    assert pingwei(*check).returncode == Exit.FINE
    assert pingwei(*check[:-2]).returncode == Exit.FINE


def test_what_cannot_be_drawn_is_told_and_nothing_written(planned: Path, session: str, tmp_path: Path) -> None:
    nowhere = demo(planned, "S99", tmp_path / "x")
    assert (nowhere.returncode, session in nowhere.stderr) == (Exit.BAD_INPUT, True)
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"secretariat": "xy", "authority": "11", "chef": "33"}))
    given = ("--session", session, "--plan", planned / "plan.json", "--contributions", bad, "-o", tmp_path / "x")
    done = pingwei("draw", "demo", planned / "season.xlsx", *given)
    assert done.returncode == Exit.BAD_INPUT
    assert [one for one in ("/secretariat", "/authority", "/chef", "supervisor") if one not in done.stderr] == []
    assert not (tmp_path / "x").exists()
