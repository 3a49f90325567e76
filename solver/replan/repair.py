"""A plan after the world changed: every rule kept again, with the least change, and how far that is from the least.

Only what a change touches is looked at: cases that lost their route, sessions that cannot stay when or where they are,
panels with somebody who cannot sit there. Each session is filled exactly with everything outside of it fixed; where
that costs more than it must, or finds nobody, the sessions are taken in that hold the people it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from solver.domain.changes import Changes, changed_season
from solver.domain.plan import Finding, Plan, PlannedSession
from solver.relations.conflicts import conflicts_of
from solver.replan import causes as why
from solver.replan import pinned
from solver.replan.account import Difference, account, weight_of
from solver.replan.bench import Elsewhere
from solver.replan.bounds import seat_bound, seat_floor
from solver.replan.causes import Cause
from solver.replan.filling import fill
from solver.replan.finishing import finished
from solver.replan.ground import Fixed, Ground
from solver.replan.ledger import Ledger
from solver.replan.moving import is_placed, place_weight
from solver.replan.pinned import barred_by_pins, with_fixed_seats
from solver.replan.places import PlaceModel
from solver.replan.placing import Placing
from solver.replan.prices import prices_for
from solver.replan.readings import read_again
from solver.replan.relocating import Moved, Relocations, rehoused
from solver.replan.widening import wider
from solver.rules.brief import Brief


@dataclass(frozen=True)
class Repair:
    """A repaired plan.

    ``weight`` is the sum over ``differences`` and ``bound`` what no plan undercuts; ``causes`` say by session why it
    was touched; ``unresolved`` are the hard findings that are left in what was touched, named and kept until a person
    decides: a drawn list that only a further draw can fill, a pin that breaks a rule.
    """

    plan: Plan
    brief: Brief
    differences: tuple[Difference, ...]
    weight: int
    bound: int
    causes: Mapping[str, tuple[Cause, ...]]
    unresolved: tuple[Finding, ...]

    @property
    def gap(self) -> float:
        """Relative distance of the weight to the bound, 0 where the change is proved least."""
        return (self.weight - self.bound) / max(self.weight, 1)


def changed_brief(brief: Brief, plan: Plan, changes: Changes) -> Brief:
    """The brief of the season after ``changes``; conflicts of interest are found anew only where people changed."""
    brief.looked_up()  # once for a season: every later repair of it finds them made
    season = changed_season(brief.season, plan, changes, brief.calendar)
    people = changes.persons or changes.relations or changes.applications or changes.withdrawn
    return brief.changed(season, conflicts_of(season, brief.rulebook) if people else None)


def repair(brief: Brief, plan: Plan, changes: Changes, fixed: Fixed | None = None) -> Repair:
    """Change ``plan`` as little as can be, so that it keeps every rule after ``changes``.

    Parameters
    ----------
    brief
        Of the season before the changes.
    plan
        The plan as it was told to people; sessions without a panel stay without one.
    fixed
        What may not be touched.
    """
    after, given = changed_brief(brief, plan, changes), fixed or Fixed()
    declined = {(row.session, row.expert) for row in changes.declined}
    asked = with_fixed_seats(after, given)
    limits = barred_by_pins(asked, replace(given, barred=given.barred | declined))
    made = _Work(Ground(asked, brief, plan, prices_for(after, plan), limits), changes).done()
    return replace(made, brief=after)


@dataclass
class _Work:
    """A repair under way."""

    ground: Ground
    changes: Changes
    ledger: Ledger = field(default_factory=Ledger)
    settled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.placing = Placing(self.ground, self.ledger)

    def done(self) -> Repair:
        """All steps, in order."""
        self.ledger.note(why.of_people(self.ground, self.changes, self.ground.before.conflicts))
        self.ledger.note(pinned.causes_of(self.ground, pinned.OF_PEOPLE))
        places = why.of_places(self.ground, self.changes)
        for session, listed in pinned.causes_of(self.ground, pinned.OF_PLACES).items():
            places.setdefault(session, []).extend(listed)
        self.ledger.note(places)
        self.placing.route_again(why.of_applications(self.ground, self.changes))
        self.placing.as_pinned(pinned.causes_of(self.ground, pinned.OF_CASES))
        rows = [self.ground.now[one] for one in places if one in self.ground.now]
        leaving = [one for one in rows if not self._stays(one)]
        beside = pinned.in_the_way(self.ground, leaving)
        for one in beside:
            self.ledger.note({one.id: self.ledger.causes[leaving[0].id]})
        self._relocate([*leaving, *beside])
        self._mend_noted()
        while self.placing.waiting:
            self.placing.relieve()
            self._mend_noted()
        return self._result()

    def _mend_noted(self) -> None:
        """Panels, and then readers, of every session that is still to be looked at."""
        touched = [one for one in self.ledger.causes if self._is_open(one)]
        noted, self.ledger.noted = self.ledger.noted, {}
        for one in touched:
            if one in noted and one in self.ground.now:
                self._mend(self.ground.now[one], alone=len(touched) == 1 and not self.placing.waiting)
        self._read()

    def _is_open(self, session: str) -> bool:
        """Whether the panel of a session is to be looked at: it has one and has not been held."""
        row = self.ground.now.get(session)
        return row is not None and bool(row.panel) and not self.ground.is_held(row)

    def _stays(self, session: PlannedSession) -> bool:
        return self.ground.is_held(session) or is_placed(self.ground, session)

    def _relocate(self, sessions: Sequence[PlannedSession]) -> None:
        """Other rooms or another start for ``sessions``, the cheapest that panels can be found for; else not held."""
        sessions = [one for one in sessions if not self._rehoused(one)]
        movable = [one for one in sessions if self._has_places(one)]
        paid = {one for one, listed in self.ledger.causes.items() if any(row.kind not in why.PLACES for row in listed)}
        paid |= {one for one, least in self.ledger.bounds.items() if least}
        search = Relocations(self.ground, movable, frozenset(paid - {one.id for one in movable}))
        moved = search.best() if movable else Moved((), 0)
        for one in moved.sessions:
            self.ground.put(one)
            self.ledger.explain(one.id, self.ledger.causes[movable[0].id])
        for session in sessions:
            if session not in movable or session.id in moved.unheld:
                self.placing.cannot_be_held(session)
        self.ledger.share([one.id for one in movable], search.least)
        for session in movable:
            self._settle(session.id)

    def _rehoused(self, session: PlannedSession) -> bool:
        """Whether other rooms at its start are all that ``session`` needs: no plan does with less."""
        only_its_place = all(one.is_of_a_place for one in self.ledger.causes[session.id])
        if not only_its_place or session.id in self.ground.fixed.sessions or self._stays(session):
            return False
        there = rehoused(self.ground, session)
        if there is None:
            return False
        self.ground.put(there)
        self._settle(session.id)
        self.ledger.bounds[session.id] = place_weight(self.ground, self.ground.was.session[session.id], there)
        return True

    def _settle(self, session: str) -> None:
        """A session is where it can be held, and paid for; it is looked at again only for what comes after."""
        self.settled.add(session)
        self.ledger.noted.pop(session, None)

    def _has_places(self, session: PlannedSession) -> bool:
        """Whether some start is open to ``session`` at all."""
        pinned = session.id in self.ground.fixed.sessions
        return not pinned and bool(PlaceModel(self.ground, (session,)).there[session.id])

    def _mend(self, session: PlannedSession, alone: bool) -> None:
        """Fill the panel again; take in the sessions around where nobody is found, or at less than it costs."""
        found = fill(self.ground, (session,), Elsewhere.FORBIDDEN)
        told = session.id in self.ground.was.session
        usable, bound = (found if found.found else None), seat_floor(self.ground, session) if told else 0
        if told and (usable is None or usable.weight > bound):
            bound = seat_bound(self.ground, session, alone)
            usable = wider(self.ground, (session,), usable) if usable is None or usable.weight > bound else usable
        if usable is None and self.ground.gives_way(session.id):
            self._mend(session, alone)
            return
        if usable is None:
            self._without_panel(session, alone)
            return
        for one in usable.sessions:
            self.ground.put(one)
            self.ledger.explain(one.id, self.ledger.causes[session.id])
        if session.id not in self.settled:
            self.ledger.bounds[session.id] = bound

    def _without_panel(self, session: PlannedSession, alone: bool) -> None:
        """Nobody is found: without those who came in, if there are some; else elsewhere or at another time."""
        came = self.placing.send_away(session)
        if came is not session:
            self._mend(came, alone)
        elif session.id in self.ground.was.session:
            self._relocate((session,))
        else:
            self.placing.dissolve(session)

    def _read(self) -> None:
        """Readers of every session whose people or cases changed; a case that finds too few looks elsewhere."""
        for session in tuple(self.ground.now.values()):
            told = self.ground.was.session.get(session.id)
            same = told is not None and (told.panel, _applications(told)) == (session.panel, _applications(session))
            if (
                session.panel
                and not self.ground.is_held(session)
                and not (same and session.id not in self.ledger.causes)
            ):
                read = read_again(self.ground, session)
                self.ground.put(read.session)
                for case in read.unread:
                    self.placing.unread(session, case.application)

    def _result(self) -> Repair:
        plan, unresolved = finished(self.ground, tuple(self.ledger.unplaced), self.ledger.causes)
        differences = account(self.ground.was, plan, self.ground.prices)
        weight = weight_of(differences)
        bound = min(weight, self.ledger.bound(frozenset(one.subject for one in plan.unplaced)))
        notes = {**plan.notes, "repair_weight": str(weight), "repair_bound": str(bound)}
        causes = {session: tuple(listed) for session, listed in self.ledger.causes.items()}
        made = replace(plan, notes=notes)
        return Repair(made, self.ground.brief, differences, weight, bound, causes, unresolved)


def _applications(session: PlannedSession) -> tuple[tuple[str, str], ...]:
    return tuple((case.application, case.group) for case in session.cases)
