"""``pingwei draw replace``: somebody declines, and the next one-time code draws who takes the seat."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from api.draw_commands import Folder, Language, say, tell_written, words_of


def replace(  # the options of a command line
    folder: Folder,
    season: Annotated[Path, typer.Argument(help="现在的年度数据 / the season as it is now")],
    plan: Annotated[Path, typer.Option(help="现在的方案 / the plan as it is now")],
    expert: Annotated[str, typer.Option(help="不能到会的专家编号 / who does not come")],
    reason: Annotated[str, typer.Option(help="原因 / why")] = "",
    approved_by: Annotated[str, typer.Option(help="批准人 / who approved it")] = "",
    lang: Language = "zh",
) -> None:
    """有人不能到会：以下一个一次性代码当场抽取接替者 / somebody declines: the next one-time code draws who follows."""
    from api.draw_folder import DrawFolder
    from data.briefing import brief_for
    from data.documents.draw_files import write_papers
    from data.plan_files.plan_file import read_plan
    from data.season_files.season_file import read_season
    from solver.draw.canonical import canonical
    from solver.draw.season import SeasonDraws
    from solver.draw.since import since

    at, words = DrawFolder(folder), words_of(lang)
    sealed = at.sealed
    draws = SeasonDraws(brief_for(read_season(season)), read_plan(plan))
    made = at.replace(expert, reason, approved_by, since(draws, sealed, at.announcement.session))
    data = canonical(made)
    new, hashed = sealed.leaves[made.given[0]].candidate.expert, hashlib.sha256(data).hexdigest()
    written = write_papers(folder / "replacements", {f"{made.number}.json": data})
    facts = {"number": made.number, "old": expert, "new": new, "looked": len(made.steps), "hash": hashed}
    say("draw_replaced", words, value=made.draw, **facts)
    tell_written(written, words)
