"""A panel that everybody knows is given up: its redraw is approved, and its session awaits another draw.

Its names leave the published plan at once, its record stays with the papers of the draw. The session keeps its dates,
rooms and cases, and the panel stays behind as the witness that one exists, until a new plan or the new draw.
"""

from __future__ import annotations

from dataclasses import replace

from api.drawing import approve_redraw
from api.problems import Problem
from api.season_briefs import Briefs
from api.unsealing import publish_anew
from data.plan_files.plan_json import plan_of
from data.store import draws, plans
from data.store.draws import StoredDraw
from data.store.transaction import Change
from solver.check import check
from solver.domain.plan import Plan


def approve(change: Change, briefs: Briefs, draw: StoredDraw) -> StoredDraw:
    """Approve the redraw of ``draw``; a panel that was unsealed is given up with it.

    Raises
    ------
    Problem
        ``draw-refused`` as in :func:`approve_redraw`; ``draw-under-way`` if another draw rests upon the published plan.
    """
    if draw.state != draws.UNSEALED:
        return approve_redraw(change, draw)
    if draws.is_any_open(change, draw.season):
        raise Problem("draw-under-way")
    approved = approve_redraw(change, draw)
    published = plans.published_plan(change, draw.season)
    if published is not None:
        _given_up(change, briefs, approved, plan_of(plans.plan_body(change, published.id)))
    return draws.annul(change, approved, "")


def _given_up(change: Change, briefs: Briefs, draw: StoredDraw, plan: Plan) -> None:
    row = plan.session.get(draw.session)
    if row is None or row.draw != draw.id:
        return
    waiting = tuple(replace(one, draw="") if one.id == row.id else one for one in plan.sessions)
    brief, without = briefs.of(change, draw.season), replace(plan, sessions=waiting)
    publish_anew(change, brief, draw.season, replace(without, findings=check(brief, without)))
