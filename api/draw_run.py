"""A lottery made for the service: in a child process, from the published plan and all results so far, sealed at once.

The child only reads the store; what it hands over is sealed already, so that nothing it says names anybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.under_seal import Opened
    from data.season_files.codecs import Json
    from data.store.sealing import Seal
    from data.store.transaction import Reader
    from solver.domain.plan import Plan
    from solver.draw.transcript import Redraw
    from solver.rules.brief import Brief

DRAW = "draw"
"""The kind of operations that announce a draw."""
ABOUT = ("session", "method", "balls", "at", "place", "sources")
"""What whoever asks for a draw decides of it, beside its times."""


@dataclass(frozen=True, slots=True)
class DrawTask:
    """What to announce: ``request`` is that of the operation; ``seals`` is the file of the seal's key."""

    url: str
    key: str
    seals: Path
    season: str
    request: Mapping[str, Any]  # what api.drawing.asked_for wrote: texts, numbers, lists of texts


@dataclass(frozen=True, slots=True)
class Announced:
    """A draw to be put down; both papers are sealed, ``drawn`` marks the panels under seal that they rest upon."""

    about: Mapping[str, Json]
    announcement: str
    pool: str
    drawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a lottery rests upon: the season, its published plan, and the panels that were drawn and are under seal."""

    brief: Brief
    plan: Plan
    published: str
    done: tuple[Opened, ...]
    redraw: Redraw | None


def announce(task: DrawTask) -> Announced:
    """Make the lottery and seal it.

    Raises
    ------
    Problem
        ``draw-impossible`` if no panel keeps the rules (proved), ``no-published-plan`` if there is none any more.
    InputError
        With every fault of a season that cannot be read.
    """
    from api import draw_making
    from api.problems import Problem
    from api.under_seal import closed, settle
    from data.store.sealing import Seal
    from solver.draw.entities import Method
    from solver.draw.merkle import SALT
    from solver.draw.season import SeasonDraws
    from solver.draw.transcript import Terms

    seal, asked = Seal(task.seals), task.request
    ground = _ground(task, seal)
    draws, session = SeasonDraws(ground.brief, ground.plan), asked["session"]
    plan = settle(draws, ground.done)
    found = draws.prepare(session, Method(asked["method"]), asked["balls"])
    if found.lottery is None:
        raise Problem("draw-impossible")
    standby = tuple(sorted(draws.merits.alternates_per_group(plan.session[session]).items()))
    made = draw_making.Prepared(ground.brief, plan, found.pool, found.lottery, standby)
    terms = Terms(asked["draw"], asked["at"], asked["place"], tuple(asked["sources"]), standby, redraw=ground.redraw)
    salts = tuple(secrets.token_bytes(SALT) for _ in found.pool.candidates)
    said, pool = draw_making.announced(made, found.lottery, terms, salts, secrets.token_bytes(draw_making.CHAIN))
    about: dict[str, Json] = {name: asked[name] for name in (*ABOUT, "redraw_of")}
    about |= {"committee": said.committee, "plan": ground.published, "announced": said.sha256}
    return Announced(about, *closed(seal, task.season, said, pool), tuple(one.mark for one in ground.done))


def _ground(task: DrawTask, seal: Seal) -> _Ground:
    from api.problems import Problem
    from api.under_seal import opened, sealed_draws
    from data.briefing import brief_for
    from data.plan_files.plan_json import plan_of
    from data.store import plans
    from data.store.engine import open_store
    from data.store.seasons import read_season

    with closing(open_store(task.url, task.key)) as store, store.read() as reader:
        published = plans.published_plan(reader, task.season)
        if published is None:
            raise Problem("no-published-plan")
        again = task.request["redraw_of"]
        done = tuple(opened(reader, seal, one) for one in sealed_draws(reader, task.season) if one.id != again)
        redraw = _redraw(reader, task.season, again) if again else None
        plan = plan_of(plans.plan_body(reader, published.id))
        return _Ground(brief_for(read_season(reader, task.season)), plan, published.id, done, redraw)


def _redraw(reader: Reader, season: str, first: str) -> Redraw:
    """The link to the first draw: to its commitment, or, where it never came to one, to what was announced."""
    from api.problems import Problem
    from data.store.draws import one_draw
    from solver.draw.transcript import Redraw

    draw = one_draw(reader, season, first)
    if draw.redraw is None:
        raise Problem("state-forbids", state=draw.state)
    of = sha256(draw.commitment.encode()).hexdigest() if draw.commitment else draw.announced
    approved = f"{draw.redraw.approved_as} {draw.redraw.approved_by}"
    return Redraw(of, draw.redraw.reason, approved, draw.redraw.document)
