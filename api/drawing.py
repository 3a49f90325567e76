"""The steps of a draw over the service: who may take which, and when. Pingwei chooses nothing and knows no secret.

A draw waits for three parties, each a person of their own. A party that is late makes it void: that consequence is
announced with it, and the only way on is a new draw with a reason, another role's approval, and the link to this one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from api.access import Principal, Row
from api.draw_making import undrawable
from api.draw_run import ABOUT, DRAW
from api.problems import Problem, body_fault
from api.schemas.draws import ContributionIn, DrawIn, RedrawIn, RevealIn
from api.schemas.problem import FaultOut
from api.season_reach import SeasonReach
from api.season_rows import open_season
from api.today import day_in_china, today
from api.under_seal import opened
from data.briefing import scope_brief_for
from data.plan_files.plan_json import plan_of
from data.season_files.codecs import Json
from data.store import draws, operations, plans
from data.store.column_types import stamp
from data.store.draws import Part, Redraw, StoredDraw, Times
from data.store.scope_season import read_scope
from data.store.sealing import Seal
from data.store.transaction import Actor, Change, Reader
from solver.domain.plan import Plan, PlannedSession
from solver.draw.canonical import canonical
from solver.draw.ceremony import commit
from solver.draw.seed import ROLES, contribution_hash
from solver.draw.sources import canonical_source
from solver.draw.transcript import Contribution
from solver.errors import InputError


def refused(*faults: FaultOut) -> Problem:
    """A draw that cannot be done so, for these reasons."""
    return Problem("draw-refused", faults)


def row_of(reach: SeasonReach, draw: StoredDraw) -> Row:
    """Where a draw belongs: to its committee and that one's authority."""
    return reach.of_committee({"committee": draw.committee})


def seen_draw(reader: Reader, season: str, draw: str, who: Principal) -> tuple[StoredDraw, Actor]:
    """A draw, and in which role ``who`` acts on it.

    Raises
    ------
    AbsentError, Problem
        ``not-found`` if it is absent or out of reach, ``state-forbids`` if the act is not for its state.
    """
    reach = open_season(reader, season, who)
    found = draws.one_draw(reader, season, draw)
    return found, who.acting(row_of(reach, found), found.standing(reader.now))


def party(who: Principal, role: str) -> Actor:
    """``who`` in the role in which they take part; raises Problem ``forbidden`` if they do not hold it."""
    if not any(grant.role == role for grant in who.admitted()):
        raise Problem("forbidden")
    return Actor(who.account, role)


def seen_by_party(reader: Reader, season: str, draw: str, who: Principal, role: str) -> StoredDraw:
    """A draw in which ``who`` takes part as ``role``; raises as :func:`seen_draw` and :func:`party`."""
    found, _ = seen_draw(reader, season, draw, who)
    row = row_of(SeasonReach(reader, season), found)
    if not any(grant.role == role and grant.sees(row) for grant in who.admitted()):
        raise Problem("forbidden")
    return found


