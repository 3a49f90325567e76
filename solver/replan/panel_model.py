"""A CP-SAT model of some panels and lists of alternates: the rules of seats, panels and everybody's duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from ortools.sat.python import cp_model

from solver.domain.pins import Pin
from solver.domain.plan import PlannedSession
from solver.domain.vocabulary import PinMatter
from solver.model.cpsat import CpsatCompiler
from solver.replan.bench import Bench, Elsewhere
from solver.replan.ground import Ground, named
from solver.replan.leaving import leaving
from solver.rules.attendance import alternates_needed
from solver.rules.composition import employer_key
from solver.rules.requirement import Seat, Standby

Priced = tuple[cp_model.IntVar, int]
"""A literal and what the account comes to more where it holds."""


@dataclass
class PanelModel:
    """The model over a bench.

    ``leaving`` are duties elsewhere that would have to be left, by (expert, session), and ``moving`` the sessions that
    would have to be held at another time instead.
    """

    bench: Bench
    leaving: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)
    moving: dict[str, cp_model.IntVar] = field(default_factory=dict)
    cost: list[Priced] = field(default_factory=list)

    @property
    def ground(self) -> Ground:
        """What is under repair."""
        return self.bench.ground

    @cached_property
    def compiler(self) -> CpsatCompiler:
        """The model of seats and offices."""
        starts = {one.id: (one.start,) for one in self.bench.sessions if one.start is not None}
        return CpsatCompiler(self.ground.brief, self.bench.bare, starts)

    def build(self) -> None:
        """Everything that has to hold."""
        self.compiler.require(self.bench.requirements, also=self.bench.places())
        self.compiler.enforce()
        for session in self.bench.sessions:
            self._one_duty(session)
            self._lists(session)
        self._apart()
        self._limits()

    def seats(self, session: str, expert: str) -> list[cp_model.IntVar]:
        """The seats that are open to ``expert``."""
        return [self.compiler.atoms[Seat(session, group, expert)] for group in self.bench.open[session].get(expert, ())]

    def waits(self, session: str, expert: str) -> list[cp_model.IntVar]:
        """The places on lists of alternates that are open to ``expert``."""
        return [
            self.compiler.atoms[Standby(session, group, expert)] for group in self.bench.open[session].get(expert, ())
        ]

    def _one_duty(self, session: PlannedSession) -> None:
        """Nobody has two places in a session; a duty elsewhere at the time is left, at its price."""
        model = self.compiler.model
        for expert in self.bench.open[session.id]:
            places = [*self.seats(session.id, expert), *self.waits(session.id, expert)]
            model.add_at_most_one(places)
            if self.bench.elsewhere is Elsewhere.PRICED:
                for other in self.bench.clashing(session, expert):
                    leaves = self._leaving(expert, other)
                    for place in places:
                        model.add_bool_or([place.negated(), leaves, self._moving(other)])

    def _leaving(self, expert: str, session: str) -> cp_model.IntVar:
        """That ``expert`` leaves their duty in a ``session`` outside; its price is the least that any plan pays."""
        if (expert, session) not in self.leaving:
            literal = self.compiler.model.new_bool_var("")
            self.leaving[expert, session] = literal
            self.cost.append((literal, release(self.ground, expert, session)))
        return self.leaving[expert, session]

    def _moving(self, session: str) -> cp_model.IntVar:
        """That a session outside is held at another time, which frees everybody in it for this one."""
        if session not in self.moving:
            literal = self.moving[session] = self.compiler.model.new_bool_var("")
            told = self.ground.was.session.get(session)
            self.cost.append((literal, self.ground.prices.moves(told) if told else 0))
        return self.moving[session]

    def _apart(self) -> None:
        """Nobody is in two sessions of the program at once."""
        for one, other in combinations(self.bench.sessions, 2):
            if self.ground.clash(one, other):
                for expert in self.bench.open[one.id].keys() & self.bench.open[other.id].keys():
                    places = [
                        place
                        for session in (one.id, other.id)
                        for place in (*self.seats(session, expert), *self.waits(session, expert))
                    ]
                    self.compiler.model.add_at_most_one(places)

    def _limits(self) -> None:
        """Sessions and days of one expert over the season (PD-06), duties outside counted."""
        provision = self.ground.brief.rulebook.active("PD-06")
        if provision is None or self.bench.elsewhere is Elsewhere.FREE:
            return
        inside = {one.id: one for one in self.bench.sessions}
        for expert in sorted({one for experts in self.bench.open.values() for one in experts}):
            own = self.ground.brief.season.expert[expert]
            outside = [
                self.ground.now[one]
                for one in sorted(self.ground.duties.get(expert, ()))
                if one not in inside and expert in self.ground.now[one].seated()
            ]
            most = (
                (1, provision.whole("max_sessions_per_year"), own.max_sessions),
                (0, provision.whole("max_days_per_year"), own.max_days),
            )
            for each, limit, wish in most:
                self._limit(expert, outside, each, limit if wish is None else min(limit, wish))

    def _limit(self, expert: str, outside: list[PlannedSession], each: int, high: int) -> None:
        size = {one.id: each or self.ground.merits.sitting_days(one) for one in (*self.bench.sessions, *outside)}
        held = sum(size[one.id] for one in outside)
        mine = [(size[one.id], seat) for one in self.bench.sessions for seat in self.seats(one.id, expert)]
        if (
            held
            + sum({one.id: size[one.id] for one in self.bench.sessions if expert in self.bench.open[one.id]}.values())
            <= high
        ):
            return
        left = []
        if self.bench.elsewhere is Elsewhere.PRICED:
            left = [(size[one.id], self._leaving(expert, one.id)) for one in outside]
        total = sum(weight * seat for weight, seat in mine) - sum(weight * leaves for weight, leaves in left)
        self.compiler.model.add(total <= high - held)

    def _lists(self, session: PlannedSession) -> None:
        """Lists of alternates are full, nobody on them is kin of the panel or beyond their employer's share of it."""
        provision, model = self.ground.brief.rulebook.active("PD-04"), self.compiler.model
        told = self.ground.was.session.get(session.id)
        waiting: defaultdict[str, list[cp_model.IntVar]] = defaultdict(list)
        for expert, groups in self.bench.open[session.id].items():
            for group in groups:
                waiting[group].append(self.compiler.atoms[Standby(session.id, group, expert)])
        if told and told.draw:
            self._in_drawn_order(told)
        elif provision is not None:
            for group, count in alternates_needed(provision, session).items():
                least = max(count, self._kept_waiting(session, group))
                model.add(sum(waiting[group]) >= least)
                model.add(sum(waiting[group]) <= least + self._kept_anywhere(session))
        else:
            for literals in waiting.values():
                model.add(sum(literals) == 0)
        self._without_kin(session)
        self._below_cap(session)
        self._lists_as_pinned(session)

    def _pinned_to_wait(self, session: PlannedSession) -> Iterator[tuple[Pin, list[cp_model.IntVar]]]:
        """Pins about the lists of ``session``, each with the places on them that it speaks of."""
        open_to = self.bench.open[session.id]
        for pin in self.ground.brief.season.pins_of.get(session.id, ()):
            if pin.what is PinMatter.STANDBY and pin.expert in open_to:
                groups = [group for group in open_to[pin.expert] if _leaves_open(pin, session) or pin.group == group]
                yield pin, [self.compiler.atoms[Standby(session.id, group, pin.expert)] for group in groups]

    def _kept_waiting(self, session: PlannedSession, group: str) -> int:
        """How many pins keep on the list of ``group``."""
        pins = (pin for pin, places in self._pinned_to_wait(session) if pin.keeps and places)
        return sum(pin.group == group or not session.groups for pin in pins)

    def _kept_anywhere(self, session: PlannedSession) -> int:
        """How many pins keep on some list of ``session``, in whatever group."""
        pins = (pin for pin, places in self._pinned_to_wait(session) if pin.keeps and places)
        return sum(_leaves_open(pin, session) for pin in pins) if session.groups else 0

    def _lists_as_pinned(self, session: PlannedSession) -> None:
        """Who is to stand by does, who is not to does not."""
        for pin, places in self._pinned_to_wait(session):
            if pin.keeps and places:
                self.compiler.model.add_bool_or(places)
                for seat in self.seats(session.id, pin.expert):
                    self.compiler.model.add(seat == 0)
            elif not pin.keeps:
                for place in places:
                    self.compiler.model.add(place == 0)

    def _in_drawn_order(self, told: PlannedSession) -> None:
        """A drawn list is called up in its order, and nobody is added to it without a draw."""
        model = self.compiler.model
        for group in {one.group for one in told.alternates}:
            before: list[cp_model.IntVar] = []
            for one in sorted(told.alternates, key=lambda row: row.rank):
                if one.group != group or group not in self.bench.open[told.id].get(one.expert, ()):
                    continue
                seat = self.compiler.atoms[Seat(told.id, group, one.expert)]
                model.add(seat + self.compiler.atoms[Standby(told.id, group, one.expert)] == 1)
                for earlier in before:
                    model.add_implication(seat, earlier)
                before = [seat]
        for expert in told.seated():
            for literal in self.waits(told.id, expert) if expert in self.bench.open[told.id] else ():
                model.add(literal == 0)

    def _without_kin(self, session: PlannedSession) -> None:
        mine = self.bench.open[session.id]
        for one, other, _ in self.ground.brief.conflicts.kin_experts:
            if one in mine and other in mine:
                for waits, sits in ((one, other), (other, one)):
                    for literal in self.waits(session.id, waits):
                        for seat in self.seats(session.id, sits):
                            self.compiler.model.add_implication(literal, seat.negated())

    def _below_cap(self, session: PlannedSession) -> None:
        brief = self.ground.brief
        cap = brief.rulebook.active("PD-01")
        if cap is None or session.committee not in brief.season.committee or brief.is_self_review(session.committee):
            return
        most = int(cap.share("max_share") * session.size)
        by_employer: defaultdict[str, list[str]] = defaultdict(list)
        for expert in self.bench.open[session.id]:
            by_employer[employer_key(brief, expert, cap)].append(expert)
        for employer, experts in by_employer.items():
            if employer and len(experts) > most:
                below = self.compiler.model.new_bool_var("")
                seats = [seat for expert in experts for seat in self.seats(session.id, expert)]
                self.compiler.model.add(sum(seats) <= most - 1).only_enforce_if(below)
                for expert in experts:
                    for literal in self.waits(session.id, expert):
                        self.compiler.model.add_implication(literal, below)


def _leaves_open(pin: Pin, session: PlannedSession) -> bool:
    """Whether a pin about a place on a list leaves its group open: none is said, or a kept one is not there."""
    return not pin.group or (pin.keeps and pin.group not in session.group_ids())


def release(ground: Ground, expert: str, session: str) -> int:
    """The least that any plan pays for taking ``expert`` from their duty in a ``session`` held when it is."""
    told = ground.was.session.get(session)
    return leaving(ground, told, expert) if told is not None and expert in named(told) else 0
