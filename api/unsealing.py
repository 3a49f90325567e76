"""Unsealing a panel: its names are put down and entered in the published plan, in one transaction.

The time is a policy of the service's clock. Before it, two different people have to ask, and both stand on the trail.
Panels are unsealed in the order in which they were drawn, since later lotteries rest upon earlier results.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Annotated

from fastapi import Depends, Request

from api.drawing import refused
from api.problems import body_fault
from api.season_briefs import Briefs
from api.under_seal import Opened, opened, sealed_draws, settle
from data.plan_files.plan_json import plan_document, plan_of
from data.store import draws, plans
from data.store.column_types import stamp
from data.store.draws import StoredDraw, Unsealing
from data.store.sealing import Seal
from data.store.seasons import one_season
from data.store.transaction import Change, Reader
from solver.check import check
from solver.domain.plan import Plan
from solver.rules.brief import Brief
from solver.rules.publication import published_form


@dataclass(frozen=True, slots=True)
class Entered:
    """The published plan ``base`` with the panel of ``draw`` entered."""

    base: str
    draw: StoredDraw
    opened: Opened
    plan: Plan


def is_next(reader: Reader, draw: StoredDraw) -> bool:
    """Whether every panel that was drawn before has been unsealed."""
    return sealed_draws(reader, draw.season)[0].id == draw.id


@dataclass(frozen=True, slots=True)
class Unsealer:
    """Unseals panels with the key of ``seal``; ``briefs`` are the seasons they belong to."""

    seal: Seal
    briefs: Briefs

    def ready(self, reader: Reader, draw: StoredDraw) -> Entered | None:
        """The plan that unsealing ``draw`` brings; None where no plan is published any more."""
        from solver.draw.season import SeasonDraws  # with the solver, which the service does without at its start

        published = plans.published_plan(reader, draw.season)
        if published is None:
            return None
        found, brief = opened(reader, self.seal, draw), self.briefs.of(reader, draw.season)
        plan = plan_of(plans.plan_body(reader, published.id))
        try:
            made = settle(SeasonDraws(brief, plan), (found,))
        except (LookupError, ValueError):  # the season has changed since the draw, which stands all the same
            made = found.entered(plan)
        made = with_readers(brief, made, draw.session)
        return Entered(published.id, draw, found, replace(made, findings=check(brief, made)))

    def unseal(self, change: Change, draw: StoredDraw, ready: Entered | None = None) -> StoredDraw:
        """Unseal ``draw``: ``ready`` is what was worked out for it before the transaction, if that still holds.

        Raises
        ------
        Problem
            ``draw-refused`` if a panel drawn before is still under seal.
        DoubleBookedError
            If somebody drawn has a duty in the same half-day by now.
        """
        if not is_next(change, draw):
            raise refused(body_fault("earlier_sealed", "/"))
        published = plans.published_plan(change, draw.season)
        if ready is None or published is None or ready.base != published.id or ready.draw != draw:
            ready = self.ready(change, draw)
        if ready is not None:
            self._publish(change, ready)
        found = ready.opened if ready else opened(change, self.seal, draw)
        return draws.unseal(change, draw, found.result())

    def _publish(self, change: Change, made: Entered) -> None:
        """Put down the plan with the panel, published in the place of the one it comes from."""
        publish_anew(change, self.briefs.of(change, made.draw.season), made.draw.season, made.plan)


def publish_anew(change: Change, brief: Brief, season: str, plan: Plan) -> None:
    """Put down ``plan`` and publish it in the place of the one it comes from; raises DoubleBookedError."""
    made, version = f"p-{token_hex(8)}", one_season(change, season).version
    plans.add_plan(change, made, season, version, plan_document(plan, brief))
    plans.publish(change, made, tuple(plans.duties_of(published_form(plan), brief.calendar)), None)


def with_readers(brief: Brief, plan: Plan, session: str) -> Plan:
    """``plan`` with readers for the cases of ``session``, whose panel is new; those of other sessions stay."""
    from solver.planning.cases import assign_readers

    alone = assign_readers(brief, replace(plan, sessions=(plan.session[session],)))
    if alone.unread:  # to be seen to by hand: the check names every case that lacks one
        return plan
    (read,) = alone.plan.sessions
    return replace(plan, sessions=tuple(read if one.id == session else one for one in plan.sessions))


async def _unsealer(request: Request) -> Unsealer:
    return Unsealer(request.app.state.seal, request.app.state.briefs)


TheUnsealer = Annotated[Unsealer, Depends(_unsealer)]


def ask_early(change: Change, draw: StoredDraw, reason: str) -> StoredDraw | None:
    """Put down that somebody wants ``draw`` unsealed before its time; None if they are the second to ask.

    Raises
    ------
    Problem
        ``draw-refused`` if the same person asks again.
    """
    asked = draw.unsealing
    if asked is None:
        first = Unsealing(change.actor.id, change.actor.role, stamp(change.now), reason)
        return draws.note_unsealing(change, draw, first)
    if asked.asked_by == change.actor.id:
        raise refused(body_fault("another_person", "/"))
    return None
