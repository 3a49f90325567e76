"""The papers of a draw as files, each in its one canonical form: read back, any other byte is a fault."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from data.plan_files.codec import Reader
from solver.domain.faults import Fault
from solver.draw.canonical import canonical
from solver.draw.replacement import REPLACEMENT, Replacement
from solver.draw.transcript import (
    ANNOUNCEMENT,
    COMMITMENT,
    OPENING,
    SEALED,
    TRANSCRIPT,
    Announcement,
    Commitment,
    Contribution,
    Opening,
    Reveal,
    Sealed,
    Transcript,
)
from solver.draw.walk import PROOFS, Proofs
from solver.errors import InputError

Paper = TypeVar(
    "Paper", Announcement, Commitment, Contribution, Opening, Proofs, Replacement, Reveal, Sealed, Transcript
)
FORMATS: Mapping[type, str] = {
    Announcement: ANNOUNCEMENT,
    Commitment: COMMITMENT,
    Opening: OPENING,
    Proofs: PROOFS,
    Replacement: REPLACEMENT,
    Sealed: SEALED,
    Transcript: TRANSCRIPT,
}
VERIFIERS = ("verify_draw.py", "verify_walk.py")
PRIVATE = 0o600
"""Who may read what stays under seal: its owner."""
SHARED = 0o666
"""Who may read what is published: whoever the mask of the process allows."""


def read_paper(kind: type[Paper], path: Path) -> Paper:
    """Read one paper of a draw.

    Raises
    ------
    InputError
        With every fault: no JSON, of another kind, members that are missing or unknown, not in canonical form.
    """
    return paper_of(kind, path.read_bytes(), path.name)


def paper_of(kind: type[Paper], data: bytes, name: str) -> Paper:
    """One paper of a draw from its bytes; ``name`` is its place in faults. Raises as :func:`read_paper`."""
    try:
        document = json.loads(data.decode("utf-8"), parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InputError([Fault("not_json", place=name, value=str(error)[:120])]) from error
    expected = FORMATS.get(kind)
    if expected and (not isinstance(document, dict) or document.get("format") != expected):
        found = document.get("format", "") if isinstance(document, dict) else ""
        raise InputError([Fault("other_paper", place=name, value=str(found), facts=(("expected", expected),))])
    reader = Reader({})
    paper = reader.read(kind, document)
    if reader.faults or not isinstance(paper, kind):
        raise InputError(reader.faults)
    if canonical(paper) != data:
        raise InputError([Fault("not_canonical", place=name, value=name)])
    return paper


def _no_number(text: str) -> float:
    raise ValueError(text)


def write_papers(folder: Path, papers: Mapping[str, bytes], private: frozenset[str] = frozenset()) -> tuple[Path, ...]:
    """Write files into ``folder``, made where missing; the paths written.

    All are made aside first and moved in at the end, so that a failure leaves the folder as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as aside:
        for name, data in papers.items():
            made = Path(aside) / name
            made.touch(PRIVATE if name in private else SHARED)
            made.write_bytes(data)
        return tuple((Path(aside) / name).replace(folder / name) for name in sorted(papers))


def verifier() -> dict[str, bytes]:
    """The stand-alone verifier, to be handed out with a record."""
    return {name: (files("data.documents") / name).read_bytes() for name in VERIFIERS}
