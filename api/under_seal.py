"""What lies under the seal of a draw, opened for those who may: its papers, its result, the plan with it entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from data.documents.draw_files import paper_of
from data.season_files.codecs import Json
from data.store.draws import SEALED, StoredDraw, papers, parts, season_draws
from data.store.replacements import drawn_of, paper_place
from data.store.sealing import Seal
from data.store.transaction import Reader
from solver.domain.plan import Alternate, PanelSeat, Plan
from solver.draw.canonical import canonical
from solver.draw.ceremony import Revealed, conclude
from solver.draw.codes import code
from solver.draw.entities import DrawnPanel
from solver.draw.replacement import Replacement
from solver.draw.transcript import Announcement, Commitment, Sealed, Transcript

if TYPE_CHECKING:
    from solver.draw.season import SeasonDraws
    from solver.rules.brief import Brief

ANNOUNCEMENT, POOL = "announcement", "pool"


def place_of(season: str, draw: str, paper: str) -> str:
    """What a paper under seal is bound to."""
    return f"{season}/{draw}/{paper}"


@dataclass(frozen=True)
class Opened:
    """A draw with its papers opened and the secrets that were revealed; ``transcript`` is its ``draw.json``.

    ``replacements`` are the records of those since, the first one first.
    """

    draw: StoredDraw
    announcement: Announcement
    pool: Sealed
    secrets: dict[str, bytes]
    replacements: tuple[Replacement, ...] = ()

    @property
    def commitment(self) -> Commitment:
        """``commitment.json``; InputError unless everybody has contributed."""
        return paper_of(Commitment, self.draw.commitment.encode(), "commitment.json")

    @cached_property
    def transcript(self) -> Transcript:
        """The result with all it follows from; InputError unless everybody has revealed."""
        one_time = code(bytes.fromhex(self.pool.secret), self.announcement.codes, 1)
        revealed = Revealed(self.secrets, self.draw.source_values, one_time)
        return conclude(self.announcement, self.commitment, revealed)

    @cached_property
    def panel(self) -> DrawnPanel:
        """Who was drawn, with those who have followed since; who has stepped in stands by no longer."""
        seats = self.replacements[-1].seats if self.replacements else self.transcript.seats
        gone = {leaf for one in self.replacements for leaf in (one.declined.leaf, one.given[0])}
        seated = (PanelSeat(self.expert_of(leaf), role, group) for leaf, group, role in seats)
        standby = tuple(
            Alternate(self.expert_of(leaf), group, rank)
            for leaf, group, rank in self.transcript.alternates
            if leaf not in gone
        )
        return DrawnPanel(tuple(sorted(seated, key=lambda one: one.expert)), standby)

    @property
    def mark(self) -> str:
        """What later lotteries that rest upon this panel were made for."""
        return mark_of(self.draw, len(self.replacements))

    def expert_of(self, leaf: int) -> str:
        """The expert behind a leaf."""
        return self.pool.leaves[leaf].candidate.expert

    def leaf_of(self, expert: str) -> int:
        """The leaf of an expert of the pool; StopIteration for any other."""
        return next(number for number, one in enumerate(self.pool.leaves) if one.candidate.expert == expert)

    def after(self, made: Replacement) -> Opened:
        """The same with one more replacement."""
        return replace(self, replacements=(*self.replacements, made))

    def entered(self, plan: Plan) -> Plan:
        """``plan`` with the panel in its place and nothing else changed; readers are still to be chosen."""
        row = plan.session[self.draw.session]
        cases = tuple(replace(case, readers=(), recused=()) for case in row.cases)
        named = replace(row, panel=self.panel.seats, alternates=self.panel.alternates, cases=cases, draw=self.draw.id)
        return replace(plan, sessions=tuple(named if one.id == row.id else one for one in plan.sessions))

    def result(self) -> Json:
        """Who was drawn, as it is put down once it may be known."""
        return {
            "seats": [[one.expert, one.group, one.role.value] for one in self.panel.seats],
            "alternates": [[one.expert, one.group, one.rank] for one in self.panel.alternates],
        }


def mark_of(draw: StoredDraw, replacements: int) -> str:
    """A panel under seal as others rest upon it: its draw, and how often somebody on it was replaced."""
    return f"{draw.id}/{replacements}"


def opened(reader: Reader, seal: Seal, draw: StoredDraw) -> Opened:
    """Open the papers of ``draw``; raises WrongKeyError if they were sealed with another key."""
    said, pool = papers(reader, draw)
    return Opened(
        draw,
        paper_of(Announcement, seal.open(place_of(draw.season, draw.id, ANNOUNCEMENT), said), "announcement.json"),
        paper_of(Sealed, seal.open(place_of(draw.season, draw.id, POOL), pool), "sealed.json"),
        {one.role: bytes.fromhex(one.secret) for one in parts(reader, draw) if one.secret},
        tuple(
            paper_of(Replacement, seal.open(paper_place(draw.season, one.id), one.paper), f"{one.id}.json")
            for one in drawn_of(reader, draw)
        ),
    )


def closed(seal: Seal, season: str, announcement: Announcement, pool: Sealed) -> tuple[str, str]:
    """Both papers of a draw, sealed."""
    at = announcement.draw
    return (
        seal.close(place_of(season, at, ANNOUNCEMENT), canonical(announcement)),
        seal.close(place_of(season, at, POOL), canonical(pool)),
    )


def sealed_draws(reader: Reader, season: str) -> tuple[StoredDraw, ...]:
    """Draws that have a result which may not be known yet, in the order in which they were drawn."""
    return tuple(one for one in season_draws(reader, season) if one.state == SEALED)


def season_as_drawn(brief: Brief, plan: Plan, sealed: Iterable[Opened]) -> SeasonDraws:
    """The draws of ``plan`` with the panels under seal entered, whether or not the season would still have them."""
    from solver.draw.season import SeasonDraws  # with the solver, which the service does without at its start

    drawn, done = SeasonDraws(brief, plan), tuple(sealed)
    try:
        settle(drawn, done)
    except (LookupError, ValueError):  # the season has changed since the draws, which stand all the same
        for one in done:
            plan = one.entered(plan)
        return SeasonDraws(brief, plan)
    return drawn


def settle(draws: SeasonDraws, done: Iterable[Opened]) -> Plan:
    """The plan of ``draws`` with these results entered, in their order; readers are chosen anew."""
    plan = draws.plan
    for one in done:
        plan = draws.settle(one.draw.session, one.panel, one.draw.id)
    return plan
