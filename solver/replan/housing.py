"""A session for a case that has none: one with room, or one in which room can be made by moving another case."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from solver.domain.plan import PlannedCase, PlannedSession
from solver.replan.cases import joining, openings, rows_for
from solver.replan.ground import Ground


@dataclass(frozen=True, slots=True)
class Exchange:
    """``application`` takes the room of a case that goes to another session: the two sessions, and what that weighs."""

    application: str
    sessions: tuple[PlannedSession, PlannedSession]
    weight: int


@dataclass
class Housing:
    """Places for cases in the sessions there are.

    ``came`` are those that came in by this repair: nobody knows of them; ``refused`` the (session, application) that
    were tried and found no panel or no readers.
    """

    ground: Ground
    came: set[str] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)

    def roomy(self, application: str) -> PlannedSession | None:
        """The session with room for ``application``, with it, in which fewest are tied to the applicant; else None."""
        found = openings(self.ground, self.ground.routes[application])
        options = [one for one in found if (one.id, application) not in self.refused]
        return min(options, key=lambda one: self._tied(application, one), default=None)

    def _tied(self, application: str, session: PlannedSession) -> int:
        """Experts of a session who are in a conflict with the applicant."""
        brief = self.ground.brief
        applicant = brief.season.application[application].applicant
        alone = brief.is_self_review(session.committee)
        return len(brief.conflicts.recused(applicant, alone, session.seated()))

    def exchange(self, application: str) -> Exchange | None:
        """The cheapest way to make room for ``application`` by moving one case; None where no single case does."""
        best: Exchange | None = None
        nowhere: set[Hashable] = set()
        for session, case in self._movable(application):
            weight = self._weight(case, session)
            kind = (session.id, self._kind(case.application))
            if kind in nowhere or (best is not None and weight >= best.weight):
                continue
            bare = without(session, case.application)
            joined = next(joining(self.ground, self.ground.routes[application], bare), None)
            others = openings(self.ground, self.ground.routes[case.application], session.id)
            there = next((one for one in others if (one.id, case.application) not in self.refused), None)
            if joined is None or there is None:
                nowhere.add(kind)
            else:
                best = Exchange(application, (joined, there), weight)
        return best

    def _movable(self, application: str) -> Iterator[tuple[PlannedSession, PlannedCase]]:
        """Cases that could make room, those first whose moving weighs least."""
        rows = [
            one
            for one in rows_for(self.ground, self.ground.routes[application])
            if (one.id, application) not in self.refused
        ]
        found = [(one, case) for one in rows for case in one.cases if case.application != application]
        yield from sorted(found, key=lambda pair: (self._weight(pair[1], pair[0]), pair[0].id, pair[1].application))

    def _weight(self, case: PlannedCase, session: PlannedSession) -> int:
        return 0 if case.application in self.came else self.ground.prices.moves_case(session)

    def _kind(self, application: str) -> Hashable:
        """What facts about sessions can tell of an application; two of a kind fit the same sessions."""
        brief, route = self.ground.brief, self.ground.routes[application]
        row = brief.season.application[application]
        employer = brief.season.employer_of_applicant(application)
        return replace(row, id="", applicant=""), employer, route.kind, route.delegation

    def is_crowded_out(self, application: str) -> bool:
        """Whether no session has room for ``application`` even without those that came in by this repair."""
        route = self.ground.routes[application]
        bare = (without(one, *self.came) for one in rows_for(self.ground, route))
        return not any(True for one in bare for _ in joining(self.ground, route, one))

    def one_is_enough(self, applications: Iterable[str], sessions: Iterable[PlannedSession]) -> bool:
        """Whether, without those that came in by this repair, moving one case makes room for each of them by itself."""
        full = [one for one in sessions if any(case.application in self.came for case in one.cases)]
        for session in full:
            self.ground.put(without(session, *self.came))
        enough = all(self.exchange(one) is not None for one in applications)
        for session in full:
            self.ground.put(session)
        return enough


def without(session: PlannedSession, *applications: str) -> PlannedSession:
    """``session`` without the cases of ``applications``."""
    return replace(session, cases=tuple(case for case in session.cases if case.application not in applications))
