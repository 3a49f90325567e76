"""What a draw that has its result hands out: record, proofs, draw record (抽取记录表), stand-alone verifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.texts import Lang
from data.documents.draw_files import verifier
from data.documents.draw_record import draw_record
from data.documents.draw_record_excel import draw_record_workbook
from data.documents.draw_record_html import draw_record_page
from solver.draw.canonical import canonical
from solver.draw.walk import walk

if TYPE_CHECKING:
    from solver.draw.transcript import Sealed, Transcript
    from solver.rules.brief import Brief

DRAWN, PROVED = "draw.json", "proofs.json"


def result_papers(made: Transcript, sealed: Sealed, brief: Brief, lang: Lang) -> dict[str, bytes]:
    """The files of a result by name; proofs where the draw is a walk."""
    record = draw_record(made, sealed, brief, lang)
    return {
        DRAWN: canonical(made),
        "draw-record.xlsx": draw_record_workbook(record),
        "draw-record.html": draw_record_page(record).encode(),
        **verifier(),
        **proof_papers(made),
    }


def proof_papers(made: Transcript) -> dict[str, bytes]:
    """The proofs that the verifier finds beside the record of a walk; none for a lottery."""
    if not made.walk:
        return {}
    return {PROVED: canonical(walk(made.announcement, bytes.fromhex(made.key)).proofs)}
