"""``plan.html``: one page that works offline; style, script and pictures are inside it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template

from data.plan_files.page.attention import attention
from data.plan_files.page.committees import committees
from data.plan_files.page.forecast import forecast_section
from data.plan_files.page.loads import loads
from data.plan_files.page.markup import both, join, tag, text
from data.plan_files.page.overview import figures, footer, header, score
from data.plan_files.page.routes import needed, routes
from data.plan_files.page.timeline import timeline
from solver.domain.plan import Plan
from solver.explain.words import Lang, Words
from solver.planning.forecast.cells import forecast
from solver.rules.brief import Brief

NAVIGATION: dict[str, Words] = {
    "attention": ("需要处理", "Attention"),
    "timeline": ("时间轴", "Timeline"),
    "committees": ("评委会", "Committees"),
    "forecast": ("供需", "Supply"),
    "loads": ("工作量", "Workload"),
    "routes": ("去向", "Routes"),
    "needed": ("待授权", "Authorisation"),
    "score": ("得分", "Score"),
}


def write_plan_html(plan: Plan, brief: Brief, path: Path, lang: Lang = "zh") -> None:
    """Write the page of ``plan``, which opens in ``lang`` and can be switched."""
    path.write_text(page(plan, brief, lang), encoding="utf-8")


def page(plan: Plan, brief: Brief, lang: Lang = "zh") -> str:
    """The page of ``plan`` as HTML."""
    main = join(
        (
            attention(plan, brief),
            timeline(plan, brief),
            committees(plan, brief),
            forecast_section(forecast(brief, plan.routes), brief, whole=False),
            loads(plan, brief),
            routes(plan, brief),
            needed(plan, brief),
            score(plan),
        )
    )
    season = brief.season.header
    parts: dict[str, str] = {
        "lang": lang,
        "title": tag("title", text(f"{season.place} {season.year} 职称评审方案")),
        "style": inside("style.css"),
        "script": inside("script.js"),
        "header": header(plan, brief),
        "navigation": join(
            tag("a", both(words), href=f"#{anchor}") for anchor, words in NAVIGATION.items() if f'id="{anchor}"' in main
        ),
        "figures": figures(plan, brief),
        "main": main,
        "footer": footer(plan),
    }
    return Template(inside("template.html")).substitute(parts)


def inside(name: str) -> str:
    """A file that lies beside the parts of the page."""
    return (files("data.plan_files.page") / name).read_text(encoding="utf-8")
