"""Budgets: a clock that is handed in, effort that is not a clock, and parts of both."""

from __future__ import annotations

from solver.planning.budget import Budget


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_seconds_run_down_with_the_clock() -> None:
    clock = Clock()
    allowance = Budget(10.0, None, clock).start()
    clock.now += 4
    assert allowance.seconds_left() == 6.0
    assert not allowance.is_over()
    clock.now += 7
    assert allowance.seconds_left() == 0.0
    assert allowance.is_over()


def test_a_part_ends_before_the_whole() -> None:
    clock = Clock()
    allowance = Budget(10.0, None, clock).start()
    part = allowance.part(0.25)
    clock.now += 2.5
    assert part.is_over()
    assert allowance.seconds_left() == 7.5


def test_effort_knows_no_clock() -> None:
    clock = Clock()
    allowance = Budget(None, 8, clock).start()
    clock.now += 1e9
    assert allowance.seconds_left() is None
    assert not allowance.is_over()
    assert allowance.repeats
    assert allowance.part(0.5).effort == 4.0


def test_effort_goes_before_seconds() -> None:
    assert Budget(1.0, 8, Clock()).start().seconds_left() is None


def test_a_request_to_stop_ends_every_part() -> None:
    asked: list[bool] = []
    allowance = Budget(None, 8, Clock()).start(lambda: bool(asked))
    part = allowance.part(0.5)
    assert not part.is_over()
    asked.append(True)
    assert part.is_over()
    assert allowance.is_over()
