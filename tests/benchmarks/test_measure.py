"""What the runner records: sizes, quality, violations, phases; and a line per run, also of a run that died."""

from __future__ import annotations

from collections import Counter

from benchmarks.instances import INSTANCES
from benchmarks.measure import Phases, quality_of, size_of, violations_of
from benchmarks.run import summary
from data.briefing import brief_for
from data.samples.sample_season import build_sample
from solver.domain.plan import Plan, Reason, Route, RouteKind, Status, Term, Unplaced
from solver.planning.progress import Progress
from tests.builders import small_plan, small_season


def test_sizes_count_what_is_asked_and_what_is_planned() -> None:
    season = small_season(experts=15, applications=6)
    size = size_of(season, small_plan(season, size=11))
    assert (size["experts"], size["applications"], size["sessions"]) == (15, 6, 1)
    assert (size["seats"], size["seated"], size["alternates"]) == (11, 11, 0)


def test_quality_tells_what_could_be_placed_from_what_was() -> None:
    routes = (
        Route("D1", RouteKind.COMMITTEE, "C1"),
        Route("D2", RouteKind.DELEGATED, "C1"),
        Route("D3", RouteKind.NEEDS_AUTHORISATION),
    )
    left = Unplaced("D2", "application", (Reason("room", "LG-04"),))
    term = Term("seat_fit", 3.0, 10.0, 30.0)
    plan = Plan(routes=routes, unplaced=(left,), score=(term,), placed=1, placed_bound=2, status=Status.FEASIBLE)
    quality = quality_of(plan)
    assert (quality["placeable"], quality["placed"], quality["placed_bound"]) == (2, 1, 2)
    assert quality["unplaced"] == {"LG-04": 1}
    assert quality["score"] == {"seat_fit": {"count": 3.0, "weight": 10.0, "value": 30.0}}


def test_advice_is_no_violation() -> None:
    found = Counter({("CN40-09a", "hard"): 2, ("CN40-09b", "overridable"): 1, ("SY24-13a", "advisory"): 5})
    judged = violations_of(brief_for(small_season()), Plan(), found)
    assert judged["hard_violations"] == 3
    assert judged["hard_by_rule"] == {"CN40-09a": 2, "CN40-09b": 1}
    assert judged["advisory_by_rule"] == {"SY24-13a": 5}


def test_phases_add_up_to_the_time_between_the_first_and_the_last_report() -> None:
    ticks = iter([100.0, 101.0, 101.5, 104.5, 104.75, 105.0])
    phases = Phases(lambda: next(ticks))
    for name, best in (("routes", None), ("panels", None), ("bound", 7.0), ("improve", 8.0)):
        phases.report(Progress(name, 0, best))
    told = {"start": 1.0, "routes": 0.5, "panels": 3.0, "bound": 0.25, "improve": 0.25}
    assert phases.closed() == {"plan": 5.0, "first_plan": 4.5, "phases": told}


def test_a_run_that_died_says_so() -> None:
    assert summary({"instance": "city", "exit": -9}) == "city: failed with exit code -9"


def test_the_sample_instance_is_the_committed_file() -> None:
    assert INSTANCES["sample"].season() == build_sample()
