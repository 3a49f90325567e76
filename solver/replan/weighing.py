"""What a filled panel weighs, as costs of the literals of its model: the same sums as the account of differences."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from solver.domain.plan import PanelSeat, PlannedSession
from solver.domain.vocabulary import Role
from solver.model.objective import weights
from solver.replan.ground import Ground
from solver.replan.panel_model import PanelModel
from solver.rules.requirement import Office, Seat, Standby


@dataclass
class Weighing:
    """Costs of a model in the account: a ``constant``, and the ``cost`` of literals.

    Among what weighs the same, those who wait are called up in the order of their list (``ranked``, from 1), and of
    others those of most ``worth`` are taken.
    """

    model: PanelModel
    constant: int = 0
    worth: list[tuple[cp_model.IntVar, float]] = field(default_factory=list)
    ranked: list[tuple[cp_model.IntVar, int]] = field(default_factory=list)

    @property
    def ground(self) -> Ground:
        """What is under repair."""
        return self.model.ground

    def add(self) -> None:
        """The weights of every session of the model."""
        for session in self.model.bench.sessions:
            self._weigh(session)

    def _weigh(self, session: PlannedSession) -> None:
        told = self.ground.was.session.get(session.id) or replace(session, panel=(), alternates=())
        prices = self.ground.prices
        held = {seat.expert: seat for seat in told.panel}
        waited = {one.expert: one.group for one in told.alternates}
        ranks = {one.expert: one.rank for one in told.alternates}
        for seat in told.panel:
            self._weigh_member(told, seat)
        for expert in waited:
            self.constant += prices.loses_standby(told)
            if expert in self.model.bench.open[session.id]:
                places = (*self.model.seats(session.id, expert), *self.model.waits(session.id, expert))
                self.model.cost += [(place, -prices.loses_standby(told)) for place in places]
        for expert, groups in self.model.bench.open[session.id].items():
            value = (
                worth_beside_fit(self.ground, session, expert) if expert not in held and expert not in waited else 0.0
            )
            for group in groups:
                seat_literal = self.model.compiler.atoms[Seat(session.id, group, expert)]
                waits = self.model.compiler.atoms[Standby(session.id, group, expert)]
                if expert not in held:
                    self.model.cost.append((seat_literal, prices.called if expert in waited else prices.asked))
                    if expert in ranks:
                        self.ranked.append((seat_literal, ranks[expert]))
                    else:
                        self.worth.append((seat_literal, value + fit(self.ground, session, group, expert)))
                if waited.get(expert) != group:
                    self.model.cost.append((waits, prices.standby_asked))
                    self.worth.append((waits, fit(self.ground, session, group, expert)))

    def _weigh_member(self, told: PlannedSession, seat: PanelSeat) -> None:
        """What changes for somebody on the panel: as :func:`solver.replan.account.account` has it."""
        prices, factor = self.ground.prices, self.ground.prices.factor(told)
        price = prices.loses_seat(told, seat)
        self.constant += price
        for group in self.model.bench.open[told.id].get(seat.expert, ()):
            literal = self.model.compiler.atoms[Seat(told.id, group, seat.expert)]
            kept = price - (prices.office * factor if seat.role is not Role.MEMBER else 0)
            self.model.cost.append((literal, prices.role * (group != seat.group) - kept))
        for role in (Role.CHAIR, Role.VICE_CHAIR, Role.LEADER):
            for group in ("", *(one.id for one in told.groups)):
                office = self.model.compiler.atoms.get(Office(told.id, group, seat.expert, role))
                if office is not None:
                    self.model.cost.append((office, -prices.office * factor if role is seat.role else prices.role))


def worth_beside_fit(ground: Ground, session: PlannedSession, expert: str) -> float:
    """What the score gains from ``expert`` on the panel of ``session``, fit apart, as the rest stands."""
    merits, signed = ground.merits, weights(ground.brief.rulebook)
    held, days = days_held(ground, session, expert), merits.days(session)
    return (
        signed["fresh"] * merits.is_new(expert, session.committee)
        + signed["recusals"] * len(merits.recused(session, frozenset((expert,))))
        + signed["travel"] * merits.trip_days(expert, session, merits.district(session))
        + signed["load"] * (days * held + days * (days + 1) / 2)
    )


def days_held(ground: Ground, session: PlannedSession, expert: str) -> int:
    """Days that ``expert`` sits this season elsewhere than in ``session``, with the sessions of last year."""
    return ground.merits.past_days(expert) + sum(
        ground.merits.days(ground.now[one])
        for one in ground.duties.get(expert, ())
        if one != session.id and expert in ground.now[one].seated()
    )


def fit(ground: Ground, session: PlannedSession, group: str, expert: str) -> float:
    """Score of the fit of ``expert`` for ``group``."""
    committee = ground.brief.committee_of(session)
    covered = ground.merits.specialties(session, group)
    signed = weights(ground.brief.rulebook)["seat_fit"]
    return signed * ground.merits.strength(expert, committee.series if committee else "", covered)
