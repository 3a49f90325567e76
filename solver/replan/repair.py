"""A plan after the world changed: every rule kept again, with the least change, and how far that is from the least.

Only what a change touches is looked at: cases that lost their route, sessions that cannot stay when or where they are,
panels with somebody who cannot sit there. Each session is filled exactly with everything outside of it fixed; where
that costs more than it must, or finds nobody, the sessions are taken in that hold the people it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from solver.domain.changes import Changes, changed_season
from solver.domain.plan import Finding, Plan, PlannedSession, Reason, Unplaced
from solver.relations.conflicts import conflicts_of
from solver.replan import causes as why
from solver.replan.account import Difference, account, weight_of
from solver.replan.bench import Elsewhere
from solver.replan.bounds import place_bound, seat_bound, seat_floor
from solver.replan.cases import openings, routes_of, take_out
from solver.replan.causes import Cause
from solver.replan.filling import Filled, fill
from solver.replan.finishing import finished
from solver.replan.ground import Fixed, Ground
from solver.replan.moving import is_placed
from solver.replan.prices import prices_for
from solver.replan.readings import read_again
from solver.replan.relocating import Relocation, people_weight
from solver.rules.brief import Brief

ROUNDS = 3
"""How often the sessions around are taken in."""
WIDEST = 6
"""Most sessions that are filled together."""


@dataclass(frozen=True)
class Repair:
    """A repaired plan.

    ``weight`` is the sum over ``differences`` and ``bound`` what no plan undercuts; ``causes`` say by session why it
    was touched; ``unresolved`` are the hard findings that are left in what was touched, named and kept until a person
    decides: a drawn list that only a further draw can fill.
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
    ground = Ground(after, brief, plan, prices_for(after, plan), replace(given, barred=given.barred | declined))
    return _Work(ground, changes).done()


