"""Half-days and working days (国务院办公厅 holiday notices; Civil Code 201, 203, 1259 for counting)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from solver.errors import UnknownYearError


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """A half-day: ``half`` counts from 1 (1 上午, 2 下午, 3 晚上)."""

    day: date
    half: int


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days of whole years and the half-days in them.

    Parameters
    ----------
    working_days
        Every working day of every year in ``years``, ascending.
    years
        The years the calendar knows; asking outside raises :class:`UnknownYearError`.
    halves
        Half-days per day, 1–3.
    """

    working_days: tuple[date, ...]
    years: frozenset[int]
    halves: int = 2
    _set: frozenset[date] = field(init=False, repr=False, compare=False, default=frozenset())
    _spans: dict[tuple[HalfDay, int], tuple[HalfDay, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_set", frozenset(self.working_days))

    def _known(self, day: date) -> None:
        if day.year not in self.years:
            raise UnknownYearError(year=day.year, known=tuple(sorted(self.years)))

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is a working day; raises UnknownYearError outside the known years."""
        self._known(day)
        return day in self._set

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, the first day not counted (民法典 201); ``count`` ≥ 0."""
        self._known(day)
        position = bisect_right(self.working_days, day) + count - 1
        if count == 0:
            return day
        if position >= len(self.working_days):
            raise UnknownYearError(year=max(self.years) + 1, known=tuple(sorted(self.years)))
        return self.working_days[position]

    def working_days_between(self, first: date, last: date) -> int:
        """Number of working days from ``first`` to ``last``, both counted; 0 if ``last`` < ``first``."""
        self._known(first)
        self._known(last)
        return max(0, bisect_right(self.working_days, last) - bisect_left(self.working_days, first))

    def half_days(self, first: date, last: date) -> tuple[HalfDay, ...]:
        """Working half-days from ``first`` to ``last`` inclusive, ascending."""
        low, high = bisect_left(self.working_days, first), bisect_right(self.working_days, last)
        return tuple(HalfDay(day, half) for day in self.working_days[low:high] for half in range(1, self.halves + 1))

    def span(self, start: HalfDay, length: int) -> tuple[HalfDay, ...]:
        """The ``length`` ≥ 1 consecutive working half-days from ``start``; shorter only where the calendar ends.

        A ``start`` that is itself no working half-day is kept, so that a wrong plan can still be described.
        """
        known = self._spans.get((start, length))
        if known is None:
            known = self._spans[start, length] = self._spanned(start, length)
        return known

    def _spanned(self, start: HalfDay, length: int) -> tuple[HalfDay, ...]:
        spanned = [start]
        position = bisect_right(self.working_days, start.day)
        day, half = start.day, start.half
        while len(spanned) < length:
            half += 1
            if half > self.halves:
                if position >= len(self.working_days):
                    break
                day, half, position = self.working_days[position], 1, position + 1
            spanned.append(HalfDay(day, half))
        return tuple(spanned)


def years_after(day: date, years: int) -> date:
    """The same day ``years`` later; the 28th for a 29 February that does not exist (民法典 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def days_of(halves: Iterable[HalfDay]) -> tuple[date, ...]:
    """Distinct days of some half-days, ascending."""
    return tuple(sorted({half.day for half in halves}))
