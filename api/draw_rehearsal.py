"""A whole draw at once: announced, committed to, revealed, concluded, written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from api.draw_folder import COMMITTED, DRAWN
from api.draw_making import Prepared, announced, rehearsed
from api.texts import Lang
from data.documents.draw_files import verifier, write_papers
from data.documents.draw_record import draw_record
from data.documents.draw_record_excel import draw_record_workbook
from data.documents.draw_record_html import draw_record_page
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
    record = draw_record(transcript, sealed, made.brief, lang)
    papers = {
        DRAWN: canonical(transcript),
        COMMITTED: canonical(commitment),
        "draw-record.xlsx": draw_record_workbook(record),
        "draw-record.html": draw_record_page(record).encode(),
        **verifier(),
    }
    return transcript, write_papers(folder, papers)
