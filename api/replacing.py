"""Replacements over the service: the convener says who does not come, another role approves, the next code decides.

Under seal nobody but the convener learns of either: the request holds the leaf of who declined, and the record, in a
paper under the draw's own seal. Nothing anybody writes or approves goes into the key, so that nobody chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from api.drawing import refused
from api.problems import Problem, body_fault
from api.schemas.replacements import ReplacementIn
from api.season_briefs import Briefs
from api.under_seal import Opened, opened, sealed_draws, season_as_drawn
from api.unsealing import publish_anew, with_readers
from data.plan_files.plan_json import plan_of
from data.store import draws, plans, replacements
from data.store.draws import StoredDraw
from data.store.replacements import NewReplacement, StoredReplacement, paper_place
from data.store.sealing import Seal
from data.store.transaction import Change, Reader
from solver.check import check
from solver.domain.plan import Plan
from solver.draw.canonical import canonical, digest
from solver.draw.codes import code
from solver.draw.replacement import Decline, Replacement, replacement
from solver.draw.since import since
from solver.errors import InputError


def ask(change: Change, seal: Seal, draw: StoredDraw, asked: ReplacementIn) -> StoredReplacement:
    """Put down that the member in a seat of the panel of ``draw`` does not come; raises Problem ``draw-refused``."""
    found = opened(change, seal, draw)
    if asked.seat > len(found.panel.seats):
        raise refused(body_fault("seat_unknown", "/seat", most=str(len(found.panel.seats))))
    one, count = replacements.next_of(change, draw)
    leaf = found.leaf_of(found.panel.seats[asked.seat - 1].expert)
    paper = seal.close(paper_place(draw.season, one), str(leaf).encode())
    return replacements.ask(change, draw, NewReplacement(one, count, asked.reason, asked.document, paper))


@dataclass(frozen=True, slots=True)
class Ready:
    """A replacement worked out before its transaction, for the draw and the published plan as they were then."""

    draw: int
    plan: str
    actor: tuple[str, str]
    made: Replacement


@dataclass(frozen=True, slots=True)
class Replacer:
    """Draws replacements with the key of ``seal``; ``briefs`` are the seasons they belong to."""

    seal: Seal
    briefs: Briefs

    def ready(self, reader: Reader, draw: StoredDraw, one: StoredReplacement, actor: tuple[str, str]) -> Ready:
        """Who follows, as things stand.

        Raises
        ------
        Problem
            ``draw-refused`` if nobody can follow or another draw waits for its parties, ``no-published-plan``.
        """
        published = plans.published_plan(reader, draw.season)
        if published is None:
            raise Problem("no-published-plan")
        waiting = [row.id for row in draws.season_draws(reader, draw.season) if _is_open(row, reader)]
        if waiting:  # its lottery holds panels that rest upon this one
            raise refused(body_fault("draw_under_way", "/", draws="、".join(waiting)))
        plan = plan_of(plans.plan_body(reader, published.id))
        return Ready(draw.version, published.id, actor, self._drawn(reader, draw, one, actor, plan))

    def _drawn(
        self, reader: Reader, draw: StoredDraw, one: StoredReplacement, actor: tuple[str, str], plan: Plan
    ) -> Replacement:

        found = opened(reader, self.seal, draw)
        leaf = int(self.seal.open(paper_place(draw.season, one.id), one.paper))
        decline = Decline(leaf, one.reason, " ".join(actor))
        one_time = code(bytes.fromhex(found.pool.secret), found.announcement.codes, len(found.replacements) + 2)
        sealed = (opened(reader, self.seal, row) for row in sealed_draws(reader, draw.season))
        season = season_as_drawn(self.briefs.of(reader, draw.season), plan, sealed)
        try:
            return replacement(
                found.transcript, found.replacements, decline, one_time, since(season, found.pool, draw.session)
            )
        except InputError as error:
            raise refused(*(body_fault(fault.code, "/") for fault in error.faults)) from error

    def carry_out(
        self, change: Change, draw: StoredDraw, one: StoredReplacement, ready: Ready | None
    ) -> StoredReplacement:
        """Draw the replacement that was asked for, ``ready`` if that still holds.

        Raises
        ------
        Problem
            ``state-forbids`` if it is not waiting, ``draw-refused`` as in :meth:`ready` or for the person who asked.
        DoubleBookedError
            If who follows has a duty in the same half-day by now.
        """
        if one.state != replacements.ASKED:
            raise Problem("state-forbids", state=one.state)
        if change.actor.id == one.asked_by:
            raise refused(body_fault("another_person", "/"))
        published, actor = plans.published_plan(change, draw.season), (change.actor.role, change.actor.id)
        is_current = published is not None and ready is not None and ready.plan == published.id
        if ready is None or not is_current or (ready.draw, ready.actor) != (draw.version, actor):
            ready = self.ready(change, draw, one, actor)
        made = ready.made
        paper = self.seal.close(paper_place(draw.season, one.id), canonical(made))
        is_known = draw.state == draws.UNSEALED
        result = opened(change, self.seal, draw).after(made).result() if is_known else None
        kept = replacements.note_drawn(change, draw, one, paper, digest(made), result)
        if is_known:
            self._publish(change, draws.one_draw(change, draw.season, draw.id))
        return kept

    def _publish(self, change: Change, draw: StoredDraw) -> None:
        """Publish the plan with the panel as it is now, where the session is drawn in it."""
        published = plans.published_plan(change, draw.season)
        plan = plan_of(plans.plan_body(change, published.id)) if published else None
        if plan is None or draw.session not in plan.session or plan.session[draw.session].draw != draw.id:
            return
        brief = self.briefs.of(change, draw.season)
        entered = with_readers(brief, opened(change, self.seal, draw).entered(plan), draw.session)
        publish_anew(change, brief, draw.season, replace(entered, findings=check(brief, entered)))


def _is_open(draw: StoredDraw, reader: Reader) -> bool:
    return draw.standing(reader.now) in draws.UNDER_WAY


Seats = Mapping[str, tuple[str, str, str]]
"""(expert, group, role) of a seat, by what is said of it."""


def seats_of(reader: Reader, seal: Seal, draw: StoredDraw, one: StoredReplacement) -> Seats:
    """Who declined and who follows; nothing while the panel is under seal, or none is drawn."""
    if draw.unsealed_at is None or one.state != replacements.DRAWN:
        return {}
    found = opened(reader, seal, draw)
    made = found.replacements[one.number - 1]
    _, group, role = made.given
    return {
        "declined": (found.expert_of(made.declined.leaf), group, role),
        "given": (found.expert_of(made.given[0]), group, role),
    }


def record_of(reader: Reader, seal: Seal, draw: StoredDraw, one: StoredReplacement) -> bytes:
    """The record of a replacement; raises Problem ``panel-sealed``, or ``not-found`` if it is not drawn."""
    if draw.unsealed_at is None:
        raise Problem("panel-sealed")
    if one.state != replacements.DRAWN:
        raise Problem("not-found")
    found: Opened = opened(reader, seal, draw)
    return canonical(found.replacements[one.number - 1])


async def _replacer(request: Request) -> Replacer:
    return Replacer(request.app.state.seal, request.app.state.briefs)


TheReplacer = Annotated[Replacer, Depends(_replacer)]
