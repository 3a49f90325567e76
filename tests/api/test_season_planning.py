"""Large seasons in parts: the same plan whoever works on it, and a run outlives the death of a worker."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from api import executors
from api.cluster import ClusterFlag
from api.executors import Crew, FileFlag, crew_of
from api.season_planning import Limits, PartPlanner, planned
from data.briefing import brief_for
from data.samples.province import synthesise_province
from data.season_files.sentences import fault_sentence
from solver.check import check, hard
from solver.domain.plan import Plan, Status
from solver.errors import InputError
from solver.planning.budget import never
from solver.planning.components import parts_of
from solver.planning.cutting import Cut
from solver.planning.part_extent import extent_of
from solver.planning.progress import Progress, silent
from solver.planning.rejoining import joined
from solver.rules.brief import Brief
from tests.api.dask_cluster import PATIENCE, cluster, until, workers_of

FINE = Cut(applications=120, rooms=4, apart=1)
QUICK = Limits(None, 1, 1)


@pytest.fixture(scope="module")
def brief() -> Brief:
    """Two cities that share a few experts, so that parts are cut where these sit in both."""
    return brief_for(synthesise_province(2, 12, 300, 500, 5))


@pytest.fixture(scope="module")
def alone(brief: Brief) -> Plan:
    """The plan of the parts one after the other, in this process."""
    parts = parts_of(brief, FINE)
    planner = PartPlanner(QUICK, 1, FileFlag(Path("never")))
    return joined(brief, parts, [planner(part) for part in parts])


def assert_told_to_the_end(heard: list[Progress], plan: Plan) -> None:
    """Percents never went back, and the last word of the parts is their best score and bound, as their tasks told."""
    steps = [step for step in heard if step.phase == "parts"]
    assert [step.percent for step in steps] == sorted(step.percent for step in steps)
    assert (steps[-1].percent, steps[-1].best, steps[-1].bound) == pytest.approx((100.0, plan.total, plan.bound))


def test_one_or_two_processes_make_the_same_plan(brief: Brief, alone: Plan) -> None:
    heard: list[Progress] = []
    assert any(part.scope.elsewhere for part in parts_of(brief, FINE))
    for workers in (1, 2):
        heard.clear()
        assert planned(brief, QUICK, heard.append, never, workers=workers, cut=FINE) == replace(
            alone, effort="effort=1"
        )
    assert_told_to_the_end(heard, alone)


def test_a_season_that_is_not_worth_cutting_is_planned_as_a_whole(brief: Brief) -> None:
    phases: list[str] = []
    plan = planned(brief, QUICK, lambda step: phases.append(step.phase), never)
    assert "parts" not in phases
    assert plan.effort == "effort=1"


def left_out(plan: Plan) -> Counter[str]:
    """Applications that are not placed, by what is said of them."""
    return Counter(one.reasons[0].dimension for one in plan.unplaced if one.kind == "application")


def test_stopped_a_run_in_parts_keeps_those_that_were_begun(brief: Brief, alone: Plan, tmp_path: Path) -> None:
    flag = FileFlag(tmp_path / "stop")
    parts, planner = parts_of(brief, FINE), PartPlanner(QUICK, 1, flag)
    plans = [planner(parts[0])]
    flag.raise_()
    plans += [planner(part) for part in parts[1:]]
    plan = joined(brief, parts, plans)
    assert (plan.status, plan.bound, plan.bound_basis) == (Status.FEASIBLE, None, "")
    assert plan.sessions == alone.sessions[: len(plan.sessions)] != ()
    others = sum(1 for one in alone.routes if one.committee and one.application not in parts[0].applications)
    assert (left_out(plan)["not_begun"], plan.placed_bound) == (others, plans[0].placed_bound + others)
    assert hard(check(brief, plan)) == ()


def test_parts_for_which_no_time_was_left_are_told(brief: Brief) -> None:
    plan = planned(brief, Limits(0.01, None, 1), silent, never, workers=1, cut=FINE)
    assert (plan.status, plan.placed, plan.effort) == (Status.OUT_OF_TIME, 0, "seconds=0.01")
    assert left_out(plan) == {"not_begun": sum(1 for one in plan.routes if one.committee)}


def test_parts_that_do_not_fit_are_refused_before_any_is_begun(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of(brief, FINE)
    extent = extent_of(parts)
    extent.refuse_above(extent.memory)
    monkeypatch.setattr(executors, "free_memory", lambda: extent.memory - 1)
    with pytest.raises(InputError) as caught:
        planned(brief, QUICK, silent, never, workers=2, cut=FINE)
    (fault,) = caught.value.faults
    needed, said = -(-extent.memory // 2**20), fault_sentence(fault, "zh")
    assert (fault.code, fault.value) == ("parts_too_large", f"{max(len(part.applications) for part in parts)}")
    assert all(one in said for one in (f"{len(parts)} 块", f"{extent.seats} 个", f"{needed} MiB", f"{needed - 1} MiB"))


@pytest.mark.parametrize(("free", "workers", "each"), [(399, 3, 133), (299, 2, 149), (50, 1, 50), (None, 4, None)])
def test_no_more_processes_than_have_the_memory(
    free: int | None, workers: int, each: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "free_memory", lambda: free)
    with crew_of(workers=4, memory=100) as crew:
        assert (crew.workers, crew.memory) == (workers, each)


@pytest.mark.parametrize(
    ("asked", "applications", "seconds"),
    [((None, None), 24_000, 60.0), ((None, None), 300_000, 750.0), ((5.0, None), 300_000, 5.0), ((None, 7), 9, None)],
)
def test_a_run_without_a_limit_has_the_usual_one(
    brief: Brief, asked: tuple[float | None, int | None], applications: int, seconds: float | None
) -> None:
    row = brief.season.applications[0]
    season = replace(brief.season, applications=(row,) * applications)
    assert Limits(*asked, seed=1).of(season) == Limits(seconds, asked[1], 1)


def begin(marker: Path, part: object, planner: PartPlanner) -> Plan:
    """Say that a part is begun, then plan it."""
    (marker / str(os.getpid())).touch()
    time.sleep(0.3)
    return planner(part)  # type: ignore[arg-type] # a part, as the executor hands it on


def planned_with_a_death(crew: Crew, brief: Brief, folder: Path, killed: Callable[[], int]) -> Plan:
    """The plan of ``brief`` in parts, while the process ``killed`` is killed once it has begun one."""
    begun = folder / "begun"
    begun.mkdir()

    def kill() -> None:
        until(lambda: any(begun.iterdir()))
        victim = killed() or int(next(begun.iterdir()).name)
        until((begun / str(victim)).exists)
        os.kill(victim, signal.SIGKILL)

    killer = Thread(target=kill)
    killer.start()
    work = partial(begin, begun, planner=PartPlanner(QUICK, 2, crew.flag))
    parts = parts_of(brief, FINE)
    made = [one.result(PATIENCE) for one in [crew.executor.submit(work, part) for part in parts]]
    killer.join()
    return joined(brief, parts, made)


def test_the_plan_is_the_same_where_a_process_is_killed_while_it_plans(
    brief: Brief, alone: Plan, tmp_path: Path
) -> None:
    with crew_of(workers=2) as crew:
        assert planned_with_a_death(crew, brief, tmp_path, lambda: 0) == alone


def test_a_cluster_makes_the_same_plan_also_when_a_worker_is_killed(brief: Brief, alone: Plan, tmp_path: Path) -> None:
    with cluster(tmp_path) as (address, workers):
        until(lambda: workers_of(address) == 2)
        heard: list[Progress] = []
        assert planned(brief, QUICK, heard.append, never, address, cut=FINE) == replace(alone, effort="effort=1")
        assert_told_to_the_end(heard, alone)
        with crew_of(address) as crew:
            assert (crew.workers, isinstance(crew.flag, ClusterFlag)) == (2, True)
            assert planned_with_a_death(crew, brief, tmp_path, lambda: workers[0].pid) == alone
        assert workers[0].wait() == -signal.SIGKILL
