"""Applications that come, leave or go elsewhere: out of their session, into another one, or into an additional one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from solver.domain.plan import Plan, PlannedSession, Reason, Unplaced
from solver.replan.account import account, weight_of
from solver.replan.additional import Additional
from solver.replan.cases import joining, routes_of, take_out
from solver.replan.causes import Cause
from solver.replan.crowded import Crowd
from solver.replan.ground import Ground
from solver.replan.housing import Housing, without
from solver.replan.ledger import Ledger, case_of

READERS = "PD-12"
"""The provision that asks for readers of every case."""


@dataclass
class Placing:
    """The placing of applications in a plan under repair; ``waiting`` are those no session has room for as yet."""

    ground: Ground
    ledger: Ledger
    waiting: dict[str, Cause] = field(default_factory=dict)
    housing: Housing = field(init=False)

    def __post_init__(self) -> None:
        self.housing = Housing(self.ground)

    def route_again(self, asked: Mapping[str, Cause]) -> None:
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
            self.ledger.note({session.id: (asked[application],)})
            if self.ground.routes[application].committee:
                self.ledger.bounds[case_of(application)] = self.ground.prices.moves_case(session)
        self.house({application: asked[application] for application in leaving})
        self._drop_empty(session.id for session, _ in out.values())

    def as_pinned(self, causes: Mapping[str, Iterable[Cause]]) -> None:
        """Cases into the sessions in which pins keep them, and out of those they forbid, where facts allow."""
        for session, listed in causes.items():
            for one in listed:
                application = dict(one.subject)["application"]
                pin = next(row for row in self.ground.brief.season.pins if row.id == dict(one.subject)["pin"])
                route = self.ground.routes.get(application)
                if route is None or route.committee != self.ground.now[session].committee:
                    continue
                out = take_out(self.ground, frozenset((application,)))
                options = joining(self.ground, route, self.ground.now[session]) if pin.keeps else ()
                there = next((row for row in options if pin.group in ("", row.cases[-1].group)), None)
                if there is not None or not pin.keeps:
                    self._must_leave(application, session, pin.keeps)
                if there is not None:
                    self.ground.put(there)
                    self.ledger.note({session: (one,)} | {was.id: (one,) for was, _ in out.values()})
                elif pin.keeps:
                    for was, _ in out.values():
                        self.ground.put(was)
                else:
                    self.ledger.note({was.id: (one,) for was, _ in out.values()})
                    self.house({application: one})
                self._drop_empty(was.id for was, _ in out.values())

    def _must_leave(self, application: str, session: str, keeps: bool) -> None:
        """Every plan with a pin of a case pays for the session it leaves: any other than ``session``, or that one."""
        for told in self.ground.was.sessions:
            if (told.id != session) is keeps and any(case.application == application for case in told.cases):
                self.ledger.bounds[case_of(application)] = self.ground.prices.moves_case(told)

    def house(self, applications: Mapping[str, Cause]) -> None:
        """A session with room for each application that has a committee; the others wait."""
        for application, cause in applications.items():
            if self.ground.routes[application].committee:
                self._note_tied(application, cause)
                found = self.housing.roomy(application)
                if found is None:
                    self.waiting[application] = cause
                else:
                    self.ground.put(found)
                    self.housing.came.add(application)
                    self.ledger.note({found.id: (cause,)})

    def _note_tied(self, application: str, cause: Cause) -> None:
        """Sessions of the committee with somebody who is tied to the applicant: kin sit in none of them this year."""
        brief, committee = self.ground.brief, self.ground.routes[application].committee
        for tie in brief.conflicts.ties.get(brief.season.application[application].applicant, ()):
            for session in sorted(self.ground.duties.get(tie.expert, ())):
                if self.ground.now[session].committee == committee:
                    self.ledger.note({session: (cause,)})

    def relieve(self) -> None:
        """Room for the applications that wait: made by moving cases, or in additional sessions."""
        waiting, self.waiting = self.waiting, {}
        bands = defaultdict(list)
        for application in waiting:
            level = self.ground.brief.season.application[application].level
            bands[self.ground.routes[application].committee, level].append(application)
        for (committee, level), mine in bands.items():
            crowd = Crowd(self.ground, self.housing, Additional(self.ground, committee, level), mine)
            held = crowd.placed(self.ledger.bounds)
            self.ledger.bounds[f"additional {committee} {level}"] = crowd.bound
            self.ledger.unplaced += held.unplaced
            for application, sessions in crowd.joined.items():
                self.ledger.note(dict.fromkeys(sessions, (waiting[application],)))
            for session in held.sessions:
                self.ledger.explain(session.id, (waiting[case.application] for case in session.cases))

    def _drop_empty(self, sessions: Iterable[str]) -> None:
        for one in dict.fromkeys(sessions):
            if one in self.ground.now and not self.ground.now[one].cases:
                self._drop(one)

    def _drop(self, session: str) -> PlannedSession:
        """``session`` is not held; what that weighs is in the bound as well where nothing else is left."""
        gone = self.ground.take_out(session)
        alone = Plan(sessions=(self.ground.was.session[session],)) if session in self.ground.was.session else Plan()
        self.ledger.bounds[session] = weight_of(account(alone, Plan(), self.ground.prices))
        return gone

    def cannot_be_held(self, session: PlannedSession, least: int | None = None) -> None:
        """Its applications are routed again and go to other sessions where they can.

        Parameters
        ----------
        least
            What holding it would have weighed at least, where it is not known that nobody could hold it.
        """
        gone, causes = self._drop(session.id), self.ledger.causes[session.id]
        if least is not None:
            self.ledger.bounds[session.id] = min(self.ledger.bounds[session.id], least)
        reason = Reason("repair", causes[0].rule, gone.committee, (("session", gone.id),))
        self.ledger.unplaced.append(Unplaced(gone.id, "session", (reason,)))
        routes = routes_of(self.ground, [case.application for case in gone.cases])
        for route in routes:
            self.ground.reroute(route)
        self.house({route.application: causes[0] for route in routes})

    def dissolve(self, session: PlannedSession) -> None:
        """An additional session that lost its panel again: its applications wait once more."""
        self.ground.take_out(session.id)
        cause = self.ledger.causes[session.id][0]
        self.waiting |= {case.application: cause for case in session.cases}

    def send_away(self, session: PlannedSession) -> PlannedSession:
        """``session`` without the cases that came in by this repair, which look elsewhere; itself if there are none."""
        came = [case.application for case in session.cases if case.application in self.housing.came]
        if not came or session.id not in self.ground.was.session:
            return session
        for application in came:
            self._refuse(session, application)
        bare = without(session, *came)
        self.ground.put(bare)
        return bare

    def unread(self, session: PlannedSession, application: str) -> None:
        """A case for which a session has too few readers looks elsewhere, but not a second time for another session."""
        if session.id in self.ground.was.session:
            self._refuse(session, application)
        else:
            reason = Reason("repair", READERS, session.committee, (("session", session.id),))
            self.ledger.unplaced.append(Unplaced(application, "application", (reason,)))

    def _refuse(self, session: PlannedSession, application: str) -> None:
        self.housing.refused.add((session.id, application))
        self.housing.came.discard(application)
        self.waiting[application] = self.ledger.causes[session.id][0]