@dataclass
class _Work:
    """A repair under way."""

    ground: Ground
    changes: Changes
    causes: dict[str, list[Cause]] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)

    def done(self) -> Repair:
        """All steps, in order."""
        self._note(why.of_people(self.ground, self.changes, self.ground.before.conflicts))
        places = why.of_places(self.ground, self.changes)
        self._note(places)
        self._route_again(why.of_applications(self.ground, self.changes))
        for one in places:
            if one in self.ground.now and not self._stays(self.ground.now[one]):
                self._relocate(self.ground.now[one])
        touched = [one for one in self.causes if self._is_open(one)]
        for one in touched:
            if one in self.ground.now and one not in self.settled:
                self._mend(self.ground.now[one], alone=len(touched) == 1)
        self._read()
        return self._result()

    def _note(self, found: Mapping[str, Iterable[Cause]]) -> None:
        for session, listed in found.items():
            known = self.causes.setdefault(session, [])
            known += [one for one in listed if one not in known]

    def _is_open(self, session: str) -> bool:
        """Whether the panel of a session is to be looked at: it has one and has not been held."""
        row = self.ground.now.get(session)
        return row is not None and bool(row.panel) and not self.ground.is_held(row)

    def _stays(self, session: PlannedSession) -> bool:
        return self.ground.is_held(session) or is_placed(self.ground, session)

    def _route_again(self, asked: Mapping[str, Cause]) -> None:
        """Applications whose route may have changed: out of their session where it has, and into another one."""
        leaving = []
        for route in routes_of(self.ground, asked) if asked else ():
            old = self.ground.routes.get(route.application)
            if old is None or (old.kind, old.committee, old.delegation) != (
                route.kind,
                route.committee,
                route.delegation,
            ):
                leaving.append(route.application)
                self.ground.reroute(route)
        out = take_out(self.ground, frozenset(leaving))
        for application, (session, _) in out.items():
            self._note({session.id: (asked[application],)})
            if self.ground.routes[application].committee:
                self.bounds[f"case {application}"] = self.ground.prices.moves_case(session)
        for application in leaving:
            self._house(application, asked[application])
        self._drop_empty(session.id for session, _ in out.values())

    def _house(self, application: str, cause: Cause) -> None:
        """A session for an application that has a committee and none; else why there is none."""
        route = self.ground.routes[application]
        if not route.committee:
            return
        options = list(openings(self.ground, route))
        best = min(options, key=lambda one: self._tied(application, one), default=None)
        if best is None:
            self.unplaced.append(_no_session(route.committee, application))
            return
        self.ground.put(best)
        self._note({best.id: (cause,)})
        for tie in self.ground.brief.conflicts.ties.get(
            self.ground.brief.season.application[application].applicant, ()
        ):
            for session in sorted(self.ground.duties.get(tie.expert, ())):
                if self.ground.now[session].committee == route.committee:
                    self._note({session: (cause,)})

    def _tied(self, application: str, session: PlannedSession) -> int:
        """Experts of a session who are in a conflict with the applicant."""
        brief = self.ground.brief
        applicant = brief.season.application[application].applicant
        alone = brief.is_self_review(session.committee)
        return len(brief.conflicts.recused(applicant, alone, session.seated()))

    def _drop_empty(self, sessions: Iterable[str]) -> None:
        for one in dict.fromkeys(sessions):
            if one in self.ground.now and not self.ground.now[one].cases:
                self._drop(one)

    def _drop(self, session: str) -> PlannedSession:
        """``session`` is not held; what that weighs is in the bound as well where nothing else is left."""
        gone = self.ground.take_out(session)
        alone = Plan(sessions=(self.ground.was.session[session],)) if session in self.ground.was.session else Plan()
        self.bounds[session] = weight_of(account(alone, Plan(), self.ground.prices))
        return gone

    def _relocate(self, session: PlannedSession) -> None:
        """Other rooms or another start, the cheapest that a panel can be found for; else it cannot be held."""
        found = Relocation(self.ground, session, place_bound(self.ground, session, frozenset(self.causes))).best()
        if found is None:
            self._cannot_be_held(session)
            return
        self.ground.put(found.session)
        self.bounds[session.id] = min(found.weight, found.least)
        self.settled.add(session.id)

    def _cannot_be_held(self, session: PlannedSession) -> None:
        """Its applications are routed again and go to other sessions where they can."""
        gone = self._drop(session.id)
        causes = self.causes[session.id]
        reason = Reason("repair", causes[0].rule, gone.committee, (("session", gone.id),))
        self.unplaced.append(Unplaced(gone.id, "session", (reason,)))
        applications = [case.application for case in gone.cases]
        for route in routes_of(self.ground, applications):
            self.ground.reroute(route)
            self._house(route.application, causes[0])

    def _mend(self, session: PlannedSession, alone: bool) -> None:
        """Fill the panel again; take in the sessions around where nobody is found, or at less than it costs."""
        found = fill(self.ground, (session,), Elsewhere.FORBIDDEN)
        usable, bound = (found if found.found else None), seat_floor(self.ground, session)
        if usable is None or usable.weight > bound:
            bound = seat_bound(self.ground, session, alone)
            usable = self._wider(session, usable) if usable is None or usable.weight > bound else usable
        if usable is None:
            self._relocate(session)
            return
        for one in usable.sessions:
            self.ground.put(one)
            self.causes.setdefault(one.id, list(self.causes[session.id]))
        self.bounds[session.id] = bound

    def _wider(self, session: PlannedSession, found: Filled | None) -> Filled | None:
        """``session`` together with those whose experts it needs, as long as that is cheaper."""
        together, best, others = [session], found, 0
        for _ in range(ROUNDS):
            priced = fill(self.ground, together, Elsewhere.PRICED)
            taken = {one.id for one in together}
            more = {one for _, one in priced.freed} - taken
            around = [self.ground.now[one] for one in sorted(more) if self._is_open(one)]
            if not priced.found or not around or len(together) + len(around) > WIDEST:
                break
            together += around
            others = sum(people_weight(self.ground, one) for one in together[1:])
            wider = fill(self.ground, together, Elsewhere.FORBIDDEN)
            if wider.found and (best is None or wider.weight < best.weight + others):
                return wider
        return best

    def _read(self) -> None:
        """Readers of every session whose people or cases changed."""
        for session in tuple(self.ground.now.values()):
            told = self.ground.was.session.get(session.id)
            same = told is not None and (told.panel, _applications(told)) == (session.panel, _applications(session))
            if session.panel and not self.ground.is_held(session) and not (same and session.id not in self.causes):
                read = read_again(self.ground, session)
                self.ground.put(read.session)
                for case in read.unread:
                    reason = Reason("readers", "PD-12", session.committee, (("session", session.id),))
                    self.unplaced.append(Unplaced(case.application, "application", (reason,)))

    def _result(self) -> Repair:
        plan, unresolved = finished(self.ground, tuple(self.unplaced))
        differences = account(self.ground.was, plan, self.ground.prices)
        weight = weight_of(differences)
        bound = min(weight, sum(self.bounds.values()))
        notes = {**plan.notes, "repair_weight": str(weight), "repair_bound": str(bound)}
        causes = {session: tuple(listed) for session, listed in self.causes.items()}
        made = replace(plan, notes=notes)
        return Repair(made, self.ground.brief, differences, weight, bound, causes, unresolved)


def _applications(session: PlannedSession) -> tuple[tuple[str, str], ...]:
    return tuple((case.application, case.group) for case in session.cases)


def _no_session(committee: str, application: str) -> Unplaced:
    reason = Reason("repair", "PD-10", committee, (("application", application),))
    return Unplaced(application, "application", (reason,))
