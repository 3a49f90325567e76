"""The sheet of whom to tell what (通知清单): a line per person and duty that is new, different or called off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from data.notice_files.calendars import duty_text
from data.season_files.excel_writer import MOST_TEXT
from solver.domain.notices import Duty, Notice
from solver.explain.naming import expert_name
from solver.explain.words import Lang, Words, half_day, pick
from solver.rules.brief import Brief

SHEET: Words = ("通知清单", "Notices")
HEADINGS: tuple[Words, ...] = (
    ("专家", "expert"),
    ("姓名", "name"),
    ("通知", "notice"),
    ("评审会", "session"),
    ("评委会", "committee"),
    ("开始", "start"),
    ("半天数", "half-days"),
    ("会场", "rooms"),
    ("职务", "duty"),
    ("主审申报", "reads"),
    ("原为", "before"),
)
GIVEN: Words = ("新增", "new")
CHANGED: Words = ("变更", "changed")
LOST: Words = ("取消", "called off")
WIDTH = 16


def notice_rows(found: Iterable[Notice], brief: Brief, lang: Lang) -> Iterator[tuple[str, ...]]:
    """The lines of the sheet, person by person."""
    for notice in found:
        for duty in notice.given:
            yield _row(duty, GIVEN, None, brief, lang)
        for before, after in notice.changed:
            yield _row(after, CHANGED, before, brief, lang)
        for duty in notice.lost:
            yield _row(duty, LOST, None, brief, lang)


def _row(duty: Duty, kind: Words, before: Duty | None, brief: Brief, lang: Lang) -> tuple[str, ...]:
    committee = brief.season.committee.get(duty.committee)
    return (
        duty.expert,
        expert_name(duty.expert, brief),
        pick(kind, lang),
        duty.session,
        committee.name if committee else duty.committee,
        *_facts(duty, lang),
        "；".join(was for was, now in zip(_facts(before, lang), _facts(duty, lang), strict=True) if was != now)
        if before
        else "",
    )


def _facts(duty: Duty, lang: Lang) -> tuple[str, ...]:
    """When, how long, where, as what, and what is read: what of a duty may change."""
    return (
        half_day(duty.start, lang),
        str(duty.length),
        "、".join(duty.rooms),
        duty_text(duty, lang),
        "、".join(duty.reads),
    )


def write_notice_sheet(found: Iterable[Notice], brief: Brief, path: Path, lang: Lang = "zh") -> None:
    """Write the sheet as a workbook."""
    from xlsxwriter import Workbook

    with Workbook(str(path), {"in_memory": True}) as book:
        page, bold = book.add_worksheet(pick(SHEET, lang)), book.add_format({"bold": True})
        for at, heading in enumerate(HEADINGS):
            page.write_string(0, at, pick(heading, lang), bold)
        page.set_column(0, len(HEADINGS) - 1, WIDTH)
        last = 0
        for last, row in enumerate(notice_rows(found, brief, lang), start=1):
            for at, cell in enumerate(row):  # never write(): a text that begins with "=" must not become a formula
                page.write_string(last, at, cell[:MOST_TEXT])
        page.freeze_panes(1, 2)
        page.autofilter(0, 0, max(last, 1), len(HEADINGS) - 1)
