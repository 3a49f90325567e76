"""How late a review may end: notice and filing must fit behind it, in the same year where the register says so."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from solver.rules.brief import Brief
from solver.rules.rulebook import Provision

FILING_RULES = ("SY24-15h", "PD-18")
YEAR_RULES = ("SY24-15i", "PD-18")


def filing_provision(brief: Brief) -> Provision:
    """The provision with the days of notice and filing here."""
    return brief.rulebook.active(*FILING_RULES) or brief.rulebook.provision(FILING_RULES[-1])


def bound_to_year(brief: Brief) -> bool:
    """Whether filing must end in the year of the review (原则上不允许跨年度评审)."""
    provision = brief.rulebook.active(*YEAR_RULES)
    return provision is not None and provision.flag("same_year")


def days_of_year(brief: Brief) -> tuple[date, ...]:
    """Working days of the season's year, ascending."""
    year, days = brief.season.header.year, brief.calendar.working_days
    return days[bisect_left(days, date(year, 1, 1)) : bisect_right(days, date(year, 12, 31))]


def latest_end(brief: Brief) -> date:
    """Last day on which a session can end: notice posted the same day, filed the working day after it, in the year."""
    days = days_of_year(brief)
    after = filing_provision(brief).whole("notice_workdays") + 1
    return days[-1 - after] if len(days) > after else date.min
