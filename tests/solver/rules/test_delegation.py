"""When an authorisation authorises: every guard alone turns it into a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState, DelegationState, EmployerKind, Level
from solver.rules.delegation import GUARDS, authorises
from tests.builders import small_plan, with_session
from tests.solver.rules.asking import about, brief_of, found
from tests.solver.rules.entrusting import (
    SITTING,
    entrusted_plan,
    entrusting_season,
    letter,
    with_application,
    with_committee,
    with_employer,
    with_filing,
    with_letter,
)

LAST_OPEN = date(2026, 11, 27)


def refusals(season: Season, days: tuple[date, ...] = SITTING) -> set[str]:
    """Names of the guards that refuse the first letter for D01."""
    reasons = authorises(brief_of(season), season.delegations[0], season.application["D01"], days)
    return {dict(reason.facts)["guard"] for reason in reasons}


def by_committee(season: Season) -> Season:
    """The same entrusted by the committee C2 instead of the unit."""
    return with_letter(season, entrusting="C2")


def received_first(season: Season) -> Season:
    """C2 entrusts what the unit had entrusted to it."""
    first = replace(letter(), id="DG0", to_committee="C2")
    own = by_committee(season)
    return replace(own, delegations=(*own.delegations, first))


ONE_AT_A_TIME: list[tuple[str, Callable[[Season], Season]]] = [
    ("state", lambda s: with_letter(s, state=DelegationState.AUTHORISED)),
    ("state", lambda s: with_letter(s, state=DelegationState.REVOKED)),
    ("scope", lambda s: with_letter(s, applications=("D02",))),
    ("scope", lambda s: with_letter(s, series="04")),
    ("scope", lambda s: with_letter(s, specialties=("化学工程",))),
    ("scope", lambda s: with_letter(s, levels=(Level.FULL_SENIOR,))),
    ("scope", lambda s: with_letter(s, applications=(), entrusting="V02", authority="H2")),
    ("letter", lambda s: with_letter(s, letter_no="")),
    ("issued", lambda s: with_letter(s, issued_on=None)),
    ("accepted", lambda s: with_letter(s, accepted_on=None)),
    ("accepted", lambda s: with_letter(s, accepted_on=date(2026, 9, 9))),
    ("accepted", lambda s: with_letter(s, accepted_on=SITTING[0])),
    ("valid", lambda s: with_letter(s, end=date(2026, 10, 11))),
    ("valid", lambda s: with_letter(s, start=date(2026, 10, 13))),
    ("receiver", lambda s: with_committee(s, "C1", state=CommitteeState.SUSPENDED)),
    ("receiver", lambda s: with_filing(s, "F1", levels=(Level.FULL_SENIOR,))),
    ("receiver", lambda s: with_filing(s, "F1", specialties=("化学工程",))),
    ("receiver", lambda s: with_filing(s, "F1", end=date(2026, 10, 11))),
    ("issuer_known", lambda s: with_letter(s, authority="C1")),
    ("issuer_known", lambda s: with_letter(s, authority="U01")),
    ("issuer_competent", lambda s: with_letter(s, authority="H2")),
    ("issuer_competent", lambda s: with_letter(s, authority="H4")),
    ("issuer_competent", lambda s: with_employer(s, "V01", EmployerKind.CENTRAL)),
    ("itself", lambda s: with_letter(s, entrusting="C1", authority="H2")),
    ("itself", lambda s: with_letter(s, entrusting="U01", authority="H2")),
    ("chained", received_first),
]


def test_the_letter_authorises_when_every_point_holds() -> None:
    assert refusals(entrusting_season()) == set()
    assert refusals(entrusting_season(), ()) == set()
    assert refusals(by_committee(entrusting_season())) == set()


@pytest.mark.parametrize(("guard", "change"), ONE_AT_A_TIME)
def test_each_guard_alone_refuses(guard: str, change: Callable[[Season], Season]) -> None:
    assert refusals(change(entrusting_season())) == {guard}


def test_every_guard_is_walked() -> None:
    assert {guard for guard, _ in ONE_AT_A_TIME} == {name for name, _ in GUARDS}


def test_a_used_letter_still_stands_for_its_session() -> None:
    assert refusals(with_letter(entrusting_season(), state=DelegationState.USED)) == set()


def test_a_letter_of_the_day_of_the_session_comes_too_late() -> None:
    late = with_letter(entrusting_season(), issued_on=SITTING[0], accepted_on=SITTING[0])
    assert refusals(late) == {"issued", "accepted"}
    assert refusals(late, (date(2026, 10, 13),)) == set()


def test_without_days_the_last_open_day_is_the_bar() -> None:
    season = entrusting_season()
    assert season.timetable_of["C1"].latest == LAST_OPEN
    late = with_letter(season, issued_on=LAST_OPEN, accepted_on=LAST_OPEN)
    assert refusals(late, ()) == {"issued", "accepted", "valid"}  # and so no day is left on which it could be used


def test_some_one_day_must_satisfy_filing_letter_and_acceptance_together() -> None:
    early = with_filing(entrusting_season(), "F1", end=date(2026, 9, 30))
    assert refusals(early, ()) == set()
    assert refusals(with_letter(early, start=date(2026, 10, 1)), ()) == {"valid"}
    late = {"issued_on": date(2026, 10, 20), "accepted_on": date(2026, 10, 20)}
    assert refusals(with_letter(entrusting_season(), end=date(2026, 10, 21), **late), ()) == set()
    assert refusals(with_letter(entrusting_season(), end=date(2026, 10, 20), **late), ()) == {"valid"}


@pytest.mark.parametrize(
    ("authority", "level", "refused"),
    [
        ("H4", Level.ASSOCIATE_SENIOR, {"issuer_competent"}),
        ("H3", Level.ASSOCIATE_SENIOR, set()),
        ("H1", Level.ASSOCIATE_SENIOR, set()),
        ("H4", Level.INTERMEDIATE, {"receiver"}),
    ],
)
def test_the_tier_of_the_issuer_goes_by_level(authority: str, level: Level, refused: set[str]) -> None:
    season = with_letter(entrusting_season(), authority=authority, levels=(level,))
    employers = tuple(replace(row, region="某县") if row.id == "V01" else row for row in season.employers)
    season = with_application(replace(season, employers=employers), "D01", level=level)
    assert refusals(season) == refused


def test_a_central_employer_asks_its_own_personnel_department() -> None:
    season = with_employer(entrusting_season(), "V01", EmployerKind.CENTRAL)
    assert refusals(with_letter(season, authority="H9")) == set()


def test_a_general_letter_covers_the_people_of_its_unit_only() -> None:
    season = with_letter(entrusting_season(), applications=())
    brief = brief_of(season)
    assert authorises(brief, season.delegations[0], season.application["D01"], SITTING) == ()
    other = authorises(brief, season.delegations[0], season.application["D02"], SITTING)
    assert [dict(reason.facts)["guard"] for reason in other] == ["scope"]


def test_a_general_letter_of_a_committee_covers_its_region_only() -> None:
    season = with_letter(by_committee(entrusting_season()), applications=())
    brief = brief_of(season)
    assert authorises(brief, season.delegations[0], season.application["D01"], SITTING) == ()
    assert authorises(brief, season.delegations[0], season.application["D02"], SITTING) != ()


def test_an_authorisation_never_lifts_the_provincial_list() -> None:
    season = entrusting_season()
    items = [{"specialty": "机械工程", "levels": ["associate_senior"]}]
    brief = brief_of(season, {"SY24-12": True}, {"SY24-12": {"items": items}})
    (reason,) = authorises(brief, season.delegations[0], season.application["D01"], SITTING)
    assert dict(reason.facts)["found"] == "provincial_list"


def test_authorised_in_a_plan_names_the_guard() -> None:
    season = entrusting_season()
    assert found("authorised", brief_of(season), entrusted_plan(season)) == ()
    revoked = with_letter(season, state=DelegationState.REVOKED)
    (finding,) = found("authorised", brief_of(revoked), entrusted_plan(revoked))
    assert (finding.rule, dict(finding.facts)["guard"]) == ("SY24-15c", "state")
    assert about((finding,), "application") == ["D01"]


def test_a_route_by_a_letter_that_does_not_exist() -> None:
    season = replace(entrusting_season(), delegations=())
    assert about(found("authorised", brief_of(season), entrusted_plan(season)), "application") == ["D01"]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"end": date(2026, 10, 12)}, 0),
        ({"end": date(2026, 10, 11)}, 1),
        ({"accepted_on": date(2026, 10, 11)}, 0),
        ({"accepted_on": date(2026, 10, 12)}, 1),
        ({"start": date(2026, 10, 13)}, 1),
    ],
)
def test_the_session_lies_in_the_days_of_the_letter(changes: dict[str, object], count: int) -> None:
    season = with_letter(entrusting_season(), **changes)
    assert len(found("authorised", brief_of(season), entrusted_plan(season))) == count
    undated = with_session(entrusted_plan(season), start=None)
    assert found("authorised", brief_of(season), undated) == ()


def test_the_issuer_is_judged_by_its_own_rule() -> None:
    season = with_letter(entrusting_season(), authority="H2")
    brief = brief_of(season)
    assert found("authorised", brief, entrusted_plan(season)) == ()
    (finding,) = found("competent_authority", brief, entrusted_plan(season))
    assert (finding.rule, finding.found, finding.needed) == ("PD-17", "H2", "H3、H1")


def test_direct_cases_are_not_asked_for_letters() -> None:
    season = with_letter(entrusting_season(), state=DelegationState.REVOKED)
    assert found("authorised", brief_of(season), small_plan(season)) == ()
