"""Sharper ideals bound lower, name one district a session, and repeat themselves."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.model.merits import Merits
from solver.planning import improve
from solver.planning.batches import batch_cases
from solver.planning.budget import Allowance, Budget
from solver.planning.ideal import Ideal, ideals
from solver.planning.parts import PanelPart, panel_parts
from solver.planning.season_plan import plan_season
from solver.planning.sharpening import TRIES_PER_SESSION, Sharpening
from solver.routing import route_applications

SEASON = synthesise(3, 100, 200, 6, "tight")


def effort(units: int = 6) -> Allowance:
    return Budget(None, units, time.monotonic).start()


@pytest.fixture(scope="module")
def parts() -> tuple[PanelPart, ...]:
    merits = Merits(brief_for(SEASON))
    return panel_parts(merits, batch_cases(merits.brief, route_applications(merits.brief)))


@pytest.fixture(scope="module")
def blunt(parts: tuple[PanelPart, ...]) -> list[Ideal]:
    return ideals(parts, effort())


def bounds(found: list[Ideal]) -> list[float]:
    return [one.bound for one in found if one.bound is not None]


def test_no_bound_rises_and_that_of_a_tight_part_falls(parts: tuple[PanelPart, ...], blunt: list[Ideal]) -> None:
    sharp = [Sharpening(effort()).of(part, ideal, None) for part, ideal in zip(parts, blunt, strict=True)]
    assert len(bounds(sharp)) == len(parts)
    assert all(new <= old for new, old in zip(bounds(sharp), bounds(blunt), strict=True))
    assert sum(bounds(sharp)) < sum(bounds(blunt)) - 1.0
    for part, ideal in zip(parts, sharp, strict=True):
        assert set(ideal.wanted) == part.sessions
        assert all(max(found.values()) == pytest.approx(1.0) for found in ideal.districts.values())


def test_panels_that_do_not_beat_the_plan_leave_the_ideal_its_own(
    parts: tuple[PanelPart, ...], blunt: list[Ideal]
) -> None:
    found = Sharpening(effort()).of(parts[0], blunt[0], 1e9)
    assert found == replace(blunt[0], bound=found.bound)


def test_without_time_an_ideal_stays_as_it_is(parts: tuple[PanelPart, ...], blunt: list[Ideal]) -> None:
    over = Budget(0.0, None, lambda: 0.0).start()
    assert Sharpening(over).of(parts[0], blunt[0], None) is blunt[0]


def test_the_largest_gaps_come_first_as_far_as_tries_go(parts: tuple[PanelPart, ...]) -> None:
    sizes = [TRIES_PER_SESSION * len(part.sessions) for part in parts]
    work = Sharpening(effort())
    assert work.worthwhile(parts, {0: 1.0, 1: 3.0}, None) == ([1, 0], sizes[0] + sizes[1])
    assert work.worthwhile(parts, {0: 1.0, 1: 3.0}, sizes[1]) == ([1], sizes[1])
    assert work.worthwhile(parts, {0: 1.0, 1: 0.0}, None) == ([0], sizes[0])


def test_a_plan_with_sharper_ideals_does_not_depend_on_the_workers(
    blunt: list[Ideal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(improve, "PATIENCE", 2)
    one, other = (
        plan_season(brief_for(SEASON), Budget(None, 5, time.monotonic), 1, workers=workers) for workers in (1, 2)
    )
    assert one == other
    assert one.bound is not None
    assert one.total <= one.bound + 1e-6
    assert one.placed == one.placed_bound
    assert one.bound < sum(bounds(blunt)) - 1.0
