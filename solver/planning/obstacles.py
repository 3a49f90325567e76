"""Where a season has no place for something, as questions of why not: routes, papers, forms of session, and sessions.

Asked about, in turn: applications without a committee, applications that papers or dates keep out, applications for
which no session could be formed, sessions that cannot be held although nothing else were held, and, if there is none
of these, all sessions of one committee, then of all, together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from solver.domain.committees import Application
from solver.domain.edits import Edit, edited
from solver.domain.plan import Plan, PlannedCase, PlannedSession, Route, RouteKind, Unplaced
from solver.explain.whynot.conflict import EFFORT, Outcome, conflict_of, is_possible
from solver.explain.whynot.conflict_model import Answered
from solver.explain.whynot.desk import Remake, Remedy
from solver.explain.whynot.part import part_of
from solver.explain.whynot.question import Question, Wanted
from solver.explain.whynot.remedies import remedies
from solver.model.merits import Merits
from solver.planning.batches import batch_cases
from solver.planning.facts import refused
from solver.planning.measures import default_size, measures
from solver.planning.openings import openings_of
from solver.planning.parts import bare
from solver.planning.sizes import LEAST
from solver.routing import judged, route_applications
from solver.rules.brief import Brief

FEW = 5
"""Applications that are asked about one by one where they are named."""
JOINT = 20
"""Sessions up to which it is asked whether all can be held together."""


def obstacles(brief: Brief, suspects: frozenset[str] | None = None) -> Iterator[Question]:
    """Questions to ask of a season, each about something that may have no place.

    Parameters
    ----------
    suspects
        Applications and sessions that a plan left out: only they are asked about, one by one and then together. None:
        whatever the counts of the season make doubtful, and at last all sessions of a committee, and of all.
    """
    yield from _Search(brief, suspects, route_applications(brief)).all()


@dataclass(frozen=True)
class Explained:
    """A question, what came of it, and what would help, the least first."""

    question: Question
    outcome: Outcome
    remedies: tuple[Remedy, ...] = ()


def explained(
    question: Question, remake: Remake, most: int = 3, effort: float = EFFORT, aside: frozenset[str] = frozenset()
) -> Explained:
    """Why ``question`` cannot be held, and the first ``most`` things that would help, each proved by a solve.

    Parameters
    ----------
    aside
        Applications that have no place for reasons of their own, and are not asked for here.
    """
    outcome = conflict_of(question, effort)
    if outcome.conflict is None:
        return Explained(question, outcome)

    suspects = frozenset((*question.concerned, *(one.id for one in question.wanted)))

    def accepts(edits: tuple[Edit, ...]) -> bool:
        """Routes are those of the whole season; conflicts of interest are found anew in the part only."""
        season = edited(question.whole, edits)
        terms = remake(edited(question.brief.season, edits))
        known = Brief(season, terms.calendar, terms.rulebook, assessment=terms.assessment)
        routes = route_applications(known)
        taking = {row.committee for row in routes if row.application in suspects}
        taking |= {row.committee for row in season.sessions if row.id in suspects} - {""}
        part = remake(part_of(known, routes, taking, question.concerned).season)
        kept = (
            row
            for row in routes
            if (row.committee in taking or row.application in suspects) and row.application not in aside
        )
        return _Search(part, suspects, tuple(kept)).finds_a_place(effort)

    found = remedies(outcome.conflict, remake, accepts, effort)
    return Explained(question, outcome, tuple(islice(found, most)))


@dataclass(frozen=True)
class _Search:
    brief: Brief
    suspects: frozenset[str] | None
    routes: tuple[Route, ...]

    def all(self) -> Iterator[Question]:
        """Every question, in the order of the stages of planning, each with the part of the season it can turn on."""
        yield from map(self._narrowed, self._questions())

    def _questions(self) -> Iterator[Question]:
        formed = yield from self._before_sessions()
        yield from self._alone(formed)
        yield from self._sessions(formed)

    def _alone(self, formed: Plan) -> Iterator[Question]:
        """Applications that may have no place even in a session of their own: too many of the pool are recused."""
        asked = [row for row in formed.sessions if self._named(row.id, *(case.application for case in row.cases))]
        cases = [(row, case.application) for row in asked for case in row.cases]
        named = [pair for pair in cases if self.suspects is not None and pair[1] in self.suspects]
        few = named if len(named) <= FEW else []
        for session, one in dict.fromkeys((*few, *(pair for pair in cases if self._is_tied(*pair)))):
            application = self.brief.season.application[one]
            yield self._probed(formed.routes, application, [session.committee], smaller=True)

    def _is_tied(self, session: PlannedSession, application: str) -> bool:
        """Whether fewer of the pool than the panel's quorum could stay for the application."""
        brief, pool = self.brief, frozenset(self.brief.pool.get(session.committee, ()))
        person = brief.season.application[application].applicant
        recused = brief.conflicts.recused(person, brief.is_self_review(session.committee), pool)
        return 3 * (len(pool) - len(recused)) < 2 * session.size

    def _narrowed(self, question: Question) -> Question:
        part = part_of(self.brief, self.routes, question.committees, question.concerned).looked_up()
        concerned = frozenset(question.concerned)
        routes = (row for row in self.routes if row.committee in question.committees or row.application in concerned)
        plan = replace(question.plan, routes=tuple(routes))
        return replace(question, brief=part, plan=plan, season=self.brief.season)

    def finds_a_place(self, effort: float) -> bool:
        """Whether planning forms sessions for all suspects, and these can be held."""
        if next(self._before_sessions(), None) is not None:
            return False
        return all(is_possible(one, effort) is Answered.POSSIBLE for one in self._sessions(self._formed()[-1]))

    def _formed(self) -> tuple[tuple[Route, ...], tuple[Unplaced, ...], Plan, Plan]:
        routes = self.routes
        kept_out = refused(self.brief, routes)
        out = {one.subject for one in kept_out}
        batched = batch_cases(self.brief, tuple(row for row in routes if row.application not in out))
        batched = replace(batched, routes=routes)
        return routes, kept_out, batched, bare(batched)

    def _before_sessions(self) -> Generator[Question, None, Plan]:
        routes, kept_out, batched, formed = self._formed()
        yield from self._unrouted(routes)
        yield from self._kept_out(routes, kept_out)
        yield from self._unformed(batched)
        return formed

    def _named(self, *ids: str) -> bool:
        return self.suspects is None or not self.suspects.isdisjoint(ids)

    def _unrouted(self, routes: Sequence[Route]) -> Iterator[Question]:
        """Applications without a competent committee, those in the same position together."""
        alike: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
        for row in routes:
            if row.kind is RouteKind.NEEDS_AUTHORISATION and self._named(row.application):
                alike[row.reasons, row.candidates, row.authority].append(row.application)
        for same in alike.values():
            application = self.brief.season.application[same[0]]
            committees = [committee for committee, _ in judged(self.brief, application)]
            yield replace(self._probed(routes, application, committees), alike=tuple(same[1:]))

    def _kept_out(self, routes: Sequence[Route], kept_out: Sequence[Unplaced]) -> Iterator[Question]:
        committee_of = {row.application: row.committee for row in routes}
        alike: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
        for one in kept_out:
            if self._named(one.subject):
                rules = tuple((reason.rule, reason.committee) for reason in one.reasons)
                alike[committee_of[one.subject], rules].append(one.subject)
        for same in alike.values():
            application = self.brief.season.application[same[0]]
            yield replace(self._probed(routes, application, [committee_of[same[0]]]), alike=tuple(same[1:]))

    def _unformed(self, batched: Plan) -> Iterator[Question]:
        """Applications that no session could be formed for, by committee, level and reason."""
        alike: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
        for one in batched.unplaced:
            if one.kind == "application" and self._named(one.subject):
                row = self.brief.season.application[one.subject]
                alike[batched.route[one.subject].committee, row.level, one.reasons].append(one.subject)
        for (committee, *_), same in alike.items():
            application = self.brief.season.application[same[0]]
            probed = self._probed(batched.routes, application, [str(committee)], smaller=True)
            yield replace(probed, alike=tuple(same[1:]))

    def _probed(
        self, routes: Sequence[Route], application: Application, committees: Sequence[str], smaller: bool = False
    ) -> Question:
        """A question about one application: a session for it alone, of each committee, (``smaller``) of each size."""
        known = measures(self.brief)
        length = known.length([known.minutes(application)], 1)
        ways = []
        for committee in committees:
            row = self.brief.season.committee[committee]
            size = row.size or default_size(self.brief.rulebook, row)
            for seats in range(size, LEAST - 1, -1) if smaller else (size,):
                case = (PlannedCase(application.id),)
                name = f"?{committee}/{seats}"
                probe = PlannedSession(
                    name, committee, (application.level,), length, size=seats, cases=case, selection=row.selection
                )
                ways.append(probe)
        wanted = Wanted("application", application.id, tuple(way.id for way in ways))
        return Question(self.brief, Plan(routes=tuple(routes), sessions=tuple(ways)), (wanted,))

    def _sessions(self, plan: Plan) -> Iterator[Question]:
        """Sessions that alone look impossible; where a plan left some out, those, then all of their committee."""
        doubtful = self._doubtful(plan)
        yield from (_about(self.brief, plan, (row,)) for row in doubtful)
        if self.suspects is not None and 1 < len(doubtful) <= JOINT:
            yield _about(self.brief, plan, doubtful)
        if self.suspects is None and len(plan.sessions) <= JOINT and not doubtful:
            for committee in dict.fromkeys(row.committee for row in plan.sessions):
                own = tuple(row for row in plan.sessions if row.committee == committee)
                yield _about(self.brief, plan, own)
            if len({row.committee for row in plan.sessions}) > 1:
                yield _about(self.brief, plan, plan.sessions)

    def _doubtful(self, plan: Plan) -> tuple[PlannedSession, ...]:
        if self.suspects is not None:
            return tuple(row for row in plan.sessions if self._named(row.id, *(case.application for case in row.cases)))
        found = openings_of(Merits(self.brief), plan)
        short = {one for one, opening in found.opening.items() if opening.short.min() > 0}
        out = found.closed.keys() | short | {session for session, _ in found.ejected}
        return tuple(row for row in plan.sessions if row.id in out)


def _about(brief: Brief, plan: Plan, sessions: tuple[PlannedSession, ...]) -> Question:
    ways = {row.id: (row, *_as_asked(brief, row)) for row in sessions}
    wanted = tuple(Wanted("session", one, tuple(way.id for way in rows)) for one, rows in ways.items())
    return Question(brief, replace(plan, sessions=tuple(way for rows in ways.values() for way in rows)), wanted)


def _as_asked(brief: Brief, session: PlannedSession) -> Iterator[PlannedSession]:
    """The session with the number of seats it was wanted with, where it had to be formed with another."""
    request = brief.season.session_request.get(session.id)
    if request and request.panel_size and request.panel_size != session.size and not session.groups:
        yield replace(session, id=f"{session.id}?{request.panel_size}", size=request.panel_size)
