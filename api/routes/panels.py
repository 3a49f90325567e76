"""``/seasons/{season}/panels``: drawn panels; sealed until their time, and who may look behind the seal before."""

from __future__ import annotations

from fastapi import Response

from api.access import Who
from api.drawing import refused
from api.guard import TheSeal, TheStore, routes
from api.idempotency import Once, Reply
from api.openapi import problems
from api.paging import Paged, page_of
from api.panels import seen_panel, shown, visible
from api.preconditions import IfMatch, etag, show_version
from api.problems import body_fault
from api.schemas.base import Id, PageOut
from api.schemas.panels import GivenReasonIn, PanelOut, SealIn
from api.transactions import Changing
from api.under_seal import opened, sealed_draws
from api.unsealing import TheUnsealer, ask_early
from data.store import draws

router = routes("panels")
WHERE = "/seasons/{season}/panels"
ONE = WHERE + "/{panel}"
REFUSED = problems("draw-refused", "state-forbids", "double-booked", "input")


@router.get(WHERE, operation_id="listPanels", summary="抽得的评委名单 / drawn panels")
def list_panels(season: Id, page: Paged, who: Who, store: TheStore) -> PageOut[PanelOut]:
    """In the order in which they were drawn; an expert's own only, and only once unsealed."""
    with store.read() as reader:
        found = [one for one in visible(reader, season, who) if one.number > page.number]
        return page_of(found[: page.ask], page, key=lambda one: str(one.number), shown=lambda one: shown(reader, one))


@router.get(ONE, operation_id="readPanel", summary="读取评委名单 / read a panel", responses=problems("state-forbids"))
def read_panel(season: Id, panel: Id, who: Who, response: Response, store: TheStore) -> PanelOut:
    """Under seal it names nobody; its version as ETag."""
    with store.read() as reader:
        found = seen_panel(reader, season, panel, who)
        show_version(response, found.version)
        return shown(reader, found)


@router.post(
    f"{ONE}:seal",
    operation_id="sealPanel",
    summary="延后启封 / keep under seal for longer",
    response_model=PanelOut,
    responses=REFUSED,
)
def seal_panel(
    season: Id, panel: Id, asked: SealIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """Later than it was to be, never earlier; panels drawn after it stay under seal as long."""
    with changing(asked.reason) as change:

        def keep() -> Reply:
            found = seen_panel(change, season, panel, who)
            seen.require(found.version)
            if asked.until <= found.names_at:
                raise refused(body_fault("seal_longer_only", "/until"))
            for one in sealed_draws(change, season):
                if one.number >= found.number and one.names_at < asked.until:
                    draws.seal_until(change, one, asked.until)
            kept = draws.one_draw(change, season, panel)
            return Reply(200, shown(change, kept), {"ETag": etag(kept.version)})

        return once.answer(change, keep)


@router.post(
    f"{ONE}:unseal",
    operation_id="unsealPanel",
    summary="启封 / unseal",
    response_model=PanelOut,
    responses=REFUSED,
)
def unseal_panel(
    season: Id,
    panel: Id,
    asked: GivenReasonIn,
    who: Who,
    seen: IfMatch,
    once: Once,
    unsealer: TheUnsealer,
    changing: Changing,
) -> Response:
    """From its time on at once (the service also does so by itself); before, once two different people have asked.

    The panel is entered in the published plan, which is published anew with it.
    """
    with changing(asked.reason, apart=True) as change:

        def open_it() -> Reply:
            found = seen_panel(change, season, panel, who)
            seen.require(found.version)
            waiting = ask_early(change, found, asked.reason) if change.now < found.names_at else None
            now = waiting or unsealer.unseal(change, found)
            return Reply(200, shown(change, now), {"ETag": etag(now.version)})

        return once.answer(change, open_it)


@router.post(
    f"{ONE}:call",
    operation_id="callPanel",
    summary="查看名单以通知专家 / see whom to call",
    responses=problems("state-forbids"),
)
def call_panel(
    season: Id, panel: Id, asked: GivenReasonIn, who: Who, seal: TheSeal, response: Response, changing: Changing
) -> PanelOut:
    """The names before they may be known, for the convener alone; each look is put on the trail."""
    with changing(asked.reason) as change:
        found = seen_panel(change, season, panel, who)
        draws.tell_call(change, found)
        show_version(response, found.version)
        return shown(change, found, opened(change, seal, found).result())
