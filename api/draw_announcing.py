"""``pingwei draw commit``: a season's session announced for its draw; ``pingwei draw demo``: a whole draw at once."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.arguments import day
from api.consoles import out
from api.draw_commands import Language, Sources, named, say, tell_drawn, tell_written, words_of
from api.exits import Exit
from api.texts import word
from api.today import BEIJING
from solver.draw.entities import BALLS, Method

SeasonPath = Annotated[Path, typer.Argument(help="年度数据 / a season")]
Output = Annotated[Path, typer.Option("-o", "--output", help="写出的文件夹 / folder to write")]
Session = Annotated[str, typer.Option(help="评审会编号 / session id")]
PlanFile = Annotated[Path | None, typer.Option("--plan", help="已有方案；缺省则先排期 / else one is made first")]
Effort = Annotated[int, typer.Option(min=1, help="排期的确定性预算 / deterministic budget of the plan")]
Seed = Annotated[int, typer.Option(min=0)]
Fair = Annotated[Method, typer.Option("--method", help="公平的含义 / what is made fair")]
Balls = Annotated[int, typer.Option(min=1, max=100_000, help="等可能的组数 / equally likely panels")]


def commit(  # noqa: PLR0913, PLR0917 # the options of a command line
    season: SeasonPath,
    session: Session,
    output: Output,
    plan: PlanFile = None,
    effort: Effort = 10,
    seed: Seed = 1,
    method: Fair = Method.LEXIMIN,
    balls: Balls = BALLS,
    draw: Annotated[str, typer.Option(help="抽取编号；缺省为 评审会-1 / id of the draw")] = "",
    at: Annotated[str, typer.Option(help="抽取时间 / when")] = "",
    on: Annotated[
        date | None,
        typer.Option(parser=day, metavar="YYYY-MM-DD", help="公布日期，缺省为今天 / day it is announced"),
    ] = None,
    place: Annotated[str, typer.Option(help="抽取地点 / where")] = "",
    source: Annotated[list[str] | None, typer.Option(help="公开数的名称 / name of a public source")] = None,
    redraw_of: Annotated[Path | None, typer.Option(help="首次抽取的 commitment.json / of the first draw")] = None,
    reason: Annotated[str, typer.Option(help="重抽原因 / why it is drawn again")] = "",
    approved_by: Annotated[str, typer.Option(help="批准人 / who approved it")] = "",
    approval: Annotated[str, typer.Option(help="批准文件 / document of approval")] = "",
    lang: Language = "zh",
) -> None:
    """公布抽取：专家库承诺、规则与抽签 / announce a draw: the pool's commitment, the rules, the lottery."""
    from api import draw_making
    from api.draw_folder import DrawFolder
    from solver.draw.merkle import SALT
    from solver.draw.transcript import Terms

    words = words_of(lang)
    redraw = draw_making.redraw_of(redraw_of, reason, approved_by, approval)
    made = draw_making.prepare(draw_making.Request(season, session, plan, effort, seed, method, balls))
    draw_making.refuse_outside_window(made, on or datetime.now(BEIJING).date())
    if made.lottery is None:
        out.print(word("draw_impossible", words, value=session), markup=False)
        raise typer.Exit(Exit.NO_PLAN)
    terms = Terms(
        draw or f"{session}-{'2' if redraw else '1'}", at, place, tuple(source or ()), made.standby, 64, redraw
    )
    salts = tuple(secrets.token_bytes(SALT) for _ in made.pool.candidates)
    papers = draw_making.announced(made, made.lottery, terms, salts, secrets.token_bytes(draw_making.CHAIN))
    folder = DrawFolder(output)
    written = folder.announce(*papers)
    folder.keep(made.brief.season)
    counts = {"pool": len(made.pool.candidates), "able": len(made.pool.eligible), "least": float(made.lottery.least)}
    say("draw_announced" if made.lottery.panels else "walk_announced", words, value=terms.draw, **counts)
    tell_written(written, words)


def demo(  # noqa: PLR0913, PLR0917 # the options of a command line
    season: SeasonPath,
    session: Session,
    contributions: Annotated[Path, typer.Option(help="c.json：角色 → 十六进制数 / role → secret")],
    output: Output,
    plan: PlanFile = None,
    effort: Effort = 10,
    seed: Seed = 1,
    method: Fair = Method.LEXIMIN,
    balls: Balls = BALLS,
    source: Sources = None,
    lang: Language = "zh",
) -> None:
    """演练：一次走完整个抽取 / rehearsal: a whole draw at once, repeatable byte by byte."""
    from api import draw_making
    from api.draw_rehearsal import rehearse

    words = words_of(lang)
    secrets_given = draw_making.read_contributions(contributions)
    made = draw_making.prepare(draw_making.Request(season, session, plan, effort, seed, method, balls))
    if made.lottery is None:
        say("draw_impossible", words, value=session)
        raise typer.Exit(Exit.NO_PLAN)
    transcript, written = rehearse(made, made.lottery, secrets_given, named(source), output, words)
    tell_drawn(transcript, words)
    tell_written(written, words)
