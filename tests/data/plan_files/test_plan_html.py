"""plan.html: needs nothing but itself, executes nothing of the data, and shows what people look for."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from data.plan_files.page.timeline import Block, lanes
from data.plan_files.plan_html import page, write_plan_html
from solver.domain.plan import Plan
from tests.data.plan_files.complete import brief, complete_plan

VOID = {"br", "input", "meta"}


class Outline(HTMLParser):
    """Elements that were opened and never closed, addresses that are asked for, and texts by their anchor."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.anchors: set[str] = set()
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [str(given[name]) for name in ("href", "src", "action", "data") if name in given]
        self.anchors |= {str(given["id"])} if "id" in given else set()
        self.scripts += tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"rect", "line"}, attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_but_itself() -> None:
    shown = page(complete_plan(), brief())
    outline = Outline(shown)
    assert outline.open == []
    assert re.findall(r"https?:|url\(|@import|//[a-z]", shown) == []
    assert [one for one in outline.addresses if not one.startswith("#")] == []


def test_every_link_leads_somewhere() -> None:
    outline = Outline(page(complete_plan(), brief()))
    assert {one.removeprefix("#") for one in outline.addresses} <= outline.anchors
    assert {"s-S1", "s-S2", "attention", "timeline", "needed"} <= outline.anchors


def test_names_are_text_and_never_code() -> None:
    shown = page(complete_plan(), brief())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown  # the applicant of D01
    assert "<script>alert" not in shown
    assert Outline(shown).scripts == 1


def test_a_name_cannot_leave_an_attribute() -> None:
    season = brief().season
    committee = replace(season.committees[0], name='" onmouseover="alert(1)')
    shown = page(complete_plan(), replace(brief(), season=replace(season, committees=(committee,))))
    assert 'onmouseover="alert' not in shown
    assert "&quot; onmouseover=&quot;alert(1)" in shown


def test_a_dollar_in_a_name_is_no_placeholder() -> None:
    season = brief().season
    person = replace(season.persons[0], name="$style ${script}")
    shown = page(complete_plan(), replace(brief(), season=replace(season, persons=(person, *season.persons[1:]))))
    assert "$style ${script}" in shown


def test_what_people_look_for_is_there() -> None:
    shown = page(complete_plan(), brief())
    assert "有 1 处违反硬性规则" in shown  # one hard finding; one overridden, one advisory
    assert "1 hard findings" in shown
    assert "评审会 S1：评委共 12 人，应为单数" in shown
    assert 'class="chip mark-assumption"' in shown
    assert "人社部门 H2（市人社局）" in shown
    assert "2026-10-12 下午" in shown


def test_an_exception_is_shown_with_its_reason_apart_from_advice() -> None:
    (excepted,) = [one for one in complete_plan().findings if one.overridden]
    plan = replace(complete_plan(), findings=(replace(excepted, overridden="会议同意 <甲>（函1号）"),))
    shown = page(plan, brief())
    assert "已豁免（1）" in shown
    assert "；豁免：会议同意 &lt;甲&gt;（函1号）" in shown
    assert "方案遵守全部硬性规则" in shown
    assert "提示（" not in shown


def test_the_language_it_opens_in(tmp_path: Path) -> None:
    write_plan_html(complete_plan(), brief(), tmp_path / "plan.html", "en")
    assert '<html lang="zh-CN" data-lang="en">' in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_an_empty_plan_is_a_page_too() -> None:
    shown = page(Plan(), brief())
    assert Outline(shown).open == []
    assert "方案遵守全部硬性规则" in shown


def test_blocks_in_one_lane_never_overlap() -> None:
    session = complete_plan().sessions[0]
    spans = [(1, 3), (2, 4), (4, 4), (3, 5), (5, 6)]
    found = lanes([Block(session, "R1", True, first, last) for first, last in spans])
    assert [[(block.first, block.last) for block in lane] for lane in found] == [
        [(1, 3), (4, 4), (5, 6)],
        [(2, 4)],
        [(3, 5)],
    ]
