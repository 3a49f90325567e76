"""The rules of a single seat: they alone say who is eligible, and alternates keep every one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from solver.check import check
from solver.domain.calendar import HalfDay
from solver.domain.people import PoolTerm, Relation, Service, Unavailability
from solver.domain.plan import Alternate
from solver.domain.season import Season
from solver.domain.vocabulary import ExpertStatus, Level, RelationKind
from solver.rules.seat_rules import SEAT_RULES, eligible_seats
from tests.builders import YEAR, small_plan, small_season, with_session

MORNING = HalfDay(date(2026, 10, 12), 1)


def _experts(season: Season, **changes: object) -> Season:
    experts = (replace(one, **changes) if one.id == "E12" else one for one in season.experts)  # type: ignore[arg-type]
    return replace(season, experts=tuple(experts))


def _titles(season: Season, **changes: object) -> Season:
    rows = (replace(row, **changes) if row.expert == "E12" else row for row in season.qualifications)  # type: ignore[arg-type]
    return replace(season, qualifications=tuple(rows))


def _pool(season: Season, *own: PoolTerm) -> Season:
    return replace(season, pools=(*(row for row in season.pools if row.expert != "E12"), *own))


def _applicant(season: Season) -> Season:
    rows = season.applications
    return replace(season, applications=(replace(rows[0], applicant="P12"), *rows[1:]))


BASE = small_season()
UNFIT: dict[str, tuple[Season, str]] = {
    "not in the pool": (_pool(BASE), "in_pool"),
    "term ends the day before": (
        _pool(BASE, PoolTerm("E12", "C1", date(2025, 1, 1), date(2026, 10, 11))),
        "pool_term",
    ),
    "suspended": (_experts(BASE, status=ExpertStatus.SUSPENDED), "fit_for_service"),
    "another specialty": (_titles(BASE, specialty="电气工程"), "fit_for_service"),
    "a level too low": (_titles(BASE, level=Level.INTERMEDIATE), "level"),
    "applies this year": (_applicant(BASE), "not_applicant"),
    "kin of an applicant": (
        replace(BASE, relations=(Relation("P12", "A03", RelationKind.SPOUSE),)),
        "kin_of_applicant",
    ),
    "a third year running": (
        replace(BASE, service=(Service("E12", "C1", YEAR - 1), Service("E12", "C1", YEAR - 2))),
        "consecutive_years",
    ),
    "unavailable": (replace(BASE, unavailability=(Unavailability("P12", MORNING, MORNING),)), "available"),
}


@pytest.mark.parametrize(("season", "rule"), UNFIT.values(), ids=UNFIT)
def test_who_may_not_sit_has_no_eligible_seat_and_may_not_stand_by(season: Season, rule: str) -> None:
    brief, plan = brief_for(season), small_plan(season)
    others = {one.id for one in season.experts} - {"E12"}
    assert {seat.expert for seat in eligible_seats(brief, plan)} == others
    named = with_session(plan, alternates=(Alternate("E12", "", 1),))
    rules = tuple(one for one in SEAT_RULES if one.name == rule)
    findings = check(brief, named, rules)
    assert [dict(finding.subject)["expert"] for finding in findings] == ["E12"]
    assert check(brief, plan, rules) == ()


def test_everybody_who_keeps_the_rules_of_the_seat_is_eligible_in_every_group() -> None:
    brief, plan = brief_for(BASE), small_plan(BASE)
    assert len(list(eligible_seats(brief, plan))) == len(BASE.experts)


def test_without_a_date_only_time_is_left_open() -> None:
    season = UNFIT["unavailable"][0]
    undated = with_session(small_plan(season), start=None)
    assert "E12" in {seat.expert for seat in eligible_seats(brief_for(season), undated)}
