"""Who may sit or stand by where, before anything is decided: what the rules, the dates and other duties leave open.

Somebody who has a duty elsewhere at that time can be used only by leaving it. How that is looked at makes three
programs of one: *forbidden*, so that what is found can be done at once; at the *price* of the duty left, which no plan
can undercut, so that the least of the program is a bound for the whole season; or *free* of charge, so that bounds of
several sessions may be added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from solver.domain.plan import Plan, PlannedSession
from solver.domain.vocabulary import PinMatter
from solver.model.ask import ask
from solver.model.highs import Limits
from solver.planning.yielding import given_way
from solver.replan.ground import Ground
from solver.rules.catalogue import RULES
from solver.rules.pins import NAMES
from solver.rules.requirement import (
    AtMostOne,
    Atom,
    Between,
    Clear,
    Forbidden,
    Odd,
    Requirement,
    Seat,
    Share,
    Standby,
)
from solver.rules.rule import Matter, Rule

PERSONAL = frozenset({"one_place", "reachable", "sessions_and_days"})
"""Rules about all the duties of one expert; here they are kept by way of :attr:`Ground.duties`."""
PANEL_RULES: tuple[Rule, ...] = tuple(
    rule for rule in RULES if Matter.PANEL in rule.matters and rule.name not in PERSONAL
)


class Elsewhere(Enum):
    """What it costs to take somebody from a duty outside of the program."""

    FORBIDDEN = "forbidden"
    PRICED = "priced"
    FREE = "free"


@dataclass(frozen=True)
class Bench:
    """The places of some ``sessions`` that are open, and to whom."""

    ground: Ground
    sessions: tuple[PlannedSession, ...]
    elsewhere: Elsewhere

    @cached_property
    def bare(self) -> Plan:
        """The sessions with nobody in them, and the routes to their committees."""
        rows = tuple(
            replace(
                one,
                panel=(),
                alternates=(),
                cases=tuple(replace(case, readers=(), recused=()) for case in one.cases),
            )
            for one in self.sessions
        )
        return Plan(routes=self.ground.routes_to(one.committee for one in self.sessions), sessions=rows)

    @cached_property
    def _asked(self) -> tuple[Requirement, ...]:
        asked = ask(self.ground.brief, self.bare, rules=PANEL_RULES)
        given = [one.id for one in self.sessions if one.id in self.ground.given]
        if given:
            asked = given_way(self.ground.merits, self.bare, asked, given, Limits())
        return asked.requirements

    @cached_property
    def _barred(self) -> frozenset[Atom]:
        """Seats and offices that a rule, or a person, forbids."""
        spans = {one.id: frozenset(self.ground.brief.span(one)) for one in self.sessions}
        barred: set[Atom] = set()
        for one in self._asked:
            if isinstance(one, Forbidden):
                barred.add(one.atom)
            elif isinstance(one, Clear) and not one.blocked.isdisjoint(spans[one.claim.session]):
                barred.add(one.claim)
        return frozenset(barred)

    @cached_property
    def open(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """By session and expert: the groups in which the expert may sit or stand by, if they may at all."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for session in self.bare.sessions:
            mine = found.setdefault(session.id, {})
            told = self.ground.was.session.get(session.id)
            drawn = {one.expert: one.group for one in told.alternates} if told and told.draw else None
            members = told.seated() if told else frozenset()
            for expert in self.ground.brief.candidates(session):
                if (session.id, expert) in self.ground.fixed.barred or not self._is_free(session, expert):
                    continue
                waits = (session.id, expert) in self._kept_waiting  # on a list only: see PanelModel
                groups = tuple(
                    group
                    for group in session.group_ids()
                    if waits or Seat(session.id, group, expert) not in self._barred
                )
                if drawn is not None and expert not in members:  # only a list that was drawn can fill a drawn panel
                    groups = tuple(group for group in groups if drawn.get(expert) == group)
                if groups:
                    mine[expert] = groups
        return found

    @cached_property
    def _kept_waiting(self) -> frozenset[tuple[str, str]]:
        """(session, expert) whom pins keep on a list of alternates."""
        pins = self.ground.brief.season.pins
        return frozenset((pin.session, pin.expert) for pin in pins if pin.keeps and pin.what is PinMatter.STANDBY)

    def _is_free(self, session: PlannedSession, expert: str) -> bool:
        if self.elsewhere is not Elsewhere.FORBIDDEN:
            return True
        kept = self._kept_in(expert)
        return all(session.id in kept and one in kept for one in self.clashing(session, expert))

    def _kept_in(self, expert: str) -> frozenset[str]:
        """Sessions in which pins keep ``expert``; two of them may well be at once: that is for a person to decide."""
        pins = self.ground.brief.season.pins
        return frozenset(pin.session for pin in pins if pin.keeps and pin.expert == expert and pin.what in NAMES)

    def clashing(self, session: PlannedSession, expert: str) -> tuple[str, ...]:
        """Duties of ``expert`` outside of the program that keep them from ``session``."""
        duties = self.ground.duties.get(expert, ())
        return tuple(sorted(one for one in duties if one in self._outside_clashes[session.id]))

    @cached_property
    def _outside_clashes(self) -> Mapping[str, frozenset[str]]:
        inside = {one.id for one in self.sessions}
        return {
            one.id: frozenset(
                other.id
                for other in self.ground.now.values()
                if other.id not in inside and self.ground.clash(one, other)
            )
            for one in self.sessions
        }

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """What is asked of the seats that are open; atoms that cannot hold are left out."""
        kept: list[Requirement] = []
        for one in self._asked:
            match one:
                case Between():
                    low = one.low
                    atoms = tuple(atom for atom in one.atoms if self._is_open(atom))
                    kept.append(replace(one, atoms=atoms, low=low))
                case AtMostOne():
                    kept.append(replace(one, atoms=tuple(atom for atom in one.atoms if self._is_open(atom))))
                case Share():
                    kept.append(replace(one, part=tuple(atom for atom in one.part if self._is_open(atom))))
                case Odd():
                    kept.append(one)
                case _:
                    pass  # facts are settled before panels; what is forbidden is not open
        return tuple(kept)

    def _is_open(self, atom: Atom) -> bool:
        groups = self.open.get(atom.session, {}).get(_expert(atom), ())
        if isinstance(atom, Seat):
            return atom.group in groups
        return bool(groups) and atom not in self._barred

    def places(self) -> Iterable[Atom]:
        """Every seat and every place on a list that is open to somebody."""
        for session, experts in self.open.items():
            for expert, groups in experts.items():
                for group in groups:
                    yield Seat(session, group, expert)
                    yield Standby(session, group, expert)


def _expert(atom: Atom) -> str:
    return getattr(atom, "expert", "")
