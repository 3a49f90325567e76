"""What would help, and where it is tried: a remedy is an edit of the season after which a solve finds a way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from solver.domain.calendar import HalfDay
from solver.domain.committees import Application
from solver.domain.edits import Edit, edited
from solver.domain.season import Season
from solver.explain.whynot.conflict import Conflict, is_possible, starts_found
from solver.explain.whynot.conflict_model import Answered
from solver.explain.whynot.elements import Kind
from solver.explain.whynot.question import Question
from solver.routing import route_applications
from solver.rules.brief import Brief

Remake = Callable[[Season], Brief]
"""The brief of an edited season, such as :func:`data.briefing.brief_for`."""

TRIED = 6
"""Experts, committees and dates of one kind that are tried."""
FURTHER = 8
"""How many more than the least number of people or rooms are tried where a count needs some that take no place."""


@dataclass(frozen=True)
class Remedy:
    """Edits that make the question possible; ``ask`` says what is asked for, ``facts`` fill its sentence."""

    ask: str
    edits: tuple[Edit, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Desk:
    """Where remedies for a conflict are tried out, each on the season it would make."""

    conflict: Conflict
    remake: Remake
    accepts: Callable[[tuple[Edit, ...]], bool]
    effort: float
    _tried: dict[tuple[Edit, ...], bool] = field(default_factory=dict)

    @property
    def question(self) -> Question:
        """The question that has no answer yet."""
        return self.conflict.question

    @property
    def season(self) -> Season:
        """The season as it is."""
        return self.question.brief.season

    @cached_property
    def application(self) -> Application:
        """The application that is asked about, or the first of the session."""
        return self.season.application[self.question.applications[0]]

    @property
    def asked(self) -> tuple[Application, ...]:
        """Every application concerned."""
        return tuple(self.season.application[one] for one in self.question.concerned)

    def ids(self, kind: Kind) -> tuple[str, ...]:
        """Ids of the elements of one kind."""
        return tuple(one.id for one in self.conflict.elements if one.kind is kind)

    def helps(self, *edits: Edit) -> bool:
        """Whether the question can be held in the season after ``edits``."""
        if edits not in self._tried:
            self._tried[edits] = self._helps(edits)
        return self._tried[edits]

    def _helps(self, edits: tuple[Edit, ...]) -> bool:
        if is_possible(self._after(edits), self.effort) is not Answered.POSSIBLE:
            return False
        return self.accepts(edits)

    def starts(self, *edits: Edit) -> Mapping[str, HalfDay] | None:
        """When the ways of the question would be held in the season after ``edits``; None where they cannot be."""
        return starts_found(self._after(edits), self.effort)

    def span(self, way: str, start: HalfDay) -> tuple[HalfDay, ...]:
        """Half-days of a way of the question that begins at ``start``."""
        return self.question.brief.calendar.span(start, self.question.plan.session[way].length)

    def _after(self, edits: Iterable[Edit]) -> Question:
        brief = self.remake(edited(self.season, edits))
        plan = replace(self.question.plan, routes=route_applications(brief))
        return replace(self.question, brief=brief, plan=plan)

    def least_of(self, made: Callable[[int], tuple[Edit, ...]], most: int) -> int | None:
        """As :meth:`least`, for what hardly ever helps: ``most`` is asked first."""
        return self.least(made, most) if most > 0 and self.helps(*made(most)) else None

    def from_number(self, first: int | None, most: int, made: Callable[[int], tuple[Edit, ...]]) -> int | None:
        """The least number from ``first`` whose edits help, None if not even a few more do."""
        numbers = () if first is None else range(max(1, first), min(most, first + FURTHER) + 1)
        return next((count for count in numbers if self.helps(*made(count))), None)

    def least(self, made: Callable[[int], tuple[Edit, ...]], most: int) -> int | None:
        """The least number ≥ 1 whose edits help, None if not even ``most`` do; more of what helps helps too."""
        high = 1
        while high < most and not self.helps(*made(high)):
            high = min(2 * high, most)
        if most < 1 or (high == most and not self.helps(*made(high))):
            return None
        low = high // 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.helps(*made(middle)) else (middle, high)
        return high

    def only_if_helps(self, ask: str, *edits: Edit, **facts: str) -> Iterator[Remedy]:
        """The remedy, if it is one."""
        if self.helps(*edits):
            yield Remedy(ask, edits, tuple(facts.items()))
