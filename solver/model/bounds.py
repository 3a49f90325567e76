"""What the terms outside the panel program can be at best: readers, alternates, preferred days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from solver.domain.plan import Plan, PlannedCase, PlannedSession
from solver.model.merits import Merits
from solver.model.objective import weights
from solver.rules.attendance import alternates_needed


@dataclass
class Ceilings:
    """Upper bounds per session that hold whoever sits on its panel; candidates are sorted once per specialty."""

    merits: Merits
    _ranked: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def beside_panels(self, plan: Plan, dates_open: bool) -> float:
        """Best value of the terms that panels do not decide; with ``dates_open`` also over all dates."""
        weight = weights(self.merits.brief.rulebook)
        found = 0.0
        for session in plan.sessions:
            found += weight["reader_fit"] * self.readers(session) + weight["alternate_fit"] * self.alternates(session)
            if dates_open:
                found += weight["preferred_day"] * self.merits.may_be_preferred(session)
            else:
                found += weight["preferred_day"] * self.merits.is_preferred(session)
                found += weight["compact"] * self.merits.idle_days(session)
        return found

    def readers(self, session: PlannedSession) -> float:
        """Best sum of strengths of the readers of all cases of ``session``."""
        recused = self.merits.recused(session, frozenset(self.merits.brief.candidates(session)))
        return sum(self._case(session, case, recused.get(case.application, frozenset())) for case in session.cases)

    def _case(self, session: PlannedSession, case: PlannedCase, recused: frozenset[str]) -> float:
        application = self.merits.brief.application(case.application)
        count = readers_per_case(self.merits, session)
        if application is None:
            return 0.0
        found, taken = 0.0, 0
        for expert, strength in self._by_strength(session, application.series, (application.specialty,)):
            if taken == count:
                break
            if expert not in recused:
                found += strength
                taken += 1
        return found

    def alternates(self, session: PlannedSession) -> float:
        """Best sum of strengths of the alternates of ``session``."""
        committee = self.merits.brief.committee_of(session)
        if committee is None:
            return 0.0
        found = 0.0
        for group, count in alternates_per_group(self.merits, session).items():
            ranked = self._by_strength(session, committee.series, self.merits.specialties(session, group))
            found += sum(strength for _, strength in ranked[:count])
        return found

    def _by_strength(
        self, session: PlannedSession, series: str, specialties: tuple[str, ...]
    ) -> tuple[tuple[str, float], ...]:
        """Candidates with their strengths, strongest first."""
        key = (session.committee + "|" + series, specialties)
        if key not in self._ranked:
            experts: Iterable[str] = self.merits.brief.candidates(session)
            rows = [(expert, self.merits.strength(expert, series, specialties)) for expert in experts]
            self._ranked[key] = tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
        return self._ranked[key]


def readers_per_case(merits: Merits, session: PlannedSession) -> int:
    """Readers each case of ``session`` needs (PD-12; 40号令 第21条 without groups)."""
    wanted, least = (merits.brief.rulebook.active(one) for one in ("PD-12", "CN40-21"))
    count = wanted.whole("grouped" if session.groups else "ungrouped") if wanted else 0
    return max(count, least.whole("min_readers")) if least and not session.groups else count


def alternates_per_group(merits: Merits, session: PlannedSession) -> dict[str, int]:
    """Alternates each group of ``session`` needs (PD-04)."""
    provision = merits.brief.rulebook.active("PD-04")
    return dict(alternates_needed(provision, session)) if provision else {}
