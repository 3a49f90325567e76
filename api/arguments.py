"""Arguments that several commands of the command line take."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.texts import Lang, both

SeasonPath = Annotated[
    Path, typer.Argument(help="年度数据：.xlsx、.json 或 CSV 文件夹 / a season in any of these forms")
]
PlanPath = Annotated[Path, typer.Argument(help="方案：plan.json 或 plan.xlsx / a plan, also one edited by hand")]
Language = Annotated[str, typer.Option("--lang", help="zh 或 en / zh or en")]


def language(value: str) -> Lang:
    """``zh`` or ``en``; anything else is a usage error."""
    if value not in {"zh", "en"}:
        raise typer.BadParameter(both("unknown_language", value=value), param_hint="--lang")
    return "en" if value == "en" else "zh"


def day(value: str | date) -> date:
    """A day as ``2026-10-12``; anything else is a usage error."""
    if isinstance(value, date):
        return value
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise typer.BadParameter(both("no_day", value=value)) from None
