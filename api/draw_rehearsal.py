"""A whole draw at once: announced, committed to, revealed, concluded, written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from api.draw_folder import COMMITTED
from api.draw_making import Prepared, announced, rehearsed
from api.draw_result import result_papers
from api.texts import Lang
from data.documents.draw_files import write_papers
from solver.draw.canonical import canonical
from solver.draw.ceremony import Revealed, commit, conclude, contribute
from solver.draw.codes import code
from solver.draw.entities import Lottery
from solver.draw.transcript import Terms, Transcript


def rehearse(
    made: Prepared, lottery: Lottery, secrets: Mapping[str, bytes], sources: Mapping[str, str], folder: Path, lang: Lang
) -> tuple[Transcript, tuple[Path, ...]]:
    """Draw with the ``secrets`` of all roles and write record, commitment, ceremony sheet and verifier; the paths."""
    terms = Terms(f"{made.pool.session}-1", sources=tuple(sorted(sources)), standby=made.standby)
    salts, chain = rehearsed(secrets, len(made.pool.candidates))
    announcement, sealed = announced(made, lottery, terms, salts, chain)
    commitment = commit(announcement, [contribute(announcement, role, secret) for role, secret in secrets.items()])
    revealed = Revealed(secrets, sources, code(chain, announcement.codes, 1))
    transcript = conclude(announcement, commitment, revealed)
    papers = {COMMITTED: canonical(commitment), **result_papers(transcript, sealed, made.brief, lang)}
    return transcript, write_papers(folder, papers)
