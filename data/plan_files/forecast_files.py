"""A forecast as JSON, as a workbook and as a page; the same lines everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from string import Template

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from data.plan_files.page.forecast import forecast_section
from data.plan_files.page.markup import tag, text
from data.plan_files.plan_excel import NO_MOMENT, Styles
from data.plan_files.plan_html import inside
from data.season_files.codecs import Json
from data.season_files.season_file import replace_file
from solver.explain.forecast_texts import ALL, HEADINGS, LEAD, TITLE, VERDICTS
from solver.explain.naming import name_of
from solver.explain.words import LEVELS, Lang, pick
from solver.planning.forecast.cells import Cell, Forecast
from solver.planning.forecast.sentences import break_sentence
from solver.rules.brief import Brief

WIDTHS = {"committee": 30, "specialty": 20}
ABSENT = "—"


def forecast_json(found: Forecast, brief: Brief) -> dict[str, Json]:
    """A forecast as it is handed out."""
    breaks: list[Json] = [
        {
            "kind": one.kind,
            "committees": [{"committee": committee, "level": level.name.lower()} for committee, level in one.bands],
            "specialty": one.specialty,
            "half_day": f"{one.half.day}/{one.half.half}" if one.half else None,
            "found": one.found,
            "needed": one.needed,
            "sentence": {"zh": break_sentence(one, brief, "zh"), "en": break_sentence(one, brief, "en")},
        }
        for one in found.breaks
    ]
    return {
        "broken": found.is_broken,
        "unrouted": found.unrouted,
        "weeks": [week.isoformat() for week in found.weeks],
        "breaks": breaks,
        "cells": [_cell_json(one) for one in found.cells],
    }


def _cell_json(one: Cell) -> Json:
    return {
        "committee": one.committee,
        "level": one.level.name.lower(),
        "specialty": one.specialty,
        "applications": one.applications,
        "needed": one.needed,
        "eligible": one.eligible,
        "unconflicted": one.unconflicted,
        "weeks": list(one.weeks),
        "spare": one.spare,
        "breaks_from": one.most,
        "verdict": one.verdict,
    }


def cell_texts(one: Cell, brief: Brief, lang: Lang) -> dict[str, str]:
    """What a line says under each heading; weeks aside."""
    return {
        "committee": name_of("committee", one.committee, brief) or one.committee,
        "level": pick(LEVELS[one.level], lang),
        "specialty": one.specialty or pick(ALL, lang),
        "applications": str(one.applications),
        "needed": str(one.needed),
        "eligible": str(one.eligible),
        "unconflicted": str(one.unconflicted),
        "spare": str(one.spare),
        "most": "" if one.most is None else str(one.most),
        "verdict": pick(VERDICTS[one.verdict], lang),
    }


def write_forecast(found: Forecast, brief: Brief, folder: Path, lang: Lang) -> Iterator[Path]:
    """Write ``forecast.json``, ``.xlsx`` and ``.html``, each whole or not at all; yields their paths."""
    document = json.dumps(forecast_json(found, brief), ensure_ascii=False, indent=1) + "\n"
    pages = {
        "forecast.json": lambda draft: draft.write_text(document, encoding="utf-8"),
        "forecast.xlsx": lambda draft: write_workbook(found, brief, draft, lang),
        "forecast.html": lambda draft: draft.write_text(forecast_page(found, brief, lang), encoding="utf-8"),
    }
    for name, write in pages.items():
        replace_file(folder / name, write)
        yield folder / name


def write_workbook(found: Forecast, brief: Brief, path: Path, lang: Lang) -> None:
    """Write a forecast as a workbook: a line for each cell, and what is proved to break."""
    with Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": NO_MOMENT})
        styles = Styles(book)
        _write_cells(book.add_worksheet(pick(TITLE, lang)), found, brief, styles, lang)
        page = book.add_worksheet(pick(VERDICTS["broken"], lang))
        page.set_column(0, 0, 120)
        for number, one in enumerate(found.breaks):
            page.write_string(number, 0, break_sentence(one, brief, lang), styles.text[number % 2])


def _write_cells(page: Worksheet, found: Forecast, brief: Brief, styles: Styles, lang: Lang) -> None:
    page.write_string(0, 0, pick(LEAD, lang), styles.note)
    weeks = [f"{week:%m-%d}" for week in found.weeks]
    for at, (key, words) in enumerate(HEADINGS.items()):
        page.write_string(1, at, pick(words, lang), styles.read_only)
        page.set_column(at, at, WIDTHS.get(key, 11))
    for at, week in enumerate(weeks, start=len(HEADINGS)):
        page.write_string(1, at, week, styles.read_only)
    for row, one in enumerate(found.cells, start=2):
        texts = cell_texts(one, brief, lang)
        for at, key in enumerate(HEADINGS):
            shown = texts[key]
            if shown.lstrip("-").isdigit() and key not in {"committee", "specialty"}:
                page.write_number(row, at, int(shown), styles.number[row % 2])
            else:
                page.write_string(row, at, shown, styles.text[row % 2])
        for at, able in enumerate(one.weeks, start=len(HEADINGS)):
            if able is None:
                page.write_string(row, at, ABSENT, styles.text[row % 2])
            else:
                page.write_number(row, at, able, styles.number[row % 2])
    page.freeze_panes(2, 3)
    page.autofilter(1, 0, max(2, len(found.cells) + 1), len(HEADINGS) + len(weeks) - 1)


def forecast_page(found: Forecast, brief: Brief, lang: Lang) -> str:
    """A forecast as a page of its own that works offline."""
    season = brief.season.header
    name = f"{season.place} {season.year} {pick(TITLE, lang)}"
    parts: dict[str, str] = {
        "lang": lang,
        "title": tag("title", text(name)),
        "style": inside("style.css"),
        "script": inside("script.js"),
        "header": tag("h1", text(name)),
        "navigation": "",
        "figures": "",
        "main": forecast_section(found, brief, whole=True),
        "footer": "",
    }
    return Template(inside("template.html")).substitute(parts)
