"""``pingwei pins`` as a command; what it does is in :mod:`api.pinning`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.arguments import Language, SeasonPath, language
from api.consoles import out


def pins(
    season: SeasonPath,
    edited: Annotated[
        Path | None, typer.Argument(help="改过的方案 plan.xlsx；省略则列出已有的指定 / the plan as edited")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="改之前的方案；省略则整份都指定 / the plan before"),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写出的年度文件 / the season to write")] = None,
    reason: Annotated[str, typer.Option(help="理由 / why")] = "",
    by: Annotated[str, typer.Option(help="决定人 / who decided")] = "",
    told: Annotated[bool, typer.Option("--told", help="有关的人已获通知 / those concerned know")] = False,
    lang: Language = "zh",
) -> None:
    """把在 plan.xlsx 中的手工改动变成年度的指定与禁止，并指出冲突 / hand edits of a plan as pins of the season."""
    from api.pinning import Asked, run_pins

    raise typer.Exit(run_pins(Asked(season, edited, against, output, reason, by, told), language(lang), out))
