"""The papers of a draw as they are handed out, and when: the commitment at once, the result only once unsealed.

An announcement that rests upon a result under seal tells of it (who sits there cannot sit here), so that it is under
seal as long as that one is; its digest is known all the time, and with it the announcement is fixed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from api.draw_folder import recheck
from api.draw_result import proof_papers
from api.problems import Problem
from api.under_seal import Opened, opened, sealed_draws
from data.documents import verify_draw
from data.documents.ceremony_sheet import Progress, ceremony_sheet
from data.documents.draw_files import verifier, write_papers
from data.documents.draw_record import DrawRecord, draw_record
from data.documents.draw_record_excel import draw_record_workbook
from data.documents.draw_record_html import draw_record_page
from data.season_files.sentences import fault_sentence
from data.store.draws import StoredDraw, parts
from data.store.sealing import Seal
from data.store.transaction import Reader
from solver.draw.canonical import canonical
from solver.draw.ceremony import opening
from solver.explain.words import Lang
from solver.rules.brief import Brief

Paper = Literal[
    "announcement.json",
    "commitment.json",
    "draw.json",
    "proofs.json",
    "draw-record.xlsx",
    "draw-record.html",
    "ceremony.xlsx",
    "ceremony.html",
    "verify_draw.py",
    "verify_walk.py",
]
JSON = "application/json"
MEDIA_TYPES: Mapping[Paper, str] = {
    "announcement.json": JSON,
    "commitment.json": JSON,
    "draw.json": JSON,
    "proofs.json": JSON,
    "draw-record.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "draw-record.html": "text/html; charset=utf-8",
    "ceremony.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ceremony.html": "text/html; charset=utf-8",
    "verify_draw.py": "text/x-python; charset=utf-8",
    "verify_walk.py": "text/x-python; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of ``draw``, opened as far as they may be; ``brief`` gives the season where names are needed."""

    reader: Reader
    seal: Seal
    draw: StoredDraw
    brief: Callable[[], Brief]
    lang: Lang

    def paper(self, name: Paper) -> bytes:
        """The bytes of a paper; raises Problem ``panel-sealed``, or ``not-found`` for one that is not made yet."""
        match name:
            case "verify_draw.py" | "verify_walk.py":
                return verifier()[name]
            case "commitment.json":
                if not self.draw.commitment:
                    raise Problem("not-found")
                return self.draw.commitment.encode()
            case "announcement.json":
                self._need_results_before()
                return canonical(opened(self.reader, self.seal, self.draw).announcement)
            case "draw.json":
                return canonical(self.opened().transcript)
            case "proofs.json":
                proofs = proof_papers(self.opened().transcript)
                if not proofs:
                    raise Problem("not-found")
                return proofs[name]
            case _:
                record = self._record() if name.startswith("draw-record") else self._sheet()
                return draw_record_workbook(record) if name.endswith(".xlsx") else draw_record_page(record).encode()

    def opened(self) -> Opened:
        """All papers; raises Problem ``panel-sealed`` unless the panel was unsealed, even if it was annulled since."""
        if self.draw.unsealed_at is None:
            raise Problem("panel-sealed")
        return opened(self.reader, self.seal, self.draw)

    def opening(self, expert: str) -> bytes:
        """The proof that ``expert`` is in the pool; raises Problem ``not-found`` if they are not."""
        found = self.opened()
        for leaf, one in enumerate(found.pool.leaves):
            if one.candidate.expert == expert:
                return canonical(opening(found.pool, found.announcement.root, leaf))
        raise Problem("not-found")

    def _record(self) -> DrawRecord:
        found = self.opened()
        return draw_record(found.transcript, found.pool, self.brief(), self.lang)

    def _sheet(self) -> DrawRecord:
        """The sheet without names, which says no more than the announcement: under seal as long as that is."""
        self._need_results_before()
        found, given = opened(self.reader, self.seal, self.draw), parts(self.reader, self.draw)
        fixed = sha256(self.draw.commitment.encode()).hexdigest() if self.draw.commitment else ""
        progress = Progress(
            {one.role: one.commitment for one in given},
            fixed,
            {one.role: one.secret for one in given if one.secret},
            self.draw.source_values,
        )
        return ceremony_sheet(found.announcement, found.pool, progress, self.brief(), self.lang)

    def _need_results_before(self) -> None:
        if any(one.number < self.draw.number for one in sealed_draws(self.reader, self.draw.season)):
            raise Problem("panel-sealed")


def verified(found: Opened, sources: Mapping[str, str]) -> tuple[bool, str]:
    """Whether the record holds, by Pingwei's own derivation and by the stand-alone verifier; what was found."""
    faults = recheck(found.transcript, found.commitment, dict(sources))
    if faults:
        return False, "；".join(f"{fault_sentence(one, 'zh')} / {fault_sentence(one, 'en')}" for one in faults)
    with TemporaryDirectory(prefix="pingwei-") as folder:
        papers = {"draw.json": canonical(found.transcript), "commitment.json": canonical(found.commitment)}
        since = {f"replacement-{one.number}.json": canonical(one) for one in found.replacements}
        write_papers(Path(folder), papers | since | proof_papers(found.transcript))
        record, commitment = (str(Path(folder) / name) for name in papers)
        replaced = [f"{Path(folder) / name}@{sha256(data).hexdigest()}" for name, data in since.items()]
        try:
            return True, verify_draw.verify(record, commitment, sources, [], replaced)
        except verify_draw.BROKEN as error:
            return False, str(error)
