"""``pingwei whatif``: a season and the same with edits, planned with the same effort and compared term by term."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from api.exits import Exit
from api.planning_run import exit_of, watched
from api.season_planning import Limits
from api.texts import Lang, word

if TYPE_CHECKING:
    from solver.domain.plan_comparison import Measure, Value


def what_if(season: Path, edits: Path, output: Path, asked: Limits, lang: Lang, out: Console) -> Exit:
    """Plan both, write both and the comparison; the exit code is that of the edited season's plan."""
    from data.briefing import brief_for
    from data.plan_files.plan_file import write_plan
    from data.season_files.edit_json import read_edits, season_after
    from data.season_files.season_file import read_season, replace_file, write_season
    from solver.domain.plan_comparison import compare

    before = read_season(season)
    after = season_after(before, read_edits(edits))
    plans = []
    for name, one in (("before", before), ("after", after)):
        brief = brief_for(one)
        plans.append(watched(brief, asked, None, lang, out))
        write_plan(plans[-1], brief, output / name, lang)
        write_season(one, output / name / "season.json")
    found = compare(plans[0], plans[1])
    out.print(_table(found, lang))
    rows = [{"name": one.name, "before": one.before, "after": one.after, "change": one.change} for one in found]
    text = json.dumps({"measures": rows}, ensure_ascii=False, indent=1) + "\n"

    def write(draft: Path) -> None:
        draft.write_text(text, encoding="utf-8")

    replace_file(output / "comparison.json", write)
    out.print(f"{word('written', lang)} {output}", markup=False, highlight=False)
    return exit_of(plans[1])


def _table(found: tuple[Measure, ...], lang: Lang) -> Table:
    table = Table(title=word("what_if", lang), title_justify="left", header_style="bold")
    for heading in ("measure", "before", "after", "difference"):
        table.add_column(word(heading, lang), justify="left" if heading == "measure" else "right")
    for one in found:
        table.add_row(_name(one.name, lang), _shown(one.before), _shown(one.after), _shown(one.change, sign=True))
    return table


def _name(name: str, lang: Lang) -> str:
    from solver.explain.sentence import term_name

    kind, _, term = name.partition(":")
    return term_name(term, lang) if kind == "score" else word(f"measure_{name}", lang)


def _shown(value: Value, sign: bool = False) -> str:
    if value is None or isinstance(value, str):
        return value or "—"
    return f"{value:+,.4g}" if sign else f"{value:,.6g}"