# ── asking for a draw ────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Asked:
    """A draw that ``who`` wants of a session of the published plan."""

    season: str
    who: Principal
    wanted: DrawIn

    def request(self, reader: Reader) -> dict[str, Json]:
        """What the operation that makes the lottery is asked.

        Raises
        ------
        Problem
            ``no-published-plan``; ``draw-refused`` with everything that speaks against it; ``not-found`` out of reach.
        InputError
            If the session is none that is drawn.
        """
        reach = open_season(reader, self.season, self.who)
        published = plans.published_plan(reader, self.season)
        if published is None:
            raise Problem("no-published-plan")
        plan = plan_of(plans.plan_body(reader, published.id))
        session = plan.session.get(self.wanted.session)
        if session is None:
            raise Problem("not-found")
        self.who.acting(reach.of_committee({"committee": session.committee}))
        known = draws.season_draws(reader, self.season)
        former = [one for one in known if one.session == session.id]
        if undrawable(plan, session.id):
            raise InputError([replace(one, place="/session") for one in undrawable(plan, session.id)])
        faults = [*self._out_of_turn(reader, plan, known), *self._times(reader.now, known)]
        faults += self._out_of_window(reader, session)
        faults += _not_approved(former, reader.now)
        if faults:
            raise refused(*faults)
        return self._told(f"{session.id}-{len(former) + 1}", former[-1].id if former else "")

    def _out_of_turn(self, reader: Reader, plan: Plan, known: tuple[StoredDraw, ...]) -> list[FaultOut]:
        """One lottery at a time, in the order of the dates."""
        from solver.draw.season import order_of_draws  # with the solver, which the service does without at its start

        waiting = [one.id for one in known if one.standing(reader.now) in draws.UNDER_WAY]
        making = operations.season_operations(reader, self.season, operations.UNFINISHED)
        if waiting or any(one.kind == DRAW for one in making):
            return [body_fault("draw_under_way", "/session", draws="、".join(waiting) or "…")]
        again = next((one for one in reversed(known) if one.session == self.wanted.session), None)
        done = {one.session for one in known if one.state == draws.SEALED and one is not again}
        due = [one.id for one in order_of_draws(plan) if one.id not in done]
        if due and due[0] != self.wanted.session:
            return [body_fault("draw_out_of_order", "/session", session=due[0])]
        return []

    def _times(self, now: datetime, known: tuple[StoredDraw, ...]) -> list[FaultOut]:
        wanted = self.wanted
        faults = []
        if not now < wanted.contribute_until < wanted.reveal_until <= wanted.names_at:
            faults.append(body_fault("times_in_order", "/contribute_until", now=stamp(now)))
        later = [one.names_at for one in known if one.state == draws.SEALED and one.names_at > wanted.names_at]
        if later:
            faults.append(body_fault("names_in_order", "/names_at", least=stamp(max(later))))
        return faults

    def _out_of_window(self, reader: Reader, session: PlannedSession) -> list[FaultOut]:
        """Announced some working days before the session, neither sooner nor later, and revealed within them."""
        from solver.draw.window import draw_window  # as above

        window = draw_window(scope_brief_for(read_scope(reader, self.season)), session)
        if window is None:
            return []
        facts = {"first": window.first.isoformat(), "last": window.last.isoformat()}
        days = {"/session": today(reader), "/reveal_until": day_in_china(self.wanted.reveal_until)}
        faults = [body_fault("draw_too_early", "/session", **facts)] if days["/session"] < window.first else []
        return faults + [body_fault("draw_too_late", at, **facts) for at, day in days.items() if day > window.last]

    def _told(self, draw: str, again: str) -> dict[str, Json]:
        told: dict[str, Json] = {name: getattr(self.wanted, name) for name in ABOUT}
        told |= {"sources": list(self.wanted.sources), "method": self.wanted.method.value}
        told |= {one.name: stamp(getattr(self.wanted, one.name)) for one in fields(Times)}
        return {**told, "draw": draw, "redraw_of": again}


def _not_approved(former: list[StoredDraw], now: datetime) -> list[FaultOut]:
    """A session that was drawn before is drawn again only if somebody asked for it and another role approved."""
    if not former:
        return []
    last = former[-1]
    if (
        last.standing(now) not in {draws.VOID, draws.SEALED, draws.ANNULLED}
        or last.redraw is None
        or not last.redraw.approved_by
    ):
        return [body_fault("redraw_not_approved", "/session", draw=last.id)]
    return []


# ── contributing and revealing ───────────────────────────────────────────────────────────────────────────────────────
def contribute(change: Change, seal: Seal, draw: StoredDraw, asked: ContributionIn) -> StoredDraw:
    """Take what a party commits to; with the last one the commitment is closed. Raises Problem ``draw-refused``."""
    given = draws.parts(change, draw)
    faults = []
    if asked.role in {one.role for one in given}:
        faults.append(body_fault("contribution_twice", "/role", role=asked.role))
    if change.actor.id in {one.account for one in given if one.role != asked.role}:
        faults.append(body_fault("one_person_per_party", "/role"))
    if asked.commitment in {one.commitment for one in given}:
        faults.append(body_fault("contribution_copied", "/commitment"))
    if faults:
        raise refused(*faults)
    part = Part(asked.role, change.actor.id, asked.commitment, asked.signature, change.now, "", None)
    all_in = {one.role for one in given} | {asked.role} >= set(ROLES)
    text = ""
    if all_in:
        said = opened(change, seal, draw).announcement
        closed = commit(said, [Contribution(one.role, one.commitment, one.signature) for one in (*given, part)])
        text = canonical(closed).decode()
    return draws.contribute(change, draw, part, text)


