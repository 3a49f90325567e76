"""Runs end once: when they succeed, fail, are cancelled, lose their child, or lose the service that watches them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from api import runs
from api.run_child import Task
from api.run_process import RunProcess, Silence
from api.runs import SOLVE, TRIES, Pace, Run, claimed
from api.supervisor import Supervisor
from data.plan_files.plan_json import plan_of
from data.samples.synthetic import synthesise
from data.store import operations, plans
from data.store.engine import Store
from data.store.operations import Operation
from data.store.season_import import create_from
from data.store.seasons import one_season
from data.store.transaction import Actor
from solver.domain.season import Season
from tests.builders import small_season
from tests.conftest import KEY

ASKING = Actor("u-secretary", "secretariat")
QUICK = Pace(beat=0.05, grace=30.0)
LONG = {"seconds": 600, "seed": 1}


def asked(store: Store, season: Season, request: dict[str, object], one: str = "op-1") -> Operation:
    """An operation that waits, on ``season``."""
    with store.change(ASKING) as change:
        create_from(change, "2026", season)
        return operations.queue(change, one, SOLVE, "2026", request)  # type: ignore[arg-type]


def state(store: Store, one: str = "op-1") -> Operation:
    """How the operation stands."""
    with store.read() as reader:
        return operations.one_operation(reader, one)


def plans_made(store: Store) -> list[plans.StoredPlan]:
    """Every plan of the season."""
    with store.read() as reader:
        return list(plans.season_plans(reader, "2026"))


def begun(store: Store, worker: str = "w-1") -> Run:
    """The waiting operation, claimed."""
    operation = claimed(store, worker)
    assert operation is not None
    return Run(store, KEY, operation, worker, lambda: False, QUICK)


def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that has to come."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_a_run_brings_one_plan_of_the_season_as_it_was_read(store: Store) -> None:
    asked(store, small_season(experts=20, employers=20), {"effort": 1, "seed": 1})
    begun(store).carry_out()
    now = state(store)
    (plan,) = plans_made(store)
    assert (now.state, now.result, now.problem) == ("succeeded", plan.id, None)
    assert (plan.operation, plan.state) == ("op-1", "draft")
    with store.read() as reader:
        assert plan.season_version == one_season(reader, "2026").version
        assert plan_of(plans.plan_body(reader, plan.id)).placed == 6
    assert claimed(store, "w-2", timedelta(0)) is None


def test_a_season_that_cannot_be_planned_says_why(store: Store) -> None:
    season = small_season()
    asked(store, replace(season, header=replace(season.header, place="亚特兰蒂斯")), {"effort": 1})
    begun(store).carry_out()
    now = state(store)
    assert (now.state, now.result) == ("failed", None)
    assert isinstance(now.problem, dict)
    assert now.problem["code"] == "input"
    assert "亚特兰蒂斯" in str(now.problem["faults"])
    assert plans_made(store) == []


def test_a_run_whose_child_is_killed_waits_for_another_try(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(store, small_season(experts=20, employers=20), {"effort": 1})
    run = begun(store)
    _kill_children(monkeypatch)
    run.carry_out()
    assert (state(store).state, state(store).attempts) == ("queued", 1)
    monkeypatch.undo()
    begun(store, "w-2").carry_out()
    assert (state(store).state, state(store).attempts, len(plans_made(store))) == ("succeeded", 2, 1)


def test_a_run_that_kills_its_child_every_time_fails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(store, small_season(experts=20, employers=20), {"effort": 1})
    _kill_children(monkeypatch)
    for _ in range(TRIES + 1):
        begun(store).carry_out()
    now = state(store)
    assert isinstance(now.problem, dict)
    assert (now.state, now.problem["code"]) == ("failed", "run-died")


def _kill_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every child is killed as soon as it has started."""
    start = RunProcess.__init__

    def start_and_kill(self: RunProcess, task: Task, niceness: int) -> None:
        start(self, task, niceness)
        assert self.pid
        os.kill(self.pid, signal.SIGKILL)

    monkeypatch.setattr(RunProcess, "__init__", start_and_kill)


def test_who_has_lost_the_claim_writes_nothing(store: Store) -> None:
    asked(store, small_season(experts=20, employers=20), {"effort": 1})
    run = begun(store)
    thief = claimed(store, "w-2", timedelta(0))
    assert thief is not None
    assert thief.worker == "w-2"
    run.carry_out()
    assert (state(store).state, state(store).worker, plans_made(store)) == ("running", "w-2", [])


def test_leaving_a_process_ends_it_whatever_it_does(store: Store) -> None:
    asked(store, small_season(experts=20, employers=20), LONG)
    url = store.url.render_as_string(hide_password=False)
    with RunProcess(runs.task_of(url, KEY, "2026", LONG)) as process:
        pid = process.pid
        assert pid
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_run_that_is_cancelled_keeps_its_best(store: Store) -> None:
    asked(store, synthesise(8, 300, 800, 3, 0.8), LONG)
    supervisor = Supervisor(store, KEY, pace=QUICK)
    supervisor.start()
    try:
        until(lambda: state(store).best is not None)
        with store.change(ASKING) as change:
            operations.cancel(change, "op-1")
        until(lambda: state(store).state == "cancelled")
    finally:
        supervisor.stop()
    (plan,) = plans_made(store)
    assert state(store).result == plan.id
    with store.read() as reader:
        assert plan_of(plans.plan_body(reader, plan.id)).placed > 0


def test_a_service_that_stops_leaves_its_run_to_the_next(store: Store) -> None:
    asked(store, small_season(experts=20, employers=20), LONG)
    first = Supervisor(store, KEY, pace=QUICK)
    first.start()
    until(lambda: state(store).state == "running")
    first.stop()
    assert (state(store).state, state(store).attempts) == ("queued", 0)
    with store.change(ASKING) as change:
        operations.cancel(change, "op-1")
    assert state(store).state == "cancelled"


def test_what_a_dead_service_was_doing_is_taken_up_again_once(store: Store) -> None:
    asked(store, small_season(experts=20, employers=20), {"effort": 1})
    assert claimed(store, "w-of-the-dead") is not None
    second = Supervisor(store, KEY, pace=QUICK)
    second.start()
    until(lambda: state(store).state == "succeeded")
    second.stop()
    assert (state(store).attempts, len(plans_made(store))) == (2, 1)


@pytest.mark.parametrize("niceness", [0, 7])
def test_planning_steps_back_behind_whoever_answers_requests(store: Store, niceness: int) -> None:
    asked(store, synthesise(12, 300, 500, 7, "tight"), LONG)
    with RunProcess(begun(store).task(), niceness) as process:
        assert process.pid is not None
        pid, own = process.pid, os.getpriority(os.PRIO_PROCESS, 0)
        until(lambda: process.hear(0.0) is not Silence.NOTHING_YET)  # it has begun, so it has stepped back
        assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, own + niceness)
