"""The draws of a planned season, in the order of their dates (SERVICE.md, Draws).

A lottery is made after the last result is known and holds only panels that leave every later session feasible. A
session counts as drawn once its plan names the draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from solver.domain.plan import PanelSeat, Plan, PlannedSession
from solver.domain.vocabulary import Role, Selection
from solver.draw.ahead import Ahead, Later, occupation
from solver.draw.balls import Naming
from solver.draw.drawing import problem_of
from solver.draw.entities import BALLS, DrawnPanel, Facts, Lottery, Method, Pool
from solver.draw.lottery import fair_lottery, replaced
from solver.draw.merging import without
from solver.draw.oracle import Oracle
from solver.draw.pool import Surroundings, eligible_pool
from solver.draw.standby import Bench, Names
from solver.draw.walk import POOL
from solver.model.extract import panel as with_leaders
from solver.model.merits import Merits
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.rule import Matter

ASKED = frozenset({Matter.PANEL, Matter.STANDBY})


@dataclass(frozen=True)
class Prepared:
    """What is committed to before a draw: the pool and the lottery (None: no lawful panel, proved)."""

    pool: Pool
    lottery: Lottery | None


def is_open(session: PlannedSession) -> bool:
    """Whether a session's panel is still to be drawn."""
    return session.selection is Selection.DRAWN and not session.draw


def order_of_draws(plan: Plan) -> tuple[PlannedSession, ...]:
    """Sessions still to be drawn, the earliest first; those without a date are not drawn yet."""
    dated = [one for one in plan.sessions if is_open(one) and one.start is not None]
    return tuple(sorted(dated, key=lambda one: (one.start, one.id)))


