"""``pingwei draw contribute | reveal | result``: the steps of a ceremony once a draw is announced; ``verify``."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.consoles import out
from api.exits import Exit
from api.texts import Lang, word

if TYPE_CHECKING:
    from solver.draw.transcript import Transcript

app = typer.Typer(help="随机抽取评审专家：承诺、揭示、结果与核验 / draws of panels, verifiable", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="抽取文件夹 / the folder of the draw")]
Role = Annotated[str, typer.Option(help="secretariat | authority | supervisor")]
Secret = Annotated[str, typer.Option(help="十六进制随机数 / random number, hexadecimal")]
Sources = Annotated[list[str] | None, typer.Option("--source", help="名称=数值 / NAME=VALUES")]
Language = Annotated[str, typer.Option("--lang", help="zh 或 en / zh or en")]


@app.command()
def contribute(
    folder: Folder,
    role: Role,
    secret: Secret = "",
    signature: Annotated[Path | None, typer.Option(help="签字件，只记其哈希 / signed paper; its hash is kept")] = None,
    lang: Language = "zh",
) -> None:
    """一方提交承诺；不给出随机数则代为产生 / a party commits; without a secret one is made and shown once."""
    from api.draw_folder import COMMITTED, DrawFolder
    from api.draw_making import secret_of

    words, at = words_of(lang), DrawFolder(folder)
    mine = secret_of(role, secret) if secret else secrets.token_bytes(32)
    signed = hashlib.sha256(signature.read_bytes()).hexdigest() if signature else ""
    made = at.contribute(role, mine, signed)
    if not secret:
        say("draw_secret", words, role=role, value=mine.hex())
    say("draw_contributed", words, role=role, value=made.commitment)
    if at.awaited():
        say("draw_awaits", words, value=", ".join(at.awaited()))
    else:
        say("draw_committed", words, value=hashlib.sha256((folder / COMMITTED).read_bytes()).hexdigest())


@app.command()
def reveal(folder: Folder, role: Role, secret: Secret = "", lang: Language = "zh") -> None:
    """一方揭示其随机数 / a party reveals its secret; asked for where it is not given."""
    from api.draw_folder import DrawFolder
    from api.draw_making import secret_of

    words = words_of(lang)
    told = secret or typer.prompt(word("draw_prompt", words, role=role), hide_input=True)
    DrawFolder(folder).reveal(role, secret_of(role, told))
    say("draw_revealed", words, role=role)


@app.command()
def result(
    folder: Folder,
    source: Sources = None,
    void: Annotated[bool, typer.Option("--void", help="有人未揭示：宣布无效 / somebody did not reveal")] = False,
    lang: Language = "zh",
) -> None:
    """得出抽取结果 draw.json / derive the result of the draw."""
    from api.draw_folder import DrawFolder
    from api.draw_result import result_papers
    from data.documents.draw_files import write_papers

    words, at = words_of(lang), DrawFolder(folder)
    if void:
        missing = at.declare_void()
        say("draw_voided", words, value=folder.name, missing=", ".join(missing))
        raise typer.Exit(Exit.RULES_BROKEN)
    made = at.conclude(named(source))
    written = write_papers(folder, result_papers(made, at.sealed, at.brief(), words))
    tell_drawn(made, words)
    tell_written(written, words)


@app.command()
def verify(
    record: Annotated[Path, typer.Argument(help="draw.json")],
    commitment: Annotated[Path, typer.Option(help="事先另行公布的 commitment.json / as published elsewhere")],
    source: Sources = None,
    opening: Annotated[list[Path] | None, typer.Option(help="专家的在库证明 / proof for an expert")] = None,
    replacement: Annotated[list[str] | None, typer.Option(help="替换记录@其公布的哈希 / FILE@SHA256")] = None,
    lang: Language = "zh",
) -> None:
    """核验抽取记录 / verify the record of a draw; exit 0 if it holds, 1 if not."""
    from api.draw_verifying import verified

    raise typer.Exit(
        verified(record, commitment, named(source), (opening or [], replacement or []), words_of(lang), out)
    )


@app.command("open")
def open_leaf(
    folder: Folder, expert: Annotated[str, typer.Option(help="专家编号 / expert id")], lang: Language = "zh"
) -> None:
    """启封后，向一名专家出具其在库证明 / after unsealing: the proof that an expert is in the pool."""
    from api.draw_folder import DrawFolder
    from data.documents.draw_files import write_papers
    from solver.draw.canonical import canonical

    proof = DrawFolder(folder).opening(expert)
    tell_written(write_papers(folder / "openings", {f"{proof.leaf}.json": canonical(proof)}), words_of(lang))


def tell_drawn(made: Transcript, lang: Lang) -> None:
    """Print what a draw came to: the ball, or how many were looked at in turn."""
    draw = made.announcement.draw
    if made.walk:
        say("draw_walked", lang, value=draw, looked=len({leaf for leaf, _ in made.walk}), seats=len(made.seats))
    else:
        say("draw_drawn", lang, value=draw, ball=made.ball, panels=len(made.announcement.panels))


def named(sources: Sequence[str] | None) -> dict[str, str]:
    """``NAME=VALUES`` options as values by name; anything else is a usage error."""
    found = dict[str, str]()
    for one in sources or ():
        name, sign, values = one.partition("=")
        if not sign or not name:
            raise typer.BadParameter("NAME=VALUES", param_hint="--source")
        found[name] = values
    return found


def words_of(lang: str) -> Lang:
    """``en`` or else Chinese."""
    return "en" if lang == "en" else "zh"


def say(key: str, lang: Lang, **facts: object) -> None:
    """Print one text."""
    out.print(word(key, lang, **facts), markup=False, highlight=False, soft_wrap=True)


def tell_written(paths: Sequence[Path], lang: Lang) -> None:
    """Print what was written."""
    for path in paths:
        out.print(f"{word('written', lang)} {path}", markup=False, highlight=False, soft_wrap=True)
