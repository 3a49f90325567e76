"""Measures against a committee: who may take which, with what dates, and what of a plan they displace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from solver.domain.officers import Capacity, Officer
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState, DelegationState
from solver.explain.sentence import reason_sentence
from solver.rules.committee_states import Displaced, Measure, Measured, displaced, measured
from solver.rules.lapses import lapses
from tests.builders import small_plan, with_session
from tests.solver.rules.asking import brief_of
from tests.solver.rules.entrusting import entrusted_plan, entrusting_season, with_committee, with_letter

DAY = date(2026, 9, 21)
UNTIL = date(2026, 10, 30)
ACTIVE, RECTIFICATION = CommitteeState.ACTIVE, CommitteeState.RECTIFICATION
SUSPENDED, REVOKED = CommitteeState.SUSPENDED, CommitteeState.REVOKED
DATES = {ACTIVE: (None, None), RECTIFICATION: (DAY, UNTIL), SUSPENDED: (DAY, None), REVOKED: (DAY, None)}
STEPS = {
    ACTIVE: {RECTIFICATION, SUSPENDED, REVOKED},
    RECTIFICATION: {RECTIFICATION, SUSPENDED, REVOKED, ACTIVE},
    SUSPENDED: {SUSPENDED, REVOKED, ACTIVE},
    REVOKED: set(),
}


def standing(state: CommitteeState) -> Season:
    """The season with C1 (authority H2, above it H1) in ``state``."""
    start, end = DATES[state]
    return with_committee(entrusting_season(), "C1", state=state, state_from=start, state_to=end)


def measure(state: CommitteeState, **changes: object) -> Measure:
    """A measure as the authority H2 may take it, with some of it changed."""
    officer = Officer("u-decider", Capacity.AUTHORITY, frozenset({"H2"}))
    return replace(Measure(state, officer, DAY, "评审程序不合规", *DATES[state]), **changes)  # type: ignore[arg-type]


def taken(season: Season, asked: Measure) -> Measured:
    """What becomes of C1."""
    return measured(brief_of(season), season.committee["C1"], asked)


def refusing(outcome: Measured) -> set[str]:
    """Names of the guards that refused."""
    return {dict(reason.facts)["guard"] for reason in outcome.refusals}


@pytest.mark.parametrize(("now", "then", "capacity"), list(product(CommitteeState, CommitteeState, Capacity)))
def test_every_step_in_every_capacity(now: CommitteeState, then: CommitteeState, capacity: Capacity) -> None:
    asked = measure(then)
    outcome = taken(standing(now), replace(asked, officer=replace(asked.officer, capacity=capacity)))
    expected = set() if then in STEPS[now] else {"transition"}
    expected |= set() if capacity is Capacity.AUTHORITY else {"office"}
    assert refusing(outcome) == expected
    after = outcome.committee
    assert (after.state, after.state_from, after.state_to) == ((now, *DATES[now]) if expected else (then, *DATES[then]))


@pytest.mark.parametrize(("authority", "may"), [("H1", True), ("H2", True), ("H3", False), ("H9", False)])
def test_its_own_authority_or_one_above_it(authority: str, may: bool) -> None:
    asked = measure(SUSPENDED, officer=Officer("u-decider", Capacity.AUTHORITY, frozenset({authority})))
    assert refusing(taken(standing(ACTIVE), asked)) == (set() if may else {"office"})


@pytest.mark.parametrize(
    ("state", "start", "end", "does"),
    [
        (RECTIFICATION, DAY, DAY, True),
        (RECTIFICATION, DAY, None, False),  # 限期
        (RECTIFICATION, None, UNTIL, False),
        (RECTIFICATION, date(2026, 9, 20), UNTIL, False),  # before it is decided
        (RECTIFICATION, UNTIL, DAY, False),
        (SUSPENDED, DAY, UNTIL, True),
        (SUSPENDED, UNTIL, DAY, False),
        (REVOKED, DAY, UNTIL, False),  # 收回 has no end
        (REVOKED, UNTIL, None, True),
    ],
)
def test_the_dates_of_a_measure(state: CommitteeState, start: date | None, end: date | None, does: bool) -> None:
    outcome = taken(standing(ACTIVE), measure(state, start=start, end=end))
    assert refusing(outcome) == (set() if does else {"dates"})


def test_lifting_has_no_dates_and_every_measure_a_reason() -> None:
    assert refusing(taken(standing(SUSPENDED), measure(ACTIVE, end=UNTIL))) == {"dates"}
    assert refusing(taken(standing(SUSPENDED), measure(ACTIVE, reason=" "))) == {"reason"}


def test_a_refusal_is_said_in_words() -> None:
    brief = brief_of(standing(REVOKED))
    (reason,) = taken(standing(REVOKED), measure(SUSPENDED)).refusals
    assert "不能改为“暂停”" in reason_sentence(reason, brief, "zh")
    assert "it cannot become suspended" in reason_sentence(reason, brief, "en")


@pytest.mark.parametrize(
    ("start", "end", "is_displaced"),
    [
        (DAY, UNTIL, True),
        (DAY, date(2026, 10, 11), False),  # over on the day before the session
        (date(2026, 10, 12), None, True),
        (date(2026, 10, 13), UNTIL, False),
    ],
)
def test_sessions_on_days_concerned_are_displaced(start: date, end: date | None, is_displaced: bool) -> None:
    season = with_committee(entrusting_season(), "C1", state=SUSPENDED, state_from=start, state_to=end)
    plan = entrusted_plan(season)
    all_of_it = (("S1",), tuple(f"D0{n}" for n in range(1, 7)))
    expected = Displaced(*(all_of_it if is_displaced else ((), ())), ("DG1",))
    assert displaced(brief_of(season), plan, "C1") == expected
    assert displaced(brief_of(season), plan, "C2") == Displaced((), (), ())


def test_what_waits_for_a_committee_that_may_never_sit_again_is_displaced_too() -> None:
    season = with_committee(entrusting_season(), "C1", state=REVOKED, state_from=date(2026, 9, 1))
    plan = with_session(entrusted_plan(season), cases=())
    found = displaced(brief_of(season), plan, "C1")
    assert found.applications == tuple(f"D0{n}" for n in range(1, 7))
    undated = with_session(plan, start=None)
    assert displaced(brief_of(season), undated, "C1").sessions == ()  # it could still be given a day before


def test_a_plan_loses_what_its_letters_no_longer_carry() -> None:
    season = entrusting_season()
    plan = entrusted_plan(season)
    assert lapses(brief_of(season), plan) == ()
    revoked = with_letter(season, state=DelegationState.REVOKED)
    (lapse,) = lapses(brief_of(revoked), plan)
    assert (lapse.application, lapse.session, lapse.committee, lapse.delegation) == ("D01", "S1", "C1", "DG1")
    assert {dict(reason.facts)["guard"] for reason in lapse.reasons} == {"state"}
    gone = replace(season, delegations=())
    assert [one.delegation for one in lapses(brief_of(gone), plan)] == ["DG1"]


def test_a_plan_loses_what_goes_directly_out_of_scope() -> None:
    season = entrusting_season()
    (lapse,) = lapses(brief_of(season), small_plan(season))  # D01 of 大连, routed directly
    assert (lapse.application, lapse.delegation) == ("D01", "")
    assert [reason.dimension for reason in lapse.reasons] == ["region"]
