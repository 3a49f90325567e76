"""The replay of measured tasks: each to whoever is free first, with what the coordinator does alone."""

from __future__ import annotations

import pytest

from benchmarks.province import replayed


def result(known: float) -> dict[str, object]:
    """Parts of 5, 4, 3 and 3 s, told in another order, between 2 s of cutting and 1 s of joining."""
    tasks = [{"part": number, "seconds": seconds} for number, seconds in ((3, 3.0), (0, 5.0), (2, 3.0), (1, 4.0))]
    return {"tasks": tasks, "seconds": {"cut": 2.0, "join": 1.0, "known": known}}


@pytest.mark.parametrize(
    ("workers", "known", "seconds"),
    [
        (1, 0.0, 2 + 15 + 1),
        (2, 0.0, 2 + 8 + 1),  # 5 + 3 beside 4 + 3
        (4, 0.0, 2 + 5 + 1),
        (8, 0.0, 2 + 5 + 1),  # no task is cut
        (4, 6.0, 2 + 6 + 1),  # the coordinator is waited for
    ],
)
def test_tasks_are_taken_in_order_by_whoever_is_free_first(workers: int, known: float, seconds: float) -> None:
    assert replayed(result(known), workers) == pytest.approx(seconds)
