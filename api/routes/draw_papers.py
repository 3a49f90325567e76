"""``/seasons/{season}/draws/{draw}/documents``: the papers of a draw, its verification, an expert's proof."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access import Who
from api.access_table import Role
from api.draw_papers import JSON, MEDIA_TYPES, Paper, Papers, verified
from api.drawing import seen_draw
from api.guard import TheSeal, TheStore, routes
from api.openapi import problems
from api.problems import Problem
from api.routes.draws import ONE
from api.schemas.base import Id
from api.schemas.draws import DrawVerifiedOut, VerifyIn
from api.season_briefs import TheBriefs
from api.season_rows import open_season
from api.upload_body import BINARY, WORKBOOK
from data.store.draws import UNSEALED, one_draw
from solver.explain.words import Lang

router = routes("draws")
OBJECT = {"schema": {"type": "object", "additionalProperties": True}}
CONTENT = {WORKBOOK: {"schema": BINARY}} | {  # bytes first: generated clients take the first type for every paper
    kind: OBJECT if kind == JSON else {"schema": {"type": "string"}}
    for kind in MEDIA_TYPES.values()
    if kind != WORKBOOK
}
Language = Annotated[Lang, Query(description="文件语言 / language of the file")]


@router.get(
    ONE + "/documents/{paper}",
    operation_id="downloadDraw",
    summary="下载抽取文件 / download a paper of a draw",
    response_class=Response,
    responses=problems("panel-sealed", "state-forbids", "input") | {200: {"content": CONTENT}},
)
def download_draw(
    season: Id,
    draw: Id,
    paper: Paper,
    who: Who,
    store: TheStore,
    seal: TheSeal,
    briefs: TheBriefs,
    lang: Language = "zh",
) -> Response:
    """``commitment.json`` once all have contributed, ``announcement.json`` from the start unless it rests upon a panel
    under seal, and so the ceremony's sheet, which names nobody; ``draw.json`` and the record with names once this panel
    is unsealed. ``verify_draw.py`` checks them.
    """
    with store.read() as reader:
        found, _ = seen_draw(reader, season, draw, who)
        data = Papers(reader, seal, found, lambda: briefs.of(reader, season), lang).paper(paper)
    headers = {"Content-Disposition": f'attachment; filename="{paper}"', "Content-Security-Policy": "sandbox"}
    return Response(data, media_type=MEDIA_TYPES[paper], headers=headers)


@router.post(
    f"{ONE}:verify",
    operation_id="verifyDraw",
    summary="核验抽取 / verify a draw",
    responses=problems("state-forbids", "input"),
)
def verify(
    season: Id, draw: Id, asked: VerifyIn, who: Who, store: TheStore, seal: TheSeal, briefs: TheBriefs
) -> DrawVerifiedOut:
    """By Pingwei's own derivation and by the stand-alone verifier, with public figures as the auditor found them."""
    with store.read() as reader:
        found, _ = seen_draw(reader, season, draw, who)
        papers = Papers(reader, seal, found, lambda: briefs.of(reader, season), "zh").opened()
    holds, statement = verified(papers, asked.sources)
    return DrawVerifiedOut(holds=holds, statement=statement)


@router.get(
    ONE + "/opening",
    operation_id="readOpening",
    summary="本人的在库证明 / proof of being in the pool",
    response_class=Response,
    responses={200: {"content": {JSON: OBJECT}}},
)
def read_opening(season: Id, draw: Id, who: Who, store: TheStore, seal: TheSeal, briefs: TheBriefs) -> Response:
    """For an expert, of themselves, once the panel is unsealed: who was in the pool of it, drawn or not."""
    with store.read() as reader:
        open_season(reader, season, who)
        found = one_draw(reader, season, draw)
        if found.state != UNSEALED:
            raise Problem("not-found")
        papers = Papers(reader, seal, found, lambda: briefs.of(reader, season), "zh")
        data = papers.opening(min(who.reach(Role.EXPERT, season)))
    return Response(data, media_type=JSON)
