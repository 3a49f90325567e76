"""Referee assignment (github.com/Colle11/Referee-Assignment_Problem): officials to games; reading and scoring."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path

PLAYED = timedelta(minutes=120)
SLOW_KM = 50
"""Every full 50 km take an hour: what the published values were reached with."""
HEADERS = ("DIVISIONS", "REFEREES", "ARENAS", "TEAMS", "GAMES")
TERMS = ("experience", "load", "distance", "optional", "teams", "together", "unwanted")

Point = tuple[float, float]
Assignment = Mapping[int, frozenset[int]]
"""Numbers of the officials of each game."""


@dataclass(frozen=True, slots=True)
class Division:
    """``least``–``most`` officials a game, each of ``level`` at least."""

    least: int
    most: int
    level: int


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who may be assigned; ``away`` are times from–to."""

    name: str
    level: int
    home: Point
    experience: int
    avoids: frozenset[str]
    avoided_teams: frozenset[str]
    away: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Game:
    """A game at a place and time; ``experience`` is what its officials should have together."""

    teams: tuple[str, str]
    division: Division
    start: datetime
    place: Point
    experience: int

    @property
    def end(self) -> datetime:
        """When its officials may leave."""
        return self.start + PLAYED


@dataclass(frozen=True)
class League:
    """An instance."""

    name: str
    officials: tuple[Official, ...]
    games: tuple[Game, ...]

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """Every team that plays."""
        return tuple(sorted({team for game in self.games for team in game.teams}))

    @cached_property
    def days(self) -> Mapping[datetime, tuple[int, ...]]:
        """Numbers of the games of each day, by their start."""
        found: dict[datetime, list[int]] = defaultdict(list)
        for number in sorted(range(len(self.games)), key=lambda one: (self.games[one].start, one)):
            found[self.games[number].start.replace(hour=0, minute=0)].append(number)
        return {day: tuple(numbers) for day, numbers in found.items()}


def kilometres(a: Point, b: Point) -> int:
    """Distance, rounded up."""
    return math.ceil(math.dist(a, b))


