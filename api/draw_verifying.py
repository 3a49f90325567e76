"""``pingwei draw verify``: the result derived again by Pingwei itself, then all checks of the stand-alone verifier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from api.draw_folder import recheck
from api.exits import Exit
from api.texts import Lang, word
from data.documents import verify_draw
from data.documents.draw_files import read_paper
from data.season_files.sentences import fault_sentence
from solver.domain.faults import Fault
from solver.draw.transcript import Commitment, Transcript
from solver.errors import InputError


def verified(
    record: Path,
    commitment: Path,
    sources: dict[str, str],
    papers: tuple[Sequence[Path], Sequence[str]],
    lang: Lang,
    out: Console,
) -> Exit:
    """Say whether ``record`` holds against ``commitment``, and if not, everything that is wrong.

    Parameters
    ----------
    papers
        Openings, and replacements as ``FILE@SHA256``.
    """
    openings, replacements = papers
    try:
        faults = recheck(read_paper(Transcript, record), read_paper(Commitment, commitment), sources)
    except InputError as error:
        faults = list(error.faults)
    if faults:
        return _refused(faults, lang, out)
    try:
        said = verify_draw.verify(
            str(record), str(commitment), sources, [str(one) for one in openings], list(replacements)
        )
    except verify_draw.BROKEN as error:
        out.print(f"{word('draw_refused', lang)} {error}", markup=False, highlight=False, soft_wrap=True)
        return Exit.NOT_VERIFIED
    out.print(said, markup=False, highlight=False, soft_wrap=True)
    return Exit.FINE


def _refused(faults: Sequence[Fault], lang: Lang, out: Console) -> Exit:
    out.print(word("draw_refused", lang), markup=False)
    for fault in faults:
        out.print(f"  • {fault_sentence(fault, lang)}", markup=False, highlight=False, soft_wrap=True)
    return Exit.NOT_VERIFIED
