"""``pingwei explain``: why an expert is or is not in a session, why an application is where it is."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from api.exits import Exit
from api.texts import Lang, word


def why(season: Path, plan_file: Path, asked: tuple[str, str, str], lang: Lang, out: Console, err: Console) -> Exit:
    """Answer about (expert, session, application) ids, of which either the first two or the last is given."""
    from data.briefing import brief_for
    from data.plan_files.plan_file import read_plan
    from data.season_files.season_file import read_season
    from solver.explain.why import why_application, why_expert

    expert, session, application = asked
    if bool(application) == bool(expert and session):
        err.print(word("explain_what", lang), markup=False)
        return Exit.BAD_INPUT
    brief = brief_for(read_season(season))
    plan = read_plan(plan_file)
    unknown = ""
    if application and application not in brief.season.application:
        unknown = word("unknown_application", lang, value=application)
    elif expert and expert not in brief.season.expert:
        unknown = word("unknown_expert", lang, value=expert)
    elif session and session not in plan.session:
        unknown = word("unknown_session", lang, value=session, known="、".join(plan.session))
    if unknown:
        err.print(unknown, markup=False)
        return Exit.BAD_INPUT
    lines = (
        why_application(brief, plan, application, lang)
        if application
        else why_expert(brief, plan, expert, session, lang)
    )
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    return Exit.FINE
