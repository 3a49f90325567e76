"""``pingwei audit verify``: is the trail what was once written; for auditors, without the service or its key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from api.consoles import out
from api.exits import Exit
from api.texts import Lang, word

if TYPE_CHECKING:
    from data.store.engine import Store
    from data.store.verification import Verified

SHOWN = 20
"""Faults that are listed; of more, the number is told."""

app = typer.Typer(help="审计链 / the trail of every change", no_args_is_help=True)


@app.command()
def verify(
    anchors: Annotated[
        list[Path] | None,
        typer.Option(help="锚点文件，可多次给出；缺省用设置中的 / anchors files; by default that of the settings"),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en / zh or en")] = "zh",
) -> None:
    """核对审计链与锚点；有问题时退出码为 5 / hold the trail against its anchors; exit 5 if they differ."""
    from api.settings import settings_from

    words: Lang = "en" if lang == "en" else "zh"
    settings = settings_from(os.environ)
    raise typer.Exit(verify_trail(settings.database, anchors or [settings.anchors], words, out))


def verify_trail(url: str, anchors: list[Path], lang: Lang, out: Console) -> Exit:
    """Verify the trail of the database at ``url`` and say what was found; the database is only read."""
    from data.store.anchors import AnchorFormatError
    from data.store.verification import verify_store

    store = _opened(url)
    try:
        found, needed = store.revision()
        if found != needed:
            out.print(word("tables_differ", lang, found=found or "-", needed=needed), markup=False)
            return Exit.BAD_INPUT
        return _told(verify_store(store, anchors), lang, out)
    except AnchorFormatError as error:
        out.print(word("no_anchor", lang, place=error.args[0]), markup=False)
        return Exit.TRAIL_BROKEN
    finally:
        store.close()


def _opened(url: str) -> Store:
    from data.store.engine import open_store
    from data.store.vault import new_key

    store = open_store(url, new_key())  # nothing is opened with it: the trail holds no identity numbers
    if store.is_sqlite:
        Path(str(store.url.database)).stat()  # a file that is not there is told, not made
    return store


def _told(found: Verified, lang: Lang, out: Console) -> Exit:
    facts = {"rows": found.rows, "head": found.head, "anchors": found.anchors}
    if not found.faults:
        out.print(word("trail_sound", lang, **facts), markup=False, highlight=False, soft_wrap=True)
        return Exit.FINE
    out.print(word("trail_faults", lang, count=len(found.faults), **facts), markup=False, highlight=False)
    for fault in found.faults[:SHOWN]:
        line = word(f"trail_{fault.wrong}", lang, seq=fault.seq, until=fault.until)
        out.print(f"  • {line}", markup=False, highlight=False, soft_wrap=True)
    return Exit.TRAIL_BROKEN
