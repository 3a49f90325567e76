"""``pingwei forecast | why``: what a season promises before it is planned, and why something in it has no place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.arguments import Language, SeasonPath, language
from api.consoles import err, out


def forecast(
    season: SeasonPath,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="写出 json、xlsx、html 的文件夹 / folder")
    ] = None,
    lang: Language = "zh",
) -> None:
    """排程之前的供需预测：哪里会断裂、从多少份起 / supply and demand before planning: where it will break."""
    from api.forecasting import run_forecast

    raise typer.Exit(run_forecast(season, output, language(lang), out))


def why(
    season: SeasonPath,
    application: Annotated[str, typer.Option(help="申报编号 / application id")] = "",
    session: Annotated[str, typer.Option(help="评审会编号 / id of a session wanted")] = "",
    committee: Annotated[str, typer.Option(help="评委会编号 / committee id")] = "",
    most: Annotated[int, typer.Option(min=1, max=20, help="每处列出的办法数 / remedies named")] = 3,
    document: Annotated[Path | None, typer.Option("--json", help="另写为 JSON / also as JSON")] = None,
    lang: Language = "zh",
) -> None:
    """为何排不出：最小的冲突与办法 / why there is no place: the smallest conflict, and what would help."""
    from api.why_not import Asked, why_not

    asked = Asked(application, session, committee)
    raise typer.Exit(why_not(season, asked, most, document, language(lang), out, err))
