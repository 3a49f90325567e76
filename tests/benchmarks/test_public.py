"""Public benchmarks: the scorers on cases counted by hand, and the models against every solution of tiny instances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations, permutations, product
from pathlib import Path

import numpy as np
import pytest

from benchmarks.public import officials, papers, theses
from benchmarks.public.officials import Division, Game, League, Official
from benchmarks.public.officials_model import LeagueModel
from benchmarks.public.officials_search import LeagueSearch
from benchmarks.public.places import FOLDER, data
from benchmarks.public.theses import EMPTY, Seminar, Sitting
from benchmarks.public.theses_model import SeminarModel
from solver.domain.plan import Status
from solver.model.fixing import maximise
from solver.model.highs import Limits

WEIGHTS = (0.1, 0.03, 0.3, 0.55, 0.01)
EXACT = Limits(gap=1e-9)


def seminar(specialities: tuple[int, ...], away: frozenset[tuple[int, int]] = frozenset()) -> Seminar:
    """One day of two short halves, two sessions at most; ``away`` are (student, slot)."""
    free = tuple((tuple((student, slot) not in away for slot in range(4)),) for student in range(len(specialities)))
    return Seminar("tiny", 1, 2, 2, ((0, 1), (2, 3)), 2, 4, specialities, free, WEIGHTS)


def test_a_timetable_is_scored_slot_by_slot() -> None:
    tiny = seminar((0, 1, 0), away=frozenset({(2, 3)}))
    counts = theses.score(tiny, [Sitting(0, (0, 1, EMPTY, 2))])
    # 0→1 in the morning changes speciality (2); nothing→0 in the afternoon switches once and changes once
    assert counts == {"switches": 1, "specialisms": 3, "changes": 3, "unavailable": 1, "sessions": 1}


def test_an_illegal_timetable_is_told() -> None:
    tiny = seminar((0, 1, 0))
    told = theses.faults(tiny, [Sitting(0, (EMPTY, 0, 1, EMPTY)), Sitting(0, (0, EMPTY, EMPTY, EMPTY))])
    assert told == ["student 0 sits 2 times", "student 2 sits 0 times", "session 0 has no noon"]


def timetables(tiny: Seminar) -> Iterator[list[Sitting]]:
    """Every timetable of a tiny seminar, legal or not."""
    places = list(product(range(tiny.sessions), range(tiny.slots)))
    for chosen in permutations(places, len(tiny.speciality)):
        rows = [[EMPTY] * tiny.slots for _ in range(tiny.sessions)]
        for student, (session, slot) in enumerate(chosen):
            rows[session][slot] = student
        yield [Sitting(0, tuple(row)) for row in rows if set(row) != {EMPTY}]


@pytest.mark.parametrize("away", [frozenset(), frozenset({(0, 0), (0, 1), (1, 2)}), frozenset({(3, 0), (3, 1)})])
def test_patterns_find_the_best_of_all_timetables(away: frozenset[tuple[int, int]]) -> None:
    tiny = seminar((0, 1, 0, 1), away)
    model = SeminarModel(tiny)
    found = maximise(model.build(), EXACT)
    assert found.values is not None
    sittings = model.sittings(found.values)
    assert theses.faults(tiny, sittings) == []
    least = min(theses.cost(tiny, rows) for rows in timetables(tiny) if not theses.faults(tiny, rows))
    assert (found.status, theses.cost(tiny, sittings)) == (Status.OPTIMAL, pytest.approx(least))
    assert found.value == pytest.approx(-least)


def official(name: str, level: int = 2, home: tuple[float, float] = (0.0, 0.0), **more: object) -> Official:
    """An official of experience 5."""
    return Official(
        name,
        level,
        home,
        5,
        frozenset(more.get("avoids", ())),  # type: ignore[call-overload] # given as tuples below
        frozenset(more.get("teams", ())),  # type: ignore[call-overload] # the same
        (),
    )


def game(home: str, away: str, hour: int, place: tuple[float, float], day: int = 1, division: int = 2) -> Game:
    """A game of one or two officials of level 2 who should have experience 8."""
    start = datetime(2019, 1, day, hour)  # noqa: DTZ001 # the instances know no time zone
    return Game((home, away), Division(1, division, 2), start, place, 8)


LEAGUE = League(
    "tiny",
    (official("R1", avoids=("R2",)), official("R2", home=(30.0, 0.0), teams=("C",)), official("R3", level=1)),
    (game("A", "B", 12, (0.0, 4.0)), game("C", "D", 15, (3.0, 4.0)), game("A", "C", 12, (30.0, 3.0), day=2)),
)


def test_an_assignment_is_scored_term_by_term() -> None:
    held = {0: frozenset({0, 1}), 1: frozenset({0}), 2: frozenset({1})}
    assert officials.faults(LEAGUE, held) == []
    counts = officials.score(LEAGUE, held)
    # R1: home–4 km–3 km–5 km home; R2: ceil(√(900+16)) = 31 there and back, and 3 there and back
    assert counts["distance"] == 4 + 3 + 5 + 31 + 31 + 3 + 3
    assert (counts["experience"], counts["optional"], counts["together"], counts["unwanted"]) == (2, 2, 1, 1)
    assert counts["load"] == 1 + 1 + 2  # the average is 4/3: R1 and R2 have 2, R3 has none
    # A: R2 twice, average 1; B and C: both once each, average 2/3; D: R1 once, average 1/3
    assert counts["teams"] == 1 + (1 + 1) + (1 + 1) + 1


def test_what_may_not_be_is_told() -> None:
    told = officials.faults(LEAGUE, {0: frozenset({2}), 1: frozenset(), 2: frozenset({0})})
    assert told == ["R3 may not at game 0", "game 1 has 0 officials"]


def assignments(league: League) -> Iterator[officials.Assignment]:
    """Every legal assignment of a tiny league."""
    people = range(len(league.officials))
    sets = [frozenset(some) for size in (1, 2) for some in combinations(people, size)]
    for chosen in product(sets, repeat=len(league.games)):
        held = dict(enumerate(chosen))
        if not officials.faults(league, held):
            yield held


def test_duties_find_the_best_of_all_assignments() -> None:
    model = LeagueModel(LEAGUE)
    found = LeagueSearch(model, model.build(), seconds=60.0, seed=1).run()
    assert found.values is not None
    held = model.assignment(found.values)
    least = min(sum(officials.score(LEAGUE, one).values()) for one in assignments(LEAGUE))
    assert (found.status, officials.faults(LEAGUE, held)) == (Status.OPTIMAL, [])
    assert sum(officials.score(LEAGUE, held).values()) == least
    assert found.value == pytest.approx(-least)


def test_a_league_is_read_from_its_text(tmp_path: Path) -> None:
    text = """Divisions = 1;
