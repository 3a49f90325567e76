"""The end of a run that made a lottery: its draw is put down, unless something else came first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from api.draw_run import Announced
from api.under_seal import mark_of
from data.store import plans
from data.store.column_types import moment_of
from data.store.draws import (
    SEALED,
    UNDER_WAY,
    NewDraw,
    StoredDraw,
    Times,
    add_draw,
    annul,
    one_draw,
    season_draws,
)
from data.store.operations import Operation
from data.store.replacements import drawn_of
from data.store.transaction import Change, Reader


def draw_of(operation: Operation) -> str:
    """Id of the draw that an operation was asked to announce."""
    return str(_request(operation)["draw"])


def is_overtaken(reader: Reader, operation: Operation, made: Announced) -> bool:
    """Whether what the lottery rests upon (the published plan, the results so far) has changed while it was made."""
    season = operation.season or ""
    published = plans.published_plan(reader, season)
    if published is None or published.id != made.about["plan"]:
        return True
    draws, again = season_draws(reader, season), _request(operation)["redraw_of"]
    under_way = any(one.standing(reader.now) in UNDER_WAY for one in draws)
    sealed = (one for one in draws if one.state == SEALED and one.id != again)
    done = tuple(mark_of(one, len(drawn_of(reader, one))) for one in sealed)
    return under_way or done != made.drawn or draw_of(operation) in {one.id for one in draws}


def put_down(change: Change, operation: Operation, made: Announced) -> StoredDraw:
    """Put down the draw; one under seal that it repeats is annulled."""
    season, asked = operation.season or "", _request(operation)
    times = Times(*(moment_of(asked[one.name]) for one in fields(Times)))
    about = {**made.about, "operation": operation.id}
    stored = add_draw(change, season, draw_of(operation), NewDraw(about, times, made.announcement, made.pool))
    if stored.redraw_of:
        first = one_draw(change, season, stored.redraw_of)
        if first.state == SEALED:
            annul(change, first, stored.id)
    return stored


def _request(operation: Operation) -> Mapping[str, Any]:  # what api.drawing.asked_for wrote
    return operation.request if isinstance(operation.request, dict) else {}
