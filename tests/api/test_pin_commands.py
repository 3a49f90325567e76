"""``pingwei pins``: a plan is changed in plan.xlsx, the changes become pins, and the next plan keeps them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api import pinning
from api.cli import main
from api.exits import Exit
from data.briefing import brief_for
from data.plan_files.plan_file import read_plan, write_plan
from data.season_files.season_file import read_season, write_season
from solver.domain.calendar import HalfDay
from solver.domain.pins import Pin
from solver.domain.season import Season
from solver.domain.vocabulary import PinKind, PinMatter, Role
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from tests.builders import small_season
from tests.data.plan_files.test_plan_excel import cell, edited

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit code and what it printed."""

    def asked(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["pingwei", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return asked


@pytest.fixture
def season() -> Season:
    """Twenty experts, two rooms."""
    made = small_season(experts=20)
    return replace(made, rooms=(*made.rooms, replace(made.rooms[0], id="R2")))


@pytest.fixture
def folder(tmp_path: Path, season: Season) -> Path:
    """A season and its plan in all forms."""
    write_season(season, tmp_path / "season.xlsx")
    plan = plan_season(brief_for(season), Budget(None, 1, time.monotonic), 1)
    write_plan(plan, brief_for(season), tmp_path / "out", "zh")
    return tmp_path


def test_a_plan_that_nobody_changed_gives_no_pin(folder: Path, run: Run) -> None:
    out = folder / "out"
    code, said = run("pins", folder / "season.xlsx", out / "plan.xlsx", "--against", out / "plan.json")
    assert (code, "得出 0 项指定与禁止，没有写出" in said) == (Exit.FINE, True)


def test_what_is_typed_into_plan_xlsx_is_a_pin_each_and_the_next_plan_has_it(folder: Path, run: Run) -> None:
    out, after = folder / "out", folder / "pinned.xlsx"
    session = read_plan(out / "plan.json").sessions[0]
    first, last = session.panel[0], session.panel[-1]
    comes = next(f"E{n:02d}" for n in range(20, 0, -1) if f"E{n:02d}" not in {*session.seated(), *waiting(out)})
    row = 2 + len(session.panel)
    assert cell(out / "plan.xlsx", "评委名单", len(session.panel), "专家") == last.expert
    typed = edited(
        out / "plan.xlsx", ("评委名单", f"D{row}", comes), ("评审会", "E3", "2026-10-13"), ("评审会", "H3", "R2")
    )
    words = ("--against", out / "plan.json", "-o", after, "--reason", "已与本人确认", "--by", "王五", "--told")
    code, said = run("pins", folder / "season.xlsx", typed, *words)
    assert code == Exit.FINE
    for told in (
        f"指定席位：评审会 C1-3-1、专家 {comes}",
        f"禁止席位：评审会 C1-3-1、专家 {last.expert}",
        "2026-10-13 上午",
    ):
        assert told in said
    pins = read_season(after).pins
    assert {(pin.kind, pin.what) for pin in pins} >= {
        (PinKind.KEEP, PinMatter.SEAT),
        (PinKind.FORBID, PinMatter.SEAT),
        (PinKind.KEEP, PinMatter.START),
        (PinKind.KEEP, PinMatter.ROOM),
    }
    assert {(pin.reason, pin.decided_by, pin.told) for pin in pins} == {("已与本人确认", "王五", True)}
    code, _ = run("plan", after, "-o", folder / "next", "--effort", "1")
    assert code == Exit.FINE
    made = read_plan(folder / "next" / "plan.json").sessions[0]
    assert comes in made.seated()
    assert last.expert not in made.seated()
    assert (made.start, made.rooms[0]) == (HalfDay(date(2026, 10, 13), 1), "R2")
    assert first.role is Role.CHAIR
    code, said = run("repair", after, out / "plan.json", "-o", folder / "mended")
    assert code == Exit.FINE
    assert f"请专家 {comes}" in said.replace("\n", "")
    mended = read_plan(folder / "mended" / "plan.json").sessions[0]
    assert mended.seated() == session.seated() - {last.expert} | {comes}
    assert (mended.start, mended.rooms[0]) == (HalfDay(date(2026, 10, 13), 1), "R2")
    code, said = run("check", after, out / "plan.json")
    assert code == Exit.RULES_BROKEN
    assert "PD-27" in said


def waiting(out: Path) -> set[str]:
    """Alternates of the plan."""
    return {one.expert for session in read_plan(out / "plan.json").sessions for one in session.alternates}


def test_a_pin_that_breaks_a_rule_is_told_with_its_number_and_its_article(folder: Path, run: Run) -> None:
    out, after = folder / "out", folder / "pinned.json"
    session = read_plan(out / "plan.json").sessions[0]
    chair = session.panel[0].expert
    unable = next(seat.expert for seat in session.panel if seat.role is Role.MEMBER)
    number = 2 + [seat.expert for seat in session.panel].index(unable) + 1
    typed = edited(out / "plan.xlsx", ("评委名单", "D3", unable), ("评委名单", f"D{number}", chair))
    code, said = run("pins", folder / "season.xlsx", typed, "--against", out / "plan.json", "-o", after)
    assert code == Exit.RULES_BROKEN
    assert "PD-24" in said
    code, said = run("plan", after, "-o", folder / "next", "--effort", "1")
    assert code == Exit.RULES_BROKEN
    assert "由人决定" in said.replace("\n", "")
    made = read_plan(folder / "next" / "plan.json").sessions[0]
    assert (unable, Role.CHAIR) in {(seat.expert, seat.role) for seat in made.panel}


def test_a_whole_plan_is_kept_and_comes_back_the_same(folder: Path, run: Run) -> None:
    out, after = folder / "out", folder / "pinned.xlsx"
    code, _ = run("pins", folder / "season.xlsx", out / "plan.xlsx", "-o", after)
    assert code == Exit.FINE
    code, _ = run("plan", after, "-o", folder / "next", "--effort", "1")
    assert code == Exit.FINE
    assert read_plan(folder / "next" / "plan.json").sessions == read_plan(out / "plan.json").sessions


def test_of_many_pins_the_first_are_printed_and_where_the_others_are(folder: Path, run: Run) -> None:
    out, after = folder / "out", folder / "pinned.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pinning, "MOST_LINES", 3)
        _, said = run("pins", folder / "season.xlsx", out / "plan.xlsx", "-o", after)
        count = len(read_season(after).pins)
        assert count > 3
        for printed, words in (
            (said, f"另有 {count - 3} 项；全部见 {after} 的“指定与禁止”表"),
            (run("pins", folder / "season.xlsx", out / "plan.xlsx")[1], f"另有 {count - 3} 项；用 -o 写出"),
            (run("pins", after)[1], f"另有 {count - 3} 项；全部见 {after} 的“指定与禁止”表"),
        ):
            assert printed.count("  • ") == 3
            assert words in printed


def test_a_session_that_was_made_up_cannot_be_a_pin(folder: Path, run: Run) -> None:
    out = folder / "out"
    typed = edited(out / "plan.xlsx", ("评审会", "B3", "C9"))
    code, said = run("pins", folder / "season.xlsx", typed, "--against", out / "plan.json")
    assert code == Exit.BAD_INPUT
    assert "C1-3-1" in said


@pytest.mark.parametrize(
    ("sheet", "at", "typed"),
    [("评委名单", "D4", "E999"), ("评审会", "H3", "R99"), ("申报与主审", "B3", "D999"), ("申报与主审", "H3", "E998")],
)
def test_an_id_that_the_season_lacks_is_named_and_no_season_is_written(
    folder: Path, run: Run, sheet: str, at: str, typed: str
) -> None:
    out, after = folder / "out", folder / "pinned.xlsx"
    changed = edited(out / "plan.xlsx", (sheet, at, typed))
    code, said = run("pins", folder / "season.xlsx", changed, "--against", out / "plan.json", "-o", after)
    assert code == Exit.BAD_INPUT
    assert f"{changed.name} {sheet} C1-3-1" in said
    assert typed in said
    assert not after.exists()


def test_a_pin_that_cannot_be_carried_out_is_not_said_to_be_kept(folder: Path, run: Run, season: Season) -> None:
    pin = Pin("Z001", PinKind.KEEP, PinMatter.CASE, "C1-3-1", application="D01", group="G7")
    write_season(replace(season, pins=(pin,)), folder / "grouped.json")
    code, said = run("pins", folder / "grouped.json")
    assert code == Exit.RULES_BROKEN
    _, checked = run("check", folder / "grouped.json", folder / "out" / "plan.json")
    assert "指定之间或与规则的冲突 2 处" in checked
    flat = "".join(one for one in said if one not in "\n │")
    assert "Z001号指定因此不能照办，由人决定" in flat
    assert "照样保留" not in flat
