"""Edits as JSON: they read back as they were, and everything wrong with them is named at its place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.samples.sample_season import SAMPLE
from data.season_files.codecs import Json
from data.season_files.edit_json import edit_json, edits_of, season_after
from data.season_files.season_file import read_season
from solver.domain.calendar import HalfDay
from solver.domain.committees import PolicyChange, Room
from solver.domain.edits import Add, Change, Edit, Remove, Shift, edited, pairs
from solver.domain.vocabulary import CommitteeState
from solver.errors import InputError
from tests.builders import CLOSE, OPEN, complete_season, small_season

ROOM = Room("R9", "新馆", "沈河区", 60, HalfDay(OPEN, 1), HalfDay(CLOSE, 2))
EDITS: tuple[Edit, ...] = (
    Add("rooms", ROOM),
    Change("committees", pairs(id="C1"), pairs(state=CommitteeState.SUSPENDED, state_from=OPEN, size=None)),
    Remove("unavailability", pairs(person="P1")),
    Shift("timetable", (), ("earliest", "latest"), 7),
)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_reads_back_as_it_was(edit: Edit) -> None:
    assert edits_of([edit_json(edit)]) == (edit,)


def test_every_row_of_a_season_can_be_added() -> None:
    season = complete_season()
    rows = [Add(table, row) for table in ("experts", "filings", "sessions", "applications", "delegations", "policy")
            for row in getattr(season, table)]  # fmt: skip
    assert edits_of([edit_json(one) for one in rows]) == tuple(rows)


def test_edits_are_made_in_order() -> None:
    season = small_season()
    after = edited(season, (EDITS[0], Change("rooms", pairs(id="R9"), pairs(seats=70)), EDITS[3]))
    assert [room.seats for room in after.rooms] == [season.rooms[0].seats, 70]
    (before,), (window,) = season.timetable, after.timetable
    assert (window.earliest - before.earliest).days == (window.latest - before.latest).days == 7
    assert window.acceptance_deadline == before.acceptance_deadline


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        ({"add": "rooms", "remove": "rooms"}, "edit_verb", "/0"),
        ({"row": {}}, "edit_verb", "/0"),
        ({"remove": "season", "where": {}}, "edit_table", "/0/remove"),
        ({"remove": "rooms", "where": {"colour": "red"}}, "edit_field", "/0/where/colour"),
        ({"change": "rooms", "where": {"id": "R1"}, "set": {"seats": "many"}}, "json_type", "/0/set/seats"),
        ({"change": "rooms", "where": {"id": "R1"}, "set": 3}, "json_type", "/0/set"),
        ({"add": "rooms", "row": {"id": "R9", "place": "新馆", "seats": 9, "start": "x", "end": "2026-09-01 上午"}},
         "half_day", "/0/row/start"),
        ({"shift": "timetable", "where": {}, "fields": ["size"], "days": 7}, "edit_field", "/0/fields"),
        ({"shift": "timetable", "where": {}, "fields": ["latest"], "days": 9999}, "edit_value", "/0/days"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_edit_is_named_at_its_place(raw: Json, code: str, place: str) -> None:
    with pytest.raises(InputError) as raised:
        edits_of([raw])
    assert place in [fault.place for fault in raised.value.faults]
    if code != "half_day":
        assert [fault.code for fault in raised.value.faults] == [code]


def test_all_edits_are_looked_at() -> None:
    with pytest.raises(InputError) as raised:
        edits_of([{"add": "nothing", "row": {}}, {"remove": "rooms", "where": {"id": 5}}])
    assert [fault.place for fault in raised.value.faults] == ["/0/add", "/1/where/id"]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Remove("rooms", pairs(id="R7")), "edit_fits_no_row"),
        (Remove("committees", pairs(id="C1")), "dangling"),
        (Add("rooms", small_season().rooms[0]), "duplicate"),
        (Change("timetable", (), pairs(latest=date(2026, 1, 1))), "ends_before_start"),
    ],
)
def test_the_season_as_it_would_be_is_held_against_everything(edit: Edit, code: str) -> None:
    with pytest.raises(InputError) as raised:
        season_after(small_season(), [edit])
    assert code in {fault.code for fault in raised.value.faults}


def test_a_fault_of_the_season_as_it_would_be_is_told_at_the_edit_that_made_its_row() -> None:
    season, late = small_season(), date(2026, 1, 1)
    edits = [
        Remove("rooms", pairs(id="R7")),
        Add("rooms", replace(season.rooms[0])),
        Change("timetable", (), pairs(latest=late)),
        Add("policy", PolicyChange("PD-99", "most", "1", "试算")),
    ]
    with pytest.raises(InputError) as raised:
        season_after(season, edits, "/edits")
    assert {fault.place for fault in raised.value.faults} == {
        "/edits/0/where",
        "/edits/1/row/id",
        "/edits/2/set/latest",
        "/edits/3/row/rule",
    }


def test_the_edits_in_the_manual_can_be_made_in_the_sample_season() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
    edits = json.loads(manual[manual.index('[{"add": "rooms"') :].partition("```")[0])
    after = season_after(read_season(SAMPLE), edits_of(edits))
    assert [one.value for one in after.policy if one.rule == "PD-06"] == ["15"]


def test_a_season_after_good_edits_is_that_season() -> None:
    assert season_after(small_season(), [EDITS[0]]) == edited(small_season(), [EDITS[0]])
