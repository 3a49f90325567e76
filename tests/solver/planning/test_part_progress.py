"""The progress of a season in parts is that of its parts by their shares; scores are summed where there are any."""

from __future__ import annotations

import pytest

from solver.planning.part_progress import STAGES, together
from solver.planning.progress import Progress

SHARES = {0: 0.75, 1: 0.25}
BEGUN = Progress("timetable", 50.0)
FIRST = Progress("bound", 0.0, 80.0)
BETTER = Progress("improve", 20.0, 90.0, 100.0)
DONE = Progress("check", 100.0, 30.0, 33.0)


@pytest.mark.parametrize(
    ("told", "percent", "best", "bound"),
    [
        ({}, 0.0, None, None),
        ({0: BEGUN}, 0.75 * 6.0, None, None),
        ({0: BEGUN, 1: DONE}, 0.75 * 6.0 + 25.0, 30.0, 33.0),
        ({0: FIRST, 1: DONE}, 0.75 * 30.0 + 25.0, 110.0, None),
        ({0: BETTER, 1: DONE}, 0.75 * 46.0 + 25.0, 120.0, 133.0),
        ({0: DONE, 1: DONE}, 100.0, 60.0, 66.0),
    ],
)
def test_percent_score_and_bound_of_the_parts_so_far(
    told: dict[int, Progress], percent: float, best: float | None, bound: float | None
) -> None:
    step = together(told, SHARES)
    assert step.percent == pytest.approx(percent)
    assert (step.phase, step.best, step.bound) == ("parts", best, bound)


def test_phases_of_a_part_follow_each_other_up_to_the_whole() -> None:
    ends = [begin + length for begin, length in STAGES.values()]
    assert [begin for begin, _ in STAGES.values()] == [0.0, *ends[:-1]]
    assert ends[-1] == 100.0