def reveal(change: Change, draw: StoredDraw, asked: RevealIn) -> StoredDraw:
    """Take what a party reveals, if it is what it committed to. Raises Problem ``draw-refused``."""
    (mine,) = [one for one in draws.parts(change, draw) if one.role == asked.role]
    made = contribution_hash(asked.role, draw.id, draw.announced, bytes.fromhex(asked.secret))
    faults = []
    if mine.account != change.actor.id:
        faults.append(body_fault("own_part_only", "/role"))
    if mine.secret:
        faults.append(body_fault("revealed_twice", "/role", role=asked.role))
    if made != mine.commitment:
        faults.append(body_fault("reveal_differs", "/secret"))
    faults += _sources(draw, asked)
    if faults:
        raise refused(*faults)
    return draws.reveal(change, draw, asked.role, asked.secret, asked.sources)


def _sources(draw: StoredDraw, asked: RevealIn) -> list[FaultOut]:
    """The values of public sources come with the supervisor's reveal: each that was announced, and no other."""
    due = set(draw.sources) if asked.role == "supervisor" else set[str]()
    faults = [body_fault("source_missing", "/sources", name=name) for name in sorted(due - asked.sources.keys())]
    faults += [body_fault("source_unknown", f"/sources/{name}") for name in sorted(asked.sources.keys() - due)]
    for name in sorted(due & asked.sources.keys()):
        try:
            canonical_source(asked.sources[name])
        except ValueError:
            faults.append(body_fault("source_unreadable", f"/sources/{name}"))
    return faults


def lapse(change: Change, draw: StoredDraw) -> StoredDraw:
    """Put down that a draw is void because parties were late; raises Problem ``draw-refused`` if none is yet."""
    if draw.state == draws.VOID:
        raise Problem("state-forbids", state=draw.state)
    if draw.standing(change.now) != draws.VOID:
        raise refused(body_fault("nobody_late", "/"))
    given = draws.parts(change, draw)
    done = {one.role for one in given if one.secret or draw.state == draws.ANNOUNCED}
    return draws.declare_void(change, draw, tuple(role for role in ROLES if role not in done))


# ── drawing again ────────────────────────────────────────────────────────────────────────────────────────────────────
def ask_redraw(change: Change, draw: StoredDraw, asked: RedrawIn) -> StoredDraw:
    """Put down that a draw should be repeated, and why; of those under seal only the last: later ones rest upon it."""
    others = draws.season_draws(change, draw.season)
    later = [one.id for one in others if one.number > draw.number and one.state in {draws.SEALED, draws.UNSEALED}]
    waiting = [one.id for one in others if one.standing(change.now) in draws.UNDER_WAY]
    if draw.state == draws.SEALED and (later or waiting):
        raise refused(body_fault("later_rests_upon", "/", draws="、".join((*later, *waiting))))
    asked_by = Redraw(asked.reason, asked.document, change.actor.id, change.actor.role)
    return draws.note_redraw(change, draw, asked_by)


def approve_redraw(change: Change, draw: StoredDraw) -> StoredDraw:
    """Put down that a redraw is approved: by another person, in another role. Raises Problem ``draw-refused``."""
    noted = draw.redraw
    if noted is None:
        raise refused(body_fault("redraw_not_asked", "/"))
    if noted.asked_by == change.actor.id or noted.asked_as == change.actor.role:
        raise refused(body_fault("another_role", "/"))
    return draws.note_redraw(change, draw, replace(noted, approved_by=change.actor.id, approved_as=change.actor.role))
