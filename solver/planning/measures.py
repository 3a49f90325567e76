"""The numbers sessions are derived from: minutes, sizes and limits of the register (PD-06, PD-10, PD-11, PD-12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from solver.domain.committees import Application, Committee
from solver.domain.vocabulary import Basis, Grade
from solver.rules.brief import Brief
from solver.rules.rulebook import Rulebook

READING_SLACK = 0.8
"""Share of the readers' capacity that is planned on: recusals and the specialty of a case take the rest."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Minutes per case and half-day, limits of a session, and readings per case and per expert and day (None: open)."""

    case_minutes: int
    plenary_minutes: int
    half_day_minutes: int
    halves_per_day: int
    cases_max: int
    half_days_max: int
    group_seats_min: int
    group_from: int
    grouped_readers: int
    ungrouped_readers: int
    readings_per_day: int | None

    def minutes(self, application: Application) -> int:
        """Minutes of discussion of one application."""
        return self.case_minutes if application.minutes is None else application.minutes

    def length(self, group_minutes: Iterable[int], cases: int) -> int:
        """Half-days that groups in parallel, and the plenary after them, need for ``cases`` in all (PD-10)."""
        needed = max(group_minutes, default=0) + self.plenary_minutes * cases
        return max(1, -(-needed // self.half_day_minutes))

    def days(self, length: int) -> int:
        """Days of a session of ``length`` half-days that begins in the morning."""
        return -(-length // self.halves_per_day)

    def reading_days(self, seats: int, cases: int, readers: int) -> int:
        """Days in which ``seats`` experts can read ``cases`` with ``readers`` each (PD-06), recusals allowed for."""
        if self.readings_per_day is None or not cases:
            return 1
        return -(-cases * readers // max(1, int(seats * self.readings_per_day * READING_SLACK)))


def measures(brief: Brief) -> Measures:
    """The numbers in force for ``brief``; a provision that was turned off still serves as a starting point."""
    rulebook = brief.rulebook
    minutes, derived, readers = (rulebook.provision(one) for one in ("PD-10", "PD-11", "PD-12"))
    load = rulebook.active("PD-06")
    return Measures(
        case_minutes=minutes.whole("minutes_per_case"),
        plenary_minutes=minutes.whole("plenary_minutes_per_case"),
        half_day_minutes=minutes.whole("minutes_per_half_day"),
        halves_per_day=brief.calendar.halves,
        cases_max=derived.whole("cases_per_session_max"),
        half_days_max=derived.whole("half_days_max"),
        group_seats_min=derived.whole("groups_seats_min"),
        group_from=derived.whole("group_from_cases"),
        grouped_readers=readers.whole("grouped"),
        ungrouped_readers=readers.whole("ungrouped"),
        readings_per_day=None if load is None else load.whole("max_apps_per_day"),
    )


def default_size(rulebook: Rulebook, committee: Committee) -> int:
    """Panel size of a committee that files none, by its grade and basis (PD-11)."""
    derived = rulebook.provision("PD-11")
    if committee.grade is Grade.SENIOR:
        return derived.whole("senior_series" if committee.basis is Basis.SERIES else "senior_specialty")
    return derived.whole("intermediate" if committee.grade is Grade.INTERMEDIATE else "junior")
