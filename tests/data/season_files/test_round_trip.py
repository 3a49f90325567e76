"""A season is the same after it was written and read, in each of the three forms."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.season_files.choice_codecs import SeriesCode, Word
from data.season_files.codecs import (
    Codec,
    Day,
    HalfDayText,
    Identifier,
    IdentityNumber,
    JsonText,
    Share,
    Text,
    WholeNumber,
    YesNo,
)
from data.season_files.columns import ALL_TABLES, SEASON, TABLES
from data.season_files.compound_codecs import Groups, ListOf, Spans, Vacancies
from data.season_files.season_file import read_season, write_season
from data.season_files.table import EXAMPLE_MARK, Column, Table
from solver.domain.calendar import HalfDay
from solver.domain.pins import derived
from solver.domain.season import Season
from solver.domain.vocabulary import Level
from tests.builders import complete_season, small_season

FORMS = ("season.xlsx", "season.json", "season")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("season", [complete_season(), small_season()], ids=["complete", "small"])
def test_written_and_read_again(tmp_path: Path, season: Season, form: str) -> None:
    write_season(season, tmp_path / form)
    assert read_season(tmp_path / form) == season


def test_the_complete_season_fills_in_every_field_of_every_table() -> None:
    season = complete_season()
    for table in ALL_TABLES:
        rows = (season.header,) if table is SEASON else getattr(season, table.name)
        for field in (*table.order, "extra"):
            empty = table.defaults.get(field, "")
            assert any(getattr(row, field) not in (empty, (), "", None) for row in rows), (table.name, field)


def test_every_field_of_every_entity_has_exactly_one_column() -> None:
    for table in ALL_TABLES:
        named = sorted(column.field for column in table.columns)
        assert named == sorted(table.order)
        assert len({column.heading for column in table.columns}) == len(table.columns)
    assert {table.name for table in TABLES} == {field.name for field in dataclasses.fields(Season)} - {"header"}


# --- the property test: any season, drawn table by table over the references of the complete one ---------------------

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n")
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
AWKWARD = st.sampled_from(
    ["=1+1", "+86", "-", "@x", "'=a", "\\", "a;b", "甲、乙", "丙:丁", "007", "1e5", "是", '"', "_x0041_"]
)
WORDS = TEXTS | AWKWARD
IDS = WORDS.filter(lambda text: not text.startswith(EXAMPLE_MARK))
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
HALF_DAYS = st.builds(HalfDay, DAYS, st.integers(1, 3))
KNOWN = {
    "".join(name.split()).casefold()
    for table in ALL_TABLES
    for one in table.columns
    for name in (one.heading, one.field)
}
HEADINGS = WORDS.filter(lambda text: "".join(text.split()).casefold() not in KNOWN and text != "extra")

SPELLINGS = {"max_share": ["[1,  4]", "1/3", "0.25"], "in_force": ["true", "否", "yes"]}
"""Values that the register accepts, by parameter of the complete season's policy sheet."""

Names = Mapping[str, Mapping[str, str]]
"""By table, the new identifier of every old one."""


def values(codec: Codec[Any]) -> st.SearchStrategy[object]:
    """Values that a column of a codec can hold."""
    match codec:
        case Text():
            return WORDS
        case WholeNumber():
            return st.integers(codec.least, codec.most)
        case Share():
            return st.floats(0, 1)
        case YesNo():
            return st.booleans()
        case Day():
            return DAYS
        case HalfDayText():
            return HALF_DAYS
        case Word():
            return st.sampled_from(list(codec.vocabulary))
    return several(codec)


def several(codec: Codec[Any]) -> st.SearchStrategy[object]:
    """Values of a column whose cells hold several."""
    if isinstance(codec, ListOf):
        return st.lists(values(codec.item), min_size=1, max_size=3).map(tuple)
    if isinstance(codec, Spans):
        pairs = st.tuples(HALF_DAYS, HALF_DAYS).map(lambda pair: (min(pair), max(pair)))
        return st.lists(pairs, min_size=1, max_size=2).map(tuple)
    assert isinstance(codec, Vacancies)
    counts = st.dictionaries(st.sampled_from(list(Level)), st.integers(0, 1000), min_size=1)
    return counts.map(lambda found: tuple(found.items()))