DIVISIONS % code, min referees, max referees, level, teams
D1: 1, 3, 4, 2
REFEREES % code
R1, 5, (1.5, 23.0), 9, [R2], [T2], [2/5/2019 14:30-17:15, 3/5/2019]
ARENAS % code, coordinates
A1 (0.5, 38.0)
TEAMS % name, division
T1 D1
GAMES % Home team
T1 T2 D1 5/1/2019 20:45 A1 9
"""
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    league = officials.read_league(tmp_path / "x.txt")
    (one,), (held,) = league.officials, league.games
    assert (one.level, one.home, one.experience, one.avoids) == (5, (1.5, 23.0), 9, frozenset({"R2"}))
    assert [str(since) for since, _ in one.away] == ["2019-05-02 14:30:00", "2019-05-03 00:00:00"]
    assert (held.division, held.place, held.experience) == (Division(1, 3, 4), (0.5, 38.0), 9)
    assert str(held.end) == "2019-01-05 22:45:00"


def test_papers_find_the_best_total_and_the_best_worst() -> None:
    conference = papers.synthetic(3, 4, seed=3)
    conference = papers.Conference("tiny", conference.scores, conference.allowed, each=2, least=1, most=2)
    every = []
    for rows in product(list(combinations(range(4), 2)), repeat=3):
        chosen = np.zeros((3, 4), dtype=np.bool_)
        for paper, row in enumerate(rows):
            chosen[paper, list(row)] = True
        if not papers.faults(conference, chosen):
            every.append(papers.judged(conference, chosen, 0.0))
    total = papers.best_total(conference)
    floor, best = papers.best_worst(conference, EXACT)
    assert total.total == pytest.approx(max(one.total for one in every))
    highest = max(one.worst for one in every)
    assert floor.worst == pytest.approx(highest)
    assert best.total == pytest.approx(max(one.total for one in every if one.worst >= highest - 1e-9))
    assert papers.faults(conference, total.chosen) == papers.faults(conference, best.chosen) == []


def test_missing_data_are_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with pytest.raises(SystemExit, match="the public data tstp are missing"):
        data("tstp")
