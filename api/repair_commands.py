"""``pingwei repair``, ``diff``, ``replacements``, ``notices`` as commands; what they do is in :mod:`api.repairing`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.arguments import Language, PlanPath, SeasonPath, day, language
from api.consoles import out


def repair(
    season: SeasonPath,
    plan_file: PlanPath,
    output: Annotated[Path, typer.Option("-o", "--output", help="写出修复结果的文件夹 / folder for the result")],
    change: Annotated[
        Path | None, typer.Option("--change", help="变化：changes.json；省略则只照年度的指定与禁止 / what changed")
    ] = None,
    told: Annotated[bool, typer.Option("--told", help="方案中的人已获通知 / people know of the plan")] = False,
    before: Annotated[
        date | None,
        typer.Option(parser=day, metavar="YYYY-MM-DD", help="此日之前的评审会已开 / sessions before are held"),
    ] = None,
    pin: Annotated[list[str] | None, typer.Option(help="不动的席位 评审会/专家 / session/expert that stays")] = None,
    lang: Language = "zh",
) -> None:
    """变化之后改动最少的方案，附逐人清单与下界 / the least change to a plan, person by person, with a bound."""
    from api.repairing import Asked, run_repair

    asked = Asked(season, plan_file, change, output, told, before, tuple(pin or ()))
    raise typer.Exit(run_repair(asked, language(lang), out))


def diff(
    before: PlanPath,
    after: PlanPath,
    season: Annotated[Path | None, typer.Option(help="用来写出姓名 / to name people by")] = None,
    lang: Language = "zh",
) -> None:
    """两个方案逐项、逐人的差别 / how two plans differ, term by term and person by person."""
    from api.repairing import run_diff

    raise typer.Exit(run_diff(before, after, season, language(lang), out))


def replacements(
    season: SeasonPath,
    plan_file: PlanPath,
    session: Annotated[str, typer.Option(help="评审会编号 / session id")],
    seat: Annotated[str, typer.Option(help="谁的席位：专家编号 / whose seat: expert id")],
    lang: Language = "zh",
) -> None:
    """谁能接某个席位，其余的人为何不能 / who can take a seat, and what keeps the others out."""
    from api.repairing import run_replacements

    raise typer.Exit(run_replacements(season, plan_file, session, seat, language(lang), out))


def notices(
    season: SeasonPath,
    plan_file: PlanPath,
    output: Annotated[Path, typer.Option("-o", "--output", help="写出通知的文件夹 / folder for the notices")],
    former: Annotated[Path | None, typer.Option("--former", help="上次公布的方案 / the plan told before")] = None,
    number: Annotated[int, typer.Option(min=0, help="第几次公布（日历的 SEQUENCE）/ number of the publication")] = 1,
    lang: Language = "zh",
) -> None:
    """公布时该通知谁、通知什么：清单与每人的日历 / whom to tell what: a sheet, and a calendar file each."""
    from api.repairing import Telling, run_notices

    raise typer.Exit(run_notices(Telling(season, plan_file, former, output, number), language(lang), out))
