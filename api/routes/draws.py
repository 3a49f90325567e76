"""``/seasons/{season}/draws``: draws of sessions, asked for and looked at. Who was drawn is a matter of panels."""

from __future__ import annotations

from secrets import token_hex

from fastapi import Request, Response

from api.access import Principal, Who
from api.draw_run import DRAW
from api.drawing import Asked, row_of, seen_draw
from api.guard import TheStore, routes
from api.idempotency import Once, Reply
from api.openapi import problems
from api.paging import Paged, page_of
from api.preconditions import show_version
from api.run_queue import RunQueue
from api.schemas.base import Id, PageOut
from api.schemas.draws import DrawIn, DrawOut
from api.schemas.operations import OperationOut
from api.season_rows import open_season
from api.transactions import Changing
from data.store import draws, operations
from data.store.draws import StoredDraw
from data.store.transaction import Reader

router = routes("draws")
WHERE = "/seasons/{season}/draws"
ONE = WHERE + "/{draw}"


def shown(reader: Reader, draw: StoredDraw) -> DrawOut:
    """A draw as it is shown."""
    return DrawOut.of(draw, draws.parts(reader, draw), reader.now)


@router.post(
    WHERE,
    operation_id="createDraw",
    summary="发起抽取 / announce a draw",
    status_code=202,
    response_model=OperationOut,
    responses=problems("draw-refused", "no-published-plan", "input"),
)
def create_draw(season: Id, asked: DrawIn, who: Who, once: Once, request: Request, changing: Changing) -> Response:
    """The lottery is made for the published plan and fixed before any party contributes; the operation brings the draw.

    Sessions are drawn in the order of their dates, one at a time. A session drawn before needs a redraw that was asked
    for with a reason and approved by another role; the new draw is linked to the first.
    """
    made = f"op-{token_hex(8)}"

    def queued() -> Reply:
        wanted = Asked(season, who, asked).request(change)
        operation = operations.queue(change, made, DRAW, season, wanted)
        return Reply(202, OperationOut.of(operation), {"Location": f"/v1/operations/{made}"})

    with changing(asked.reason) as change:
        answer = once.answer(change, queued)
    queue: RunQueue = request.app.state.runs
    queue(answer.headers["Location"].rpartition("/")[2])
    return answer


@router.get(WHERE, operation_id="listDraws", summary="抽取列表 / draws of a season")
def list_draws(season: Id, page: Paged, who: Who, store: TheStore) -> PageOut[DrawOut]:
    """In the order in which they were announced, of the committees within reach."""
    with store.read() as reader:
        found = [one for one in visible(reader, season, who) if one.number > page.number]
        return page_of(found[: page.ask], page, key=lambda one: str(one.number), shown=lambda one: shown(reader, one))


def visible(reader: Reader, season: str, who: Principal) -> list[StoredDraw]:
    """Draws within the reach of ``who``."""
    reach = open_season(reader, season, who)
    return [one for one in draws.season_draws(reader, season) if who.sees(row_of(reach, one))]


@router.get(ONE, operation_id="readDraw", summary="读取抽取 / read a draw")
def read_draw(season: Id, draw: Id, who: Who, response: Response, store: TheStore) -> DrawOut:
    """How it stands: for which parties it waits, what each committed to and revealed; its version as ETag."""
    with store.read() as reader:
        found, _ = seen_draw(reader, season, draw, who)
        show_version(response, found.version)
        return shown(reader, found)
