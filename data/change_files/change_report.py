"""The report of a repair: what changed for whom and why, as a workbook for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from data.plan_files.plan_json import finding_json
from data.season_files.codecs import Json
from data.season_files.excel_writer import MOST_TEXT
from solver.explain.naming import expert_name
from solver.explain.words import Lang, Words, pick
from solver.replan.account import Difference
from solver.replan.repair import Repair
from solver.replan.telling import causes_of, reasons, statement, told

FORMAT = "pingwei-repair-1"
SHEET: Words = ("变更清单", "Changes")
HEADINGS: tuple[Words, ...] = (
    ("专家", "expert"),
    ("姓名", "name"),
    ("评审会", "session"),
    ("申报", "application"),
    ("变更", "change"),
    ("原因", "reason"),
    ("分量", "weight"),
)
WIDTHS = (12, 12, 14, 14, 60, 60, 8)
SUMMARY: Words = (
    "改动分量共 {weight}，任何守规则的方案都不少于 {bound}；仍须人工决定的有 {left} 项",
    "changes weigh {weight} in all, and no plan that keeps the rules comes below {bound}; {left} are left to a person",
)


def summary(made: Repair, lang: Lang) -> str:
    """The weight of a repair and its bound in one sentence."""
    return pick(SUMMARY, lang).format(weight=made.weight, bound=made.bound, left=len(made.unresolved))


def report_json(made: Repair) -> Json:
    """The report as JSON values."""
    return {
        "format": FORMAT,
        "weight": made.weight,
        "bound": made.bound,
        "gap": round(made.gap, 6),
        "changes": [difference_json(one, made) for one in made.differences],
        "unresolved": [finding_json(one, made.brief) for one in made.unresolved],
    }


def difference_json(one: Difference, made: Repair) -> dict[str, Json]:
    """One difference with the provisions it comes about by, and its sentence."""
    return {
        "effect": one.effect.value,
        "session": one.session,
        "expert": one.expert,
        "application": one.application,
        "before": [*one.before],
        "after": [*one.after],
        "weight": one.weight,
        "rules": [*sorted({cause.rule for cause in causes_of(one, made.causes)})],
        "sentence": {
            "zh": told(one, made.causes, made.brief, "zh"),
            "en": told(one, made.causes, made.brief, "en"),
        },
    }


def write_report(made: Repair, folder: Path, lang: Lang) -> tuple[Path, ...]:
    """Write ``changes.json`` and ``changes.xlsx`` into ``folder``; the paths written."""
    from xlsxwriter import Workbook

    text, book_path = folder / "changes.json", folder / "changes.xlsx"
    text.write_text(json.dumps(report_json(made), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with Workbook(str(book_path), {"in_memory": True}) as book:
        page, bold = book.add_worksheet(pick(SHEET, lang)), book.add_format({"bold": True, "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page.write_string(0, 0, summary(made, lang))
        for at, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            page.write_string(1, at, pick(heading, lang), bold)
            page.set_column(at, at, width)
        for number, row in enumerate(_rows(made, lang), start=2):
            for at, cell in enumerate(row):  # never write(): a text that begins with "=" must not become a formula
                page.write_string(number, at, cell[:MOST_TEXT], wrapped)
        page.freeze_panes(2, 0)
        page.autofilter(1, 0, max(2, 1 + len(made.differences)), len(HEADINGS) - 1)
    return text, book_path


def _rows(made: Repair, lang: Lang) -> Iterator[tuple[str, ...]]:
    for one in made.differences:
        yield (
            one.expert,
            expert_name(one.expert, made.brief),
            one.session,
            one.application,
            statement(one, made.brief, lang),
            reasons(one, made.causes, made.brief, lang),
            str(one.weight),
        )
