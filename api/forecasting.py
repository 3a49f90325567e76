"""``pingwei forecast``: supply against demand by committee, level, specialty and week, before anyone plans."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.exits import Exit
from api.texts import Lang, word

COLUMNS = ("committee", "level", "applications", "needed", "eligible", "unconflicted", "spare", "most", "verdict")
"""What the terminal shows; weeks and specialties are in the files."""
STYLES = {"broken": "red", "tight": "yellow", "fine": ""}


def run_forecast(season: Path, output: Path | None, lang: Lang, out: Console) -> Exit:
    """Print the forecast and write it into ``output`` where given; the exit code says whether the season must break."""
    from data.briefing import brief_for
    from data.plan_files.forecast_files import cell_texts, write_forecast
    from data.season_files.season_file import read_season
    from solver.explain.forecast_texts import CALM, HEADINGS, TITLE, UNROUTED
    from solver.explain.words import pick
    from solver.planning.forecast.cells import forecast
    from solver.planning.forecast.sentences import break_sentence

    brief = brief_for(read_season(season))
    found = forecast(brief)
    table = Table(title=pick(TITLE, lang), title_justify="left", header_style="bold")
    for key in COLUMNS:
        table.add_column(pick(HEADINGS[key], lang), overflow="fold")
    for one in found.cells:
        if not one.specialty:
            texts = cell_texts(one, brief, lang)
            table.add_row(*(Text(texts[key]) for key in COLUMNS), style=STYLES[one.verdict])
    out.print(table)
    for broken in found.breaks:
        out.print(f"✗ {break_sentence(broken, brief, lang)}", markup=False, highlight=False, soft_wrap=True)
    if not found.is_broken:
        out.print(pick(CALM, lang))
    if found.unrouted:
        out.print(pick(UNROUTED, lang).format(count=found.unrouted), highlight=False)
    for path in write_forecast(found, brief, output, lang) if output else ():
        out.print(f"{word('written', lang)} {path}", markup=False, highlight=False)
    return Exit.NO_PLAN if found.is_broken else Exit.FINE
