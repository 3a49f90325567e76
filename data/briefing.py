"""What every rule reads, from a season: its register, calendar, conflicts of interest and assessment table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from data.reference.series import assessment
from data.reference.working_days import working_calendar
from data.regulations.register import register, with_policy
from solver.domain.calendar import WorkingCalendar
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError
from solver.relations.conflicts import conflicts_of
from solver.rules.brief import Brief
from solver.rules.rulebook import Rulebook

Part = TypeVar("Part")


def brief_for(season: Season) -> Brief:
    """The brief of ``season``: the register on its first day at its place, as changed by its policy sheet.

    Raises
    ------
    InputError
        With every fault at once: unknown place, unknown calendar year, rows of the policy sheet that do not fit.
    """
    brief = scope_brief_for(season)
    return replace(brief, conflicts=conflicts_of(season, brief.rulebook))


def scope_brief_for(season: Season) -> Brief:
    """The brief of ``season`` without conflicts of interest: all that routes and delegations ask for, in less time.

    Raises InputError as :func:`brief_for`.
    """
    faults: list[Fault] = []
    calendar = _attempt(lambda: _calendar(season), faults)
    rulebook = _attempt(lambda: rulebook_for(season), faults)
    if calendar is None or rulebook is None:
        raise InputError(faults)
    return Brief(season, calendar, rulebook, assessment=assessment())


def rulebook_for(season: Season) -> Rulebook:
    """The register of a season, its policy sheet included; raises InputError as :func:`brief_for`."""
    return with_policy(register(season.header.first_day, season.header.place), season.policy)


def _calendar(season: Season) -> WorkingCalendar:
    return working_calendar(season.header, season.calendar)


def _attempt(make: Callable[[], Part], faults: list[Fault]) -> Part | None:
    """What ``make`` gives, or None with its faults noted, so that the next part is looked at too."""
    try:
        return make()
    except InputError as error:
        faults += error.faults
        return None