def kept(table: Table, column: Column) -> bool:
    """Columns that hang together with others and so stay as they are in the complete season."""
    tied = isinstance(column.codec, SeriesCode | IdentityNumber | Groups)
    keys = {field for key in table.keys for field in key}
    of_pins = {"kind", "what", "session", "role", "group", "start"} if table.name == "pins" else set()
    return tied or column.field in keys | {"born", "panel_size"} | of_pins or table is SEASON


def renamed(column: Column, value: Any, names: Names) -> object:
    """A reference with the new identifier of what it refers to."""
    if isinstance(value, tuple):
        return tuple(renamed(column, one, names) for one in value)
    return next((names[table][value] for table in column.refers if value in names[table]), value)


def tied_to_names(table: Table, row: Any, names: Names) -> dict[str, object]:
    """The session of a pin by its new id: one that is wanted, or one derived for the new id of its committee."""
    if table.name != "pins":
        return {}
    parts = derived(row.session)
    if parts is None:
        return {"session": names["sessions"][row.session]}
    return {"session": f"{names['committees'][parts.committee]}-{parts.level}-{parts.number}"}


@st.composite
def rows_of(draw: st.DrawFn, table: Table, rows: tuple[Any, ...], names: Names) -> tuple[Any, ...]:
    """The rows of a table with drawn values wherever a column stands alone, and drawn extra columns."""
    headings = draw(st.lists(HEADINGS, max_size=3, unique=True))
    made = []
    for row in rows:
        changes: dict[str, object] = tied_to_names(table, row, names)
        for column in table.columns:
            old = getattr(row, column.field)
            if column.field == "id":
                changes["id"] = names[table.name][old]
            elif column.refers:
                changes[column.field] = renamed(column, old, names)
            elif isinstance(column.codec, JsonText):
                changes[column.field] = draw(st.sampled_from(SPELLINGS[row.parameter]))
            elif not kept(table, column) and (table.required(column.field) or draw(st.booleans())):
                changes[column.field] = draw(values(column.codec))
        for start, end in table.spans:
            pair = [changes.get(name, getattr(row, name)) for name in (start, end)]
            if table is not SEASON and start not in {name for key in table.keys for name in key} and None not in pair:
                changes[start], changes[end] = sorted(pair)
            elif start in {name for key in table.keys for name in key}:
                changes.pop(end, None)
        filled = draw(st.lists(st.booleans(), min_size=len(headings), max_size=len(headings)))
        changes["extra"] = tuple((name, draw(WORDS)) for name, has in zip(headings, filled, strict=True) if has)
        made.append(dataclasses.replace(row, **changes))
    order = {name: n for n, name in enumerate(dict.fromkeys(name for row in made for name, _ in row.extra))}
    return tuple(
        dataclasses.replace(row, extra=tuple(sorted(row.extra, key=lambda pair: order[pair[0]]))) for row in made
    )


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    """Seasons with the references of the complete one and drawn identifiers, values and extra columns."""
    season = complete_season()
    names: dict[str, Mapping[str, str]] = {}
    for table in TABLES:
        old = [row.id for row in getattr(season, table.name)] if "id" in table.column else []
        names[table.name] = dict(
            zip(old, draw(st.lists(IDS, min_size=len(old), max_size=len(old), unique=True)), strict=True)
        )
    tables = {table.name: draw(rows_of(table, getattr(season, table.name), names)) for table in TABLES}
    header = draw(rows_of(SEASON, (season.header,), names))[0]
    return Season(header=header, **tables)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(season=seasons())
def test_any_season_reads_back_as_it_was(form: str, season: Season) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_season(season, Path(folder) / form)
        assert read_season(Path(folder) / form) == season


@settings(max_examples=25, deadline=None)
@given(item=st.lists(IDS, max_size=4).map(tuple))
def test_lists_keep_items_that_hold_separators(item: tuple[str, ...]) -> None:
    codec = ListOf(Identifier())
    assert codec.parse(codec.text(item)) == item