class SeasonDraws:
    """The draws of one season; ``plan`` always holds what is settled and a witness for what is not."""

    def __init__(self, brief: Brief, plan: Plan, merits: Merits | None = None) -> None:
        self.brief, self.plan, self.merits = brief.unpinned(), plan, merits or Merits(brief)
        self._later: dict[str, Later] = {}
        self._now: dict[str, Pool] = {}
        self.ahead = Ahead(
            occupation(brief, plan), {one.id for one in order_of_draws(plan)}, self._look_at, self._reseated
        )
        for session in plan.sessions:
            self.ahead.hold(session.id, DrawnPanel(_by_expert(session.panel), session.alternates))

    def prepare(self, session: str, method: Method = Method.LEXIMIN, balls: int = BALLS) -> Prepared:
        """The pool and the lottery of ``session`` as things stand.

        Where a later session turns out to be so scarce that panels would starve it, its seats are decided along with
        those of this one, so that chances are fair among the panels that do not.
        """
        row, around = self.plan.session[session], self._around()
        pool = eligible_pool(self.brief, around, row)
        if method is Method.WALK:
            return Prepared(pool, self._walkable(pool))
        scarce: dict[str, Pool] = {}
        while True:
            problem = problem_of(self.brief, around, [pool, *scarce.values()])
            found = fair_lottery(problem, method, balls)
            if found is None:
                return Prepared(pool, None)
            bench = Bench(self.merits, row, pool, Names(problem))
            needed = self.ahead.needed(session)
            tried = [self._admitted(bench, one, ball, needed) for ball, one in enumerate(found.panels)]
            starved = {one for one in tried if isinstance(one, str)} - scarce.keys() - {session}
            if not starved:
                break
            scarce |= {one: self._look_at(one).pool for one in sorted(starved)}
        lottery = replaced(found, [None if isinstance(one, str) else one for one in tried])
        return Prepared(pool, lottery and replace(lottery, provisions=provisions(self.brief)))

    def _walkable(self, pool: Pool) -> Lottery | None:
        """What a walk is announced with: its limits, and along with them every later session it could starve.

        Those sessions are filled by whom the witnesses of all others leave free, so that what the walk takes can always
        be made good. None if no panel keeps the limits (proved).
        """
        touched = self.ahead.touched(pool.session, (one.expert for one in pool.eligible))
        open_ = {pool.session, *touched}
        standing = Surroundings(self.plan, tuple(one for one in self.plan.sessions if one.id not in open_))
        later = [eligible_pool(self.brief, standing, self.plan.session[one]) for one in sorted(touched)]
        problem = problem_of(self.brief, self._around(), [pool, *later])
        if Oracle(problem).exact(np.zeros(len(problem.types), dtype=np.int64)) is None:
            return None
        return Lottery(pool.session, Method.WALK, problem, (), (), (), (), provisions(self.brief))

    def barred(self, session: str, panel: DrawnPanel, expert: str) -> str:
        """Why ``expert`` of ``panel`` cannot sit in ``session`` any more as things stand now; empty if they can.

        A provision, or the later session that would be left without a panel.
        """
        if session not in self._now:
            self._now[session] = eligible_pool(self.brief, self._around(), self.plan.session[session])
        row = next((one for one in self._now[session].candidates if one.expert == expert), None)
        group = next(seat.group for seat in panel.seats if seat.expert == expert)
        if row is None or group not in row.groups:
            return next((one.provision for one in row.exclusions if group in one.groups), POOL) if row else POOL
        after = self.ahead.after(session, panel)
        return after if isinstance(after, str) else ""

    def settle(self, session: str, panel: DrawnPanel, draw: str) -> Plan:
        """Enter the result of a draw; witnesses of later sessions that lost somebody to it are mended.

        Raises
        ------
        ValueError
            If ``panel`` leaves a later session without one, which no panel of its lottery does.
        """
        changed = self.ahead.after(session, panel)
        if isinstance(changed, str):
            raise ValueError(f"the panel drawn for {session} leaves {changed} unfilled")
        for one, given in ((session, panel), *changed.items()):
            self.ahead.hold(one, given)
        self.ahead.waiting.discard(session)
        named = {one: self._entered(one, self.ahead.witness[one]) for one in (session, *changed)}
        named[session] = replace(named[session], draw=draw)
        self.plan = replace(self.plan, sessions=tuple(named.get(one.id, one) for one in self.plan.sessions))
        return self.plan

    def _around(self) -> Surroundings:
        return Surroundings(self.plan, tuple(one for one in self.plan.sessions if not is_open(one)))

    def _admitted(self, bench: Bench, panel: DrawnPanel, ball: int, needed: frozenset[str]) -> DrawnPanel | str:
        """``panel`` with leaders and alternates, or the session (this or a later one) that cannot be filled with it.

        Where a list that may be of anybody starves a session, one is tried without those ``needed`` there.
        """
        session, led = bench.session.id, self._led(bench.session, panel)
        starved = session
        for spared in (frozenset[str](), needed):
            staffed = bench.staffed(led, ball, spared)
            if staffed is None:
                return starved
            after = self.ahead.after(session, staffed)
            if not isinstance(after, str):
                return staffed
            starved = after
        return starved

    def _led(self, session: PlannedSession, panel: DrawnPanel) -> DrawnPanel:
        groups = {seat.expert: seat.group for seat in panel.seats}
        offices = {seat.expert: seat.role for seat in panel.seats if seat.role in (Role.CHAIR, Role.VICE_CHAIR)}
        return replace(panel, seats=_by_expert(with_leaders(self.merits, session, groups, offices)))

    def _look_at(self, session: str) -> Later:
        """A later session, looked at when something touches it for the first time."""
        if session not in self._later:
            row, around = self.plan.session[session], self._around()
            pool = eligible_pool(self.brief, around, row)
            bench = Bench(self.merits, row, pool, Names(problem_of(self.brief, around, [pool])))
            self._later[session] = Later(row, pool, bench)
        return self._later[session]

    def _reseated(self, later: Later, gone: frozenset[str]) -> DrawnPanel | None:
        problem = without(later.bench.names.problem, gone)
        oracle = Oracle(problem)
        answer = oracle.exact(np.zeros(len(problem.types), dtype=np.int64))
        if answer is None:
            return None
        return self._led(later.session, Naming(oracle.counting).panel(answer[0], 0))

    def _entered(self, session: str, panel: DrawnPanel) -> PlannedSession:
        """A session with its panel; who reads and who leaves the room follows from it, and is decided anew."""
        row = self.plan.session[session]
        cases = tuple(replace(case, readers=(), recused=()) for case in row.cases)
        groups = {seat.expert: seat.group for seat in panel.seats}
        offices = {seat.expert: seat.role for seat in panel.seats if seat.role in (Role.CHAIR, Role.VICE_CHAIR)}
        seats = with_leaders(self.merits, row, groups, offices)
        return replace(row, panel=seats, alternates=panel.alternates, cases=cases)


def _by_expert(seats: Iterable[PanelSeat]) -> tuple[PanelSeat, ...]:
    return tuple(sorted(seats, key=lambda one: one.expert))


def provisions(brief: Brief) -> tuple[tuple[str, Facts], ...]:
    """The provisions a draw asks, each with its numbers, in the order of the catalogue."""
    found: dict[str, Facts] = {}
    for rule in RULES:
        provision = rule.provision(brief.rulebook) if rule.matters & ASKED else None
        if provision is not None:
            found[provision.id] = tuple(sorted((name, str(value)) for name, value in provision.parameters.items()))
    return tuple(found.items())
