"""What the terms that no panel program decides can be at best: alternates, preferred days, compactness."""

from __future__ import annotations

from dataclasses import dataclass, field

from solver.domain.plan import Plan, PlannedSession
from solver.model.merits import Merits
from solver.model.objective import weights


@dataclass
class Ceilings:
    """Upper bounds that hold whoever sits; candidates are sorted once per committee and specialties."""

    merits: Merits
    _ranked: dict[tuple[str, tuple[str, ...]], tuple[float, ...]] = field(default_factory=dict)

    def beside_panels(self, plan: Plan, dates_open: bool) -> float:
        """Best value of the terms beside the panel program; with ``dates_open`` over all dates."""
        weight = weights(self.merits.brief.rulebook)
        found = 0.0
        for session in plan.sessions:
            found += weight["alternate_fit"] * self.alternates(session)
            if dates_open:
                found += weight["preferred_day"] * self.merits.may_be_preferred(session)
            else:
                found += weight["preferred_day"] * self.merits.is_preferred(session)
                found += weight["compact"] * self.merits.idle_days(session)
        return found

    def alternates(self, session: PlannedSession) -> float:
        """Best sum of strengths of the alternates of ``session``."""
        committee = self.merits.brief.committee_of(session)
        if committee is None:
            return 0.0
        return sum(
            sum(self._strengths(session, committee.series, self.merits.specialties(session, group))[:count])
            for group, count in self.merits.alternates_per_group(session).items()
        )

    def _strengths(self, session: PlannedSession, series: str, specialties: tuple[str, ...]) -> tuple[float, ...]:
        """Strengths of the candidates, best first."""
        key = (session.committee, specialties)
        if key not in self._ranked:
            found = (self.merits.strength(one, series, specialties) for one in self.merits.brief.candidates(session))
            self._ranked[key] = tuple(sorted(found, reverse=True))
        return self._ranked[key]
