"""What every peer is given, sessions, cases and rooms of Pingwei's plan, and the one judge of what it makes of them.

Dates, panels, offices and readers are open to a peer. It need not find alternates, and its model is built before its
clock starts: both are to its advantage.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from benchmarks.measure import Measured
from solver.check import check, hard
from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan
from solver.model.ask import ask
from solver.model.joint import DECIDED, undecided
from solver.model.merits import Merits
from solver.model.objective import score, total
from solver.model.times import Masks
from solver.planning.facts import DATED
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES
from solver.rules.requirement import StartWithin
from solver.rules.timetable import session_dates

JUDGED = tuple(rule for rule in RULES if rule.matters & DECIDED)
"""The rules an answer is checked against: all but those on alternates and records alone."""


@dataclass(frozen=True)
class Given:
    """A season and the plan whose sessions, cases and rooms everybody uses."""

    merits: Merits
    plan: Plan

    @property
    def brief(self) -> Brief:
        """The season with its rules."""
        return self.merits.brief

    @cached_property
    def undecided(self) -> Plan:
        """The sessions without dates, panels and readers."""
        return undecided(self.plan)

    @cached_property
    def starts(self) -> dict[str, tuple[HalfDay, ...]]:
        """Lawful starts of each session that end within the season, ascending."""
        halves = self.brief.season_half_days
        season = Masks(halves)
        length = {session.id: session.length for session in self.plan.sessions}
        allowed = dict.fromkeys(length, frozenset(halves))
        for requirement in ask(self.brief, self.undecided, rules=DATED).requirements:
            if isinstance(requirement, StartWithin):
                allowed[requirement.session] &= requirement.starts
        return {
            one: tuple(start for start in sorted(starts) if season.within(self.brief.calendar.span(start, length[one])))
            for one, starts in allowed.items()
        }


def judged(given: Given, plan: Plan) -> Measured:
    """Score without alternates, applications placed, and hard violations by rule; by Pingwei's score and check.

    Notice and filing follow from the dates a peer chose, as they do for Pingwei.
    """
    sessions = tuple(replace(session, alternates=()) for session in plan.sessions)
    dates = tuple(row for session in sessions if (row := session_dates(given.brief, session)))
    bare = replace(given.plan, sessions=sessions, dates=dates)
    broken: dict[str, int] = {}
    for finding in hard(check(given.brief, bare, JUDGED)):
        broken[finding.rule] = broken.get(finding.rule, 0) + 1
    terms = score(given.brief, bare, given.merits)
    return {
        "score": round(total(terms), 3),
        "terms": {term.name: round(term.value, 3) for term in terms if term.name != "alternate_fit"},
        "placed": sum(len(session.cases) for session in sessions),
        "hard_violations": sum(broken.values()),
        "hard_by_rule": broken,
    }
