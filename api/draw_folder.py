"""The folder of a draw on the command line: which papers are there, and what may be done next.

``announcement.json`` · ``contributions/ROLE.json`` · ``commitment.json`` (when all are in) · ``reveals/ROLE.json`` ·
``draw.json`` or ``void.json`` · ``replacements/N.json``;
under seal ``sealed.json`` and ``sealed-season.json``. No step can be taken twice, none before its time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from data.documents.draw_files import PRIVATE, read_paper, write_papers
from solver.domain.faults import Fault
from solver.draw.canonical import canonical, digest
from solver.draw.ceremony import Revealed, check_reveal, commit, conclude, contribute, faults_of, missing_roles, opening
from solver.draw.codes import code
from solver.draw.replacement import Barred, Decline, Replacement, replacement
from solver.draw.transcript import Announcement, Commitment, Contribution, Opening, Reveal, Sealed, Transcript
from solver.errors import InputError

if TYPE_CHECKING:
    from solver.domain.season import Season
    from solver.rules.brief import Brief

ANNOUNCED, COMMITTED, DRAWN, VOIDED = "announcement.json", "commitment.json", "draw.json", "void.json"
UNDER_SEAL, SEASON = "sealed.json", "sealed-season.json"


@dataclass(frozen=True)
class DrawFolder:
    """The papers of one draw in ``path``."""

    path: Path

    def announce(self, announcement: Announcement, sealed: Sealed) -> tuple[Path, ...]:
        """Begin the draw; InputError if the folder holds one already."""
        if any((self.path / name).exists() for name in (ANNOUNCED, COMMITTED, DRAWN, VOIDED)):
            raise InputError([Fault("draw_exists", place=self.path.name, value=self.path.name)])
        papers = {ANNOUNCED: canonical(announcement), UNDER_SEAL: canonical(sealed)}
        return write_papers(self.path, papers, frozenset({UNDER_SEAL}))

    def keep(self, season: Season) -> None:
        """Keep the season as it was when the draw was announced, for the names in its record."""
        from data.season_files.season_file import write_season

        with TemporaryDirectory(dir=self.path) as aside:  # nobody else may look into it
            made = Path(aside) / SEASON
            write_season(season, made)
            made.chmod(PRIVATE)
            made.replace(self.path / SEASON)

    def brief(self) -> Brief:
        """The season as it was when the draw was announced."""
        from data.briefing import brief_for
        from data.season_files.season_file import read_season

        return brief_for(read_season(self.path / SEASON))

    @property
    def sealed(self) -> Sealed:
        """What stays under seal."""
        return read_paper(Sealed, self.path / UNDER_SEAL)

    @property
    def announcement(self) -> Announcement:
        """What was announced."""
        return read_paper(Announcement, self.path / ANNOUNCED)

    @property
    def commitment(self) -> Commitment:
        """The commitment; InputError as long as somebody has not contributed."""
        if not (self.path / COMMITTED).exists():
            awaited = ", ".join(self.awaited())
            raise InputError([Fault("reveal_early", place=COMMITTED, value=awaited)])
        return read_paper(Commitment, self.path / COMMITTED)

    def contributions(self) -> tuple[Contribution, ...]:
        """The contributions given so far, by role."""
        return tuple(read_paper(Contribution, one) for one in sorted((self.path / "contributions").glob("*.json")))

    def awaited(self) -> tuple[str, ...]:
        """Roles that have not contributed."""
        given = {one.role for one in self.contributions()}
        return tuple(role for role in self.announcement.roles if role not in given)

    def contribute(self, role: str, secret: bytes, signature: str) -> Contribution:
        """Take the contribution of ``role``; with the last one the commitment is closed.

        Raises
        ------
        InputError
            If the role has no part in it or has contributed already, or the secret is too short.
        """
        made = contribute(self.announcement, role, secret, signature)
        if role not in self.awaited():
            raise InputError([Fault("contribution_twice", place=f"contributions/{role}.json", value=role)])
        write_papers(self.path / "contributions", {f"{role}.json": canonical(made)})
        if not self.awaited():
            write_papers(self.path, {COMMITTED: canonical(commit(self.announcement, self.contributions()))})
        return made

    def reveals(self) -> dict[str, bytes]:
        """The secrets revealed so far."""
        found = (read_paper(Reveal, one) for one in sorted((self.path / "reveals").glob("*.json")))
        return {one.role: bytes.fromhex(one.secret) for one in found}

    def reveal(self, role: str, secret: bytes) -> None:
        """Take what ``role`` reveals; InputError if it is not what was committed to, or the draw is void."""
        self._must_stand()
        faults = check_reveal(self.announcement, self.commitment, role, secret)
        if faults:
            raise InputError(faults)
        write_papers(self.path / "reveals", {f"{role}.json": canonical(Reveal(role, secret.hex()))})

    def conclude(self, sources: dict[str, str]) -> Transcript:
        """The result of the draw, not yet written; InputError with everything that is missing or wrong."""
        self._must_stand()
        announcement = self.announcement
        one_time = code(bytes.fromhex(self.sealed.secret), announcement.codes, 1)
        return conclude(announcement, self.commitment, Revealed(self.reveals(), sources, one_time))

    def replacements(self) -> list[Replacement]:
        """The replacements so far, the first one first."""
        found = (read_paper(Replacement, one) for one in (self.path / "replacements").glob("*.json"))
        return sorted(found, key=lambda one: one.number)

    def replace(self, expert: str, reason: str, approved_by: str, barred: Barred) -> Replacement:
        """The replacement of ``expert``, not yet written.

        Raises
        ------
        InputError
            Before the draw is concluded, if the expert has no seat, if reason or approval lacks, if nobody can follow.
        """
        if not (self.path / DRAWN).exists():
            raise InputError([Fault("still_sealed", place=DRAWN, value=expert)])
        first, before, sealed = read_paper(Transcript, self.path / DRAWN), self.replacements(), self.sealed
        seats = before[-1].seats if before else first.seats
        leaf = next((one for one, _, _ in seats if sealed.leaves[one].candidate.expert == expert), None)
        if leaf is None:
            raise InputError([Fault("not_seated", place="--expert", value=expert)])
        one_time = code(bytes.fromhex(sealed.secret), first.announcement.codes, len(before) + 2)
        return replacement(first, before, Decline(leaf, reason, approved_by), one_time, barred)

    def opening(self, expert: str) -> Opening:
        """The proof for one expert; InputError before the draw is concluded, or if the expert is not in the pool."""
        sealed = self.sealed
        leaves = {one.candidate.expert: number for number, one in enumerate(sealed.leaves)}
        if not (self.path / DRAWN).exists():
            raise InputError([Fault("still_sealed", place=DRAWN, value=expert)])
        if expert not in leaves:
            raise InputError([Fault("not_in_pool", place="--expert", value=expert)])
        return opening(sealed, self.announcement.root, leaves[expert])

    def declare_void(self) -> tuple[str, ...]:
        """End a draw that somebody did not reveal for; who. InputError if everybody did."""
        commitment = self.commitment
        missing = missing_roles(commitment, self.reveals())
        if not missing:
            raise InputError([Fault("draw_not_void", place=VOIDED, value=commitment.draw)])
        void = {"format": "pingwei-draw-void/1", "commitment": digest(commitment), "missing": list(missing)}
        text = json.dumps(void, separators=(",", ":"), sort_keys=True)
        write_papers(self.path, {VOIDED: text.encode()})
        return missing

    def _must_stand(self) -> None:
        if (self.path / VOIDED).exists():
            raise InputError([Fault("draw_void", place=VOIDED, value=self.path.name)])


def recheck(transcript: Transcript, commitment: Commitment, sources: dict[str, str]) -> list[Fault]:
    """What is wrong with a transcript by Pingwei's own derivation: nothing if the result follows from the rest."""
    try:
        secrets = {one.role: bytes.fromhex(one.secret) for one in transcript.reveals}
        revealed = Revealed(secrets, sources, bytes.fromhex(transcript.code))
    except ValueError as error:
        return [Fault("not_json", place=DRAWN, value=str(error))]
    faults, _ = faults_of(transcript.announcement, commitment, revealed)
    if not faults and conclude(transcript.announcement, commitment, revealed) != transcript:
        faults = [Fault("result_differs", place=DRAWN)]
    return faults
