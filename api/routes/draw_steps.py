"""``/seasons/{season}/draws/{draw}:contribute`` and the other steps: each happens once, and is on the trail."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Response

from api.access import Who
from api.draw_withdrawing import approve
from api.drawing import (
    ask_redraw,
    contribute,
    lapse,
    party,
    reveal,
    seen_by_party,
    seen_draw,
)
from api.guard import TheSeal, routes
from api.idempotency import Once, OnceOnly, Reply
from api.openapi import problems
from api.preconditions import Expected, IfMatch, etag
from api.routes.draws import ONE, shown
from api.schemas.base import Id
from api.schemas.draws import ContributionIn, DrawOut, ReasonIn, RedrawIn, RevealIn
from api.season_briefs import TheBriefs
from api.transactions import Changes, Changing
from data.store.draws import StoredDraw
from data.store.transaction import Change

router = routes("draws")
REFUSED = problems("draw-refused", "state-forbids")
APPROVED = problems("draw-refused", "draw-under-way", "state-forbids", "input")
Step = Callable[[Change, StoredDraw], StoredDraw]
"""A step of a draw, inside its transaction."""


@router.post(
    f"{ONE}:contribute",
    operation_id="contributeDraw",
    summary="提交承诺 / commit to a contribution",
    response_model=DrawOut,
    responses=REFUSED,
)
def contribute_draw(
    season: Id, draw: Id, asked: ContributionIn, who: Who, once: Once, seal: TheSeal, changing: Changing
) -> Response:
    """By each of secretariat, authority and supervisor for itself, three different people; nobody changes it later.

    With the last one the commitment is closed (``commitment.json``): publish it elsewhere before anybody reveals.
    """
    with changing(actor=party(who, asked.role)) as change:

        def take() -> Reply:
            found = seen_by_party(change, season, draw, who, asked.role)
            return _reply(change, contribute(change, seal, found, asked))

        return once.answer(change, take)


@router.post(
    f"{ONE}:reveal",
    operation_id="revealDraw",
    summary="揭示随机数 / reveal a contribution",
    response_model=DrawOut,
    responses=REFUSED,
)
def reveal_draw(season: Id, draw: Id, asked: RevealIn, who: Who, once: Once, changing: Changing) -> Response:
    """What one committed to. With the last one the result follows; it stays under seal, and no answer tells it.

    A party that does not reveal in time makes the draw void.
    """
    with changing(actor=party(who, asked.role)) as change:

        def take() -> Reply:
            found = seen_by_party(change, season, draw, who, asked.role)
            return _reply(change, reveal(change, found, asked))

        return once.answer(change, take)


def _reply(change: Change, draw: StoredDraw) -> Reply:
    return Reply(200, shown(change, draw), {"ETag": etag(draw.version)})


def _taken(
    where: tuple[str, str], who: Who, reason: str, seen: Expected, once: OnceOnly, changing: Changes, step: Step
) -> Response:
    with changing(reason) as change:

        def take() -> Reply:
            found, _ = seen_draw(change, *where, who)
            seen.require(found.version)
            return _reply(change, step(change, found))

        return once.answer(change, take)


@router.post(
    f"{ONE}:void",
    operation_id="voidDraw",
    summary="宣布无效 / declare void",
    response_model=DrawOut,
    responses=REFUSED,
)
def void_draw(
    season: Id, draw: Id, asked: ReasonIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """Put on the record that a party was late; the draw is void from that moment on, recorded or not."""
    return _taken((season, draw), who, asked.reason, seen, once, changing, lapse)


@router.post(
    f"{ONE}:ask-redraw",
    operation_id="askRedraw",
    summary="提出重抽 / ask for a redraw",
    response_model=DrawOut,
    responses=REFUSED,
)
def ask_for_redraw(
    season: Id, draw: Id, asked: RedrawIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """Of a draw that is void, of the last one as long as it is under seal, or of one that was unsealed."""

    def ask(change: Change, found: StoredDraw) -> StoredDraw:
        return ask_redraw(change, found, asked)

    return _taken((season, draw), who, asked.reason, seen, once, changing, ask)


@router.post(
    f"{ONE}:approve-redraw",
    operation_id="approveRedraw",
    summary="批准重抽 / approve a redraw",
    response_model=DrawOut,
    responses=APPROVED,
)
def approve_a_redraw(
    season: Id,
    draw: Id,
    asked: ReasonIn,
    who: Who,
    seen: IfMatch,
    once: Once,
    briefs: TheBriefs,
    changing: Changing,
) -> Response:
    """By another person in another role than asked for it; then the session can be drawn again, linked to this draw.

    A panel that was unsealed is annulled by it, and its names leave the published plan; others drawn stay as they are.
    """

    def allow(change: Change, found: StoredDraw) -> StoredDraw:
        return approve(change, briefs, found)

    return _taken((season, draw), who, asked.reason, seen, once, changing, allow)
