"""``pingwei why``: conflicts and remedies in words and as JSON, with exit codes that tell what was proved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.why_answers import settled
from data.briefing import brief_for
from data.season_files.edit_json import edits_of, season_after
from data.season_files.season_file import read_season, write_season
from solver.domain.edits import edited
from solver.explain.whynot.conflict import Outcome
from solver.explain.whynot.conflict_model import Answered
from solver.planning.obstacles import Explained, obstacles
from tests.solver.explain.whynot.impossible_seasons import IMPOSSIBLE, tiny
from tests.solver.explain.whynot.test_conflicts import all_is_placed

SUSPENDED = "suspended"
SHORT = "away all season"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good season, and two spoilt ones."""
    made = tmp_path_factory.mktemp("seasons")
    write_season(tiny(), made / "good.json")
    for name in (SUSPENDED, SHORT):
        write_season(edited(tiny(IMPOSSIBLE[name].experts), IMPOSSIBLE[name].edits), made / f"{name}.json")
    return made


def asked(*arguments: object) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["why", *map(str, arguments)], catch_exceptions=False)
    return found.exit_code, found.output


def test_a_good_season_has_nothing_in_the_way(folder: Path) -> None:
    assert asked(folder / "good.json") == (0, "没有发现排不出之处\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            SUSPENDED,
            ("评委会 C1（机械工程高级评委会）的状态：暂停（2026-09-01 – …）〔评委会 第 1 条〕", "恢复评委会 C1"),
        ),
        (
            SHORT,
            (
                "专家 E05（专家5）不可用时间：2026-09-01 上午 至 2026-12-31 下午〔不可用时间 第 1 条〕",
                "放宽“候补比例”（PD-04）：ratio 0.5 → 0.3333; min 2 → 1",
            ),
        ),
    ],
)
def test_what_is_in_the_way_is_told_with_its_place_and_what_would_help(
    folder: Path, name: str, said: tuple[str, ...]
) -> None:
    code, text = asked(folder / f"{name}.json")
    assert code == 3
    assert [one for one in said if one not in text] == []


def test_an_application_and_a_committee_can_be_asked_about(folder: Path) -> None:
    season = folder / f"{SUSPENDED}.json"
    code, about_one = asked(season, "--application", "D2", "--lang", "en")
    assert code == 3
    assert about_one.startswith("application D2 (申报人2) cannot be placed:")
    assert asked(season, "--committee", "C1")[0] == 0, "nothing is routed to a suspended committee"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--application", "D9", "年度中没有申报 D9"),
        ("--session", "S9", "“评审会”表中没有 S9"),
        ("--committee", "C9", "年度中没有评委会 C9"),
    ],
)
def test_what_the_season_does_not_have_is_named(folder: Path, option: str, value: str, said: str) -> None:
    code, text = asked(folder / "good.json", option, value)
    assert (code, said in text) == (2, True)


def test_the_edits_of_a_remedy_can_be_made_as_they_are_written(folder: Path, tmp_path: Path) -> None:
    season, path = folder / f"{SHORT}.json", tmp_path / "why.json"
    assert asked(season, "--json", path)[0] == 3
    answers = json.loads(path.read_text("utf-8"))
    assert answers["verdict"] == "impossible"
    (answer,) = answers["answers"]
    places = {place["pointer"] for element in answer["elements"] for place in element["places"]}
    assert "/unavailability/0" in places
    before = read_season(season)
    for remedy in answer["remedies"]:
        assert all_is_placed(season_after(before, edits_of(remedy["edits"]))), remedy["ask"]
    assert not all_is_placed(before)
    assert brief_for(before).season == before


def test_a_plan_that_leaves_something_out_says_why_and_where_to_read_on(folder: Path, tmp_path: Path) -> None:
    season = folder / f"{SHORT}.json"
    found = CliRunner().invoke(app, ["plan", str(season), "-o", str(tmp_path), "--effort", "1"], catch_exceptions=False)
    assert "去掉任何一项即可安排" in found.output
    assert f"`pingwei why {season}`" in found.output


def test_what_a_plan_holds_is_not_left_open(folder: Path) -> None:
    left = {}
    for name in ("good", SUSPENDED):
        brief = brief_for(read_season(folder / f"{name}.json"))
        (question, *_) = obstacles(brief)
        open_still = Explained(question, Outcome(Answered.UNKNOWN))
        left[name] = list(settled(brief, [open_still])) == [open_still]
    assert left == {"good": False, SUSPENDED: True}
