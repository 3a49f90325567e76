"""Seats dealt out before anything is solved: lawful teams, near home, shared fairly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.model.merits import Merits, load
from solver.model.objective import weights
from solver.planning.batches import batch_cases
from solver.planning.foreseen import POOL, foreseen
from solver.planning.openings import Opening, Team, openings_of
from solver.routing import route_applications


@pytest.fixture(scope="module")
def merits() -> Merits:
    return Merits(brief_for(synthesise(6, 260, 300, 2, "easy")))


@pytest.fixture(scope="module")
def rows(merits: Merits) -> tuple[Opening, ...]:
    plan = batch_cases(merits.brief, route_applications(merits.brief))
    return tuple(openings_of(merits, plan).opening.values())


@pytest.fixture(scope="module")
def districts(merits: Merits) -> list[str]:
    return sorted({one.district for one in merits.brief.season.experts if one.district})


def panel(dealt: Mapping[str, Mapping[str, float]], row: Opening) -> frozenset[str]:
    """Those who are wanted more than anybody of the pool."""
    anybody = POOL * min(1.0, row.need / len(row.eligible))
    return frozenset(one for one, part in dealt[row.session.id].items() if part > anybody + 1e-9)


def worth(merits: Merits, row: Opening, panel: tuple[int, ...], district: str) -> float:
    """What a panel of one team adds, nobody having sat before in the season."""
    weight, days = weights(merits.brief.rulebook), merits.days(row.session)
    return sum(
        float(row.teams[0].fit[one])
        + weight["load"] * load(merits.past_days(row.eligible[one]), days)
        + weight["travel"] * merits.trip_days(row.eligible[one], row.session, district)
        for one in panel
    )


def test_every_session_is_dealt_a_panel_of_those_who_may_sit(
    merits: Merits, rows: tuple[Opening, ...], districts: list[str]
) -> None:
    dealt = foreseen(merits, rows, districts)
    assert set(dealt) == {row.session.id for row in rows}
    for row in rows:
        assert set(dealt[row.session.id]) == set(row.eligible)
        assert len(panel(dealt, row)) == min(row.session.size, len(row.eligible))
        assert max(dealt[row.session.id].values()) <= 1.0


def test_a_session_by_itself_gets_the_panel_that_is_worth_most(
    merits: Merits, rows: tuple[Opening, ...], districts: list[str]
) -> None:
    few, seats = 9, 4
    for row in rows[:6]:
        team = Team(seats, row.teams[0].fit[:few])
        alone = replace(row, eligible=row.eligible[:few], teams=(team,))
        dealt = tuple(alone.eligible.index(one) for one in panel(foreseen(merits, (alone,), districts), alone))
        every = [(worth(merits, alone, some, at), some) for at in districts for some in combinations(range(few), seats)]
        best = max(value for value, _ in every)
        assert max(worth(merits, alone, dealt, at) for at in districts) == pytest.approx(best)
        assert len(dealt) == seats or not np.isfinite(best)


def test_sessions_of_the_same_pool_are_dealt_people_of_several_districts(
    merits: Merits, rows: tuple[Opening, ...], districts: list[str]
) -> None:
    """The same session twice: the second is dealt others, though the first would be the best for both."""
    row = max(rows, key=lambda one: len(one.eligible))
    twin = replace(row, session=replace(row.session, id="twin"))
    dealt = foreseen(merits, (row, twin), districts)
    assert panel(dealt, twin) != panel(dealt, row)
    assert panel(foreseen(merits, (twin,), districts), twin) == panel(foreseen(merits, (row,), districts), row)
