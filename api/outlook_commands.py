"""``pingwei forecast | why | whatif``: what a season promises, why something has no place, and what if it were else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.arguments import Language, SeasonPath, language
from api.consoles import err, out
from api.texts import word


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


def whatif(
    season: SeasonPath,
    edits: Annotated[Path, typer.Option("--edit", help="修改项 JSON，见 docs/operations.md / edits as JSON")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写出两份方案与比较的文件夹 / folder")],
    seconds: Annotated[float | None, typer.Option(min=1, help="每份方案的秒数 / seconds for each plan")] = None,
    effort: Annotated[int | None, typer.Option(min=1, help="确定性预算 / deterministic budget")] = None,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    lang: Language = "zh",
) -> None:
    """改几个数会怎样：两份方案以同样的力度排出并逐项比较 / the same season with edits, both planned and compared."""
    from api.season_planning import Limits
    from api.what_if import what_if

    words = language(lang)
    if seconds is not None and effort is not None:
        raise typer.BadParameter(word("one_budget", words))
    limits = Limits(seconds, effort, seed)
    raise typer.Exit(what_if(season, edits, output, limits, words, out))


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
    from api.why_answers import Asked
    from api.why_not import why_not

    asked = Asked(application, session, committee)
    raise typer.Exit(why_not(season, asked, most, document, language(lang), out, err))
