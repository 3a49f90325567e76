"""``pingwei store backup | restore``: the whole store in one archive, and back into an empty database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.consoles import out
from api.exits import Exit
from api.texts import Lang, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store.backup import Manifest
    from data.store.engine import Store

app = typer.Typer(help="数据库的备份与恢复 / backup and restore of the database", no_args_is_help=True)

Archive = Annotated[Path, typer.Argument(help="备份文件 .zip / the archive")]
Language = Annotated[str, typer.Option("--lang", help="zh 或 en / zh or en")]


@app.command()
def backup(path: Archive, lang: Language = "zh") -> None:
    """备份数据库与锚点，服务不必停（密钥另存） / back up the database and its anchors; the key is kept apart."""
    from api.settings import settings_from
    from data.store.backup import back_up

    settings = settings_from(os.environ)
    if not settings.database_url:
        Path(settings.folder / "pingwei.db").stat()  # a file that is not there is told, not made
    raise typer.Exit(_done("backup_made", path, lang, lambda store: back_up(store, path, [settings.anchors])))


@app.command()
def restore(path: Archive, lang: Language = "zh") -> None:
    """恢复到空的数据库与新的锚点文件 / restore into an empty database and a new anchors file."""
    from api.settings import settings_from
    from data.store.backup import restore as bring_back

    settings = settings_from(os.environ)
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    raise typer.Exit(_done("backup_restored", path, lang, lambda store: bring_back(path, store, settings.anchors)))


def _done(told: str, path: Path, lang: str, act: Callable[[Store], Manifest]) -> Exit:
    from api.settings import settings_from
    from data.store.engine import open_store
    from data.store.errors import BackupError
    from data.store.vault import new_key

    words: Lang = "en" if lang == "en" else "zh"
    store = open_store(settings_from(os.environ).database, new_key())  # archives hold what is sealed as it is
    try:
        manifest = act(store)
    except BackupError as error:
        facts = {"value": error.parameters["path"], "why": error.parameters["why"]}
        out.print(word("backup_refused", words, **facts), markup=False, soft_wrap=True)
        return Exit.BAD_INPUT
    finally:
        store.close()
    out.print(word(told, words, value=path, seq=manifest.seq), markup=False, soft_wrap=True)
    return Exit.FINE
