"""Forecasts: what is short is named, with the numbers; what has a plan is never called broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, event, find, given, settings
from hypothesis import strategies as st

from data.briefing import brief_for
from data.samples.synthetic import synthesise
from solver.domain.calendar import HalfDay
from solver.domain.edits import Add, Edit, edited
from solver.domain.people import Unavailability
from solver.domain.season import Season
from solver.domain.vocabulary import Level
from solver.planning.forecast.cells import BROKEN, FINE, SCARCE, Cell, forecast
from solver.planning.forecast.proofs import Break
from solver.planning.forecast.sentences import break_sentence
from tests.builders import OPEN
from tests.solver.explain.whynot.impossible_seasons import (
    IMPOSSIBLE,
    MONDAY,
    SECOND_COMMITTEE,
    absent,
    drawn,
    everyone,
    kin,
    switched_off,
    tiny,
    window,
)
from tests.solver.explain.whynot.test_conflicts import all_is_placed

C1 = (("C1", Level.JUNIOR),)
AT_ONCE = 5
"""A panel of three and its two alternates."""

SHORT: dict[str, tuple[str, int, int]] = {
    # name of a season in IMPOSSIBLE: kind of proof, experts there are, experts needed
    "too few for the alternates": ("experts", 4, AT_ONCE),
    "too few for a panel": ("experts", 2, AT_ONCE),
    "kin of an applicant": ("experts", 4, AT_ONCE),
    "experts suspended": ("experts", 2, AT_ONCE),
    "experts who apply themselves": ("experts", 4, AT_ONCE),
    "a third year running": ("experts", 0, AT_ONCE),
    "titles too low": ("experts", 0, AT_ONCE),
    "away all season": ("time", 4, AT_ONCE),
    "away one after the other": ("time", 4, AT_ONCE),
    "away on the only day": ("time", 4, AT_ONCE),
    "a specialty nobody holds": ("holder", 0, 1),
    "too few to draw from": ("experts", 3, 4),
    "kin leave too few to draw from": ("experts", 3, 4),
    "kin and absence leave too few to draw from": ("experts", 3, 4),  # two of five are kin; the absence comes on top
}


def spoilt(name: str) -> Season:
    return edited(tiny(IMPOSSIBLE[name].experts), IMPOSSIBLE[name].edits)


def proofs(season: Season) -> tuple[Break, ...]:
    return forecast(brief_for(season)).breaks


def line(season: Season, specialty: str = "") -> Cell:
    (found,) = (one for one in forecast(brief_for(season)).cells if one.specialty == specialty)
    return found


@pytest.mark.parametrize("name", SHORT)
def test_what_lacks_supply_is_named_with_its_numbers(name: str) -> None:
    first = proofs(spoilt(name))[0]
    assert (first.kind, first.found, first.needed) == SHORT[name]
    assert first.bands == C1


@pytest.mark.parametrize("name", sorted(set(IMPOSSIBLE) - set(SHORT)))
def test_what_is_impossible_for_other_reasons_is_not_called_short_of_experts(name: str) -> None:
    assert [one.kind for one in proofs(spoilt(name)) if one.kind in {"experts", "time", "holder"}] == []


def test_a_season_with_enough_raises_no_alarm() -> None:
    found = forecast(brief_for(tiny(9)))
    assert found.breaks == ()
    assert {one.verdict for one in found.cells} == {FINE}
    assert found.unrouted == 0


def test_a_cell_counts_what_there_is() -> None:
    season = edited(tiny(7), (absent(1, HalfDay(MONDAY, 1), HalfDay(MONDAY + timedelta(4), 2)), kin(2, "A01")))
    found = line(season)
    assert (found.applications, found.needed) == (2, AT_ONCE)
    assert found.eligible == 7 - 1  # E02 is kin of an applicant and sits in no session
    mondays = forecast(brief_for(season)).weeks
    at = dict(zip(mondays, found.weeks, strict=True))
    assert at[MONDAY] == 7 - 1 - 1  # in that week E01 is away as well
    assert at[MONDAY + timedelta(7)] == 7 - 1
    assert at[date(2026, 12, 28)] is None  # the window is over
    assert found.spare == 7 - 1 - AT_ONCE
    assert found.verdict == SCARCE


def test_it_says_from_how_many_applications_reading_breaks() -> None:
    season = edited(tiny(6, 1), (everyone("experts", max_cases=4),))
    readers = 2  # with groups; three without
    assert line(season).most == 6 * 4 // readers + 1
    many = edited(tiny(6, 13), (everyone("experts", max_cases=4),))
    assert [(one.kind, one.found, one.needed) for one in proofs(many)] == [("readers", 6 * 4, 13 * readers)]


def test_committees_that_share_experts_are_counted_together() -> None:
    both = tuple(Add("pools", replace(row, committee="C2")) for row in tiny(6).pools)
    shared = edited(tiny(12), (*SECOND_COMMITTEE, *both))
    assert proofs(shared) == ()
    titles = tuple(Add("qualifications", replace(row, specialty="电气工程")) for row in tiny(6).qualifications)
    once = edited(shared, (*titles, everyone("experts", max_sessions=1)))
    assert proofs(once) == ()  # twelve seats for two panels of three
    few = replace(once, pools=tuple(row for row in once.pools if row.expert in {"E01", "E02", "E03", "E04", "E05"}))
    (found,) = proofs(few)
    assert (found.kind, found.found, found.needed) == ("shared_seats", 5, 3 + 3)
    assert {committee for committee, _ in found.bands} == {"C1", "C2"}


def test_committees_with_one_half_day_need_different_people() -> None:
    both = tuple(Add("pools", replace(row, committee="C2")) for row in tiny(6).pools)
    titles = tuple(Add("qualifications", replace(row, specialty="电气工程")) for row in tiny(6).qualifications)
    away = tuple(absent(n, HalfDay(OPEN, 1), HalfDay(date(2026, 12, 31), 2)) for n in range(7, 13))
    season = edited(tiny(12), (*SECOND_COMMITTEE, *both, *titles, *away, window(MONDAY, MONDAY)))
    whole_day = replace(season, header=replace(season.header, half_days=1))
    found = [one for one in proofs(whole_day) if one.kind == "one_time"]
    assert [(one.found, one.needed) for one in found] == [(6, AT_ONCE + AT_ONCE)]


def test_every_proof_has_a_sentence_in_both_languages() -> None:
    for name in SHORT:
        brief = brief_for(spoilt(name))
        for one in forecast(brief).breaks:
            told = break_sentence(one, brief, "zh"), break_sentence(one, brief, "en")
            assert all("C1" in text and "{" not in text for text in told)
            assert told[0] != told[1]


def test_a_broken_line_is_marked() -> None:
    assert line(spoilt("a specialty nobody holds"), "电气工程").verdict == BROKEN
    assert line(spoilt("away all season")).verdict == BROKEN


@pytest.mark.parametrize("tightness", ["easy", "tight"])
def test_generated_seasons_that_can_be_planned_raise_no_alarm(tightness: str) -> None:
    for seed in range(1, 4):
        assert proofs(synthesise(6, 220, 150, seed, tightness)) == ()  # type: ignore[arg-type] # one of its words


days = st.integers(0, 60).map(lambda n: OPEN + timedelta(n))
halves = st.builds(HalfDay, days, st.integers(1, 2))


@st.composite
def spans(draw: st.DrawFn) -> tuple[HalfDay, HalfDay]:
    first, last = sorted((draw(halves), draw(halves)))
    return first, last


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    """The small season with few experts, some of them away, unfit, related or limited, in a window of some days."""
    experts = draw(st.integers(3, 8))
    edits: list[Edit] = []
    for number in draw(st.sets(st.integers(1, experts), max_size=4)):
        start, end = draw(spans())
        edits.append(Add("unavailability", Unavailability(f"P{number:02d}", start, end)))
    edits += [kin(number, "A01") for number in draw(st.sets(st.integers(1, experts), max_size=2))]
    first = draw(days)
    edits.append(window(first, first + timedelta(draw(st.integers(0, 20)))))
    edits += [drawn()] if draw(st.booleans()) else []
    edits += [Add("policy", switched_off(one)) for one in ("PD-04", "PD-12") if draw(st.booleans())]
    edits.append(everyone("experts", max_cases=draw(st.sampled_from([None, 0, 1, 2]))))
    return edited(tiny(experts, draw(st.integers(1, 3))), edits)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(seasons())
def test_a_season_that_has_a_complete_plan_is_never_called_broken(season: Season) -> None:
    broken = bool(proofs(season))
    event("broken" if broken else "not broken")
    assert not (broken and all_is_placed(season))


def test_the_seasons_drawn_for_it_are_of_both_kinds() -> None:
    assert proofs(find(seasons(), lambda one: bool(proofs(one))))
    assert all_is_placed(find(seasons(), all_is_placed, settings=settings(max_examples=40)))
