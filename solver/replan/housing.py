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
    _hopeless: set[Hashable] = field(default_factory=set)

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

    def exchange(self, application: str, at_most: int | None = None) -> Exchange | None:
        """The cheapest way to make room for ``application`` by moving one case; None where no single case does.

        Parameters
        ----------
        at_most
            What the way may weigh.
        """
        hopeless = (self.ground.version, at_most, self._kind(application))
        if hopeless in self._hopeless:
            return None
        best: Exchange | None = None
        fits: dict[Hashable, bool] = {}
        for weight, session, case in self._movable(application):
            if (best is not None and weight >= best.weight) or (at_most is not None and weight > at_most):
                break
            there = self._elsewhere(case, session)
            if there is None:
                continue
            like = (session.id, self._room_of(case))
            if not fits.get(like, True):
                continue
            bare = without(session, case.application)
            joined = next(joining(self.ground, self.ground.routes[application], bare), None)
            fits.setdefault(like, joined is not None)
            if joined is not None:
                best = Exchange(application, (joined, there), weight)
        if best is None:
            self._hopeless.add(hopeless)
        return best

    def _elsewhere(self, case: PlannedCase, session: PlannedSession) -> PlannedSession | None:
        """Another session with room for a case of ``session``, with it."""
        others = openings(self.ground, self.ground.routes[case.application], session.id)
        return next((one for one in others if (one.id, case.application) not in self.refused), None)

    def _room_of(self, case: PlannedCase) -> Hashable:
        """What room a case leaves behind where it goes."""
        row = self.ground.brief.season.application[case.application]
        return case.group, row.specialty, row.minutes

    def _movable(self, application: str) -> Iterator[tuple[int, PlannedSession, PlannedCase]]:
        """Cases that could make room, with what moving them weighs, the least first."""
        rows = [
            one
            for one in rows_for(self.ground, self.ground.routes[application])
            if (one.id, application) not in self.refused
        ]
        found = [(self._weight(case, one), one, case) for one in rows for case in one.cases]
        yield from sorted(found, key=lambda row: (row[0], row[1].id, row[2].application))

    def _weight(self, case: PlannedCase, session: PlannedSession) -> int:
        return 0 if case.application in self.came else self.ground.prices.moves_case(session)

    def _kind(self, application: str) -> Hashable:
        """What facts about sessions, pins and tries can tell of an application; two of a kind fit the same sessions."""
        brief, route = self.ground.brief, self.ground.routes[application]
        row = brief.season.application[application]
        employer = brief.season.employer_of_applicant(application)
        tried = frozenset(session for session, one in self.refused if one == application)
        pins = frozenset(pin for pin in brief.season.pins if pin.application == application)
        return replace(row, id="", applicant=""), employer, route.kind, route.delegation, tried, pins

    def crowded_out(self, applications: Iterable[str]) -> list[str]:
        """Those no session has room for even without all that came in by this repair."""
        bare: dict[str, PlannedSession] = {}

        def alone(one: PlannedSession) -> PlannedSession:
            return bare.setdefault(one.id, without(one, *self.came))

        return [
            one
            for one in applications
            for route in (self.ground.routes[one],)
            if not any(True for row in rows_for(self.ground, route) for _ in joining(self.ground, route, alone(row)))
        ]

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
