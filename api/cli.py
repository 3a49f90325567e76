"""The command line: ``pingwei template | synth | routes | rules | plan | repair | check | schema``, and the service.

Every command takes a season as a workbook, a folder of CSV files or one JSON. Heavy libraries load inside commands, so
that ``pingwei --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from api import (
    audit_commands,
    draw_announcing,
    draw_commands,
    draw_replacing,
    outlook_commands,
    pin_commands,
    repair_commands,
    store_commands,
)
from api.arguments import Language, PlanPath, SeasonPath, day, language
from api.consoles import err, out
from api.crew_errors import CrewError
from api.exits import Exit
from api.texts import Lang, word
from solver.domain.vocabulary import Fairness
from solver.errors import EngineError, InputError

app = typer.Typer(
    help="评委 Pingwei：从年度工作簿到守规则的评审方案 / from a season's workbook to a plan that keeps every rule",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(audit_commands.app, name="audit")
draw_commands.app.command()(draw_announcing.commit)
draw_commands.app.command()(draw_announcing.demo)
draw_commands.app.command()(draw_replacing.replace)
app.add_typer(draw_commands.app, name="draw")
app.add_typer(store_commands.app, name="store")
for command in (
    outlook_commands.forecast,
    outlook_commands.whatif,
    outlook_commands.why,
    repair_commands.repair,
    repair_commands.diff,
    repair_commands.replacements,
    repair_commands.notices,
    pin_commands.pins,
):
    app.command()(command)


class Tightness(Enum):
    """How scarce experts are in an invented season."""

    EASY = "easy"
    TIGHT = "tight"
    IMPOSSIBLE = "impossible"


@app.command()
def template(path: Annotated[Path, typer.Argument(help="要写出的 .xlsx / the .xlsx to write")]) -> None:
    """写出空白年度工作簿（含下拉选项与示例行） / write the empty workbook with drop-downs and examples."""
    from data.season_files.template import write_template

    write_template(path)
    out.print(f"{word('written', 'zh')} {path}")


@app.command()
def synth(
    output: Annotated[Path, typer.Option("-o", "--output", help="season.xlsx | season.json | 文件夹/")],
    committees: Annotated[int, typer.Option(min=1, max=5000)] = 12,
    experts: Annotated[int, typer.Option(min=30, max=500_000)] = 300,
    applications: Annotated[int, typer.Option(min=1, max=2_000_000)] = 500,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    tightness: Annotated[Tightness, typer.Option(help="宽松、紧张或排不出 / how scarce experts are")] = Tightness.EASY,
) -> None:
    """生成逼真的虚构年度 / write a realistic invented season."""
    from data.samples.synthetic import synthesise
    from data.season_files.season_file import write_season

    write_season(synthesise(committees, experts, applications, seed, tightness.value), output)
    out.print(f"{word('written', 'zh')} {output}")


@app.command()
def rules(
    rule: Annotated[str, typer.Argument(help="规则编号，如 CN40-09b；省略则列出全部 / a rule id, or all")] = "",
    place: Annotated[str, typer.Option(help="地区，如 沈阳 / place")] = "全国",
    on: Annotated[date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="日期 / date")] = None,
    lang: Language = "zh",
) -> None:
    """列出规则及其出处与参数 / list the rules with sources and numbers."""
    from api.tables import provision_card, rules_table
    from data.regulations.register import register

    words = language(lang)
    book = register(on or datetime.now().astimezone().date(), place)
    if rule and rule not in book.provisions:
        err.print(word("unknown_rule", words, value=rule), markup=False)
        raise typer.Exit(Exit.BAD_INPUT)
    out.print(provision_card(book.provision(rule), words) if rule else rules_table(book, words))


@app.command()
def routes(season: SeasonPath, lang: Language = "zh") -> None:
    """每份申报的去向：评委会、委托代评、待授权、不经评委会 / where every application goes, and why."""
    from api.tables import routes_summary, routes_table
    from data.briefing import brief_for
    from data.season_files.season_file import read_season
    from solver.routing import route_applications

    words = language(lang)
    brief = brief_for(read_season(season))
    found = route_applications(brief)
    out.print(routes_summary(found, words))
    out.print(routes_table(found, brief, words))


@app.command()
def plan(
    season: SeasonPath,
    output: Annotated[Path, typer.Option("-o", "--output", help="写出方案的文件夹 / folder for the plan")],
    seconds: Annotated[
        float | None,
        typer.Option(min=1, help="时限（秒），缺省 60，大年度更多 / limit; 60 by default, more if large"),
    ] = None,
    effort: Annotated[int | None, typer.Option(min=1, help="确定性预算 / deterministic budget: same plan")] = None,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    drawn: Annotated[
        Path | None, typer.Option(help="已有方案，其中已抽取的评审会原样保留 / a plan whose drawn sessions stay")
    ] = None,
    fairness: Annotated[
        Fairness | None, typer.Option(help="先顾及最差的申报或负担最重的专家，并给出证明 / fairness before the score")
    ] = None,
    lang: Language = "zh",
) -> None:
    """排出方案并写出 plan.json、plan.xlsx、plan.html / plan the season and write it in three forms."""
    from api.planning_run import run_plan
    from api.season_planning import Limits

    words = language(lang)
    if seconds is not None and effort is not None:
        raise typer.BadParameter(word("one_budget", words))
    asked = Limits(seconds, effort, seed, fairness)
    raise typer.Exit(run_plan(season, output, asked, words, out, drawn))


@app.command()
def check(season: SeasonPath, plan_file: PlanPath, lang: Language = "zh") -> None:
    """检查任何方案（包括手工修改的），列出全部违反之处 / every violation of any plan; exit 1 if hard ones."""
    from api.pinning import tell_conflicts
    from api.tables import findings_table
    from data.briefing import brief_for
    from data.plan_files.plan_file import read_plan
    from data.season_files.season_file import read_season
    from solver.check import hard
    from solver.model.kept import judged

    words = language(lang)
    findings = judged(brief := brief_for(read_season(season)), read_plan(plan_file))
    if findings:
        out.print(findings_table(findings, brief, words))
    tell_conflicts(brief, words, out)
    broken = hard(findings)
    if not broken:
        out.print(word("no_findings", words) if not findings else word("advice_count", words, count=len(findings)))
    raise typer.Exit(Exit.RULES_BROKEN if broken else Exit.FINE)


@app.command()
def explain(
    season: SeasonPath,
    plan_file: PlanPath,
    expert: Annotated[str, typer.Option(help="专家编号 / expert id")] = "",
    session: Annotated[str, typer.Option(help="评审会编号 / session id")] = "",
    application: Annotated[str, typer.Option(help="申报编号 / application id")] = "",
    lang: Language = "zh",
) -> None:
    """某专家为何在或不在某评审会；某申报为何如此安排 / why an expert is (not) there; why an application is."""
    from api.asking import why

    raise typer.Exit(why(season, plan_file, (expert, session, application), language(lang), out, err))


@app.command()
def schema(what: Annotated[str, typer.Argument(help="season | plan | changes")]) -> None:
    """打印 JSON Schema / print the JSON Schema of a season, a plan or changes."""
    import json

    from data.change_files.changes_json import changes_schema
    from data.plan_files.plan_json import plan_schema
    from data.season_files.schema import season_schema

    schemas = {"season": season_schema, "plan": plan_schema, "changes": changes_schema}
    if what not in schemas:
        raise typer.BadParameter(" | ".join(schemas))
    typer.echo(json.dumps(schemas[what](), ensure_ascii=False, indent=2))


@app.command()
def serve(lang: Language = "zh") -> None:
    """启动服务（设置见 docs/operations.md） / start the service; settings are environment variables."""
    from api.serving import serve as serve_until_stopped

    raise typer.Exit(serve_until_stopped(os.environ, language(lang), out, err))


@app.command()
def worker(lang: Language = "zh") -> None:
    """从 PostgreSQL 的队列领取并进行排程 / take planning runs from the queue of a PostgreSQL store."""
    from api.worker import work

    raise typer.Exit(work(os.environ, language(lang), out, err))


def report_faults(error: InputError, lang: Lang) -> None:
    """Print every fault of an input, one line each."""
    from data.season_files.sentences import fault_sentence

    err.print(word("faults", lang, count=len(error.faults) + error.more), markup=False)
    for fault in error.faults:
        err.print(f"  • {fault_sentence(fault, lang)}", markup=False, highlight=False, soft_wrap=True)


def main() -> None:
    """Run the command line; every failure ends in a sentence and an exit code, never in a traceback."""
    lang: Lang = "en" if ("en" in sys.argv[1:] and "--lang" in sys.argv[1:]) or "--lang=en" in sys.argv[1:] else "zh"
    try:
        app()
    except InputError as error:
        report_faults(error, lang)
        sys.exit(Exit.BAD_INPUT)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        key = "no_such_file" if missing else "cannot_write"
        err.print(word(key, lang, value=error.filename, why=error.strerror), markup=False)
        sys.exit(Exit.BAD_INPUT)
    except CrewError as error:
        err.print(word(error.code, lang, **error.parameters), markup=False, highlight=False, soft_wrap=True)
        sys.exit(Exit.UNAVAILABLE)
    except (EngineError, Exception) as error:  # the last line of defence: a person sees a sentence, not a traceback
        if os.environ.get("PINGWEI_DEBUG"):
            raise
        err.print(word("internal", lang, value=f"{type(error).__name__}: {error}"), markup=False)
        sys.exit(Exit.DEFECT)


if __name__ == "__main__":
    main()
