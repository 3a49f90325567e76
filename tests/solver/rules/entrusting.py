"""A season in which an authorisation lets the committee of one city take an application of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from solver.domain.committees import Committee, Delegation, Timetable
from solver.domain.people import Authority
from solver.domain.plan import Plan, Route, RouteKind
from solver.domain.season import Season
from solver.domain.vocabulary import DelegationState, EmployerKind, Level, Tier
from tests.builders import CLOSE, OPEN, small_plan, small_season

SITTING = (date(2026, 10, 12),)
"""Days of the one session of :func:`tests.builders.small_plan`."""


def entrusting_season() -> Season:
    """D01 comes from 大连 (employer V01): outside the region of C1, and entrusted to it by letter DG1.

    C2 is the committee of 大连, filed for another specialty; H3 is the city's authority, H4 a county's below it, H9 the
    personnel department of a central body.
    """
    season = small_season()
    committee = season.committees[0]
    filing = season.filings[0]
    return replace(
        season,
        authorities=(
            *season.authorities,
            Authority("H3", "大连市人社局", Tier.CITY, "H1", "大连"),
            Authority("H4", "某县人社局", Tier.COUNTY, "H3", "某县"),
            Authority("H9", "中央单位人事部门", Tier.NATIONAL),
        ),
        employers=tuple(replace(row, region="大连") if row.id == "V01" else row for row in season.employers),
        applications=(replace(season.applications[0], region="大连"), *season.applications[1:]),
        committees=(
            committee,
            Committee("C2", "大连化学工程高级评委会", "U02", "H3", "05"),
        ),
        filings=(
            filing,
            replace(filing, id="F2", committee="C2", specialties=("化学工程",), regions=("大连",)),
        ),
        timetable=(*season.timetable, Timetable("C2", OPEN, CLOSE, date(2026, 8, 31))),
        delegations=(letter(),),
    )


def letter() -> Delegation:
    """The letter DG1, which holds in every point."""
    return Delegation(
        "DG1",
        "V01",
        "C1",
        "05",
        (Level.ASSOCIATE_SENIOR,),
        "H3",
        date(2026, 9, 1),
        date(2026, 12, 31),
        applications=("D01",),
        letter_no="大人社委〔2026〕1号",
        issued_on=date(2026, 9, 10),
        accepted_on=date(2026, 9, 15),
        state=DelegationState.ACCEPTED,
    )


def with_letter(season: Season, **changes: object) -> Season:
    """``season`` with its first letter changed."""
    first, *rest = season.delegations
    return replace(season, delegations=(replace(first, **changes), *rest))  # type: ignore[arg-type]


def with_committee(season: Season, one: str, **changes: object) -> Season:
    """``season`` with one committee changed."""
    rows = tuple(replace(row, **changes) if row.id == one else row for row in season.committees)  # type: ignore[arg-type]
    return replace(season, committees=rows)


def with_filing(season: Season, one: str, **changes: object) -> Season:
    """``season`` with one filing changed."""
    rows = tuple(replace(row, **changes) if row.id == one else row for row in season.filings)  # type: ignore[arg-type]
    return replace(season, filings=rows)


def with_application(season: Season, one: str, **changes: object) -> Season:
    """``season`` with one application changed."""
    rows = tuple(replace(row, **changes) if row.id == one else row for row in season.applications)  # type: ignore[arg-type]
    return replace(season, applications=rows)


def with_employer(season: Season, one: str, kind: EmployerKind) -> Season:
    """``season`` with an employer of another kind."""
    rows = tuple(replace(row, kind=kind) if row.id == one else row for row in season.employers)
    return replace(season, employers=rows)


def entrusted_plan(season: Season) -> Plan:
    """The small plan with D01 routed by the letter DG1."""
    plan = small_plan(season)
    routes = (Route("D01", RouteKind.DELEGATED, "C1", "DG1"), *plan.routes[1:])
    return replace(plan, routes=routes)
