"""``/seasons/{season}/replacements``: who does not come is replaced by the next one-time code of the draw."""

from __future__ import annotations

from fastapi import Response

from api.access import Principal, Who
from api.draw_papers import JSON
from api.drawing import row_of, seen_draw
from api.guard import TheSeal, TheStore, routes
from api.idempotency import Once, Reply
from api.openapi import problems
from api.paging import Paged, page_of
from api.panels import seats_shown
from api.preconditions import IfMatch, etag, show_version
from api.replacing import TheReplacer, ask, record_of, seats_of
from api.schemas.base import Id, PageOut
from api.schemas.draws import ReasonIn
from api.schemas.replacements import ReplacementIn, ReplacementOut
from api.season_rows import open_season
from api.transactions import Changing
from data.store import draws, replacements
from data.store.draws import StoredDraw
from data.store.replacements import StoredReplacement
from data.store.sealing import Seal
from data.store.transaction import Actor, Reader

router = routes("draws")
WHERE = "/seasons/{season}/replacements"
ONE = WHERE + "/{replacement}"
REFUSED = problems("draw-refused", "state-forbids", "no-published-plan", "double-booked", "input")


def seen(reader: Reader, season: str, one: str, who: Principal) -> tuple[StoredDraw, StoredReplacement, Actor]:
    """A replacement with its draw; raises AbsentError or Problem, which answer alike, if absent or hidden."""
    open_season(reader, season, who)
    found = replacements.one_replacement(reader, season, one)
    draw, actor = seen_draw(reader, season, found.draw, who)
    return draw, found, actor


def shown(reader: Reader, seal: Seal, draw: StoredDraw, one: StoredReplacement) -> ReplacementOut:
    """A replacement as it is shown: the same whoever it concerns, until the panel is unsealed."""
    seats = seats_shown(reader, draw.season, seats_of(reader, seal, draw, one))
    told = {name: getattr(one, name) for name in ReplacementOut.model_fields.keys() & StoredReplacement.__slots__}
    more = {"session": draw.session, "number": one.number or None, "record_sha256": one.digest or None}
    return ReplacementOut.model_validate({**told, **more, "declined": None, "given": None, **seats})


@router.post(
    WHERE,
    operation_id="createReplacement",
    summary="提出替换 / ask for a replacement",
    status_code=201,
    response_model=ReplacementOut,
    responses=problems("draw-refused", "state-forbids"),
)
def create_replacement(
    season: Id, asked: ReplacementIn, who: Who, seen_version: IfMatch, once: Once, seal: TheSeal, changing: Changing
) -> Response:
    """By the convener, who calls the experts; ``If-Match`` is the version of the panel whose seats were counted.

    A request that waits for approval is withdrawn by the next one. Under seal nobody learns whom it concerns.
    """
    with changing(asked.reason) as change:

        def keep() -> Reply:
            draw, _ = seen_draw(change, season, asked.draw, who)
            seen_version.require(draw.version)
            made = ask(change, seal, draw, asked)
            where = f"/v1/seasons/{season}/replacements/{made.id}"
            return Reply(201, shown(change, seal, draw, made), {"ETag": etag(made.version), "Location": where})

        return once.answer(change, keep)


@router.post(
    f"{ONE}:approve",
    operation_id="approveReplacement",
    summary="批准替换 / approve a replacement",
    response_model=ReplacementOut,
    responses=REFUSED,
)
def approve_replacement(
    season: Id,
    replacement: Id,
    asked: ReasonIn,
    who: Who,
    version: IfMatch,
    once: Once,
    replacer: TheReplacer,
    changing: Changing,
) -> Response:
    """By another person; at that moment the next one-time code draws who follows, verifiably and with nobody's choice.

    Alternates of the group go first, by rank. An unsealed panel is entered in the published plan, which is published
    anew; under seal the convener sees the new panel by ``:call``. Not while another draw waits for its parties.
    """
    with changing.store.read() as reader:
        draw, one, actor = seen(reader, season, replacement, who)
        is_asked = one.state == replacements.ASKED and one.asked_by != actor.id
        ready = replacer.ready(reader, draw, one, (actor.role, actor.id)) if is_asked else None
    with changing(asked.reason) as change:

        def draw_it() -> Reply:
            now, found, _ = seen(change, season, replacement, who)
            version.require(found.version)
            made = replacer.carry_out(change, now, found, ready)
            now = draws.one_draw(change, season, now.id)
            return Reply(200, shown(change, replacer.seal, now, made), {"ETag": etag(made.version)})

        return once.answer(change, draw_it)


@router.get(WHERE, operation_id="listReplacements", summary="替换列表 / replacements of a season")
def list_replacements(season: Id, page: Paged, who: Who, store: TheStore, seal: TheSeal) -> PageOut[ReplacementOut]:
    """By id, of the committees within reach; under seal without names."""
    with store.read() as reader:
        reach = open_season(reader, season, who)
        known = {one.id: one for one in draws.season_draws(reader, season) if who.sees(row_of(reach, one))}
        found = [one for one in replacements.of_season(reader, season) if one.draw in known and one.id > page.after]
        return page_of(
            found[: page.ask], page, key=lambda one: one.id, shown=lambda one: shown(reader, seal, known[one.draw], one)
        )


@router.get(ONE, operation_id="readReplacement", summary="读取替换 / read a replacement")
def read_replacement(
    season: Id, replacement: Id, who: Who, response: Response, store: TheStore, seal: TheSeal
) -> ReplacementOut:
    """Who declined and who follows only once the panel is unsealed; its version as ETag."""
    with store.read() as reader:
        draw, found, _ = seen(reader, season, replacement, who)
        show_version(response, found.version)
        return shown(reader, seal, draw, found)


@router.get(
    f"{ONE}/record",
    operation_id="downloadReplacement",
    summary="下载替换记录 / download the record of a replacement",
    response_class=Response,
    responses=problems("panel-sealed", "state-forbids") | {200: {"content": {JSON: {"schema": {"type": "object"}}}}},
)
def download_replacement(season: Id, replacement: Id, who: Who, store: TheStore, seal: TheSeal) -> Response:
    """Once the panel is unsealed: what ``verify_draw.py --replacement FILE@SHA256`` derives again."""
    with store.read() as reader:
        draw, found, _ = seen(reader, season, replacement, who)
        data = record_of(reader, seal, draw, found)
    headers = {"Content-Disposition": f'attachment; filename="{found.id}.json"', "Content-Security-Policy": "sandbox"}
    return Response(data, media_type=JSON, headers=headers)