def travel(a: Point, b: Point) -> timedelta:
    """Time between two places."""
    return timedelta(hours=kilometres(a, b) // SLOW_KM)


def admits(official: Official, game: Game) -> bool:
    """Whether the level suffices and the time is free."""
    free = all(game.end <= since or until <= game.start for since, until in official.away)
    return free and official.level >= game.division.level


def follows(official: Official, first: Game, then: Game) -> bool:
    """Whether the later game can be reached: on one day from place to place, else by way of home."""
    if first.start.date() == then.start.date():
        return first.end + travel(first.place, then.place) <= then.start
    return first.end + travel(first.place, official.home) + travel(official.home, then.place) <= then.start


def route(official: Official, games: Sequence[Game]) -> int:
    """Kilometres of a day with ``games`` in the order of their starts."""
    stops = [official.home, *(game.place for game in games), official.home]
    return sum(kilometres(a, b) for a, b in pairwise(stops))


def faults(league: League, assignment: Assignment) -> list[str]:
    """What makes an assignment illegal; nothing for a legal one."""
    found = []
    for number, game in enumerate(league.games):
        held = assignment.get(number, frozenset())
        if not game.division.least <= len(held) <= game.division.most:
            found.append(f"game {number} has {len(held)} officials")
        found += [
            f"{league.officials[one].name} may not at game {number}"
            for one in held
            if not admits(league.officials[one], game)
        ]
    for one, numbers in enumerate(duties(league, assignment)):
        games = [league.games[number] for number in numbers]
        found += [
            f"{league.officials[one].name} cannot be at {b.start}"
            for a, b in pairwise(games)
            if not follows(league.officials[one], a, b)
        ]
    return found


def duties(league: League, assignment: Assignment) -> list[list[int]]:
    """Games of each official, by their start."""
    found: list[list[int]] = [[] for _ in league.officials]
    for number in sorted(assignment, key=lambda one: (league.games[one].start, one)):
        for one in assignment[number]:
            found[one].append(number)
    return found


def score(league: League, assignment: Assignment) -> Mapping[str, int]:
    """The count of each of :data:`TERMS`, every one of weight 1, taken from the assignment alone."""
    counts = Counter(dict.fromkeys(TERMS, 0))
    for number, game in enumerate(league.games):
        held = [league.officials[one] for one in assignment[number]]
        counts["experience"] += sum(one.experience for one in held) < game.experience
        counts["optional"] += game.division.most - len(held)
        counts["together"] += sum(b.name in a.avoids for a in held for b in held)
        counts["unwanted"] += sum(team in one.avoided_teams for one in held for team in game.teams)
    mine = duties(league, assignment)
    counts["distance"] = sum(_distance(league, one, numbers) for one, numbers in enumerate(mine))
    total, people = sum(map(len, mine)), len(mine)
    counts["load"] = sum(_ceil(abs(total - people * len(numbers)), people) for numbers in mine)
    counts["teams"] = sum(_team_excess(league, mine))
    return counts


def _distance(league: League, one: int, numbers: Sequence[int]) -> int:
    days: dict[object, list[Game]] = defaultdict(list)
    for number in numbers:
        days[league.games[number].start.date()].append(league.games[number])
    return sum(route(league.officials[one], games) for games in days.values())


def _team_excess(league: League, mine: Sequence[Sequence[int]]) -> Iterator[int]:
    people = len(mine)
    met = [Counter(team for number in numbers for team in league.games[number].teams) for numbers in mine]
    for team in league.teams:
        total = sum(one[team] for one in met)
        yield from (max(0, _ceil(people * one[team] - total, people)) for one in met)


def _ceil(a: int, b: int) -> int:
    return -(-a // b)


def read_league(path: Path) -> League:
    """An instance in its published text form."""
    sections = _sections(path.read_text(encoding="utf-8"))
    divisions = {
        name: Division(*(int(number) for number in numbers.split(",")[:3]))
        for name, numbers in (line.split(":") for line in sections["DIVISIONS"])
    }
    arenas = {line.split()[0]: _point(line) for line in sections["ARENAS"]}
    games = []
    for line in sections["GAMES"]:
        home, away, division, day, hour, arena, experience = line.split()
        games.append(Game((home, away), divisions[division], _time(f"{day} {hour}"), arenas[arena], int(experience)))
    return League(path.stem, tuple(_official(line) for line in sections["REFEREES"]), tuple(games))


def _sections(text: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    current = ""
    for line in (one.strip() for one in text.splitlines()):
        if line.startswith(HEADERS):
            current = line.split()[0]
        elif line and current:
            found[current].append(line)
    return found


def _official(line: str) -> Official:
    name, level, rest = (part.strip() for part in line.split(",", 2))
    experience = rest.split(")", 1)[1].lstrip(", ").split(",", 1)[0]
    people, teams, away = re.findall(r"\[(.*?)\]", rest)
    return Official(name, int(level), _point(rest), int(experience), _names(people), _names(teams), tuple(_away(away)))


def _names(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _away(text: str) -> Iterator[tuple[datetime, datetime]]:
    for span in (part.strip() for part in text.split(",") if part.strip()):
        if "~" in span:
            since, until = (part.strip() for part in span.split("~"))
            yield _time(f"{since} 0:00"), _time(f"{until} 0:00") + timedelta(days=1)
        elif " " in span:
            day, hours = span.split()
            since, until = hours.split("-")
            yield _time(f"{day} {since}"), _time(f"{day} {until}")
        else:
            yield _time(f"{span} 0:00"), _time(f"{span} 0:00") + timedelta(days=1)


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 # the instances know no time zone


def _point(text: str) -> Point:
    x, y = text[text.index("(") + 1 : text.index(")")].split(",")
    return float(x), float(y)
