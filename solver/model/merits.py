"""What one seat, reading or session is worth, in counts: the pieces of the objective, each counted in one place.

The score of a plan and the coefficients of the panel programs are both made of these counts, so they cannot differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from solver.domain.calendar import days_of
from solver.domain.plan import PlannedSession
from solver.rules.attendance import alternates_needed
from solver.rules.brief import Brief

NONE: Mapping[str, float] = {}


@dataclass(frozen=True)
class Merits:
    """Counts that hold for a whole season; look-ups are cached, so make one per brief."""

    brief: Brief

    @cached_property
    def _served(self) -> frozenset[tuple[str, str]]:
        last = self.brief.season.header.year - 1
        return frozenset((row.expert, row.committee) for row in self.brief.season.service if row.year == last)

    @cached_property
    def _past(self) -> Mapping[str, int]:
        last = self.brief.season.header.year - 1
        past = Counter[str]()
        for row in self.brief.season.service:
            if row.year == last:
                past[row.expert] += row.sessions
        return past

    def strength(self, expert: str, series: str, specialties: Iterable[str]) -> float:
        """Best strength in [0, 1] of ``expert`` in one of ``specialties`` of ``series``; 0 if none is held."""
        held = self.brief.specialties_of.get((expert, series), NONE)
        return max((held.get(one, 0.0) for one in specialties), default=0.0)

    def specialties(self, session: PlannedSession, group: str) -> tuple[str, ...]:
        """What ``group`` covers; without groups, the specialties of the session's cases."""
        for one in session.groups:
            if one.id == group:
                return one.specialties
        asked = (self.brief.application(case.application) for case in session.cases)
        return tuple(sorted({application.specialty for application in asked if application}))

    def is_new(self, expert: str, committee: str) -> bool:
        """Whether ``expert`` did not serve on ``committee`` last year."""
        return (expert, committee) not in self._served

    def past_days(self, expert: str) -> int:
        """Sessions of last year, counted as a day each: where this year's load starts from."""
        return self._past.get(expert, 0)

    def days(self, session: PlannedSession) -> int:
        """Days a seat in ``session`` costs, whatever its start: ⌈half-days / half-days per day⌉."""
        return -(-session.length // self.brief.calendar.halves)

    def sitting_days(self, session: PlannedSession) -> int:
        """Days ``session`` sits on; while its start is open, as many as it could."""
        return len(days_of(self.brief.span(session))) or session.length

    def readers_per_case(self, session: PlannedSession) -> int:
        """Readers each case of ``session`` needs (PD-12; 40号令 第21条 without groups)."""
        wanted, least = (self.brief.rulebook.active(one) for one in ("PD-12", "CN40-21"))
        count = wanted.whole("grouped" if session.groups else "ungrouped") if wanted else 0
        return max(count, least.whole("min_readers")) if least and not session.groups else count

    def alternates_per_group(self, session: PlannedSession) -> Mapping[str, int]:
        """Alternates each group of ``session`` needs (PD-04)."""
        provision = self.brief.rulebook.active("PD-04")
        return alternates_needed(provision, session) if provision else {}

    def district(self, session: PlannedSession) -> str:
        """District of the plenary room, ``""`` while unknown."""
        room = self.brief.season.room.get(session.rooms[0]) if session.rooms else None
        return room.district if room else ""

    def home(self, expert: str) -> str:
        """The district that ``expert`` travels from; empty where they travel nowhere: remote, or nothing is known."""
        found = self.brief.season.expert.get(expert)
        return "" if found is None or found.remote else found.district

    def trip_days(self, expert: str, session: PlannedSession, district: str) -> int:
        """Days ``expert`` travels for ``session`` in ``district``: 0 at home, remote, or where nothing is known."""
        home = self.home(expert)
        return self.days(session) if home and district and home != district else 0

    def employer(self, expert: str, committee: str) -> str:
        """What counts as one employer: the department in a self-review committee, else the employer or its group."""
        found = self.brief.season.expert.get(expert)
        if found is None:
            return ""
        conflicts = self.brief.conflicts
        if committee in self.brief.season.committee and self.brief.is_self_review(committee):
            return conflicts.department_of.get(found.person, "")
        return conflicts.employer_of.get(found.person, "") or self.brief.season.employer_of_expert(expert)

    def recused(self, session: PlannedSession, among: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """By application of ``session``: experts of ``among`` who must recuse; those without any are left out."""
        known = session.committee in self.brief.season.committee
        self_review = known and self.brief.is_self_review(session.committee)
        found: dict[str, frozenset[str]] = {}
        for case in session.cases:
            application = self.brief.application(case.application)
            if application is not None:
                out = self.brief.conflicts.recused(application.applicant, self_review, among)
                if out:
                    found[case.application] = out
        return found

    def reserve_from(self, size: int) -> int | None:
        """Most recusals on a panel of ``size`` that leave one to spare (40号令 第19条); None: no quorum in force."""
        provision = self.brief.rulebook.active("CN40-19a")
        if provision is None:
            return None
        spare = (1 - provision.share("quorum")) * Fraction(size)
        return spare.numerator // spare.denominator - 1

    def is_preferred(self, session: PlannedSession) -> bool:
        """Whether ``session`` starts on one of the days its committee prefers."""
        request = self.brief.season.session_request.get(session.id)
        return request is not None and session.start is not None and session.start.day in request.preferred_days

    def may_be_preferred(self, session: PlannedSession) -> bool:
        """Whether the committee of ``session`` prefers any days."""
        request = self.brief.season.session_request.get(session.id)
        return request is not None and bool(request.preferred_days)

    def idle_days(self, session: PlannedSession) -> int:
        """Days without a sitting between the first and the last day of ``session``: weekends and holidays in it."""
        days = days_of(self.brief.span(session))
        return (days[-1] - days[0]).days + 1 - len(days) if days else 0


def load(past: int, days: int) -> int:
    """Cost of ``days`` more after ``past`` days: the n-th day of an expert costs n."""
    total = past + days
    return (total * (total + 1) - past * (past + 1)) // 2


def beyond_first(employers: Iterable[str]) -> int:
    """Seats beyond the first of each employer; unknown employers (``""``) do not count."""
    counted = Counter(employers)
    return sum(count - 1 for employer, count in counted.items() if employer)


def by_members(sets: Mapping[str, frozenset[str]]) -> Mapping[frozenset[str], int]:
    """How many applications have each set of recused experts."""
    found: defaultdict[frozenset[str], int] = defaultdict(int)
    for members in sets.values():
        found[members] += 1
    return found
