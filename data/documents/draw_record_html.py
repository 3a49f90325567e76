"""The draw record as one page that works offline and prints on A4."""

from __future__ import annotations

from data.documents.draw_record import DrawRecord, Table
from data.plan_files.page.markup import Html, join, tag, text

STYLE = """
body{font:14px/1.5 "Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:24px;color:#1b2430}
h1{font-size:22px;text-align:center}h2{font-size:16px;margin-top:28px}.note{text-align:center;color:#b3261e}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #b8c2cf;padding:4px 6px;text-align:left;vertical-align:top}
th{background:#eef2f7}td{overflow-wrap:anywhere}.facts th{width:14em}.sign td{height:44px}
@page{size:A4 landscape;margin:12mm}@media print{body{margin:0}thead{display:table-header-group}tr{break-inside:avoid}}
"""


def draw_record_page(record: DrawRecord) -> str:
    """The record as HTML; what is left empty is filled in by hand."""
    facts = tag("table", *(tag("tr", tag("th", text(a)), tag("td", text(b))) for a, b in record.facts), classes="facts")
    first, *others = record.tables
    signed = tag("table", *(tag("tr", tag("th", text(one)), tag("td")) for one in record.signatures), classes="sign")
    head = join((tag("title", text(record.title)), Html(f"<style>{STYLE}</style>")))
    top = (tag("h1", text(record.title)), tag("p", text(record.note), classes="note"), facts)
    body = tag("body", *top, _table(first), signed, *(_table(one) for one in others))
    language = "zh-CN" if record.lang == "zh" else "en"
    page = tag("html", tag("head", Html('<meta charset="utf-8">'), head), body, lang=language)
    return f"<!doctype html>\n{page}\n"


def _table(table: Table) -> Html:
    head = tag("tr", *(tag("th", text(heading)) for _, heading in table.columns))
    rows = (tag("tr", *(tag("td", text(row.get(field, ""))) for field, _ in table.columns)) for row in table.rows)
    return join((tag("h2", text(table.name)), tag("table", tag("thead", head), tag("tbody", *rows))))
