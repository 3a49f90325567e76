"""Referee assignment by duties: a column is what an official does in one day, with its exact kilometres.

Distances, travel and overlaps are inside a column, so the relaxation knows them exactly. What is left are counts, and
each rounding-up of the published cost has a row that is at least as strong as the rounding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from benchmarks.public.officials import Assignment, League, admits, follows, route
from solver.model.program import Arrays, Program, Reals


@dataclass(frozen=True, slots=True)
class Duty:
    """Games of one official on one day, in order."""

    official: int
    games: tuple[int, ...]
    column: int


@dataclass
class LeagueModel:
    """The program of a league, and the way from its values to an assignment and back."""

    league: League
    program: Program = field(default_factory=Program)
    duties: list[Duty] = field(default_factory=list)
    at: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    """Columns of the duties of (official, game)."""

    def build(self) -> Arrays:
        """The program; its maximum is minus the least cost."""
        for one in range(len(self.league.officials)):
            for games in self.league.days.values():
                self._day(one, games)
        self._nights()
        for number in range(len(self.league.games)):
            self._game(number)
        self._loads()
        self._teams()
        self._together()
        return self.program.freeze()

    def _day(self, one: int, games: Sequence[int]) -> None:
        official = self.league.officials[one]
        columns = []
        for numbers in self._tours(one, games):
            held = [self.league.games[number] for number in numbers]
            unwanted = sum(team in official.avoided_teams for game in held for team in game.teams)
            column = self.program.column(0, 1, -float(route(official, held) + unwanted), integer=True)
            self.duties.append(Duty(one, numbers, column))
            columns.append(column)
            for number in numbers:
                self.at[one, number].append(column)
        if columns:
            self._row(columns, None, 1, "day")

    def _tours(self, one: int, games: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Every set of games of a day that the official can do, in order of their starts."""
        official = self.league.officials[one]
        free = [number for number in games if admits(official, self.league.games[number])]
        open_ended: list[tuple[int, ...]] = [(number,) for number in free]
        while open_ended:
            tour = open_ended.pop()
            yield tour
            last = self.league.games[tour[-1]]
            later = free[free.index(tour[-1]) + 1 :]
            open_ended += [(*tour, number) for number in later if follows(official, last, self.league.games[number])]

    def _nights(self) -> None:
        """Games of two days of which the later cannot be reached from the earlier."""
        for before, after in pairwise(self.league.days.values()):
            for one, official in enumerate(self.league.officials):
                for a in before:
                    for b in after:
                        if not follows(official, self.league.games[a], self.league.games[b]):
                            self._row(self.at[one, a] + self.at[one, b], None, 1, "night")

    def _game(self, number: int) -> None:
        game, people = self.league.games[number], self.league.officials
        here = [(one, column) for one in range(len(people)) for column in self.at.get((one, number), ())]
        columns = [column for _, column in here]
        self._row(columns, game.division.least, game.division.most, "officials")
        short = self.program.column(0, 1, -1.0, integer=True)
        needed = float(game.experience)
        values = [min(needed, float(people[one].experience)) for one, _ in here]
        self.program.row([*columns, short], [*values, needed], needed, float("inf"), "experience")
        for column in columns:  # an optional place left open costs one: a place filled gains it
            self.program.cost[column] += 1.0
        self.program.constant -= game.division.most

    def _loads(self) -> None:
        """|average − load| of each, rounded up: in multiples of 1/people it is whole."""
        people = len(self.league.officials)
        mine = [
            [(duty.column, len(duty.games)) for duty in self.duties if duty.official == one] for one in range(people)
        ]
        total = self.program.column(0, float("inf"), 0.0)
        counted = [pair for pairs in mine for pair in pairs]
        self._sum(counted, [(total, -1.0)], 0, 0, "total")
        for pairs in mine:
            off = self.program.column(0, float("inf"), -1.0, integer=True)
            scaled = [(column, float(people * count)) for column, count in pairs]
            self._sum(scaled, [(total, -1.0), (off, float(people))], 0, None, "load")
            self._sum(
                [(column, -value) for column, value in scaled], [(total, 1.0), (off, float(people))], 0, None, "load"
            )

    def _teams(self) -> None:
        """Games with a team above its average, rounded up: above the whole part of the highest average, it is exact."""
        people = len(self.league.officials)
        for team in self.league.teams:
            numbers = [number for number, game in enumerate(self.league.games) if team in game.teams]
            met = [[column for number in numbers for column in self.at.get((one, number), ())] for one in range(people)]
            highest = sum(self.league.games[number].division.most for number in numbers) // people
            total = self.program.column(0, float("inf"), 0.0)
            self._sum([(column, 1.0) for columns in met for column in columns], [(total, -1.0)], 0, 0, "team")
            for columns in met:
                over = self.program.column(0, float("inf"), -1.0, integer=True)
                self._sum([(column, -1.0) for column in columns], [(over, 1.0)], -highest, None, "team excess")
                if highest:  # the average may be lower: then the row above is not enough
                    scaled = [(column, -float(people)) for column in columns]
                    self._sum(scaled, [(total, 1.0), (over, float(people))], 0, None, "team excess")

    def _together(self) -> None:
        """Officials who avoid each other in one game, per ordered pair."""
        people = self.league.officials
        for a, b in combinations(range(len(people)), 2):
            times = (people[b].name in people[a].avoids) + (people[a].name in people[b].avoids)
            for number in range(len(self.league.games)) if times else ():
                columns = self.at.get((a, number), []) + self.at.get((b, number), [])
                if self.league.games[number].division.most > 1 and (a, number) in self.at and (b, number) in self.at:
                    both = self.program.column(0, 1, -float(times))
                    self._sum([(column, 1.0) for column in columns], [(both, -1.0)], None, 1, "together")

    def _row(self, columns: Sequence[int], low: float | None, high: float | None, owner: str) -> None:
        self._sum([(column, 1.0) for column in columns], [], low, high, owner)

    def _sum(
        self,
        counted: Iterable[tuple[int, float]],
        more: Iterable[tuple[int, float]],
        low: float | None,
        high: float | None,
        owner: str,
    ) -> None:
        pairs = [*counted, *more]
        infinite = float("inf")
        self.program.row(
            [column for column, _ in pairs],
            [value for _, value in pairs],
            -infinite if low is None else low,
            infinite if high is None else high,
            owner,
        )

    def assignment(self, values: Reals) -> Assignment:
        """Who is at each game."""
        held: dict[int, set[int]] = {number: set() for number in range(len(self.league.games))}
        for duty in self.duties:
            if values[duty.column] > 0.5:
                for number in duty.games:
                    held[number].add(duty.official)
        return {number: frozenset(people) for number, people in held.items()}
