"""The season after something changed, and changes that fit neither season nor plan."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from functools import cached_property

import pytest

from data.briefing import brief_for
from solver.domain.calendar import HalfDay
from solver.domain.changes import (
    Changes,
    Declined,
    Revoked,
    RoomLost,
    Suspended,
    Unavailable,
    Withdrawn,
    changed_season,
    faults_of,
)
from solver.domain.people import Person, Relation, Unavailability
from solver.domain.season import LOOKED_UP, Season
from solver.domain.vocabulary import CommitteeState, DelegationState, RelationKind
from tests.builders import complete_season, small_plan, small_season

SEASON = small_season()
PLAN = small_plan(SEASON)
BRIEF = brief_for(SEASON)
MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)


def after(changes: Changes, season: Season = SEASON) -> Season:
    return changed_season(season, PLAN, changes, BRIEF.calendar)


def test_who_declines_cannot_come_in_the_half_days_of_the_session() -> None:
    (row,) = after(Changes(declined=(Declined("E03", "S1"),))).unavailability
    assert row == Unavailability("P03", HalfDay(MONDAY, 1), HalfDay(MONDAY, 1), "谢绝 S1")


def test_who_cannot_come_is_unavailable() -> None:
    span = HalfDay(MONDAY, 2), HalfDay(TUESDAY, 1)
    assert after(Changes(unavailable=(Unavailable("E03", *span, "出差"),))).unavailability == (
        Unavailability("P03", *span, "出差"),
    )


@pytest.mark.parametrize("start", [None, MONDAY])
def test_a_suspension_begins_with_the_season_where_no_day_is_given(start: date | None) -> None:
    (row,) = after(Changes(suspended=(Suspended("C1", start, None),))).committees
    assert (row.state, row.state_from, row.state_to) == (
        CommitteeState.SUSPENDED,
        start or SEASON.header.first_day,
        None,
    )


def test_a_room_is_closed_for_the_time_it_is_lost() -> None:
    (room,) = after(Changes(room_lost=(RoomLost("R1", HalfDay(MONDAY, 2), HalfDay(TUESDAY, 1)),))).rooms
    halves = [HalfDay(day, half) for day in (MONDAY, TUESDAY) for half in (1, 2)]
    assert [room.is_open(half) for half in halves] == [True, False, False, True]


def test_a_letter_is_revoked_and_an_application_withdrawn() -> None:
    season = complete_season()
    letter, application = season.delegations[0].id, season.applications[0].id
    found = after(Changes(revoked=(Revoked(letter),), withdrawn=(Withdrawn(application),)), season)
    assert found.delegation[letter].state is DelegationState.REVOKED
    assert found.application[application].withdrawn


def test_new_rows_are_added_to_their_tables() -> None:
    person, relation = Person("A99", "新申报人"), Relation("P01", "A99", RelationKind.SPOUSE)
    application = replace(SEASON.applications[0], id="D99", applicant="A99")
    found = after(Changes(persons=(person,), relations=(relation,), applications=(application,)))
    assert (found.persons[-1], found.relations[-1], found.applications[-1]) == (person, relation, application)


def test_what_stands_already_stands_once() -> None:
    span = HalfDay(MONDAY, 2), HalfDay(TUESDAY, 1)
    relation = Relation("P01", "P02", RelationKind.SPOUSE)
    barred = replace(SEASON.committees[0], state=CommitteeState.REVOKED, state_from=MONDAY)
    season = replace(
        SEASON, unavailability=(Unavailability("P03", *span),), relations=(relation,), committees=(barred,)
    )
    again = Changes(
        unavailable=(Unavailable("E03", *span, "出差"),), relations=(relation,), suspended=(Suspended("C1", MONDAY),)
    )
    assert after(again, season) == season
    longer = Changes(suspended=(Suspended("C1", MONDAY, TUESDAY),))
    assert after(longer, season).committees[0].state is CommitteeState.SUSPENDED


def test_every_look_up_of_a_changed_season_is_that_of_a_season_made_anew() -> None:
    season = complete_season()
    looked_up = {name for name, value in vars(Season).items() if isinstance(value, cached_property)}
    assert looked_up == LOOKED_UP.keys()
    assert looked_up <= vars(season.looked_up()).keys()
    tables = [field.name for field in fields(Season) if field.name != "header"]
    for table in tables:
        changed = season.with_tables({table: ()})
        fresh = replace(season, **{table: ()})
        assert all(getattr(changed, name) == getattr(fresh, name) for name in looked_up), table


def test_every_look_up_of_a_changed_brief_is_that_of_a_brief_made_anew() -> None:
    season = complete_season()
    brief = brief_for(season)
    names = ("pool", "specialties_of", "level_of", "unavailable", "season_half_days", "applicants")
    for name in names:
        getattr(brief, name)
    span = HalfDay(MONDAY, 1), HalfDay(TUESDAY, 2)
    away = tuple(Unavailability(row.person, *span) for row in season.experts)
    for table in ("pools", "qualifications", "unavailability", "applications", "experts", "rooms"):
        for rows in ((), away) if table == "unavailability" else ((),):
            other = season.with_tables({table: rows})
            fresh = replace(brief, season=replace(other))
            assert all(getattr(brief.changed(other), name) == getattr(fresh, name) for name in names), table


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    span = HalfDay(TUESDAY, 1), HalfDay(MONDAY, 1)
    changes = Changes(
        declined=(Declined("E99", "S1"), Declined("E01", "S9"), Declined("E15", "S1")),
        unavailable=(Unavailable("E01", *span),),
        suspended=(Suspended("C9"),),
        room_lost=(RoomLost("R9", *span),),
        revoked=(Revoked("W9"),),
        relations=(Relation("P01", "P01", RelationKind.SPOUSE),),
        applications=(replace(SEASON.applications[0], applicant="A99"),),
        withdrawn=(Withdrawn("D99"),),
    )
    assert {(fault.code, fault.place) for fault in faults_of(changes, SEASON, PLAN)} == {
        ("dangling", "/declined/0/expert"),
        ("dangling", "/declined/1/session"),
        ("not_asked", "/declined/2/expert"),
        ("ends_before_start", "/unavailable/0/end"),
        ("dangling", "/suspended/0/committee"),
        ("dangling", "/room_lost/0/room"),
        ("ends_before_start", "/room_lost/0/end"),
        ("dangling", "/revoked/0/delegation"),
        ("relation_with_oneself", "/relations/0/b"),
        ("dangling", "/applications/0/applicant"),
        ("duplicate", "/applications/0/id"),
        ("dangling", "/withdrawn/0/application"),
    }
